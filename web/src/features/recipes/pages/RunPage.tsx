import { Alert, Button, Progress } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useParams } from "react-router";
import { keys } from "@/api/keys";
import { stopJob } from "@/api/jobs";
import { pictureThumb } from "@/api/pictures";
import { getRecipeRun, listRunPictures } from "@/api/recipes";
import { recordThumb } from "@/api/records";
import type { RecipeFigures, RecipeRun, RecipeRunPart, RecipeRunPicture } from "@/api/contract";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { Loaded } from "@/components/Loaded";
import { PageHead } from "@/components/PageHead";
import { RecipeReasons } from "@/components/RecipeReasons";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { sayCode } from "@/lib/say";
import styles from "./RunPage.module.css";

const over = ["succeeded", "failed", "stopped"];
const verdicts = ["ok", "recheck", "ng"] as const;

export function RunPage() {
  const { runId = "" } = useParams();
  const query = useQuery({ queryKey: keys.recipeRun(runId), queryFn: () => getRecipeRun(runId), refetchInterval: (asked) => (asked.state.data && over.includes(asked.state.data.state) ? false : 1000) });
  return <Loaded query={query}>{(run) => <Run run={run} />}</Loaded>;
}

function Run({ run }: { run: RecipeRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const { may } = useSession();
  const client = useQueryClient();
  const notify = useNotify();
  const stop = useMutation({ mutationFn: () => stopJob(run.id), onSuccess: () => client.invalidateQueries({ queryKey: keys.recipeRun(run.id) }), onError: notify.failed });
  const { summary, progress } = run;
  return (
    <>
      <PageHead
        title={run.other_number ? t("recipes.run.title_two", { number: run.number, other: run.other_number }) : t("recipes.run.title", { number: run.number })}
        state={<StateTag state={run.state} />}
        above={[{ to: `/projects/${project.id}/recipes`, text: t("recipes.list.title") }, { to: `/projects/${project.id}/recipes/${run.recipe_id}/versions`, text: t("recipes.versions.title") }]}
        actions={!over.includes(run.state) && may("train") && <Button danger loading={stop.isPending} onClick={() => stop.mutate()}>{t("recipes.run.stop")}</Button>}
      />
      <div className="page">
        {!over.includes(run.state) && progress && <Progress percent={progress.total > 0 ? Math.floor((progress.done / progress.total) * 100) : 0} format={() => t("recipes.run.progress", { done: format.count(progress.done), total: format.count(progress.total) })} />}
        {run.state === "failed" && run.reason && <Alert type="error" showIcon message={sayCode(t, run.reason.code, run.reason.detail, run.reason.params as Record<string, unknown>)} action={<Link to={`/jobs/${run.id}`}>{t("shell.nav.jobs")}</Link>} />}
        {summary && (
          <div className={styles.figures} data-test="run-figures">
            <Figures title={t("recipes.version.number", { number: run.number })} figures={summary.first} />
            {summary.other && <Figures title={t("recipes.version.number", { number: run.other_number ?? 0 })} figures={summary.other} />}
            {summary.changed && <Table title={t("recipes.run.changed")} rows={verdicts.map((one) => [t(`recipes.verdict.${one}`), summary.changed?.[one] ?? {}])} />}
            {summary.unread > 0 && <p>{t("recipes.run.unread", { n: summary.unread })}</p>}
          </div>
        )}
        {summary && <Pictures run={run} />}
      </div>
    </>
  );
}

function Figures({ title, figures }: { title: string; figures: RecipeFigures }) {
  const { t } = useTranslation();
  const format = useFormat();
  const truths = (["good", "bad", "unknown"] as const).filter((one) => one !== "unknown" || verdicts.some((v) => (figures.confusion.unknown?.[v] ?? 0) > 0));
  const rate = (share: number, all: number, [low, high]: readonly number[]) => (all > 0 ? `${format.percent(share)} (${t("models.figure.interval", { low: format.percent(low ?? 0), high: format.percent(high ?? 0) })})` : "–");
  return (
    <Block title={`${title} · ${t("recipes.run.confusion")}`}>
      <Table rows={truths.map((one) => [t(`recipes.run.truth_${one}`), figures.confusion[one] ?? {}])} />
      <dl className={styles.facts}>
        <div><dt>{t("models.figure.overkill")}</dt><dd>{rate(figures.overkill, figures.good, figures.overkill_interval)}</dd></div>
        <div><dt>{t("models.figure.escape")}</dt><dd>{rate(figures.escape, figures.bad, figures.escape_interval)}</dd></div>
        <div><dt>{t("recipes.run.rechecked")}</dt><dd>{format.count(figures.rechecked)}</dd></div>
        <div><dt>{t("recipes.run.mean_ms")}</dt><dd>{format.milliseconds(figures.mean_ms)}</dd></div>
      </dl>
    </Block>
  );
}

function Table({ title, rows }: { title?: string; rows: readonly (readonly [string, Record<string, number>])[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const table = (
    <table className={styles.table}>
      <thead><tr><th />{verdicts.map((one) => <th key={one} className="number">{t(`recipes.verdict.${one}`)}</th>)}</tr></thead>
      <tbody>{rows.map(([name, row]) => <tr key={name}><th scope="row">{name}</th>{verdicts.map((one) => <td key={one} className="number">{format.count(row[one] ?? 0)}</td>)}</tr>)}</tbody>
    </table>
  );
  return title ? <Block title={title}>{table}</Block> : table;
}

const parts = ["escapes", "overkill", "recheck", "ng", "ok", "changed", "unread"] as const;

function Pictures({ run }: { run: RecipeRun }) {
  const { t } = useTranslation();
  const search = useSearch();
  const offered = parts.filter((one) => one !== "changed" || run.other_id);
  const part: RecipeRunPart = offered.find((one) => one === search.get("part")) ?? "all";
  const list = usePaged([...keys.recipeRun(run.id), "pictures", part], (cursor) => listRunPictures(run.id, part, cursor));
  return (
    <Block title={t("recipes.run.pictures")} extra={<FilterChips label={t("recipes.run.pictures")} chips={offered.map((one) => ({ value: one, text: t(`recipes.part.${one}`) }))} value={part === "all" ? undefined : part} onChange={(value) => search.set({ part: value })} />}>
      {!list.loading && list.items.length === 0 && <EmptyState small text={t("recipes.run.no_such")} />}
      <ul className={styles.pictures}>{list.items.map((picture) => <Picture key={picture.id} run={run} picture={picture} />)}</ul>
      {list.more && <Button loading={list.loadingMore} onClick={() => list.more?.()}>{t("common.do.more")}</Button>}
    </Block>
  );
}

function Picture({ run, picture }: { run: RecipeRun; picture: RecipeRunPicture }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const record = run.data.of === "records";
  // A picture opens in the editor, where every step can be looked at; a verdict of the line opens as its record.
  const to = record ? `/projects/${project.id}/inspect/records/${picture.id}` : `/projects/${project.id}/recipes/${run.recipe_id}?picture=${picture.id}`;
  return (
    <li className={styles.picture} data-verdict={picture.verdict ?? "none"}>
      <Link to={to} title={picture.name}><img src={record ? recordThumb(picture.id) : pictureThumb(picture.id)} alt={picture.name} loading="lazy" /></Link>
      <div>
        <div className={styles.row}>
          {picture.verdict && <StateTag state={picture.verdict} />}
          {picture.other?.verdict && <span>{t("recipes.run.shown_other", { number: run.other_number ?? 0, verdict: t(`recipes.verdict.${picture.other.verdict}`) })}</span>}
          {picture.good !== null && <StateTag state={picture.good ? "good" : "bad"} />}
        </div>
        <span className={styles.name}>{picture.name}</span>
        {picture.trouble && <p>{picture.trouble}</p>}
        {picture.reasons.length > 0 && <RecipeReasons reasons={picture.reasons} />}
        {picture.other && picture.other.reasons.length > 0 && picture.other.verdict !== picture.verdict && <RecipeReasons reasons={picture.other.reasons} />}
      </div>
    </li>
  );
}
