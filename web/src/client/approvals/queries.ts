// What the pages of approving ask the portal, and what an answer changes in what they know.
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { answer, api } from "../../api/client";
import type { ApiProblem } from "../../api/problem";
import type { Document, Documents, DocumentsQuery } from "../../api/types";
import type { Own } from "./outcome";
import { keys, type Place } from "./place";

/** How many lines a list shows before "Meer tonen". */
const PAGE = 20;

export type Filters = Pick<DocumentsQuery, "list" | "year" | "status">;

export function useDocuments(organisation: string, filters: Filters) {
  return useInfiniteQuery<
    Documents,
    ApiProblem,
    { pages: Documents[] },
    readonly unknown[],
    string | null
  >({
    queryKey: keys.list(organisation, filters),
    initialPageParam: null,
    queryFn: ({ pageParam }) => {
      const query = { ...filters, limit: PAGE, ...(pageParam && { cursor: pageParam }) };
      return answer(
        api.GET("/api/approvals/{organisation}/documents", {
          params: { path: { organisation }, query },
        }),
      );
    },
    getNextPageParam: (page) => page.next,
  });
}

export function useDocument(place: Place) {
  return useQuery<Document, ApiProblem>({
    queryKey: keys.document(place),
    queryFn: () =>
      answer(
        api.GET("/api/approvals/{organisation}/documents/{document}", {
          params: { path: { ...place } },
        }),
      ),
    staleTime: 0,
  });
}

/** The answer to this user's own approval, as long as the tab knows it. */
export function useApproved(place: Place): Own | undefined {
  const { data } = useQuery<Own | null>({
    queryKey: keys.approved(place),
    queryFn: () => null,
    enabled: false,
  });
  return data ?? undefined;
}

export function useDocumentNews(place: Place) {
  const queries = useQueryClient();
  const { organisation, document } = place;
  return {
    /** Everything about approving is asked again when it is next needed. */
    changed: useCallback(() => queries.invalidateQueries({ queryKey: keys.all }), [queries]),
    opened: useCallback(
      (version: number) =>
        queries.setQueryData<Document>(keys.document({ organisation, document }), (before) =>
          before?.version === version ? { ...before, viewed: true } : before,
        ),
      [queries, organisation, document],
    ),
    approved: useCallback(
      (approved: Own) =>
        queries.setQueryData<Own>(keys.approved({ organisation, document }), approved),
      [queries, organisation, document],
    ),
  };
}

/** How long the evidence is waited for, in milliseconds between looks: more and more patient. */
const LOOKS = [2000, 3000, 5000, 8000, 12_000, 20_000, 30_000, 30_000, 30_000];

/** Looks again at a document whose evidence or sending is under way, for a few minutes. */
export function useFollow(place: Place, wanted: boolean): void {
  const queries = useQueryClient();
  const { organisation, document } = place;
  useEffect(() => {
    if (!wanted) return;
    let looked = 0;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      const pause = LOOKS[looked++];
      if (pause !== undefined) timer = setTimeout(look, pause);
    };
    const look = () => {
      const queryKey = keys.document({ organisation, document });
      if (!globalThis.document.hidden) void queries.invalidateQueries({ queryKey });
      wait();
    };
    wait();
    return () => clearTimeout(timer);
  }, [queries, organisation, document, wanted]);
}
