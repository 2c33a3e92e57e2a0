import type { PicturesWanted } from "@/api/contract";
import { queryOf } from "@/lib/pictureFilters";
import type { Search } from "@/hooks/useSearch";

/** The wall's filters in the address, as the server takes them; null where there are none. */
export function wantedOf(search: Pick<Search, "get">): PicturesWanted | null {
  const { limit: _, sort: __, ...wanted } = queryOf(search);
  return Object.keys(wanted).length > 0 ? wanted : null;
}
