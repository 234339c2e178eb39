// What the client is going to see, beside the fields: the same facts, the firm's words, the PDF.
import { FileSearch } from "lucide-react";
import { answer, api } from "../../api/client";
import type { Draft, File as StoredFile } from "../../api/types";
import { useBranding } from "../../branding";
import { formatDate, formatPeriod } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Empty } from "../../ui/Empty";
import { useStaffMessages } from "../i18n/messages";
import { Facts, useAmountText } from "../parts";
import { type Place, placeOf } from "../place";
import { ReaderBeside } from "../Reader";
import type { Entries } from "./entries";
import { parseMoney } from "./money";
import { parsePeriod } from "./period";

export function Preview({ entries, draft }: { entries: Entries; draft: Draft | undefined }) {
  const { preview } = useStaffMessages();
  return (
    <section className="preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{preview.title}</h2>
      <ClientsView entries={entries} />
      {draft?.file ? (
        <DraftReader place={placeOf(draft)} file={draft.file} />
      ) : (
        <Empty icon={FileSearch} title={preview.none}>
          <p>{preview.noneWhy}</p>
        </Empty>
      )}
    </section>
  );
}

function DraftReader({ place, file }: { place: Place; file: StoredFile }) {
  const address = async () => {
    const call = api.POST("/api/office/drafts/{organisation}/{document}/preview", {
      params: { path: { ...place } },
      body: {},
    });
    return (await answer(call)).url;
  };
  return <ReaderBeside key={file.sha256} file={file} address={address} />;
}

function ClientsView({ entries }: { entries: Entries }) {
  const { common, recipients, preview } = useStaffMessages();
  const { language } = useLanguage();
  const { firm } = useBranding();
  const amountText = useAmountText();
  const period = parsePeriod(entries.period);
  const money = parseMoney(entries.amount);
  const amount =
    money.problem || entries.meaning === ""
      ? ""
      : amountText({ cents: money.cents, meaning: entries.meaning });
  return (
    <div className="clients-view">
      <p className={entries.title ? "clients-title" : "clients-title soft"}>
        {entries.title || common.title}
      </p>
      <Facts
        facts={[
          [common.period, period && formatPeriod(language, period)],
          [common.amount, amount],
          [common.recipient, entries.recipient && recipients[entries.recipient]],
          [common.deadline, entries.deadline && formatDate(language, entries.deadline)],
        ]}
      />
      {entries.message.trim() !== "" && (
        <blockquote className="firm-says">
          <p className="small">{preview.from(firm)}</p>
          <p className="lines">{entries.message}</p>
        </blockquote>
      )}
    </div>
  );
}
