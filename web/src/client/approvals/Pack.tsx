// The evidence pack, fetched with an address that the portal signs for this one time.
import { Download } from "lucide-react";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { toProblem } from "../../api/problem";
import { Button } from "../../ui/Button";
import { useApprovalMessages } from "./i18n/messages";
import type { Place } from "./place";

interface PackProps {
  place: Place;
  title: string;
  /** Among many: a short label, with the title for who does not see the line. */
  short?: boolean;
}

export function Pack({ place, title, short }: PackProps) {
  const texts = useApprovalMessages();
  const { result, why, dossier } = texts;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const fetchPack = async () => {
    setBusy(true);
    setFailure("");
    try {
      const call = api.POST("/api/approvals/{organisation}/documents/{document}/pack", {
        params: { path: { ...place } },
        body: {},
      });
      // The answer is a file, so this page stays where it is.
      location.assign((await answer(call)).url);
    } catch (thrown) {
      const waits = toProblem(thrown).code === "evidence_not_ready";
      setFailure(waits ? why.evidence_not_ready.text : result.packFailed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="pack">
      <Button
        busy={busy}
        aria-label={short ? result.packOf(title) : undefined}
        onClick={() => void fetchPack()}
      >
        <Download aria-hidden="true" />
        {short ? dossier.pack : result.pack}
      </Button>
      <p className="status" role="status">
        {failure}
      </p>
    </div>
  );
}
