// Questions about a document and what was answered, with room to react.
import { MessageCircle } from "lucide-react";
import { useState } from "react";
import * as v from "valibot";
import { answer, api } from "../../api/client";
import { toProblem } from "../../api/problem";
import type { Document, Question } from "../../api/types";
import { formatMoment } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { useForm } from "../../ui/form";
import { Notice } from "../../ui/Notice";
import { TextArea } from "../../ui/TextArea";
import { SlowExplanation } from "../../ui/waiting";
import { useSession } from "../session";
import { draft, dropDraft, keepDraft } from "./drafts";
import { useApprovalMessages } from "./i18n/messages";
import { useMayApprove } from "./parts";
import type { Place } from "./place";
import { useDocumentNews } from "./queries";
import { type Why, whyOf } from "./why";
import { FULL, words } from "./words";

export function Thread({ place, document }: { place: Place; document: Document }) {
  const { question } = useApprovalMessages();
  const mayApprove = useMayApprove(place.organisation);
  if (document.questions.length === 0) return null;
  return (
    <section className="thread" aria-labelledby="thread">
      <h2 id="thread">{question.thread}</h2>
      {document.questions.map((each) => (
        <Asked
          key={each.id}
          place={place}
          question={each}
          mayReply={mayApprove && document.status !== "withdrawn"}
        />
      ))}
    </section>
  );
}

interface AskedProps {
  place: Place;
  question: Question;
  mayReply: boolean;
}

function Asked({ place, question, mayReply }: AskedProps) {
  const { question: texts, why } = useApprovalMessages();
  const [replying, setReplying] = useState(false);
  const [replied, setReplied] = useState(false);
  const [refused, setRefused] = useState<Why>();
  const { reach, when, replies, open } = question;
  const wanted = texts.reachable[reach];
  return (
    <article className="asked">
      <Said
        name={question.you ? texts.you : question.name}
        at={question.at}
        text={question.text}
        more={when ? `${wanted}, ${when}` : wanted}
      />
      {replies.map((reply) => (
        <Said
          key={reply.at + reply.name}
          name={reply.from_firm ? `${reply.name} (${texts.firm})` : reply.name}
          at={reply.at}
          text={reply.text}
          firm={reply.from_firm}
        />
      ))}
      <p className="asked-state">
        <MessageCircle aria-hidden="true" />
        <span>{open ? texts.open : texts.closed}</span>
      </p>
      <p className="status" role="status">
        {replied ? texts.replied : ""}
      </p>
      {refused && (
        <Notice kind="warning" title={why[refused].title} live>
          <p>{why[refused].text}</p>
        </Notice>
      )}
      {mayReply && replying && (
        <Reply
          place={place}
          question={question.id}
          onRefused={setRefused}
          onDone={(sent) => {
            setReplying(false);
            setRefused(undefined);
            setReplied(sent);
          }}
        />
      )}
      {mayReply && !replying && (
        <div className="actions">
          <Button onClick={() => setReplying(true)}>{texts.addReply}</Button>
        </div>
      )}
    </article>
  );
}

interface SaidProps {
  name: string;
  at: string;
  text: string;
  more?: string;
  firm?: boolean;
}

function Said({ name, at, text, more, firm }: SaidProps) {
  const { language } = useLanguage();
  return (
    <div className={firm ? "said said-firm" : "said"}>
      <p className="said-by">
        <span className="strong">{name}</span>{" "}
        <span className="small">
          {formatMoment(language, at)}
          {more && ` · ${more}`}
        </span>
      </p>
      <p className="as-written">{text}</p>
    </div>
  );
}

interface ReplyProps {
  place: Place;
  question: string;
  onDone(sent: boolean): void;
  /** The document is no longer what the page shows; what was written is kept. */
  onRefused(why: Why): void;
}

function Reply({ place, question, onDone, onRefused }: ReplyProps) {
  const { question: texts } = useApprovalMessages();
  const { user } = useSession();
  const { changed } = useDocumentNews(place);
  const [request] = useState(() => crypto.randomUUID());
  const key = `reply ${question}`;
  const name = `reply-${question}`;
  const form = useForm({
    schema: v.object({
      [name]: words(texts.replyMissing, texts.tooLong),
    }),
    fieldOfCode: { text: name },
    submit: async (values) => {
      const call = api.POST(
        "/api/approvals/{organisation}/documents/{document}/questions/{question}/replies",
        { params: { path: { ...place, question } }, body: { request, text: values[name] ?? "" } },
      );
      try {
        await answer(call);
      } catch (thrown) {
        const why = whyOf(toProblem(thrown).code);
        if (!why) throw thrown;
        onRefused(why);
        await changed();
        return;
      }
      dropDraft(user, key);
      await changed();
      onDone(true);
    },
  });
  return (
    <form className="form" noValidate onSubmit={form.onSubmit}>
      <ErrorSummary failure={form.failure} />
      <TextArea
        name={name}
        label={texts.reply}
        rows={3}
        autoFocus
        maxLength={FULL}
        defaultValue={draft(user, key)}
        onChange={(event) => keepDraft(user, key, event.currentTarget.value)}
        error={form.errorOf(name)}
      />
      <div className="actions">
        <Button type="submit" busy={form.busy} waiting={form.waiting}>
          {texts.submit}
        </Button>
        <Button kind="plain" onClick={() => onDone(false)}>
          {texts.cancel}
        </Button>
      </div>
      <SlowExplanation waiting={form.waiting} />
    </form>
  );
}
