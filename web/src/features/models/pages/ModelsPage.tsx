import { useState } from "react";
import { Button } from "antd";
import type { TableColumnsType } from "antd";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { listModels } from "@/api/models";
import type { Model, Stage } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { ListTable } from "@/components/ListTable";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { SearchBox } from "@/components/SearchBox";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useListSort } from "@/hooks/useListSort";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { shareText } from "../lib/share";
import styles from "./ModelsPage.module.css";

const stages = ["draft", "released", "retired"] as const satisfies readonly Stage[];

export function ModelsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const format = useFormat();
  const search = useSearch();
  const navigate = useNavigate();
  const [ticked, setTicked] = useState<string[]>([]);
  const stage = stages.find((one) => one === search.get("stage"));
  const q = search.get("q");
  const sorting = useListSort(search, "-created_at");
  const query = { stage, ...(q ? { q } : {}), sort: sorting.sort, limit: 50 };
  const list = usePaged(keys.models(project.id, query), (cursor) => listModels(project.id, { ...query, cursor }));
  const number = { align: "right" as const, className: "number" };
  const columns: TableColumnsType<Model> = [
    { ...sorting.column("name"), title: t("models.column.name"), render: (_, model) => <Link to={model.id}>{t("models.page.title", { number: model.number, name: model.name })}</Link> },
    { title: t("models.column.stage"), render: (_, model) => <StateTag state={model.stage} /> },
    { title: t("models.column.task"), render: (_, model) => t(`models.task.${model.task}`) },
    { ...number, title: t("models.figure.overkill"), render: (_, model) => shareText(model.summary?.overkill, format.language) },
    { ...number, title: t("models.figure.escape"), render: (_, model) => shareText(model.summary?.escape, format.language) },
    { ...number, title: t("models.numbers.auroc"), render: (_, model) => (typeof model.summary?.auroc === "number" ? format.score(model.summary.auroc) : "–") },
    { ...number, title: t("models.detect.map50"), render: (_, model) => (typeof model.summary?.map50 === "number" ? shareText(model.summary.map50, format.language) : "–") },
    { ...number, title: t("models.column.pictures"), render: (_, model) => (model.summary ? format.count(model.summary.pictures) : "–") },
    { ...number, title: t("models.threshold.title"), render: (_, model) => (model.task === "recipe" ? "–" : format.score(model.threshold)) },
    { ...sorting.column("created_at"), title: t("models.column.created"), render: (_, model) => <TimeAgo at={model.created_at} /> },
  ];
  const toTrain = (
    <OpenLink hide to={`/projects/${project.id}/trainings/new`}>
      <Button type="primary">{t("trainings.list.start")}</Button>
    </OpenLink>
  );
  return (
    <>
      <PageHead title={t("models.list.title")} sub={t("models.list.lead")}>
        <div className={styles.filters}>
          <SearchBox search={search} label={t("models.list.search")} />
          <FilterChips label={t("models.column.stage")} chips={stages.map((one) => ({ value: one, text: t(`common.state.${one}`) }))} value={stage} onChange={(value) => search.set({ stage: value })} />
        </div>
      </PageHead>
      <div className="page">
        <ListTable
          name="models" list={list} columns={columns} onSort={sorting.onSort} onOpen={(model) => void navigate(model.id)}
          ticked={{
            ids: ticked,
            set: setTicked,
            actions: (
              <Button size="small" type="primary" disabled={ticked.length !== 2} onClick={() => void navigate(`compare?a=${ticked[0]}&b=${ticked[1]}`)}>
                {t(ticked.length === 2 ? "models.list.compare" : "models.list.compare_two")}
              </Button>
            ),
          }}
          empty={
            stage || q ? (
              <EmptyState text={t("common.list.none_match")} action={<Button data-test="clear-filters" onClick={() => search.set({ stage: undefined, q: undefined })}>{t("common.list.clear_filters")}</Button>} />
            ) : (
              <EmptyState text={t("models.list.none")} action={toTrain} />
            )
          }
        />
      </div>
    </>
  );
}
