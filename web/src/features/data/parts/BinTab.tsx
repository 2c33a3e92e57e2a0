// Pictures that were deleted: looked at, brought back, or gone for good.
import { useState } from "react";
import { Button, Input } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { listBin, purgeFromBin, restoreFromBin } from "@/api/edits";
import { pictureThumb } from "@/api/pictures";
import type { BinChosen, BinnedPicture } from "@/api/contract";
import { ConfirmByName } from "@/components/ConfirmByName";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { Wall, type Edge } from "@/components/Wall";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useRefresh } from "@/hooks/useEdit";
import bar from "./BulkBar.module.css";
import styles from "./Pictures.module.css";

const edges: Record<"good" | "bad" | "none", Edge> = { good: "ok", bad: "ng", none: "waiting" };

export function BinTab() {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const refresh = useRefresh();
  const { project } = useProject();
  const { may } = useSession();
  const search = useSearch();
  const name = search.get("q");
  const query = { limit: 200, ...(name ? { name } : {}) };
  const list = usePaged<BinnedPicture>(keys.bin(project.id, query), (cursor) => listBin(project.id, { ...query, cursor }));
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [purging, setPurging] = useState(false);
  const chosen = list.items.filter((one) => ticked.has(one.picture.id));
  // Without a choice and without a search it is the whole bin.
  const wanted: BinChosen | null = chosen.length > 0 ? { ids: chosen.map((one) => one.picture.id) } : name ? null : { all: true };
  const count = chosen.length || list.total;
  const after = () => {
    setTicked(new Set());
    setPurging(false);
    refresh();
  };
  const restore = useMutation({
    mutationFn: (these: BinChosen) => restoreFromBin(project.id, these),
    onSuccess: ({ changed, left_out }) => {
      after();
      notify.done(t("bulk.bin.restored", { n: changed, left: left_out }));
    },
    onError: notify.failed,
  });
  const purge = async () => {
    if (!wanted) return;
    try {
      const { changed } = await purgeFromBin(project.id, wanted);
      notify.done(t("bulk.bin.purged", { n: changed }));
    } catch (error) {
      notify.failed(error);
    }
    after();
  };
  return (
    <>
      <div className={styles.bar}>
        <span>{t("bulk.bin.why")}</span>
        <Input.Search
          size="small" style={{ width: 190 }} defaultValue={name ?? ""} key={name ?? ""} allowClear placeholder={t("data.filter.name")} aria-label={t("data.filter.name")}
          onSearch={(text) => search.set({ q: text.trim() || undefined })}
        />
      </div>
      <div className={bar.bar} role="toolbar">
        <strong>{chosen.length > 0 ? t("common.list.ticked", { n: chosen.length }) : t("data.wall.count", { n: list.total })}</strong>
        {may("data.write") && list.total > 0 && wanted && (
          <>
            <Button size="small" type="primary" loading={restore.isPending} onClick={() => restore.mutate(wanted)} data-test="bin-restore">
              {t(chosen.length > 0 ? "bulk.bin.restore" : "bulk.bin.restore_all")}
            </Button>
            <Button size="small" danger onClick={() => setPurging(true)} data-test="bin-purge">{t(chosen.length > 0 ? "bulk.bin.purge" : "bulk.bin.empty")}</Button>
          </>
        )}
        {chosen.length > 0 && <Button size="small" type="text" onClick={() => setTicked(new Set())}>{t("data.bulk.clear")}</Button>}
      </div>
      {list.error !== null && list.items.length > 0 && <div className="page"><ErrorNote error={list.error} retry={list.refetch} /></div>}
      <div className={styles.wall}>
        {list.loading ? (
          <Loading />
        ) : list.error && list.items.length === 0 ? (
          <div className="page"><ErrorNote error={list.error} retry={list.refetch} /></div>
        ) : list.items.length === 0 ? (
          <EmptyState text={name ? t("common.list.none_match") : t("bulk.bin.none")} />
        ) : (
          <Wall<BinnedPicture>
            items={list.items} total={list.total} label={t("bulk.tab.bin")} more={list.stuck ? undefined : list.more}
            idOf={(one) => one.picture.id} thumbOf={(one) => pictureThumb(one.picture.id)} edgeOf={(one) => edges[one.picture.verdict ?? "none"]}
            nameOf={(one) => `${one.picture.name}\n${t("bulk.bin.deleted", { by: one.deleted_by ?? "–", at: format.moment(one.deleted_at), until: format.moment(one.kept_until) })}`}
            caption={(one) => one.picture.name.slice(one.picture.name.lastIndexOf("/") + 1)}
            chosen={ticked} onChoose={setTicked}
            onLook={(one) => setTicked(ticked.has(one.picture.id) ? new Set([...ticked].filter((id) => id !== one.picture.id)) : new Set([...ticked, one.picture.id]))}
          />
        )}
      </div>
      <ConfirmByName open={purging} name={project.name} title={t("bulk.bin.purge_title", { n: count })} onConfirm={purge} onClose={() => setPurging(false)}>
        <p>{t("bulk.bin.purge_why")}</p>
      </ConfirmByName>
    </>
  );
}
