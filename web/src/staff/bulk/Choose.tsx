// The first step: what the list has to hold, and the files to choose.
import { Download, FileArchive, FileSpreadsheet, type LucideIcon } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { serverNow } from "../../api/clock";
import type { ApiProblem } from "../../api/problem";
import { civilDate, formatSize } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { Reference } from "../../ui/ErrorSummary";
import { FieldError } from "../../ui/fields";
import { Notice } from "../../ui/Notice";
import { useStaffMessages } from "../i18n/messages";
import { Part } from "../parts";
import { useProblemTexts } from "../useAction";
import { COLUMNS, REQUIRED } from "./columns";
import { downloadCsv } from "./download";
import type { SourceProblem } from "./source";
import type { Bulk } from "./useBulk";
import { headingOf, sourceText, templateCsv } from "./words";

export interface Chosen {
  zip?: File | undefined;
  csv?: File | undefined;
}

interface ChooseProps {
  chosen: Chosen;
  onChoose(chosen: Chosen): void;
  problem: SourceProblem | undefined;
  failure: ApiProblem | undefined;
  look: Bulk["look"];
}

export function Choose({ chosen, onChoose, problem, failure, look }: ChooseProps) {
  const { bulk: t } = useStaffMessages();
  const { zip, csv } = chosen;
  const [isMissing, setMissing] = useState(false);
  const canUnpack = "DecompressionStream" in globalThis;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!zip);
    if (zip) look(zip, csv);
    else document.getElementById("zip")?.focus();
  };
  return (
    <>
      <p className="lead">{t.intro}</p>
      <Refused problem={problem} failure={failure} />
      {!canUnpack && (
        <Notice kind="warning">
          <p>{t.tooOld}</p>
        </Notice>
      )}
      <form className="parts" noValidate onSubmit={submit}>
        <Part id="columns" title={t.columns}>
          <p>{t.columnsText}</p>
          <Columns />
        </Part>
        <Part id="files" title={t.choose}>
          <PickFile
            name="zip"
            icon={FileArchive}
            label={t.zip}
            hint={t.zipHint}
            accept=".zip,application/zip"
            file={zip}
            error={isMissing && !zip ? t.needZip : undefined}
            onPick={(file) => onChoose({ ...chosen, zip: file })}
          />
          <PickFile
            name="csv"
            icon={FileSpreadsheet}
            label={t.csv}
            hint={t.csvHint}
            accept=".csv,text/csv"
            file={csv}
            onPick={(file) => onChoose({ ...chosen, csv: file })}
          />
          <div className="actions">
            <Button kind="primary" type="submit" disabled={!canUnpack}>
              {t.look}
            </Button>
          </div>
        </Part>
      </form>
    </>
  );
}

function Refused({ problem, failure }: Pick<ChooseProps, "problem" | "failure">) {
  const t = useStaffMessages();
  const { language } = useLanguage();
  const { textOf } = useProblemTexts();
  if (!problem && !failure) return null;
  return (
    <Notice kind="warning" title={t.bulk.refused} live>
      {problem && <p>{sourceText(problem, t, language)}</p>}
      {failure && <p>{textOf(failure)}</p>}
      {failure && failure.status >= 500 && <Reference problem={failure} />}
    </Notice>
  );
}

function Columns() {
  const t = useStaffMessages();
  const { language } = useLanguage();
  const { bulk } = t;
  const year = Number(civilDate(serverNow()).slice(0, 4));
  return (
    <>
      <details className="more">
        <summary>{bulk.columnsAll}</summary>
        <dl className="bulk-columns">
          {COLUMNS.map((column) => (
            <div key={column}>
              <dt>
                <code>{headingOf(column, language)}</code>
                {!REQUIRED.includes(column) && <span className="under">{bulk.optional}</span>}
              </dt>
              <dd>{bulk.about[column]}</dd>
            </div>
          ))}
        </dl>
      </details>
      <div className="actions">
        <Button onClick={() => downloadCsv(bulk.templateName, templateCsv(t, language, year))}>
          <Download aria-hidden="true" />
          {bulk.template}
        </Button>
      </div>
    </>
  );
}

interface PickFileProps {
  name: string;
  icon: LucideIcon;
  label: string;
  hint: string;
  accept: string;
  file: File | undefined;
  error?: string | undefined;
  onPick(file: File | undefined): void;
}

function PickFile({ name, icon: Icon, label, hint, accept, file, error, onPick }: PickFileProps) {
  const { bulk: t } = useStaffMessages();
  const { language } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const described = error ? `${name}-hint ${name}-error` : `${name}-hint`;
  return (
    <fieldset className={error ? "pick field-wrong" : "pick"}>
      <legend className="strong">{label}</legend>
      <p className="field-hint" id={`${name}-hint`}>
        {hint}
      </p>
      {error && <FieldError name={name}>{error}</FieldError>}
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={(event) => {
          onPick(event.target.files?.[0]);
          // So that picking the same file again, after mending it, counts as a change.
          event.target.value = "";
        }}
      />
      {/* Its place is there before it is, so that nothing moves. */}
      <div className="file-line" role="status">
        <Icon aria-hidden="true" />
        <div className="file-text">
          <p className={file ? "strong" : "soft"}>{file ? file.name : t.noneChosen}</p>
          <p className="soft">{file ? formatSize(language, file.size) : "\u00a0"}</p>
        </div>
      </div>
      <div className="actions">
        <Button id={name} aria-describedby={described} onClick={() => input.current?.click()}>
          {file ? t.other : t.pick}
          <span className="visually-hidden">: {label}</span>
        </Button>
        {file && (
          <Button kind="plain" onClick={() => onPick(undefined)}>
            {t.remove}
            <span className="visually-hidden">: {file.name}</span>
          </Button>
        )}
      </div>
    </fieldset>
  );
}
