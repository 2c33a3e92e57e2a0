// A folder of a storage of the server, chosen and taken by the server itself.
import { useEffect, useState } from "react";
import { Breadcrumb, Button, Modal, Radio, Select } from "antd";
import { FileOutlined, FolderOutlined, LinkOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { getImport, importFromStorage, listRefusals, listStorage, type ImportTold } from "@/api/imports";
import { keys } from "@/api/keys";
import type { StorageFile, Storage_ } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { sayCode } from "@/lib/say";
import { LabelsTold } from "./LabelsTold";
import styles from "./StorageDialog.module.css";

const LOOK_MS = 1000;

export function StorageDialog({ storages, onClose }: { storages: readonly Storage_[]; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const { project } = useProject();
  const [storage, setStorage] = useState(storages[0]?.name ?? "");
  const [path, setPath] = useState("");
  const [link, setLink] = useState(false);
  const [told, setTold] = useState<ImportTold>({});
  const [importId, setImportId] = useState<string | null>(null);
  const list = usePaged<StorageFile>(keys.storage(storage, path), (cursor, signal) => listStorage(storage, { path, limit: 200, cursor }, signal), { enabled: importId === null });
  const links = storages.some((one) => one.name === storage && one.links);
  const take = useMutation({
    mutationFn: (what: string) => importFromStorage(project.id, storage, what, link && links, told),
    onSuccess: (made) => setImportId(made.id),
    onError: notify.failed,
  });
  const nameOf = (one: Storage_) => (one.own ? t("raw.storage.own") : one.name === "data" ? t("raw.storage.data") : one.name);
  const parts = path === "" ? [] : path.split("/");
  return (
    <Modal
      open title={t("raw.storage.title")} width={640} onCancel={onClose}
      footer={
        importId ? (
          <Button type="primary" onClick={onClose}>{t("common.do.close")}</Button>
        ) : (
          <Button type="primary" loading={take.isPending} disabled={list.error !== null || list.loading} onClick={() => take.mutate(path)} data-test="storage-take">{t("raw.storage.take")}</Button>
        )
      }
    >
      {importId ? (
        <Going id={importId} />
      ) : (
        <>
          <p className={styles.why}>{t("raw.storage.why")}</p>
          <div className={styles.head}>
            <Select
              size="small" aria-label={t("raw.storage.which")} value={storage} popupMatchSelectWidth={false} options={storages.map((one) => ({ value: one.name, label: nameOf(one) }))}
              onChange={(name: string) => { setStorage(name); setPath(""); }}
            />
            <Breadcrumb
              items={["", ...parts].map((part, at) => ({
                key: at, title: <Button type="link" size="small" onClick={() => setPath(parts.slice(0, at).join("/"))}>{at === 0 ? "/" : part}</Button>,
              }))}
            />
          </div>
          <Radio.Group
            className={styles.how} aria-label={t("raw.storage.how")} disabled={!links} value={links && link ? "link" : "copy"}
            onChange={(event) => setLink(event.target.value === "link")}
            options={[{ value: "copy", label: t("raw.storage.copy") }, { value: "link", label: t("raw.storage.link") }]}
          />
          {(!links || link) && <p className={styles.why}>{t(links ? "raw.storage.link_why" : "raw.storage.no_link")}</p>}
          <LabelsTold value={told} onChange={setTold} />
          {list.loading ? (
            <Loading />
          ) : list.error && list.items.length === 0 ? (
            <ErrorNote error={list.error} retry={list.refetch} />
          ) : list.items.length === 0 ? (
            <p>{t("raw.storage.empty")}</p>
          ) : (
            <ul className={styles.list} aria-label={t("raw.storage.which")}>
              {list.items.map((one) => (
                <li key={one.name} className={styles.row}>
                  {one.kind === "folder" ? (
                    <Button type="link" size="small" className={styles.name} icon={<FolderOutlined />} disabled={list.old === true} onClick={() => setPath([...parts, one.name].join("/"))}>{one.name}</Button>
                  ) : (
                    <span className={styles.name}>{one.kind === "file" ? <FileOutlined /> : <LinkOutlined />} {one.name}</span>
                  )}
                  {one.kind === "file" && <span className={styles.size}>{format.bytes(one.bytes)}</span>}
                  {one.kind === "file" && <Button size="small" disabled={take.isPending || list.old === true} onClick={() => take.mutate([...parts, one.name].join("/"))}>{t("raw.storage.take_file")}</Button>}
                </li>
              ))}
              {list.more && <li className={styles.row}><Button type="link" size="small" onClick={list.more}>{t("raw.storage.more")}</Button></li>}
            </ul>
          )}
        </>
      )}
    </Modal>
  );
}

/** How far it is, and what was left out in the end. */
function Going({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const going = useQuery({ queryKey: keys.import(id), queryFn: () => getImport(id), refetchInterval: ({ state }) => (state.data && state.data.state !== "running" ? false : LOOK_MS) });
  const now = going.data;
  const over = now !== undefined && now.state !== "running";
  const refused = useQuery({ queryKey: [...keys.import(id), "refusals"], queryFn: () => listRefusals(id, { limit: 200 }), enabled: over && now.refused > 0 });
  useEffect(() => {
    if (over) for (const head of ["pictures", "projects"]) void client.invalidateQueries({ queryKey: [head] });
  }, [over, client]);
  if (!now) return going.error ? <ErrorNote error={going.error} retry={() => void going.refetch()} /> : <Loading />;
  return (
    <div role="status" data-test="storage-import" data-state={now.state} data-added={now.added}>
      <p>
        {now.state === "running" && now.paused ? t("raw.storage.paused") : null}
        {now.state === "running" && !now.paused ? t("raw.storage.running", { files: now.files, added: now.added }) : null}
        {now.state === "done" ? t("raw.storage.done", { added: now.added, duplicates: now.duplicates, labels: now.labels, refused: now.refused }) : null}
        {now.state === "cancelled" || now.state === "failed" ? t("raw.storage.ended", { added: now.added }) : null}
      </p>
      {refused.data && <ul className={styles.left}>{refused.data.items.map((one) => <li key={one.name + one.code}>{one.name}: {sayCode(t, one.code, one.detail)}</li>)}</ul>}
    </div>
  );
}
