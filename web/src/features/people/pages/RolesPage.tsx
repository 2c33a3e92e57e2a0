import { useState } from "react";
import { Button } from "antd";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { deleteRoles, listRoles, rolesCsv } from "@/api/roles";
import type { Role } from "@/api/people";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { ListTable } from "@/components/ListTable";
import { PageHead } from "@/components/PageHead";
import { RowMenu, type Choice } from "@/components/RowMenu";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useListSort } from "@/hooks/useListSort";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { roleName } from "@/lib/roleName";
import { useActions } from "../lib/useActions";
import { CsvLink } from "@/components/CsvLink";
import { NoMatch } from "@/components/NoMatch";
import { RefusedDialog } from "../parts/RefusedDialog";
import { RoleLink, type Link as Linking } from "../parts/RoleLink";
import { SearchBox } from "@/components/SearchBox";
import styles from "../parts/parts.module.css";

const kinds = ["preset", "custom"] as const satisfies readonly Role["kind"][];

export function RolesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const ask = useAsk();
  const { may } = useSession();
  const search = useSearch();
  const sorting = useListSort(search, "name");
  const kind = kinds.find((one) => one === search.get("kind"));
  const q = search.get("q");
  const filter = { ...(q ? { q } : {}), ...(kind ? { kind } : {}) };
  const query = { ...filter, sort: sorting.sort, limit: 50 };
  const list = usePaged<Role>(keys.roles({ ...query, paged: true }), (cursor, signal) => listRoles({ ...query, cursor }, signal));
  const [ids, setIds] = useState<string[]>([]);
  const [linking, setLinking] = useState<Linking | null>(null);
  const nameOf = (role: Role | undefined) => (role ? roleName(t, role) : "");
  const actions = useActions((id) => nameOf(list.items.find((role) => role.id === id)));
  const write = may("role.write");
  const give = may("user.write");
  const ticked = list.items.filter((role) => ids.includes(role.id));
  const remove = (roles: Role[]) =>
    ask({
      title: t("people.roles.delete_ask", { name: roles.length === 1 ? nameOf(roles[0]) : t("people.roles.many", { n: roles.length }) }),
      okText: t("common.do.delete"), danger: true,
      onOk: async () => {
        await actions.run(() => deleteRoles(roles.map((one) => one.id)), (n) => t("people.roles.deleted", { n }), () => setIds([]));
      },
    });
  const create = write && <Button type="primary" onClick={() => void navigate("/admin/roles/new")} data-test="new">{t("people.roles.new")}</Button>;
  return (
    <>
      <PageHead title={t("people.roles.title")} actions={<><CsvLink href={rolesCsv(filter)} />{create}</>} />
      <div className="page">
        <div className={styles.filters}>
          <SearchBox search={search} label={t("people.roles.search")} />
          <FilterChips
            label={t("people.list.kind")} value={kind} chips={kinds.map((one) => ({ value: one, text: t(`people.kind.${one}`) }))}
            onChange={(value) => search.set({ kind: value })}
          />
        </div>
        <ListTable<Role>
          name="roles"
          list={list}
          onOpen={(role) => void navigate(`/admin/roles/${role.id}`)}
          onSort={sorting.onSort}
          empty={q || kind ? <NoMatch onClear={() => search.set({ q: undefined, kind: undefined })} /> : <EmptyState text={t("people.roles.none")} action={create} />}
          {...(write
            ? {
                ticked: {
                  ids, set: setIds, not: (role: Role) => role.kind === "preset",
                  actions: <Button size="small" danger onClick={() => remove(ticked)} data-test="bulk-delete">{t("common.do.delete")}</Button>,
                },
              }
            : {})}
          columns={[
            { ...sorting.column("name"), title: t("people.list.name"), render: (_, role) => <Link to={`/admin/roles/${role.id}`}>{nameOf(role)}</Link> },
            { key: "description", title: t("people.list.description"), render: (_, role) => (role.key ? t(`people.preset_says.${role.key}`) : role.description || "–") },
            { key: "kind", title: t("people.list.kind"), render: (_, role) => t(`people.kind.${role.kind}`) },
            { key: "users", title: t("people.roles.users"), align: "right", className: "number", render: (_, role) => role.users },
            { key: "groups", title: t("people.roles.groups"), align: "right", className: "number", render: (_, role) => role.groups },
            { ...sorting.column("created_at"), title: t("people.list.created"), render: (_, role) => <TimeAgo at={role.created_at} /> },
            ...(write || give
              ? [{
                  key: "do", align: "right" as const,
                  render: (_: unknown, role: Role) => {
                    const choices: Choice<"users" | "groups" | "delete">[] = [
                      ...(give ? [{ key: "users" as const, label: t("people.roles.link_users") }, { key: "groups" as const, label: t("people.roles.link_groups") }] : []),
                      ...(write && role.kind === "custom" ? [{ key: "delete" as const, danger: true, label: t("common.do.delete") }] : []),
                    ];
                    return <RowMenu label={`${t("people.list.more")} ${nameOf(role)}`} choices={choices} onPick={(key) => (key === "delete" ? remove([role]) : setLinking({ role, to: key }))} />;
                  },
                }]
              : []),
          ]}
        />
      </div>
      {linking && <RoleLink link={linking} onClose={() => setLinking(null)} />}
      <RefusedDialog refused={actions.refused} onClose={actions.close} />
    </>
  );
}
