// How a document stands, where that is more than "it waits for you": its own words for each end, and
// for each way of not being asked.
import { Link } from "wouter";
import { serverNow } from "../../api/clock";
import type { Document } from "../../api/types";
import { daysUntil, formatMoment } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Notice } from "../../ui/Notice";
import { useApprovalMessages } from "./i18n/messages";
import { useNames } from "./parts";
import { documentAddress } from "./place";
import type { Why } from "./why";

interface StateNoticeProps {
  document: Document;
  /** What the page has just explained and need not say twice. */
  told: Why | undefined;
}

export function StateNotice({ document, told }: StateNoticeProps) {
  const { state } = useApprovalMessages();
  switch (document.status) {
    case "withdrawn":
    case "declined":
      return <Closed document={document} />;
    case "open":
      break;
    default:
      return <Complete document={document} />;
  }
  switch (document.may) {
    case "wait_for_others":
      if (told === "not_your_turn") return null;
      return (
        <Notice title={state.othersTitle}>
          <p>{state.others}</p>
        </Notice>
      );
    case "already_approved":
      return <Waiting document={document} />;
    case "not_an_approver":
      return (
        <Notice title={state.notApproverTitle}>
          <p>{state.notApprover}</p>
        </Notice>
      );
    default:
      return <Open document={document} told={told} />;
  }
}

function Open({ document, told }: StateNoticeProps) {
  const { state } = useApprovalMessages();
  if (daysUntil(document.deadline, serverNow()) < 0) {
    return (
      <Notice kind="warning" title={state.passedTitle}>
        <p>{state.passed}</p>
      </Notice>
    );
  }
  if (document.version > 1 && !document.viewed && told !== "superseded") {
    return (
      <Notice>
        <p>{state.newVersion(document.version)}</p>
      </Notice>
    );
  }
  return null;
}

function Waiting({ document }: { document: Document }) {
  const { state } = useApprovalMessages();
  const names = useNames();
  const stage = document.stages[document.current_stage ?? 0];
  const named = stage && !stage.anyone && stage.waiting.length > 0;
  return (
    <Notice kind="done" title={state.approvedTitle}>
      <p>{named ? state.approvedOthers(names(stage.waiting)) : state.approvedAnyone}</p>
      <ToResult document={document} />
    </Notice>
  );
}

function Complete({ document }: { document: Document }) {
  const { state } = useApprovalMessages();
  const { language } = useLanguage();
  return (
    <Notice kind="done" title={state.completeTitle}>
      {document.approved_at && (
        <p>{state.complete(formatMoment(language, document.approved_at))}</p>
      )}
      <ToResult document={document} />
    </Notice>
  );
}

function ToResult({ document }: { document: Document }) {
  const { state } = useApprovalMessages();
  const place = { organisation: document.organisation.id, document: document.id };
  return (
    <Link className="link" href={documentAddress(place, "approved")}>
      {state.toResult}
    </Link>
  );
}

function Closed({ document }: { document: Document }) {
  const { state } = useApprovalMessages();
  const { language } = useLanguage();
  const { closed, status } = document;
  const moment = formatMoment(language, closed?.at ?? "");
  const who =
    status === "withdrawn"
      ? state.withdrawn(moment)
      : closed?.by_name
        ? state.declined(closed.by_name, moment)
        : state.declinedUnknown(moment);
  return (
    <Notice
      kind="warning"
      title={status === "withdrawn" ? state.withdrawnTitle : state.declinedTitle}
    >
      <p>{who}</p>
      {closed?.reason && (
        <p className="as-written">
          {state.reason}: {closed.reason}
        </p>
      )}
      {status === "declined" && <p>{state.declinedNext}</p>}
    </Notice>
  );
}
