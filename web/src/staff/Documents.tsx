// The firm's published documents by status.
import { CircleHelp, FileText } from "lucide-react";
import { useSearch } from "wouter";
import { answer, api } from "../api/client";
import type { FirmDocumentRow } from "../api/types";
import { formatDate, formatPeriod } from "../i18n/figures";
import { useLanguage } from "../i18n/language";
import { LinkButton } from "../ui/Button";
import { Empty } from "../ui/Empty";
import { Page } from "../ui/Page";
import { useStaffMessages } from "./i18n/messages";
import { Filters, Listing, Mark, StatusMark, useAmountText } from "./parts";
import { documentAddress, keys } from "./place";
import { type Column, Rows } from "./Rows";
import { useList } from "./useList";

const FILTERS = ["open", "approved", "declined", "withdrawn"] as const;
type Filter = (typeof FILTERS)[number];

export default function Documents() {
  const { documents } = useStaffMessages();
  const asked = new URLSearchParams(useSearch()).get("status");
  const status = FILTERS.find((filter) => filter === asked) ?? "open";
  const list = useList([...keys.documents, status], async (at) => {
    const params = { query: { status, ...at } };
    const found = await answer(api.GET("/api/office/documents", { params }));
    return { rows: found.documents, next: found.next };
  });
  return (
    <Page id="documents" title={documents.title} wide>
      <Filters
        label={documents.filter}
        options={FILTERS.map((filter) => ({
          href: `/office/documents?status=${filter}`,
          label: documents.filters[filter],
          isHere: filter === status,
        }))}
      />
      <Listing list={list} empty={<Nothing status={status} />}>
        {(rows) => <DocumentRows rows={rows} status={status} />}
      </Listing>
    </Page>
  );
}

function Nothing({ status }: { status: Filter }) {
  const { documents } = useStaffMessages();
  return (
    <Empty icon={FileText} title={documents.empty[status]}>
      <p>{documents.emptyWhy}</p>
      <LinkButton href="/office/publish">{documents.publish}</LinkButton>
    </Empty>
  );
}

function DocumentRows({ rows, status }: { rows: FirmDocumentRow[]; status: Filter }) {
  const { common, documents } = useStaffMessages();
  const { language } = useLanguage();
  const amountText = useAmountText();
  const progress: Column<FirmDocumentRow> = {
    label: documents.approvals,
    cell: ({ approved, needed }) => documents.approvedOf(approved, needed),
  };
  const standing: Column<FirmDocumentRow> = {
    label: common.status,
    cell: (row) => <StatusMark of={row} />,
  };
  const columns: Column<FirmDocumentRow>[] = [
    { label: common.period, cell: ({ period }) => formatPeriod(language, period), tableOnly: true },
    { label: common.amount, cell: ({ amount }) => amountText(amount), number: true },
    { label: common.deadline, cell: ({ deadline }) => formatDate(language, deadline) },
    // What waits for approval all has the same status; there it counts how far it is.
    status === "open" ? progress : standing,
  ];
  return (
    <Rows
      label={documents.filters[status]}
      rows={rows}
      id={({ id }) => id}
      href={({ organisation, id }) =>
        documentAddress({ organisation: organisation.id, document: id })
      }
      title={({ title }) => title}
      under={({ organisation, question_open }) => (
        <>
          {organisation.name}
          {question_open && <Mark icon={CircleHelp}>{documents.question}</Mark>}
        </>
      )}
      titleLabel={common.title}
      columns={columns}
    />
  );
}
