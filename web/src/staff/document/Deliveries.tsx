// Where an approved document was sent, how far it came, and sending it again.
import { CircleCheck, CircleHelp, Clock, type LucideIcon, Send, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { answer, api } from "../../api/client";
import type { DeliveryState, FirmDelivery, FirmDocument } from "../../api/types";
import { formatDate, formatMoment } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { Notice } from "../../ui/Notice";
import { useStaffMessages } from "../i18n/messages";
import { Facts, Mark, type Tone } from "../parts";
import type { Place } from "../place";
import { useAction } from "../useAction";
import { reasonText } from "./reasons";
import { SentByFirm } from "./SentByFirm";
import { useReload } from "./useReload";

const ICONS: Record<DeliveryState, [LucideIcon, Tone]> = {
  waiting: [Clock, "plain"],
  queued: [Send, "plain"],
  unknown: [CircleHelp, "bad"],
  sent: [Send, "plain"],
  accepted: [CircleCheck, "plain"],
  refused: [TriangleAlert, "bad"],
  failed: [TriangleAlert, "bad"],
};

export function Deliveries({ document, place }: { document: FirmDocument; place: Place }) {
  const { document: texts } = useStaffMessages();
  const [done, setDone] = useState<"again" | "byFirm">();
  const { deliveries, closed } = document;
  if (deliveries.length === 0) {
    return <p className="soft">{closed ? texts.noDeliveriesClosed : texts.noDeliveries}</p>;
  }
  return (
    <>
      {done && (
        <Notice kind="done" live>
          <p>{done === "again" ? texts.againDone : texts.byFirmDone}</p>
        </Notice>
      )}
      <ul className="deliveries">
        {deliveries.map((delivery) => (
          <Line
            key={delivery.channel}
            delivery={delivery}
            document={document}
            place={place}
            onDone={setDone}
          />
        ))}
      </ul>
    </>
  );
}

interface LineProps {
  delivery: FirmDelivery;
  document: FirmDocument;
  place: Place;
  onDone(what: "again" | "byFirm"): void;
}

function Line({ delivery, document, place, onDone }: LineProps) {
  const { document: texts, recipients } = useStaffMessages();
  const { language } = useLanguage();
  const reload = useReload(place);
  const action = useAction();
  const [asking, setAsking] = useState<"again" | "byFirm">();
  const { channel, state, at, receipt, reason, attempts, late, by_firm } = delivery;
  const to = channel === "archive" ? texts.channels.archive : recipients[document.recipient];
  const [icon, tone] = ICONS[state];
  const send = () =>
    action.run(async () => {
      const call = api.POST("/api/office/documents/{organisation}/{document}/deliver-again", {
        params: { path: { ...place } },
        body: { channel },
      });
      await answer(call);
      setAsking(undefined);
      await reload();
      onDone("again");
    });
  return (
    <li>
      <p className="strong">{to}</p>
      <Mark icon={icon} tone={tone}>
        {by_firm ? texts.byFirm(formatDate(language, by_firm)) : texts.states[state]}
      </Mark>
      <p className="soft">
        {formatMoment(language, at)}
        {attempts > 1 && ` · ${texts.attempts(attempts)}`}
      </p>
      <Facts
        facts={[
          [by_firm ? texts.byFirmRemark : texts.receipt, receipt && <code>{receipt}</code>],
          [texts.reason, reason && reasonText(texts, reason)],
        ]}
      />
      {!asking && <ErrorSummary failure={action.failure} />}
      {late && <p>{texts.late}</p>}
      {(delivery.may_send_again || delivery.may_send_by_firm) && (
        <div className="actions">
          {delivery.may_send_again && (
            <Button
              busy={action.busy}
              aria-label={texts.againLabel(to)}
              onClick={() => (state === "unknown" ? setAsking("again") : send())}
            >
              {texts.again}
            </Button>
          )}
          {delivery.may_send_by_firm && (
            <Button aria-label={texts.byFirmLabel(to)} onClick={() => setAsking("byFirm")}>
              {texts.byFirmNote}
            </Button>
          )}
        </div>
      )}
      {asking === "again" && (
        <Dialog title={texts.againTitle} onCancel={() => setAsking(undefined)}>
          <ErrorSummary failure={action.failure} />
          <p>{texts.againUnknown}</p>
          <AgainActions busy={action.busy} onSend={send} onCancel={() => setAsking(undefined)} />
        </Dialog>
      )}
      {asking === "byFirm" && (
        <SentByFirm
          place={place}
          to={to}
          onDone={() => {
            setAsking(undefined);
            onDone("byFirm");
          }}
          onCancel={() => setAsking(undefined)}
        />
      )}
    </li>
  );
}

function AgainActions(props: { busy: boolean; onSend(): void; onCancel(): void }) {
  const { document: texts } = useStaffMessages();
  const { t } = useLanguage();
  return (
    <div className="actions">
      <Button busy={props.busy} onClick={props.onSend}>
        {texts.again}
      </Button>
      <Button onClick={props.onCancel}>{t.common.cancel}</Button>
    </div>
  );
}
