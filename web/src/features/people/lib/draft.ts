// What is typed in a wizard stays in this browser until it is done with; secrets are left out.
import { useCallback, useEffect, useState } from "react";
import { recall, remember } from "@/lib/remember";

function load<T extends object>(name: string, empty: T): T {
  try {
    const kept: unknown = JSON.parse(recall(name) ?? "null");
    return typeof kept === "object" && kept !== null ? { ...empty, ...kept } : empty;
  } catch {
    return empty;
  }
}

export function useDraft<T extends object>(name: string, empty: T, withoutSecrets: (draft: T) => T = (draft) => draft) {
  const [draft, setDraft] = useState<T>(() => load(name, empty));
  useEffect(() => remember(name, JSON.stringify(withoutSecrets(draft))), [name, draft, withoutSecrets]);
  const change = useCallback((part: Partial<T>) => setDraft((before) => ({ ...before, ...part })), []);
  const forget = useCallback(() => setDraft(empty), [empty]);
  return { draft, change, forget };
}
