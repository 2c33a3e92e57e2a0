import { useEffect, useState } from "react";
import { Input } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { getAdvice } from "@/api/advice";
import { keys } from "@/api/keys";
import { listPrelabels } from "@/api/prelabels";
import { getSplit } from "@/api/sets";
import { ClassDot } from "@/components/ClassDot";
import { FilterChips } from "@/components/FilterChips";
import { StateTag } from "@/components/StateTag";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { useSearch } from "@/hooks/useSearch";
import { AT, adviceKinds, facets, proposalStates } from "@/lib/pictureFilters";
import { MoreFilters } from "./MoreFilters";

export function Filters() {
  const { t } = useTranslation();
  const { project } = useProject();
  const search = useSearch();
  const name = search.get("name") ?? "";
  const { may } = useSession();
  const reads = may("data.read");
  const split = useQuery({ queryKey: keys.split(project.id), queryFn: () => getSplit(project.id), enabled: reads });
  const prelabels = useQuery({ queryKey: keys.prelabels(project.id), queryFn: () => listPrelabels(project.id), enabled: reads });
  const advice = useQuery({ queryKey: keys.advice(project.id), queryFn: () => getAdvice(project.id), enabled: reads });
  const facet = search.get("statistics") ? facets.find((one) => one === search.get("facet")) : undefined;
  const [typed, setTyped] = useState(name);
  useEffect(() => setTyped(name), [name]);
  /** Another filter finds others: the number that one began at is none of theirs. */
  const put = (changes: Record<string, string | undefined>) => search.set({ ...changes, [AT]: undefined });
  return (
    <>
      {facet && (
        <FilterChips
          label={t("sets.stats.filter")}
          value="figure"
          onChange={() => put({ statistics: undefined, facet: undefined, bin: undefined })}
          chips={[{ value: "figure", text: t(`sets.facet.${facet}`) }]}
        />
      )}
      <FilterChips
        label={t("data.filter.verdict")}
        value={search.get("verdict")}
        onChange={(verdict) => put({ verdict })}
        chips={[
          { value: "good", text: <StateTag state="good" /> },
          { value: "bad", text: <StateTag state="bad" /> },
        ]}
      />
      <FilterChips
        label={t("data.filter.labelled")}
        value={search.get("labelled")}
        onChange={(labelled) => put({ labelled })}
        chips={[
          { value: "true", text: t("data.filter.labelled_yes") },
          { value: "false", text: t("data.filter.labelled_no") },
        ]}
      />
      {project.classes.length > 1 && (
        <FilterChips
          label={t("data.filter.class")}
          value={search.get("class")}
          onChange={(id) => put({ class: id })}
          chips={project.classes.map((one) => ({ value: one.id, text: <ClassDot colour={one.colour} name={one.name} /> }))}
        />
      )}
      {split.data?.rule && (
        <FilterChips
          label={t("sets.tab.split")}
          value={search.get("part")}
          onChange={(part) => put({ part })}
          chips={(["train", "validation", "test", "none"] as const).map((value) => ({ value, text: t(`sets.part.${value}`) }))}
        />
      )}
      {(prelabels.data?.items.length ?? 0) > 0 && (
        <FilterChips
          label={t("assist.filter")}
          value={search.get("proposal")}
          onChange={(proposal) => put({ proposal })}
          chips={proposalStates.map((value) => ({ value, text: t(`assist.state.${value}`) }))}
        />
      )}
      {advice.data?.done && (
        <FilterChips
          label={t("assist.advice.tab")}
          value={search.get("advice")}
          onChange={(kind) => put({ advice: kind })}
          chips={adviceKinds.map((value) => ({ value, text: t(`assist.advice.${value}`) }))}
        />
      )}
      <FilterChips
        label={t("data.filter.source")}
        value={search.get("source")}
        onChange={(source) => put({ source })}
        chips={[
          { value: "upload", text: t("data.filter.source_upload") },
          { value: "recheck", text: t("data.filter.source_recheck") },
          { value: "line", text: t("raw.source") },
        ]}
      />
      <FilterChips
        label={t("data.filter.sort")}
        value={search.get("sort") ?? "added"}
        onChange={(sort) => put({ sort: sort === "added" ? undefined : sort })}
        chips={[
          { value: "added", text: t("data.sort.added") },
          { value: "name", text: t("data.sort.name") },
          ...((prelabels.data?.items.length ?? 0) > 0
            ? [{ value: "-score", text: t("bulk.sort.score_down") }, { value: "score", text: t("bulk.sort.score_up") }]
            : []),
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
        onSearch={(text) => put({ name: text.trim() || undefined })}
      />
      {reads && <MoreFilters />}
    </>
  );
}
