// The frame of the portal: the firm, the organisation one works for, one's own name, and the menu.
// Its subjects are a list; what is not built is not in it.
import {
  CircleUserRound,
  ClipboardCheck,
  FilePen,
  FilePlus,
  FileText,
  FolderOpen,
  House,
  LogOut,
  Settings,
} from "lucide-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useMessages } from "../i18n/language";
import { Brand } from "../ui/Brand";
import { Disclosure } from "../ui/Disclosure";
import { Skeleton } from "../ui/waiting";
import { ClientSwitch } from "./ClientSwitch";
import { type PortalMessages, usePortalMessages } from "./i18n/messages";
import { useSession } from "./session";
import { useSignOut } from "./useSignOut";

interface Subject {
  href: string;
  label: string;
  icon: typeof House;
  /** Reached from another page on a phone, whose bar has room for five. */
  onTopOnly?: boolean;
}

function useSubjects(): Subject[] {
  const { shell } = usePortalMessages();
  const { kind, organisations } = useSession();
  if (kind === "staff") return staffSubjects(shell);
  // A right in one organisation is enough: the page itself tells for which it is not.
  const may = (right: "approve" | "dossier") =>
    organisations.some(({ rights }) => rights.includes(right));
  return [
    { href: "/", label: shell.home, icon: House },
    ...(may("approve")
      ? [{ href: "/approvals", label: shell.approvals, icon: ClipboardCheck }]
      : []),
    ...(may("dossier") ? [{ href: "/dossier", label: shell.dossier, icon: FolderOpen }] : []),
  ];
}

function staffSubjects(shell: PortalMessages["shell"]): Subject[] {
  return [
    { href: "/", label: shell.office, icon: House },
    { href: "/office/documents", label: shell.documents, icon: FileText },
    { href: "/office/drafts", label: shell.drafts, icon: FilePen },
    { href: "/office/publish", label: shell.publish, icon: FilePlus },
    { href: "/office/settings", label: shell.settings, icon: Settings, onTopOnly: true },
  ];
}

/** A page below a subject is in that subject. */
const isIn = (path: string, href: string) =>
  path === href || (href !== "/" && path.startsWith(`${href}/`));

export function Shell({ children }: { children: ReactNode }) {
  const { common } = useMessages();
  const { kind } = useSession();
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {common.skip}
      </a>
      <header className="shell-top">
        <div className="shell-bar">
          <Link href="/" className="shell-brand">
            <Brand />
          </Link>
          {kind === "client" && <ClientSwitch />}
          <MyData />
        </div>
        <Menu />
      </header>
      {children}
      <BottomBar />
    </div>
  );
}

function Menu() {
  const { shell } = usePortalMessages();
  const subjects = useSubjects();
  const [path] = useLocation();
  return (
    <nav className="shell-menu" aria-label={shell.menu}>
      <ul>
        {subjects.map(({ href, label }) => (
          <li key={href}>
            <Link href={href} aria-current={isIn(path, href) ? "page" : undefined}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** On a phone the menu is within reach of the thumb. */
function BottomBar() {
  const { shell } = usePortalMessages();
  const [path] = useLocation();
  const items = [
    ...useSubjects().filter(({ onTopOnly }) => !onTopOnly),
    { href: "/account", label: shell.myData, icon: CircleUserRound },
  ];
  return (
    <nav className="bottom-bar" aria-label={shell.menu}>
      {items.map(({ href, label, icon: Icon }) => {
        return (
          <Link key={href} href={href} aria-current={isIn(path, href) ? "page" : undefined}>
            <Icon aria-hidden="true" />
            <span>{label}</span>
          </Link>
        );
      })}
    </nav>
  );
}

function MyData() {
  const { shell, account } = usePortalMessages();
  const { name } = useSession();
  const signOut = useSignOut();
  const label = (
    <>
      <CircleUserRound aria-hidden="true" />
      <span className="two-lines">
        <span className="small">{shell.myData}</span>
        <span className="strong">{name}</span>
      </span>
    </>
  );
  const links = [
    { href: "/account", label: shell.myData },
    { href: "/account#language", label: account.language },
    { href: "/account/password", label: account.changePassword },
    { href: "/account#devices", label: account.devices },
  ];
  return (
    <Disclosure className="my-data" label={label}>
      {(close) => (
        <>
          <ul className="panel-list">
            {links.map((link) => (
              <li key={link.href}>
                <Link href={link.href} onClick={close}>
                  {link.label}
                </Link>
              </li>
            ))}
          </ul>
          <button type="button" className="panel-action" onClick={signOut.run}>
            <LogOut aria-hidden="true" />
            {shell.signOut}
          </button>
          <p className="panel-problem" role="status">
            {signOut.failed ? shell.signOutFailed : ""}
          </p>
        </>
      )}
    </Disclosure>
  );
}

/** The shell before it is known who is signed in: the same bars, empty. */
export function ShellSkeleton() {
  return (
    <div className="shell" aria-busy="true">
      <div className="shell-top">
        <div className="shell-bar">
          <div className="shell-brand">
            <Brand />
          </div>
        </div>
        <div className="shell-menu" />
      </div>
      <div className="page page-wide">
        <Skeleton />
      </div>
    </div>
  );
}
