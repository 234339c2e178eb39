// How to reach the firm.
import { Mail, Phone } from "lucide-react";
import { telephoneLink, useBranding } from "../branding";
import { unbroken } from "../i18n/format";
import { useMessages } from "../i18n/language";

/** The firm's own number, beside a failure. */
export function CallFirm() {
  const { common } = useMessages();
  const { firm, telephone } = useBranding();
  if (!telephone) return null;
  return (
    <a className="contact-line" href={telephoneLink(telephone)}>
      <Phone aria-hidden="true" />
      <span>
        {common.call(firm)}: <strong>{unbroken(telephone)}</strong>
      </span>
    </a>
  );
}

/** The people who help with the portal. */
export function SupportContact() {
  const { support } = useBranding();
  return (
    <div className="contact">
      {support.name && <p className="contact-name">{support.name}</p>}
      {support.telephone && (
        <a className="contact-line" href={telephoneLink(support.telephone)}>
          <Phone aria-hidden="true" />
          <span>{unbroken(support.telephone)}</span>
        </a>
      )}
      {support.email && (
        <a className="contact-line" href={`mailto:${support.email}`}>
          <Mail aria-hidden="true" />
          <span>{support.email}</span>
        </a>
      )}
    </div>
  );
}
