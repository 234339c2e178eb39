// ZIPs for tests, made byte by byte, so that a hostile one is as easy as a good one.
import { crc32, deflateRawSync } from "node:zlib";

export interface Packed {
  name: string | Buffer;
  content: Buffer;
  /** What the ZIP says of its size, in place of the truth. */
  says?: number;
  encrypted?: boolean;
  /** Not compressed. */
  stored?: boolean;
  /** Lies where the file of this number lies. */
  overlaps?: number;
}

interface Parts {
  fixed: Buffer;
  name: Buffer;
  data: Buffer;
}

/** What a local header and the directory say alike: version, flags, method, time, CRC, sizes, name. */
function recordOf({ name, content, says, encrypted, stored }: Packed): Parts {
  const data = stored ? content : deflateRawSync(content);
  const bytes = typeof name === "string" ? Buffer.from(name, "utf8") : name;
  const fixed = Buffer.alloc(26);
  fixed.writeUInt16LE(20, 0);
  // Names in UTF-8, and whether a password is needed.
  fixed.writeUInt16LE((typeof name === "string" ? 0x800 : 0) | (encrypted ? 1 : 0), 2);
  fixed.writeUInt16LE(stored ? 0 : 8, 4);
  fixed.writeUInt16LE(0x21, 8);
  fixed.writeUInt32LE(crc32(content), 10);
  fixed.writeUInt32LE(data.length, 14);
  fixed.writeUInt32LE(says ?? content.length, 18);
  fixed.writeUInt16LE(bytes.length, 22);
  return { fixed, name: bytes, data };
}

const mark = (signature: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
};

export function zip(files: readonly Packed[]): Buffer<ArrayBuffer> {
  const records = files.map(recordOf);
  const places: number[] = [];
  const parts: Buffer[] = [];
  let at = 0;
  for (const [index, { fixed, name, data }] of records.entries()) {
    const { overlaps } = files[index] ?? {};
    places.push(overlaps === undefined ? at : (places[overlaps] ?? 0));
    if (overlaps !== undefined) continue;
    const local = Buffer.concat([mark(0x04034b50), fixed, name, data]);
    parts.push(local);
    at += local.length;
  }
  const directory = records.map(({ fixed, name }, index) => {
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(places[index] ?? 0, 10);
    const madeBy = Buffer.from([20, 0]);
    return Buffer.concat([mark(0x02014b50), madeBy, fixed, rest, name]);
  });
  const size = directory.reduce((sum, record) => sum + record.length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, ...directory, mark(0x06054b50), end]);
}
