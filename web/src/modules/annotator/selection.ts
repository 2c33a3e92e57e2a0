// Which regions are chosen. The one chosen last is the one that handles, keys and the panel speak of.
import type { Document, Region } from "./types";

export class Selection {
  private chosen: readonly string[] = [];
  /** Another one after each change. */
  set: ReadonlySet<string> = new Set();

  get ids(): readonly string[] {
    return this.chosen;
  }
  get last(): string | null {
    return this.chosen[this.chosen.length - 1] ?? null;
  }
  has(id: string): boolean {
    return this.set.has(id);
  }

  /** True where that changed anything. */
  choose(ids: readonly string[]): boolean {
    if (ids.length === this.chosen.length && ids.every((id, at) => id === this.chosen[at])) return false;
    this.set = new Set(ids);
    this.chosen = [...this.set];
    return true;
  }

  toggle(id: string): void {
    this.choose(this.has(id) ? this.chosen.filter((one) => one !== id) : [...this.chosen, id]);
  }

  /** Forgets those that are gone. */
  keepWithin(document: Document): void {
    const there = new Set(document.regions.map((one) => one.id));
    if (!this.chosen.every((id) => there.has(id))) this.choose(this.chosen.filter((id) => there.has(id)));
  }

  /** In the order in which they were chosen. */
  of(document: Document): Region[] {
    if (this.chosen.length === 0) return [];
    const byId = new Map(document.regions.flatMap((one) => (this.has(one.id) ? [[one.id, one] as const] : [])));
    return this.chosen.flatMap((id) => byId.get(id) ?? []);
  }
}
