// Parts of the product that a house can switch off: which addresses are theirs.
export const modules = ["annotation", "training", "inspection", "cluster"] as const;
export type Module = (typeof modules)[number];

const doors: readonly (readonly [RegExp, Module])[] = [
  [/^\/virtual-clusters(\/|$)/, "cluster"],
  [/^\/annotation(\/|$)/, "annotation"],
  [/^\/projects\/[^/]+\/(annotate|tasks)(\/|$)/, "annotation"],
  [/^\/projects\/[^/]+\/(trainings|models)(\/|$)/, "training"],
  [/^\/projects\/[^/]+\/(services|inspect)(\/|$)/, "inspection"],
];

/** Whose an address is; `undefined`: always there. */
export const moduleOf = (path: string): Module | undefined => doors.find(([pattern]) => pattern.test(path))?.[1];
