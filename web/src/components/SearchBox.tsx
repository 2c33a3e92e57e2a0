import { useState } from "react";
import { Input } from "antd";
import type { Search } from "@/hooks/useSearch";
import styles from "./SearchBox.module.css";

/** The search of a list; what was looked for stands in the address. */
export function SearchBox({ search, label }: { search: Search; label: string }) {
  const asked = search.get("q") ?? "";
  const [typed, setTyped] = useState(asked);
  // What the address says otherwise, as after "clear filters" or Back, is what stands here; the field itself stays, and the hand in it. What was
  // sent from here comes back a moment later, when more may be written already.
  const [known, setKnown] = useState(asked);
  const [sent, setSent] = useState(asked);
  if (asked !== known) {
    setKnown(asked);
    if (asked !== sent) {
      setSent(asked);
      setTyped(asked);
    }
  }
  const send = (words: string) => {
    setSent(words);
    search.set({ q: words || undefined });
  };
  return (
    <Input.Search
      className={styles.search}
      value={typed}
      allowClear
      placeholder={label}
      aria-label={label}
      onChange={(event) => {
        setTyped(event.target.value);
        if (event.target.value === "") send("");
      }}
      onSearch={(text) => send(text.trim())}
      data-test="search"
    />
  );
}
