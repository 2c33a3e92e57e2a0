// The cards of a node in the groups that they are of, with who has each. Pure.
import type { ClusterNode, NodeDevices, NodeUse } from "@/api/clusters";

export type Card = { number: number; use: NodeUse | null };

/** Cards that belong together stand in one row; all in one where they are alike. */
export function groupsOf(node: Pick<ClusterNode, "uses">, bank: NodeDevices): Card[][] {
  const owner = new Map(node.uses.filter((use) => use.device === bank.device).flatMap((use) => use.cards.map((card) => [card, use] as const)));
  const cards = Array.from({ length: bank.count }, (_, number): Card => ({ number, use: owner.get(number) ?? null }));
  const size = bank.group ?? Math.max(1, bank.count);
  return Array.from({ length: Math.ceil(cards.length / size) }, (_, group) => cards.slice(group * size, (group + 1) * size));
}

/** A colour of a job that it keeps on every node and after every load, in degrees. */
export function hueOf(job: string): number {
  let sum = 0;
  for (const sign of job) sum = (sum * 31 + sign.charCodeAt(0)) % 360_007;
  return sum % 360;
}

/** Two signs that stand in its cards, for whoever sees no colours: the end of an id tells jobs of one moment apart. */
export const markOf = (job: string): string => job.slice(-2);

/** Each job once, in the order in which it stands there. */
export function jobsOf(node: Pick<ClusterNode, "uses">): NodeUse[] {
  const seen = new Set<string>();
  return node.uses.filter((use) => !seen.has(use.job_id) && seen.add(use.job_id));
}
