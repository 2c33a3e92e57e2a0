import { Progress as Bar } from "antd";
import { useQuery } from "@tanstack/react-query";
import { getImport } from "@/api/imports";
import { isActive } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { Block } from "@/components/Block";
import { OpenLink } from "@/components/OpenLink";
import { useFormat } from "@/hooks/useFormat";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { phaseWord } from "../lib/phase";
import styles from "./ProgressPanel.module.css";

/** What an import brought so far; it has the id of its job. */
export function ImportPanel({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { may } = useSession();
  const { data } = useQuery({
    queryKey: keys.import(job.id), queryFn: () => getImport(job.id), enabled: may("data.read"), refetchInterval: isActive(job) ? 3000 : false,
  });
  const { progress } = job;
  const figures = ["added", "duplicates", "refused", "labels"] as const;
  return (
    <Block title={t("jobs.import.title")} extra={job.project_id && may("data.read") && <OpenLink to={`/projects/${job.project_id}/data`}>{t("jobs.import.to_data")}</OpenLink>}>
      {isActive(job) && progress && (
        <div className={styles.panel} role="status">
          <div className={styles.row}>
            <strong>{phaseWord(t, progress.phase)}</strong>
            {progress.total > 0 && <span className={styles.figures}>{t("jobs.progress.done", { done: format.count(progress.done), total: format.count(progress.total) })}</span>}
          </div>
          {/* While files come nobody knows how many there will be. */}
          {progress.total > 0 && <Bar percent={Math.floor((100 * progress.done) / progress.total)} status="active" />}
        </div>
      )}
      {data && (
        <dl className={styles.sums} data-test="import">
          {figures.map((name) => <div key={name}><dt>{t(`jobs.import.${name}`)}</dt><dd data-figure={name}>{format.count(data[name])}</dd></div>)}
          <div><dt>{t("jobs.import.bytes")}</dt><dd>{format.bytes(data.received_bytes)}</dd></div>
        </dl>
      )}
    </Block>
  );
}
