// The result of the dry run: how many rows there are of each, what is wrong with which, and the way on.
import { CircleCheck, CircleDashed, Download, FileClock, TriangleAlert } from "lucide-react";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { useStaffMessages } from "../i18n/messages";
import { Mark, Part } from "../parts";
import { useArrival } from "./arrival";
import type { Table } from "./csv";
import { downloadCsv } from "./download";
import { count, type DryRun, type Looked, type Verdict } from "./dryRun";
import type { Bulk } from "./useBulk";
import { badRowsCsv, reasonOf } from "./words";

/** The most rows that are listed; the download has them all. */
const MOST_SHOWN = 100;
const MOST_NAMES = 10;

const ICONS = {
  ready: CircleCheck,
  wrong: TriangleAlert,
  there: CircleDashed,
  differs: CircleDashed,
  released: FileClock,
} satisfies Record<Verdict, unknown>;

const ENCODINGS = { "utf-8": "UTF-8", "utf-16": "UTF-16", "windows-1252": "Windows-1252" };

export function Found({ found, table, bulk }: { found: DryRun; table: Table; bulk: Bulk }) {
  const { bulk: t } = useStaffMessages();
  const counts = count(found.rows);
  const shown = (["ready", "wrong", "there", "differs", "released"] as const).filter(
    (verdict) => counts[verdict] > 0 || verdict === "ready" || verdict === "wrong",
  );
  return (
    <div {...useArrival()}>
      <Part id="found" title={t.result}>
        <ul className="counts">
          {shown.map((verdict) => (
            <li key={verdict}>
              <Mark
                icon={ICONS[verdict]}
                tone={verdict === "wrong" && counts.wrong > 0 ? "bad" : "plain"}
              >
                {t.counts[verdict](counts[verdict])}
              </Mark>
            </li>
          ))}
        </ul>
        <p>{counts.ready > 0 ? t.nothingYet : t.nothingReady}</p>
        {counts.differs > 0 && <p>{t.differsText}</p>}
        <div className="actions">
          {counts.ready > 0 && (
            <Button kind="primary" onClick={bulk.make}>
              {t.make(counts.ready)}
            </Button>
          )}
          <Button onClick={bulk.again}>{t.others}</Button>
        </div>
        <p className="soft">{t.readAs(ENCODINGS[table.encoding], t.separators[table.separator])}</p>
        <Unnamed names={found.unnamed} />
      </Part>
      {counts.wrong > 0 && <BadRows rows={found.rows.filter((row) => row.verdict === "wrong")} />}
    </div>
  );
}

function Unnamed({ names }: { names: string[] }) {
  const { bulk: t } = useStaffMessages();
  if (names.length === 0) return null;
  const rest = names.length - MOST_NAMES;
  return (
    <Notice title={t.unnamed(names.length)}>
      <p>{t.unnamedText}</p>
      <ul className="unnamed">
        {names.slice(0, MOST_NAMES).map((name) => (
          <li key={name}>{name}</li>
        ))}
        {rest > 0 && <li>{t.more(rest)}</li>}
      </ul>
    </Notice>
  );
}

function BadRows({ rows }: { rows: Looked[] }) {
  const t = useStaffMessages();
  const { language } = useLanguage();
  const { bulk } = t;
  const rest = rows.length - MOST_SHOWN;
  return (
    <Part id="bad-rows" title={bulk.badRows}>
      <p>{bulk.badRowsText}</p>
      <div className="actions">
        <Button onClick={() => downloadCsv(bulk.downloadName, badRowsCsv(rows, t, language))}>
          <Download aria-hidden="true" />
          {bulk.download}
        </Button>
      </div>
      <ul className="bad-rows" aria-labelledby="bad-rows-title">
        {rows.slice(0, MOST_SHOWN).map((row) => (
          <li key={row.line.number}>
            <span className="strong">{bulk.row(row.line.number)}</span>
            <ul>
              {row.wrong.map((wrong) => {
                const { where, text } = reasonOf(wrong, t, language);
                return (
                  <li key={`${where} ${text}`}>
                    <span className="where">{where}</span> {text}
                  </li>
                );
              })}
            </ul>
          </li>
        ))}
      </ul>
      {rest > 0 && <p>{bulk.moreRows(rest)}</p>}
    </Part>
  );
}
