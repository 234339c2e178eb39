// Noting that the office sent a document to its recipient by other means than the portal.
import { type FormEvent, useState } from "react";
import { answer, api } from "../../api/client";
import { serverNow } from "../../api/clock";
import { civilDate } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { Field } from "../../ui/fields";
import { useStaffMessages } from "../i18n/messages";
import type { Place } from "../place";
import { useAction } from "../useAction";
import { useReload } from "./useReload";

interface Props {
  place: Place;
  to: string;
  onDone(): void;
  onCancel(): void;
}

export function SentByFirm({ place, to, onDone, onCancel }: Props) {
  const { document: texts, problems } = useStaffMessages();
  const { t } = useLanguage();
  const reload = useReload(place);
  const action = useAction();
  const today = civilDate(serverNow());
  const [on, setOn] = useState(today);
  const [remark, setRemark] = useState("");
  const note = (event: FormEvent) => {
    event.preventDefault();
    if (on === "") return action.refuse([{ field: "on", text: problems.required }]);
    action.run(async () => {
      const call = api.POST("/api/office/documents/{organisation}/{document}/sent-by-firm", {
        params: { path: { ...place } },
        body: { on, remark: remark.trim() || null },
      });
      await answer(call);
      await reload();
      onDone();
    });
  };
  return (
    <Dialog title={texts.byFirmTitle(to)} onCancel={onCancel}>
      <form className="form" noValidate onSubmit={note}>
        <ErrorSummary failure={action.failure} />
        <p>{texts.byFirmText}</p>
        <Field
          name="on"
          type="date"
          label={texts.byFirmOn}
          error={action.errorOf("on")}
          max={today}
          value={on}
          onChange={(event) => setOn(event.target.value)}
        />
        <Field
          name="remark"
          label={texts.byFirmRemark}
          hint={texts.byFirmHint}
          error={action.errorOf("remark")}
          autoComplete="off"
          maxLength={200}
          value={remark}
          onChange={(event) => setRemark(event.target.value)}
        />
        <div className="actions">
          <Button kind="primary" type="submit" busy={action.busy} waiting={action.waiting}>
            {texts.byFirmConfirm}
          </Button>
          <Button onClick={onCancel}>{t.common.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}
