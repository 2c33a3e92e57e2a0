import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import { keys } from "@/api/keys";
import { listRecords, recordThumb } from "@/api/records";
import type { Project } from "@/api/contract";
import { Block } from "@/components/Block";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import styles from "./LatestRecords.module.css";

const query = { limit: 10 };

/** The newest verdicts over the projects that inspect. */
export function LatestRecords({ projects }: { projects: Project[] | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inspecting = projects?.filter((project) => project.steps.inspect.records > 0) ?? [];
  const records = useQueries({
    queries: inspecting.map((project) => ({
      queryKey: keys.records(project.id, query),
      queryFn: () => listRecords(project.id, query),
    })),
    combine: (answers) =>
      answers
        .flatMap((answer) => answer.data?.items ?? [])
        .sort((a, b) => b.at.localeCompare(a.at))
        .slice(0, 10),
  });
  return (
    <Block title={t("workbench.records.title")}>
      {projects && inspecting.length === 0 && <p className={styles.none}>{t("workbench.records.none")}</p>}
      <ul className={styles.list}>
        {records.map((record) => (
          <li key={record.id}>
            <Link to={`/projects/${record.project_id}/inspect`} className={styles.row}>
              {record.picture ? (
                <img className={styles.thumb} src={recordThumb(record.id)} alt="" loading="lazy" width={36} height={36} />
              ) : (
                <span className={styles.thumb} />
              )}
              <StateTag state={record.verdict} />
              <span className={styles.serial}>{record.serial ?? format.score(record.score)}</span>
              <span className={styles.faint}>
                <TimeAgo at={record.at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Block>
  );
}
