// One file of a work folder: a text to look at, piece by piece, and a small one to change.
import { useEffect, useState } from "react";
import { Alert, Button } from "antd";
import { ArrowLeftOutlined, DownloadOutlined, EditOutlined, SaveOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { Problem } from "@/api/problem";
import { MOST_TEXT, saveWorkText, workContent, workText, type WorkText } from "@/api/workFiles";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { mayChange } from "../lib/can";
import { lineEndsOf, toEdit, toSave } from "../lib/lineEnds";
import { CodeArea } from "./CodeArea";
import { FilePicture, MOST_PICTURE, pictureType } from "./FilePicture";
import styles from "./Files.module.css";

/** Shown at a time of a file that is too large to be edited. */
const PIECE = 256 << 10;

export function FileView({ job, path, onClose }: { job: Job; path: string; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const session = useSession();
  const [from, setFrom] = useState(0);
  const [edited, setEdited] = useState<WorkText | null>(null);
  const query = useQuery({
    queryKey: keys.workText(job.id, path, from),
    queryFn: async () => {
      const piece = await workText(job.id, path, from, PIECE);
      // A small one is taken as a whole, so that it can be changed.
      return from === 0 && piece.next !== null && piece.bytes <= MOST_TEXT ? workText(job.id, path, 0, MOST_TEXT) : piece;
    },
  });
  const piece = query.data;
  const name = path.split("/").at(-1) ?? path;
  const strange = piece !== undefined && !piece.binary && piece.bytes <= MOST_TEXT && (!piece.editable || lineEndsOf(piece.text) === "mixed");
  const large = piece !== undefined && !piece.binary && piece.bytes > MOST_TEXT;
  const changes = mayChange(job, session);
  const picture = piece !== undefined && piece.binary && piece.bytes <= MOST_PICTURE ? pictureType(name) : undefined;
  return (
    <Block
      title={name}
      extra={
        <span className={styles.tools}>
          <Button icon={<ArrowLeftOutlined />} onClick={onClose} data-test="file-close">{t("files.do.close")}</Button>
          <Button icon={<DownloadOutlined />} href={workContent(job.id, path)} download data-test="file-download">{t("common.do.download")}</Button>
          {piece && changes && !edited && !piece.binary && !strange && !large && <Button type="primary" icon={<EditOutlined />} onClick={() => setEdited(piece)} data-test="file-edit">{t("common.do.edit")}</Button>}
        </span>
      }
    >
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      {!piece && !query.error && <Loading />}
      {piece && edited && <Editor key={edited.etag} job={job} name={name} text={edited} onDone={() => { setEdited(null); void query.refetch(); }} />}
      {piece && !edited && (
        <div className={styles.view}>
          <p className={styles.note}>
            {format.bytes(piece.bytes)} · {path}
            {changes && large && ` · ${t("files.text.too_large")}`}
            {changes && strange && ` · ${t("files.text.strange")}`}
          </p>
          {picture !== undefined ? <FilePicture key={piece.etag} job={job.id} path={path} name={name} type={picture} etag={piece.etag} /> : piece.binary ? <p>{t("files.text.binary")}</p> : <pre className={styles.text} tabIndex={0} aria-label={t("files.text.label", { name })} data-test="file-text">{piece.text}</pre>}
          {(from > 0 || piece.next !== null) && !piece.binary && (
            <div className={styles.bar}>
              <span className={styles.note}>{t("files.text.piece", { from: format.count(piece.from), to: format.count(piece.next ?? piece.bytes), bytes: format.count(piece.bytes) })}</span>
              <Button size="small" disabled={from === 0} onClick={() => setFrom(Math.max(0, piece.from - PIECE))}>{t("files.do.piece_before")}</Button>
              <Button size="small" disabled={piece.next === null} onClick={() => setFrom(piece.next ?? 0)}>{t("files.do.piece_after")}</Button>
            </div>
          )}
        </div>
      )}
    </Block>
  );
}

function Editor({ job, name, text, onDone }: { job: Job; name: string; text: WorkText; onDone: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const before = toEdit(text.text);
  const [value, setValue] = useState(before);
  const save = useMutation({
    mutationFn: () => saveWorkText(job.id, text.path, toSave(value, lineEndsOf(text.text)), text.etag),
    onSuccess: () => {
      notify.done(t("files.done.saved"));
      void client.invalidateQueries({ queryKey: keys.workFiles(job.id) });
      onDone();
    },
  });
  const dirty = value !== before;
  useEffect(() => {
    if (!dirty) return undefined;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [dirty]);
  const overtaken = save.error instanceof Problem && save.error.status === 412;
  return (
    <div className={styles.view}>
      {overtaken ? (
        <Alert
          type="warning" showIcon message={t("error.work.changed", { path: text.path })} data-test="file-overtaken"
          action={<span className={styles.tools}><CopyButton size="small" text={value} label={t("common.do.copy")} /><Button size="small" onClick={onDone}>{t("files.do.newer")}</Button></span>}
        />
      ) : (
        <ErrorNote error={save.error} />
      )}
      <CodeArea value={value} onChange={setValue} label={t("files.text.label", { name })} rows={16} name="file-area" />
      <div className={styles.bar}>
        <Button type="primary" icon={<SaveOutlined />} disabled={!dirty} loading={save.isPending} onClick={() => save.mutate()} data-test="file-save">{t("common.do.save")}</Button>
        <Button onClick={onDone}>{t("common.do.cancel")}</Button>
        {dirty && <span className={styles.note} role="status">{t("files.text.unsaved")}</span>}
      </div>
    </div>
  );
}
