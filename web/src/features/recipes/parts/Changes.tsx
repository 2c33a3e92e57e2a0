import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { diffRecipe } from "@/api/recipes";
import type { Id, RecipeChange } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { stepKinds, type StepKind } from "../lib/doc";
import styles from "./Changes.module.css";

const short = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
};

/** What is another between two versions, or in the draft, in words. */
export function Changes({ version, from }: { version: Id; from?: Id }) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: keys.recipeDiff(version, from), queryFn: () => diffRecipe(version, from) });
  if (query.error) return <ErrorNote error={query.error} />;
  if (!query.data) return null;
  if (query.data.length === 0) return <p className={styles.none}>{t("recipes.versions.same")}</p>;
  const kindText = (kind: string) => ((stepKinds as readonly string[]).includes(kind) ? t(`recipes.kind.${kind as StepKind}`) : kind);
  const say = (change: RecipeChange): string => {
    if (change.change === "moved") return t("recipes.change.moved", { step: change.step });
    if (change.change !== "changed") return t(`recipes.change.${change.change}`, { step: change.step, kind: kindText(change.kind) });
    const place = { step: change.step ?? t("recipes.change.whole"), field: change.field };
    if (change.before === null) return t("recipes.change.set", { ...place, after: short(change.after) });
    if (change.after === null) return t("recipes.change.unset", { ...place, before: short(change.before) });
    return t("recipes.change.changed", { ...place, before: short(change.before), after: short(change.after) });
  };
  return <ul className={styles.list} data-test="changes">{query.data.map((change, index) => <li key={index} data-change={change.change}>{say(change)}</li>)}</ul>;
}
