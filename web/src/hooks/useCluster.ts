// The virtual cluster that somebody works in: of this browser, else as their account has it.
import { useMemo, useSyncExternalStore } from "react";
import type { ClusterOfUser } from "@/api/clusters";
import { recall, remember } from "@/lib/remember";
import { useSession } from "./useSession";

const NAME = "cluster";
const listeners = new Set<() => void>();
let chosen = recall(NAME);

function choose(id: string): void {
  chosen = id;
  remember(NAME, id);
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useCluster(): { current: ClusterOfUser | undefined; all: readonly ClusterOfUser[]; choose: (id: string) => void } {
  const { me } = useSession();
  const id = useSyncExternalStore(subscribe, () => chosen);
  const all = useMemo(() => me?.virtual_clusters ?? [], [me]);
  const of = (wanted: string | null | undefined) => all.find((one) => one.id === wanted);
  // One that they have left meanwhile, or of somebody who used this browser before, does not count.
  return { current: of(id) ?? of(me?.virtual_cluster_id), all, choose };
}
