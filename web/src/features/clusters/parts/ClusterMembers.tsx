import { useState } from "react";
import { Button, Input, Tag } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { changeClusterMembers, listClusterUsers, type ClusterMember, type MembersPatch, type VirtualCluster } from "@/api/clusters";
import { keys } from "@/api/keys";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import type { useJobsToStop } from "@/components/JobsToStop";
import { ListTable } from "@/components/ListTable";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { AddMembers } from "./AddMembers";
import styles from "./parts.module.css";

type Props = { cluster: VirtualCluster; run: ReturnType<typeof useJobsToStop>["run"]; onChanged: () => Promise<void> };

/** Users who are named, and groups; both can be put in and taken out by whoever administers it. */
export function ClusterMembers({ cluster, run, onChanged }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const { may } = useSession();
  const [adding, setAdding] = useState(false);
  const [ids, setIds] = useState<string[]>([]);
  const [q, setQ] = useState("");
  const query = { limit: 20, ...(q.trim() ? { q: q.trim() } : {}) };
  const list = usePaged<ClusterMember>([...keys.clusterUsers(cluster.id), q.trim()], (cursor, signal) => listClusterUsers(cluster.id, { ...query, cursor }, signal));
  const write = cluster.administers;
  const appoint = may("cluster.write");
  const change = async (body: MembersPatch) => {
    await run(async (stop_jobs) => {
      const changed = await changeClusterMembers(cluster.id, { ...body, stop_jobs });
      client.setQueryData(keys.cluster(cluster.id), changed);
      setIds([]);
      notify.done(t("clusters.members.saved"));
      await onChanged();
    });
  };
  const nameOf = (member: ClusterMember) => (may("user.read") ? <Link to={`/admin/users/${member.id}`}>{member.name}</Link> : member.name);
  const add = write && <Button size="small" onClick={() => setAdding(true)} data-test="add-members">{t("clusters.members.add")}</Button>;
  return (
    <>
      <Block title={t("clusters.members.groups")} extra={add}>
        {cluster.open && <p className={styles.says}>{t("clusters.members.open_says")}</p>}
        {cluster.groups.length === 0 && <EmptyState small text={t("clusters.members.no_groups")} />}
        {cluster.groups.map((group) => (
          <div key={group.id} className={styles.row}>
            <span className={styles.grow}>{may("user.read") ? <Link to={`/admin/groups/${group.id}`}>{group.name}</Link> : group.name}</span>
            {write && (
              <Button size="small" type="text" aria-label={`${t("clusters.members.remove")} ${group.name}`} onClick={() => void change({ remove_group_ids: [group.id] })}>
                {t("clusters.members.remove")}
              </Button>
            )}
          </div>
        ))}
      </Block>
      <Block title={t("clusters.members.users")}>
        {(q !== "" || list.total > 20) && <Input className={styles.search} value={q} allowClear placeholder={t("expert.users.search")} aria-label={t("expert.users.search")} data-test="search-members" onChange={(event) => setQ(event.target.value)} />}
        <ListTable<ClusterMember>
          name="cluster-users"
          list={list}
          empty={q ? <EmptyState small text={t("clusters.members.nobody")} /> : <EmptyState small text={t("clusters.members.no_users")} action={add} />}
          {...(write
            ? {
                ticked: {
                  ids, set: setIds,
                  actions: <Button size="small" danger onClick={() => void change({ remove_user_ids: ids })} data-test="remove-ticked">{t("clusters.members.remove")}</Button>,
                },
              }
            : {})}
          columns={[
            { key: "name", title: t("people.field.name"), render: (_, member) => nameOf(member) },
            { key: "nickname", title: t("people.field.nickname"), render: (_, member) => member.nickname || "–" },
            { key: "administers", title: t("clusters.members.administrator"), render: (_, member) => (member.administers ? <Tag color="blue">{t("clusters.members.administrator")}</Tag> : "–") },
            { key: "jobs", title: t("clusters.field.jobs"), align: "right", className: "number", render: (_, member) => member.jobs },
            ...(write
              ? [{
                  key: "do", align: "right" as const,
                  render: (_: unknown, member: ClusterMember) => (
                    <>
                      {appoint && (
                        <Button
                          size="small" type="text" aria-label={`${t(member.administers ? "clusters.members.dismiss" : "clusters.members.appoint")} ${member.name}`}
                          onClick={() => void change(member.administers ? { remove_administrator_ids: [member.id] } : { add_administrator_ids: [member.id] })}
                        >
                          {t(member.administers ? "clusters.members.dismiss" : "clusters.members.appoint")}
                        </Button>
                      )}
                      <Button size="small" type="text" danger aria-label={`${t("clusters.members.remove")} ${member.name}`} onClick={() => void change({ remove_user_ids: [member.id] })}>
                        {t("clusters.members.remove")}
                      </Button>
                    </>
                  ),
                }]
              : []),
          ]}
        />
      </Block>
      {adding && <AddMembers cluster={cluster} onClose={() => setAdding(false)} onDone={(users, groups) => change({ add_user_ids: users, add_group_ids: groups })} />}
    </>
  );
}
