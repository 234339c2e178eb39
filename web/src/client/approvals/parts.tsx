// Pieces that several pages of approving are made of.
import type { Document } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { useWaiting } from "../../ui/waiting";
import { Deadline, useFacts } from "../DocumentFacts";
import { usePortalMessages } from "../i18n/messages";
import { useSession } from "../session";
import { useApprovalMessages } from "./i18n/messages";

/** A list's place while it comes: nothing follows it, so nothing jumps. */
export function ListSkeleton() {
  const { t } = useLanguage();
  const waiting = useWaiting(true);
  return (
    <div className="list-skeleton">
      <div aria-hidden="true">
        {[1, 2, 3].map((line) => (
          <div key={line} className="list-skeleton-line">
            <div className="skeleton-line skeleton-short" />
            <div className="skeleton-line" />
          </div>
        ))}
      </div>
      <p className="skeleton-text" role="status">
        {waiting === "text" && t.common.loading}
        {waiting === "explanation" && t.common.slow}
      </p>
    </div>
  );
}

/** Whether this user approves for an organisation; who does not finds its documents in the dossier. */
export function useMayApprove(organisation: string): boolean {
  const { organisations } = useSession();
  return organisations.some(({ id, rights }) => id === organisation && rights.includes("approve"));
}

/** "Jan, Piet en Klaas", in the page's language. */
export function useNames() {
  const { language } = useLanguage();
  return (people: { name: string }[]) =>
    new Intl.ListFormat(language, { type: "conjunction" }).format(people.map(({ name }) => name));
}

/** What one approves, in full: for the question, the confirmation and the result (rule 8). */
export function Summary({ document, version }: { document: Document; version?: boolean }) {
  const texts = useApprovalMessages();
  const { documents } = usePortalMessages();
  const facts = useFacts();
  return (
    <dl className="facts summary-facts">
      <dt>{texts.document.client}</dt>
      <dd>{document.organisation.name}</dd>
      <dt>{texts.document.document}</dt>
      <dd>
        {document.title}
        <span className="facts-more">{documents.kind[document.kind]}</span>
      </dd>
      <dt>{texts.document.period}</dt>
      <dd>{facts.period(document.period)}</dd>
      <dt>{texts.document.amount}</dt>
      <dd>{document.amount ? facts.amount(document.amount) : texts.document.noAmount}</dd>
      <dt>{texts.document.recipient}</dt>
      <dd>{texts.recipient[document.recipient]}</dd>
      {version && (
        <>
          <dt>{texts.document.version}</dt>
          <dd>{texts.document.versionOf(document.version, facts.date(document.released_at))}</dd>
        </>
      )}
    </dl>
  );
}

export function DeadlineFact({ document }: { document: Document }) {
  const texts = useApprovalMessages();
  return (
    <>
      <dt>{texts.document.deadline}</dt>
      <dd>
        <Deadline date={document.deadline} status={document.status} />
      </dd>
    </>
  );
}
