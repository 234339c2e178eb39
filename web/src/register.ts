// Installs the service worker. Its address is the one script address that the page makes itself, so
// it passes through the page's single Trusted Types policy.
export {};

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): string };
}

const SERVICE_WORKER = "/sw.js";

function trusted(address: string): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  if (!policies) return address;
  const rules = {
    createScriptURL(asked: string) {
      if (asked !== SERVICE_WORKER) throw new TypeError("not a script of this app");
      return asked;
    },
  };
  return policies.createPolicy("akkoord", rules).createScriptURL(address);
}

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(trusted(SERVICE_WORKER)).catch((error: unknown) => {
    console.error("service worker not installed", error);
  });
}
