import { useEffect, useState } from "react";
import { Input } from "antd";
import { useTranslation } from "@/i18n";
import { ClassDot } from "@/components/ClassDot";
import { FilterChips } from "@/components/FilterChips";
import { StateTag } from "@/components/StateTag";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";

export function Filters() {
  const { t } = useTranslation();
  const { project } = useProject();
  const search = useSearch();
  const name = search.get("name") ?? "";
  const [typed, setTyped] = useState(name);
  useEffect(() => setTyped(name), [name]);
  return (
    <>
      <FilterChips
        label={t("data.filter.verdict")}
        value={search.get("verdict")}
        onChange={(verdict) => search.set({ verdict })}
        chips={[
          { value: "good", text: <StateTag state="good" /> },
          { value: "bad", text: <StateTag state="bad" /> },
        ]}
      />
      <FilterChips
        label={t("data.filter.labelled")}
        value={search.get("labelled")}
        onChange={(labelled) => search.set({ labelled })}
        chips={[
          { value: "true", text: t("data.filter.labelled_yes") },
          { value: "false", text: t("data.filter.labelled_no") },
        ]}
      />
      {project.classes.length > 1 && (
        <FilterChips
          label={t("data.filter.class")}
          value={search.get("class")}
          onChange={(id) => search.set({ class: id })}
          chips={project.classes.map((one) => ({ value: one.id, text: <ClassDot colour={one.colour} name={one.name} /> }))}
        />
      )}
      <FilterChips
        label={t("data.filter.source")}
        value={search.get("source")}
        onChange={(source) => search.set({ source })}
        chips={[
          { value: "upload", text: t("data.filter.source_upload") },
          { value: "recheck", text: t("data.filter.source_recheck") },
        ]}
      />
      <FilterChips
        label={t("data.filter.sort")}
        value={search.get("sort") ?? "added"}
        onChange={(sort) => search.set({ sort: sort === "added" ? undefined : sort })}
        chips={[
          { value: "added", text: t("data.sort.added") },
          { value: "name", text: t("data.sort.name") },
        ]}
      />
      <Input.Search
        size="small"
        style={{ width: 190 }}
        value={typed}
        allowClear
        placeholder={t("data.filter.name")}
        aria-label={t("data.filter.name")}
        onChange={(event) => setTyped(event.target.value)}
        onSearch={(text) => search.set({ name: text.trim() || undefined })}
      />
    </>
  );
}
