// The wall's filters, as they stand in the address.
import type { Facet, Id, PicturesWanted, WorkFilter } from "@/api/contract";
import type { PictureQuery } from "@/api/pictures";
import type { ProposalState } from "@/api/prelabels";

export type Search = { get: (name: string) => string | undefined };

export const filterNames = [
  "verdict", "class", "labelled", "part", "source", "name", "text", "statistics", "facet", "bin", "proposal", "advice",
  "tags", "column", "score_min", "score_max", "work", "said_by", "noted", "side_from", "side_to", "bytes_from", "bytes_to", "added_from", "added_to",
] as const;
export const works = ["open", "sent_back", "done", "accepted", "none"] as const satisfies readonly WorkFilter[];
/** In the address of the wall: the picture that it begins with. */
export const AT = "at";
export const proposalStates = ["open", "accepted", "mended", "refused"] as const satisfies readonly ProposalState[];
export const adviceKinds = ["useful", "suspect", "outlier"] as const satisfies readonly NonNullable<PicturesWanted["advice"]>[];
const sorts = ["name", "-score", "score"] as const;
const parts = ["train", "validation", "test", "none"] as const;
export const facets = ["size", "brightness", "sharpness", "extent", "aspect", "place", "near", "leak", "unreadable", "out_of_reach"] as const satisfies readonly Facet[];

/** Where the pictures of a figure of some statistics are. */
export const figurePath = (project: Id, statistics: Id, facet: Facet, bin: number): string =>
  `/projects/${project}/data?statistics=${statistics}&facet=${facet}&bin=${bin}`;

export function queryOf(search: Search): PictureQuery {
  const number = count(search.get(AT));
  return {
    limit: 200, sort: sorts.find((one) => one === search.get("sort")) ?? "-added_at", ...(number !== undefined && number > 1 ? { number } : {}), ...filtersOf(search),
  };
}

/** A whole number; nonsense is left out. */
function count(text: string | undefined): number | undefined {
  const number = Number(text);
  return text && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** A day of the calendar, from its first moment or up to its last, where the reader is. */
function moment(day: string | undefined, end: boolean): string | undefined {
  if (!day || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const at = new Date(`${day}T${end ? "23:59:59.999" : "00:00:00.000"}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

export const tagsIn = (search: Search): string[] => (search.get("tags") ?? "").split(",").filter(Boolean);

/** Each as `name:value`. */
export const columnsIn = (search: Search): string[] => (search.get("column") ?? "").split("\n").filter(Boolean);

/** The filters alone. */
export function filtersOf(search: Search): PicturesWanted {
  const query: PicturesWanted = {};
  const verdict = search.get("verdict");
  if (verdict === "good" || verdict === "bad") query.verdict = verdict;
  const labelled = search.get("labelled");
  if (labelled === "true" || labelled === "false") query.labelled = labelled === "true";
  const source = search.get("source");
  if (source === "upload" || source === "recheck" || source === "line") query.source = source;
  const classId = search.get("class");
  if (classId) query.class_id = classId;
  const part = parts.find((one) => one === search.get("part"));
  if (part) query.part = part;
  const statistics = search.get("statistics");
  const facet = facets.find((one) => one === search.get("facet"));
  const bin = Number(search.get("bin") ?? 0);
  if (statistics && facet && Number.isInteger(bin) && bin >= 0) Object.assign(query, { statistics, facet, bin });
  const proposal = proposalStates.find((one) => one === search.get("proposal"));
  if (proposal) query.proposal = proposal;
  const advice = adviceKinds.find((one) => one === search.get("advice"));
  if (advice) query.advice = advice;
  const name = search.get("name");
  if (name) query.name = name;
  const text = search.get("text");
  if (text) query.text = text;
  const tags = tagsIn(search);
  if (tags.length > 0) query.tags = tags.join(",");
  const column = columnsIn(search);
  if (column.length > 0) query.column = column.join("\n");
  const work = works.find((one) => one === search.get("work"));
  if (work) query.work = work;
  const person = search.get("said_by");
  if (person) query.said_by = person;
  const noted = search.get("noted");
  if (noted === "true" || noted === "false") query.noted = noted === "true";
  for (const size of ["side_from", "side_to", "bytes_from", "bytes_to"] as const) {
    const wanted = count(search.get(size));
    if (wanted !== undefined) query[size] = wanted;
  }
  for (const end of ["score_min", "score_max"] as const) {
    const score = Number(search.get(end) || Number.NaN);
    if (score >= 0 && score <= 1) query[end] = score;
  }
  const [from, to] = [moment(search.get("added_from"), false), moment(search.get("added_to"), true)];
  if (from) query.added_from = from;
  if (to) query.added_to = to;
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
