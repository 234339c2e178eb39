// One published document as the office sees it: where it stands, who agreed, what was sent and asked,
// and everything that ever happened to it.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import type { ApiProblem } from "../../api/problem";
import type { FirmDocument as View } from "../../api/types";
import { formatDate, formatMoment, formatPeriod, formatSize } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Notice } from "../../ui/Notice";
import { useSaidOnce } from "../../ui/once";
import { Page } from "../../ui/Page";
import { doneHere } from "../done";
import { useStaffMessages } from "../i18n/messages";
import { Facts, PageComing, Part, StatusMark, Trouble, useAmountText } from "../parts";
import { keys, type Place } from "../place";
import { Actions } from "./Actions";
import { Deliveries } from "./Deliveries";
import { Evidence } from "./Evidence";
import { History } from "./History";
import { Questions } from "./Questions";
import { Stages } from "./Stages";

export default function StaffDocument({ place }: { place: Place }) {
  const query = useQuery<View, ApiProblem>({
    queryKey: keys.document(place),
    queryFn: () =>
      answer(
        api.GET("/api/office/documents/{organisation}/{document}", {
          params: { path: { ...place } },
        }),
      ),
  });
  const { documents } = useStaffMessages();
  const { data: document, error } = query;
  if (document) {
    const id = `document-${place.document}`;
    return (
      <Page id={id} title={document.title} above={document.organisation.name} wide>
        <Content document={document} place={place} />
      </Page>
    );
  }
  if (!error) return <PageComing />;
  return (
    <Page id="document-failed" title={documents.title} wide>
      <Trouble problem={error} retry={() => void query.refetch()} />
    </Page>
  );
}

function Content({ document, place }: { document: View; place: Place }) {
  const t = useStaffMessages();
  const [done] = useState(doneHere);
  useSaidOnce();
  return (
    <>
      {done === "released" && (
        <Notice kind="done" live>
          <p>{t.document.released}</p>
        </Notice>
      )}
      <Standing document={document} />
      {document.lacks_approvers && (
        <Notice kind="warning" title={t.document.lacksApprovers}>
          <p>{t.document.lacksApproversText}</p>
        </Notice>
      )}
      <Actions document={document} place={place} />
      <div className="parts">
        <Part id="summary" title={t.document.summary}>
          <Summary document={document} />
        </Part>
        <Part id="questions" title={t.document.questions}>
          <Questions document={document} place={place} />
        </Part>
        <Part id="approvals" title={t.document.approvals}>
          <Stages document={document} />
        </Part>
        <Part id="deliveries" title={t.document.deliveries}>
          <Deliveries document={document} place={place} />
        </Part>
        <Part id="evidence" title={t.document.evidence}>
          <Evidence document={document} place={place} />
        </Part>
        <Part id="history" title={t.document.history}>
          <History document={document} />
        </Part>
      </div>
    </>
  );
}

/** The status, and for what was closed by whom, when and why. */
function Standing({ document }: { document: View }) {
  const { document: texts } = useStaffMessages();
  const { language } = useLanguage();
  const { closed, status } = document;
  if (!closed) {
    return (
      <p className="standing">
        <StatusMark of={document} />
      </p>
    );
  }
  const name = closed.by_name ?? texts.closedBy;
  const moment = formatMoment(language, closed.at);
  return (
    <div className="standing">
      <StatusMark of={document} />
      <p className="soft">
        {status === "declined"
          ? texts.closedDeclined(name, moment)
          : texts.closedWithdrawn(name, moment)}
      </p>
      {closed.reason && <blockquote className="firm-says lines">{closed.reason}</blockquote>}
    </div>
  );
}

function Summary({ document }: { document: View }) {
  const { common, kinds, recipients, file: fileTexts, document: texts } = useStaffMessages();
  const { language } = useLanguage();
  const amountText = useAmountText();
  const { file, versions, version } = document;
  const moment = (time: string | null | undefined) => time && formatMoment(language, time);
  return (
    <>
      <Facts
        facts={[
          [common.kind, kinds[document.kind]],
          [common.period, formatPeriod(language, document.period)],
          [common.amount, amountText(document.amount)],
          [common.recipient, recipients[document.recipient]],
          [common.deadline, formatDate(language, document.deadline)],
          [texts.contact, document.contact?.name],
          [
            texts.file,
            `${file.name} (${fileTexts.pages(file.pages)}, ${formatSize(language, file.size)})`,
          ],
          [texts.approvedAt, moment(document.approved_at)],
          [texts.reference, document.reference && <code>{document.reference}</code>],
        ]}
      />
      {document.message && (
        <div>
          <p className="soft">{common.message}</p>
          <blockquote className="firm-says lines">{document.message}</blockquote>
        </div>
      )}
      <ul className="plain-list" aria-label={texts.versions}>
        {[...versions].reverse().map((each) => (
          <li key={each.version}>
            {texts.versionLine(each.version, formatMoment(language, each.released_at))}
            {versions.length > 1 && each.version === version && (
              <span className="tag">{texts.newest}</span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
