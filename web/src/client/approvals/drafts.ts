// What somebody was writing, so that it is still there when the session ended in between. Kept in
// memory, for the user who wrote it: another user's sign-in forgets it.

let owner = "";
const drafts = new Map<string, string>();

function of(user: string): Map<string, string> {
  if (owner !== user) drafts.clear();
  owner = user;
  return drafts;
}

export const draft = (user: string, key: string): string => of(user).get(key) ?? "";

export function keepDraft(user: string, key: string, text: string): void {
  of(user).set(key, text);
}

export function dropDraft(user: string, key: string): void {
  of(user).delete(key);
}
