// The secret of a mailed link. It is in the address's fragment, which no server ever sees, and it
// leaves the address bar and the history as soon as it has been read.
import { useEffect, useState } from "react";

/** A handle as the portal makes them, and nothing else: it goes into a request. */
export function linkIn(fragment: string): string | undefined {
  const handle = fragment.replace(/^#/, "");
  return /^[\w.-]{20,200}$/.test(handle) ? handle : undefined;
}

function takeLink(): string | undefined {
  const link = linkIn(location.hash);
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  return link;
}

export function useMailedLink(): string | undefined {
  const [link, setLink] = useState(takeLink);
  useEffect(() => {
    // Another link pasted over this page changes only the fragment, so nothing is reloaded.
    const changed = () => {
      const next = takeLink();
      if (next) setLink(next);
    };
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return link;
}
