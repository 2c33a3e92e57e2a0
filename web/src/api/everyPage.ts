// All of a list to choose from: of roles, templates or virtual clusters, which are few as a rule.
import type { Page } from "./contract";

/** Nobody chooses from a longer list by looking at it. */
const MOST_PAGES = 50;

/** One page that holds all rows, in as many requests as it takes. */
export async function everyPage<T>(fetchPage: (at: { cursor?: string }) => Promise<Page<T>>): Promise<Page<T>> {
  const items: T[] = [];
  let next: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: Page<T> = await fetchPage(next ? { cursor: next } : {});
    items.push(...page.items);
    next = page.next;
    if (!next) break;
  }
  return { items, next, total: items.length };
}
