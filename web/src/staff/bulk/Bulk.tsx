// Meerdere tegelijk: a ZIP and a list become drafts, after a dry run that says what is wrong with which row.
import "../../styles/bulk.css";
import { useState } from "react";
import { useLanguage } from "../../i18n/language";
import { Button, LinkButton } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { useStaffMessages } from "../i18n/messages";
import { Leaving } from "../Leaving";
import { Meter, Part } from "../parts";
import { useArrival } from "./arrival";
import { Choose, type Chosen } from "./Choose";
import type { Looked, Progress } from "./dryRun";
import { Found } from "./Found";
import type { Made } from "./making";
import { type Bulk as BulkState, left, useBulk } from "./useBulk";
import { wrongText } from "./words";

export default function Bulk() {
  const { bulk: t } = useStaffMessages();
  const bulk = useBulk();
  // What was chosen stays chosen while this page is open.
  const [chosen, setChosen] = useState<Chosen>({});
  const { step } = bulk;
  return (
    <Page id="bulk" title={t.title} wide>
      <Leaving isBusy={bulk.isBusy} />
      {step.name === "choose" && (
        <Choose
          chosen={chosen}
          onChoose={setChosen}
          problem={step.problem}
          failure={step.failure}
          look={bulk.look}
        />
      )}
      {step.name === "looking" && <Looking progress={step.progress} stop={bulk.stop} />}
      {step.name === "looked" && <Found found={step.found} table={step.table} bulk={bulk} />}
      {step.name === "making" && <Making rows={step.rows} made={step.made} stop={bulk.stop} />}
      {step.name === "made" && <Ended rows={step.rows} made={step.made} bulk={bulk} />}
    </Page>
  );
}

function Looking({ progress, stop }: { progress: Progress | undefined; stop(): void }) {
  const { bulk: t } = useStaffMessages();
  const text = () => {
    if (!progress) return t.opening;
    const words = progress.step === "files" ? t.lookingFiles : t.lookingRows;
    return words(progress.done, progress.of);
  };
  return (
    <div {...useArrival()}>
      <Part id="looking" title={t.looking}>
        <Meter label={t.looking} text={text()} done={progress?.done ?? 0} of={progress?.of ?? 0} />
        <div className="actions">
          <Button onClick={stop}>{t.stop}</Button>
        </div>
      </Part>
    </div>
  );
}

interface MadeRows {
  rows: Looked[];
  made: ReadonlyMap<Looked, Made>;
}

function Making({ rows, made, stop }: MadeRows & { stop(): void }) {
  const { bulk: t } = useStaffMessages();
  return (
    <div {...useArrival()}>
      <Part id="making" title={t.making}>
        <Meter
          label={t.making}
          text={t.madeOf(made.size, rows.length)}
          done={made.size}
          of={rows.length}
        />
        <p>{t.keepOpen}</p>
        <div className="actions">
          <Button onClick={stop}>{t.stop}</Button>
        </div>
      </Part>
    </div>
  );
}

function Ended({ rows, made, bulk }: MadeRows & { bulk: BulkState }) {
  const { bulk: t } = useStaffMessages();
  const todo = left(rows, made);
  const isStopped = rows.some((row) => !made.has(row));
  const isAny = [...made.values()].some(({ outcome }) => outcome === "made" || outcome === "there");
  const outcomes = ["made", "there", "released", "failed"] as const;
  const counts = outcomes.map((outcome) => {
    const count = [...made.values()].filter((how) => how.outcome === outcome).length;
    return { outcome, count };
  });
  return (
    <div {...useArrival()}>
      <Part id="ended" title={isStopped ? t.stopped : t.done}>
        <ul className="counts">
          {counts
            .filter(({ outcome, count }) => count > 0 || outcome === "made")
            .map(({ outcome, count }) => (
              <li key={outcome}>{t.doneCounts[outcome](count)}</li>
            ))}
        </ul>
        {isStopped && <p>{t.stoppedText}</p>}
        {!isStopped && isAny && <p>{t.doneText}</p>}
        <Failed rows={rows} made={made} />
        <div className="actions">
          {todo.length > 0 && (
            <Button kind="primary" onClick={bulk.make}>
              {isStopped ? t.goOn(todo.length) : t.retry(todo.length)}
            </Button>
          )}
          <LinkButton href="/office/drafts" kind={todo.length > 0 ? "secondary" : "primary"}>
            {t.toDrafts}
          </LinkButton>
          <Button kind="plain" onClick={bulk.again}>
            {t.others}
          </Button>
        </div>
      </Part>
    </div>
  );
}

function Failed({ rows, made }: MadeRows) {
  const t = useStaffMessages();
  const { t: common } = useLanguage();
  const failed = rows.flatMap((row) => {
    const how = made.get(row);
    return how?.outcome === "failed" ? [{ row, code: how.code }] : [];
  });
  if (failed.length === 0) return null;
  const textOf = ({ row, code }: (typeof failed)[number]) =>
    code === "unreachable" || code === "unavailable"
      ? common.errors[code]
      : wrongText({ column: "file", code, about: row.line.cells.file }, t);
  return (
    <Notice kind="warning" title={t.bulk.failedRows}>
      <ul className="bad-rows">
        {failed.map((it) => (
          <li key={it.row.line.number}>
            <span className="strong">{t.bulk.row(it.row.line.number)}</span>
            <span>{textOf(it)}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
