import { useTranslation } from "@/i18n";
import type { RecipeFound, RecipeStepResult } from "@/api/contract";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import styles from "./StepResult.module.css";

const told = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : typeof value === "number" ? String(Math.round(value * 1e4) / 1e4) : String(value ?? "–"));

/** What the chosen step says of the shown picture. */
export function StepResult({ result }: { result: RecipeStepResult | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!result) return <p className={styles.faint}>{t("recipes.result.none")}</p>;
  return (
    <div className={styles.result} data-test="step-result">
      <p className={styles.state}><b>{t(`recipes.result.${result.state}`)}</b> <span className="number">{format.milliseconds(result.ms)}</span></p>
      {result.shot && <Pairs pairs={Object.entries(result.shot)} />}
      {result.place && <Pairs pairs={Object.entries(result.place).filter(([name]) => name !== "map")} />}
      {result.regions && <Pairs pairs={Object.keys(result.regions).map((name) => [name, ""])} />}
      {result.found && Object.entries(result.found).map(([region, found]) => <Found key={region} region={region} found={found} />)}
      {result.codes && Object.entries(result.codes).map(([region, codes]) => (
        <Pairs key={region} pairs={codes.length > 0 ? codes.map((code) => [`${region} · ${code.kind}`, code.text]) : [[region, t("recipes.result.nothing_found")]]} />
      ))}
      {result.rules && (
        <ul className={styles.rules}>
          {result.rules.map((rule) => (
            <li key={rule.name}>
              <StateTag state={rule.holds === null ? "recheck" : rule.holds ? "ok" : "ng"} bare />
              <span>{rule.name}</span>
              <span className={styles.faint}>{t(rule.holds === null ? "recipes.result.unknown" : rule.holds ? "recipes.result.holds" : "recipes.result.fails")}{rule.measured === undefined ? "" : ` · ${told(rule.measured)}`}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Found({ region, found }: { region: string; found: RecipeFound }) {
  const { t } = useTranslation();
  const format = useFormat();
  const texts = (found.texts ?? []).map((one): [string, string] => [one.text, format.score(one.score)]);
  const places = found.regions.map((one): [string, string] => [one.class, format.score(one.score)]);
  const lines = [...texts, ...places];
  return (
    <>
      <p className={styles.state}><StateTag state={found.verdict} bare /> <b>{region}</b> <span className="number">{[found.class, format.score(found.score)].filter(Boolean).join(" · ")}</span></p>
      {lines.length > 0 ? <Pairs pairs={lines.slice(0, 40)} /> : <p className={styles.faint}>{t("recipes.result.nothing_found")}</p>}
    </>
  );
}

function Pairs({ pairs }: { pairs: readonly (readonly [string, unknown])[] }) {
  return (
    <dl className={styles.pairs}>
      {pairs.map(([name, value], index) => (
        <div key={index}><dt>{name}</dt><dd className="number">{value === "" ? "" : told(value)}</dd></div>
      ))}
    </dl>
  );
}
