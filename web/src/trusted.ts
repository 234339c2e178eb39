// The page's single Trusted Types policy: the few script addresses that the app makes itself, and no
// others. A policy's name can be given once, so everyone asks here.

interface Policy {
  createScriptURL(address: string): string;
}

interface Policies {
  createPolicy(name: string, rules: Policy): Policy;
}

const SERVICE_WORKER = "/sw.js";
/** Beside the other versioned files; see scripts/pdf-files.mjs. */
const PDF_WORKER = /^\/assets\/pdf-[\d.]+\/pdf\.worker\.js$/;

let policy: Policy | undefined;

/** The address as the browser takes it for a script; throws on one that is none of this app's. */
export function scriptAddress(address: string): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  policy ??= (policies ?? { createPolicy: (_name, rules) => rules }).createPolicy("akkoord", {
    createScriptURL(asked) {
      if (asked !== SERVICE_WORKER && !PDF_WORKER.test(asked)) {
        throw new TypeError("not a script of this app");
      }
      return asked;
    },
  });
  return policy.createScriptURL(address);
}

export const serviceWorkerAddress = () => scriptAddress(SERVICE_WORKER);
