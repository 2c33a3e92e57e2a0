// What the address of a list of jobs says, as the server is asked for it.

export const USUAL = "-created_at";
/** By words or times the server counts no further. */
export const MOST_COUNTED = 10_000;

const orders = ["created_at", "started_at", "ended_at", "name", "priority", "state", "duration", "owner"];

/** An address may hold anything: what is no order is the usual one. */
export const orderOf = (sort: string): string => (orders.includes(sort.replace(/^-/, "")) ? sort : USUAL);

/** "queued,running", as far as they are known. */
export const severalOf = <T extends string>(text: string | undefined, known: readonly T[]): T[] => {
  const words = (text ?? "").split(",");
  return known.filter((one) => words.includes(one));
};

/** With one more, or one less; `undefined`: none is left. */
export function toggled(chosen: readonly string[], one: string | undefined): string | undefined {
  if (one === undefined) return undefined;
  const next = chosen.includes(one) ? chosen.filter((word) => word !== one) : [...chosen, one];
  return next.length > 0 ? next.join(",") : undefined;
}
