import { useMemo } from "react";
import { Select } from "antd";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getEvaluation, listModels } from "@/api/models";
import type { Model } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { pairsOf } from "../lib/compare";
import { evaluationOf, judgedAll } from "../lib/judged";
import { sweepOf } from "../lib/sweep";
import { Comparison, type Side } from "../parts/Comparison";
import styles from "./ComparePage.module.css";

export function ComparePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const search = useSearch();
  const list = useQuery({ queryKey: keys.models(project.id, { all: true }), queryFn: () => listModels(project.id, { limit: 200 }) });
  const models = list.data?.items ?? [];
  const chosen = (["a", "b"] as const).map((name) => models.find((one) => one.id === search.get(name)));
  const docs = useQueries({
    queries: chosen.map((model) => ({
      queryKey: keys.evaluation(model?.id ?? ""), queryFn: () => getEvaluation(model?.id ?? ""), enabled: model !== undefined, staleTime: Infinity,
    })),
  });
  const [modelA, modelB] = chosen;
  const [docA, docB] = [docs[0]?.data, docs[1]?.data];
  const a = useSide(modelA, docA);
  const b = useSide(modelB, docB);
  const pairs = useMemo(() => (a && b ? pairsOf(a.pictures, b.pictures) : []), [a, b]);
  const error = list.error ?? docs.find((one) => one.error)?.error ?? null;

  const pick = (name: "a" | "b") => (
    <label className={styles.pick} data-side={name}>
      <span className={styles.letter}>{name.toUpperCase()}</span>
      <Select
        className={styles.select} value={chosen[name === "a" ? 0 : 1]?.id} placeholder={t("models.compare.choose")} loading={list.isPending}
        aria-label={t("models.compare.side", { side: name.toUpperCase() })}
        onChange={(value) => search.set({ [name]: value })}
        options={models.map((one) => ({ value: one.id, label: t("models.page.title", { number: one.number, name: one.name }) }))}
      />
    </label>
  );
  return (
    <>
      <PageHead title={t("models.compare.title")} above={[{ to: `/projects/${project.id}/models`, text: t("models.list.title") }]}>
        <div className={styles.picks}>{pick("a")}{pick("b")}</div>
      </PageHead>
      <div className="page">
        <ErrorNote error={error} />
        {!error && list.data && (!modelA || !modelB) && <EmptyState text={t("models.compare.choose_two")} />}
        {!error && modelA && modelB && (!a || !b) && <Loading />}
        {a && b && <Comparison a={a} b={b} pairs={pairs} />}
      </div>
    </>
  );
}

function useSide(model: Model | undefined, doc: Parameters<typeof judgedAll>[0] | undefined): Side | null {
  return useMemo(() => {
    if (!model || !doc) return null;
    const pictures = judgedAll(doc);
    return { model, pictures, evaluation: evaluationOf(doc), sweep: sweepOf(pictures) };
  }, [model, doc]);
}
