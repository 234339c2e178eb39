// Who agreed already, and whom a document waits for.
import { CircleCheck, CircleDashed } from "lucide-react";
import type { FirmDocument, StageProgress } from "../../api/types";
import { formatMoment } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { useStaffMessages } from "../i18n/messages";

export function Stages({ document }: { document: FirmDocument }) {
  const { document: texts } = useStaffMessages();
  const { stages, current_stage } = document;
  return (
    <ol className="stages-view">
      {stages.map((stage, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place in the order.
        <li key={index}>
          {stages.length > 1 && (
            <p className="strong">
              {texts.stage(index + 1)}
              {index === current_stage && <span className="tag">{texts.stageNow}</span>}
            </p>
          )}
          <p className="soft">{texts.neededOf(stage.approved.length, stage.needed)}</p>
          <People stage={stage} />
        </li>
      ))}
    </ol>
  );
}

function People({ stage }: { stage: StageProgress }) {
  const { document: texts } = useStaffMessages();
  const { language } = useLanguage();
  const isComplete = stage.approved.length >= stage.needed;
  return (
    <ul className="people">
      {stage.approved.map(({ name, at }) => (
        <li key={name + at} className="mark-line mark-good">
          <CircleCheck aria-hidden="true" />
          <span>{texts.gave(name, formatMoment(language, at))}</span>
        </li>
      ))}
      {!isComplete &&
        stage.waiting.map(({ name }) => (
          <li key={name} className="mark-line mark-plain">
            <CircleDashed aria-hidden="true" />
            <span>{texts.waits(name)}</span>
          </li>
        ))}
      {!isComplete && stage.anyone && (
        <li className="mark-line mark-plain">
          <CircleDashed aria-hidden="true" />
          <span>{texts.anyone}</span>
        </li>
      )}
    </ul>
  );
}
