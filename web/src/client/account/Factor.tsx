// Removing the authenticator, and making new recovery codes: both say what they do, then ask for a
// code.
import { useState } from "react";
import * as v from "valibot";
import { Link, useLocation } from "wouter";
import { answer, api } from "../../api/client";
import type { Challenge } from "../../api/types";
import { CodeForm } from "../../auth/CodeForm";
import { useMessages } from "../../i18n/language";
import { Button } from "../../ui/Button";
import { ErrorSummary } from "../../ui/ErrorSummary";
import { useForm } from "../../ui/form";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { SlowExplanation } from "../../ui/waiting";
import { usePortalMessages } from "../i18n/messages";
import { RecoveryCodes } from "../RecoveryCodes";
import { requestCode } from "../requestCode";
import { useRefreshSession } from "../session";
import { doneState } from "./done";

type Action = "remove" | "codes";

export default function Factor({ action }: { action: Action }) {
  const { factor } = usePortalMessages();
  const [, navigate] = useLocation();
  const refresh = useRefreshSession();
  const [challenge, setChallenge] = useState<Challenge>();
  const [codes, setCodes] = useState<string[]>();
  const [codeGone, setCodeGone] = useState(false);
  const finish = async () => {
    await refresh();
    const done = doneState(action === "remove" ? "removed" : "codes");
    navigate("/account", { state: done, replace: true });
  };

  if (codes) return <RecoveryCodes codes={codes} onStored={finish} />;
  if (!challenge) {
    return (
      <Explain
        action={action}
        codeGone={codeGone}
        onGo={async () => {
          setChallenge(await requestCode("change_factor"));
          setCodeGone(false);
        }}
      />
    );
  }
  const submit = async (code: string) => {
    const body = { challenge: challenge.id, code };
    if (action === "remove") {
      await answer(api.POST("/api/authenticator/remove", { body }));
      await finish();
    } else {
      const made = await answer(api.POST("/api/authenticator/recovery-codes", { body }));
      setCodes(made.recovery_codes);
    }
  };
  return (
    <Page id="factor-code" title={factor.confirm}>
      <CodeForm
        challenge={challenge}
        onChallenge={setChallenge}
        submit={submit}
        submitLabel={action === "remove" ? factor.removeSubmit : factor.codesSubmit}
        onGone={() => {
          setCodeGone(true);
          setChallenge(undefined);
        }}
      />
    </Page>
  );
}

interface ExplainProps {
  action: Action;
  codeGone: boolean;
  onGo(): Promise<void>;
}

function Explain({ action, codeGone, onGo }: ExplainProps) {
  const { factor } = usePortalMessages();
  const { common } = useMessages();
  const form = useForm({ schema: v.object({}), submit: onGo });
  const remove = action === "remove";
  return (
    <Page id={`factor-${action}`} title={remove ? factor.removeTitle : factor.codesTitle}>
      {codeGone && !form.failure && (
        <Notice kind="warning" live>
          <p>{factor.codeGone}</p>
        </Notice>
      )}
      <p className="lead">{remove ? factor.removeText : factor.codesText}</p>
      <form className="form" noValidate onSubmit={form.onSubmit}>
        <ErrorSummary failure={form.failure} />
        <Button kind="primary" type="submit" busy={form.busy} waiting={form.waiting}>
          {factor.start}
        </Button>
        <Link className="link" href="/account">
          {common.cancel}
        </Link>
        <SlowExplanation waiting={form.waiting} />
      </form>
    </Page>
  );
}
