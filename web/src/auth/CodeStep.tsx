// The second step of signing in: the code.
import { useLocation } from "wouter";
import { answer, api } from "../api/client";
import type { Challenge } from "../api/types";
import { hasChosenLanguage, useLanguage } from "../i18n/language";
import { AuthLayout } from "../ui/AuthLayout";
import { Button } from "../ui/Button";
import { Page } from "../ui/Page";
import { CodeForm } from "./CodeForm";
import { enterPortal } from "./enter";
import { useAuthMessages } from "./i18n/messages";

interface CodeStepProps {
  challenge: Challenge;
  onChallenge(challenge: Challenge): void;
  onGone(why: "used" | "gone"): void;
  onBack(): void;
  returnTo: string;
}

export default function CodeStep({
  challenge,
  onChallenge,
  onGone,
  onBack,
  returnTo,
}: CodeStepProps) {
  const { t, adopt } = useLanguage();
  const { code } = useAuthMessages();
  const [, navigate] = useLocation();
  const submit = async (typed: string) => {
    const body = { challenge: challenge.id, code: typed };
    const signedIn = await answer(api.POST("/api/sign-in/code", { body }));
    await enterPortal(signedIn, { adopt, keepLanguage: hasChosenLanguage(), navigate, returnTo });
  };
  return (
    <AuthLayout step="code">
      <Page
        id={`code-${challenge.method}`}
        title={code.title[challenge.method]}
        above={t.common.step(2, 2)}
      >
        <CodeForm challenge={challenge} onChallenge={onChallenge} submit={submit} onGone={onGone} />
        <Button kind="plain" onClick={onBack}>
          {code.otherAccount}
        </Button>
      </Page>
    </AuthLayout>
  );
}
