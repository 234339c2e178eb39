// Mijn gegevens: who one is to the firm, and how one signs in.
import type { ReactNode } from "react";
import { useEffect, useState } from "react";
import { answer, api } from "../../api/client";
import type { Language } from "../../api/types";
import { unbroken } from "../../i18n/format";
import { useLanguage } from "../../i18n/language";
import { Button, LinkButton } from "../../ui/Button";
import { SupportContact } from "../../ui/Contact";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { usePortalMessages } from "../i18n/messages";
import { useSession, useUpdateSession } from "../session";
import { useSignOut } from "../useSignOut";
import { Devices } from "./Devices";
import { type DoneChange, doneChange } from "./done";
import { Mails } from "./Mails";

export default function Account() {
  const { account, changePassword, factor } = usePortalMessages();
  const [done] = useState(doneChange);
  const texts: Record<DoneChange, string> = {
    password: changePassword.done,
    removed: factor.removed,
    codes: factor.codesDone,
  };
  useScrollToPart();
  return (
    <Page id="account" title={account.title} wide>
      {done && (
        <Notice kind="done" live>
          <p>{texts[done]}</p>
        </Notice>
      )}
      <div className="parts">
        <Person />
        <LanguagePart />
        <MailsPart />
        <PasswordPart />
        <FactorPart />
        <Part id="devices" title={account.devices}>
          <Devices />
        </Part>
        <SignOutPart />
      </div>
    </Page>
  );
}

/** The menu leads to parts of this page; the address says which. */
function useScrollToPart(): void {
  useEffect(() => {
    const show = () => document.getElementById(location.hash.slice(1))?.scrollIntoView();
    // After the page has taken the focus and gone to its top.
    const frame = requestAnimationFrame(show);
    const events = ["hashchange", "pushState"];
    for (const event of events) addEventListener(event, show);
    return () => {
      cancelAnimationFrame(frame);
      for (const event of events) removeEventListener(event, show);
    };
  }, []);
}

export function Part(props: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="part" id={props.id} aria-labelledby={`${props.id}-title`}>
      <h2 id={`${props.id}-title`}>{props.title}</h2>
      <div className="part-body">{props.children}</div>
    </section>
  );
}

function Person() {
  const { account } = usePortalMessages();
  const { name, login, email, mobile } = useSession();
  return (
    <Part id="person" title={account.person}>
      <dl className="facts">
        <dt>{account.name}</dt>
        <dd>{name}</dd>
        <dt>{account.login}</dt>
        <dd>{login}</dd>
        <dt>{account.email}</dt>
        <dd>{email}</dd>
        <dt>{account.mobile}</dt>
        <dd>{mobile ? unbroken(mobile) : account.noMobile}</dd>
      </dl>
      <p className="soft">{account.changeText}</p>
      <SupportContact />
    </Part>
  );
}

function LanguagePart() {
  const { account } = usePortalMessages();
  const session = useSession();
  const { adopt } = useLanguage();
  const update = useUpdateSession();
  const [saved, setSaved] = useState<"saved" | "failed">();
  // Shown at once: a choice that seems not to be taken is made again.
  const [chosen, setChosen] = useState<Language>();
  const choose = async (language: Language) => {
    setSaved(undefined);
    setChosen(language);
    try {
      update(await answer(api.PUT("/api/session/language", { body: { language } })));
      await adopt(language);
      setSaved("saved");
    } catch {
      setSaved("failed");
    } finally {
      setChosen(undefined);
    }
  };
  return (
    <Part id="language" title={account.language}>
      <fieldset className="choices">
        <legend className="soft">{account.languageText}</legend>
        {(["nl", "en"] as const).map((language) => (
          <label key={language} lang={language}>
            <input
              type="radio"
              name="language"
              checked={(chosen ?? session.language) === language}
              onChange={() => void choose(language)}
            />
            <span>{language === "nl" ? "Nederlands" : "English"}</span>
          </label>
        ))}
      </fieldset>
      <p className="status" role="status">
        {saved === "saved" && account.languageSaved}
        {saved === "failed" && account.languageFailed}
      </p>
    </Part>
  );
}

/** The firm's own people are told what they have to do; what clients want to hear is theirs to say. */
function MailsPart() {
  const { account } = usePortalMessages();
  const { kind } = useSession();
  if (kind === "staff") return null;
  return (
    <Part id="mails" title={account.mails}>
      <p className="soft">{account.mailsText}</p>
      <Mails />
      <p className="soft">{account.mailsAlways}</p>
    </Part>
  );
}

function PasswordPart() {
  const { account } = usePortalMessages();
  return (
    <Part id="password" title={account.password}>
      <p className="soft">{account.passwordText}</p>
      <div className="actions">
        <LinkButton href="/account/password">{account.changePassword}</LinkButton>
      </div>
    </Part>
  );
}

function FactorPart() {
  const { account } = usePortalMessages();
  const { second_factor, mobile } = useSession();
  if (!second_factor.authenticator) {
    return (
      <Part id="factor" title={account.factor}>
        <p>{account.bySms(unbroken(mobile ?? account.noMobile))}</p>
        <div className="actions">
          <LinkButton href="/authenticator?return=/account">{account.setUp}</LinkButton>
        </div>
      </Part>
    );
  }
  return (
    <Part id="factor" title={account.factor}>
      <p>{second_factor.sms ? account.byAppAndSms : account.byApp}</p>
      <p className="soft">{account.codesLeft(second_factor.recovery_codes_left)}</p>
      <div className="actions">
        <LinkButton href="/account/recovery-codes">{account.newCodes}</LinkButton>
        <LinkButton href="/account/remove-authenticator">{account.remove}</LinkButton>
      </div>
    </Part>
  );
}

function SignOutPart() {
  const { shell } = usePortalMessages();
  const { name } = useSession();
  const signOut = useSignOut();
  return (
    <Part id="sign-out" title={shell.signOut}>
      <p className="soft">{shell.signedInAs(name)}</p>
      <div className="actions">
        <Button busy={signOut.busy} onClick={signOut.run}>
          {shell.signOut}
        </Button>
      </div>
      <p className="status" role="status">
        {signOut.failed ? shell.signOutFailed : ""}
      </p>
    </Part>
  );
}
