// Niet akkoord (M5.9): final, so it says so first, and asks why.
import { useEffect, useState } from "react";
import * as v from "valibot";
import { Link, useLocation } from "wouter";
import { answer, api } from "../../api/client";
import { toProblem } from "../../api/problem";
import type { Document } from "../../api/types";
import { useMessages } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { useForm } from "../../ui/form";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { TextArea } from "../../ui/TextArea";
import { SlowExplanation } from "../../ui/waiting";
import { useSession } from "../session";
import { draft, dropDraft, keepDraft } from "./drafts";
import { useApprovalMessages } from "./i18n/messages";
import { Summary } from "./parts";
import { documentAddress, type Place } from "./place";
import { useDocumentNews } from "./queries";
import { WithDocument } from "./WithDocument";
import { whyOf } from "./why";
import { FULL, words } from "./words";

export function Decline({ place }: { place: Place }) {
  return (
    <WithDocument place={place}>
      {(document) => <Form place={place} document={document} />}
    </WithDocument>
  );
}

function Form({ place, document }: { place: Place; document: Document }) {
  const { decline, question } = useApprovalMessages();
  const { common } = useMessages();
  const { user } = useSession();
  const [, navigate] = useLocation();
  const { changed } = useDocumentNews(place);
  const [request] = useState(() => crypto.randomUUID());
  // The version that one saw when one began to write.
  const [{ version, may }] = useState(document);
  const key = `decline ${document.id}`;
  const form = useForm({
    schema: v.object({
      reason: words(decline.reasonMissing, question.tooLong),
    }),
    fieldOfCode: { reason: "reason" },
    submit: async ({ reason }) => {
      try {
        const call = api.POST("/api/approvals/{organisation}/documents/{document}/decline", {
          params: { path: { ...place } },
          body: { request, version, reason },
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
      navigate(documentAddress(place), { replace: true, state: { done: "declined" } });
    },
  });
  const mayNot = may !== "approve";
  useEffect(() => {
    if (mayNot) navigate(documentAddress(place), { replace: true });
  }, [mayNot, navigate, place]);
  return (
    <Page id="decline" title={decline.title}>
      <section className="summary-box" aria-label={document.title}>
        <Summary document={document} version />
      </section>
      <Notice kind="warning" title={decline.final}>
        <p>{decline.finalText}</p>
        <Link className="link" href={documentAddress(place, "question")}>
          {decline.askInstead}
        </Link>
      </Notice>
      <form className="form" noValidate onSubmit={form.onSubmit}>
        <ErrorSummary failure={form.failure} />
        <TextArea
          name="reason"
          label={decline.reason}
          hint={decline.reasonHint}
          maxLength={FULL}
          defaultValue={draft(user, key)}
          onChange={(event) => keepDraft(user, key, event.currentTarget.value)}
          error={form.errorOf("reason")}
        />
        <Button kind="danger" type="submit" busy={form.busy} waiting={form.waiting}>
          {decline.submit}
        </Button>
        <Link className="link" href={documentAddress(place)}>
          {common.cancel}
        </Link>
        <SlowExplanation waiting={form.waiting} />
      </form>
    </Page>
  );
}
