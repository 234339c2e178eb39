// One document: what it is, how it stands, who approves it, what was asked about it, and under all of
// that what one can do.
import { ArrowLeft, FileText } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link, useLocation } from "wouter";
import type { Document } from "../../api/types";
import { formatSize } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { useSaidOnce } from "../../ui/once";
import { Page } from "../../ui/Page";
import { Deadline, useFacts } from "../DocumentFacts";
import { usePortalMessages } from "../i18n/messages";
import { ActionBar } from "./ActionBar";
import { useApprovalMessages } from "./i18n/messages";
import { useMayApprove } from "./parts";
import { documentAddress, type Place } from "./place";
import { Stages } from "./Stages";
import { StateNotice } from "./StateNotice";
import { Thread } from "./Thread";
import type { Switch } from "./useOrganisation";
import { WithDocument } from "./WithDocument";
import { type Done, told, type Why } from "./why";

export function DocumentPage({ place }: { place: Place }) {
  return (
    <WithDocument place={place}>
      {(document, switched) => <Shown place={place} document={document} switched={switched} />}
    </WithDocument>
  );
}

interface ShownProps {
  place: Place;
  document: Document;
  switched: Switch;
}

function Shown({ place, document, switched }: ShownProps) {
  const texts = useApprovalMessages();
  const [{ why, done }] = useState(told);
  useSaidOnce();
  const mayApprove = useMayApprove(place.organisation);
  const [, navigate] = useLocation();
  const read = (why?: Why) =>
    navigate(documentAddress(place, "read"), { state: { fromDocument: true, why } });
  return (
    <>
      <Page id={`document ${document.id} ${document.version}`} title={document.title} wide>
        <Link className="link doc-back" href={mayApprove ? "/approvals" : "/dossier"}>
          <ArrowLeft aria-hidden="true" />
          {mayApprove ? texts.document.back : texts.document.backToDossier}
        </Link>
        <Messages why={why} done={done} switched={switched} document={document} />
        <div className="doc-columns">
          <div className="doc-main">
            <KeyFacts document={document} />
            <FileCard document={document} onRead={() => read()} />
            {document.message && <Message document={document} />}
            <Thread place={place} document={document} />
          </div>
          <aside className="doc-side" aria-label={texts.document.facts}>
            <Side document={document} />
          </aside>
        </div>
      </Page>
      {document.status === "open" && (
        <ActionBar place={place} document={document} onUnread={() => read("not_viewed")} />
      )}
    </>
  );
}

/** What happened on the way here, then how the document stands. */
function Messages(props: {
  why: Why | undefined;
  done: Done | undefined;
  switched: Switch;
  document: Document;
}) {
  const texts = useApprovalMessages();
  const { why, done, switched, document } = props;
  const { name } = document.organisation;
  const doneTexts: Record<Done, string> = {
    asked: texts.question.sent,
    replied: texts.question.replied,
    declined: texts.decline.done,
  };
  return (
    <div className="doc-messages">
      {switched === "switched" && (
        <Notice live>
          <p>{texts.document.switched(name)}</p>
        </Notice>
      )}
      {switched === "failed" && (
        <Notice kind="warning" live>
          <p>{texts.document.switchFailed(name)}</p>
        </Notice>
      )}
      {done && (
        <Notice kind="done" live>
          <p>{doneTexts[done]}</p>
        </Notice>
      )}
      {why && why !== document.status && (
        <Notice kind="warning" title={texts.why[why].title} live>
          <p>{texts.why[why].text}</p>
        </Notice>
      )}
      <StateNotice document={document} told={why} />
    </div>
  );
}

/** What decides: how much, and by when. */
function KeyFacts({ document }: { document: Document }) {
  const { documents } = usePortalMessages();
  const facts = useFacts();
  return (
    <div className="doc-key">
      <p className="soft">
        {documents.kind[document.kind]} · {facts.period(document.period)}
      </p>
      {document.amount && <p className="doc-key-amount">{facts.amount(document.amount)}</p>}
    </div>
  );
}

function FileCard({ document, onRead }: { document: Document; onRead(): void }) {
  const texts = useApprovalMessages();
  const { language } = useLanguage();
  const { file, viewed } = document;
  const first = document.may === "approve" && !viewed;
  return (
    <section className="doc-file" aria-label={texts.document.document}>
      <FileText aria-hidden="true" />
      <div>
        <p className="strong doc-file-name">{file.name}</p>
        <p className="soft">{texts.document.file(file.pages, formatSize(language, file.size))}</p>
      </div>
      {/* What the firm took back can no longer be opened. */}
      {document.status !== "withdrawn" && (
        <Button kind={first ? "primary" : "secondary"} onClick={onRead}>
          {viewed ? texts.document.readAgain : texts.document.read}
        </Button>
      )}
      {document.may === "approve" && (
        <p className="soft doc-file-state">
          {viewed ? texts.document.viewed : texts.document.notViewed}
        </p>
      )}
    </section>
  );
}

function Message({ document }: { document: Document }) {
  const texts = useApprovalMessages().document;
  const { contact, message } = document;
  return (
    <section className="doc-message">
      <h2>{contact ? texts.messageFrom(contact.name) : texts.message}</h2>
      <p className="as-written">{message}</p>
    </section>
  );
}

function Side({ document }: { document: Document }) {
  const texts = useApprovalMessages();
  const { documents } = usePortalMessages();
  const facts = useFacts();
  const rows: [string, ReactNode][] = [
    [
      texts.document.deadline,
      <Deadline key="deadline" date={document.deadline} status={document.status} />,
    ],
    [texts.document.recipient, texts.recipient[document.recipient]],
    [texts.document.kind, documents.kind[document.kind]],
    [
      texts.document.version,
      texts.document.versionOf(document.version, facts.date(document.released_at)),
    ],
  ];
  return (
    <>
      <section className="panel-part">
        <h2>{texts.document.facts}</h2>
        <dl className="side-facts">
          {rows.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Stages document={document} />
    </>
  );
}
