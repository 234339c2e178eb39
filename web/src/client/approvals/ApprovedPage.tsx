// The result of approving: reference, time, what happens next, receipts, and the evidence once it is
// made. It has its own address, so that it can be found again.
import { CircleCheck, CircleDot, TriangleAlert } from "lucide-react";
import { useEffect } from "react";
import { useLocation } from "wouter";
import type { Delivery, Document } from "../../api/types";
import { formatDate, formatMoment } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { LinkButton } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Skeleton } from "../../ui/waiting";
import { useApprovalMessages } from "./i18n/messages";
import { isSent, type Outcome, outcomeOf } from "./outcome";
import { Pack } from "./Pack";
import { Summary, useMayApprove, useNames } from "./parts";
import { documentAddress, type Place } from "./place";
import { useApproved, useFollow } from "./queries";
import { WithDocument } from "./WithDocument";

export function ApprovedPage({ place }: { place: Place }) {
  return (
    <WithDocument place={place}>
      {(document) => <Result place={place} document={document} />}
    </WithDocument>
  );
}

function Result({ place, document }: { place: Place; document: Document }) {
  const { result } = useApprovalMessages();
  const [, navigate] = useLocation();
  const outcome = outcomeOf(document, useApproved(place));
  const mayApprove = useMayApprove(place.organisation);
  const none = outcome === undefined;
  const onItsWay = document.deliveries.some(({ state }) => state === "queued");
  useFollow(place, outcome?.complete === true && (!document.evidence || onItsWay));
  useEffect(() => {
    if (none) navigate(documentAddress(place), { replace: true });
  }, [none, navigate, place]);
  if (!outcome) {
    return (
      <div className="page">
        <Skeleton lines={6} />
      </div>
    );
  }
  const title = isSent(outcome)
    ? result.sentTitle
    : outcome.complete
      ? result.completeTitle
      : result.approvedTitle;
  return (
    <Page id="approved" title={title}>
      <Facts outcome={outcome} />
      <section className="result-part" aria-labelledby="next">
        <h2 id="next">{result.next}</h2>
        <Next document={document} outcome={outcome} />
      </section>
      {outcome.complete && (
        <section className="result-part" aria-labelledby="evidence">
          <h2 id="evidence">{result.evidence}</h2>
          <p className="soft">{result.evidenceText}</p>
          {document.evidence ? (
            <Pack place={place} title={document.title} />
          ) : (
            <p role="status">{result.evidenceWaiting}</p>
          )}
        </section>
      )}
      <section className="summary-box" aria-label={document.title}>
        <Summary document={document} version />
      </section>
      <div className="actions">
        {mayApprove ? (
          <LinkButton href="/approvals">{result.toList}</LinkButton>
        ) : (
          <LinkButton href="/dossier">{result.toDossier}</LinkButton>
        )}
        <LinkButton href={documentAddress(place)}>{result.toDocument}</LinkButton>
      </div>
    </Page>
  );
}

function Facts({ outcome }: { outcome: Outcome }) {
  const { result } = useApprovalMessages();
  const { language } = useLanguage();
  return (
    <Notice kind="done">
      <dl className="facts result-facts">
        <dt>{result.reference}</dt>
        <dd>
          <code>{outcome.reference}</code>
        </dd>
        {outcome.at && (
          <>
            <dt>{result.time}</dt>
            <dd>{formatMoment(language, outcome.at)}</dd>
          </>
        )}
      </dl>
    </Notice>
  );
}

function Next({ document, outcome }: { document: Document; outcome: Outcome }) {
  const texts = useApprovalMessages();
  const { result } = texts;
  const names = useNames();
  const to = texts.to[document.recipient];
  if (!outcome.complete) {
    const named = !outcome.anyone && outcome.waitingFor.length > 0;
    return (
      <>
        <p>{named ? result.waitsFor(names(outcome.waitingFor)) : result.waitsForAnyone}</p>
        {document.recipient !== "none" && <p>{result.waitsThen(to)}</p>}
      </>
    );
  }
  const stays = document.recipient === "none";
  const lines: { to: string; delivery: Delivery }[] = [];
  if (outcome.archive) lines.push({ to: texts.to.none, delivery: outcome.archive });
  if (outcome.recipient) lines.push({ to, delivery: outcome.recipient });
  return (
    <>
      {stays && <p>{result.office}</p>}
      {!stays && lines.length === 0 && <p>{result.delivery.waiting(to)}</p>}
      {lines.length > 0 && (
        <ul className="deliveries">
          {lines.map((line) => (
            <Line key={line.delivery.channel} {...line} />
          ))}
        </ul>
      )}
    </>
  );
}

function Line({ to, delivery }: { to: string; delivery: Delivery }) {
  const { result } = useApprovalMessages();
  const { language } = useLanguage();
  const { state, by_firm: byFirm } = delivery;
  const wrong = state === "refused" || state === "failed";
  const arrived = state === "sent" || state === "accepted";
  const Icon = wrong ? TriangleAlert : arrived ? CircleCheck : CircleDot;
  return (
    <li className={wrong ? "delivery-wrong" : arrived ? "delivery-done" : undefined}>
      <Icon aria-hidden="true" />
      <div>
        <p>
          {byFirm ? result.byFirm(to, formatDate(language, byFirm)) : result.delivery[state](to)}
        </p>
        {state !== "waiting" && <p className="small">{formatMoment(language, delivery.at)}</p>}
        {delivery.receipt && (
          <p className="soft">
            {byFirm ? result.byFirmRemark : result.receipt}: <code>{delivery.receipt}</code>
          </p>
        )}
      </div>
    </li>
  );
}
