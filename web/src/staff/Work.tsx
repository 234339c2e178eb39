// Werkvoorraad, the office's home screen: what clients ask or send back and what did not arrive, one's
// own clients first.
import { useQueryClient } from "@tanstack/react-query";
import {
  Check,
  CircleHelp,
  CircleX,
  ClipboardCheck,
  type LucideIcon,
  MailWarning,
  MailX,
  Send,
  Settings,
  TriangleAlert,
} from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Link, useSearch } from "wouter";
import { answer, api } from "../api/client";
import type { Work as WorkLine } from "../api/types";
import { formatMoment } from "../i18n/figures";
import { useLanguage } from "../i18n/language";
import { Button } from "../ui/Button";
import { Empty } from "../ui/Empty";
import { Page } from "../ui/Page";
import { useStaffMessages } from "./i18n/messages";
import { Filters, Listing } from "./parts";
import { documentAddress, keys } from "./place";
import { useList } from "./useList";

const ICONS: Record<WorkLine["kind"], LucideIcon> = {
  question: CircleHelp,
  declined: CircleX,
  delivery_failed: TriangleAlert,
  delivery_unknown: TriangleAlert,
  delivery_waiting: Send,
  evidence_late: TriangleAlert,
  delivery_late: TriangleAlert,
  nobody_told: MailX,
  bounce: MailX,
  complaint: MailWarning,
};

export default function Work() {
  const { work } = useStaffMessages();
  const onlyMine = new URLSearchParams(useSearch()).get("show") === "mine";
  const list = useList(keys.work, async (at) => {
    const found = await answer(api.GET("/api/office/work", { params: { query: at } }));
    return { rows: found.work, next: found.next };
  });
  const shown = { ...list, rows: list.rows?.filter(({ mine }) => mine || !onlyMine) };
  return (
    <Page id="work" title={work.title} wide>
      <p className="lead">{work.intro}</p>
      <Filters
        label={work.filter}
        options={[
          { href: "/", label: work.all, isHere: !onlyMine },
          { href: "/?show=mine", label: work.mine, isHere: onlyMine },
        ]}
      />
      <Listing list={shown} empty={<Nothing onlyMine={onlyMine} />}>
        {(rows) => (
          <>
            <Group id="mine" title={work.mineTitle} lines={rows.filter(({ mine }) => mine)} />
            <Group id="others" title={work.othersTitle} lines={rows.filter(({ mine }) => !mine)} />
          </>
        )}
      </Listing>
      {shown.rows && (
        <Link href="/office/settings" className="link phone-only">
          <Settings aria-hidden="true" />
          {work.settings}
        </Link>
      )}
    </Page>
  );
}

function Nothing({ onlyMine }: { onlyMine: boolean }) {
  const { work } = useStaffMessages();
  return (
    <Empty icon={ClipboardCheck} title={onlyMine ? work.emptyMine : work.empty}>
      <p>{onlyMine ? work.emptyMineWhy : work.emptyWhy}</p>
    </Empty>
  );
}

function Group({ id, title, lines }: { id: string; title: string; lines: WorkLine[] }) {
  if (lines.length === 0) return null;
  return (
    <section className="work-group" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <ul className="work">
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
    </section>
  );
}

function Line({ line }: { line: WorkLine }) {
  const { work } = useStaffMessages();
  const { language } = useLanguage();
  const { kind, organisation, document, contact, mine, unreached } = line;
  const Icon = ICONS[kind];
  const title = line.title ?? organisation.name;
  return (
    <li className={`work-line work-${kind}`}>
      <Icon aria-hidden="true" />
      <div className="work-text">
        <p className="work-kind">{work.kinds[kind]}</p>
        {unreached && <p className="strong">{unreached.name}</p>}
        {(kind === "bounce" || kind === "complaint") && (
          <p className="work-advice">{work.unreached[kind]}</p>
        )}
        {kind === "question" && <p className="work-advice">{work.untilAnswered}</p>}
        {(kind === "evidence_late" || kind === "delivery_late" || kind === "nobody_told") && (
          <p className="work-advice">{work.advice[kind]}</p>
        )}
        {document ? (
          <Link href={documentAddress({ organisation: organisation.id, document })}>{title}</Link>
        ) : (
          !unreached && <p className="strong">{title}</p>
        )}
        <p className="soft">
          {(line.title ?? unreached) && <span>{organisation.name}</span>}
          <time dateTime={line.at}>{formatMoment(language, line.at)}</time>
          {!mine && <span>{contact ? work.contact(contact.name) : work.noContact}</span>}
        </p>
      </div>
      {kind !== "question" && <DoneButton line={line} title={unreached?.name ?? title} />}
    </li>
  );
}

/** A line that is done stays until one leaves: nothing moves under a finger, and it can be read. */
function DoneButton({ line, title }: { line: WorkLine; title: string }) {
  const { work } = useStaffMessages();
  const queries = useQueryClient();
  const [state, setState] = useState<"open" | "busy" | "done" | "failed">("open");
  const said = useRef<HTMLParagraphElement>(null);
  const isDone = state === "done";
  useEffect(() => {
    if (!isDone) return;
    said.current?.focus();
    // Fresh at the next visit; now the line stands.
    return () => void queries.invalidateQueries({ queryKey: keys.work });
  }, [isDone, queries]);
  const finish = async () => {
    setState("busy");
    const path = { organisation: line.organisation.id, work: line.id };
    try {
      await answer(
        api.POST("/api/office/work/{organisation}/{work}/done", { params: { path }, body: {} }),
      );
      setState("done");
    } catch {
      setState("failed");
    }
  };
  if (isDone) {
    return (
      <p ref={said} className="work-done" tabIndex={-1}>
        <Check aria-hidden="true" />
        {work.isDone}
      </p>
    );
  }
  return (
    <div className="work-action">
      <Button
        busy={state === "busy"}
        aria-label={work.doneLabel(work.kinds[line.kind], title)}
        onClick={() => void finish()}
      >
        {work.done}
      </Button>
      <p className="field-error" role="status">
        {state === "failed" && work.doneFailed}
      </p>
    </div>
  );
}
