// An authenticator's key, for eyes and for the clipboard.

/** Without the spaces that only help the eye: some apps refuse them. */
export function bare(key: string): string {
  return key.replace(/\s/g, "");
}

/** Groups of four are what people can copy by eye. */
export function inFours(key: string): string {
  return bare(key).replace(/(.{4})(?=.)/g, "$1 ");
}
