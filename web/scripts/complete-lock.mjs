// Completes package-lock.json with the optional binaries of other platforms.
//
// Where a registry serves only some platforms' binaries, npm leaves the others out of the lock file, and `npm ci` then
// refuses it everywhere. This adds each missing one with its exact version and the platforms that its name tells; npm
// fetches only the one that fits. Run it after every change of the lock file: `npm run lock`.
import { readFileSync, writeFileSync } from "node:fs";

const FILE = new URL("../package-lock.json", import.meta.url);
const SYSTEMS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const PROCESSORS = [
  "arm64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "x64",
];

const lock = JSON.parse(readFileSync(FILE, "utf8"));
const packages = lock.packages;
let added = 0;
for (const [path, owner] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    const hoisted = `node_modules/${name}`;
    if (
      packages[hoisted] ||
      packages[`${path}/${hoisted}`] ||
      !/^\d+\.\d+\.\d+\S*$/.test(version)
    ) {
      continue;
    }
    const words = name.split(/[-/]/);
    const system = SYSTEMS.find((word) => words.includes(word));
    const processor =
      PROCESSORS.find((word) => words.includes(word)) ??
      (words.includes("armv7") ? "arm" : undefined);
    if (!system) {
      continue;
    }
    packages[hoisted] = {
      version,
      ...(processor ? { cpu: [processor] } : {}),
      ...(owner.dev ? { dev: true } : {}),
      ...(words.some((word) => word.startsWith("musl")) ? { libc: ["musl"] } : {}),
      optional: true,
      os: [system],
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`added ${added} packages of other platforms`);
