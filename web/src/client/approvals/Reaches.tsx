// How somebody wants the answer to a question.
import type { Reach } from "../../api/types";
import { useApprovalMessages } from "./i18n/messages";

interface ReachesProps {
  chosen: Reach;
  onChange(reach: Reach): void;
}

export function Reaches({ chosen, onChange }: ReachesProps) {
  const { question } = useApprovalMessages();
  const ways: [Reach, string, string?][] = [
    ["portal", question.byPortal, question.byPortalHint],
    ["mail", question.byMail],
    ["phone", question.byPhone],
  ];
  return (
    <fieldset className="choices reaches">
      <legend>{question.reach}</legend>
      {ways.map(([reach, label, hint]) => (
        <label key={reach}>
          <input
            type="radio"
            name="reach"
            value={reach}
            checked={chosen === reach}
            onChange={() => onChange(reach)}
          />
          <span>
            {label}
            {hint && <span className="field-hint reach-hint">{hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
