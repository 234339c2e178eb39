// The session as the portal's screens use it: one query, and the ways that it changes.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { useLocation } from "wouter";
import { answer, api } from "../api/client";
import type { ApiProblem } from "../api/problem";
import type { Organisation, SessionView } from "../api/types";
import { rememberSignedIn, signInAddress, takeFreshSession } from "../auth/after";
import { announce } from "./channel";

const SESSION = ["session"] as const;

export function useSessionQuery() {
  return useQuery<SessionView, ApiProblem>({
    queryKey: SESSION,
    queryFn: async () => {
      const session = takeFreshSession() ?? (await answer(api.GET("/api/session")));
      rememberSignedIn(true);
      return session;
    },
  });
}

export const SessionContext = createContext<SessionView | undefined>(undefined);

export function useSession(): SessionView {
  const session = useContext(SessionContext);
  if (!session) throw new Error("outside the session");
  return session;
}

/** Takes over what an answer says about the session, wholly or in part. */
export function useUpdateSession() {
  const queries = useQueryClient();
  return (change: Partial<SessionView>) => {
    queries.setQueryData<SessionView>(SESSION, (before) =>
      before ? { ...before, ...change } : before,
    );
    if (change.ends_at) announce({ endsAt: change.ends_at });
  };
}

export function useRefreshSession() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: SESSION });
}

/** Leaves the portal for the sign-in page; nothing of the user stays in memory. */
export function useLeave() {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  return (notice: "ended" | "signedOut" | undefined) => {
    // Several answers may say the same at once; the first has already led away from here.
    if (location.pathname === "/sign-in") return;
    rememberSignedIn(false);
    const here = location.pathname + location.search + location.hash;
    const address = notice === "signedOut" ? "/sign-in" : signInAddress(here);
    navigate(address, { replace: notice !== "signedOut", state: { notice } });
    queries.clear();
  };
}

export function activeOrganisation(session: SessionView): Organisation | undefined {
  return session.organisations.find(({ id }) => id === session.active_organisation);
}
