// The wall's filters, as they stand in the address.
import type { Facet, Id, PicturesWanted } from "@/api/contract";
import type { PictureQuery } from "@/api/pictures";

export type Search = { get: (name: string) => string | undefined };

export const filterNames = ["verdict", "class", "labelled", "part", "source", "name", "statistics", "facet", "bin"] as const;
const parts = ["train", "validation", "test", "none"] as const;
export const facets = ["size", "brightness", "sharpness", "extent", "aspect", "place", "near", "leak", "unreadable"] as const satisfies readonly Facet[];

/** Where the pictures of a figure of some statistics are. */
export const figurePath = (project: Id, statistics: Id, facet: Facet, bin: number): string =>
  `/projects/${project}/data?statistics=${statistics}&facet=${facet}&bin=${bin}`;

export const queryOf = (search: Search): PictureQuery => ({ limit: 200, sort: search.get("sort") === "name" ? "name" : "-added_at", ...filtersOf(search) });

/** The filters alone. */
export function filtersOf(search: Search): PicturesWanted {
  const query: PicturesWanted = {};
  const verdict = search.get("verdict");
  if (verdict === "good" || verdict === "bad") query.verdict = verdict;
  const labelled = search.get("labelled");
  if (labelled === "true" || labelled === "false") query.labelled = labelled === "true";
  const source = search.get("source");
  if (source === "upload" || source === "recheck") query.source = source;
  const classId = search.get("class");
  if (classId) query.class_id = classId;
  const part = parts.find((one) => one === search.get("part"));
  if (part) query.part = part;
  const statistics = search.get("statistics");
  const facet = facets.find((one) => one === search.get("facet"));
  const bin = Number(search.get("bin") ?? 0);
  if (statistics && facet && Number.isInteger(bin) && bin >= 0) Object.assign(query, { statistics, facet, bin });
  const name = search.get("name");
  if (name) query.name = name;
  return query;
}

/** The filters alone, to be taken along to another page. */
export function filtersIn(search: Search): string {
  const kept = filterNames.flatMap((name) => {
    const value = search.get(name);
    return value ? [[name, value] as [string, string]] : [];
  });
  return kept.length > 0 ? `?${new URLSearchParams(kept).toString()}` : "";
}
