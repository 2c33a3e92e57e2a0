// Lists that the server cannot filter or sort itself: jobs by owner, by time, by words, in another order. It gives them newest first,
// and what does not fit is passed over here, page by page and only as far as somebody looks. The one place to change when it can.
import type { Job, Page } from "@/api/contract";

export type Wanted = {
  /** Name of the owner. */
  owner?: string;
  /** Not older than this moment. */
  since?: number;
  /** In the name, the owner, a tag or the id. */
  words?: string;
};
export type FetchPage = (cursor: string | undefined, limit: number) => Promise<Page<Job>>;

const READ = 200;
/** So many fit, or so many were read: then one is shown what there is, and may go on. */
const ENOUGH = 50;
const MOST_READS = 10;
/** Sorted lists are whole up to here. */
export const SORTED_MOST = 2000;

export const isSifted = (wanted: Wanted): boolean => wanted.owner !== undefined || wanted.since !== undefined || wanted.words !== undefined;

export function fits(job: Job, wanted: Wanted): boolean {
  if (wanted.owner !== undefined && job.owner !== wanted.owner) return false;
  if (wanted.since !== undefined && Date.parse(job.created_at) < wanted.since) return false;
  const words = wanted.words?.trim().toLowerCase();
  if (!words) return true;
  return [job.name, job.owner ?? "", job.id, ...job.tags].some((text) => text.toLowerCase().includes(words));
}

/** The next jobs that fit. `total` counts those of this page only: how many fit in all nobody knows. */
export async function siftPage(wanted: Wanted, fetchPage: FetchPage, from: string | undefined): Promise<Page<Job>> {
  if (!isSifted(wanted)) return fetchPage(from, ENOUGH);
  const items: Job[] = [];
  let cursor = from;
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const page = await fetchPage(cursor, READ);
    items.push(...page.items.filter((job) => fits(job, wanted)));
    const last = page.items[page.items.length - 1];
    const tooOld = wanted.since !== undefined && last !== undefined && Date.parse(last.created_at) < wanted.since;
    if (page.next === null || tooOld) return { items, next: null, total: items.length };
    cursor = page.next;
    if (items.length >= ENOUGH) break;
  }
  return { items, next: cursor ?? null, total: items.length };
}

/** Of a list in another order: all that fit of the newest jobs. `next` says that there are older ones, which are not in it. */
export async function siftAll(wanted: Wanted, fetchPage: FetchPage): Promise<Page<Job>> {
  const items: Job[] = [];
  let cursor: string | undefined;
  for (let read = 0; read < SORTED_MOST; read += READ) {
    const page = await fetchPage(cursor, READ);
    items.push(...page.items.filter((job) => fits(job, wanted)));
    const last = page.items[page.items.length - 1];
    if (page.next === null || (wanted.since !== undefined && last && Date.parse(last.created_at) < wanted.since)) return { items, next: null, total: items.length };
    cursor = page.next;
  }
  return { items, next: cursor ?? null, total: items.length };
}

const STATES: readonly Job["state"][] = ["running", "starting", "pausing", "preempting", "stopping", "queued", "paused", "failed", "stopped", "succeeded"];
const took = (job: Job): number => (job.started_at ? Date.parse(job.ended_at ?? new Date().toISOString()) - Date.parse(job.started_at) : -1);

const orders: Record<string, (a: Job, b: Job) => number> = {
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  state: (a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state),
  owner: (a, b) => (a.owner ?? "").localeCompare(b.owner ?? ""),
  priority: (a, b) => a.priority - b.priority,
  created_at: (a, b) => Date.parse(a.created_at) - Date.parse(b.created_at),
  took: (a, b) => took(a) - took(b),
};

/** `sort` as it stands in the address: "name", "-priority". Of equal ones the newer comes first, whichever the direction. */
export function sorted(jobs: readonly Job[], sort: string): Job[] {
  const order = orders[sort.replace(/^-/, "")];
  if (!order) return [...jobs];
  const sign = sort.startsWith("-") ? -1 : 1;
  return [...jobs].sort((a, b) => sign * order(a, b) || Date.parse(b.created_at) - Date.parse(a.created_at) || (a.id < b.id ? 1 : -1));
}
