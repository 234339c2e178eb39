// Sends a file to an address that the portal signed. XHR, because fetch tells no progress.

/**
 * `lost`: no answer came, so another try may help. `refused`: the address had expired or the store of
 * files said no. `changed`: what arrived is not what was signed.
 */
export type PutOutcome = "stored" | "lost" | "refused" | "changed" | "cancelled";

export interface Putting {
  outcome: Promise<PutOutcome>;
  cancel(): void;
}

/** A connection that stands still for this long is a lost one. */
const STALLED_MS = 30_000;

/** Headers that the browser sets by itself, and lets nobody else set. */
const BROWSERS_OWN = new Set(["host", "content-length"]);

const CHANGED = /BadDigest|XAmzContentChecksumMismatch|XAmzContentSHA256Mismatch/;

function outcomeOf({ status, responseText }: XMLHttpRequest): PutOutcome {
  if (status >= 200 && status < 300) return "stored";
  if (status >= 500) return "lost";
  return CHANGED.test(responseText) ? "changed" : "refused";
}

export function put(
  url: string,
  headers: Record<string, string>,
  file: Blob,
  onProgress: (fraction: number) => void,
): Putting {
  const request = new XMLHttpRequest();
  let stalled: ReturnType<typeof setTimeout>;
  let aborted: PutOutcome = "cancelled";
  const watch = () => {
    clearTimeout(stalled);
    stalled = setTimeout(() => {
      aborted = "lost";
      request.abort();
    }, STALLED_MS);
  };
  const outcome = new Promise<PutOutcome>((resolve) => {
    request.addEventListener("load", () => resolve(outcomeOf(request)));
    request.addEventListener("error", () => resolve("lost"));
    request.addEventListener("abort", () => resolve(aborted));
  }).finally(() => clearTimeout(stalled));
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    watch();
    if (total > 0) onProgress(loaded / total);
  });
  request.open("PUT", url);
  for (const [name, value] of Object.entries(headers)) {
    if (!BROWSERS_OWN.has(name.toLowerCase())) request.setRequestHeader(name, value);
  }
  watch();
  request.send(file);
  return { outcome, cancel: () => request.abort() };
}
