// Accepting an invitation: choose a password, confirm the mobile number with a code, and be in.
import { useEffect, useState } from "react";
import * as v from "valibot";
import { useLocation } from "wouter";
import { answer, api } from "../api/client";
import { toProblem } from "../api/problem";
import type { Challenge, Language } from "../api/types";
import { unbroken } from "../i18n/format";
import { hasChosenLanguage, useLanguage, useMessages } from "../i18n/language";
import { AuthLayout } from "../ui/AuthLayout";
import { Button, LinkButton } from "../ui/Button";
import { CallFirm } from "../ui/Contact";
import { FailureContent } from "../ui/ErrorPage";
import { ErrorSummary } from "../ui/ErrorSummary";
import { PasswordField } from "../ui/fields";
import { useForm } from "../ui/form";
import { Notice } from "../ui/Notice";
import { Page } from "../ui/Page";
import { Skeleton, SlowExplanation } from "../ui/waiting";
import { CodeForm } from "./CodeForm";
import { enterPortal } from "./enter";
import { useAuthMessages } from "./i18n/messages";
import { useMailedLink } from "./link";
import { NoLink } from "./NewPassword";
import { newPasswordSchema, passwordProblems } from "./password";
import { useOpened } from "./useOpened";

interface Invited {
  name: string;
  login: string;
  mobile?: string | null;
  language: Language;
}

export default function Invitation() {
  const link = useMailedLink();
  if (link) return <WithLink key={link} link={link} />;
  return (
    <AuthLayout>
      <NoLink />
    </AuthLayout>
  );
}

const open = (link: string): Promise<Invited> =>
  answer(api.POST("/api/invitation/open", { body: { link } }));

interface Chosen {
  challenge: Challenge;
  password: string;
}

function WithLink({ link }: { link: string }) {
  const { opened, markGone } = useOpened(link, open);
  const [chosen, setChosen] = useState<Chosen>();
  const [codeGone, setCodeGone] = useState(false);
  useLanguageOf(opened.state === "open" ? opened.view : undefined);
  if (opened.state !== "open") {
    return (
      <AuthLayout>
        {opened.state === "opening" && <Skeleton />}
        {opened.state === "gone" && <Gone link={link} />}
        {opened.state === "failed" && <FailureContent {...opened} />}
      </AuthLayout>
    );
  }
  const choose = (next: Chosen) => {
    setCodeGone(false);
    setChosen(next);
  };
  return chosen ? (
    <Confirm
      link={link}
      chosen={chosen}
      onChosen={setChosen}
      onLinkGone={() => {
        setChosen(undefined);
        markGone();
      }}
      onGone={() => {
        setCodeGone(true);
        setChosen(undefined);
      }}
    />
  ) : (
    <Choose
      link={link}
      invited={opened.view}
      codeGone={codeGone}
      onChosen={choose}
      onLinkGone={markGone}
    />
  );
}

/** The page speaks the language that the firm expects of the invited, unless they chose one. */
function useLanguageOf(invited: Invited | undefined): void {
  const { language, adopt } = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the invitation is known.
  useEffect(() => {
    if (!invited || hasChosenLanguage() || invited.language === language) return;
    void adopt(invited.language).catch(() => undefined);
  }, [invited]);
}

interface ChooseProps {
  link: string;
  invited: Invited;
  codeGone: boolean;
  onChosen(chosen: Chosen): void;
  onLinkGone(): void;
}

function Choose({ link, invited, codeGone, onChosen, onLinkGone }: ChooseProps) {
  const t = useMessages();
  const texts = useAuthMessages();
  const form = useForm({
    schema: v.object({ password: newPasswordSchema(t, texts) }),
    fieldOfCode: { ...passwordProblems("password"), password: "password" },
    submit: async ({ password }) => {
      try {
        const body = { link, password };
        const challenge = await answer(api.POST("/api/invitation/password", { body }));
        onChosen({ challenge, password });
      } catch (thrown) {
        if (toProblem(thrown).code === "link_gone") return onLinkGone();
        throw thrown;
      }
    },
  });
  return (
    <AuthLayout step="password">
      <Page
        id="invitation"
        title={texts.invitation.title(invited.name)}
        above={t.common.step(1, 2)}
      >
        {codeGone && !form.failure && (
          <Notice kind="warning" live>
            <p>{texts.invitation.codeGone}</p>
          </Notice>
        )}
        <p className="lead">{texts.invitation.intro}</p>
        <dl className="facts">
          <dt>{texts.invitation.login}</dt>
          <dd>{invited.login}</dd>
          <dt>{texts.invitation.mobile}</dt>
          <dd>{unbroken(invited.mobile ?? "")}</dd>
        </dl>
        <p className="aside-note">{texts.invitation.mobileWrong}</p>
        <CallFirm />
        <form className="form" noValidate onSubmit={form.onSubmit}>
          <ErrorSummary failure={form.failure} />
          {/* Tells a password manager which name the new password belongs to. */}
          <input
            className="visually-hidden"
            type="text"
            autoComplete="username"
            value={invited.login}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
          <PasswordField
            name="password"
            label={texts.invitation.password}
            hint={texts.newPassword.hint}
            autoComplete="new-password"
            error={form.errorOf("password")}
          />
          <Button kind="primary" type="submit" busy={form.busy} waiting={form.waiting}>
            {texts.invitation.submit}
          </Button>
          <SlowExplanation waiting={form.waiting} />
        </form>
      </Page>
    </AuthLayout>
  );
}

interface ConfirmProps {
  link: string;
  chosen: Chosen;
  onChosen(chosen: Chosen): void;
  onGone(): void;
  onLinkGone(): void;
}

function Confirm({ link, chosen, onChosen, onGone, onLinkGone }: ConfirmProps) {
  const { t, adopt } = useLanguage();
  const texts = useAuthMessages();
  const [, navigate] = useLocation();
  const { challenge, password } = chosen;
  const submit = async (code: string) => {
    try {
      const body = { link, password, challenge: challenge.id, code };
      const signedIn = await answer(api.POST("/api/invitation/accept", { body }));
      await enterPortal(signedIn, {
        adopt,
        keepLanguage: hasChosenLanguage(),
        navigate,
        returnTo: "/",
      });
    } catch (thrown) {
      if (toProblem(thrown).code === "link_gone") return onLinkGone();
      throw thrown;
    }
  };
  return (
    <AuthLayout step="code">
      <Page
        id="invitation-code"
        title={texts.code.title[challenge.method]}
        above={t.common.step(2, 2)}
      >
        <CodeForm
          challenge={challenge}
          onChallenge={(next) => onChosen({ ...chosen, challenge: next })}
          submit={submit}
          onGone={onGone}
        />
      </Page>
    </AuthLayout>
  );
}

function Gone({ link }: { link: string }) {
  const { signIn, common } = useMessages();
  const { invitation } = useAuthMessages();
  const [renewed, setRenewed] = useState(false);
  const form = useForm({
    schema: v.object({}),
    submit: async () => {
      await answer(api.POST("/api/invitation/renew", { body: { link } }));
      setRenewed(true);
    },
  });
  if (renewed) {
    return (
      <Page id="invitation-renewed" title={invitation.renewedTitle}>
        <p className="lead">{invitation.renewed}</p>
        <div className="actions">
          <LinkButton href="/sign-in">{common.toSignIn}</LinkButton>
        </div>
      </Page>
    );
  }
  return (
    <Page id="invitation-gone" title={invitation.goneTitle}>
      <p className="lead">{invitation.gone}</p>
      <form className="form" noValidate onSubmit={form.onSubmit}>
        <ErrorSummary failure={form.failure} />
        <Button kind="primary" type="submit" busy={form.busy} waiting={form.waiting}>
          {invitation.renew}
        </Button>
        <LinkButton href="/sign-in">{signIn.submit}</LinkButton>
        <SlowExplanation waiting={form.waiting} />
      </form>
    </Page>
  );
}
