// What arrives at people's telephones and mailboxes: the AWS emulator keeps every message.
import { expect } from "@playwright/test";

/** Where the emulator of AWS answers; the bucket of files is there too. */
export const emulator = () => process.env.AWS_EMULATOR ?? "http://localhost:4566";

interface Sms {
  Message: string;
}

interface Mail {
  To: string[];
  Subject: string;
  BodyText: string;
}

async function read<T>(path: string): Promise<T> {
  const response = await fetch(`${emulator()}/_ministack/${path}`);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

async function smsTo(mobile: string): Promise<string[]> {
  const { sms_messages } = await read<{ sms_messages: Record<string, Sms[]> }>("sns/sms-messages");
  return (sms_messages[mobile] ?? []).map(({ Message }) => Message);
}

async function mailsTo(email: string): Promise<Mail[]> {
  const { messages } = await read<{ messages: Record<string, Mail[]> }>("ses/messages");
  return Object.values(messages)
    .flat()
    .filter(({ To }) => To.includes(email));
}

/** The code in the nth message to this number, once that has arrived. */
export async function codeTo(mobile: string, nth = 1): Promise<string> {
  const message = async () => (await smsTo(mobile))[nth - 1] ?? "";
  await expect.poll(message, { message: `SMS ${nth} to ${mobile}` }).toMatch(/#\d{6}/);
  return /#(\d{6})/.exec(await message())?.[1] ?? "";
}

/** The link to this page in the nth mail that has one, once that has arrived. */
export async function linkTo(email: string, path: string, nth = 1): Promise<string> {
  const pattern = new RegExp(`https?://\\S+${path}#[\\w.-]+`);
  const links = async () =>
    (await mailsTo(email)).flatMap(({ BodyText }) => pattern.exec(BodyText)?.[0] ?? []);
  await expect
    .poll(async () => (await links()).length, {
      message: `mail ${nth} to ${email}`,
      timeout: 30_000,
    })
    .toBeGreaterThanOrEqual(nth);
  const link = (await links())[nth - 1] ?? "";
  // The path only: the portal under test may be reached by another name than its mails use.
  return link.slice(link.indexOf(path));
}

/** How many mails went to this address. */
export async function mailCount(email: string): Promise<number> {
  return (await mailsTo(email)).length;
}
