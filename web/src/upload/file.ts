// A file before it is sent: what can be told about it without the portal, and its SHA-256.

/** The largest file that is taken, in bytes (25 MiB). */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;

/** Where a PDF's first words are looked for; some programs write a few bytes before them. */
const HEADER_WITHIN = 1024;

export type FileProblem = "empty" | "too_large" | "not_a_pdf" | "unreadable";

export interface CheckedFile {
  file: File;
  /** 64 lower-case hexadecimal digits. */
  sha256: string;
}

export function toHex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function sha256(content: ArrayBuffer): Promise<string> {
  return toHex(await crypto.subtle.digest("SHA-256", content));
}

export function looksLikePdf(content: ArrayBuffer): boolean {
  const start = new Uint8Array(content, 0, Math.min(HEADER_WITHIN, content.byteLength));
  return new TextDecoder("latin1").decode(start).includes("%PDF-");
}

export async function checkPdf(file: File): Promise<CheckedFile | FileProblem> {
  if (file.size === 0) return "empty";
  if (file.size > MAX_FILE_BYTES) return "too_large";
  try {
    const content = await file.arrayBuffer();
    return looksLikePdf(content) ? { file, sha256: await sha256(content) } : "not_a_pdf";
  } catch {
    // Moved, changed or locked by another program since it was picked.
    return "unreadable";
  }
}
