import { useQuery } from "@tanstack/react-query";
import { listJobs, type JobQuery } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { usePaged, type Paged } from "@/hooks/usePaged";
import { isSifted, siftAll, siftPage, sorted, type FetchPage, type Wanted } from "./sift";

export const USUAL = "-created_at";

/** The jobs that fit, newest first page by page; in another order all of the newest ones at once. `cut`: there are older ones that are not in it. */
export function useJobList(query: JobQuery, wanted: Wanted, sort: string): { list: Paged<Job>; cut: boolean } {
  const fetchPage: FetchPage = (cursor, limit) => listJobs({ ...query, limit, ...(cursor ? { cursor } : {}) });
  // The moment moves on with the clock; the list is another one only when another span is chosen.
  const { since, ...rest } = wanted;
  const name = { ...query, ...rest, ...(since === undefined ? {} : { since: Math.floor(since / 60_000) }) };
  const usual = sort === USUAL;
  const paged = usePaged(keys.jobs(name), (cursor) => siftPage(wanted, fetchPage, cursor), { enabled: usual });
  const whole = useQuery({
    queryKey: keys.jobs({ ...name, sort }),
    queryFn: async () => {
      const all = await siftAll(wanted, fetchPage);
      return { ...all, items: sorted(all.items, sort) };
    },
    enabled: !usual,
    placeholderData: (before) => before,
  });
  if (usual) return { list: isSifted(wanted) && paged.more ? { ...paged, open: true } : paged, cut: false };
  const items = whole.data?.items ?? [];
  return {
    list: { items, total: items.length, loading: whole.isPending, error: whole.error, more: undefined, loadingMore: false, refetch: () => void whole.refetch() },
    cut: whole.data !== undefined && whole.data.next !== null,
  };
}
