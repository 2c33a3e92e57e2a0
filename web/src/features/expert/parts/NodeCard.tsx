import { useState, type CSSProperties } from "react";
import { Alert, Button, Input, Popconfirm } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { cordonNode, uncordonNode, type ClusterNode, type NodeUse } from "@/api/clusters";
import { keys } from "@/api/keys";
import { Bar } from "@/components/Bar";
import { Block } from "@/components/Block";
import { OpenLink } from "@/components/OpenLink";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import { groupsOf, hueOf, jobsOf, markOf } from "../lib/cards";
import styles from "./NodeCard.module.css";

const limits = ["cgroup2", "cgroup1", "partial", "none"] as const;

/** A node: what it has, who has what of it, and whether it takes more. */
export function NodeCard({ node }: { node: ClusterNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const held = limits.find((one) => one === node.limits);
  const lacks = node.podman_lacks;
  const labels = Object.entries(node.labels);
  const jobs = jobsOf(node);
  const used = (used: number, total: number) => t("expert.node.used_of", { used: format.count(used), total: format.count(total) });
  const gib = (mib: number) => format.decimal(mib / 1024, 1);
  return (
    <Block title={node.name} extra={<Steer node={node} />}>
      <div className={styles.card} data-test="node">
        <div className={styles.state}>
          <StateTag state={node.schedulable ? "ok" : "stopped"} text={node.schedulable ? t("expert.node.open") : node.closed?.by_file ? t("expert.node.closed_by_file") : t("expert.node.shut")} />
          <span className={styles.faint} title={node.simulated ? t("expert.node.simulated_says") : undefined}>{t(node.simulated ? "expert.node.simulated" : "expert.node.machine")}</span>
        </div>
        {node.closed?.by && (
          <p className={styles.faint}>
            {t("expert.node.closed_by", { who: node.closed.by })} <TimeAgo at={node.closed.at} />
            {node.closed.note && <> · {node.closed.note}</>}
          </p>
        )}
        {node.devices.map((bank) => (
          <div key={bank.device} className={styles.bank}>
            <span><code>{bank.device}</code> <span className={styles.faint}>{used(bank.used, bank.count)}</span></span>
            <div className={styles.groups}>
              {groupsOf(node, bank).map((group) => (
                <div
                  key={group[0]?.number} className={styles.group} role="group" data-test="card-group"
                  aria-label={bank.group === null ? bank.device : t("expert.node.group", { from: group[0]?.number ?? 0, to: group[group.length - 1]?.number ?? 0 })}
                >
                  {group.map((card) => <CardSign key={card.number} number={card.number} use={card.use} />)}
                </div>
              ))}
            </div>
          </div>
        ))}
        <dl className={styles.facts}>
          <dt>{t("expert.node.cores")}</dt>
          <dd><Bar share={node.cores > 0 ? Math.min(1, node.cores_used / node.cores) : 0} label={`${t("expert.node.cores")}: ${node.cores_used} / ${node.cores}`} /> {used(node.cores_used, node.cores)}</dd>
          <dt>{t("expert.node.memory")}</dt>
          <dd>{node.memory_used_mib > 0 ? t("expert.node.gib_used", { used: gib(node.memory_used_mib), total: gib(node.memory_mib) }) : t("expert.node.gib", { n: gib(node.memory_mib) })}</dd>
          {labels.length > 0 && <><dt>{t("expert.node.labels")}</dt><dd>{labels.map(([name, value]) => `${name}=${value}`).join(" · ")}</dd></>}
          <dt>{t("expert.node.sandbox")}</dt>
          <dd>{node.sandbox === "none" ? t("expert.node.no_sandbox") : node.sandbox}</dd>
          <dt>{t("expert.node.images")}</dt>
          <dd data-test="podman">{node.podman ? t("expert.node.podman", { version: node.podman }) : t("expert.node.no_podman", { reason: lacks ? sayCode(t, lacks.code, lacks.detail, lacks.params) : "" })}</dd>
          <dt>{t("expert.node.limits")}</dt>
          <dd>{held ? t(`expert.node.limits_${held}`) : node.limits}</dd>
          <dt>{t("expert.node.disk")}</dt>
          <dd>{t(node.holds_disk ? "expert.node.disk_held" : "expert.node.disk_loose")}</dd>
        </dl>
        {jobs.length > 0 && (
          <ul className={styles.jobs} aria-label={t("expert.node.jobs")}>
            {jobs.map((use) => (
              <li key={use.job_id}>
                <span className={styles.sign} style={look(use)} aria-hidden="true">{markOf(use.job_id)}</span>
                <JobName use={use} />
              </li>
            ))}
          </ul>
        )}
        {node.sandbox_lacks && <Alert type="warning" showIcon message={t("expert.node.lacks")} description={node.sandbox_lacks} />}
      </div>
    </Block>
  );
}

const look = (use: NodeUse) => ({ "--hue": hueOf(use.job_id) }) as CSSProperties;

function CardSign({ number, use }: { number: number; use: NodeUse | null }) {
  const { t } = useTranslation();
  const says = use ? t("expert.node.card_used", { n: number, job: use.name ?? t("expert.node.foreign") }) : t("expert.node.card_free", { n: number });
  return (
    <span className={use ? styles.used : styles.free} {...(use ? { style: look(use) } : {})} role="img" aria-label={says} title={says} data-card={number}>
      {use ? markOf(use.job_id) : number}
    </span>
  );
}

function JobName({ use }: { use: NodeUse }) {
  const { t } = useTranslation();
  const task = use.rank > 0 ? ` · ${t("expert.node.task_n", { rank: use.rank })}` : "";
  if (use.name === null) return <span className={styles.faint}>{t("expert.node.foreign")}{task}</span>;
  return <span><OpenLink to={`/jobs/${use.job_id}`}>{use.name}</OpenLink>{task}</span>;
}

/** Closes or opens it, for those who may. */
function Steer({ node }: { node: ClusterNode }) {
  const { t } = useTranslation();
  const { may } = useSession();
  const notify = useNotify();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const steer = useMutation({
    mutationFn: () => (node.schedulable ? cordonNode(node.name, note) : uncordonNode(node.name)),
    onSuccess: (after) => {
      setNote("");
      notify.done(t(after.schedulable ? "expert.node.uncordoned" : "expert.node.cordoned", { node: node.name }));
    },
    onError: (error) => notify.failed(error),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.clusterUse() }),
  });
  if (!may("cluster.write") || node.closed?.by_file) return null;
  if (!node.schedulable) return <Button size="small" loading={steer.isPending} onClick={() => steer.mutate()} data-test="uncordon">{t("expert.node.uncordon")}</Button>;
  return (
    <Popconfirm
      title={t("expert.node.cordon_says")} onConfirm={() => steer.mutate()} okText={t("expert.node.cordon")} cancelText={t("common.do.cancel")}
      description={<Input size="small" maxLength={200} value={note} placeholder={t("expert.node.cordon_note")} aria-label={t("expert.node.cordon_note")} onChange={(event) => setNote(event.target.value)} />}
    >
      <Button size="small" loading={steer.isPending} data-test="cordon">{t("expert.node.cordon")}</Button>
    </Popconfirm>
  );
}
