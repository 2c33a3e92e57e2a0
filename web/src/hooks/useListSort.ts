import type { Search } from "./useSearch";

type Sorter = { columnKey?: unknown; order?: "ascend" | "descend" | null | undefined };

/** The sorting of a list, kept in the address as the server wants it: "name", or "-name" for downwards. */
export function useListSort(search: Search, usual: string) {
  const sort = search.get("sort") ?? usual;
  const key = sort.replace(/^-/, "");
  return {
    sort,
    /** For each column that can be sorted. */
    column: (name: string) => ({
      key: name,
      sorter: true,
      sortOrder: key === name ? (sort.startsWith("-") ? ("descend" as const) : ("ascend" as const)) : null,
      showSorterTooltip: false,
    }),
    onSort: (_: unknown, __: unknown, sorter: Sorter | Sorter[]) => {
      const one = Array.isArray(sorter) ? sorter[0] : sorter;
      const next = one?.order ? `${one.order === "descend" ? "-" : ""}${String(one.columnKey)}` : undefined;
      search.set({ sort: next === usual ? undefined : next });
    },
  };
}
