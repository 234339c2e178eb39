// Fetches a document and opens it with pdf.js. The whole file comes at once: its signed address works
// for a minute only, and its hash tells whether it is the file that the firm released.
import {
  getDocument,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
  type PDFPageProxy,
  PDFWorker,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import { ApiProblem, UNREACHABLE } from "../api/problem";
import { scriptAddress } from "../trusted";
import type { Size } from "./zoom";

declare const __PDF_FILES__: string;

/** Longer than a large file takes on a slow phone. */
const TIMEOUT_MS = 120_000;
/** Every page's size is asked for up to here; further pages are taken to be as the first. */
const MEASURED = 200;

export interface Pdf {
  document: PDFDocumentProxy;
  /** In points, as the page is read: turned pages are turned. */
  sizes: Size[];
  page(index: number): Promise<PDFPageProxy>;
  close(): void;
}

/** What arrived is not what was asked for. */
export class FileChanged extends Error {}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The file's bytes; throws when they are not those of this SHA-256. */
export async function fetchFile(address: string, sha256: string): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(address, {
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new ApiProblem(0, UNREACHABLE);
  }
  if (!response.ok) throw new ApiProblem(response.status, "file_unavailable");
  const bytes = await response.arrayBuffer().catch(() => {
    throw new ApiProblem(0, UNREACHABLE);
  });
  if (hex(await crypto.subtle.digest("SHA-256", bytes)) !== sha256) throw new FileChanged();
  return new Blob([bytes], { type: "application/pdf" });
}

export async function openPdf(file: Blob): Promise<Pdf> {
  // A worker each: closing one document never touches another's.
  const port = new Worker(scriptAddress(`${__PDF_FILES__}pdf.worker.js`), { type: "module" });
  const worker = PDFWorker.create({ port });
  let task: PDFDocumentLoadingTask | undefined;
  const close = () => {
    void task?.destroy();
    worker.destroy();
    port.terminate();
  };
  try {
    const failed = new Promise<never>((_, reject) => {
      port.addEventListener("error", () => reject(new Error("pdf worker did not start")));
    });
    task = getDocument({
      data: new Uint8Array(await file.arrayBuffer()),
      worker,
      cMapUrl: `${__PDF_FILES__}cmaps/`,
      standardFontDataUrl: `${__PDF_FILES__}standard_fonts/`,
      wasmUrl: `${__PDF_FILES__}wasm/`,
      iccUrl: `${__PDF_FILES__}iccs/`,
      // The security policy allows no evaluated script; asking would only be reported.
      isEvalSupported: false,
      enableXfa: false,
    });
    const document = await Promise.race([task.promise, failed]);
    const page = (index: number) => document.getPage(index + 1);
    const count = Math.min(document.numPages, MEASURED);
    const known = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const { width, height } = (await page(index)).getViewport({ scale: 1 });
        return { width, height };
      }),
    );
    const first = known[0] ?? { width: 595, height: 842 };
    const sizes = Array.from({ length: document.numPages }, (_, index) => known[index] ?? first);
    return { document, sizes, page, close };
  } catch (error) {
    close();
    throw error;
  }
}
