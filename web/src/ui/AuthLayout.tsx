// The frame around everything before the portal: the firm on one side, one thing to do on the
// other. On a phone the firm is a bar on top and the steps are a line above the heading.
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages } from "../i18n/language";
import { Brand } from "./Brand";
import { SupportContact } from "./Contact";
import { LanguageSwitch } from "./LanguageSwitch";

export type Step = "password" | "code" | "authenticator";
const STEPS: Step[] = ["password", "code", "authenticator"];

interface AuthLayoutProps {
  /** Where in signing in this is; left out where there are no steps. */
  step?: Step;
  /** After signing in the language is a setting, not a switch. */
  languages?: boolean;
  children: ReactNode;
}

export function AuthLayout({ step, languages = true, children }: AuthLayoutProps) {
  const { common } = useMessages();
  return (
    <div className="auth">
      <a className="skip" href="#content">
        {common.skip}
      </a>
      <header className="auth-side">
        <div className="auth-side-inner">
          <Brand />
          {step && <Steps current={step} />}
          <div className="auth-contact">
            <p className="auth-contact-title">{common.questions}</p>
            <SupportContact />
          </div>
        </div>
      </header>
      <div className="auth-main">
        <div className="auth-top">{languages && <LanguageSwitch />}</div>
        {children}
        <footer className="auth-foot">
          <p className="auth-contact-title">{common.questions}</p>
          <SupportContact />
        </footer>
      </div>
    </div>
  );
}

function Steps({ current }: { current: Step }) {
  const { common, steps } = useMessages();
  const at = STEPS.indexOf(current);
  // The third step is an offer, so it is only there for who gets it.
  const shown = STEPS.slice(0, current === "authenticator" ? 3 : 2);
  return (
    <nav className="auth-steps" aria-label={common.steps}>
      <ol>
        {shown.map((step, index) => (
          <li
            key={step}
            className={index < at ? "done" : undefined}
            aria-current={index === at ? "step" : undefined}
          >
            <span className="auth-step-mark">
              {index < at ? <Check aria-hidden="true" /> : index + 1}
            </span>
            <span>{steps[step]}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
