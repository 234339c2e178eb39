// The pieces that several of the office's pages are made of. With them comes the office's style.
import type { Amount, DeliveryState, DocumentRow, DocumentStatus } from "../api/types";
import "../styles/office.css";
import {
  CircleCheck,
  CircleX,
  Clock,
  Hand,
  type LucideIcon,
  Send,
  TriangleAlert,
  Undo2,
} from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { ApiProblem } from "../api/problem";
import { formatAmount } from "../i18n/figures";
import { useLanguage } from "../i18n/language";
import { Button } from "../ui/Button";
import { Reference } from "../ui/ErrorSummary";
import { Notice } from "../ui/Notice";
import { Skeleton } from "../ui/waiting";
import { useStaffMessages } from "./i18n/messages";
import { useProblemTexts } from "./useAction";
import type { List } from "./useList";

/** A status; of what waits to be sent, how far its delivery is. */
type Standing = DocumentStatus | DeliveryState;

const STATUS_ICONS: Record<Standing, LucideIcon> = {
  open: Clock,
  approved: CircleCheck,
  waiting: Hand,
  queued: Clock,
  unknown: TriangleAlert,
  failed: TriangleAlert,
  sent: Send,
  accepted: CircleCheck,
  refused: TriangleAlert,
  declined: CircleX,
  withdrawn: Undo2,
};

/** A status in a word and an icon; green and red only underline what the word says. */
export function StatusMark({ of }: { of: Pick<DocumentRow, "status" | "delivery"> }) {
  const { statuses } = useStaffMessages();
  const standing: Standing = of.status === "queued" ? (of.delivery ?? "approved") : of.status;
  return (
    <Mark icon={STATUS_ICONS[standing]} tone={TONES[standing]}>
      {statuses[standing]}
    </Mark>
  );
}

export type Tone = "good" | "bad" | "plain";

const TONES: Record<Standing, Tone> = {
  open: "plain",
  approved: "good",
  waiting: "plain",
  queued: "plain",
  unknown: "bad",
  failed: "bad",
  sent: "plain",
  accepted: "plain",
  refused: "bad",
  declined: "bad",
  withdrawn: "plain",
};

export function Mark(props: { icon: LucideIcon; tone?: Tone; children: ReactNode }) {
  const Icon = props.icon;
  return (
    <span className={`mark-line mark-${props.tone ?? "plain"}`}>
      <Icon aria-hidden="true" />
      <span>{props.children}</span>
    </span>
  );
}

/** What a client pays or receives, in words. */
export function useAmountText(): (amount: Amount | null | undefined) => string {
  const { language } = useLanguage();
  const { common } = useStaffMessages();
  return (amount) => {
    if (!amount) return common.amountNone;
    const text = formatAmount(language, amount.cents);
    return amount.meaning === "to_pay" ? common.toPay(text) : common.toReceive(text);
  };
}

/** Filters that live in the address, so that Back and a copied link keep them. */
export function Filters(props: {
  label: string;
  options: { href: string; label: string; isHere: boolean }[];
}) {
  return (
    <nav className="filters" aria-label={props.label}>
      {props.options.map(({ href, label, isHere }) => (
        <Link key={href} href={href} aria-current={isHere ? "page" : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}

/** In the place of what could not be shown. */
export function Trouble({ problem, retry }: { problem: ApiProblem; retry(): void }) {
  const { t } = useLanguage();
  const { textOf } = useProblemTexts();
  return (
    <Notice kind="warning" title={t.errors.title} live>
      <p>{textOf(problem)}</p>
      {problem.status >= 500 && <Reference problem={problem} />}
      <Button onClick={retry}>{t.common.retry}</Button>
    </Notice>
  );
}

/** A page whose heading is not known yet: its place, so that nothing moves when it comes. */
export function PageComing() {
  return (
    <div className="page page-wide">
      <Skeleton lines={10} />
    </div>
  );
}

/** A list in its four states: on its way, failed, empty, there. */
export function Listing<Row>(props: {
  list: List<Row>;
  empty: ReactNode;
  children(rows: Row[]): ReactNode;
}) {
  const { rows, problem, more, isLoadingMore, retry } = props.list;
  const { common } = useStaffMessages();
  if (!rows) return problem ? <Trouble problem={problem} retry={retry} /> : <Skeleton lines={7} />;
  // A filter may have left nothing of the first page, while there is more.
  if (rows.length === 0 && !more) return props.empty;
  return (
    <>
      {props.children(rows)}
      {problem && <Trouble problem={problem} retry={retry} />}
      {more && (
        <div className="actions">
          <Button busy={isLoadingMore} onClick={more}>
            {common.more}
          </Button>
        </div>
      )}
    </>
  );
}

/** How far something is; read out now and then, not at each step. */
export function Meter(props: { label: string; text: string; done: number; of: number }) {
  return (
    <div className="meter">
      <progress max={Math.max(1, props.of)} value={props.done} aria-label={props.label} />
      <p aria-hidden="true">{props.text}</p>
    </div>
  );
}

export function Part(props: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="part" id={props.id} aria-labelledby={`${props.id}-title`}>
      <h2 id={`${props.id}-title`}>{props.title}</h2>
      <div className="part-body">{props.children}</div>
    </section>
  );
}

/** Names with their values; what has no value is left out. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== "")
        .map(([name, value]) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
