// A question before leaving what is busy: the browser's own when the tab goes, the office's when a link of
// this page would lead away.
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { useStaffMessages } from "./i18n/messages";

function linkOf(event: MouseEvent): string | undefined {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  const isHere = link instanceof HTMLAnchorElement && !link.target && !link.download;
  return isPlain && isHere && link.origin === location.origin
    ? link.pathname + link.search
    : undefined;
}

/** Draws the question; nothing while nothing is busy. */
export function Leaving({ isBusy }: { isBusy: boolean }) {
  const { bulk } = useStaffMessages();
  const [, navigate] = useLocation();
  const [to, setTo] = useState<string>();
  useEffect(() => {
    if (!isBusy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const ask = (event: MouseEvent) => {
      const link = linkOf(event);
      if (link === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      setTo(link);
    };
    addEventListener("beforeunload", warn);
    document.addEventListener("click", ask, { capture: true });
    return () => {
      removeEventListener("beforeunload", warn);
      document.removeEventListener("click", ask, { capture: true });
      setTo(undefined);
    };
  }, [isBusy]);
  if (to === undefined) return null;
  return (
    <Dialog title={bulk.leaveTitle} onCancel={() => setTo(undefined)}>
      <p>{bulk.leaveText}</p>
      <div className="actions">
        <Button kind="primary" onClick={() => setTo(undefined)}>
          {bulk.stay}
        </Button>
        <Button onClick={() => navigate(to)}>{bulk.leave}</Button>
      </div>
    </Dialog>
  );
}
