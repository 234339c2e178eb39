// Releasing: the last look at what, for whom, by whom and until when; and who may do it.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocation } from "wouter";
import { answer, api } from "../../api/client";
import type { Draft, OrganisationDetail } from "../../api/types";
import { useSession } from "../../client/session";
import { formatDate, formatPeriod } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { CopyButton } from "../../ui/CopyButton";
import { Dialog } from "../../ui/Dialog";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { Notice } from "../../ui/Notice";
import { doneState } from "../done";
import { useStaffMessages } from "../i18n/messages";
import { Facts, useAmountText } from "../parts";
import { documentAddress, draftAddress, keys, placeOf } from "../place";
import { useAction } from "../useAction";
import { StagesList, useStagesText } from "./Approvers";

/** Whether this user prepared a draft that somebody else must release. */
export function useNeedsOtherEyes(draft: Draft): boolean {
  const { user } = useSession();
  return draft.four_eyes && draft.prepared_by.id === user;
}

/** Explains four eyes to both of the pair. */
export function EyesNotice({ draft }: { draft: Draft }) {
  const { release } = useStaffMessages();
  const needsOther = useNeedsOtherEyes(draft);
  if (!draft.four_eyes || !draft.file) return null;
  if (!needsOther) {
    return (
      <Notice title={release.secondTitle(draft.prepared_by.name)}>
        <p>{release.secondText}</p>
      </Notice>
    );
  }
  return (
    <Notice title={release.eyesTitle}>
      <p>{release.eyesText}</p>
      <CopyButton
        text={location.origin + draftAddress(placeOf(draft))}
        label={release.copy}
        done={release.copied}
      />
    </Notice>
  );
}

interface ReleaseDialogProps {
  draft: Draft;
  organisation: OrganisationDetail;
  onClose(): void;
}

export function ReleaseDialog({ draft, organisation, onClose }: ReleaseDialogProps) {
  const { common, release, recipients } = useStaffMessages();
  const { language } = useLanguage();
  const amountText = useAmountText();
  const stagesText = useStagesText();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const action = useAction();
  const place = placeOf(draft);
  const confirm = () =>
    action.run(async () => {
      const call = api.POST("/api/office/drafts/{organisation}/{document}/release", {
        params: { path: { ...place } },
        body: { revision: draft.revision },
      });
      await answer(call).catch((thrown: unknown) => {
        // Whatever stands in the way, what is shown is then the portal's newest word.
        void queries.invalidateQueries({ queryKey: keys.draft(place) });
        throw thrown;
      });
      queries.removeQueries({ queryKey: keys.document(place) });
      void queries.invalidateQueries({ queryKey: keys.documents });
      void queries.invalidateQueries({ queryKey: keys.drafts });
      navigate(documentAddress(place), { replace: true, state: doneState("released") });
      queries.removeQueries({ queryKey: keys.draft(place) });
    });
  const stages = stagesText(draft.stages, organisation.members);
  // The focus is on the button, which on a small phone lies below what it is about.
  useEffect(() => {
    document.querySelector("dialog[open]")?.scrollTo(0, 0);
  }, []);
  return (
    <Dialog title={release.title} onCancel={onClose}>
      <ErrorSummary failure={action.failure} />
      <Facts
        facts={[
          [common.organisation, draft.organisation.name],
          [release.document, draft.title],
          [common.period, formatPeriod(language, draft.period)],
          [common.amount, draft.amount && amountText(draft.amount)],
          [common.recipient, recipients[draft.recipient]],
          [release.approvers, <StagesList key="stages" texts={stages} />],
          [common.deadline, formatDate(language, draft.deadline)],
        ]}
      />
      <p className="soft">{release.text}</p>
      <div className="actions">
        <Button kind="primary" busy={action.busy} waiting={action.waiting} onClick={confirm}>
          {release.confirm}
        </Button>
        <Button onClick={onClose}>{release.back}</Button>
      </div>
    </Dialog>
  );
}

export function DiscardDialog({ draft, onClose }: { draft: Draft; onClose(): void }) {
  const { release } = useStaffMessages();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const action = useAction();
  const place = placeOf(draft);
  const discard = () =>
    action.run(async () => {
      await answer(
        api.POST("/api/office/drafts/{organisation}/{document}/discard", {
          params: { path: { ...place } },
          body: {},
        }),
      );
      void queries.invalidateQueries({ queryKey: keys.drafts });
      navigate("/office/drafts", { replace: true, state: doneState("discarded") });
      queries.removeQueries({ queryKey: keys.draft(place) });
    });
  return (
    <Dialog title={release.discardTitle} onCancel={onClose}>
      <ErrorSummary failure={action.failure} />
      <p>{release.discardText}</p>
      <div className="actions">
        <Button kind="primary" busy={action.busy} waiting={action.waiting} onClick={discard}>
          {release.discardConfirm}
        </Button>
        <Button onClick={onClose}>{release.back}</Button>
      </div>
    </Dialog>
  );
}
