// What the client asked, and the office's answers.
import { CircleCheck, CircleHelp } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { answer, api } from "../../api/client";
import type { FirmDocument, FirmQuestion, Question } from "../../api/types";
import { formatMoment } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { Notice } from "../../ui/Notice";
import { plainText } from "../../ui/plain";
import { TextArea } from "../../ui/TextArea";
import { useStaffMessages } from "../i18n/messages";
import { Mark } from "../parts";
import type { Place } from "../place";
import { useAction } from "../useAction";
import { useReload } from "./useReload";

export function Questions({ document, place }: { document: FirmDocument; place: Place }) {
  const { document: texts } = useStaffMessages();
  if (document.questions.length === 0) return <p className="soft">{texts.noQuestions}</p>;
  return (
    <ul className="questions">
      {document.questions.map((question) => (
        <li key={question.id}>
          <Conversation question={question} />
          {question.asker && <Asker {...question.asker} />}
          <AnswerForm question={question} place={place} />
        </li>
      ))}
    </ul>
  );
}

/** Where to reach who asked: who wants to be called has to be called somewhere. */
function Asker({ mobile, email }: NonNullable<FirmQuestion["asker"]>) {
  const { document: texts } = useStaffMessages();
  return (
    <p className="reach">
      {texts.asker}: <a href={`tel:${mobile}`}>{mobile}</a>, <a href={`mailto:${email}`}>{email}</a>
    </p>
  );
}

function Conversation({ question }: { question: Question }) {
  const { document: texts } = useStaffMessages();
  const { name, at, text, reach, when, open, replies } = question;
  return (
    <>
      <Said name={name} at={at} text={text} />
      <p className="reach">
        {texts.reach[reach]}
        {when && `: ${when}`}
      </p>
      {replies.map((reply) => (
        <Said
          key={reply.at}
          name={reply.from_firm ? `${reply.name} (${texts.firm})` : reply.name}
          at={reply.at}
          text={reply.text}
          isFirm={reply.from_firm}
        />
      ))}
      <Mark icon={open ? CircleHelp : CircleCheck}>
        {open ? texts.open_question : texts.answered}
      </Mark>
    </>
  );
}

function Said(props: { name: string; at: string; text: string; isFirm?: boolean }) {
  const { language } = useLanguage();
  return (
    <div className={props.isFirm ? "said said-firm" : "said"}>
      <p className="small">
        <span className="strong">{props.name}</span>
        {" · "}
        <time dateTime={props.at}>{formatMoment(language, props.at)}</time>
      </p>
      <p className="lines">{props.text}</p>
    </div>
  );
}

function AnswerForm({ question, place }: { question: Question; place: Place }) {
  const { document: texts } = useStaffMessages();
  const reload = useReload(place);
  const name = `answer-${question.id}`;
  const action = useAction({ text: name });
  const [wanted, setWanted] = useState(false);
  const [done, setDone] = useState(false);
  const [text, setText] = useState("");
  // The same sending keeps its id over retries, so that an answer whose reply got lost comes once.
  const request = useRef(crypto.randomUUID());
  const send = (event: FormEvent) => {
    event.preventDefault();
    setDone(false);
    const said = plainText(text);
    if (said === "") return action.refuse([{ field: name, text: texts.answerMissing }]);
    action.run(async () => {
      const path = { ...place, question: question.id };
      const body = { request: request.current, text: said };
      await answer(
        api.POST("/api/office/documents/{organisation}/{document}/questions/{question}/answer", {
          params: { path },
          body,
        }),
      );
      request.current = crypto.randomUUID();
      setText("");
      setWanted(false);
      setDone(true);
      await reload();
    });
  };
  const told = done && (
    <Notice kind="done" live>
      <p>{texts.answerDone}</p>
    </Notice>
  );
  if (!question.open && !wanted) {
    return (
      <>
        {told}
        <div className="actions">
          <Button onClick={() => setWanted(true)}>{texts.answerAgain}</Button>
        </div>
      </>
    );
  }
  return (
    <form className="form" noValidate onSubmit={send}>
      {told}
      <ErrorSummary failure={action.failure} />
      <TextArea
        name={name}
        label={texts.answerTo(question.name)}
        hint={texts.answerHint}
        error={action.errorOf(name)}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="actions">
        <Button type="submit" busy={action.busy} waiting={action.waiting}>
          {texts.answerSend}
        </Button>
      </div>
    </form>
  );
}
