// Choosing a new password with a mailed link. The second factor stays as it was.
import { useState } from "react";
import * as v from "valibot";
import { answer, api } from "../api/client";
import { toProblem } from "../api/problem";
import { useMessages } from "../i18n/language";
import { AuthLayout } from "../ui/AuthLayout";
import { Button, LinkButton } from "../ui/Button";
import { FailureContent } from "../ui/ErrorPage";
import { ErrorSummary } from "../ui/ErrorSummary";
import { PasswordField } from "../ui/fields";
import { useForm } from "../ui/form";
import { Page } from "../ui/Page";
import { Skeleton, SlowExplanation } from "../ui/waiting";
import { useAuthMessages } from "./i18n/messages";
import { useMailedLink } from "./link";
import { newPasswordSchema, passwordProblems } from "./password";
import { useOpened } from "./useOpened";

export default function NewPassword() {
  const link = useMailedLink();
  return <AuthLayout>{link ? <WithLink key={link} link={link} /> : <NoLink />}</AuthLayout>;
}

export function NoLink() {
  const { common } = useMessages();
  const { newPassword } = useAuthMessages();
  return (
    <Page id="no-link" title={newPassword.noLinkTitle}>
      <p className="lead">{newPassword.noLink}</p>
      <div className="actions">
        <LinkButton href="/sign-in">{common.toSignIn}</LinkButton>
      </div>
    </Page>
  );
}

const open = (link: string) => answer(api.POST("/api/password/reset/open", { body: { link } }));

function WithLink({ link }: { link: string }) {
  const { opened, markGone } = useOpened(link, open);
  const [done, setDone] = useState(false);
  if (done) return <Done />;
  if (opened.state === "opening") return <Skeleton />;
  if (opened.state === "gone") return <Gone />;
  if (opened.state === "failed") return <FailureContent {...opened} />;
  return <Choose link={link} onDone={() => setDone(true)} onGone={markGone} />;
}

function Choose(props: { link: string; onDone(): void; onGone(): void }) {
  const t = useMessages();
  const link = useAuthMessages();
  const form = useForm({
    schema: v.object({ password: newPasswordSchema(t, link) }),
    fieldOfCode: { ...passwordProblems("password"), password: "password" },
    submit: async ({ password }) => {
      try {
        await answer(api.POST("/api/password/reset", { body: { link: props.link, password } }));
      } catch (thrown) {
        if (toProblem(thrown).code === "link_gone") return props.onGone();
        throw thrown;
      }
      props.onDone();
    },
  });
  return (
    <Page id="new-password" title={link.newPassword.title}>
      <form className="form" noValidate onSubmit={form.onSubmit}>
        <ErrorSummary failure={form.failure} />
        <PasswordField
          name="password"
          label={link.newPassword.label}
          hint={link.newPassword.hint}
          autoComplete="new-password"
          error={form.errorOf("password")}
        />
        <Button kind="primary" type="submit" busy={form.busy} waiting={form.waiting}>
          {link.newPassword.submit}
        </Button>
        <SlowExplanation waiting={form.waiting} />
      </form>
    </Page>
  );
}

function Gone() {
  const { newPassword } = useAuthMessages();
  return (
    <Page id="link-gone" title={newPassword.goneTitle}>
      <p className="lead">{newPassword.gone}</p>
      <div className="actions">
        <LinkButton href="/forgotten-password" kind="primary">
          {newPassword.askAgain}
        </LinkButton>
      </div>
    </Page>
  );
}

function Done() {
  const { signIn } = useMessages();
  const { newPassword } = useAuthMessages();
  return (
    <Page id="password-done" title={newPassword.doneTitle}>
      <p className="lead">{newPassword.done}</p>
      <div className="actions">
        <LinkButton href="/sign-in" kind="primary">
          {signIn.submit}
        </LinkButton>
      </div>
    </Page>
  );
}
