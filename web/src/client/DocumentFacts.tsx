// The words in which a document is told of wherever it appears: its amount, its period, its deadline.

import { serverNow } from "../api/clock";
import type { Amount, DocumentStatus } from "../api/types";
import { daysUntil, formatAmount, formatDate, formatPeriod } from "../i18n/figures";
import { useLanguage } from "../i18n/language";
import { usePortalMessages } from "./i18n/messages";

/** How many days before a deadline it is worth counting them. */
const COUNTED_DAYS = 30;
/** From how many days on a deadline is near. */
const NEAR_DAYS = 3;

export function useFacts() {
  const { language } = useLanguage();
  const { documents } = usePortalMessages();
  return {
    amount: ({ cents, meaning }: Amount) => {
      const text = formatAmount(language, cents);
      return meaning === "to_pay" ? documents.toPay(text) : documents.toReceive(text);
    },
    period: (period: string) => formatPeriod(language, period),
    date: (date: string) => formatDate(language, date),
  };
}

/** "ma 23 nov 2026, nog 3 dagen"; what is no longer open has only the date. */
export function Deadline({ date, status = "open" }: { date: string; status?: DocumentStatus }) {
  const { documents } = usePortalMessages();
  const facts = useFacts();
  const days = daysUntil(date, serverNow());
  const counted = status === "open" && days <= COUNTED_DAYS;
  const left =
    days < 0
      ? documents.passed
      : days === 0
        ? documents.today
        : days === 1
          ? documents.tomorrow
          : documents.daysLeft(days);
  const urgency = days < 0 ? "passed" : days <= NEAR_DAYS ? "near" : "far";
  return (
    <span className="deadline">
      <time dateTime={date}>{facts.date(date)}</time>
      {counted && (
        <>
          {" "}
          <span className={`deadline-left deadline-${urgency}`}>{left}</span>
        </>
      )}
    </span>
  );
}
