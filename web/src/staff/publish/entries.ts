// What staff have entered, as it stands in the fields, and what of it the API gets.
import type {
  DocumentKind,
  Draft,
  DraftFields,
  FirmDocument,
  Language,
  Named,
  Recipient,
  Stage,
} from "../../api/types";
import { formatPeriod } from "../../i18n/figures";
import { stored } from "../../i18n/load";
import type { FieldError } from "../../ui/form";
import { plainText } from "../../ui/plain";
import { toHex } from "../../upload/file";
import type { StaffMessages } from "../i18n/messages";
import { KINDS, RECIPIENTS, USUAL_RECIPIENT } from "../kinds";
import { parseMoney, writeMoney } from "./money";
import { parsePeriod, usualPeriod } from "./period";
import { written } from "./stages";

const MOST_TITLE = 120;
const MOST_MESSAGE = 2000;

export interface Entries {
  organisation: Named | null;
  kind: DocumentKind | "";
  title: string;
  period: string;
  amount: string;
  meaning: "to_pay" | "to_receive" | "";
  deadline: string;
  recipient: Recipient | "";
  message: string;
  /** `null`: the organisation's usual approvers. */
  stages: Stage[] | null;
}

export const EMPTY: Entries = {
  organisation: null,
  kind: "",
  title: "",
  period: "",
  amount: "",
  meaning: "",
  deadline: "",
  recipient: "",
  message: "",
  stages: null,
};

/** Stages that are the organisation's usual ones follow them, also when the portal wrote them out. */
const own = (stages: Stage[], usual: Stage[]) =>
  written(stages) === written(usual) ? null : stages;

export function entriesOf(draft: Draft, language: Language, usual: Stage[]): Entries {
  const { amount } = draft;
  return {
    organisation: draft.organisation,
    kind: draft.kind,
    title: draft.title,
    period: formatPeriod(language, draft.period),
    amount: amount ? writeMoney(amount.cents) : "",
    meaning: amount?.meaning ?? "",
    deadline: draft.deadline,
    recipient: draft.recipient,
    message: draft.message ?? "",
    stages: own(draft.stages, usual),
  };
}

/** The title that a kind of document gets for a period, as the client reads it. */
function usualTitle(
  kind: DocumentKind | "",
  period: string,
  language: Language,
  t: StaffMessages,
): string {
  if (kind === "" || kind === "other") return "";
  const known = parsePeriod(period);
  return known ? `${t.kinds[kind]} ${formatPeriod(language, known)}` : t.kinds[kind];
}

/**
 * The entries after a change, with what follows from it: a kind brings its recipient, period and title,
 * a period its title. What somebody typed differently is never replaced.
 */
export function changed(
  before: Entries,
  change: Partial<Entries>,
  context: { language: Language; t: StaffMessages; today: Date },
): Entries {
  const { language, t, today } = context;
  const after = { ...before, ...change };
  const usual = (kind: DocumentKind | "") =>
    kind === "" ? "" : formatPeriod(language, usualPeriod(kind, today));
  if (after.kind !== before.kind && after.kind !== "") {
    if (before.period === usual(before.kind)) after.period = usual(after.kind);
    const recipient = before.kind === "" ? "" : USUAL_RECIPIENT[before.kind];
    if (before.recipient === recipient) after.recipient = USUAL_RECIPIENT[after.kind];
  }
  const proposed = usualTitle(before.kind, before.period, language, t);
  if (change.title === undefined && before.title === proposed) {
    after.title = usualTitle(after.kind, after.period, language, t);
  }
  return after;
}

type Checked = { fields: DraftFields; errors?: never } | { errors: FieldError[]; fields?: never };

/** What the API gets, or everything that is wrong with it, in the order of the fields. */
export function fieldsOf(entries: Entries, t: StaffMessages, today: string): Checked {
  const errors: FieldError[] = [];
  const wrong = (field: string, text: string) => errors.push({ field, text });
  const { organisation, kind, recipient, deadline } = entries;
  const title = plainText(entries.title);
  const message = plainText(entries.message);
  const period = parsePeriod(entries.period);
  const money = entries.amount.trim() === "" ? undefined : parseMoney(entries.amount);

  if (!organisation) wrong("organisation", t.errors.organisation);
  if (kind === "") wrong("kind", t.errors.kind);
  if (!period) wrong("period", t.errors.period);
  if (title === "") wrong("title", t.errors.title);
  else if ([...title].length > MOST_TITLE) wrong("title", t.errors.titleLong);
  if (money?.problem) wrong("amount", t.money[money.problem]);
  else if (money && entries.meaning === "") wrong("meaning", t.errors.meaning);
  if (deadline === "") wrong("deadline", t.errors.deadline);
  else if (deadline < today) wrong("deadline", t.errors.deadlinePast);
  if (recipient === "") wrong("recipient", t.errors.recipient);
  if ([...message].length > MOST_MESSAGE) wrong("message", t.errors.messageLong);

  const isComplete = organisation && kind !== "" && period && recipient !== "";
  if (errors.length > 0 || !isComplete) return { errors };
  const amount =
    money && !money.problem && entries.meaning !== ""
      ? { cents: money.cents, meaning: entries.meaning }
      : null;
  const { stages } = entries;
  return {
    fields: {
      organisation: organisation.id,
      kind,
      title,
      period,
      amount,
      deadline,
      recipient,
      message: message === "" ? null : message,
      stages,
    },
  };
}

/** A new draft with what a published document holds; its approvers are the usual ones again. */
export function fieldsFrom(document: FirmDocument, deadline: string): DraftFields {
  const { organisation, kind, title, period, amount = null, recipient, message = null } = document;
  return {
    organisation: organisation.id,
    kind,
    title,
    period,
    amount,
    deadline,
    recipient,
    message,
    stages: null,
  };
}

/** Names a new draft, so that sending it again finds the one that it made. */
export const randomKey = (): string => toHex(crypto.getRandomValues(new Uint8Array(32)).buffer);

/** Whether a draft says what was entered; without stages of its own it has the usual ones. */
export function says(draft: Draft, fields: DraftFields): boolean {
  const { amount, stages } = fields;
  const same = (["kind", "title", "period", "deadline", "recipient"] as const).every(
    (field) => draft[field] === fields[field],
  );
  return (
    same &&
    (draft.message ?? null) === (fields.message ?? null) &&
    draft.amount?.cents === amount?.cents &&
    draft.amount?.meaning === amount?.meaning &&
    (!stages || written(draft.stages) === written(stages))
  );
}

const keptUnder = (place: string) => `akkoord.draft.${place}`;

/** Keeps what is not saved yet in this tab, for who reloads or has to sign in again. */
export function keepEntries(place: string, user: string, entries: Entries | undefined): void {
  const value = entries ? JSON.stringify({ user, entries }) : null;
  stored("sessionStorage", keptUnder(place), value);
}

/** What was kept, if it was this user's and can still be read. */
export function keptEntries(place: string, user: string): Entries | undefined {
  try {
    const kept = JSON.parse(stored("sessionStorage", keptUnder(place)) ?? "null");
    if (kept?.user !== user) return undefined;
    const entries: Entries = { ...EMPTY, ...kept.entries };
    const isKnown =
      ["", ...KINDS].includes(entries.kind) && ["", ...RECIPIENTS].includes(entries.recipient);
    return isKnown ? entries : undefined;
  } catch {
    return undefined;
  }
}
