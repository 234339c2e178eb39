// Where one is signed in, and the way out everywhere at once.
import { useQuery } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { type ApiProblem, toProblem } from "../../api/problem";
import type { Device } from "../../api/types";
import { formatMoment } from "../../i18n/figures";
import { useLanguage } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { usePortalMessages } from "../i18n/messages";
import { useSignOut } from "../useSignOut";
import { Failed, Waiting } from "./loading";

export function Devices() {
  const { account } = usePortalMessages();
  const { data, error, isPending, refetch } = useQuery<Device[], ApiProblem>({
    queryKey: ["devices"],
    queryFn: async () => (await answer(api.GET("/api/session/devices"))).devices,
    staleTime: 0,
  });
  return (
    <>
      {isPending && <Waiting />}
      {error && (
        <Failed
          title={account.devicesFailed}
          problem={toProblem(error)}
          retry={() => void refetch()}
        />
      )}
      {data?.length === 0 && <p className="soft">{account.noDevices}</p>}
      {data && data.length > 0 && (
        <ul className="devices">
          {data.map((device) => (
            <DeviceLine key={device.id} device={device} />
          ))}
        </ul>
      )}
      <Everywhere />
    </>
  );
}

function DeviceLine({ device }: { device: Device }) {
  const { account } = usePortalMessages();
  const { language } = useLanguage();
  return (
    <li>
      <MonitorSmartphone aria-hidden="true" />
      <div>
        <p className="strong">
          {device.name || account.unknownDevice}
          {device.current && <span className="tag">{account.thisDevice}</span>}
        </p>
        <p className="soft">{account.signedInAt(formatMoment(language, device.signed_in_at))}</p>
        <p className="soft">{account.lastSeen(formatMoment(language, device.last_seen_at))}</p>
      </div>
    </li>
  );
}

function Everywhere() {
  const { account, shell } = usePortalMessages();
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const signOut = useSignOut("everywhere");
  return (
    <>
      <p className="soft">{account.everywhereText}</p>
      <div className="actions">
        <Button onClick={() => setAsking(true)}>{account.everywhere}</Button>
      </div>
      {asking && (
        <Dialog title={account.everywhereTitle} onCancel={() => setAsking(false)}>
          <p>{account.everywhereConfirm}</p>
          <p role="status">{signOut.failed ? shell.signOutFailed : ""}</p>
          <div className="actions">
            <Button kind="primary" busy={signOut.busy} onClick={signOut.run}>
              {account.everywhere}
            </Button>
            <Button onClick={() => setAsking(false)}>{t.common.cancel}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
