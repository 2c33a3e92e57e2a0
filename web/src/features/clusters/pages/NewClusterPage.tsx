import { useState } from "react";
import { Button, Input, Switch } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { createCluster, listDevices, type ClusterDevice } from "@/api/clusters";
import { keys } from "@/api/keys";
import { Problem } from "@/api/problem";
import { Block } from "@/components/Block";
import { DataQuota } from "@/components/DataQuota";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { Loaded } from "@/components/Loaded";
import { PageHead } from "@/components/PageHead";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import { quotasOf, rowsOf, type IdleTimes } from "../lib/draft";
import { IdleFields } from "../parts/IdleFields";
import { LongestRun } from "../parts/LongestRun";
import { QuotaFields } from "../parts/QuotaFields";
import { noShares, SharingFields, type Shares } from "../parts/Sharing";
import styles from "../parts/parts.module.css";

export function NewClusterPage() {
  const { t } = useTranslation();
  const devices = useQuery({ queryKey: keys.clusterDevices, queryFn: listDevices });
  return (
    <>
      <PageHead title={t("clusters.new.title")} above={[{ to: "/virtual-clusters", text: t("clusters.list.title") }]} />
      <Loaded query={devices}>{(found) => <Form devices={found} />}</Loaded>
    </>
  );
}

function Form({ devices }: { devices: ClusterDevice[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [open, setOpen] = useState(false);
  const [longest, setLongest] = useState<number | null>(null);
  const [idle, setIdle] = useState<IdleTimes>({ idle_warn_s: null, idle_pause_s: null });
  const [shares, setShares] = useState<Shares>(noShares);
  const [dataQuota, setDataQuota] = useState<number | null>(null);
  const [rows, setRows] = useState(() => rowsOf(devices, []));
  const make = useMutation({
    mutationFn: () => createCluster({ name: name.trim(), description: description.trim(), open, lends: shares.lends, borrows: shares.borrows, weight: shares.weight, writes_data: shares.writes_data, ...(shares.disk_mib === null ? {} : { disk_mib: shares.disk_mib }), ...(dataQuota === null ? {} : { data_quota_bytes: dataQuota }), quotas: quotasOf(rows), ...idle, ...(longest === null ? {} : { longest_run_s: longest }) }),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: keys.clusters() });
      void client.invalidateQueries({ queryKey: keys.session });
      notify.done(t("clusters.new.done"));
      void navigate(`/virtual-clusters/${made.id}`);
    },
  });
  const error = make.error;
  const wrong = (field: string) => {
    const code = error instanceof Problem ? (field === "name" && error.code === "vc.name_taken" ? error.code : error.fields[field]) : undefined;
    return code && sayCode(t, code, code);
  };
  const atField = error instanceof Problem && (Object.keys(error.fields).length > 0 || error.code === "vc.name_taken");
  return (
    <form
      className="page"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Block title={t("clusters.form.facts")}>
        <div className={styles.form}>
          <Field label={t("clusters.field.name")} hint={t("clusters.form.name_hint")} wrong={wrong("name")}>
            {(props) => <Input {...props} value={name} maxLength={20} autoFocus onChange={(event) => setName(event.target.value)} data-test="name" />}
          </Field>
          <Field label={t("clusters.field.description")} hint={t("clusters.form.description_hint")} wrong={wrong("description")}>
            {(props) => <Input {...props} value={description} maxLength={200} onChange={(event) => setDescription(event.target.value)} data-test="description" />}
          </Field>
        </div>
      </Block>
      <Block title={t("clusters.form.quotas")}>
        <div className={styles.stack}>
          <p className={styles.says}>{t("clusters.form.quotas_says")}</p>
          <QuotaFields rows={rows} devices={devices} had={[]} borrows={shares.borrows} onChange={setRows} />
        </div>
      </Block>
      <Block title={t("clusters.form.limits")}>
        <div className={styles.form}>
          <LongestRun value={longest} onChange={setLongest} wrong={wrong("longest_run_s")} />
          <SharingFields value={shares} onChange={setShares} wrong={wrong} />
          <DataQuota value={dataQuota} used={0} hint={t("clusters.data_quota.of_cluster")} onChange={setDataQuota} wrong={wrong("data_quota_bytes")} />
          <IdleFields value={idle} onChange={setIdle} wrong={wrong} />
          <label className={styles.switch}>
            <Switch checked={open} onChange={setOpen} data-test="open" />
            <span>
              {t("clusters.members.everybody")}
              <span className={styles.says}>{t("clusters.form.open_says")}</span>
            </span>
          </label>
        </div>
      </Block>
      {!atField && <ErrorNote error={error} />}
      <div className={styles.foot}>
        <Button type="primary" htmlType="submit" disabled={name.trim() === ""} loading={make.isPending} data-test="make">{t("clusters.new.make")}</Button>
      </div>
    </form>
  );
}
