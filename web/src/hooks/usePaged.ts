// A list of the server, page by page by its cursor.
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Page } from "@/api/contract";

export type Paged<T> = {
  items: T[];
  total: number;
  /** How many there are in all nobody knows: they are found while one goes on. */
  open?: boolean;
  loading: boolean;
  error: unknown;
  more: (() => void) | undefined;
  loadingMore: boolean;
  /** What was asked for beside the items that are here did not come: nothing asks for it by itself any more. */
  stuck?: boolean;
  /** Those that were asked for before are shown until these come. */
  old?: boolean;
  refetch: () => void;
};

export function usePaged<T>(
  key: readonly unknown[],
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  options: { enabled?: boolean; /** Asked again by itself, in milliseconds. */ every?: number } = {},
): Paged<T> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
    placeholderData: (before) => before,
  });
  return {
    items: query.data?.pages.flatMap((page) => page.items) ?? [],
    total: query.data?.pages[0]?.total ?? 0,
    loading: query.isPending,
    error: query.error,
    more: query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined,
    loadingMore: query.isFetchingNextPage,
    stuck: query.isFetchNextPageError,
    old: query.isPlaceholderData,
    refetch: () => void query.refetch(),
  };
}
