// The work folder of a job: browse, bring files in and out, look into texts and change them.
import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { Button, Dropdown } from "antd";
import { DownloadOutlined, FileOutlined, FolderAddOutlined, FolderFilled, LinkOutlined, ReloadOutlined, UploadOutlined, WarningOutlined, FileAddOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { deleteWorkFile, listWorkFiles, makeWorkFolder, moveWorkFile, saveWorkText, workContent, type WorkFile } from "@/api/workFiles";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { ListTable } from "@/components/ListTable";
import { RowMenu, type Choice } from "@/components/RowMenu";
import { SearchBox } from "@/components/SearchBox";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useFormat } from "@/hooks/useFormat";
import { useListSort } from "@/hooks/useListSort";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useSearch, type Search } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { itemsOfDrop, itemsOfFiles } from "@/lib/walk";
import { mayChange } from "../lib/can";
import { sending } from "../lib/sending";
import { useSettled } from "../lib/useSettled";
import { FileView } from "./FileView";
import { NameDialog } from "./NameDialog";
import { Sendings } from "./Sendings";
import styles from "./Files.module.css";

export const joined = (folder: string, name: string): string => (folder ? `${folder}/${name}` : name);

export function Files({ job }: { job: Job }) {
  const search = useSearch();
  const file = search.get("file");
  const client = useQueryClient();
  // What has come shows in the list.
  useSettled(job.id, () => void client.invalidateQueries({ queryKey: keys.workFiles(job.id) }));
  return (
    <>
      {file === undefined ? <Folder job={job} search={search} /> : <FileView key={file} job={job} path={file} onClose={() => search.set({ file: undefined }, { push: true })} />}
      <Sendings job={job.id} />
    </>
  );
}

type Asking = { what: "folder" } | { what: "file" } | { what: "move"; from: string };

function Folder({ job, search }: { job: Job; search: Search }) {
  const { t } = useTranslation();
  const session = useSession();
  const notify = useNotify();
  const ask = useAsk();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const seenAs = typeof job.spec.work === "string" ? job.spec.work : "";
  const chooser = useRef<HTMLInputElement>(null);
  const path = search.get("dir") ?? "";
  const words = search.get("q");
  const changes = mayChange(job, session);
  const sort = useListSort(search, "name");
  const list = usePaged<WorkFile>(keys.workFiles(job.id, { path, sort: sort.sort, words }), (cursor, signal) =>
    listWorkFiles(job.id, { path, sort: sort.sort, ...(words ? { q: words } : {}), limit: 100, ...(cursor ? { cursor } : {}) }, signal),
  );
  const again = () => client.invalidateQueries({ queryKey: keys.workFiles(job.id) });
  const open = (one: WorkFile) => {
    if (one.kind === "folder") search.set({ dir: one.path, q: undefined }, { push: true });
    if (one.kind === "file") search.set({ file: one.path }, { push: true });
  };
  const remove = (one: WorkFile) =>
    ask({
      title: t("files.ask.delete", { name: one.name }), okText: t("common.do.delete"), danger: true,
      content: t(one.kind === "folder" ? "files.ask.delete_folder" : one.kind === "link" ? "files.ask.delete_link" : "files.ask.delete_file"),
      onOk: async () => {
        try {
          await deleteWorkFile(job.id, one.path, one.kind === "folder");
          notify.done(t("files.done.deleted", { name: one.name }));
        } catch (error) {
          notify.failed(error);
        }
        await again();
      },
    });
  const named = async (name: string) => {
    if (asking?.what === "folder") await makeWorkFolder(job.id, joined(path, name));
    if (asking?.what === "move") await moveWorkFile(job.id, asking.from, name);
    if (asking?.what === "file") {
      const made = await saveWorkText(job.id, joined(path, name), "", null);
      search.set({ file: made.path }, { push: true });
    }
    setAsking(null);
    await again();
  };
  const choices = (one: WorkFile): Choice<"download" | "move" | "delete">[] => [
    ...(one.kind === "file" || one.kind === "folder" ? [{ key: "download" as const, label: t(one.kind === "folder" ? "files.do.archive" : "common.do.download") }] : []),
    ...(changes ? [{ key: "move" as const, label: t("files.do.rename") }, { key: "delete" as const, label: t("common.do.delete"), danger: true }] : []),
  ];
  const pick = (one: WorkFile, what: "download" | "move" | "delete") => {
    if (what === "download") window.location.assign(workContent(job.id, one.path));
    if (what === "move") setAsking({ what: "move", from: one.path });
    if (what === "delete") remove(one);
  };
  const crumbs = path === "" ? [] : path.split("/");
  return (
    <Drop enabled={changes} name={crumbs.at(-1) ?? t("files.root")} onItems={(items) => sending.add(job.id, items.map((one) => ({ path: joined(path, one.path), file: one.file })))}>
      <Block
        title={
          <nav className={styles.crumbs} aria-label={t("files.root")}>
            <button type="button" className={styles.crumb} onClick={() => search.set({ dir: undefined, q: undefined }, { push: true })}>{t("files.root")}</button>
            {crumbs.map((name, at) => (
              <span key={at} className={styles.step}>
                <span className={styles.slash} aria-hidden="true">/</span>
                <button type="button" className={styles.crumb} aria-current={at === crumbs.length - 1 ? "page" : undefined} onClick={() => search.set({ dir: crumbs.slice(0, at + 1).join("/"), q: undefined }, { push: true })}>{name}</button>
              </span>
            ))}
          </nav>
        }
        extra={
          <span className={styles.tools}>
            <SearchBox key={path} search={search} label={t("files.search")} />
            <Button icon={<ReloadOutlined />} aria-label={t("files.do.refresh")} title={t("files.do.refresh")} onClick={list.refetch} />
            <Button icon={<DownloadOutlined />} href={workContent(job.id, path)} disabled={list.total === 0} download data-test="files-archive">{t("files.do.archive")}</Button>
            {changes && (
              <>
                <Dropdown
                  trigger={["click"]}
                  menu={{
                    items: [{ key: "folder", icon: <FolderAddOutlined />, label: t("files.do.folder") }, { key: "file", icon: <FileAddOutlined />, label: t("files.do.file") }],
                    onClick: ({ key }) => setAsking({ what: key as "folder" | "file" }),
                  }}
                >
                  <Button icon={<FolderAddOutlined />} data-test="files-new">{t("files.do.new")}</Button>
                </Dropdown>
                <Button type="primary" icon={<UploadOutlined />} data-test="files-upload" onClick={() => chooser.current?.click()}>{t("files.do.upload")}</Button>
                <input
                  ref={chooser} type="file" multiple hidden data-test="files-input"
                  onChange={(event) => {
                    const items = itemsOfFiles(event.target.files ?? []);
                    sending.add(job.id, items.map((one) => ({ path: joined(path, one.path), file: one.file })));
                    event.target.value = "";
                  }}
                />
              </>
            )}
          </span>
        }
      >
        {seenAs && <p className={styles.seen}>{t("files.seen_as", { path: joined(seenAs, path) })} <CopyButton size="small" text={joined(seenAs, path)} label={t("common.do.copy")} /></p>}
        <ErrorNote error={list.error} retry={list.refetch} />
        {!list.error && (
          <ListTable<WorkFile>
            list={list} name="files" rowKey="path" search={search} onOpen={open} onSort={sort.onSort}
            empty={<EmptyState text={words ? t("common.list.none_match") : t(path === "" ? "files.none_yet" : "files.none")} />}
            columns={[
              { ...sort.column("name"), title: t("files.column.name"), render: (_, one) => <Name file={one} onOpen={() => open(one)} /> },
              { ...sort.column("bytes"), title: t("files.column.bytes"), align: "right", render: (_, one) => <Bytes file={one} /> },
              { ...sort.column("changed_at"), title: t("files.column.changed"), render: (_, one) => <TimeAgo at={one.changed_at} /> },
              { key: "do", align: "right", render: (_, one) => <RowMenu label={t("files.do.more", { name: one.name })} choices={choices(one)} name={`more-${one.name}`} onPick={(what) => pick(one, what)} /> },
            ]}
          />
        )}
      </Block>
      {asking && (
        <NameDialog
          title={t(asking.what === "folder" ? "files.do.folder" : asking.what === "file" ? "files.do.file" : "files.do.rename")}
          label={t(asking.what === "move" ? "files.name.path" : "files.column.name")} hint={asking.what === "move" ? t("files.name.hint") : undefined}
          before={asking.what === "move" ? asking.from : ""} onName={named} onClose={() => setAsking(null)}
        />
      )}
    </Drop>
  );
}

const signs: Record<WorkFile["kind"], ReactNode> = {
  folder: <FolderFilled className={styles.folder} />, file: <FileOutlined className={styles.sign} />, link: <LinkOutlined className={styles.sign} />, other: <WarningOutlined className={styles.sign} />,
};

function Name({ file, onOpen }: { file: WorkFile; onOpen: () => void }) {
  const { t } = useTranslation();
  if (file.kind === "file" || file.kind === "folder") {
    return <button type="button" className={styles.name} onClick={onOpen} data-test={`file-${file.name}`}>{signs[file.kind]} {file.name}</button>;
  }
  return (
    <span className={styles.still} title={t(`files.kind.${file.kind}`)} data-test={`file-${file.name}`}>
      {signs[file.kind]} {file.name}
      {file.target !== null && <span className={styles.target}>→ {file.target}</span>}
    </span>
  );
}

function Bytes({ file }: { file: WorkFile }) {
  const format = useFormat();
  return <>{file.kind === "file" ? <span title={format.count(file.bytes)}>{format.bytes(file.bytes)}</span> : "–"}</>;
}

const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");

function Drop({ enabled, name, onItems, children }: { enabled: boolean; name: string; onItems: (items: Awaited<ReturnType<typeof itemsOfDrop>>) => void; children: ReactNode }) {
  const { t } = useTranslation();
  // Entering a child leaves the parent: count both.
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  if (!enabled) return <>{children}</>;
  return (
    <div
      className={styles.zone} data-test="files-drop"
      onDragEnter={(event) => {
        if (!holdsFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragOver={(event) => {
        if (holdsFiles(event)) event.preventDefault();
      }}
      onDragLeave={(event) => {
        if (!holdsFiles(event)) return;
        depth.current -= 1;
        if (depth.current <= 0) setOver(false);
      }}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        void itemsOfDrop(event.dataTransfer).then(onItems);
      }}
    >
      {children}
      {over && <div className={styles.veil}><UploadOutlined /> {t("files.drop", { name })}</div>}
    </div>
  );
}
