// The set-up itself: install an app, add the portal to it, enter the code that it shows.
import { ExternalLink } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import * as v from "valibot";
import { answer, api } from "../api/client";
import { toProblem } from "../api/problem";
import { useAuthMessages } from "../auth/i18n/messages";
import { Button } from "../ui/Button";
import { Checkbox } from "../ui/Checkbox";
import { CopyButton } from "../ui/CopyButton";
import { CodeField, digitsOf } from "../ui/codes";
import { ErrorSummary } from "../ui/ErrorSummary";
import { useForm } from "../ui/form";
import { Page } from "../ui/Page";
import { useMedia } from "../ui/useMedia";
import { SlowExplanation } from "../ui/waiting";
import { usePortalMessages } from "./i18n/messages";
import { bare, inFours } from "./key";
import { qrPath } from "./qr";

export interface Setup {
  otpauth: string;
  key: string;
}

interface AuthenticatorSetupProps {
  setup: Setup;
  onCodes(codes: string[]): void;
  onGone(): void;
  later: ReactNode;
}

export function AuthenticatorSetup({ setup, onCodes, onGone, later }: AuthenticatorSetupProps) {
  const { code: texts } = useAuthMessages();
  const { authenticator } = usePortalMessages();
  const form = useForm({
    schema: v.object({
      code: v.pipe(
        v.string(),
        v.nonEmpty(texts.missing),
        v.transform(digitsOf),
        v.check(({ length }) => length === 6, texts.sixDigits),
      ),
      keep_sms: v.optional(v.string()),
    }),
    fieldOfCode: { code_wrong: "code", code_used: "code", code: "code" },
    submit: async ({ code, keep_sms }) => {
      try {
        const body = { code, keep_sms: keep_sms !== undefined };
        const { recovery_codes } = await answer(api.POST("/api/authenticator/confirm", { body }));
        onCodes(recovery_codes);
      } catch (thrown) {
        if (toProblem(thrown).code === "setup_gone") return onGone();
        throw thrown;
      }
    },
  });
  return (
    <Page id="authenticator" title={authenticator.title}>
      <p className="lead">{authenticator.intro}</p>
      {later}
      <form className="form" noValidate onSubmit={form.onSubmit}>
        <ErrorSummary failure={form.failure} />
        <ol className="numbered">
          <li>
            <h2>{authenticator.install}</h2>
            <p>{authenticator.installText}</p>
          </li>
          <li>
            <h2>{authenticator.add}</h2>
            <AddPortal setup={setup} />
          </li>
          <li>
            <h2>{authenticator.confirm}</h2>
            <CodeField
              name="code"
              label={authenticator.code}
              autoComplete="off"
              error={form.errorOf("code")}
            />
            <Checkbox
              name="keep_sms"
              label={authenticator.keepSms}
              hint={authenticator.keepSmsHint}
              defaultChecked
            />
            <Button kind="primary" type="submit" busy={form.busy} waiting={form.waiting}>
              {authenticator.submit}
            </Button>
          </li>
        </ol>
        <SlowExplanation waiting={form.waiting} />
      </form>
    </Page>
  );
}

/** On a phone the app is most likely on that phone, so its link comes first. */
function AddPortal({ setup }: { setup: Setup }) {
  const { authenticator } = usePortalMessages();
  const onPhone = useMedia("(max-width: 899px), (pointer: coarse)");
  const link = (
    <div className="add-way">
      <p>{authenticator.openText}</p>
      <a className="button button-secondary" href={setup.otpauth}>
        <ExternalLink aria-hidden="true" />
        {authenticator.open}
      </a>
    </div>
  );
  const scan = (
    <div className="add-way">
      <p>{onPhone ? authenticator.scanOther : authenticator.scan}</p>
      <Qr text={setup.otpauth} />
    </div>
  );
  return (
    <>
      {onPhone && link}
      {scan}
      <div className="add-way">
        <p>{authenticator.key}</p>
        <p className="key">
          <code>{inFours(setup.key)}</code>
        </p>
        <CopyButton
          text={bare(setup.key)}
          label={authenticator.copyKey}
          done={authenticator.copied}
        />
      </div>
    </>
  );
}

function Qr({ text }: { text: string }) {
  const { authenticator } = usePortalMessages();
  const { size, path } = useMemo(() => qrPath(text), [text]);
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={authenticator.qr}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
