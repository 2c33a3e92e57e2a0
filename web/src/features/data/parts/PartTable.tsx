import { Link } from "react-router";
import { useTranslation } from "@/i18n";
import type { SplitCount } from "@/api/contract";
import { ClassDot } from "@/components/ClassDot";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useProject } from "@/hooks/useProject";
import styles from "./CountTable.module.css";

const parts = ["train", "validation", "test", "none"] as const;

/** Pictures of each kind in each part; each number leads to them. */
export function PartTable({ counts, links = false }: { counts: readonly SplitCount[]; links?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project, classOf } = useProject();
  const name = (row: SplitCount) => {
    const found = row.class_id ? classOf(row.class_id) : undefined;
    if (found) return <ClassDot colour={found.colour} name={found.name} />;
    return <StateTag state={row.verdict ?? "unlabelled"} />;
  };
  const filter = (row: SplitCount) =>
    row.class_id ? `&class=${row.class_id}` : row.verdict ? `&verdict=${row.verdict}` : "&labelled=false";
  const number = (row: SplitCount, part: (typeof parts)[number]) =>
    links && row[part] > 0 ? <Link to={`/projects/${project.id}/data?part=${part}${filter(row)}`}>{format.count(row[part])}</Link> : format.count(row[part]);
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("sets.split.kind")}</th>
            {parts.map((part) => <th key={part} scope="col" className="number">{t(`sets.part.${part}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {counts.map((row) => (
            <tr key={`${row.class_id ?? ""}/${row.verdict ?? ""}`}>
              <th scope="row">{name(row)}</th>
              {parts.map((part) => <td key={part} className="number">{number(row, part)}</td>)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("sets.version.all")}</th>
            {parts.map((part) => <td key={part} className="number">{format.count(counts.reduce((sum, row) => sum + row[part], 0))}</td>)}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
