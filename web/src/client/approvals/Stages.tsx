// Who approves, round by round: who has, and who is waited for.
import { CircleCheck, Clock } from "lucide-react";
import type { Document, StageProgress } from "../../api/types";
import { formatMoment } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { useApprovalMessages } from "./i18n/messages";

export function Stages({ document }: { document: Document }) {
  const texts = useApprovalMessages().document;
  const { stages, status, current_stage } = document;
  const several = stages.length > 1;
  // A document that was closed before anyone approved has nobody to name.
  if (status !== "open" && stages.every(({ approved }) => approved.length === 0)) return null;
  return (
    <section className="panel-part">
      <h2>{texts.stages}</h2>
      <ol className="stages">
        {stages.map((stage, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a round is its number.
          <li key={index}>
            {several && (
              <p className="stage-title">
                {texts.stage(index + 1)}
                {status === "open" && current_stage === index && (
                  <span className="tag">{texts.now}</span>
                )}
              </p>
            )}
            <People stage={stage} open={status === "open"} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function People({ stage, open }: { stage: StageProgress; open: boolean }) {
  const texts = useApprovalMessages().document;
  const { language } = useLanguage();
  const left = stage.needed - stage.approved.length;
  return (
    <ul className="people">
      {stage.approved.map(({ name, at, you }) => (
        <li key={name + at}>
          <CircleCheck className="person-done" aria-hidden="true" />
          <span>
            {you ? `${name} (${texts.you})` : name}
            <span className="people-more">{formatMoment(language, at)}</span>
          </span>
        </li>
      ))}
      {open && left > 0 && stage.anyone && (
        <li>
          <Clock aria-hidden="true" />
          <span>{texts.waitsForAnyone(left)}</span>
        </li>
      )}
      {open && left > 0 && !stage.anyone && left < stage.waiting.length && (
        <li className="people-note">{texts.waitsForSome(left)}</li>
      )}
      {open &&
        left > 0 &&
        !stage.anyone &&
        stage.waiting.map(({ name }) => (
          <li key={name}>
            <Clock aria-hidden="true" />
            <span>{texts.waitsFor(name)}</span>
          </li>
        ))}
    </ul>
  );
}
