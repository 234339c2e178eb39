// Two minutes before the session ends: a warning, and one tap to stay. At the end itself the portal
// is asked, because another tab or device clock may know better.
import { useEffect, useRef, useState } from "react";
import { answer, api } from "../api/client";
import { secondsUntil } from "../api/clock";
import { toProblem } from "../api/problem";
import { useCountdown } from "../auth/useCountdown";
import { formatCountdown } from "../i18n/figures";
import { useLanguage } from "../i18n/language";
import { problemText } from "../i18n/problems";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { usePortalMessages } from "./i18n/messages";
import { useRefreshSession, useSession, useUpdateSession } from "./session";
import { useSignOut } from "./useSignOut";

export const WARNING_SECONDS = 120;
/** Asking a moment late never keeps a session alive that was about to end. */
const GRACE_MS = 2000;

/** Whether the end is near; checked again when a sleeping device wakes up. */
function useEndIsNear(endsAt: string): boolean {
  const [near, setNear] = useState(() => secondsUntil(endsAt) <= WARNING_SECONDS);
  const refresh = useRefreshSession();
  const latest = useRef(refresh);
  latest.current = refresh;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      clearTimeout(timer);
      const left = secondsUntil(endsAt);
      setNear(left <= WARNING_SECONDS);
      if (left === 0) timer = setTimeout(() => void latest.current(), GRACE_MS);
      else {
        const wait = left > WARNING_SECONDS ? left - WARNING_SECONDS : left;
        timer = setTimeout(look, Math.min(wait * 1000, 3_600_000));
      }
    };
    look();
    const woken = () => {
      if (document.visibilityState === "visible") look();
    };
    document.addEventListener("visibilitychange", woken);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", woken);
    };
  }, [endsAt]);
  return near;
}

export function EndingDialog() {
  const { ends_at } = useSession();
  const near = useEndIsNear(ends_at);
  return near ? <Ending endsAt={ends_at} /> : null;
}

function Ending({ endsAt }: { endsAt: string }) {
  const { t, language } = useLanguage();
  const { ending, shell } = usePortalMessages();
  const update = useUpdateSession();
  const left = useCountdown(endsAt);
  const signOut = useSignOut();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [last, setLast] = useState(false);
  const extend = async () => {
    setBusy(true);
    try {
      const { ends_at } = await answer(api.POST("/api/session/extend", { body: {} }));
      // The absolute end cannot be moved: then this was the last stretch.
      setLast(secondsUntil(ends_at) <= WARNING_SECONDS);
      setFailure(undefined);
      update({ ends_at });
    } catch (thrown) {
      setFailure(problemText(t, language, toProblem(thrown)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={ending.title} onCancel={() => void extend()}>
      <p>{ending.text}</p>
      <p className="ending-clock" role="timer">
        {formatCountdown(left)}
      </p>
      <p role="status">{failure ?? (last ? ending.last : "")}</p>
      <div className="actions">
        {!last && (
          <Button kind="primary" busy={busy} onClick={() => void extend()}>
            {ending.extend}
          </Button>
        )}
        <Button busy={signOut.busy} onClick={signOut.run}>
          {shell.signOut}
        </Button>
      </div>
    </Dialog>
  );
}
