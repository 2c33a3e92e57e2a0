// The pictures that one walks through, in the order of names, with the filters of the address. Labelled ones stay where they are.
import { useCallback, useEffect, useMemo } from "react";
import { useInfiniteQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { listPictures, type PictureQuery } from "@/api/pictures";
import type { Id, Page, Picture } from "@/api/contract";

type Pages = InfiniteData<Page<Picture>, string | undefined>;

export function useStrip(project: Id, query: PictureQuery, currentId: string | undefined) {
  const client = useQueryClient();
  const key = useMemo(() => ["strip", project, query] as const, [project, query]);
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => listPictures(project, { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    // Events of the server do not shuffle the strip below one's hands.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const index = items.findIndex((one) => one.id === currentId);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  // Go on loading until the picture of the address and some behind it are there.
  useEffect(() => {
    if (currentId && items.length > 0 && (index < 0 || index > items.length - 20)) more();
  }, [currentId, items.length, index, more]);

  const patch = useCallback(
    (id: Id, changes: Partial<Picture>) => {
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
