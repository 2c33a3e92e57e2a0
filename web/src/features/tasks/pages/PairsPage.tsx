import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { getTask, listPairs, type Pair, type PairState } from "@/api/annotating";
import { keys } from "@/api/keys";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { FilterChips } from "@/components/FilterChips";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useTranslation } from "@/i18n";
import { BetweenPeople } from "../parts/BetweenPeople";
import { PairCard } from "../parts/PairCard";
import styles from "./PairsPage.module.css";

const states = ["ready", "waiting", "settled"] as const satisfies readonly PairState[];
const signs = { ready: "doing", waiting: "todo", settled: "done" } as const;

/** What two people said of the same pictures: how far they agree, and what a reviewer makes of it. */
export function PairsPage() {
  const { taskId = "" } = useParams();
  const { t } = useTranslation();
  const { project } = useProject();
  const search = useSearch();
  const task = useQuery({ queryKey: keys.task(taskId), queryFn: () => getTask(taskId) });
  const state = states.find((one) => one === search.get("state"));
  const same = search.get("same");
  const [user, other] = [search.get("user"), search.get("other")];
  const query = { limit: 20, ...(state ? { state } : {}), ...(same ? { same: same === "true" } : {}), ...(user && other ? { user, other } : {}) };
  const list = usePaged<Pair>(keys.taskPairs(taskId, query), (cursor, signal) => listPairs(taskId, { ...query, cursor }, signal));
  const name = task.data?.value.name ?? "";
  return (
    <>
      <PageHead
        title={t("annotate.pairs.title")} sub={t("annotate.pairs.lead")}
        above={[{ to: `/projects/${project.id}`, text: project.name }, { to: `/projects/${project.id}/tasks`, text: t("annotate.tasks.title") }, { to: `/projects/${project.id}/tasks/${taskId}`, text: name }]}
      />
      <div className="page">
        <BetweenPeople taskId={taskId} />
        <h2 className={styles.title}>{t("annotate.pairs.pictures")}</h2>
        <div className={styles.filters}>
          <FilterChips
            label={t("annotate.pairs.state")} value={state} onChange={(value) => search.set({ state: value })}
            chips={states.map((one) => ({ value: one, text: <StateTag state={signs[one]} text={t(`annotate.pairs.state.${one}`)} /> }))}
          />
          <FilterChips
            label={t("annotate.pairs.whole")} value={same} onChange={(value) => search.set({ same: value, user: undefined, other: undefined })}
            chips={[{ value: "false", text: t("annotate.pairs.differ") }, { value: "true", text: t("annotate.pairs.same") }]}
          />
        </div>
        <ErrorNote error={list.error} retry={list.refetch} />
        {list.loading && <Loading />}
        {!list.loading && !list.error && list.items.length === 0 && (
          state ?? same ?? user
            ? <EmptyState text={t("common.list.none_match")} action={<Button onClick={() => search.set({ state: undefined, same: undefined, user: undefined, other: undefined })}>{t("common.list.clear_filters")}</Button>} />
            : <EmptyState text={t("annotate.pairs.none")} />
        )}
        <ul className={styles.list}>
          {list.items.map((pair) => <PairCard key={pair.position} taskId={taskId} open={task.data?.value.closed_at === null} pair={pair} />)}
        </ul>
        {list.more && <Button loading={list.loadingMore} onClick={list.more}>{t("common.do.more")}</Button>}
      </div>
    </>
  );
}
