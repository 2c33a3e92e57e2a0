// Keys of a page: declared once with their meaning, so that `?` can list them.
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Key } from "@/i18n";

export type Binding = {
  /** As in KeyboardEvent.key, lower case; "mod+k" for Ctrl or ⌘, "shift+…" where the shift matters. */
  keys: readonly string[];
  meaning: Key;
  run: (event: KeyboardEvent) => void;
  /** Also while one types in a field. */
  whileTyping?: boolean;
};

const shown = new Map<symbol, readonly Binding[]>();
const watchers = new Set<() => void>();
let snapshot: readonly Binding[] = [];
function changed(): void {
  snapshot = [...shown.values()].flat();
  for (const watcher of watchers) watcher();
}

export function nameOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey">): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const shift = event.shiftKey && key.length > 1 ? "shift+" : "";
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  return `${mod}${mod && event.shiftKey && key.length === 1 ? "shift+" : shift}${key}`;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type);
}

export function useKeys(bindings: readonly Binding[], enabled = true): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  const listed = bindings.map((binding) => binding.keys.join() + binding.meaning).join("|");
  useEffect(() => {
    if (!enabled) return undefined;
    const id = Symbol("keys");
    shown.set(id, latest.current);
    changed();
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = nameOf(event);
      const typing = isTyping(event.target);
      const binding = latest.current.find((one) => one.keys.includes(name) && (!typing || one.whileTyping));
      if (!binding) return;
      event.preventDefault();
      binding.run(event);
    };
    window.addEventListener("keydown", hear);
    return () => {
      window.removeEventListener("keydown", hear);
      shown.delete(id);
      changed();
    };
  }, [enabled, listed]);
}

/** All that can be pressed now. */
export function useShownKeys(): readonly Binding[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => snapshot,
  );
}
