// What the office can do with a document: look at it, correct it, take it back.

import { useQueryClient } from "@tanstack/react-query";
import { FilePen, FileText, Undo2 } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { useLocation } from "wouter";
import { answer, api } from "../../api/client";
import { serverNow } from "../../api/clock";
import { toProblem } from "../../api/problem";
import type { FirmDocument } from "../../api/types";
import { civilDate } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { Notice } from "../../ui/Notice";
import { plainText } from "../../ui/plain";
import { TextArea } from "../../ui/TextArea";
import { useStaffMessages } from "../i18n/messages";
import { draftAddress, keys, type Place, placeOf } from "../place";
import { fieldsFrom } from "../publish/entries";
import { ReaderDialog } from "../Reader";
import { useAction } from "../useAction";
import { useReload } from "./useReload";

/** A signed address of the newest version's file; it holds for a minute. */
async function addressOf(document: FirmDocument): Promise<string> {
  const call = api.POST("/api/office/documents/{organisation}/{document}/open", {
    params: { path: { ...placeOf(document) } },
    body: { version: document.version },
  });
  return (await answer(call)).url;
}

type Asking = "correct" | "withdraw";

export function Actions({ document, place }: { document: FirmDocument; place: Place }) {
  const { document: texts } = useStaffMessages();
  const [asking, setAsking] = useState<Asking>();
  const [reading, setReading] = useState(false);
  const [withdrawn, setWithdrawn] = useState(false);
  const isOpen = document.status === "open";
  const mayCorrect = isOpen || document.status === "declined" || document.status === "withdrawn";
  const close = () => setAsking(undefined);
  return (
    <>
      {withdrawn && (
        <Notice kind="done" live>
          <p>{texts.withdrawDone}</p>
        </Notice>
      )}
      <div className="actions document-actions">
        <Button onClick={() => setReading(true)}>
          <FileText aria-hidden="true" />
          {texts.open}
        </Button>
        {mayCorrect && (
          <Button onClick={() => setAsking("correct")}>
            <FilePen aria-hidden="true" />
            {isOpen ? texts.correct : texts.anew}
          </Button>
        )}
        {isOpen && (
          <Button onClick={() => setAsking("withdraw")}>
            <Undo2 aria-hidden="true" />
            {texts.withdraw}
          </Button>
        )}
      </div>
      {reading && (
        <ReaderDialog
          file={document.file}
          address={() => addressOf(document)}
          onClose={() => setReading(false)}
        />
      )}
      {asking === "correct" && (
        <CorrectDialog document={document} isCorrection={isOpen} onClose={close} />
      )}
      {asking === "withdraw" && (
        <WithdrawDialog
          place={place}
          onClose={close}
          onDone={() => {
            close();
            setWithdrawn(true);
          }}
        />
      )}
    </>
  );
}

interface CorrectDialogProps {
  document: FirmDocument;
  /** Of a document that is open; one that was closed is prepared anew. */
  isCorrection: boolean;
  onClose(): void;
}

function CorrectDialog({ document, isCorrection, onClose }: CorrectDialogProps) {
  const { document: texts } = useStaffMessages();
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const action = useAction();
  const names = document.stages.flatMap(({ approved }) => approved.map(({ name }) => name));
  /** A correction that is being prepared already is gone on with: it has the document's own id. */
  const existing = (thrown: unknown) => {
    if (isCorrection && toProblem(thrown).code === "draft_exists") return document;
    throw thrown;
  };
  const make = () =>
    action.run(async () => {
      const today = civilDate(serverNow());
      const isPast = document.deadline < today;
      const deadline = isPast ? today : document.deadline;
      const body = {
        ...fieldsFrom(document, deadline),
        ...(isCorrection && { corrects: document.id }),
      };
      const draft = await answer(api.POST("/api/office/drafts", { body })).catch(existing);
      void queries.invalidateQueries({ queryKey: keys.drafts });
      navigate(draftAddress(placeOf(draft)));
    });
  return (
    <Dialog title={isCorrection ? texts.correctTitle : texts.anewTitle} onCancel={onClose}>
      <ErrorSummary failure={action.failure} />
      <p>{isCorrection ? texts.correctText : texts.anewText}</p>
      {isCorrection && (
        <p className="strong">
          {names.length > 0 ? texts.correctLapse(names.join(", ")) : texts.correctNone}
        </p>
      )}
      <div className="actions">
        <Button kind="primary" busy={action.busy} waiting={action.waiting} onClick={make}>
          {texts.correctConfirm}
        </Button>
        <Button onClick={onClose}>{t.common.cancel}</Button>
      </div>
    </Dialog>
  );
}

function WithdrawDialog(props: { place: Place; onClose(): void; onDone(): void }) {
  const { document: texts } = useStaffMessages();
  const { t } = useLanguage();
  const reload = useReload(props.place);
  const action = useAction();
  const [reason, setReason] = useState("");
  const request = useRef(crypto.randomUUID());
  const withdraw = (event: FormEvent) => {
    event.preventDefault();
    const said = plainText(reason);
    if (said === "") {
      return action.refuse([{ field: "reason", text: texts.withdrawMissing }]);
    }
    action.run(async () => {
      const call = api.POST("/api/office/documents/{organisation}/{document}/withdraw", {
        params: { path: { ...props.place } },
        body: { request: request.current, reason: said },
      });
      await answer(call);
      await reload();
      props.onDone();
    });
  };
  return (
    <Dialog title={texts.withdrawTitle} onCancel={props.onClose}>
      <form className="form" noValidate onSubmit={withdraw}>
        <ErrorSummary failure={action.failure} />
        <p>{texts.withdrawText}</p>
        <TextArea
          name="reason"
          label={texts.withdrawReason}
          hint={texts.withdrawHint}
          error={action.errorOf("reason")}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="actions">
          <Button kind="primary" type="submit" busy={action.busy} waiting={action.waiting}>
            {texts.withdrawConfirm}
          </Button>
          <Button onClick={props.onClose}>{t.common.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}
