// Everything behind signing in: asks who is signed in, watches the session's end, and shows the
// client's or the office's rooms.
import { QueryClient, QueryClientProvider, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, Suspense, useEffect, useRef } from "react";
import { Route, Switch } from "wouter";
import { answer, api, onSessionEnded } from "../api/client";
import { toProblem } from "../api/problem";
import type { SessionView } from "../api/types";
import { wasSignedIn } from "../auth/after";
import { takeChosenLanguage, useLanguage } from "../i18n/language";
import { FailurePage, NotFoundContent } from "../ui/ErrorPage";
import { lazyPage } from "../ui/lazyPage";
import { Skeleton } from "../ui/waiting";
import { onNews } from "./channel";
import { EndingDialog } from "./EndingDialog";
import { Home } from "./Home";
import { mayRetry } from "./retry";
import { Shell, ShellSkeleton } from "./Shell";
import { SessionContext, useLeave, useSession, useSessionQuery, useUpdateSession } from "./session";

const Account = lazyPage(() => import("./account/Account"));
const ChangePassword = lazyPage(() => import("./account/ChangePassword"));
const Factor = lazyPage(() => import("./account/Factor"));
const Approvals = lazyPage(() => import("./approvals/Rooms"));
const Authenticator = lazyPage(() => import("./Authenticator"));
const Office = lazyPage(() => import("../staff/Work"));
const StaffRooms = lazyPage(() => import("../staff/Rooms"));

const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: mayRetry, staleTime: 30_000, refetchOnReconnect: "always" },
  },
});

export default function Portal() {
  return (
    <QueryClientProvider client={queries}>
      <SessionGate>
        <Rooms />
      </SessionGate>
    </QueryClientProvider>
  );
}

function SessionGate({ children }: { children: ReactNode }) {
  const { data: session, error, refetch } = useSessionQuery();
  useSessionNews();
  if (session) {
    return (
      <SessionContext value={session}>
        <SessionLanguage session={session} />
        <EndingDialog />
        {children}
      </SessionContext>
    );
  }
  if (error && error.code !== "no_session") {
    return <FailurePage problem={toProblem(error)} retry={() => void refetch()} />;
  }
  return <ShellSkeleton />;
}

/** A session that is gone, here or in another tab, leads to the sign-in page, and back from there. */
function useSessionNews(): void {
  const leave = useLeave();
  const update = useUpdateSession();
  const queries = useQueryClient();
  const latest = useRef({ leave, update });
  latest.current = { leave, update };
  useEffect(() => {
    const stopEnd = onSessionEnded(() => latest.current.leave(wasSignedIn() ? "ended" : undefined));
    const stopNews = onNews((news) => {
      if (news.signedOut) latest.current.leave("signedOut");
      if (news.endsAt) {
        queries.setQueryData<SessionView>(
          ["session"],
          (before) => before && { ...before, ends_at: news.endsAt ?? before.ends_at },
        );
      }
    });
    return () => {
      stopEnd();
      stopNews();
    };
  }, [queries]);
}

/** The language chosen before signing in goes to the portal; otherwise the portal's is spoken. */
function SessionLanguage({ session }: { session: SessionView }) {
  const { language, adopt } = useLanguage();
  const update = useUpdateSession();
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the session's language changes.
  useEffect(() => {
    const chosen = takeChosenLanguage();
    if (chosen && chosen !== session.language) {
      const call = api.PUT("/api/session/language", { body: { language: chosen } });
      answer(call).then(update, () => undefined);
    } else if (session.language !== language) {
      void adopt(session.language).catch(() => undefined);
    }
  }, [session.language]);
  return null;
}

function Rooms() {
  return (
    <Switch>
      <Route path="/authenticator">
        <Suspense fallback={<ShellSkeleton />}>
          <Authenticator />
        </Suspense>
      </Route>
      <Route path="/approvals/:organisation/:document/read">
        <Suspense fallback={<ShellSkeleton />}>
          <ForClients />
        </Suspense>
      </Route>
      <Route>
        <Shell>
          <Suspense
            fallback={
              <div className="page">
                <Skeleton lines={8} />
              </div>
            }
          >
            <ShellRooms />
          </Suspense>
        </Shell>
      </Route>
    </Switch>
  );
}

/** Approving and the dossier are the client's own; the office has its own rooms for them. */
function ForClients() {
  return useSession().kind === "client" ? <Approvals /> : <NotFoundContent />;
}

function ShellRooms() {
  return (
    <Switch>
      <Route path="/">
        <SessionContext.Consumer>
          {(session) => (session?.kind === "staff" ? <Office /> : <Home />)}
        </SessionContext.Consumer>
      </Route>
      <Route path="/approvals/*?" component={ForClients} />
      <Route path="/dossier" component={ForClients} />
      <Route path="/account" component={Account} />
      <Route path="/account/password" component={ChangePassword} />
      <Route path="/account/remove-authenticator">
        <Factor action="remove" />
      </Route>
      <Route path="/account/recovery-codes">
        <Factor action="codes" />
      </Route>
      <Route path="/office/*?">
        <SessionContext.Consumer>
          {(session) => (session?.kind === "staff" ? <StaffRooms /> : <NotFoundContent />)}
        </SessionContext.Consumer>
      </Route>
      <Route component={NotFoundContent} />
    </Switch>
  );
}
