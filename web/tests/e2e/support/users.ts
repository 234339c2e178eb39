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

export interface NewUser {
  language: PageLanguage;
  invited?: boolean;
  staff?: boolean;
  /** Client numbers of seeded organisations. */
  organisations?: string[];
}

/** The client numbers and names that the seed gives. */
export const ORGANISATIONS = {
  bakery: { number: "10001", name: "Bakkerij De Gouden Aar B.V." },
  installer: { number: "10002", name: "Van Dijk Installatietechniek" },
};

const run = promisify(execFile);

/** Makes a user in the portal's own table, through the tool that also seeds it. */
export async function createUser(wanted: NewUser): Promise<User> {
  const tool = process.env.PORTAL_TOOL;
  if (!tool)
    throw new Error("PORTAL_TOOL must name the portal-tool program: see `cargo xtask test`");
  const unique = `${Date.now().toString(36)}${randomInt(36 ** 3).toString(36)}`;
  const organisations = wanted.organisations ?? [ORGANISATIONS.bakery.number];
  const { stdout } = await run(tool, [
    "user",
    ...["--login", `walker${unique}`],
    ...["--name", `Robin Wandelaar`],
    ...["--mobile", `+3164${String(randomInt(10 ** 7)).padStart(7, "0")}`],
    ...["--language", wanted.language],
    ...(wanted.invited ? ["--invited"] : []),
    ...(wanted.staff ? ["--staff"] : []),
    ...(wanted.staff ? [] : ["--organisations", organisations.join(",")]),
  ]);
  const made = JSON.parse(stdout) as Omit<User, "email">;
  return { ...made, email: `${made.login}@example.com` };
}
