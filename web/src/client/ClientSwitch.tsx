// Cliënt: the organisation one works for, always in sight, and the switch for who has several.
import { Building2, Check } from "lucide-react";
import { useState } from "react";
import { answer, api } from "../api/client";
import type { Organisation } from "../api/types";
import { Disclosure } from "../ui/Disclosure";
import { usePortalMessages } from "./i18n/messages";
import { activeOrganisation, useSession, useUpdateSession } from "./session";

export function ClientSwitch() {
  const { shell } = usePortalMessages();
  const session = useSession();
  const update = useUpdateSession();
  const [status, setStatus] = useState("");
  const active = activeOrganisation(session);

  const choose = async (organisation: Organisation, close: () => void) => {
    setStatus("");
    if (organisation.id === active?.id) return close();
    try {
      const body = { organisation: organisation.id };
      update(await answer(api.PUT("/api/session/organisation", { body })));
      setStatus(shell.switched(organisation.name));
      close();
    } catch {
      setStatus(shell.switchFailed);
    }
  };

  if (session.organisations.length === 0) return null;
  const label = (
    <>
      <Building2 aria-hidden="true" />
      <span className="two-lines">
        <span className="small">{shell.client}</span>
        <span className="strong">{active?.name ?? shell.chooseClient}</span>
      </span>
    </>
  );
  if (active && session.organisations.length === 1) {
    return <div className="client-switch client-only">{label}</div>;
  }
  return (
    <>
      <Disclosure className="client-switch" label={label}>
        {(close) => (
          <>
            <ul className="panel-list">
              {session.organisations.map((organisation) => (
                <li key={organisation.id}>
                  <button
                    type="button"
                    aria-current={organisation.id === active?.id ? "true" : undefined}
                    onClick={() => void choose(organisation, close)}
                  >
                    <span className="two-lines">
                      <span className="strong">{organisation.name}</span>
                      <span className="small">
                        {shell.clientNumber(organisation.client_number)}
                      </span>
                    </span>
                    {organisation.id === active?.id && <Check aria-hidden="true" />}
                  </button>
                </li>
              ))}
            </ul>
            {status === shell.switchFailed && <p className="panel-problem">{status}</p>}
          </>
        )}
      </Disclosure>
      <p className="visually-hidden" role="status">
        {status}
      </p>
    </>
  );
}
