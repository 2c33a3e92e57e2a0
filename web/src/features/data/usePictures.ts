// The pictures that the filters find, page by page in both directions: one may begin at any number, and scroll back from there.
import { useMemo, useState } from "react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Id, Picture } from "@/api/contract";
import { keys } from "@/api/keys";
import { listPictures, type PictureQuery } from "@/api/pictures";
import type { Paged } from "@/hooks/usePaged";

const PAGE = 200;

/** A page that ends before what is there already. */
type Stretch = { number: number; limit: number };
type Param = string | Stretch | undefined;

/** The page before the picture of this number, the first being 1; nothing is before that. */
export const pageBefore = (number: number): Stretch | undefined =>
  number > 1 ? { number: Math.max(1, number - PAGE), limit: Math.min(PAGE, number - 1) } : undefined;

/** The same picture may come twice where others came in or went meanwhile. */
export function once(pictures: readonly Picture[]): Picture[] {
  const seen = new Set<string>();
  return pictures.filter(({ id }) => {
    const known = seen.has(id);
    seen.add(id);
    return !known;
  });
}

export type Pictures = Paged<Picture> & {
  /** Number of the first one of `items`. */
  first: number;
  /** What they are found by; other pictures stay until those come. */
  of: string;
  before: (() => void) | undefined;
};

export function usePictures(project: Id, query: PictureQuery): Pictures {
  const own = JSON.stringify(query);
  // Told with the page, as those of the search before stay for a moment.
  const begin: Param = query.number === undefined ? undefined : { number: query.number, limit: PAGE };
  const numberOf = (param: Param) => (typeof param === "object" ? param.number : 1);
  const list = useInfiniteQuery({
    queryKey: keys.pictures(project, query),
    queryFn: ({ pageParam, signal }) =>
      listPictures(project, typeof pageParam === "object" ? { ...query, ...pageParam } : { ...query, cursor: pageParam }, signal),
    initialPageParam: begin as Param,
    getNextPageParam: (last): Param => last.next ?? undefined,
    getPreviousPageParam: (_page, _pages, param): Param => pageBefore(numberOf(param)),
    placeholderData: (before) => before,
  });
  const { data } = list;
  const [of, setOf] = useState(own);
  if (of !== own && data !== undefined && !list.isPlaceholderData) setOf(own);
  const items = useMemo(() => once(data?.pages.flatMap((page) => page.items) ?? []), [data]);
  return {
    items,
    total: data?.pages[0]?.total ?? 0,
    loading: list.isPending,
    error: list.error,
    first: numberOf(data?.pageParams[0] as Param),
    of,
    more: list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined,
    before: list.hasPreviousPage && !list.isFetching && !list.isPlaceholderData ? () => void list.fetchPreviousPage() : undefined,
    loadingMore: list.isFetchingNextPage,
    stuck: list.isFetchNextPageError || list.isFetchPreviousPageError,
    refetch: () => void list.refetch(),
  };
}
