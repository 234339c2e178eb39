// Pages for what cannot be shown: an unexpected failure of the app, an answer that did not come, an
// address that leads nowhere.
import { Component, type ReactNode } from "react";
import { ApiProblem } from "../api/problem";
import { useLanguage, useMessages } from "../i18n/language";
import { problemText } from "../i18n/problems";
import { AuthLayout } from "./AuthLayout";
import { Button, LinkButton } from "./Button";
import { CallFirm } from "./Contact";
import { Reference } from "./ErrorSummary";
import { Page } from "./Page";

interface FailurePageProps {
  problem: ApiProblem;
  retry: () => void;
  retryLabel?: string;
  text?: string;
}

export function FailureContent({ problem, retry, retryLabel, text }: FailurePageProps) {
  const { t, language } = useLanguage();
  return (
    <Page id="failure" title={t.errors.unexpectedTitle}>
      <p className="lead">{text ?? problemText(t, language, problem)}</p>
      {problem.status !== 0 && <Reference problem={problem} />}
      <CallFirm />
      <div className="actions">
        <Button kind="primary" onClick={retry}>
          {retryLabel ?? t.common.retry}
        </Button>
      </div>
    </Page>
  );
}

export function FailurePage(props: FailurePageProps) {
  return (
    <AuthLayout>
      <FailureContent {...props} />
    </AuthLayout>
  );
}

export function NotFoundContent() {
  const { common, errors } = useMessages();
  return (
    <Page id="not-found" title={errors.notFoundTitle}>
      <p className="lead">{errors.notFound}</p>
      <div className="actions">
        <LinkButton href="/" kind="primary">
          {common.toHome}
        </LinkButton>
      </div>
    </Page>
  );
}

export function NotFound() {
  return (
    <AuthLayout>
      <NotFoundContent />
    </AuthLayout>
  );
}

function Crash({ reference }: { reference: string }) {
  const { errors } = useMessages();
  return (
    <FailurePage
      problem={new ApiProblem(500, "unexpected", { reference })}
      text={errors.unexpected}
      retry={() => location.reload()}
      retryLabel={errors.reload}
    />
  );
}

/** A short reference that the browser's console also shows, for a failure no server saw. */
function newReference(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  return `web-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export class ErrorBoundary extends Component<{ children: ReactNode }, { reference?: string }> {
  override state: { reference?: string } = {};

  static getDerivedStateFromError(): { reference: string } {
    return { reference: newReference() };
  }

  override componentDidCatch(error: unknown): void {
    console.error(this.state.reference, error);
  }

  override render(): ReactNode {
    const { reference } = this.state;
    return reference ? <Crash reference={reference} /> : this.props.children;
  }
}
