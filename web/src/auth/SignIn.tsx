// Signing in: login name and password, then the code. The step is in the address, so that Back
// goes from the code to the login name, which is still there.
import { useEffect, useState } from "react";
import * as v from "valibot";
import { Link, useLocation, useSearch } from "wouter";
import { answer, api } from "../api/client";
import type { Challenge } from "../api/types";
import { useMessages } from "../i18n/language";
import { AuthLayout } from "../ui/AuthLayout";
import { Button } from "../ui/Button";
import { ErrorSummary } from "../ui/ErrorSummary";
import { Field, PasswordField } from "../ui/fields";
import { useForm } from "../ui/form";
import { lazyPage } from "../ui/lazyPage";
import { Notice } from "../ui/Notice";
import { Page } from "../ui/Page";
import { SlowExplanation } from "../ui/waiting";
import { safeReturn, wasSignedIn } from "./after";

export type SignInNotice = "ended" | "signedOut" | "codeGone" | "attemptsUsed";

function noticeOf(state: unknown): SignInNotice | undefined {
  const notice = (state as { notice?: SignInNotice } | null)?.notice;
  return notice === "ended" || notice === "signedOut" ? notice : undefined;
}

/** Comes while the user types; the password takes longer than two kilobytes do. */
const loadCodeStep = () => import("./CodeStep");
const CodeStep = lazyPage(loadCodeStep);

/** Loads the portal's code while the user looks for the phone. */
const prefetchPortal = () => void import("../client/Portal").catch(() => undefined);

export default function SignIn() {
  const [, navigate] = useLocation();
  const query = new URLSearchParams(useSearch());
  const returnTo = safeReturn(query.get("return"), location.origin);
  const [challenge, setChallenge] = useState<Challenge>();
  const [login, setLogin] = useState("");
  const [notice, setNotice] = useState(() => noticeOf(history.state));
  const address = (step?: "code") => {
    const parts = new URLSearchParams(returnTo === "/" ? {} : { return: returnTo });
    if (step) parts.set("step", step);
    return parts.size > 0 ? `/sign-in?${parts}` : "/sign-in";
  };
  useSignedInAlready(returnTo);
  useEffect(() => void loadCodeStep().catch(() => undefined), []);

  if (challenge && query.get("step") === "code") {
    return (
      <CodeStep
        challenge={challenge}
        onChallenge={setChallenge}
        returnTo={returnTo}
        onGone={(why) => {
          setNotice(why === "used" ? "attemptsUsed" : "codeGone");
          setChallenge(undefined);
          navigate(address(), { replace: true });
        }}
        onBack={() => {
          setLogin("");
          setChallenge(undefined);
          navigate(address(), { replace: true });
        }}
      />
    );
  }
  return (
    <LoginStep
      login={login}
      notice={notice}
      onChallenge={(next, name) => {
        setNotice(undefined);
        setLogin(name);
        setChallenge(next);
        prefetchPortal();
        navigate(address("code"));
      }}
    />
  );
}

/** Who comes here signed in, from the firm's own website, goes straight on. */
function useSignedInAlready(returnTo: string): void {
  const [, navigate] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the page opens.
  useEffect(() => {
    if (!wasSignedIn() || noticeOf(history.state)) return;
    answer(api.GET("/api/session")).then(
      () => navigate(returnTo, { replace: true }),
      () => undefined,
    );
  }, []);
}

interface LoginStepProps {
  login: string;
  notice: SignInNotice | undefined;
  onChallenge(challenge: Challenge, login: string): void;
}

function LoginStep({ login, notice, onChallenge }: LoginStepProps) {
  const { signIn, common } = useMessages();
  const form = useForm({
    schema: v.object({
      login: v.pipe(v.string(), v.trim(), v.nonEmpty(signIn.loginMissing)),
      password: v.pipe(v.string(), v.nonEmpty(signIn.passwordMissing)),
    }),
    // Which of the two was wrong is not said, so the summary leads to the first.
    fieldOfCode: { sign_in_failed: "login", login: "login", password: "password" },
    submit: async (body) =>
      onChallenge(await answer(api.POST("/api/sign-in", { body })), body.login),
  });
  const failed = form.failure?.problem?.code === "sign_in_failed";
  return (
    <AuthLayout step="password">
      <Page id="sign-in" title={signIn.title} above={common.step(1, 2)}>
        {notice && !form.failure && (
          <Notice kind={notice === "signedOut" ? "done" : "warning"} live>
            <p>{signIn[notice]}</p>
          </Notice>
        )}
        <form className="form" noValidate onSubmit={form.onSubmit}>
          <ErrorSummary failure={form.failure} />
          <Field
            name="login"
            label={signIn.login}
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            defaultValue={login}
            error={failed ? undefined : form.errorOf("login")}
          />
          <PasswordField
            name="password"
            label={signIn.password}
            autoComplete="current-password"
            error={form.errorOf("password")}
          />
          <Button kind="primary" type="submit" busy={form.busy} waiting={form.waiting}>
            {signIn.submit}
          </Button>
          <Link className="link" href="/forgotten-password">
            {signIn.forgotten}
          </Link>
          <SlowExplanation waiting={form.waiting} />
        </form>
      </Page>
    </AuthLayout>
  );
}
