// What waits for a person. Kept apart from other lists of records, so that news from the line do not shift it under the hand.
import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { listModels } from "@/api/models";
import { listRecords } from "@/api/records";
import type { Id, Record_ } from "@/api/contract";
import { usePaged } from "@/hooks/usePaged";
import { isDoubtful } from "./queue";

export const queueKinds = ["both", "ng", "doubtful"] as const;
export type QueueKind = (typeof queueKinds)[number];

export type Queue = {
  items: Record_[];
  loading: boolean;
  error: unknown;
  more: (() => void) | undefined;
  /** How many NG wait in all, and among how many of the latest OK doubtful ones were looked for. */
  waiting: number;
  looked: number;
  refetch: () => void;
};

/** With a serial number: its verdicts alone, whether somebody looked at them or not. */
export function useQueue(project: Id, service: Id | undefined, kind: QueueKind, serial?: string): Queue {
  const waits = serial === undefined;
  const models = useQuery({ queryKey: keys.models(project, { all: true }), queryFn: () => listModels(project, { limit: 200 }), enabled: waits && kind !== "ng" });
  const bad = usePaged(
    ["recheck", project, { service, verdict: "ng" }],
    (cursor, signal) => listRecords(project, { service_id: service, verdict: "ng", recheck: "none", limit: 50, cursor }, signal),
    { enabled: waits && kind !== "doubtful" },
  );
  const ok = usePaged(
    ["recheck", project, { service, verdict: "ok" }],
    (cursor, signal) => listRecords(project, { service_id: service, verdict: "ok", recheck: "none", limit: 200, cursor }, signal),
    { enabled: waits && kind !== "ng" },
  );
  const named = usePaged(
    ["recheck", project, { service, serial }],
    (cursor, signal) => listRecords(project, { service_id: service, serial, limit: 50, cursor }, signal),
    { enabled: !waits },
  );
  const thresholds = useMemo(() => new Map((models.data?.items ?? []).map((one) => [one.id, one.threshold])), [models.data]);
  const badItems = kind === "doubtful" ? [] : bad.items;
  const okItems = kind === "ng" ? [] : ok.items;
  if (!waits) {
    const { items, loading, error, more, total, refetch } = named;
    return { items, loading, error, more, waiting: total, looked: items.length, refetch };
  }
  const loading = (kind !== "doubtful" && bad.loading) || (kind !== "ng" && (ok.loading || models.isPending));
  // Not before all of it is known: what came later would stand before what one is already asked about.
  const items = loading ? [] : [...badItems, ...okItems.filter((one) => isDoubtful(one, thresholds.get(one.model_id)))];
  return {
    items,
    loading,
    error: bad.error ?? ok.error ?? models.error,
    more: (kind === "doubtful" ? undefined : bad.more) ?? (kind === "ng" ? undefined : ok.more),
    waiting: kind === "doubtful" ? items.length : bad.total,
    looked: okItems.length,
    refetch: () => {
      bad.refetch();
      ok.refetch();
    },
  };
}
