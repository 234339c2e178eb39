// Vraag? (M5.8): a question about a document, how one wants the answer and when one can be reached.
import { useState } from "react";
import * as v from "valibot";
import { Link, useLocation } from "wouter";
import { answer, api } from "../../api/client";
import { toProblem } from "../../api/problem";
import type { Document, Reach } from "../../api/types";
import { useMessages } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { Field } from "../../ui/fields";
import { useForm } from "../../ui/form";
import { Page } from "../../ui/Page";
import { plainText } from "../../ui/plain";
import { TextArea } from "../../ui/TextArea";
import { SlowExplanation } from "../../ui/waiting";
import { useSession } from "../session";
import { draft, dropDraft, keepDraft } from "./drafts";
import { useApprovalMessages } from "./i18n/messages";
import { documentAddress, type Place } from "./place";
import { useDocumentNews } from "./queries";
import { Reaches } from "./Reaches";
import { WithDocument } from "./WithDocument";
import { whyOf } from "./why";
import { atMost, FULL, words } from "./words";

const LONGEST_WHEN = 120;

export function Question({ place }: { place: Place }) {
  return (
    <WithDocument place={place}>
      {(document) => <Form place={place} document={document} />}
    </WithDocument>
  );
}

function Form({ place, document }: { place: Place; document: Document }) {
  const { question } = useApprovalMessages();
  const { common } = useMessages();
  const { user } = useSession();
  const [, navigate] = useLocation();
  const { changed } = useDocumentNews(place);
  const [request] = useState(() => crypto.randomUUID());
  const [reach, setReach] = useState<Reach>("portal");
  const key = `question ${document.id}`;
  const form = useForm({
    schema: v.object({
      text: words(question.textMissing, question.tooLong),
      // The field is there only for who wants to be called.
      when: v.optional(
        v.pipe(v.string(), v.transform(plainText), atMost(LONGEST_WHEN, question.whenTooLong)),
      ),
    }),
    fieldOfCode: { text: "text", when: "when" },
    submit: async ({ text, when }) => {
      const body = { request, text, reach, ...(when && { when }) };
      try {
        const call = api.POST("/api/approvals/{organisation}/documents/{document}/questions", {
          params: { path: { ...place } },
          body,
        });
        await answer(call);
      } catch (thrown) {
        const why = whyOf(toProblem(thrown).code);
        if (!why) throw thrown;
        await changed();
        return navigate(documentAddress(place), { replace: true, state: { why } });
      }
      dropDraft(user, key);
      await changed();
      navigate(documentAddress(place), { replace: true, state: { done: "asked" } });
    },
  });
  return (
    <Page id="question" title={question.title}>
      <p className="lead">
        <strong className="about">{document.title}</strong> {question.intro}
      </p>
      <form className="form" noValidate onSubmit={form.onSubmit}>
        <ErrorSummary failure={form.failure} />
        <TextArea
          name="text"
          label={question.text}
          maxLength={FULL}
          defaultValue={draft(user, key)}
          onChange={(event) => keepDraft(user, key, event.currentTarget.value)}
          error={form.errorOf("text")}
        />
        <Reaches chosen={reach} onChange={setReach} />
        {reach === "phone" && (
          <Field
            name="when"
            label={question.when}
            hint={question.whenHint}
            maxLength={LONGEST_WHEN}
            autoComplete="off"
            error={form.errorOf("when")}
          />
        )}
        <Button kind="primary" type="submit" busy={form.busy} waiting={form.waiting}>
          {question.submit}
        </Button>
        <Link className="link" href={documentAddress(place)}>
          {common.cancel}
        </Link>
        <SlowExplanation waiting={form.waiting} />
      </form>
    </Page>
  );
}
