// A ZIP that was chosen, read where it lies: its list first, one file at a time after that, and never more
// of a file than a document may have. It is loaded with this screen only. No workers: the page's policy
// has none for it, and the browser unpacks by itself.
import {
  BlobReader,
  type Entry,
  type FileEntry,
  ZipReader,
} from "@zip.js/zip.js/lib/zip-core-custom.js";
import { MAX_FILE_BYTES } from "../../upload/file";
import { isBeside } from "./names";
import type { FileCode } from "./row";

const MAX_ENTRIES = 5000;
/** Unpacked, as the ZIP's list says; each file is held to its own limit while it is unpacked. */
const MAX_TOTAL_BYTES = 4 * 1024 ** 3;

export type ZipProblem = {
  code: "zip_not_a_zip" | "zip_too_many" | "zip_too_large" | "zip_unreadable";
};

/** A file of the ZIP, before it is unpacked. */
export interface ZipFile {
  path: string;
  /** What the list says of its size, in bytes. */
  size: number;
  isEncrypted: boolean;
  /** Its content, or why it cannot be had. At most `most` bytes are ever unpacked. */
  read(most?: number): Promise<Uint8Array<ArrayBuffer> | FileCode>;
}

const OPTIONS = {
  useWebWorkers: false,
  checkOverlappingEntry: true,
  checkCrc32: true,
  // Names are looked at row by row, so that a bad one does not refuse the others.
  filenameValidation: "tolerant",
} as const;

class TooLarge extends Error {}

/**
 * Collects what is unpacked, and stops the unpacking at the limit. The reader stops where the file is larger than it
 * says; this is for the day on which it does not.
 */
export function collector(most: number) {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isOver = false;
  const writable = new WritableStream<Uint8Array>({
    write(chunk) {
      isOver ||= length + chunk.length > most;
      if (isOver) throw new TooLarge();
      length += chunk.length;
      chunks.push(chunk.slice());
    },
  });
  const content = () => {
    const all = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  };
  return { writable, content, isOver: () => isOver };
}

async function unpack(entry: FileEntry, most: number): Promise<Uint8Array<ArrayBuffer> | FileCode> {
  if (entry.encrypted) return "file_encrypted";
  if (entry.uncompressedSize > most) return "too_large";
  const collected = collector(most);
  try {
    await entry.getData(collected.writable, OPTIONS);
    return collected.content();
  } catch {
    return collected.isOver() ? "too_large" : "damaged";
  }
}

function fileOf(entry: FileEntry): ZipFile {
  return {
    path: entry.filename,
    size: entry.uncompressedSize,
    isEncrypted: entry.encrypted,
    read: (most = MAX_FILE_BYTES) => unpack(entry, most),
  };
}

const isFile = (entry: Entry): entry is FileEntry => !entry.directory && !isBeside(entry.filename);

/** The files of a ZIP. */
export async function openZip(blob: Blob): Promise<ZipFile[] | ZipProblem> {
  const files: ZipFile[] = [];
  let [entries, total] = [0, 0];
  try {
    for await (const entry of new ZipReader(new BlobReader(blob), OPTIONS).getEntriesGenerator()) {
      entries += 1;
      // Before the list of a hostile ZIP fills the memory.
      if (entries > MAX_ENTRIES) return { code: "zip_too_many" };
      if (!isFile(entry)) continue;
      total += entry.uncompressedSize;
      if (total > MAX_TOTAL_BYTES) return { code: "zip_too_large" };
      files.push(fileOf(entry));
    }
  } catch (thrown) {
    const isRead = thrown instanceof DOMException;
    return { code: isRead ? "zip_unreadable" : "zip_not_a_zip" };
  }
  return files;
}

export const isCsv = ({ path }: ZipFile): boolean => /\.csv$/i.test(path);
