// The pack of evidence of an approved document.
import { Download } from "lucide-react";
import { useState } from "react";
import { answer, api } from "../../api/client";
import type { FirmDocument } from "../../api/types";
import { formatMoment } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { Notice } from "../../ui/Notice";
import { useStaffMessages } from "../i18n/messages";
import type { Place } from "../place";
import { useAction } from "../useAction";

export function Evidence({ document, place }: { document: FirmDocument; place: Place }) {
  const { document: texts } = useStaffMessages();
  const { language } = useLanguage();
  const action = useAction();
  const { evidence, approved_at, closed } = document;
  if (document.evidence_late) return <Late place={place} />;
  if (!evidence) {
    const why = closed ? texts.evidenceNever : texts.evidenceNone;
    return <p className="soft">{approved_at ? texts.evidenceSoon : why}</p>;
  }
  const download = () =>
    action.run(async () => {
      const call = api.POST("/api/office/documents/{organisation}/{document}/pack", {
        params: { path: { ...place } },
        body: {},
      });
      // An attachment: the page stays where it is.
      location.assign((await answer(call)).url);
    });
  return (
    <>
      <ErrorSummary failure={action.failure} />
      <p className="soft">{texts.evidenceText}</p>
      <p>{texts.evidenceMade(formatMoment(language, evidence.made_at))}</p>
      <div className="actions">
        <Button busy={action.busy} waiting={action.waiting} onClick={download}>
          <Download aria-hidden="true" />
          {texts.pack}
        </Button>
      </div>
    </>
  );
}

/** The evidence should have been there hours ago: what asked for it was lost on its way. */
function Late({ place }: { place: Place }) {
  const { document: texts } = useStaffMessages();
  const action = useAction();
  const [asked, setAsked] = useState(false);
  const ask = () =>
    action.run(async () => {
      const call = api.POST("/api/office/documents/{organisation}/{document}/prove-again", {
        params: { path: { ...place } },
        body: {},
      });
      await answer(call);
      setAsked(true);
    });
  if (asked) {
    return (
      <Notice kind="done" live>
        <p>{texts.evidenceAsked}</p>
      </Notice>
    );
  }
  return (
    <>
      <ErrorSummary failure={action.failure} />
      <p>{texts.evidenceLate}</p>
      <div className="actions">
        <Button busy={action.busy} waiting={action.waiting} onClick={ask}>
          {texts.evidenceAgain}
        </Button>
      </div>
    </>
  );
}
