import { useState } from "react";
import { Button, Input, Switch } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { deleteCluster, getCluster, listDevices, patchCluster, type ClusterPatch, type VirtualCluster } from "@/api/clusters";
import { keys } from "@/api/keys";
import { isProblem, Problem } from "@/api/problem";
import { Block } from "@/components/Block";
import { DataQuota } from "@/components/DataQuota";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useJobsToStop } from "@/components/JobsToStop";
import { Loaded } from "@/components/Loaded";
import { PageHead } from "@/components/PageHead";
import { useAsk } from "@/hooks/useAsk";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import { quotasOf, rowsOf, type IdleTimes } from "../lib/draft";
import { ClusterMembers } from "../parts/ClusterMembers";
import { IdleFields } from "../parts/IdleFields";
import { LongestRun } from "../parts/LongestRun";
import { QuotaFields } from "../parts/QuotaFields";
import { SharingFacts, SharingFields, type Shares } from "../parts/Sharing";
import { Idle, Members, Quotas, Span } from "../parts/Shown";
import styles from "../parts/parts.module.css";

export function ClusterPage() {
  const { clusterId = "" } = useParams();
  const query = useQuery({ queryKey: keys.cluster(clusterId), queryFn: () => getCluster(clusterId) });
  return <Loaded query={query}>{(found) => <Shown cluster={found.value} etag={found.etag} />}</Loaded>;
}

function Shown({ cluster, etag }: { cluster: VirtualCluster; etag: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const notify = useNotify();
  const ask = useAsk();
  const client = useQueryClient();
  const format = useFormat();
  const { may } = useSession();
  const { run, dialog } = useJobsToStop();
  const [editing, setEditing] = useState(false);
  const write = may("cluster.write");
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: keys.clusters() });
    void client.invalidateQueries({ queryKey: keys.session });
  };
  const remove = () =>
    ask({
      title: t("clusters.delete.ask", { name: cluster.name }), content: t("clusters.delete.says"), okText: t("common.do.delete"), danger: true,
      onOk: async () => {
        await run(async (stop) => {
          await deleteCluster(cluster.id, stop);
          notify.done(t("clusters.delete.done"));
          await navigate("/virtual-clusters", { replace: true });
          await refresh();
        });
      },
    });
  return (
    <>
      <PageHead
        title={cluster.name}
        sub={cluster.description || undefined}
        {...(may("cluster.read") ? { above: [{ to: "/virtual-clusters", text: t("clusters.list.title") }] } : {})}
        actions={
          write && (
            <>
              {!editing && <Button onClick={() => setEditing(true)} data-test="edit">{t("common.do.edit")}</Button>}
              <Button danger onClick={remove} data-test="delete">{t("common.do.delete")}</Button>
            </>
          )
        }
      />
      <div className="page">
        {editing ? (
          <Edit
            cluster={cluster} etag={etag} run={run}
            onDone={() => {
              setEditing(false);
              void refresh();
            }}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <Block title={t("clusters.form.facts")}>
            <dl className={styles.facts}>
              <dt>{t("clusters.field.used")}</dt>
              <dd><Quotas cluster={cluster} /></dd>
              <dt>{t("clusters.field.per_user")}</dt>
              <dd>{cluster.quotas.map((one) => `${one.device} ${one.per_user}`).join(" · ") || "–"}</dd>
              <dt>{t("clusters.field.longest_run")}</dt>
              <dd><Span seconds={cluster.longest_run_s} /></dd>
              <SharingFacts value={cluster} />
              <dt>{t("clusters.data_quota.title")}</dt>
              <dd>{cluster.data_quota_bytes === null ? t("clusters.data_quota.free", { used: format.bytes(cluster.data_used_bytes) }) : t("clusters.data_quota.of", { used: format.bytes(cluster.data_used_bytes), most: format.bytes(cluster.data_quota_bytes) })}</dd>
              <dt>{t("clusters.idle.title")}</dt>
              <dd><Idle cluster={cluster} /></dd>
              <dt>{t("clusters.field.members")}</dt>
              <dd><Members cluster={cluster} /></dd>
              <dt>{t("clusters.field.jobs")}</dt>
              <dd><Link to={`/jobs?scope=all&cluster=${cluster.id}`}>{cluster.jobs}</Link></dd>
            </dl>
          </Block>
        )}
        <ClusterMembers cluster={cluster} run={run} onChanged={refresh} />
      </div>
      {dialog}
    </>
  );
}

type EditProps = { cluster: VirtualCluster; etag: string; run: ReturnType<typeof useJobsToStop>["run"]; onDone: () => void; onCancel: () => void };

function Edit({ cluster, etag, run, onDone, onCancel }: EditProps) {
  const devices = useQuery({ queryKey: keys.clusterDevices, queryFn: listDevices });
  return <Loaded query={devices}>{(found) => <EditForm devices={found} {...{ cluster, etag, run, onDone, onCancel }} />}</Loaded>;
}

/** What the form changes: of these another's word must not be written over. Members are changed beside it. */
const settingsOf = (of: VirtualCluster): string =>
  JSON.stringify([
    of.description, of.open, of.longest_run_s, of.idle_warn_s, of.idle_pause_s, of.lends, of.borrows, of.weight, of.disk_mib, of.writes_data, of.data_quota_bytes,
    of.quotas.map((one) => [one.device, one.quota, one.per_user]),
  ]);

function EditForm({ cluster, etag, run, onDone, onCancel, devices }: EditProps & { devices: Awaited<ReturnType<typeof listDevices>> }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const [begun] = useState(() => ({ settings: settingsOf(cluster), etag }));
  const [description, setDescription] = useState(cluster.description);
  const [open, setOpen] = useState(cluster.open);
  const [longest, setLongest] = useState(cluster.longest_run_s);
  const [idle, setIdle] = useState<IdleTimes>({ idle_warn_s: cluster.idle_warn_s, idle_pause_s: cluster.idle_pause_s });
  const [shares, setShares] = useState<Shares>({ lends: cluster.lends, borrows: cluster.borrows, weight: cluster.weight, disk_mib: cluster.disk_mib, writes_data: cluster.writes_data });
  const [dataQuota, setDataQuota] = useState(cluster.data_quota_bytes);
  const [rows, setRows] = useState(() => rowsOf(devices, cluster.quotas));
  const change = async (stop: boolean) => {
    const body: ClusterPatch = { description: description.trim(), open, longest_run_s: longest, data_quota_bytes: dataQuota, ...shares, ...idle, quotas: quotasOf(rows), stop_jobs: stop };
    const changed = await patchCluster(cluster.id, body, settingsOf(cluster) === begun.settings ? etag : begun.etag);
    client.setQueryData(keys.cluster(cluster.id), changed);
    notify.done(t("clusters.edit.done"));
    onDone();
  };
  const save = useMutation({
    mutationFn: async () => {
      try {
        await change(false);
      } catch (error) {
        // Closing it may leave jobs of people who are no members then: those are asked about.
        if (isProblem(error, "vc.jobs_run")) await run(change);
        else throw error;
      }
    },
  });
  const error = save.error;
  const wrong = (field: string) => {
    const code = error instanceof Problem ? error.fields[field] : undefined;
    return code && sayCode(t, code, t("clusters.form.wrong"));
  };
  return (
    <Block title={t("common.do.edit")}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={t("clusters.field.description")} hint={t("clusters.form.description_hint")} wrong={wrong("description")}>
          {(props) => <Input {...props} value={description} maxLength={200} onChange={(event) => setDescription(event.target.value)} data-test="description" />}
        </Field>
        <QuotaFields rows={rows} devices={devices} had={cluster.quotas} borrows={shares.borrows} onChange={setRows} />
        <LongestRun value={longest} onChange={setLongest} wrong={wrong("longest_run_s")} />
        <SharingFields value={shares} onChange={setShares} wrong={wrong} />
        <DataQuota value={dataQuota} used={cluster.data_used_bytes} hint={t("clusters.data_quota.of_cluster")} onChange={setDataQuota} wrong={wrong("data_quota_bytes")} />
        <IdleFields value={idle} onChange={setIdle} wrong={wrong} />
        <label className={styles.switch}>
          <Switch checked={open} onChange={setOpen} data-test="open" />
          <span>
            {t("clusters.members.everybody")}
            <span className={styles.says}>{t("clusters.form.open_says")}</span>
          </span>
        </label>
        <ErrorNote error={error} />
        <div className={styles.foot}>
          <Button type="primary" htmlType="submit" loading={save.isPending} data-test="save">{t("common.do.save")}</Button>
          <Button onClick={onCancel}>{t("common.do.cancel")}</Button>
        </div>
      </form>
    </Block>
  );
}
