// Keys of a page: declared once with their meaning, so that `?` can list them.
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Key } from "@/i18n";
import { keyId, keymap, keysOf, signOf, watchKeymap } from "@/lib/keymap";

export type Binding = {
  /** As in KeyboardEvent.key, lower case; "mod+k" for Ctrl or ⌘, "shift+…" where the shift matters. */
  keys: readonly string[];
  meaning: Key;
  run: (event: KeyboardEvent) => void;
  /** Also while one types in a field. */
  whileTyping?: boolean;
  /** Only where this holds; elsewhere the key does what the browser does. */
  when?: (event: KeyboardEvent) => boolean;
  /** Always this key, so that the list of keys can be found again. */
  fixed?: boolean;
};

/** A binding with the name under which another key may have been chosen for it. */
export type Shown = Binding & { id: string };

const shown = new Map<symbol, readonly Shown[]>();
const watchers = new Set<() => void>();
let snapshot: readonly Shown[] = [];

const areaOf = (bindings: readonly Binding[]): string => bindings[0]?.meaning.split(".")[0] ?? "";
const named = (bindings: readonly Binding[]): Shown[] =>
  bindings.map((one) => ({ ...one, id: keyId(areaOf(bindings), one.meaning, one.keys) }));

/** The keys that a binding has now. */
export const keysNow = (one: Shown): readonly string[] => (one.fixed ? one.keys : keysOf(one.id, one.keys));
function changed(): void {
  snapshot = [...shown.values()].flat();
  for (const watcher of watchers) watcher();
}

export function nameOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey">): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  // Of signs the shift is part of the sign; letters and named keys are others with it.
  const shift = event.shiftKey && (key.length > 1 || /^[a-z]$/.test(key)) ? "shift+" : "";
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  return `${mod}${mod && event.shiftKey && key.length === 1 ? "shift+" : shift}${key}`;
}

/** A letter with the shift key does what the letter does, unless it has a purpose of its own. */
const plainLetter = (name: string): string => (/^shift\+[a-z]$/.test(name) ? name.slice(-1) : name);

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type);
}

const PRESSED = "button, a[href], summary, [role=button], [role=tab], [role=option], [role=menuitem], [role=slider], input[type=checkbox], input[type=radio]";

/** Enter and the space bar belong to what has the focus by the keyboard: there they press it. */
export function isPressed(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" && event.key !== " ") return false;
  const { target } = event;
  return target instanceof HTMLElement && target.matches(PRESSED) && target.matches(":focus-visible");
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
    shown.set(id, named(latest.current));
    changed();
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = nameOf(event);
      const typing = isTyping(event.target);
      const doing = (key: string) => named(latest.current).find((one) => keysNow(one).includes(key) && (!typing || one.whileTyping));
      const binding = doing(name) ?? doing(plainLetter(name));
      if (!binding || binding.when?.(event) === false || (isPressed(event) && !binding.whileTyping)) return;
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
export function useShownKeys(): readonly Shown[] {
  useSyncExternalStore(watchKeymap, keymap);
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => snapshot,
  );
}

/** How the key of one purpose looks now, for the signs on buttons. `area` is that of the page's first binding. */
export function useKeySign(): (area: string, meaning: Key, key: string) => string {
  useSyncExternalStore(watchKeymap, keymap);
  return (area, meaning, key) => signOf(keysOf(keyId(area, meaning, [key]), [key])[0] ?? key);
}
