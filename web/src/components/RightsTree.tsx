import { useMemo } from "react";
import { Checkbox } from "antd";
import { useTranslation } from "@/i18n";
import { moduleName, rightName } from "@/lib/rightName";
import { halfOf, impliedOf, isRight, type Tree } from "@/lib/rights";
import styles from "./RightsTree.module.css";

type Props = {
  tree: Tree;
  /** As ticked by hand; what comes along is worked out. */
  value: readonly string[];
  /** Without it the tree can only be read. */
  onChange?: (value: string[]) => void;
  /** Rights that may be given; the others can be seen but not ticked. */
  may?: (name: string) => boolean;
};

/** Rights by module: a box for all, one for each module (half when some are ticked), one for each right with what it allows. */
export function RightsTree({ tree, value, onChange, may = () => true }: Props) {
  const { t } = useTranslation();
  const because = useMemo(() => impliedOf(tree, value), [tree, value]);
  const ticked = new Set(value);
  const has = (name: string) => ticked.has(name) || because.has(name);
  const names = tree.flatMap((module) => module.rights.map((right) => right.name));
  const put = (changed: readonly string[], on: boolean) => {
    const rest = value.filter((name) => !changed.includes(name));
    onChange?.(on ? [...rest, ...changed.filter((name) => may(name) || ticked.has(name))] : rest);
  };
  const group = (of: readonly string[]) => {
    const half = halfOf(of, has);
    return {
      checked: half === "all",
      indeterminate: half === "some",
      disabled: !onChange || !of.some(may),
      onChange: () => put(of, !of.filter(may).every(has)),
    };
  };
  return (
    <div className={styles.tree}>
      <div className={styles.all}>
        <Checkbox {...group(names)} data-test="right-all">{t("rights.tree.all")}</Checkbox>
        <span className={styles.count}>{t("rights.tree.count", { n: names.filter(has).length })}</span>
      </div>
      {tree.map((module) => (
        <div key={module.name} className={styles.module} role="group" aria-label={moduleName(t, module.name)}>
          <Checkbox {...group(module.rights.map((right) => right.name))} className={styles.parent} data-test={`module-${module.name}`}>
            {moduleName(t, module.name)}
          </Checkbox>
          <div className={styles.rights}>
            {module.rights.map(({ name }) => {
              const by = because.get(name);
              const lacking = Boolean(onChange) && !may(name) && !has(name);
              return (
                <Checkbox
                  key={name}
                  className={styles.right}
                  checked={has(name)}
                  disabled={!onChange || by !== undefined || !may(name)}
                  onChange={(event) => put([name], event.target.checked)}
                  data-test={`right-${name}`}
                >
                  <span className={styles.name}>{rightName(t, name)}</span>
                  <span className={styles.says}>{isRight(name) ? t(`rights.says.${name}`) : ""}</span>
                  {by && <span className={styles.note}>{t("rights.tree.by", { names: by.map((one) => rightName(t, one)).join(" · ") })}</span>}
                  {lacking && <span className={styles.note}>{t("rights.tree.lacking")}</span>}
                </Checkbox>
              );
            })}
          </div>
        </div>
      ))}
    </div>
  );
}
