// Small choices of this browser (language, theme, widths). A browser that keeps nothing still works.
const PREFIX = "fovea.";

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Private windows may refuse; the choice then lasts until the page closes.
  }
}
