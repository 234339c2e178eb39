// The service worker: keeps the app's own files, so that the portal opens without a connection and
// says so. It never touches /api: what a client sees is always what the portal answers now.
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from "workbox-precaching";

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[];
};

/** The firm's own files change without a release, so the network comes first. */
const FIRM_FILES = new Set(["/branding.json", "/theme.css"]);
const FIRM_CACHE = "firm";

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function firmFile(request: Request): Promise<Response> {
  const cache = await caches.open(FIRM_CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw error;
  }
}

/** A page comes from the network, so that a release shows at once; the kept one stands in. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await matchPrecache("/index.html");
    if (kept) return kept;
    throw error;
  }
}

// Before the precache's own routes: of two listeners the first to answer wins.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || request.method !== "GET") return;
  if (url.pathname.startsWith("/api/")) return;
  if (FIRM_FILES.has(url.pathname) && url.search === "") event.respondWith(firmFile(request));
  else if (request.mode === "navigate") event.respondWith(page(request));
});

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
