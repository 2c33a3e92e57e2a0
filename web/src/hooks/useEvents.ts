// What happens on the server, told by it (SSE). Events make cached answers stale, which asks for them again.
import { useEffect } from "react";
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { BASE } from "@/api/client";
import { keys } from "@/api/keys";
import type { Job, ServerEvent } from "@/api/contract";

/** First words of the cache keys that an event of each kind makes stale. */
const stale: Record<ServerEvent["type"], readonly string[]> = {
  job: ["jobs", "projects", "services", "service", "cluster-use", "recipes", "recipe-run", "prelabels", "advice"],
  import: ["imports", "pictures", "projects"],
  picture: ["pictures", "projects", "advice", "learning"],
  record: ["records", "counts", "projects"],
  service: ["services", "service", "projects"],
  model: ["models", "model", "projects", "learning"],
  // Whose managers are told with the session.
  project: ["projects", "pictures", "versions", "learning", "session"],
  annotation_task: ["annotation-tasks"],
  version: ["versions"],
  statistics: ["statistics"],
  recipe: ["recipes"],
};

/** A busy line tells hundreds of records a second: what is stale is gathered, and asked again at most every second. */
const GATHER_MS = 1000;

export function connectEvents(client: QueryClient): () => void {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let opened = false;

  const flush = () => {
    timer = undefined;
    const heads = [...waiting];
    waiting.clear();
    for (const head of heads) void client.invalidateQueries({ queryKey: [head] });
  };
  const mark = (heads: readonly string[]) => {
    for (const head of heads) waiting.add(head);
    timer ??= setTimeout(flush, GATHER_MS);
  };

  const source = new EventSource(`${BASE}/events`);
  source.onopen = () => {
    // Whatever happened while the line was cut is unknown: ask for everything that is shown.
    if (opened) void client.invalidateQueries();
    opened = true;
  };
  // The server told more than this page could take in.
  source.addEventListener("missed", () => void client.invalidateQueries());
  source.onmessage = (message: MessageEvent<string>) => {
    let event: ServerEvent;
    try {
      event = JSON.parse(message.data) as ServerEvent;
    } catch {
      return;
    }
    if (event.type === "job" && event.job) client.setQueryData<Job>(keys.job(event.job.id), event.job);
    // Progress comes often and carries the job itself; lists need asking only when a job changes its state.
    const known = event.type === "job" && event.job ? patchJobLists(client, event.job) : false;
    if (!known) mark(stale[event.type] ?? []);
  };
  return () => {
    source.close();
    clearTimeout(timer);
  };
}

/** Puts the newer job into every cached list that has it. True when nothing else can have changed by it. */
export function patchJobLists(client: QueryClient, job: Job): boolean {
  let same = false;
  client.setQueriesData<{ items?: Job[]; pages?: { items: Job[] }[] }>({ queryKey: ["jobs"] }, (list) => {
    const swap = (items: Job[]) =>
      items.map((old) => {
        if (old.id !== job.id) return old;
        same = old.state === job.state;
        return job;
      });
    if (list?.items) return { ...list, items: swap(list.items) };
    if (list?.pages) return { ...list, pages: list.pages.map((page) => ({ ...page, items: swap(page.items) })) };
    return list;
  });
  return same;
}

/** Once, in the frame. */
export function useEventStream(enabled: boolean): void {
  const client = useQueryClient();
  useEffect(() => (enabled ? connectEvents(client) : undefined), [client, enabled]);
}
