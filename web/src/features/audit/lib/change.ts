// Before and after of a row, put side by side field by field.
export type Values = Record<string, unknown>;
export type Line = { field: string; before: unknown; after: unknown };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The fields that differ, and the names of those that do not. A side that is missing altogether tells nothing of its fields. */
export function changeOf(before: Values | null, after: Values | null): { lines: Line[]; unchanged: string[] } {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const lines: Line[] = [];
  const unchanged: string[] = [];
  for (const field of fields) {
    const [was, is] = [before?.[field], after?.[field]];
    if (before && after && same(was, is)) unchanged.push(field);
    else lines.push({ field, before: was, after: is });
  }
  return { lines, unchanged };
}

/** "user" of "user.create"; the whole word where there is no dot. */
export const kindOf = (action: string): string => action.split(".")[0] ?? action;

/** Days as the field for dates has them → moments that hold the whole of both days. */
export function span(from: string | undefined, to: string | undefined): { from?: string; to?: string } {
  const start = from ? new Date(`${from}T00:00:00`) : null;
  const end = to ? new Date(`${to}T00:00:00`) : null;
  if (end) end.setDate(end.getDate() + 1);
  return {
    ...(start && !Number.isNaN(start.getTime()) ? { from: start.toISOString() } : {}),
    ...(end && !Number.isNaN(end.getTime()) ? { to: end.toISOString() } : {}),
  };
}
