// People for the walks. Every walk makes its own, because the limits on messages to a number are
// real, and because walks must not meet each other.
import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { promisify } from "node:util";
import type { PageLanguage } from "./fixtures";

export interface User {
  login: string;
  password: string;
  name: string;
  mobile: string;
  email: string;
}

/** Somebody whom the portal knows. */
export interface Person extends User {
  /** The user's id. */
  user: string;
}

export interface NewUser {
  language: PageLanguage;
  invited?: boolean;
  staff?: boolean;
  /** Client numbers of seeded organisations. */
  organisations?: string[];
  name?: string;
}

export interface Organisation {
  /** Its id. */
  organisation: string;
  /** The client number. */
  number: number;
  name: string;
}

/** The client numbers and names that the seed gives. */
export const ORGANISATIONS = {
  bakery: { number: "10001", name: "Bakkerij De Gouden Aar B.V." },
  installer: { number: "10002", name: "Van Dijk Installatietechniek" },
};

const run = promisify(execFile);

/** The tool works on the portal's own table, which it also seeds. */
async function tool(...args: string[]): Promise<string> {
  const program = process.env.PORTAL_TOOL;
  if (!program)
    throw new Error("PORTAL_TOOL must name the portal-tool program: see `cargo xtask test`");
  const { stdout } = await run(program, args);
  return stdout.trim();
}

const unique = () => `${Date.now().toString(36)}${randomInt(36 ** 3).toString(36)}`;

/** Makes a user who can sign in. */
export async function createUser(wanted: NewUser): Promise<Person> {
  const organisations = wanted.organisations ?? [ORGANISATIONS.bakery.number];
  const made = await tool(
    "user",
    ...["--login", `walker${unique()}`],
    ...["--name", wanted.name ?? "Robin Wandelaar"],
    ...["--mobile", `+3164${String(randomInt(10 ** 7)).padStart(7, "0")}`],
    ...["--language", wanted.language],
    ...(wanted.invited ? ["--invited"] : []),
    ...(wanted.staff ? ["--staff"] : []),
    ...(wanted.staff ? [] : ["--organisations", organisations.join(",")]),
  );
  const user = JSON.parse(made) as Omit<Person, "email">;
  return { ...user, email: `${user.login}@example.com` };
}

/** Makes an organisation that nobody belongs to yet. One person with the right approves for it. */
export async function createOrganisation(): Promise<Organisation> {
  const number = String(randomInt(30_000, 2 ** 32));
  return JSON.parse(await tool("organisation", number, `Firma ${number}`)) as Organisation;
}

/** The value of the cookie of a session that begins now. */
export const beginSession = (user: User) => tool("session", user.login);
