import { useState } from "react";
import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { listAllGroups } from "@/api/groups";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { changeHolders, deleteRole, getPermissions, getRole, patchRole, type Holders } from "@/api/roles";
import type { Role } from "@/api/people";
import { Block } from "@/components/Block";
import { EditableFacts } from "@/components/EditableFacts";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loaded } from "@/components/Loaded";
import { PageHead } from "@/components/PageHead";
import { RightsTree } from "@/components/RightsTree";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { isRight } from "@/lib/rights";
import { roleName } from "@/lib/roleName";
import { titleFacts } from "../lib/facts";
import { HolderUsers } from "../parts/HolderUsers";
import { RoleLink } from "../parts/RoleLink";
import styles from "../parts/parts.module.css";

export function RolePage() {
  const { roleId = "" } = useParams();
  const query = useQuery({ queryKey: keys.role(roleId), queryFn: () => getRole(roleId) });
  return <Loaded query={query}>{(found) => <Shown role={found.value} etag={found.etag} />}</Loaded>;
}

function Shown({ role, etag }: { role: Role; etag: string }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const ask = useAsk();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { may } = useSession();
  const custom = role.kind === "custom";
  const write = may("role.write") && custom;
  const refresh = () => client.invalidateQueries({ queryKey: keys.people });
  const change = async (body: Parameters<typeof patchRole>[1]) => {
    client.setQueryData(keys.role(role.id), await patchRole(role.id, body, etag));
    void refresh();
  };
  const remove = () =>
    ask({
      title: t("people.roles.delete_ask", { name: role.name }), okText: t("common.do.delete"), danger: true,
      onOk: async () => {
        try {
          await deleteRole(role.id);
          notify.done(t("people.roles.deleted", { n: 1 }));
          await navigate("/admin/roles", { replace: true });
          void refresh();
        } catch (error) {
          notify.failed(error);
        }
      },
    });
  return (
    <>
      <PageHead
        title={roleName(t, role)}
        sub={custom ? t("people.kind.custom") : `${t("people.kind.preset")} · ${t("people.role.preset_says")}`}
        above={[{ to: "/admin/roles", text: t("people.roles.title") }]}
        actions={write && <Button danger onClick={remove} data-test="delete">{t("common.do.delete")}</Button>}
      />
      <div className="page">
        <Block title={t("people.role.facts")}>
          <EditableFacts
            facts={titleFacts(t)}
            values={{ name: roleName(t, role), description: role.key ? t(`people.preset_says.${role.key}`) : role.description }}
            onSave={write ? async (body) => { await change(body); notify.done(t("people.user.saved")); } : undefined}
            fieldOf={(code) => (code === "role.name_taken" ? "name" : undefined)} onReload={() => void refresh()}
          />
        </Block>
        <Rights key={role.permissions.join()} role={role} onSave={write ? (permissions) => change({ permissions }) : undefined} onReload={() => void refresh()} />
        {may("user.read") && <HeldBy role={role} />}
      </div>
    </>
  );
}

type RightsProps = { role: Role; onSave?: ((permissions: string[]) => Promise<void>) | undefined; onReload: () => void };

function Rights({ role, onSave, onReload }: RightsProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const { may } = useSession();
  const { data, error } = useQuery({ queryKey: keys.permissions, queryFn: getPermissions, staleTime: Infinity });
  const [ticked, setTicked] = useState(role.permissions);
  const changed = [...ticked].sort().join() !== [...role.permissions].sort().join();
  const save = useMutation({ mutationFn: async () => onSave?.(ticked), onSuccess: () => notify.done(t("people.role.rights_saved")) });
  return (
    <Block title={t("people.role.rights")}>
      <div className={styles.stack}>
        <ErrorNote error={error} />
        {data && <RightsTree tree={data.modules} value={ticked} {...(onSave ? { onChange: setTicked } : {})} may={(name) => isRight(name) && may(name)} />}
        {ticked.length === 0 && <p className={styles.wrong} role="alert">{t("people.role.rights_needed")}</p>}
        <ErrorNote error={save.error} retry={isProblem(save.error, "precondition.failed") ? onReload : undefined} />
        {onSave && (
          <div className={styles.actions}>
            <Button type="primary" disabled={!changed || ticked.length === 0} loading={save.isPending} onClick={() => save.mutate()} data-test="save-rights">{t("people.role.rights_save")}</Button>
            {changed && <Button onClick={() => setTicked(role.permissions)}>{t("common.do.undo")}</Button>}
          </div>
        )}
      </div>
    </Block>
  );
}

/** Who has the role: users by themselves, and groups. */
function HeldBy({ role }: { role: Role }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { may } = useSession();
  const [linking, setLinking] = useState(false);
  const all = useQuery({ queryKey: keys.groups({ all: true }), queryFn: listAllGroups });
  const groups = all.data?.filter((group) => group.roles.some((one) => one.id === role.id));
  const write = may("user.write");
  const change = async (body: Holders) => {
    try {
      await changeHolders(role.id, body);
      notify.done(t("people.user.saved"));
    } catch (error) {
      notify.failed(error);
    }
    await client.invalidateQueries({ queryKey: keys.people });
  };
  const add = write && <Button size="small" onClick={() => setLinking(true)} data-test="link-groups">{t("people.roles.link_groups")}</Button>;
  return (
    <>
      <Block title={t("people.roles.users")}>
        <HolderUsers
          of={{ role_id: role.id }} name="holders" none={t("people.role.no_users")} add={t("people.roles.link_users")}
          onAdd={write ? (add_user_ids) => change({ add_user_ids }) : undefined}
          onRemove={write ? (id) => change({ remove_user_ids: [id] }) : undefined}
          keeps={(user) => user.built_in && role.key === "administrator"}
        />
      </Block>
      <Block title={t("people.roles.groups")}>
        {groups?.length === 0 && <EmptyState small text={t("people.role.no_groups")} action={add} />}
        {groups?.map((group) => (
          <div key={group.id} className={styles.rowLine}>
            <Link to={`/admin/groups/${group.id}`}>{group.name}</Link>
            <span className={`${styles.grow} ${styles.faint}`}>{group.description}</span>
            {write && group.roles.length > 1 && (
              <Button size="small" type="text" aria-label={`${t("people.list.remove")} ${group.name}`} onClick={() => void change({ remove_group_ids: [group.id] })}>{t("people.list.remove")}</Button>
            )}
          </div>
        ))}
        {(groups?.length ?? 0) > 0 && add && <div className={styles.rowLine}>{add}</div>}
      </Block>
      {linking && <RoleLink link={{ role, to: "groups" }} onClose={() => setLinking(false)} />}
    </>
  );
}
