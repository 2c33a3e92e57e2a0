import { useMemo, useState } from "react";
import { Button, InputNumber, Modal, Tag } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { changeClustersOfUser, clustersOfUser, listClusters, type VirtualCluster } from "@/api/clusters";
import { everyPage } from "@/api/everyPage";
import { keys } from "@/api/keys";
import type { UserDetail, UserPatch } from "@/api/people";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useJobsToStop } from "@/components/JobsToStop";
import { TickList } from "@/components/TickList";
import { useBranding } from "@/hooks/useBranding";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation, type T } from "@/i18n";
import styles from "./parts.module.css";

const HOUR = 3600;

/** In which virtual clusters somebody is, in which one they work, and how long their jobs may run. */
export function UserClusters({ user, onChange }: { user: UserDetail; onChange: ((body: UserPatch) => Promise<unknown>) | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const notify = useNotify();
  const { may } = useSession();
  const { isOff } = useBranding();
  const { run, dialog } = useJobsToStop();
  const [open, setOpen] = useState(false);
  const shown = may("cluster.read") && !isOff("cluster");
  const { data, error } = useQuery({ queryKey: keys.clustersOfUser(user.id), queryFn: () => clustersOfUser(user.id), enabled: shown });
  if (!shown) return null;
  const named = (data?.items ?? []).filter((one) => one.way === "user").map((one) => one.id);
  const change = async (ids: string[]) => {
    const add = ids.filter((id) => !named.includes(id));
    const remove = named.filter((id) => !ids.includes(id));
    if (add.length + remove.length === 0) return;
    await run(async (stop_jobs) => {
      client.setQueryData(keys.clustersOfUser(user.id), await changeClustersOfUser(user.id, { add, remove, stop_jobs }));
      notify.done(t("clusters.members.saved"));
      void client.invalidateQueries({ queryKey: keys.clusters() });
    });
  };
  return (
    <Block
      title={t("clusters.user.title")}
      extra={may("cluster.write") && <Button size="small" onClick={() => setOpen(true)} data-test="choose-clusters">{t("clusters.user.change")}</Button>}
    >
      <ErrorNote error={error} />
      {data?.items.length === 0 && <EmptyState small text={t("clusters.user.none")} />}
      {data?.items.map((one) => (
        <div key={one.id} className={styles.rowLine} data-test="cluster-of-user">
          <Link to={`/virtual-clusters/${one.id}`}>{one.name}</Link>
          <span className={`${styles.grow} ${styles.faint}`}>
            {t(`clusters.user.way.${one.way}`)}
            {one.longest_run_s !== null && ` · ${t("clusters.note.longest", { time: format.duration(one.longest_run_s) })}`}
          </span>
          {one.administers && <Tag color="blue">{t("clusters.members.administrator")}</Tag>}
          {one.id === data.default_id && <Tag>{t("clusters.user.default")}</Tag>}
          {onChange && one.id !== data.default_id && (
            <Button
              size="small" type="text" aria-label={`${t("clusters.user.make_default")} ${one.name}`}
              onClick={() => void onChange({ virtual_cluster_id: one.id })}
            >
              {t("clusters.user.make_default")}
            </Button>
          )}
        </div>
      ))}
      <LongestRun key={user.longest_run_s} user={user} onChange={onChange} />
      {open && <Choose start={named} onClose={() => setOpen(false)} onDone={change} />}
      {dialog}
    </Block>
  );
}

function LongestRun({ user, onChange }: { user: UserDetail; onChange: ((body: UserPatch) => Promise<unknown>) | undefined }) {
  const { t } = useTranslation();
  const [hours, setHours] = useState(user.longest_run_s === null ? null : user.longest_run_s / HOUR);
  const wanted = hours === null ? null : Math.max(60, Math.round(hours * HOUR));
  return (
    <div className={styles.rowLine}>
      <Field label={t("clusters.user.longest_run")} hint={t("clusters.user.longest_hint")}>
        {(props) => (
          <InputNumber {...props} min={0.02} max={8760} value={hours} disabled={!onChange} placeholder={t("clusters.longest.none")} onChange={setHours} data-test="user-longest-run" />
        )}
      </Field>
      {onChange && wanted !== user.longest_run_s && (
        <Button size="small" type="primary" onClick={() => void onChange({ longest_run_s: wanted })} data-test="save-longest-run">{t("common.do.save")}</Button>
      )}
    </div>
  );
}

const quotasOf = (cluster: VirtualCluster): string => cluster.quotas.map((one) => `${one.device} ${one.quota}`).join(", ") || "–";
const sayOf = (t: T, cluster: VirtualCluster): string => {
  const rest = { quotas: quotasOf(cluster), per_user: cluster.quotas.map((one) => one.per_user).join(", ") || "–" };
  return cluster.open ? t("clusters.user.everybody_says", rest) : t("clusters.user.says", { n: cluster.members, ...rest });
};

/** Ticks the virtual clusters that a user is to be in by name. */
function Choose({ start, onClose, onDone }: { start: readonly string[]; onClose: () => void; onDone: (ids: string[]) => Promise<unknown> }) {
  const { t } = useTranslation();
  const [ids, setIds] = useState<string[]>([...start]);
  const [busy, setBusy] = useState(false);
  const query = { limit: 200, sort: "name" };
  const { data, error } = useQuery({ queryKey: keys.clusters(query), queryFn: () => everyPage((at) => listClusters({ ...query, ...at })) });
  const items = useMemo(
    () => (data?.items ?? []).map((one) => ({ id: one.id, name: one.name, says: sayOf(t, one) })),
    [data, t],
  );
  const done = async () => {
    setBusy(true);
    try {
      await onDone(ids);
    } finally {
      onClose();
    }
  };
  return (
    <Modal open title={t("clusters.user.change")} okText={t("common.do.save")} cancelText={t("common.do.cancel")} onCancel={onClose} onOk={() => void done()} okButtonProps={{ loading: busy }}>
      <div className={styles.stack}>
        <ErrorNote error={error} />
        <TickList label={t("clusters.user.title")} items={items} value={ids} onChange={setIds} none={t("clusters.list.none")} />
      </div>
    </Modal>
  );
}
