// A stored draft: prepare it, look at it, release it.
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import type { ApiProblem } from "../../api/problem";
import type { Draft } from "../../api/types";
import { LinkButton } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { useStaffMessages } from "../i18n/messages";
import { PageComing, Trouble } from "../parts";
import { documentAddress, keys, type Place } from "../place";
import { useOrganisation } from "./Approvers";
import { Editor } from "./Editor";

export default function DraftPage({ place }: { place: Place }) {
  const { publish } = useStaffMessages();
  const query = useQuery<Draft, ApiProblem>({
    queryKey: keys.draft(place),
    queryFn: () =>
      answer(
        api.GET("/api/office/drafts/{organisation}/{document}", {
          params: { path: { ...place } },
        }),
      ),
  });
  const organisation = useOrganisation({ id: place.organisation, name: "" });
  const { data: draft, error } = query;
  if (error?.status === 404) return <Gone place={place} />;
  const problem = draft ? organisation.error : error;
  if (draft && organisation.data) {
    const id = `draft-${place.document}`;
    const above = `${publish.draftTitle} · ${draft.organisation.name}`;
    return (
      <Page id={id} title={draft.title} above={above} wide>
        <Editor draft={draft} organisation={organisation.data} />
      </Page>
    );
  }
  if (!problem) return <PageComing />;
  return (
    <Page id="draft-failed" title={publish.draftTitle} wide>
      <Trouble
        problem={problem}
        retry={() => void (draft ? organisation.refetch() : query.refetch())}
      />
    </Page>
  );
}

function Gone({ place }: { place: Place }) {
  const { publish } = useStaffMessages();
  return (
    <Page id="draft-gone" title={publish.gone}>
      <p className="lead">{publish.goneText}</p>
      <div className="actions">
        <LinkButton kind="primary" href="/office/drafts">
          {publish.toDrafts}
        </LinkButton>
        <LinkButton href={documentAddress(place)}>{publish.toDocument}</LinkButton>
      </div>
    </Page>
  );
}
