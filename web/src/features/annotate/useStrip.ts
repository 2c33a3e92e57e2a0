// The pictures that one walks through, in the order of names, with the filters of the address. Labelled ones stay where they are.
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useInfiniteQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import type { Id, Page } from "@/api/contract";
import type { Item, Work } from "./lib/work";

type Pages = InfiniteData<Page<Item>, string | undefined>;

export function useStrip(work: Work, currentId: string | undefined) {
  const client = useQueryClient();
  const key = useMemo(() => ["strip", ...work.key] as const, [work.key]);
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => work.page(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    // Events of the server do not shuffle the strip below one's hands.
    staleTime: Infinity,
    // Of a task others have moved pictures since one was here last.
    refetchOnMount: work.task ? "always" : true,
    refetchOnWindowFocus: false,
  });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const index = items.findIndex((one) => one.id === currentId);
  const more = useCallback(() => {
    // What did not come is asked for again by hand.
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

  // Go on loading until the picture of the address and some behind it are there.
  useEffect(() => {
    if (currentId && items.length > 0 && (index < 0 || index > items.length - 20)) more();
  }, [currentId, items.length, index, more]);

  // One that was taken from a pool since the strip was read.
  const asked = useRef<string | null>(null);
  const { isFetching, refetch } = list;
  useEffect(() => {
    if (!currentId || index >= 0 || isFetching || hasNextPage || asked.current === currentId || !list.data) return;
    asked.current = currentId;
    void refetch();
  }, [currentId, index, isFetching, hasNextPage, list.data, refetch]);

  const patch = useCallback(
    (id: Id, changes: Partial<Item>) => {
      client.setQueryData<Pages>(key, (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.map((one) => (one.id === id ? { ...one, ...changes } : one)),
          })),
        },
      );
    },
    [client, key],
  );

  return { items, index, total: list.data?.pages[0]?.total ?? 0, loading: list.isPending, error: list.error, refetch: list.refetch, patch };
}
