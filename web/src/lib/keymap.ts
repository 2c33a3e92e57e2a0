// Which key does what, where somebody wanted it otherwise. Kept in this browser.
import { recall, remember } from "./remember";

type Chosen = Readonly<Record<string, readonly string[]>>;

function load(): Chosen {
  try {
    const kept: unknown = JSON.parse(recall("keys") ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const fits = (entry: [string, unknown]): entry is [string, string[]] =>
      Array.isArray(entry[1]) && entry[1].length > 0 && entry[1].every((key) => typeof key === "string");
    return Object.fromEntries(Object.entries(kept).filter(fits));
  } catch {
    return {};
  }
}

let chosen = load();
const watchers = new Set<() => void>();

function put(next: Chosen): void {
  chosen = next;
  remember("keys", JSON.stringify(next));
  for (const watcher of watchers) watcher();
}

export const watchKeymap = (watcher: () => void): (() => void) => {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
};
/** Another one after each change. */
export const keymap = (): Chosen => chosen;

/** The name of a key's purpose: the page's area, what it does, and the key it has by itself. */
export const keyId = (area: string, meaning: string, defaults: readonly string[]): string => `${area}/${meaning}/${defaults[0] ?? ""}`;
export const keysOf = (id: string, defaults: readonly string[]): readonly string[] => chosen[id] ?? defaults;

/** Gives a purpose another key. Where Shift made a difference, it does so with the new one. */
export function chooseKey(id: string, key: string, defaults: readonly string[]): void {
  const shifted = defaults.includes(`shift+${defaults[0] ?? ""}`) && key.length > 1 && !key.includes("shift+") ? [`shift+${key}`] : [];
  put({ ...chosen, [id]: [key, ...shifted] });
}
export function resetKey(id: string): void {
  put(Object.fromEntries(Object.entries(chosen).filter(([one]) => one !== id)));
}
export function resetKeys(): void {
  put({});
}

/** Keys that browsers keep for themselves, or that always lead to this list and out of dialogs. */
const RESERVED = /^(escape|\?|shift\+\?|mod\+(shift\+)?[knrtwlqp]|f\d+|alt|altgraph|capslock|contextmenu|unidentified|process|dead)$/;
export const isReserved = (key: string): boolean => RESERVED.test(key);
export const isModifier = (key: string): boolean => /^(mod\+|shift\+)*(control|shift|meta|alt|altgraph)$/.test(key);

const signs: Record<string, string> = {
  mod: "Ctrl", shift: "Shift", arrowleft: "←", arrowright: "→", arrowup: "↑", arrowdown: "↓",
  space: "Space", enter: "Enter", delete: "Delete", backspace: "Backspace", escape: "Esc", tab: "Tab", pageup: "PgUp", pagedown: "PgDn",
};

/** As it stands on the keyboard. */
export const signOf = (key: string): string =>
  key === "+" ? key : key.split(/\+(?=.)/).map((part) => signs[part] ?? part.toUpperCase()).join(" ");
