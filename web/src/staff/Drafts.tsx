// Concepten: what is being prepared, by whom, and what it waits for.
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, FilePen, Users } from "lucide-react";
import { useState } from "react";
import { answer, api } from "../api/client";
import type { ApiProblem } from "../api/problem";
import type { DocumentKind, DraftRow, Settings } from "../api/types";
import { useSession } from "../client/session";
import { formatDate, formatMoment, formatPeriod } from "../i18n/figures";
import { useLanguage } from "../i18n/language";
import { LinkButton } from "../ui/Button";
import { Empty } from "../ui/Empty";
import { Notice } from "../ui/Notice";
import { Page } from "../ui/Page";
import { doneHere } from "./done";
import { useStaffMessages } from "./i18n/messages";
import { Listing, Mark } from "./parts";
import { draftAddress, keys, SEVERAL } from "./place";
import { type ChosenDrafts, canRelease, ReleaseMany, useChosen } from "./ReleaseMany";
import { type Column, Rows } from "./Rows";
import { useList } from "./useList";

export default function Drafts() {
  const { bulk, drafts, documents, release } = useStaffMessages();
  const [done] = useState(doneHere);
  const list = useList(keys.drafts, async (at) => {
    const found = await answer(api.GET("/api/office/drafts", { params: { query: at } }));
    return { rows: found.drafts, next: found.next };
  });
  // With the list, because what a draft waits for is as wide as a column.
  const settings = useQuery<Settings, ApiProblem>({
    queryKey: keys.settings,
    queryFn: () => answer(api.GET("/api/office/settings")),
  });
  const chosen = useChosen();
  const shown = settings.isPending ? { ...list, rows: undefined } : list;
  return (
    <Page id="drafts" title={drafts.title} wide>
      <p className="lead">{drafts.intro}</p>
      <div className="actions">
        <LinkButton href={SEVERAL}>{bulk.open}</LinkButton>
      </div>
      {done === "discarded" && (
        <Notice kind="done" live>
          <p>{release.discarded}</p>
        </Notice>
      )}
      <Listing
        list={shown}
        empty={
          <Empty icon={FilePen} title={drafts.empty}>
            <p>{drafts.emptyWhy}</p>
            <LinkButton href="/office/publish">{documents.publish}</LinkButton>
          </Empty>
        }
      >
        {(rows) => (
          <>
            <ReleaseMany rows={rows} chosen={chosen} />
            <DraftRows rows={rows} fourEyes={settings.data?.four_eyes ?? []} chosen={chosen} />
          </>
        )}
      </Listing>
    </Page>
  );
}

interface DraftRowsProps {
  rows: DraftRow[];
  fourEyes: DocumentKind[];
  chosen: ChosenDrafts;
}

function DraftRows({ rows, fourEyes, chosen }: DraftRowsProps) {
  const { common, drafts, releaseMany } = useStaffMessages();
  const { language } = useLanguage();
  const { user } = useSession();
  const columns: Column<DraftRow>[] = [
    { label: common.period, cell: ({ period }) => formatPeriod(language, period), tableOnly: true },
    { label: common.deadline, cell: ({ deadline }) => formatDate(language, deadline) },
    {
      label: drafts.preparedBy,
      cell: ({ prepared_by: { id, name }, updated_at }) => (
        <>
          {id === user ? drafts.you(name) : name}
          <span className="under">{formatMoment(language, updated_at)}</span>
        </>
      ),
    },
    { label: common.status, cell: (row) => <Readiness draft={row} fourEyes={fourEyes} /> },
  ];
  return (
    <Rows
      label={drafts.title}
      rows={rows}
      id={({ id }) => id}
      href={({ organisation, id }) => draftAddress({ organisation: organisation.id, document: id })}
      title={({ title }) => title}
      under={({ organisation, version }) =>
        version > 1 ? `${organisation.name} · ${drafts.correction}` : organisation.name
      }
      titleLabel={common.title}
      columns={columns}
      choosing={{
        heading: releaseMany.choose,
        label: ({ title, organisation }) => releaseMany.chooseLabel(title, organisation.name),
        can: canRelease,
        isChosen: chosen.has,
        toggle: chosen.toggle,
      }}
    />
  );
}

/** Whether it can be released, and by whom: the firm's settings say for which kinds that matters. */
function Readiness({ draft, fourEyes }: { draft: DraftRow; fourEyes: DocumentKind[] }) {
  const { drafts } = useStaffMessages();
  const { user } = useSession();
  if (!draft.ready) return <Mark icon={CircleDashed}>{drafts.notReady}</Mark>;
  if (!fourEyes.includes(draft.kind)) {
    return <Mark icon={CircleCheck}>{drafts.ready}</Mark>;
  }
  const isOwn = draft.prepared_by.id === user;
  return <Mark icon={Users}>{isOwn ? drafts.otherEyes : drafts.yourEyes}</Mark>;
}
