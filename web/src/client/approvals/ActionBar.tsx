// What one can do with a document, always within reach: Akkoord, Vraag?, Niet akkoord, and beside them
// for whom (rule 12). Akkoord before reading opens the document (rule 7); after that it asks once more.
import { Check, MessageCircleQuestion, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import type { Document } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { useApprovalMessages } from "./i18n/messages";
import { Summary } from "./parts";
import { documentAddress, type Place } from "./place";

interface ActionBarProps {
  place: Place;
  document: Document;
  /** Akkoord was asked for before the document was opened. */
  onUnread(): void;
}

export function ActionBar({ place, document, onUnread }: ActionBarProps) {
  const texts = useApprovalMessages();
  const [asking, setAsking] = useState(false);
  const { may, viewed } = document;
  return (
    <section className="action-bar" aria-label={texts.document.actions}>
      <div className="action-bar-inner">
        <p className="action-for">
          <span className="small">{texts.document.client}</span>
          <span className="strong">{document.organisation.name}</span>
        </p>
        <div className="acts">
          {may === "approve" && (
            <button
              type="button"
              className={viewed ? "act act-agree" : "act act-agree act-later"}
              onClick={() => (viewed ? setAsking(true) : onUnread())}
            >
              <Check aria-hidden="true" />
              <span>{texts.document.agree}</span>
            </button>
          )}
          <Link className="act" href={documentAddress(place, "question")}>
            <MessageCircleQuestion aria-hidden="true" />
            <span>{texts.document.ask}</span>
          </Link>
          {may === "approve" && (
            <Link className="act act-disagree" href={documentAddress(place, "decline")}>
              <X aria-hidden="true" />
              <span>{texts.document.disagree}</span>
            </Link>
          )}
        </div>
      </div>
      {asking && <Confirm place={place} document={document} onCancel={() => setAsking(false)} />}
    </section>
  );
}

/** Whether nobody else has to approve after this one. */
const isLast = ({ stages }: Document) =>
  stages.reduce((sum, { needed, approved }) => sum + needed - approved.length, 0) <= 1;

/** M5.5: the question to confirm, answered with a second Akkoord. */
function Confirm(props: { place: Place; document: Document; onCancel(): void }) {
  const texts = useApprovalMessages();
  const { confirm } = texts;
  const { document } = props;
  const [, navigate] = useLocation();
  const summary = useRef<HTMLDivElement>(null);
  // On what one is asked about, not on the answer, which a small screen has further down.
  useEffect(() => summary.current?.focus(), []);
  const go = () =>
    navigate(documentAddress(props.place, "approve"), { state: { version: document.version } });
  return (
    <Dialog title={confirm.title} onCancel={props.onCancel}>
      <div ref={summary} tabIndex={-1} className="confirm-what">
        <Summary document={document} />
      </div>
      <p>
        {document.recipient === "none"
          ? confirm.sendsToOffice
          : isLast(document)
            ? confirm.sendsTo(texts.to[document.recipient])
            : confirm.sendsLater(texts.to[document.recipient])}
      </p>
      <div className="actions">
        <button type="button" className="button button-agree" onClick={go}>
          <Check aria-hidden="true" />
          {confirm.agree}
        </button>
        <button type="button" className="button button-secondary" onClick={props.onCancel}>
          {confirm.cancel}
        </button>
      </div>
    </Dialog>
  );
}
