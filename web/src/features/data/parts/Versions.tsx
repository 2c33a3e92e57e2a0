import { useState } from "react";
import { Button } from "antd";
import type { TableColumnsType } from "antd";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { listVersions } from "@/api/pictures";
import type { Scene, Version } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { ListTable } from "@/components/ListTable";
import { SearchBox } from "@/components/SearchBox";
import { PickTag } from "@/components/PickTag";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useListSort } from "@/hooks/useListSort";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { ClassBar } from "./ClassBar";
import { ExportButton } from "./ExportButton";
import { MakeVersion } from "./MakeVersion";
import { formatName, OriginWords } from "./OriginWords";
import styles from "./Versions.module.css";

export function Versions() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { project } = useProject();
  const { may } = useSession();
  const search = useSearch();
  const [open, setOpen] = useState(false);
  const [ticked, setTicked] = useState<string[]>([]);
  const sorting = useListSort(search, "-number");
  const q = search.get("q");
  const tag = search.get("tag");
  const shown = search.get("published");
  const task = tasks.find((one) => one === search.get("task"));
  const scene = scenes.find((one) => one === search.get("scene"));
  const from = search.get("format");
  const query = {
    limit: 50, sort: sorting.sort, ...(q ? { q } : {}), ...(tag ? { tag } : {}),
    ...(shown === "true" || shown === "false" ? { published: shown === "true" } : {}),
    ...(task ? { task } : {}), ...(scene ? { scene } : {}), ...(from ? { format: from } : {}),
  };
  const list = usePaged<Version>(keys.versions(project.id, query), (cursor) => listVersions(project.id, { ...query, cursor }));
  const filtered = q !== undefined || tag !== undefined || shown !== undefined || task !== undefined || scene !== undefined || from !== undefined;
  const base = `/projects/${project.id}/data/versions`;
  const make = may("data.write") && (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t("data.version.make")}
    </Button>
  );
  const number = { align: "right" as const, className: "number" };
  const columns: TableColumnsType<Version> = [
    { ...sorting.column("number"), title: t("data.version.number"), render: (_, one) => <Link to={`${base}/${one.id}`}>{`v${one.number}`}</Link> },
    { title: t("sets.list.state"), render: (_, one) => (one.published_at ? <StateTag state="released" text={t("sets.version.published")} /> : "–") },
    { ...sorting.column("note"), title: t("data.version.note"), render: (_, one) => <span className={styles.note}>{one.note || "–"}</span> },
    {
      title: t("sets.list.tags"),
      render: (_, one) => (
        <span className={styles.row}>
          {one.tags.map((word) => <PickTag key={word} className={styles.tag} onPick={() => search.set({ tag: word })}>{word}</PickTag>)}
        </span>
      ),
    },
    {
      title: <span title={t("data_sets.fits_hint")}>{t("data_sets.fits")}</span>,
      render: (_, one) => (
        <span className={styles.row}>
          {one.tasks.map((word, index) => (
            <PickTag key={word} className={styles.tag} {...(index === 0 ? { color: "blue" } : {})} onPick={() => search.set({ task: word })}>{t(`models.task.${word}`)}</PickTag>
          ))}
        </span>
      ),
    },
    {
      title: t("project.list.scene"),
      render: (_, one) => <PickTag className={styles.tag} onPick={() => search.set({ scene: one.scene })}>{t(`project.scene.${one.scene}`)}</PickTag>,
    },
    { title: t("data_sets.from"), render: (_, one) => <OriginWords origins={one.origins} onPick={(format) => search.set({ format })} /> },
    { title: t("data.version.by_class"), render: (_, one) => <ClassBar version={one} /> },
    { ...sorting.column("pictures"), ...number, title: t("data.version.pictures"), render: (_, one) => format.count(one.pictures) },
    { ...sorting.column("labelled"), ...number, title: t("data.version.labelled"), render: (_, one) => format.count(one.labelled) },
    { ...number, title: t("sets.part.validation"), render: (_, one) => format.count(one.validation) },
    { ...number, title: t("data.version.held"), render: (_, one) => format.count(one.held_back) },
    { ...sorting.column("bytes"), ...number, title: t("sets.list.size"), render: (_, one) => format.bytes(one.bytes) },
    { title: t("sets.list.creator"), render: (_, one) => one.created_by ?? "–" },
    { title: t("data.version.created"), render: (_, one) => <TimeAgo at={one.created_at} /> },
    {
      align: "right",
      render: (_, one) => (
        <span onClick={(event) => event.stopPropagation()}>
          <ExportButton size="small" version={one} />
        </span>
      ),
    },
  ];
  const [first, second] = [...ticked].sort((a, b) => numberOf(list.items, a) - numberOf(list.items, b));
  return (
    <div className="page">
      <div className={styles.head}>
        <p className={styles.why}>{t("data.version.why")}</p>
        {list.items.length > 0 && make}
      </div>
      {(filtered || list.items.length > 0) && (
        <div className={styles.filters}>
          <SearchBox search={search} label={t("sets.list.search")} />
          <FilterChips
            label={t("sets.list.state")} value={shown} onChange={(published) => search.set({ published })}
            chips={[{ value: "true", text: t("sets.list.published") }, { value: "false", text: t("sets.list.unpublished") }]}
          />
          <FilterChips
            label={t("data_sets.fits")} value={task} onChange={(next) => search.set({ task: next })}
            chips={tasks.map((word) => ({ value: word, text: t(`models.task.${word}`) }))}
          />
          {scene && <FilterChips label={t("project.list.scene")} value={scene} onChange={() => search.set({ scene: undefined })} chips={[{ value: scene, text: t(`project.scene.${scene}`) }]} />}
          {from && <FilterChips label={t("data_sets.from")} value={from} onChange={() => search.set({ format: undefined })} chips={[{ value: from, text: formatName(t, from) }]} />}
          {tag && <FilterChips label={t("sets.list.tags")} value={tag} onChange={() => search.set({ tag: undefined })} chips={[{ value: tag, text: tag }]} />}
        </div>
      )}
      <ListTable<Version>
        name="versions"
        list={list}
        columns={columns}
        onSort={sorting.onSort}
        onOpen={(one) => void navigate(`${base}/${one.id}`)}
        ticked={{
          ids: ticked,
          set: setTicked,
          actions: (
            <Button size="small" type="primary" disabled={ticked.length !== 2} onClick={() => void navigate(`${base}/${first ?? ""}/diff/${second ?? ""}`)}>
              {t(ticked.length === 2 ? "sets.list.compare" : "sets.list.compare_two")}
            </Button>
          ),
        }}
        empty={
          filtered ? (
            <EmptyState
              text={t("common.list.none_match")}
              action={<Button onClick={() => search.set({ q: undefined, tag: undefined, published: undefined, task: undefined, scene: undefined, format: undefined })}>{t("common.list.clear_filters")}</Button>}
            />
          ) : (
            <EmptyState text={t("data.version.none")} action={make} />
          )
        }
      />
      <MakeVersion open={open} onClose={() => setOpen(false)} />
    </div>
  );
}

/** That labels tell; components, glue and golden pictures are of plans. */
const tasks = ["anomaly", "classify", "segment", "detect", "read"] as const;
const scenes = ["free", "foreign_object", "classification", "segmentation", "detection", "glue", "components", "text", "compare"] as const satisfies readonly Scene[];

const numberOf = (items: readonly Version[], id: string): number => items.find((one) => one.id === id)?.number ?? 0;
