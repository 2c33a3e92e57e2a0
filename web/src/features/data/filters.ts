// The wall's filters, as they stand in the address.
import type { PictureQuery } from "@/api/pictures";
import type { Search } from "@/hooks/useSearch";

export const filterNames = ["verdict", "class", "labelled", "source", "name"] as const;

export function queryOf(search: Pick<Search, "get">): PictureQuery {
  const query: PictureQuery = { limit: 200, sort: search.get("sort") === "name" ? "name" : "-added_at" };
  const verdict = search.get("verdict");
  if (verdict === "good" || verdict === "bad") query.verdict = verdict;
  const labelled = search.get("labelled");
  if (labelled === "true" || labelled === "false") query.labelled = labelled === "true";
  const source = search.get("source");
  if (source === "upload" || source === "recheck") query.source = source;
  const classId = search.get("class");
  if (classId) query.class_id = classId;
  const name = search.get("name");
  if (name) query.name = name;
  return query;
}

/** The filters alone, to be taken along to another page. */
export function filtersIn(search: Pick<Search, "get">): string {
  const kept = filterNames.flatMap((name) => {
    const value = search.get(name);
    return value ? [[name, value] as [string, string]] : [];
  });
  return kept.length > 0 ? `?${new URLSearchParams(kept).toString()}` : "";
}
