// Reading a document on the whole screen: a bar with what it is and the cross, the pages, and under
// them what the caller offers to do. Loaded only when a document is opened, pdf.js with it.
import "../styles/pdf.css";
import { X } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { type ApiProblem, toProblem } from "../api/problem";
import { useLanguage, useMessages } from "../i18n/language";
import { problemText } from "../i18n/problems";
import { Button } from "../ui/Button";
import { CallFirm } from "../ui/Contact";
import { Reference } from "../ui/ErrorSummary";
import { useTitle } from "../ui/Page";
import { useWaiting } from "../ui/waiting";
import { FileChanged, fetchFile, openPdf, type Pdf } from "./file";
import { useReaderMessages } from "./i18n/messages";
import { DownloadLink, Viewer } from "./Viewer";

export interface ReaderProps {
  title: string;
  /** Whose document it is, above the title. */
  owner: string;
  file: { name: string; sha256: string };
  /** Asks for the file's signed address; asked again on a retry. Throws an ApiProblem. */
  address(): Promise<string>;
  closeLabel: string;
  onClose(): void;
  /** Told once the file is on the screen. */
  onOpened?(): void;
  /** Between the bar and the pages. */
  notice?: ReactNode;
  /** Under the pages. */
  children?: ReactNode;
}

type State =
  | { name: "opening" }
  | { name: "open"; pdf: Pdf; url: string }
  | { name: "unreadable"; url: string }
  | { name: "changed" }
  | { name: "failed"; problem: ApiProblem };

export default function Reader(props: ReaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(props.title);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    const escaped = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) props.onClose();
    };
    addEventListener("keydown", escaped);
    return () => removeEventListener("keydown", escaped);
  }, [props.onClose]);
  return (
    <div className="reader">
      <header className="reader-top">
        <div className="reader-title">
          <p className="small">{props.owner}</p>
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
        </div>
        <button
          type="button"
          className="reader-close"
          aria-label={props.closeLabel}
          title={props.closeLabel}
          onClick={props.onClose}
        >
          <X aria-hidden="true" />
        </button>
      </header>
      <main id="content" className="reader-main">
        {props.notice}
        <Content {...props} />
      </main>
      {props.children}
    </div>
  );
}

/** What a document's pages need, wherever they are shown. */
export type ContentProps = Pick<ReaderProps, "file" | "address" | "onOpened">;

/** The pages with their tools, for a place of the caller's own. */
export function Content(props: ContentProps) {
  const { state, retry } = useFile(props);
  const texts = useReaderMessages();
  const { t, language } = useLanguage();
  switch (state.name) {
    case "opening":
      return <Opening />;
    case "open":
      return <Viewer pdf={state.pdf} download={{ address: state.url, name: props.file.name }} />;
    case "unreadable":
      return (
        <Failed title={texts.failedTitle}>
          <p>{texts.unreadable}</p>
          <DownloadLink address={state.url} name={props.file.name} />
        </Failed>
      );
    case "changed":
      return (
        <Failed title={texts.changedTitle}>
          <p>{texts.changed}</p>
          <CallFirm />
        </Failed>
      );
    case "failed":
      return (
        <Failed title={texts.failedTitle}>
          <p>{problemText(t, language, state.problem)}</p>
          {state.problem.status >= 500 && <Reference problem={state.problem} />}
          <Button kind="primary" onClick={retry}>
            {t.common.retry}
          </Button>
        </Failed>
      );
  }
}

function Failed({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="reader-state" role="alert">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

function Opening() {
  const texts = useReaderMessages();
  const { common } = useMessages();
  const waiting = useWaiting(true);
  return (
    <div className="reader-state">
      <div className="reader-sheet" aria-hidden="true">
        <div className="skeleton-line skeleton-title" />
        <div className="skeleton-line" />
        <div className="skeleton-line" />
        <div className="skeleton-line skeleton-short" />
      </div>
      <p role="status">
        {waiting === "text" && texts.loading}
        {waiting === "explanation" && common.slow}
      </p>
    </div>
  );
}

/** Fetches, checks and opens the file; closes it when the reader goes. */
function useFile(props: ContentProps) {
  const [state, setState] = useState<State>({ name: "opening" });
  const [attempt, setAttempt] = useState(0);
  const asked = useRef(props);
  asked.current = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is another file.
  useEffect(() => {
    let gone = false;
    let url = "";
    let pdf: Pdf | undefined;
    const open = async () => {
      setState({ name: "opening" });
      const { address, file, onOpened } = asked.current;
      const blob = await fetchFile(await address(), file.sha256);
      if (gone) return;
      url = URL.createObjectURL(blob);
      try {
        pdf = await openPdf(blob);
      } catch (error) {
        console.error("document not readable", error);
        if (!gone) setState({ name: "unreadable", url });
        return;
      }
      if (gone) return pdf.close();
      setState({ name: "open", pdf, url });
      onOpened?.();
    };
    open().catch((thrown: unknown) => {
      if (gone) return;
      if (thrown instanceof FileChanged) setState({ name: "changed" });
      else setState({ name: "failed", problem: toProblem(thrown) });
    });
    return () => {
      gone = true;
      pdf?.close();
      if (url) URL.revokeObjectURL(url);
    };
  }, [attempt, props.file.sha256]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { state, retry };
}
