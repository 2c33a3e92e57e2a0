import type { PicturesWanted } from "@/api/contract";
import type { Search } from "@/hooks/useSearch";

/** The wall's filters in the address, as the server takes them; null where there are none. */
export function wantedOf(search: Pick<Search, "get">): PicturesWanted | null {
  const wanted: PicturesWanted = {};
  const verdict = search.get("verdict");
  if (verdict === "good" || verdict === "bad") wanted.verdict = verdict;
  const labelled = search.get("labelled");
  if (labelled === "true" || labelled === "false") wanted.labelled = labelled === "true";
  const source = search.get("source");
  if (source === "upload" || source === "recheck") wanted.source = source;
  const classId = search.get("class");
  if (classId) wanted.class_id = classId;
  const name = search.get("name");
  if (name) wanted.name = name;
  return Object.keys(wanted).length > 0 ? wanted : null;
}
