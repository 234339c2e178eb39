// "Inloggen met een Authenticator" (manual M2): offered after every sign-in by SMS, and reached from
// Mijn gegevens. Nothing changes until a code from the app has been accepted.
import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { answer, api } from "../api/client";
import { type ApiProblem, toProblem } from "../api/problem";
import type { Challenge } from "../api/types";
import { safeReturn } from "../auth/after";
import { CodeForm } from "../auth/CodeForm";
import { useMessages } from "../i18n/language";
import { AuthLayout } from "../ui/AuthLayout";
import { Button, LinkButton } from "../ui/Button";
import { FailureContent } from "../ui/ErrorPage";
import { Notice } from "../ui/Notice";
import { Page } from "../ui/Page";
import { Skeleton } from "../ui/waiting";
import { AuthenticatorSetup, type Setup } from "./AuthenticatorSetup";
import { usePortalMessages } from "./i18n/messages";
import { RecoveryCodes } from "./RecoveryCodes";
import { requestCode } from "./requestCode";
import { useRefreshSession, useSession } from "./session";

type Phase =
  | { name: "starting" }
  | { name: "failed"; problem: ApiProblem }
  | { name: "code"; challenge: Challenge }
  | { name: "setup"; setup: Setup }
  | { name: "gone" }
  | { name: "codes"; codes: string[] };

const begin = (body: { challenge?: string; code?: string }): Promise<Setup> =>
  answer(api.POST("/api/authenticator", { body }));

export default function Authenticator() {
  const [, navigate] = useLocation();
  const refresh = useRefreshSession();
  const hadOne = useRef(useSession().second_factor.authenticator).current;
  const returnTo = safeReturn(new URLSearchParams(useSearch()).get("return"), location.origin);
  const leave = () => navigate(returnTo, { replace: true });
  return (
    <AuthLayout step="authenticator" languages={false}>
      {hadOne ? (
        <Already />
      ) : (
        <SetUp
          onLater={leave}
          onDone={async () => {
            await refresh();
            leave();
          }}
        />
      )}
    </AuthLayout>
  );
}

function SetUp({ onLater, onDone }: { onLater(): void; onDone(): Promise<void> }) {
  const { authenticator, factor } = usePortalMessages();
  const [phase, setPhase] = useState<Phase>({ name: "starting" });
  const failed = useCallback((thrown: unknown) => {
    setPhase({ name: "failed", problem: toProblem(thrown) });
  }, []);
  const start = useCallback(async () => {
    setPhase({ name: "starting" });
    try {
      setPhase({ name: "setup", setup: await begin({}) });
    } catch (thrown) {
      if (toProblem(thrown).code !== "code_required") return failed(thrown);
      // The code of signing in is too long ago to hand out a new factor on.
      requestCode("change_factor").then(
        (challenge) => setPhase({ name: "code", challenge }),
        failed,
      );
    }
  }, [failed]);
  useEffect(() => void start(), [start]);

  switch (phase.name) {
    case "starting":
      return <Skeleton lines={8} />;
    case "failed":
      return (
        <>
          <FailureContent problem={phase.problem} retry={() => void start()} />
          <Later onLater={onLater} />
        </>
      );
    case "code":
      return (
        <Page id="factor-code" title={factor.confirm}>
          <CodeForm
            challenge={phase.challenge}
            onChallenge={(challenge) => setPhase({ name: "code", challenge })}
            submit={async (code) =>
              setPhase({
                name: "setup",
                setup: await begin({ challenge: phase.challenge.id, code }),
              })
            }
            onGone={() => setPhase({ name: "gone" })}
          />
          <Later onLater={onLater} />
        </Page>
      );
    case "setup":
      return (
        <AuthenticatorSetup
          setup={phase.setup}
          onCodes={(codes) => setPhase({ name: "codes", codes })}
          onGone={() => setPhase({ name: "gone" })}
          later={<Later onLater={onLater} />}
        />
      );
    case "gone":
      return (
        <Page id="setup-gone" title={authenticator.title}>
          <Notice kind="warning">
            <p>{authenticator.goneText}</p>
          </Notice>
          <div className="actions">
            <Button kind="primary" onClick={() => void start()}>
              {authenticator.again}
            </Button>
          </div>
          <Later onLater={onLater} />
        </Page>
      );
    case "codes":
      return <RecoveryCodes codes={phase.codes} onStored={onDone} />;
  }
}

function Later({ onLater }: { onLater(): void }) {
  const { authenticator } = usePortalMessages();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const later = async () => {
    setBusy(true);
    setFailed(false);
    try {
      await answer(api.POST("/api/authenticator/later", { body: {} }));
    } catch {
      setBusy(false);
      setFailed(true);
      return;
    }
    onLater();
  };
  return (
    <div className="later">
      <Button kind="plain" busy={busy} onClick={() => void later()}>
        {authenticator.later}
      </Button>
      <p role="status">{failed ? authenticator.laterFailed : ""}</p>
    </div>
  );
}

function Already() {
  const { authenticator, shell } = usePortalMessages();
  const { common } = useMessages();
  return (
    <Page id="already" title={authenticator.already}>
      <p className="lead">{authenticator.alreadyText}</p>
      <div className="actions">
        <LinkButton href="/account" kind="primary">
          {shell.myData}
        </LinkButton>
        <LinkButton href="/">{common.toHome}</LinkButton>
      </div>
    </Page>
  );
}
