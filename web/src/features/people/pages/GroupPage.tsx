import { Button } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { changeMembers, deleteGroup, getGroup, patchGroup } from "@/api/groups";
import { keys } from "@/api/keys";
import type { Group } from "@/api/people";
import { Block } from "@/components/Block";
import { EditableFacts } from "@/components/EditableFacts";
import { useJobsToStop } from "@/components/JobsToStop";
import { Loaded } from "@/components/Loaded";
import { PageHead } from "@/components/PageHead";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { titleFacts } from "../lib/facts";
import { HeldRoles } from "../parts/HeldRoles";
import { HolderUsers } from "../parts/HolderUsers";

export function GroupPage() {
  const { groupId = "" } = useParams();
  const query = useQuery({ queryKey: keys.group(groupId), queryFn: () => getGroup(groupId) });
  return <Loaded query={query}>{(found) => <Shown group={found.value} etag={found.etag} />}</Loaded>;
}

function Shown({ group, etag }: { group: Group; etag: string }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const ask = useAsk();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { may } = useSession();
  const write = may("user.write");
  const refresh = () => client.invalidateQueries({ queryKey: keys.people });
  const change = async (body: Parameters<typeof patchGroup>[1]) => {
    client.setQueryData(keys.group(group.id), await patchGroup(group.id, body, etag));
    void refresh();
    notify.done(t("people.user.saved"));
  };
  const jobs = useJobsToStop();
  const members = async (body: Parameters<typeof changeMembers>[1]) => {
    await jobs.run(async (stop_jobs) => {
      await changeMembers(group.id, { ...body, ...(stop_jobs ? { stop_jobs } : {}) });
      notify.done(t("people.user.saved"));
      void refresh();
    });
    await refresh();
  };
  const remove = () =>
    ask({
      title: t("people.groups.delete_ask", { name: group.name }), okText: t("common.do.delete"), danger: true,
      onOk: async () => {
        await jobs.run(async (stop) => {
          await deleteGroup(group.id, stop);
          notify.done(t("people.groups.deleted", { n: 1 }));
          await navigate("/admin/groups", { replace: true });
          void refresh();
        });
      },
    });
  return (
    <>
      <PageHead
        title={group.name}
        above={[{ to: "/admin/groups", text: t("people.groups.title") }]}
        actions={write && <Button danger onClick={remove} data-test="delete">{t("common.do.delete")}</Button>}
      />
      <div className="page">
        <Block title={t("people.group.facts")}>
          <EditableFacts
            facts={titleFacts(t)} values={{ name: group.name, description: group.description }} onSave={write ? change : undefined}
            fieldOf={(code) => (code === "group.name_taken" ? "name" : undefined)} onReload={() => void refresh()}
          />
        </Block>
        <Block title={t("people.field.role_ids")}>
          {/* A group without a role would mean nothing: the last one stays. */}
          <HeldRoles
            roles={group.roles} none={t("people.group.last_role")} keeps={() => group.roles.length === 1}
            onChange={write ? (role_ids) => change({ role_ids }).catch(notify.failed) : undefined}
          />
        </Block>
        <Block title={t("people.list.members")}>
          <HolderUsers
            of={{ group_id: group.id }} name="members" none={t("people.group.no_members")} add={t("people.groups.add_users")}
            onAdd={write ? (add) => members({ add }) : undefined} onRemove={write ? (id) => members({ remove: [id] }) : undefined}
          />
        </Block>
      </div>
      {jobs.dialog}
    </>
  );
}
