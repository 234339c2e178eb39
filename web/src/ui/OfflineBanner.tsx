// Says that there is no connection, and offers to try again. It lies over the page's lower edge, so
// that nothing moves when it comes and goes.
import { WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import { onUnreachable } from "../api/client";
import { useMessages } from "../i18n/language";
import { Button } from "./Button";

/** The query keeps the service worker from answering out of its cache. */
async function isReachable(): Promise<boolean> {
  try {
    const options = { cache: "no-store", signal: AbortSignal.timeout(10_000) } as const;
    return (await fetch("/branding.json?reachable", options)).ok;
  } catch {
    return false;
  }
}

export function OfflineBanner() {
  const { common, offline } = useMessages();
  const [isOffline, setOffline] = useState(!navigator.onLine);
  const [trying, setTrying] = useState(false);
  useEffect(() => {
    const lost = () => setOffline(true);
    const found = () => setOffline(false);
    addEventListener("offline", lost);
    addEventListener("online", found);
    const stop = onUnreachable(lost);
    return () => {
      removeEventListener("offline", lost);
      removeEventListener("online", found);
      stop();
    };
  }, []);
  const retry = async () => {
    setTrying(true);
    const reachable = await isReachable();
    setTrying(false);
    if (!reachable) return;
    setOffline(false);
    // Lists and sessions that wait for the connection listen to the same event.
    dispatchEvent(new Event("online"));
  };
  return (
    <div className="offline" role="status">
      {isOffline && (
        <div className="offline-bar">
          <WifiOff aria-hidden="true" />
          <p>{offline.text}</p>
          <Button busy={trying} onClick={() => void retry()}>
            {common.retry}
          </Button>
        </div>
      )}
    </div>
  );
}
