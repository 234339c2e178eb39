// The mark and the firm's name. The name's place is kept until it is known.
import { useBranding } from "../branding";
import { useMessages } from "../i18n/language";

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="14" />
      <path d="M18 30l10 9 18-21" strokeWidth="6" />
      <path d="M18 48h28" strokeWidth="3" />
    </svg>
  );
}

export function Brand() {
  const { firm } = useBranding();
  const { common } = useMessages();
  return (
    <div className="brand">
      <Mark />
      <div className="brand-text">
        <p className="brand-firm">{firm || " "}</p>
        <p className="brand-portal">{common.portal}</p>
      </div>
    </div>
  );
}
