// The client's home screen: what waits for this user, in whichever organisation, and whom to ask.
import { Link } from "wouter";
import { SupportContact } from "../ui/Contact";
import { Notice } from "../ui/Notice";
import { Page } from "../ui/Page";
import { usePortalMessages } from "./i18n/messages";
import { Notices } from "./Notices";
import { useSession } from "./session";

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
