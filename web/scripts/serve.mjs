// Serves the production build with the production headers, for the browser tests of single screens.
// It answers no API: the tests answer that themselves, and what they forget is a plain 404.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../dist/", import.meta.url));
// Where the tests' signed addresses of files lead; nothing listens there, the tests answer that themselves too.
const FILES = "http://127.0.0.1:4398";
const headers = JSON.parse(
  readFileSync(new URL("../security-headers.json", import.meta.url), "utf8").replaceAll(
    "{files}",
    FILES,
  ),
);
const port = Number(process.env.PORT ?? 4173);

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

if (!existsSync(join(root, "index.html"))) {
  console.error("dist/ is empty: run `npm run build` first.");
  process.exit(1);
}

function fileFor(path) {
  const file = join(root, normalize(path));
  if (!file.startsWith(root)) return undefined;
  if (existsSync(file) && statSync(file).isFile()) return file;
  // A path with an extension names a file; anything else is a page of the app.
  return extname(path) === "" ? join(root, "index.html") : undefined;
}

function answer(response, status, type, body) {
  response.writeHead(status, { ...headers, "Content-Type": type, "Cache-Control": "no-store" });
  response.end(body);
}

createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
  if (path.startsWith("/api/") && path !== "/api/openapi.json") {
    const problem = { type: "about:blank", title: "Not found", status: 404, code: "not_found" };
    return answer(response, 404, "application/problem+json", JSON.stringify(problem));
  }
  const file = fileFor(path);
  if (file === undefined) return answer(response, 404, "text/plain", "not found");
  const immutable = path.startsWith("/assets/");
  response.writeHead(200, {
    ...headers,
    "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
    "Cache-Control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
  });
  createReadStream(file).pipe(response);
}).listen(port, () => console.log(`http://localhost:${port}`));
