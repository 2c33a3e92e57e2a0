// How strong heat maps shine through, in per cent: one choice for all of them, kept from picture to picture and visit to visit.
import { useSyncExternalStore } from "react";
import { recall, remember } from "@/lib/remember";

const NAME = "heat";
const FIRST = 45;

const kept = Number(recall(NAME) ?? NaN);
let strength = Number.isFinite(kept) && kept >= 0 && kept <= 100 ? kept : FIRST;
const listeners = new Set<() => void>();

function listen(told: () => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}

function set(next: number): void {
  strength = next;
  remember(NAME, String(next));
  for (const told of listeners) told();
}

export function useHeatStrength(): [number, (next: number) => void] {
  return [useSyncExternalStore(listen, () => strength), set];
}
