// Changing one's password: the old one, the new one, then a code.
import { useEffect, useState } from "react";
import * as v from "valibot";
import { Link, useLocation } from "wouter";
import { answer, api } from "../../api/client";
import { toProblem } from "../../api/problem";
import type { Challenge } from "../../api/types";
import { CodeForm } from "../../auth/CodeForm";
import { useAuthMessages } from "../../auth/i18n/messages";
import { newPasswordSchema, passwordProblems } from "../../auth/password";
import { useMessages } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { PasswordField } from "../../ui/fields";
import { useForm } from "../../ui/form";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { SlowExplanation } from "../../ui/waiting";
import { usePortalMessages } from "../i18n/messages";
import { requestCode } from "../requestCode";
import { doneState } from "./done";

interface Passwords {
  current: string;
  fresh: string;
}

/** Refusals of the passwords themselves, which only come with the code: back to the first step. */
const FIELDS = {
  ...passwordProblems("fresh"),
  password_wrong: "current",
  current: "current",
  new: "fresh",
};

export default function ChangePassword() {
  const { changePassword } = usePortalMessages();
  const [, navigate] = useLocation();
  const [passwords, setPasswords] = useState<Passwords>({ current: "", fresh: "" });
  const [challenge, setChallenge] = useState<Challenge>();
  const [refused, setRefused] = useState<unknown>();
  const [codeGone, setCodeGone] = useState(false);

  if (!challenge) {
    return (
      <Passwords
        passwords={passwords}
        refused={refused}
        codeGone={codeGone}
        onReady={async (next) => {
          setPasswords(next);
          setChallenge(await requestCode("change_password"));
          setRefused(undefined);
          setCodeGone(false);
        }}
      />
    );
  }
  const submit = async (code: string) => {
    try {
      const body = {
        current: passwords.current,
        new: passwords.fresh,
        challenge: challenge.id,
        code,
      };
      await answer(api.POST("/api/password/change", { body }));
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (!Object.hasOwn(FIELDS, problem.code)) throw thrown;
      setRefused(thrown);
      setChallenge(undefined);
      return;
    }
    navigate("/account", { state: doneState("password"), replace: true });
  };
  return (
    <Page id="password-code" title={changePassword.codeTitle}>
      <CodeForm
        challenge={challenge}
        onChallenge={setChallenge}
        submit={submit}
        submitLabel={changePassword.submit}
        onGone={() => {
          setCodeGone(true);
          setChallenge(undefined);
        }}
      />
    </Page>
  );
}

interface PasswordsProps {
  passwords: Passwords;
  refused: unknown;
  codeGone: boolean;
  onReady(passwords: Passwords): Promise<void>;
}

function Passwords({ passwords, refused, codeGone, onReady }: PasswordsProps) {
  const t = useMessages();
  const link = useAuthMessages();
  const { changePassword } = usePortalMessages();
  const form = useForm({
    schema: v.object({
      current: v.pipe(v.string(), v.nonEmpty(changePassword.currentMissing)),
      fresh: newPasswordSchema(t, link),
    }),
    fieldOfCode: FIELDS,
    submit: onReady,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a refusal is shown once.
  useEffect(() => {
    if (refused) form.fail(refused);
  }, [refused]);
  return (
    <Page id="password" title={changePassword.title}>
      {codeGone && !form.failure && (
        <Notice kind="warning" live>
          <p>{changePassword.codeGone}</p>
        </Notice>
      )}
      <form className="form" noValidate onSubmit={form.onSubmit}>
        <ErrorSummary failure={form.failure} />
        <PasswordField
          name="current"
          label={changePassword.current}
          autoComplete="current-password"
          defaultValue={passwords.current}
          error={form.errorOf("current")}
        />
        <PasswordField
          name="fresh"
          label={changePassword.fresh}
          hint={link.newPassword.hint}
          autoComplete="new-password"
          defaultValue={passwords.fresh}
          error={form.errorOf("fresh")}
        />
        <Button kind="primary" type="submit" busy={form.busy} waiting={form.waiting}>
          {t.common.next}
        </Button>
        <Link className="link" href="/account">
          {t.common.cancel}
        </Link>
        <SlowExplanation waiting={form.waiting} />
      </form>
    </Page>
  );
}
