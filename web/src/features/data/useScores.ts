// What a model says of the pictures of the wall: of those that it was judged on, or that it proposed labels of.
import { useCallback, useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { getEvaluation, listModels } from "@/api/models";
import type { Id, Model, Picture } from "@/api/contract";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";

export type Told = { score: number; verdict?: "ok" | "ng"; /** It says other than is true. */ wrong?: boolean };
export type Scores = {
  models: readonly Model[];
  chosen: string | undefined;
  choose: (chosen: string | undefined) => void;
  of: (picture: Picture) => Told | undefined;
  /** Pictures that the chosen model was judged on; null: not known yet, or none was chosen. */
  judged: number | null;
};

/** In the address; no model has such an id. */
export const PROPOSED = "proposed";
const NAME = "scores";
const MOST = 100;

export function useScores(): Scores {
  const { project } = useProject();
  const { may } = useSession();
  const search = useSearch();
  const chosen = search.get(NAME);
  const there = may("model.read") && project.steps.publish.models > 0;
  const models = useQuery({ queryKey: keys.models(project.id, { limit: MOST }), queryFn: () => listModels(project.id, { limit: MOST }), enabled: there });
  const model = chosen === PROPOSED ? undefined : models.data?.items.find((one) => one.id === chosen);
  const evaluation = useQuery({
    queryKey: keys.evaluation(model?.id ?? ""), queryFn: () => getEvaluation(model?.id ?? ""), enabled: model !== undefined, staleTime: 60_000, retry: false,
  });
  const { data, isError } = evaluation;
  const byPicture = useMemo(() => {
    const found = new Map<Id, Told>();
    for (const one of data?.pictures ?? []) {
      if (one.picture_id) found.set(one.picture_id, { score: one.score, verdict: one.verdict, wrong: (one.verdict === "ng") !== one.truth_bad });
    }
    return found;
  }, [data]);
  // Whoever filters or orders by it sees it.
  const proposed = chosen === PROPOSED || search.get("sort")?.endsWith("score") === true || search.get("score_min") !== undefined || search.get("score_max") !== undefined;
  const of = useCallback(
    (picture: Picture): Told | undefined => {
      if (model) return byPicture.get(picture.id);
      return proposed && typeof picture.score === "number" ? { score: picture.score } : undefined;
    },
    [model, byPicture, proposed],
  );
  const choose = useCallback((next: string | undefined) => search.set({ [NAME]: next }), [search]);
  return { models: models.data?.items ?? [], chosen, choose, of, judged: model && (data || isError) ? byPicture.size : null };
}
