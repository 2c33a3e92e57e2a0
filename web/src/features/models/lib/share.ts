import { percent } from "@/lib/format";

/** A share in per cent that never rounds to none or all where it is neither. */
export function shareText(share: number | null | undefined, language: string): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return "–";
  if (share > 0 && share < 0.00005) return `< ${percent(0.0001, language)}`;
  if (share < 1 && share >= 0.99995) return `> ${percent(0.9999, language)}`;
  return percent(share, language);
}
