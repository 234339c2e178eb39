// Installs the service worker. Its address is one of the script addresses that the page makes
// itself, so it passes through the page's single Trusted Types policy.
import { serviceWorkerAddress } from "./trusted";

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(serviceWorkerAddress()).catch((error: unknown) => {
    console.error("service worker not installed", error);
  });
}
