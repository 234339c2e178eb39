// A document's address names its organisation. Who comes by a link gets that organisation as the one
// they work for, and is told; who then chooses another in the menu leaves the document.
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { answer, api } from "../../api/client";
import type { Organisation } from "../../api/types";
import { useSession, useUpdateSession } from "../session";

export type Switch = "none" | "switched" | "failed";

interface OfDocument {
  /** Undefined when the user is no member of it: then the document does not exist for them. */
  organisation: Organisation | undefined;
  switched: Switch;
}

export function useOrganisation(id: string): OfDocument {
  const session = useSession();
  const update = useUpdateSession();
  const [, navigate] = useLocation();
  const [switched, setSwitched] = useState<Switch>("none");
  const organisation = session.organisations.find((each) => each.id === id);
  const active = session.active_organisation === id;
  const known = organisation !== undefined;
  // Whether this document's organisation has been the active one since the page opened.
  const arrived = useRef<string>(undefined);
  const latest = useRef({ update, navigate });
  latest.current = { update, navigate };

  useEffect(() => {
    if (!known) return;
    if (active) {
      arrived.current = id;
      return;
    }
    if (arrived.current === id) return latest.current.navigate("/approvals");
    answer(api.PUT("/api/session/organisation", { body: { organisation: id } })).then(
      (session) => {
        latest.current.update(session);
        setSwitched("switched");
      },
      () => setSwitched("failed"),
    );
  }, [id, known, active]);
  return { organisation, switched };
}
