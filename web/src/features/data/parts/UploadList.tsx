import { useEffect, useState } from "react";
import { Button, Progress } from "antd";
import { useTranslation } from "@/i18n";
import { useFormat } from "@/hooks/useFormat";
import { say } from "@/lib/say";
import { remaining, uploads, type Upload } from "../queue/uploads";
import { useUploads } from "../queue/useUploads";
import { RefusedDialog } from "./RefusedDialog";
import styles from "./UploadList.module.css";

export function UploadList({ projectId }: { projectId: string }) {
  const mine = useUploads().filter((one) => one.projectId === projectId);
  if (mine.length === 0) return null;
  return (
    <div className={styles.list}>
      {mine.map((upload) => <Row key={upload.key} upload={upload} />)}
    </div>
  );
}

function Row({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [now, setNow] = useState(Date.now);
  const going = upload.state === "running" || upload.state === "finishing";
  useEffect(() => {
    if (!going) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [going]);
  const left = upload.state === "running" ? remaining(upload, now) : null;
  const { added, duplicates } = upload;

  return (
    <div className={styles.row} role="status" data-test="upload" data-added={added} data-refused={upload.refused} data-state={upload.state}>
      <div className={styles.text}>
        {going && upload.paused && t("data.upload.paused")}
        {going && upload.broken && t("bulk.upload.broken", { done: upload.filesDone, files: upload.files })}
        {upload.state === "running" && !upload.paused && !upload.broken && t("data.upload.running", { done: upload.filesDone, files: upload.files })}
        {upload.state === "finishing" && !upload.paused && !upload.broken && t("data.upload.finishing")}
        {upload.state === "done" && t("data.upload.done", { added, duplicates })}
        {upload.columns > 0 && t("columns.told", { n: upload.columns })}
        {upload.state === "cancelled" && t("data.upload.cancelled", { added })}
        {upload.state === "failed" && `${t("data.upload.failed", { added })} ${say(t, upload.error)}`}
        {upload.refused > 0 && (
          <span className={styles.refused}>
            {t("data.upload.refused", { n: upload.refused })}
            <Button type="link" size="small" onClick={() => setOpen(true)}>
              {t("data.upload.show_refused")}
            </Button>
          </span>
        )}
      </div>
      {going && (
        <>
          <Progress
            className={styles.progress}
            size="small"
            showInfo={false}
            percent={upload.totalBytes > 0 ? (100 * upload.sentBytes) / upload.totalBytes : 100}
          />
          <span className={styles.numbers}>
            {`${format.bytes(upload.sentBytes)} / ${format.bytes(upload.totalBytes)}`}
            {upload.bytesPerS !== null && ` · ${t("bulk.upload.speed", { speed: format.bytes(upload.bytesPerS) })}`}
            {left !== null && ` · ${t("data.upload.left", { time: format.duration(left) })}`}
          </span>
        </>
      )}
      {going && upload.broken && <Button size="small" type="primary" onClick={uploads.tryNow}>{t("bulk.upload.now")}</Button>}
      {going ? (
        <Button size="small" onClick={() => uploads.cancel(upload.key)}>{t("common.do.cancel")}</Button>
      ) : (
        <Button size="small" type="text" onClick={() => uploads.dismiss(upload.key)}>{t("common.do.close")}</Button>
      )}
      <RefusedDialog upload={upload} open={open} onClose={() => setOpen(false)} />
    </div>
  );
}
