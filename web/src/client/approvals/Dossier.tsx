// Dossier, folder Accordering (M6.2): all documents that were approved, with the evidence of each.
import { FolderCheck, ShieldAlert } from "lucide-react";
import { Link } from "wouter";
import { toProblem } from "../../api/problem";
import type { DocumentRow, Organisation } from "../../api/types";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { FailureContent } from "../../ui/ErrorPage";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { useFacts } from "../DocumentFacts";
import { usePortalMessages } from "../i18n/messages";
import { activeOrganisation, useSession } from "../session";
import { useApprovalMessages } from "./i18n/messages";
import { Standing } from "./List";
import { Pack } from "./Pack";
import { ListSkeleton } from "./parts";
import { documentAddress } from "./place";
import { useDocuments } from "./queries";

export function Dossier() {
  const { dossier, lists } = useApprovalMessages();
  const organisation = activeOrganisation(useSession());
  if (organisation?.rights.includes("dossier")) return <Folder organisation={organisation} />;
  return (
    <Page id="dossier none" title={dossier.title} wide>
      <Empty icon={ShieldAlert} title={organisation ? dossier.noRight : lists.noClient}>
        <p>{organisation ? dossier.noRightWhy(organisation.name) : lists.noClientWhy}</p>
      </Empty>
    </Page>
  );
}

function Folder({ organisation }: { organisation: Organisation }) {
  const { dossier, lists } = useApprovalMessages();
  const list = useDocuments(organisation.id, { list: "all", status: "approved" });
  const rows = list.data?.pages.flatMap((page) => page.documents);
  if (list.error && !rows) {
    return <FailureContent problem={toProblem(list.error)} retry={() => void list.refetch()} />;
  }
  return (
    <Page id="dossier" title={dossier.title} wide>
      <p className="lead">{dossier.lead(organisation.name)}</p>
      <section className="folder" aria-labelledby="folder">
        <h2 id="folder">
          <FolderCheck aria-hidden="true" />
          {dossier.folder}
        </h2>
        <p className="soft">{dossier.folderText}</p>
        {!rows && <ListSkeleton />}
        {rows?.length === 0 && (
          <Empty icon={FolderCheck} title={dossier.empty}>
            <p>{dossier.emptyWhy}</p>
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <ul className="doc-cards folder-list">
            {rows.map((row) => (
              <Line key={row.id} organisation={organisation.id} row={row} />
            ))}
          </ul>
        )}
      </section>
      {list.isFetchNextPageError && (
        <Notice kind="warning" live>
          <p>{lists.moreFailed}</p>
        </Notice>
      )}
      {list.hasNextPage && (
        <div className="actions">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {lists.more}
          </Button>
        </div>
      )}
    </Page>
  );
}

function Line({ organisation, row }: { organisation: string; row: DocumentRow }) {
  const { documents } = usePortalMessages();
  const { dossier } = useApprovalMessages();
  const facts = useFacts();
  const place = { organisation, document: row.id };
  return (
    <li className="folder-line">
      <div className="folder-what">
        <p className="small">
          {documents.kind[row.kind]} · {facts.period(row.period)}
        </p>
        <Link className="doc-title" href={documentAddress(place, "approved")}>
          {row.title}
        </Link>
        {row.amount && <p className="doc-amount">{facts.amount(row.amount)}</p>}
      </div>
      <div>
        <Standing row={row} />
        {row.approved_at && (
          <p className="small">{dossier.approvedOn(facts.date(row.approved_at))}</p>
        )}
      </div>
      {row.evidence ? (
        <Pack place={place} title={row.title} short />
      ) : (
        <p className="soft">{dossier.packSoon}</p>
      )}
    </li>
  );
}
