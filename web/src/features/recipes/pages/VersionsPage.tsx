import { useEffect, useState } from "react";
import { Button } from "antd";
import { EditOutlined, InboxOutlined, PlayCircleOutlined, SwapOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useParams } from "react-router";
import { keys } from "@/api/keys";
import { getJob } from "@/api/jobs";
import { getRecipe, listRecipeRuns, listRecipeVersions, packRecipe } from "@/api/recipes";
import type { Id, RecipeRun, RecipeVersion } from "@/api/contract";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { Changes } from "../parts/Changes";
import { StartRun } from "../parts/StartRun";
import styles from "./VersionsPage.module.css";

export function VersionsPage() {
  const { t } = useTranslation();
  const { recipeId = "" } = useParams();
  const { project } = useProject();
  const { may } = useSession();
  const recipe = useQuery({ queryKey: ["recipes", "one", recipeId], queryFn: () => getRecipe(recipeId) });
  const versions = usePaged(keys.recipeVersions(recipeId), (cursor) => listRecipeVersions(recipeId, cursor));
  const runs = usePaged(keys.recipeRuns(recipeId), (cursor) => listRecipeRuns(recipeId, cursor));
  const [starting, setStarting] = useState<{ version: RecipeVersion; other: RecipeVersion | null } | null>(null);
  const newest = versions.items[0];
  if (recipe.error) return <div className="page"><ErrorNote error={recipe.error} retry={() => void recipe.refetch()} /></div>;
  return (
    <>
      <PageHead
        title={recipe.data?.value.name ?? "…"} sub={t("recipes.versions.title")}
        above={[{ to: `/projects/${project.id}/recipes`, text: t("recipes.list.title") }]}
        actions={<Link to={`/projects/${project.id}/recipes/${recipeId}`}><Button icon={<EditOutlined />}>{t("recipes.do.edit")}</Button></Link>}
      />
      <div className={`page ${styles.split}`}>
        <div className={styles.column}>
          {newest && <Block title={t("recipes.versions.changes_draft", { number: newest.number })}><Changes version={newest.id} /></Block>}
          <Block title={t("recipes.versions.list")}>
            {versions.error !== null && <ErrorNote error={versions.error} />}
            {!versions.loading && versions.items.length === 0 && <EmptyState small text={t("recipes.versions.none")} />}
            <ol className={styles.versions}>
              {versions.items.map((version, index) => {
                const before = versions.items[index + 1] ?? null;
                return (
                  <li key={version.id} className={styles.version} data-test={`version-${version.number}`}>
                    <div className={styles.row}>
                      <b>{t("recipes.version.number", { number: version.number })}</b>
                      <span className={styles.faint}><TimeAgo at={version.created_at} /> {version.created_by}</span>
                      <span className={styles.gap} />
                      {may("train") && <Button size="small" icon={<PlayCircleOutlined />} data-test={`run-${version.number}`} onClick={() => setStarting({ version, other: null })}>{t("recipes.versions.run")}</Button>}
                      {may("train") && before && <Button size="small" icon={<SwapOutlined />} data-test={`compare-${version.number}`} onClick={() => setStarting({ version: before, other: version })}>{t("recipes.versions.compare", { number: before.number })}</Button>}
                      <Pack version={version} />
                    </div>
                    {version.note && <p className={styles.note}>{version.note}</p>}
                    {before ? (
                      <details><summary>{t("recipes.versions.changes", { number: before.number })}</summary><Changes version={version.id} from={before.id} /></details>
                    ) : !versions.more && <p className={styles.faint}>{t("recipes.versions.first")}</p>}
                  </li>
                );
              })}
            </ol>
            {versions.more && <Button size="small" onClick={() => versions.more?.()}>{t("common.do.more")}</Button>}
          </Block>
        </div>
        <Block title={t("recipes.run.list")}>
          {!runs.loading && runs.items.length === 0 && <EmptyState small text={t("recipes.run.none")} />}
          <ul className={styles.versions}>{runs.items.map((run) => <Run key={run.id} run={run} />)}</ul>
          {runs.more && <Button size="small" onClick={() => runs.more?.()}>{t("common.do.more")}</Button>}
        </Block>
      </div>
      {starting && <StartRun version={starting.version} other={starting.other} onClose={() => setStarting(null)} />}
    </>
  );
}

function Run({ run }: { run: RecipeRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const figures = run.summary?.first;
  return (
    <li className={styles.version}>
      <div className={styles.row}>
        <Link to={`/projects/${project.id}/recipes/${run.recipe_id}/runs/${run.id}`}>{run.other_number ? t("recipes.run.title_two", { number: run.number, other: run.other_number }) : t("recipes.run.title", { number: run.number })}</Link>
        <StateTag state={run.state} />
        <span className={styles.gap} />
        <span className={styles.faint}><TimeAgo at={run.created_at} /></span>
      </div>
      {figures && <span className={styles.faint}>{t("models.figure.overkill")} {figures.good > 0 ? format.percent(figures.overkill) : "–"} · {t("models.figure.escape")} {figures.bad > 0 ? format.percent(figures.escape) : "–"}</span>}
    </li>
  );
}

/** The package of a version: made by a job, then a model of the project. */
function Pack({ version }: { version: RecipeVersion }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const { may } = useSession();
  const client = useQueryClient();
  const notify = useNotify();
  const [job, setJob] = useState<Id | null>(null);
  const ended = useQuery({ queryKey: keys.job(job ?? ""), queryFn: () => getJob(job ?? ""), enabled: job !== null && !version.model_id, refetchInterval: (query) => (query.state.data && ["succeeded", "failed", "stopped"].includes(query.state.data.state) ? false : 1000) });
  const pack = useMutation({
    mutationFn: () => packRecipe(version.id),
    onSuccess: (made) => {
      setJob(made.id);
      void client.invalidateQueries({ queryKey: ["jobs"] });
    },
    onError: notify.failed,
  });
  const state = ended.data?.state;
  useEffect(() => {
    if (state === "succeeded") void client.invalidateQueries({ queryKey: ["recipes"] });
  }, [state, client]);
  if (version.model_id) return <Link to={`/projects/${project.id}/models/${version.model_id}`} data-test={`model-of-${version.number}`}>{t("recipes.versions.packed", { number: version.model_number })}</Link>;
  if (!may("model.write")) return null;
  if (state === "failed" || state === "stopped") return <Link to={`/jobs/${job}`}>{t("recipes.versions.pack_failed")}</Link>;
  return <Button size="small" icon={<InboxOutlined />} loading={pack.isPending || job !== null} data-test={`pack-${version.number}`} onClick={() => pack.mutate()}>{t(job ? "recipes.versions.packing" : "recipes.versions.pack")}</Button>;
}
