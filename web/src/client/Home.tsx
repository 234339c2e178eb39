// The client's home screen: the notices of the organisation, and whom to ask.
import { Inbox } from "lucide-react";
import { Link } from "wouter";
import { useBranding } from "../branding";
import { SupportContact } from "../ui/Contact";
import { Empty } from "../ui/Empty";
import { Notice } from "../ui/Notice";
import { Page } from "../ui/Page";
import { usePortalMessages } from "./i18n/messages";
import { activeOrganisation, useSession } from "./session";

/** From this many recovery codes on, the home screen says so. */
const FEW_CODES = 2;

export function Home() {
  const { home } = usePortalMessages();
  const session = useSession();
  const { authenticator, recovery_codes_left } = session.second_factor;
  return (
    <Page id="home" title={home.title(session.name)} wide>
      {authenticator && recovery_codes_left <= FEW_CODES && (
        <Notice kind="warning" title={home.fewCodes(recovery_codes_left)}>
          <p>{home.fewCodesText}</p>
          <Link className="link" href="/account/recovery-codes">
            {home.fewCodesLink}
          </Link>
        </Notice>
      )}
      <div className="columns">
        <Notices />
        <section className="panel" aria-labelledby="support">
          <h2 id="support">{home.support}</h2>
          <p className="soft">{home.supportText}</p>
          <SupportContact />
        </section>
      </div>
    </Page>
  );
}

function Notices() {
  const { home } = usePortalMessages();
  const { firm } = useBranding();
  const organisation = activeOrganisation(useSession());
  return (
    <section className="notices" aria-labelledby="notices">
      <h2 id="notices">{home.notices}</h2>
      {organisation && <p className="soft">{home.noticesFor(organisation.name)}</p>}
      {organisation ? (
        <Empty icon={Inbox} title={home.empty}>
          <p>{home.emptyWhy(firm)}</p>
          <p>{home.emptyNext}</p>
        </Empty>
      ) : (
        <Empty icon={Inbox} title={home.noClient}>
          <p>{home.noClientWhy}</p>
        </Empty>
      )}
    </section>
  );
}
