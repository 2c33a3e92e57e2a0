import { CloudUploadOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useUploads } from "@/features/data/queue/useUploads";
import { Bar } from "@/components/Bar";
import { useTranslation } from "@/i18n";
import styles from "./RunningUploads.module.css";

/** Uploads go on while one walks through the pages; this leads back to them. */
export function RunningUploads() {
  const { t } = useTranslation();
  const running = useUploads().filter((one) => one.state === "running" || one.state === "finishing");
  const first = running[0];
  if (!first) return null;
  const total = running.reduce((sum, one) => sum + one.totalBytes, 0);
  const sent = running.reduce((sum, one) => sum + one.sentBytes, 0);
  return (
    <Link to={`/projects/${first.projectId}/data`} className={styles.link} aria-label={t("shell.top.uploads")} title={t("shell.top.uploads")}>
      <CloudUploadOutlined />
      <span className={styles.bar}>
        <Bar share={total > 0 ? sent / total : 0} label={t("shell.top.uploads")} />
      </span>
    </Link>
  );
}
