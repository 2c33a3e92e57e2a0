import { useState } from "react";
import { Input } from "antd";
import type { Search } from "@/hooks/useSearch";
import styles from "./SearchBox.module.css";

/** The search of a list; what was looked for stands in the address. */
export function SearchBox({ search, label }: { search: Search; label: string }) {
  const [typed, setTyped] = useState(search.get("q") ?? "");
  return (
    <Input.Search
      className={styles.search}
      value={typed}
      allowClear
      placeholder={label}
      aria-label={label}
      onChange={(event) => {
        setTyped(event.target.value);
        if (event.target.value === "") search.set({ q: undefined });
      }}
      onSearch={(text) => search.set({ q: text.trim() || undefined })}
      data-test="search"
    />
  );
}
