// A list of the office, page by page.
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ApiProblem } from "../api/problem";

interface ListPage<Row> {
  rows: Row[];
  next?: string | null | undefined;
}

export interface List<Row> {
  /** `undefined` while the first page is on its way. */
  rows: Row[] | undefined;
  problem: ApiProblem | null;
  more: (() => void) | undefined;
  isLoadingMore: boolean;
  retry(): void;
}

export function useList<Row>(
  key: readonly unknown[],
  page: (at: { cursor?: string }) => Promise<ListPage<Row>>,
): List<Row> {
  const query = useInfiniteQuery<ListPage<Row>, ApiProblem, Row[], readonly unknown[], string>({
    queryKey: key,
    queryFn: ({ pageParam }) => page(pageParam ? { cursor: pageParam } : {}),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next ?? undefined,
    select: ({ pages }) => pages.flatMap(({ rows }) => rows),
  });
  return {
    rows: query.data,
    problem: query.error,
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    isLoadingMore: query.isFetchingNextPage,
    retry: () => void query.refetch(),
  };
}
