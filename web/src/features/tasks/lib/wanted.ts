import type { PicturesWanted } from "@/api/contract";
import { filtersOf, type Search } from "@/lib/pictureFilters";

/** The wall's filters in the address, as the server takes them; null where there are none. */
export function wantedOf(search: Search): PicturesWanted | null {
  const wanted = filtersOf(search);
  return Object.keys(wanted).length > 0 ? wanted : null;
}
