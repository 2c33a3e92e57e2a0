import { useDeferredValue, useMemo } from "react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { isProblem } from "@/api/problem";
import { keys } from "@/api/keys";
import { getEvaluation, patchModel } from "@/api/models";
import type { Tagged } from "@/api/client";
import type { EvaluationDoc, Model } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { evaluationOf, judgedAll } from "../lib/judged";
import { rangeOf, sweepOf } from "../lib/sweep";
import { useThreshold } from "../lib/useThreshold";
import { Beads } from "./Beads";
import { ClassTable, ConfusionTable } from "./ClassTables";
import { Components } from "./Components";
import { Curves } from "./Curves";
import { Detection } from "./Detection";
import { Gallery } from "./Gallery";
import { Numbers } from "./Numbers";
import { Sizes } from "./Sizes";
import { Texts } from "./Texts";
import { ThresholdPanel } from "./ThresholdPanel";
import styles from "./EvaluationTab.module.css";

export function EvaluationTab({ model }: { model: Tagged<Model> }) {
  const { t } = useTranslation();
  const id = model.value.id;
  const query = useQuery({ queryKey: keys.evaluation(id), queryFn: () => getEvaluation(id), staleTime: Infinity });
  if (isProblem(query.error, "not_found")) return <EmptyState text={t("models.evaluation.none")} />;
  if (query.error) return <ErrorNote error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  return <Evaluated model={model} doc={query.data} />;
}

function Evaluated({ model, doc }: { model: Tagged<Model>; doc: EvaluationDoc }) {
  const { may } = useSession();
  const search = useSearch();
  const saved = model.value.threshold;
  const pictures = useMemo(() => judgedAll(doc), [doc]);
  const evaluation = useMemo(() => evaluationOf(doc), [doc]);
  const sweep = useMemo(() => sweepOf(pictures), [pictures]);
  const range = useMemo(() => rangeOf(sweep, [saved]), [sweep, saved]);
  const threshold = useThreshold(saved);
  const save = useSaveThreshold(model, threshold.reset);
  // The slider and its figures move at once; walls, tables and curves follow when there is time.
  const shown = useDeferredValue(threshold.value);
  const rates = useMemo(() => sweep.at(shown), [sweep, shown]);
  const classes = useMemo(() => [...new Set(pictures.flatMap((one) => (one.truth ? [one.truth] : [])))].sort(), [pictures]);

  return (
    <div className={styles.split}>
      <div className={styles.sticky}>
        <ThresholdPanel
          sweep={sweep} range={range} threshold={threshold} shown={shown} saved={saved} keysOn={search.get("look") === undefined}
          onSave={may("model.write") ? () => save.mutate(threshold.value) : undefined} saving={save.isPending}
        />
      </div>
      <div className={styles.rest}>
        <Gallery model={model.value.id} pictures={pictures} threshold={shown} saved={Math.fround(saved)} classes={classes} />
        {evaluation.detection && <Detection detection={evaluation.detection} pictures={pictures} threshold={shown} />}
        <Components pictures={pictures} threshold={shown} />
        <Texts pictures={pictures} threshold={shown} evaluation={evaluation} />
        <Beads pictures={pictures} threshold={shown} />
        <Curves sweep={sweep} rates={rates} evaluation={evaluation} onPick={threshold.set} />
        <ClassTable pictures={pictures} threshold={shown} evaluation={evaluation} />
        <ConfusionTable pictures={pictures} evaluation={evaluation} />
        {evaluation.by_size && evaluation.by_size.length > 0 && <Sizes sizes={evaluation.by_size} />}
        <Numbers evaluation={evaluation} />
      </div>
    </div>
  );
}

function useSaveThreshold(model: Tagged<Model>, done: () => void) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const client = useQueryClient();
  const { id, threshold: before } = model.value;
  return useMutation({
    mutationFn: (threshold: number) => patchModel(id, { threshold }, model.etag),
    onSuccess: (next) => {
      client.setQueryData(keys.model(id), next);
      // The server judges the evaluation anew by it.
      for (const queryKey of [["models"], keys.evaluation(id)]) void client.invalidateQueries({ queryKey });
      done();
      notify.done(t("models.threshold.done", { value: format.score(next.value.threshold) }), () => {
        patchModel(id, { threshold: before }, next.etag)
          .then((undone) => {
            client.setQueryData(keys.model(id), undone);
            void client.invalidateQueries({ queryKey: keys.evaluation(id) });
          })
          .catch(notify.failed);
      });
    },
    onError: (error) => {
      void client.invalidateQueries({ queryKey: keys.model(id) });
      notify.failed(error);
    },
  });
}
