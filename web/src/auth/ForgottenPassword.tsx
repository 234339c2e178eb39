// Asking for a link to choose a new password. The answer is the same whoever asks.
import { useState } from "react";
import * as v from "valibot";
import { Link } from "wouter";
import { answer, api } from "../api/client";
import { useMessages } from "../i18n/language";
import { AuthLayout } from "../ui/AuthLayout";
import { Button, LinkButton } from "../ui/Button";
import { ErrorSummary } from "../ui/ErrorSummary";
import { Field } from "../ui/fields";
import { useForm } from "../ui/form";
import { Page } from "../ui/Page";
import { SlowExplanation } from "../ui/waiting";
import { useAuthMessages } from "./i18n/messages";

export default function ForgottenPassword() {
  const [asked, setAsked] = useState<string>();
  return (
    <AuthLayout>
      {asked ? (
        <Asked login={asked} again={() => setAsked(undefined)} />
      ) : (
        <Ask onAsked={setAsked} />
      )}
    </AuthLayout>
  );
}

function Ask({ onAsked }: { onAsked(login: string): void }) {
  const { signIn, common } = useMessages();
  const { forgotten } = useAuthMessages();
  const form = useForm({
    schema: v.object({ login: v.pipe(v.string(), v.trim(), v.nonEmpty(signIn.loginMissing)) }),
    fieldOfCode: { login: "login" },
    submit: async (body) => {
      await answer(api.POST("/api/password/forgotten", { body }));
      onAsked(body.login);
    },
  });
  return (
    <Page id="forgotten" title={forgotten.title}>
      <p className="lead">{forgotten.intro}</p>
      <form className="form" noValidate onSubmit={form.onSubmit}>
        <ErrorSummary failure={form.failure} />
        <Field
          name="login"
          label={signIn.login}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          error={form.errorOf("login")}
        />
        <Button kind="primary" type="submit" busy={form.busy} waiting={form.waiting}>
          {forgotten.submit}
        </Button>
        <Link className="link" href="/sign-in">
          {common.toSignIn}
        </Link>
        <SlowExplanation waiting={form.waiting} />
      </form>
    </Page>
  );
}

function Asked({ login, again }: { login: string; again(): void }) {
  const { common } = useMessages();
  const { forgotten } = useAuthMessages();
  return (
    <Page id="forgotten-asked" title={forgotten.doneTitle}>
      <p className="lead">{forgotten.done(login)}</p>
      <p>{forgotten.nothing}</p>
      <div className="actions">
        <LinkButton href="/sign-in" kind="primary">
          {common.toSignIn}
        </LinkButton>
        <Button kind="plain" onClick={again}>
          {forgotten.again}
        </Button>
      </div>
    </Page>
  );
}
