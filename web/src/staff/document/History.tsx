// Everything that happened to a document, in a chain that shows whether a line was changed.
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import type { FirmDocument, HistoryEntry } from "../../api/types";
import { formatDate, formatMoment } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { useStaffMessages } from "../i18n/messages";
import { Mark } from "../parts";
import { reasonText } from "./reasons";

/** So many of the newest lines show at once. */
const FIRST_SHOWN = 8;
/** Enough of a hash to compare by eye. */
const HASH_DIGITS = 12;

export function History({ document }: { document: FirmDocument }) {
  const { document: texts } = useStaffMessages();
  const [all, setAll] = useState(false);
  const { history, history_valid } = document;
  const newestFirst = [...history].sort((one, other) => other.number - one.number);
  const shown = all ? newestFirst : newestFirst.slice(0, FIRST_SHOWN);
  return (
    <>
      {history_valid ? (
        <Mark icon={ShieldCheck}>{texts.historyValid}</Mark>
      ) : (
        <Notice kind="warning" title={texts.historyInvalid}>
          <p>{texts.historyInvalidText}</p>
        </Notice>
      )}
      <p className="field-hint">{texts.historyText}</p>
      <ol className="history">
        {shown.map((entry) => (
          <Line key={entry.number} entry={entry} />
        ))}
      </ol>
      {shown.length < history.length && (
        <div className="actions">
          <Button onClick={() => setAll(true)}>{texts.historyShow(history.length)}</Button>
        </div>
      )}
    </>
  );
}

/** A version, maybe with by whom or by which code, as the API writes it: "2 (SMS)". */
const VERSION = /^(\d+)(?: \((.+)\))?$/;

/** What there is to say of an event in the reader's language; reasons and receipts stay as they are. */
function useDetail({ event, detail, actor, on, channel, state }: HistoryEntry): string {
  const { document: texts, common } = useStaffMessages();
  const { language } = useLanguage();
  if (on) return [formatDate(language, on), detail].filter(Boolean).join(" · ");
  if (channel && state) {
    const to = channel === "archive" ? texts.channels.archive : texts.recipient;
    return [to, texts.states[state], detail && reasonText(texts, detail)]
      .filter(Boolean)
      .join(" · ");
  }
  if (!detail) return "";
  if (event === "reminded") return texts.daysBefore(Number(detail));
  const [, version, more] = VERSION.exec(detail) ?? [];
  if (!version || !["released", "viewed", "approved"].includes(event)) return detail;
  const said = common.version(Number(version));
  // Who prepared it is only worth saying when another released it.
  if (!more || more === actor) return said;
  if (event === "released") return `${said}, ${texts.preparedBy(more)}`;
  const method = Object.hasOwn(texts.methods, more)
    ? texts.methods[more as keyof typeof texts.methods]
    : more;
  return `${said}, ${method}`;
}

function Line({ entry }: { entry: HistoryEntry }) {
  const { document: texts } = useStaffMessages();
  const { language } = useLanguage();
  const { number, at, event, actor, hash } = entry;
  const detail = useDetail(entry);
  return (
    <li>
      <span className="history-number">{number}</span>
      <div>
        <p>
          <span className="strong">{texts.events[event]}</span>
          {detail && <span className="lines"> {detail}</span>}
        </p>
        <p className="small">
          {actor === "portal" ? texts.portal : actor} · {formatMoment(language, at)} ·{" "}
          <span className="visually-hidden">{texts.hash} </span>
          <code>{hash.slice(0, HASH_DIGITS)}</code>
        </p>
      </div>
    </li>
  );
}
