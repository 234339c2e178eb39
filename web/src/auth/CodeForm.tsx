// Asking for the code of a challenge, wherever one is needed: signing in, accepting an invitation,
// changing a password or a factor.
import { useState } from "react";
import * as v from "valibot";
import { answer, api } from "../api/client";
import { toProblem } from "../api/problem";
import type { Challenge, Method } from "../api/types";
import { unbroken } from "../i18n/format";
import { Button } from "../ui/Button";
import { CodeField, digitsOf, recoveryCodeOf } from "../ui/codes";
import { ErrorSummary } from "../ui/ErrorSummary";
import { Field } from "../ui/fields";
import { type FormHandle, useForm } from "../ui/form";
import { Notice } from "../ui/Notice";
import { SlowExplanation } from "../ui/waiting";
import { type AuthMessages, useAuthMessages } from "./i18n/messages";
import { useCountdown } from "./useCountdown";

export interface CodeFormProps {
  challenge: Challenge;
  onChallenge(challenge: Challenge): void;
  /** Sends the code; what it throws is shown here, unless the challenge is over. */
  submit(code: string): Promise<void>;
  /** The challenge can no longer be answered: `used` when its attempts are. */
  onGone(why: "used" | "gone"): void;
  submitLabel?: string;
}

const mobileOf = ({ mobile }: Challenge) => (mobile ? unbroken(mobile) : undefined);

function codeSchema(t: AuthMessages, method: Method) {
  const text = v.pipe(v.string(), v.trim(), v.nonEmpty(t.code.missing));
  const code =
    method === "recovery"
      ? v.pipe(
          text,
          v.transform(recoveryCodeOf),
          v.check(({ length }) => length === 11, t.code.recoveryShape),
        )
      : v.pipe(
          text,
          v.transform(digitsOf),
          v.check(({ length }) => length === 6, t.code.sixDigits),
        );
  return v.object({ code });
}

export function CodeForm(props: CodeFormProps) {
  const t = useAuthMessages();
  const { challenge, onChallenge, onGone } = props;
  const { method } = challenge;
  const [resent, setResent] = useState(false);
  const [attemptsLeft, setAttemptsLeft] = useState(challenge.attempts_left);

  const submit = async ({ code }: { code: string }) => {
    setResent(false);
    try {
      await props.submit(code);
    } catch (thrown) {
      const problem = toProblem(thrown);
      const left = problem.details.attemptsLeft;
      if (problem.code === "challenge_gone") return onGone("gone");
      if (problem.code === "code_wrong" && left === 0) return onGone("used");
      if (left !== undefined) setAttemptsLeft(left);
      throw thrown;
    }
  };
  const form = useForm({
    schema: codeSchema(t, method),
    fieldOfCode: { code_wrong: "code", code_used: "code", code: "code" },
    submit,
  });
  const take = (next: Challenge, again: boolean) => {
    form.clear();
    setResent(again && next.sent);
    setAttemptsLeft(next.attempts_left);
    onChallenge(next);
  };
  const failed = (thrown: unknown) =>
    toProblem(thrown).code === "challenge_gone" ? onGone("gone") : form.fail(thrown);

  const waitingForSms = method === "sms" && !challenge.sent;
  return (
    <form className="form" noValidate onSubmit={form.onSubmit}>
      <ErrorSummary failure={form.failure} />
      {resent && (
        <Notice kind="done" live>
          <p>{t.code.resent}</p>
        </Notice>
      )}
      {waitingForSms ? (
        <NotSent challenge={challenge} onChallenge={(next) => take(next, false)} failed={failed} />
      ) : (
        <CodeEntry
          key={challenge.id + method}
          method={method}
          form={form}
          left={attemptsLeft}
          challenge={challenge}
        >
          {props.submitLabel ?? t.code.submit}
        </CodeEntry>
      )}
      <OtherWays challenge={challenge} take={take} failed={failed} waitingForSms={waitingForSms} />
      <SlowExplanation waiting={form.waiting} />
    </form>
  );
}

function CodeEntry(props: {
  method: Method;
  challenge: Challenge;
  form: FormHandle;
  left: number;
  children: string;
}) {
  const { code } = useAuthMessages();
  const { method, form, left, challenge } = props;
  const error = form.errorOf("code");
  const hint =
    method === "sms" ? code.hint.sms(mobileOf(challenge) ?? code.smsUnknown) : code.hint[method];
  const field = { name: "code", label: code.label[method], hint, error };
  return (
    <>
      {method === "recovery" ? (
        <Field
          {...field}
          look="code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
      ) : (
        <CodeField {...field} />
      )}
      {left < 3 && !error && <p className="field-hint">{code.attempts(left)}</p>}
      <Button kind="primary" type="submit" busy={form.busy} waiting={form.waiting}>
        {props.children}
      </Button>
    </>
  );
}

type Failed = (thrown: unknown) => void;

/** No code went out, because of the limit on messages: a field would ask for what nobody has. */
function NotSent(props: {
  challenge: Challenge;
  onChallenge(next: Challenge): void;
  failed: Failed;
}) {
  const { code } = useAuthMessages();
  const { challenge } = props;
  const left = useCountdown(challenge.resend_at);
  const resend = useResend(challenge, props.onChallenge, props.failed);
  return (
    <>
      <Notice kind="warning" title={code.notSentTitle}>
        <p>{code.notSent(mobileOf(challenge) ?? code.smsUnknown)}</p>
        <p className="countdown">{left > 0 ? code.notSentIn(left) : " "}</p>
      </Notice>
      <Button kind="primary" busy={resend.busy} disabled={left > 0} onClick={resend.send}>
        {code.send}
      </Button>
    </>
  );
}

function useResend(challenge: Challenge, done: (next: Challenge) => void, failed: Failed) {
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      done(await answer(api.POST("/api/sign-in/resend", { body: { challenge: challenge.id } })));
    } catch (thrown) {
      failed(thrown);
    } finally {
      setBusy(false);
    }
  };
  return { busy, send: () => void send() };
}

interface OtherWaysProps {
  challenge: Challenge;
  take(next: Challenge, again: boolean): void;
  failed: Failed;
  waitingForSms: boolean;
}

function OtherWays({ challenge, take, failed, waitingForSms }: OtherWaysProps) {
  const { code } = useAuthMessages();
  const left = useCountdown(challenge.resend_at);
  const resend = useResend(challenge, (next) => take(next, true), failed);
  const [changing, setChanging] = useState<Method>();
  const change = async (method: Method) => {
    setChanging(method);
    try {
      const body = { challenge: challenge.id, method };
      take(await answer(api.POST("/api/sign-in/method", { body })), false);
    } catch (thrown) {
      failed(thrown);
    } finally {
      setChanging(undefined);
    }
  };
  const canResend = challenge.method === "sms" && !waitingForSms;
  if (!canResend && challenge.other_methods.length === 0) return null;
  return (
    <div className="other-ways">
      {canResend &&
        (left > 0 ? (
          <p className="countdown">{code.resendIn(left)}</p>
        ) : (
          <Button kind="plain" busy={resend.busy} onClick={resend.send}>
            {code.resend}
          </Button>
        ))}
      {challenge.other_methods.length > 0 && <p className="other-ways-title">{code.noAccess}</p>}
      {challenge.other_methods.map((method) => (
        <Button
          key={method}
          kind="plain"
          busy={changing === method}
          onClick={() => void change(method)}
        >
          {code.use[method]}
        </Button>
      ))}
    </div>
  );
}
