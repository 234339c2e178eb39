// Bevestiging & verzending (M5.6, M5.7): what one approves once more, a code, and Verzend document.
// One intention has one request id, so that sending again after a lost answer is recognised; without
// a connection nothing is sent and nothing waits to be.
import { useCallback, useEffect, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { answer, api } from "../../api/client";
import { type ApiProblem, toProblem } from "../../api/problem";
import type { Challenge, Document } from "../../api/types";
import { CodeForm } from "../../auth/CodeForm";
import { useLanguage } from "../../i18n/language";
import { problemText } from "../../i18n/problems";
import { Button } from "../../ui/Button";
import { CallFirm } from "../../ui/Contact";
import { needsHelp, Reference } from "../../ui/ErrorSummary";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Skeleton } from "../../ui/waiting";
import { useSession } from "../session";
import { useApprovalMessages } from "./i18n/messages";
import { Summary } from "./parts";
import { documentAddress, type Place } from "./place";
import { useDocumentNews } from "./queries";
import { WithDocument } from "./WithDocument";
import { told, type Why, whyOf } from "./why";

export function Approve({ place }: { place: Place }) {
  return (
    <WithDocument place={place}>
      {(document) => <Confirmed place={place} document={document} />}
    </WithDocument>
  );
}

interface ApproveProps {
  place: Place;
  document: Document;
}

/** Only what was read, said yes to and is still this user's to approve is asked a code for. */
function Confirmed({ place, document }: ApproveProps) {
  const [, navigate] = useLocation();
  // What one said yes to. It stays what it was when the office changes the document meanwhile.
  const [agreed] = useState(document);
  const [{ version }] = useState(told);
  const [sent, setSent] = useState(false);
  const superseded = version !== undefined && version !== document.version;
  const stopped: Why | "closed" | "unasked" | undefined = superseded
    ? "superseded"
    : document.may !== "approve"
      ? "closed"
      : !document.viewed
        ? "not_viewed"
        : version === undefined
          ? "unasked"
          : undefined;
  useEffect(() => {
    if (sent || !stopped) return;
    const state = stopped === "closed" || stopped === "unasked" ? {} : { why: stopped };
    navigate(documentAddress(place), { replace: true, state });
  }, [sent, stopped, navigate, place]);
  if (stopped && !sent) return <Leaving />;
  return <Confirmation place={place} document={agreed} onSent={() => setSent(true)} />;
}

function Leaving() {
  return (
    <div className="page">
      <Skeleton lines={6} />
    </div>
  );
}

function Confirmation({ place, document, onSent }: ApproveProps & { onSent(): void }) {
  const { approve } = useApprovalMessages();
  const [challenge, setChallenge] = useState<Challenge>();
  const [codeGone, setCodeGone] = useState(false);
  const stop = useStop(place);
  const isOffline = useOffline();
  return (
    <Page id="approve" title={approve.title}>
      <section className="summary-box" aria-label={approve.summary}>
        <Summary document={document} version />
      </section>
      {isOffline && (
        <Notice kind="warning" title={approve.offlineTitle} live>
          <p>{approve.offline}</p>
        </Notice>
      )}
      {challenge ? (
        <Code
          place={place}
          document={document}
          challenge={challenge}
          onChallenge={setChallenge}
          onGone={() => {
            setCodeGone(true);
            setChallenge(undefined);
          }}
          onSent={onSent}
          stop={stop}
        />
      ) : (
        <Ask
          place={place}
          document={document}
          codeGone={codeGone}
          onChallenge={(next) => {
            setCodeGone(false);
            setChallenge(next);
          }}
          stop={stop}
        />
      )}
    </Page>
  );
}

type Stop = (thrown: unknown) => Promise<boolean>;

/** A refusal because of the document itself leads to its page, which explains it. */
function useStop(place: Place): Stop {
  const [, navigate] = useLocation();
  const { changed } = useDocumentNews(place);
  return async (thrown) => {
    const why = whyOf(toProblem(thrown).code);
    if (!why) return false;
    navigate(documentAddress(place), { replace: true, state: { why } });
    await changed();
    return true;
  };
}

function useOffline(): boolean {
  const [isOffline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return isOffline;
}

interface AskProps extends ApproveProps {
  codeGone: boolean;
  onChallenge(challenge: Challenge): void;
  stop: Stop;
}

/** Verstuur SMS-code; who has an authenticator is asked for its code at once. */
function Ask({ place, document, codeGone, onChallenge, stop }: AskProps) {
  const { approve, why } = useApprovalMessages();
  const { authenticator } = useSession().second_factor;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const asking = useRef(false);
  const { version, file } = document;
  const latest = useRef({ onChallenge, stop });
  latest.current = { onChallenge, stop };
  const { organisation, document: id } = place;

  const ask = useCallback(async () => {
    if (asking.current) return;
    asking.current = true;
    setBusy(true);
    setProblem(undefined);
    try {
      const call = api.POST("/api/approvals/{organisation}/documents/{document}/challenge", {
        params: { path: { organisation, document: id } },
        body: { version, sha256: file.sha256 },
      });
      latest.current.onChallenge(await answer(call));
    } catch (thrown) {
      if (!(await latest.current.stop(thrown))) setProblem(toProblem(thrown));
    } finally {
      asking.current = false;
      setBusy(false);
    }
  }, [organisation, id, version, file.sha256]);
  const atOnce = authenticator && !codeGone;
  useEffect(() => {
    if (atOnce) void ask();
  }, [atOnce, ask]);

  return (
    <>
      {codeGone && (
        <Notice kind="warning" title={why.code_gone.title} live>
          <p>{why.code_gone.text}</p>
        </Notice>
      )}
      {problem && <Failed problem={problem} />}
      {!authenticator && !problem && !codeGone && <p className="lead">{approve.smsText}</p>}
      <div className="form">
        <Button kind="primary" busy={busy} onClick={() => void ask()}>
          {authenticator ? approve.codeTitle : approve.sms}
        </Button>
      </div>
      {/* While the code is asked for, what comes above this is not known: it would jump. */}
      {!busy && (!atOnce || problem) && <BackLink place={place} />}
    </>
  );
}

function Failed({ problem }: { problem: ApiProblem }) {
  const { t, language } = useLanguage();
  return (
    <Notice kind="warning" title={t.errors.title} live>
      <p>{problemText(t, language, problem)}</p>
      {problem.status >= 500 && <Reference problem={problem} />}
      {needsHelp(problem) && <CallFirm />}
    </Notice>
  );
}

function BackLink({ place }: { place: Place }) {
  const { approve } = useApprovalMessages();
  return (
    <Link className="link" href={documentAddress(place)}>
      {approve.back}
    </Link>
  );
}

interface CodeProps extends ApproveProps {
  challenge: Challenge;
  onChallenge(challenge: Challenge): void;
  onGone(): void;
  onSent(): void;
  stop: Stop;
}

function Code(props: CodeProps) {
  const { approve } = useApprovalMessages();
  const { place, document, challenge, stop } = props;
  const [, navigate] = useLocation();
  const { approved, changed } = useDocumentNews(place);
  // The same for every try at this: the portal then knows one it has already done.
  const [request] = useState(() => crypto.randomUUID());
  const [lost, setLost] = useState(false);
  // The page is the same, with a field more: there one goes on.
  useEffect(() => globalThis.document.getElementById("code")?.focus(), []);

  const submit = async (code: string) => {
    const { version, file } = document;
    const body = { request, version, sha256: file.sha256, challenge: challenge.id, code };
    setLost(false);
    try {
      const call = api.POST("/api/approvals/{organisation}/documents/{document}/approve", {
        params: { path: { ...place } },
        body,
      });
      approved({ ...(await answer(call)), version });
    } catch (thrown) {
      if (await stop(thrown)) return;
      const { status } = toProblem(thrown);
      // With a connection that failed underway, the answer may be all that was lost.
      setLost(status === 0 && navigator.onLine);
      throw thrown;
    }
    props.onSent();
    navigate(documentAddress(place, "approved"), { replace: true });
    void changed();
  };
  return (
    <>
      {lost && (
        <Notice kind="warning" title={approve.lostTitle} live>
          <p>{approve.lost}</p>
        </Notice>
      )}
      <CodeForm
        challenge={challenge}
        onChallenge={props.onChallenge}
        submit={submit}
        submitLabel={approve.submit}
        onGone={props.onGone}
      />
      <BackLink place={place} />
    </>
  );
}
