// The names of files in a ZIP: which of them are somebody's file, which lead elsewhere, and which row
// means which.

/** What programs put into a ZIP by themselves. */
const BESIDE = /(^|\/)(__MACOSX\/|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$)/i;

export const isBeside = (path: string): boolean => BESIDE.test(path);

const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** A name that leads out of the ZIP, into another system's folders, or shows as another one. */
export function isBadName(path: string): boolean {
  const parts = path.split("/");
  return (
    path.includes("\\") ||
    path.startsWith("/") ||
    /^[a-z]:/i.test(path) ||
    UNSEEN.test(path) ||
    parts.some((part) => part === ".." || part === "." || part === "")
  );
}

/** A path in one writing: systems differ in capitals and in how they write an é. */
export const samePath = (path: string): string => path.normalize("NFC").toLowerCase();

const lastPart = (path: string) => path.slice(path.lastIndexOf("/") + 1);

/** Finds the file that a row names: by its path, or by its name alone where only one file has it. */
export class Names<File extends { path: string }> {
  private readonly byPath = new Map<string, File[]>();
  private readonly byName = new Map<string, File[]>();

  constructor(files: readonly File[]) {
    for (const file of files) {
      const path = samePath(file.path);
      this.add(this.byPath, path, file);
      this.add(this.byName, lastPart(path), file);
    }
  }

  private add(map: Map<string, File[]>, key: string, file: File): void {
    map.set(key, [...(map.get(key) ?? []), file]);
  }

  /** All files that the name could mean. */
  find(named: string): File[] {
    const path = samePath(named);
    return this.byPath.get(path) ?? this.byName.get(path) ?? [];
  }
}
