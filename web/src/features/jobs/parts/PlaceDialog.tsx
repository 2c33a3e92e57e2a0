// What lies in the folders that a job may see: its own user's, and the house's data. A folder or a file is chosen.
import { useState } from "react";
import { Breadcrumb, Button, Modal, Segmented } from "antd";
import { FileOutlined, FolderOutlined, LinkOutlined } from "@ant-design/icons";
import { listJobPlace, type JobPlace } from "@/api/jobs";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import type { WorkFile } from "@/api/workFiles";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useFormat } from "@/hooks/useFormat";
import { usePaged } from "@/hooks/usePaged";
import { useTranslation } from "@/i18n";
import styles from "./PlaceDialog.module.css";

const PLACES = ["home", "data"] as const satisfies readonly JobPlace[];

type Props = { onTake: (place: JobPlace, path: string) => void; onClose: () => void };

export function PlaceDialog({ onTake, onClose }: Props) {
  const { t } = useTranslation();
  const [place, setPlace] = useState<JobPlace>("home");
  const [path, setPath] = useState("");
  const parts = path === "" ? [] : path.split("/");
  return (
    <Modal open title={t("jobs.places.title")} width={600} onCancel={onClose} footer={null}>
      <div className={styles.head}>
        <Segmented
          size="small" aria-label={t("jobs.places.which")} value={place} options={PLACES.map((one) => ({ value: one, label: t(`jobs.places.${one}`) }))}
          onChange={(next: JobPlace) => { setPlace(next); setPath(""); }}
        />
        <Breadcrumb
          items={["", ...parts].map((part, at) => ({
            key: at, title: <Button type="link" size="small" onClick={() => setPath(parts.slice(0, at).join("/"))}>{at === 0 ? "/" : part}</Button>,
          }))}
        />
      </div>
      {/* Of another folder nothing is shown until it is there: a name that is pressed is one of this folder. */}
      <Folder key={`${place}/${path}`} place={place} path={path} onOpen={setPath} onTake={onTake} />
    </Modal>
  );
}

function Folder({ place, path, onOpen, onTake }: Pick<Props, "onTake"> & { place: JobPlace; path: string; onOpen: (path: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = usePaged<WorkFile>(keys.jobPlace(place, path), (cursor, signal) => listJobPlace(place, { path, limit: 200, ...(cursor ? { cursor } : {}) }, signal));
  const below = (name: string) => (path === "" ? name : `${path}/${name}`);
  // A server without a folder of data has no such place.
  if (place === "data" && path === "" && isProblem(list.error, "not_found")) return <p>{t("jobs.form.mount_data_none")}</p>;
  if (list.loading) return <Loading />;
  if (list.error && list.items.length === 0) return <ErrorNote error={list.error} retry={list.refetch} />;
  return (
    <>
      {list.items.length === 0 ? (
        <p>{t("jobs.places.empty")}</p>
      ) : (
        <ul className={styles.list} aria-label={t("jobs.places.which")}>
          {list.items.map((one) => (
            <li key={one.name} className={styles.row}>
              {one.kind === "folder" ? (
                <Button type="link" size="small" icon={<FolderOutlined />} onClick={() => onOpen(below(one.name))}>{one.name}</Button>
              ) : one.kind === "file" ? (
                <Button type="link" size="small" icon={<FileOutlined />} onClick={() => onTake(place, below(one.name))}>{one.name}</Button>
              ) : (
                <span className={styles.name}><LinkOutlined /> {one.name}</span>
              )}
              {one.kind === "file" && <span className={styles.size}>{format.bytes(one.bytes)}</span>}
            </li>
          ))}
          {list.more && <li className={styles.row}><Button type="link" size="small" onClick={list.more}>{t("jobs.places.more")}</Button></li>}
        </ul>
      )}
      <div className={styles.take}><Button type="primary" onClick={() => onTake(place, path)} data-test="place-take">{t("jobs.places.take")}</Button></div>
    </>
  );
}
