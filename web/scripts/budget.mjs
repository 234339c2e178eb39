// Fails when the sign-in page or the shell after it has grown too heavy for a phone. The figures
// are of the production build, gzipped, and count every script that the browser must load.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const manifestFile = fileURLToPath(new URL("build-manifest.json", dist));
const LIMITS = { signIn: 75, shell: 30 };

if (!existsSync(manifestFile)) {
  console.error("dist/ is empty: run `npm run build` first.");
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));

/** The files that a chunk brings along: itself and what it imports statically. */
function filesOf(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the build`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(imported, found);
  return found;
}

const bytes = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
const kilobytes = (files) => [...files].reduce((sum, file) => sum + bytes(file), 0) / 1000;
const without = (files, loaded) => new Set([...files].filter((file) => !loaded.has(file)));

// src/start.tsx and all it needs, which vite.config.ts gathers in one file.
const firstChunk = Object.keys(manifest).find((key) => manifest[key].name === "first");
// One language is loaded; the heavier one counts.
const union = (...sets) => new Set(sets.flatMap((set) => [...set]));
const languages = ["src/i18n/nl.ts", "src/i18n/en.ts"].map((key) => filesOf(key));
const language = languages.sort((one, other) => kilobytes(other) - kilobytes(one))[0];
const signIn = union(filesOf("index.html"), filesOf(firstChunk), language);
// The code step comes while the password is typed; it is counted with what follows.
const later = union(filesOf("src/auth/CodeStep.tsx"), filesOf("src/client/Portal.tsx"));
const shell = without(later, signIn);
const styles = new Set(
  Object.values(manifest).flatMap(({ file, css = [] }) => [
    ...css,
    ...(file.endsWith(".css") ? [file] : []),
  ]),
);

const rows = [
  ["sign-in page, JavaScript", kilobytes(signIn), LIMITS.signIn],
  ["code step and shell, JavaScript", kilobytes(shell), LIMITS.shell],
  ["all pages, CSS", kilobytes(styles), undefined],
  ["service worker, in the background", bytes("sw.js") / 1000, undefined],
];

let over = false;
for (const [name, size, limit] of rows) {
  const isOver = limit !== undefined && size > limit;
  over ||= isOver;
  const verdict = limit === undefined ? "" : ` of ${limit} kB${isOver ? "  TOO MUCH" : ""}`;
  console.log(`${name.padEnd(36)} ${size.toFixed(1).padStart(6)} kB gzip${verdict}`);
}
process.exit(over ? 1 : 0);
