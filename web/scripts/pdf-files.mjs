// The files that pdf.js asks for while it reads: its worker, character maps, the fonts that PDF
// files may leave out, and decoders. They are served from this site, under the version's name, so
// that they may be kept for ever as all of /assets may.
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Where they are served, without the slash in front. */
export const PDF_FILES = `assets/pdf-${version}`;

/** Fallbacks for browsers without WebAssembly would be scripts made at run time: never served. */
const isServed = (name) => !name.endsWith("_nowasm_fallback.js");

function* pdfFiles() {
  // As .js: every server knows what that is, and browsers refuse a module of another type.
  yield ["pdf.worker.js", join(root, "legacy/build/pdf.worker.min.mjs")];
  for (const folder of ["cmaps", "standard_fonts", "wasm", "iccs"]) {
    for (const name of readdirSync(join(root, folder)).filter(isServed)) {
      yield [`${folder}/${name}`, join(root, folder, name)];
    }
  }
}

/** Puts the files into the build, and serves them while developing. */
export function pdfFilesPlugin() {
  return {
    name: "akkoord-pdf-files",
    config: () => ({ define: { __PDF_FILES__: JSON.stringify(`/${PDF_FILES}/`) } }),
    generateBundle() {
      for (const [name, file] of pdfFiles()) {
        this.emitFile({
          type: "asset",
          fileName: `${PDF_FILES}/${name}`,
          source: readFileSync(file),
        });
      }
    },
    configureServer(server) {
      const files = new Map(pdfFiles());
      server.middlewares.use(`/${PDF_FILES}`, (request, response, next) => {
        const file = files.get((request.url ?? "").slice(1).replace(/\?.*$/, ""));
        if (!file) return next();
        if (file.endsWith(".mjs")) response.setHeader("Content-Type", "text/javascript");
        createReadStream(file).pipe(response);
      });
    },
  };
}
