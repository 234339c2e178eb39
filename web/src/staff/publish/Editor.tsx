// One draft being prepared, new or stored: the fields, the PDF and what the client will see, and
// below them the way on. Nothing that was typed is lost: it is kept in the tab until it is saved.

import { useQueryClient } from "@tanstack/react-query";
import { Check, CircleDashed } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { answer, api } from "../../api/client";
import { serverNow } from "../../api/clock";
import type { Draft, DraftFields, OrganisationDetail } from "../../api/types";
import { civilDate } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { Notice } from "../../ui/Notice";
import { SlowExplanation } from "../../ui/waiting";
import { useStaffMessages } from "../i18n/messages";
import { draftAddress, keys, placeOf } from "../place";
import { type Action, useAction } from "../useAction";
import { Approvers, useOrganisation } from "./Approvers";
import { Details } from "./Details";
import { EMPTY, entriesOf, fieldsOf, randomKey, says } from "./entries";
import { FileField } from "./FileField";
import { Preview } from "./Preview";
import { DiscardDialog, EyesNotice, ReleaseDialog, useNeedsOtherEyes } from "./Release";
import { stagesProblem } from "./stages";
import { useEntries } from "./useEntries";
import { handOver, useUpload } from "./useUpload";

/** Problems of the whole request that one field can mend. */
const FIELDS = { no_file: "file", deadline_passed: "deadline", approver_without_right: "stages" };

interface EditorProps {
  draft?: Draft;
  /** The usual approvers come with it, so that a draft that follows them is shown as one. */
  organisation?: OrganisationDetail;
}

const NEW = "new";

export function Editor({ draft, organisation }: EditorProps) {
  const { publish, file, approvers } = useStaffMessages();
  const { language } = useLanguage();
  const saved = draft ? entriesOf(draft, language, organisation?.stages ?? []) : EMPTY;
  const handle = useEntries(draft?.id ?? NEW, saved);
  const { entries, change, isChanged } = handle;
  const action = useAction(FIELDS);
  const takeDraft = useTakeDraft();
  const upload = useUpload(draft && placeOf(draft), takeDraft);
  const [keep, setKeep] = useState(false);
  const [asking, setAsking] = useState<"release" | "discard">();
  const detail = useOrganisation(entries.organisation).data ?? organisation;
  const save = useSave({ draft, detail, keep, setKeep, action, upload, handle });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  return (
    <form className="desk" noValidate onSubmit={submit}>
      <div className="desk-notices">
        <ErrorSummary failure={action.failure} />
        {draft && action.failure?.problem?.code === "changed" && <LoadAgain draft={draft} />}
        {handle.isRestored && <Restored isNew={!draft} reset={handle.reset} />}
        {draft && draft.version > 1 && (
          <Notice kind="warning" title={publish.correction}>
            <p>{publish.correctionText}</p>
          </Notice>
        )}
        {draft && <EyesNotice draft={draft} />}
      </div>
      <div className="desk-fields">
        <section className="form" aria-labelledby="about">
          <h2 id="about">{publish.about}</h2>
          <Details
            entries={entries}
            isFixed={draft !== undefined}
            change={change}
            errorOf={action.errorOf}
          />
        </section>
        <section className="form" aria-labelledby="approvers">
          <h2 id="approvers">{approvers.title}</h2>
          <Approvers
            organisation={entries.organisation}
            stages={entries.stages}
            keep={keep}
            error={action.errorOf("stages")}
            onChange={(stages) => change({ stages })}
            onKeep={setKeep}
          />
        </section>
      </div>
      <div className="desk-document">
        <section className="form" aria-labelledby="file-title">
          <h2 id="file-title">{file.title}</h2>
          <FileField stored={draft?.file ?? null} upload={upload} error={action.errorOf("file")} />
        </section>
        <Preview entries={entries} draft={draft} />
      </div>
      <Bar
        draft={draft}
        isChanged={isChanged}
        isAsking={asking !== undefined}
        action={action}
        onRelease={() => {
          if (isChanged || keep) save(() => setAsking("release"));
          else setAsking("release");
        }}
        onDiscard={() => setAsking("discard")}
      />
      {draft && detail && asking === "release" && (
        <ReleaseDialog draft={draft} organisation={detail} onClose={() => setAsking(undefined)} />
      )}
      {draft && asking === "discard" && (
        <DiscardDialog draft={draft} onClose={() => setAsking(undefined)} />
      )}
    </form>
  );
}

/** Takes over the portal's newest word on a draft; an answer that came late does not undo a later one. */
function useTakeDraft() {
  const queries = useQueryClient();
  return (draft: Draft) => {
    queries.setQueryData<Draft>(keys.draft(placeOf(draft)), (before) =>
      before && before.revision > draft.revision ? before : draft,
    );
    void queries.invalidateQueries({ queryKey: keys.drafts });
  };
}

interface Saving {
  draft: Draft | undefined;
  detail: OrganisationDetail | undefined;
  keep: boolean;
  setKeep(keep: boolean): void;
  action: Action;
  upload: ReturnType<typeof useUpload>;
  handle: ReturnType<typeof useEntries>;
}

function useSave({ draft, detail, keep, setKeep, action, upload, handle }: Saving) {
  const t = useStaffMessages();
  const takeDraft = useTakeDraft();
  const queries = useQueryClient();
  const [, navigate] = useLocation();

  // One form makes one draft, however often it is sent.
  const [key] = useState(randomKey);
  const create = async (fields: DraftFields) => {
    const created = await answer(api.POST("/api/office/drafts", { body: { ...fields, key } }));
    takeDraft(created);
    // When an answer was lost, it is the draft of what stood in the form then.
    if (!says(created, fields)) await update(fields, created);
    if (upload.state.phase === "picked") handOver(created.id, upload.state.checked);
    handle.forget();
    navigate(draftAddress(placeOf(created)), { replace: true });
  };
  const update = async (fields: DraftFields, stored: Draft) => {
    const path = { ...placeOf(stored) };
    const call = api.PUT("/api/office/drafts/{organisation}/{document}", {
      params: { path },
      body: { ...fields, revision: stored.revision },
    });
    takeDraft(await answer(call));
  };
  const keepStages = async ({ organisation, stages }: DraftFields) => {
    if (!keep || !stages) return;
    const call = api.PUT("/api/office/organisations/{organisation}/approvers", {
      params: { path: { organisation } },
      body: { stages },
    });
    await answer(call);
    await queries.invalidateQueries({ queryKey: keys.organisation(organisation) });
    // From now on these are the usual ones, and the draft follows them.
    setKeep(false);
    handle.change({ stages: null });
  };
  return (then?: () => void) => {
    const { fields, errors = [] } = fieldsOf(handle.entries, t, civilDate(serverNow()));
    const { stages } = handle.entries;
    const wrong = stages && detail && stagesProblem(stages, detail.members);
    if (wrong) errors.push({ field: "stages", text: t.stagesProblems[wrong] });
    if (!fields || wrong) return action.refuse(errors);
    action.run(async () => {
      await keepStages(fields);
      await (draft ? update(fields, draft) : create(fields));
      then?.();
    });
  };
}

/** A colleague was faster: their word comes in, and what was typed here stays in the fields. */
function LoadAgain({ draft }: { draft: Draft }) {
  const { publish } = useStaffMessages();
  const queries = useQueryClient();
  const load = () => void queries.invalidateQueries({ queryKey: keys.draft(placeOf(draft)) });
  return (
    <div className="actions">
      <Button onClick={load}>{publish.loadAgain}</Button>
    </div>
  );
}

function Restored({ isNew, reset }: { isNew: boolean; reset(): void }) {
  const { publish } = useStaffMessages();
  return (
    <Notice>
      <p>{publish.restored}</p>
      <Button kind="plain" onClick={reset}>
        {isNew ? publish.startOver : publish.undo}
      </Button>
    </Notice>
  );
}

interface BarProps {
  draft: Draft | undefined;
  isChanged: boolean;
  /** A dialog asks; its button is the one to press now. */
  isAsking: boolean;
  action: Action;
  onRelease(): void;
  onDiscard(): void;
}

/** What can be done with the draft, always in sight. */
function Bar({ draft, isChanged, isAsking, action, onRelease, onDiscard }: BarProps) {
  const { publish, release } = useStaffMessages();
  const busy = { busy: action.busy, waiting: action.waiting };
  return (
    <div className="desk-bar">
      <SlowExplanation waiting={action.waiting} />
      <div className="desk-left">
        <p className="desk-state" role="status">
          {draft && !isChanged ? <Check aria-hidden="true" /> : <CircleDashed aria-hidden="true" />}
          {draft && !isChanged ? publish.saved : publish.unsaved}
        </p>
        {draft && (
          <Button kind="plain" onClick={onDiscard}>
            {release.discard}
          </Button>
        )}
      </div>
      <div className="actions">
        {draft ? (
          <Button type="submit" {...busy}>
            {publish.save}
          </Button>
        ) : (
          <Button kind="primary" type="submit" {...busy}>
            {publish.saveAndGo}
          </Button>
        )}
        {draft && <ReleaseButton draft={draft} isAsking={isAsking} onRelease={onRelease} />}
      </div>
    </div>
  );
}

function ReleaseButton(props: { draft: Draft; isAsking: boolean; onRelease(): void }) {
  const { release } = useStaffMessages();
  const needsOther = useNeedsOtherEyes(props.draft);
  if (needsOther) return null;
  return (
    <Button
      kind={props.isAsking ? "secondary" : "primary"}
      disabled={!props.draft.file}
      title={props.draft.file ? undefined : release.needsFile}
      onClick={props.onRelease}
    >
      {release.release}
    </Button>
  );
}
