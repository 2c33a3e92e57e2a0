import { useTranslation } from "@/i18n";
import type { Version } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import { useProject } from "@/hooks/useProject";
import styles from "./ClassBar.module.css";

/** How many pictures of each class a version holds. */
export function ClassBar({ version }: { version: Version }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { classOf } = useProject();
  const known = version.by_class.reduce((sum, one) => sum + one.pictures, 0);
  const rest = Math.max(0, version.pictures - known);
  const parts = [
    ...version.by_class.map((one) => ({ name: one.name, pictures: one.pictures, colour: classOf(one.class_id)?.colour ?? "var(--faint)" })),
    ...(rest > 0 ? [{ name: t("common.state.unlabelled"), pictures: rest, colour: "var(--line)" }] : []),
  ].filter((one) => one.pictures > 0);
  const words = parts.map((one) => `${one.name} ${format.count(one.pictures)}`).join(" · ");
  return (
    <span className={styles.cell} title={words}>
      <span className={styles.bar} aria-hidden="true">
        {parts.map((one) => (
          <span key={one.name} style={{ flexGrow: one.pictures, background: one.colour }} />
        ))}
      </span>
      <span className={styles.words}>{words}</span>
    </span>
  );
}
