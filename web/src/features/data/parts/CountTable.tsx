import { useTranslation } from "@/i18n";
import type { Version, VersionFacts } from "@/api/contract";
import { ClassDot } from "@/components/ClassDot";
import { useFormat } from "@/hooks/useFormat";
import styles from "./CountTable.module.css";

const parts = ["train", "validation", "test"] as const;

/** Pictures of each class in each part. */
export function CountTable({ version, counts }: { version: Version; counts: VersionFacts["counts"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = (row: VersionFacts["counts"][number]) => parts.reduce((sum, part) => sum + row[part], 0);
  const most = Math.max(1, ...counts.map(all));
  const unlabelled = version.pictures - version.labelled;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("sets.version.class")}</th>
            {parts.map((part) => <th key={part} scope="col" className="number">{t(`sets.part.${part}`)}</th>)}
            <th scope="col" className="number">{t("sets.version.all")}</th>
            <th aria-hidden="true" className={styles.bar} />
          </tr>
        </thead>
        <tbody>
          {counts.map((row) => (
            <tr key={row.class_id ?? "bad"}>
              <th scope="row"><ClassDot colour={row.colour ?? "var(--ng)"} name={row.name ?? t("sets.version.just_bad")} /></th>
              {parts.map((part) => <td key={part} className="number">{format.count(row[part])}</td>)}
              <td className="number">{format.count(all(row))}</td>
              <td aria-hidden="true" className={styles.bar}>
                <span className={styles.parts} style={{ width: `${(all(row) / most) * 100}%` }}>
                  {parts.map((part) => row[part] > 0 && <span key={part} data-part={part} style={{ flexGrow: row[part] }} />)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("sets.version.all")}</th>
            {parts.map((part) => <td key={part} className="number">{format.count(counts.reduce((sum, row) => sum + row[part], 0))}</td>)}
            <td className="number">{format.count(version.labelled)}</td>
            <td className={styles.bar} />
          </tr>
          {unlabelled > 0 && (
            <tr>
              <th scope="row">{t("sets.version.unlabelled")}</th>
              <td colSpan={3} />
              <td className="number">{format.count(unlabelled)}</td>
              <td className={styles.bar} />
            </tr>
          )}
        </tfoot>
      </table>
    </div>
  );
}
