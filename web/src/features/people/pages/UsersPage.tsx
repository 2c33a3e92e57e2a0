import { useState } from "react";
import { Button, Select } from "antd";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { actOnUsers, listUsers, usersCsv } from "@/api/users";
import type { User, UserState } from "@/api/people";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { ListTable } from "@/components/ListTable";
import { PageHead } from "@/components/PageHead";
import { RowMenu, type Choice } from "@/components/RowMenu";
import { TimeAgo } from "@/components/TimeAgo";
import { useListSort } from "@/hooks/useListSort";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { roleName } from "@/lib/roleName";
import { useGroups, useRoles } from "../lib/useChoices";
import { CsvLink } from "@/components/CsvLink";
import { NoMatch } from "@/components/NoMatch";
import { SearchBox } from "@/components/SearchBox";
import { GroupTags, RoleTags } from "../parts/Tags";
import { UserActions, type Wish } from "../parts/UserActions";
import { UserStateTag } from "../parts/UserStateTag";
import styles from "../parts/parts.module.css";

const states = ["active", "invited", "waiting", "locked"] as const satisfies readonly UserState[];

export function UsersPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { may } = useSession();
  const search = useSearch();
  const sorting = useListSort(search, "name");
  const { roles } = useRoles();
  const { groups } = useGroups();
  const state = states.find((one) => one === search.get("state"));
  const filter = {
    ...(search.get("q") ? { q: search.get("q") } : {}),
    ...(state ? { state } : {}),
    ...(search.get("role_id") ? { role_id: search.get("role_id") } : {}),
    ...(search.get("group_id") ? { group_id: search.get("group_id") } : {}),
  };
  const query = { ...filter, sort: sorting.sort, limit: 50 };
  const list = usePaged<User>(keys.users(query), (cursor, signal) => listUsers({ ...query, cursor }, signal));
  const [ids, setIds] = useState<string[]>([]);
  const [wish, setWish] = useState<Wish | null>(null);
  const write = may("user.write");
  const ticked = list.items.filter((user) => ids.includes(user.id));
  const clear = () => search.set({ q: undefined, state: undefined, role_id: undefined, group_id: undefined });
  const create = write && (
    <Button type="primary" onClick={() => void navigate("/admin/users/new")} data-test="new">{t("people.users.new")}</Button>
  );
  const more = (users: readonly User[]): Choice<Wish["kind"]>[] => [
    { key: "remove_roles", label: t("people.do.remove_roles") },
    { key: "remove_groups", label: t("people.do.remove_groups") },
    { key: "lock", label: t("people.do.lock") },
    { key: "unlock", label: users.some((user) => user.state === "waiting") ? t("people.do.let_in") : t("people.do.unlock") },
  ];
  const ofOne = (user: User): Choice<Wish["kind"]>[] => [
    { key: "add_roles", label: t("people.do.add_roles") },
    { key: "add_groups", label: t("people.do.add_groups") },
    ...more([user]).filter((choice) => choice.key !== (user.state === "locked" || user.state === "waiting" ? "lock" : "unlock")),
    { key: "delete", danger: true, label: t("common.do.delete") },
  ];

  return (
    <>
      <PageHead
        title={t("people.users.title")}
        actions={
          <>
            <CsvLink href={usersCsv(filter)} />
            {write && <Button onClick={() => void navigate("/admin/users/import")}>{t("people.users.import")}</Button>}
            {create}
          </>
        }
      />
      <div className="page">
        <div className={styles.filters}>
          <SearchBox search={search} label={t("people.users.search")} />
          <FilterChips
            label={t("people.field.state")} value={state}
            chips={states.map((one) => ({ value: one, text: t(`people.state.${one}`) }))}
            onChange={(value) => search.set({ state: value })}
          />
          <Select
            className={styles.pick} allowClear placeholder={t("people.users.by_role")} aria-label={t("people.users.by_role")}
            value={search.get("role_id")} options={roles.map((role) => ({ value: role.id, label: roleName(t, role) }))}
            onChange={(value?: string) => search.set({ role_id: value })} popupMatchSelectWidth={false}
          />
          <Select
            className={styles.pick} allowClear placeholder={t("people.users.by_group")} aria-label={t("people.users.by_group")}
            value={search.get("group_id")} options={groups.map((group) => ({ value: group.id, label: group.name }))}
            onChange={(value?: string) => search.set({ group_id: value })} popupMatchSelectWidth={false}
          />
        </div>
        <ListTable<User>
          name="users"
          list={list}
          onOpen={(user) => void navigate(`/admin/users/${user.id}`)}
          onSort={sorting.onSort}
          empty={Object.keys(filter).length > 0 ? <NoMatch onClear={clear} /> : <EmptyState text={t("people.users.none")} action={create} />}
          {...(write
            ? {
                ticked: {
                  ids, set: setIds, not: (user: User) => user.built_in,
                  actions: (
                    <>
                      <Button size="small" onClick={() => setWish({ kind: "add_groups", users: ticked })} data-test="bulk-groups">{t("people.do.add_groups")}</Button>
                      <Button size="small" onClick={() => setWish({ kind: "add_roles", users: ticked })} data-test="bulk-roles">{t("people.do.add_roles")}</Button>
                      <RowMenu bordered name="bulk-more" label={t("people.list.more")} choices={more(ticked)} onPick={(kind) => setWish({ kind, users: ticked })} />
                      <Button size="small" danger onClick={() => setWish({ kind: "delete", users: ticked })} data-test="bulk-delete">{t("people.do.delete")}</Button>
                    </>
                  ),
                },
              }
            : {})}
          columns={[
            { ...sorting.column("name"), title: t("people.field.name"), render: (_, user) => <Link to={`/admin/users/${user.id}`}>{user.name}</Link> },
            { ...sorting.column("nickname"), title: t("people.field.nickname"), render: (_, user) => <Link to={`/admin/users/${user.id}`}>{user.nickname || "–"}</Link> },
            { key: "phone", title: t("people.field.phone"), render: (_, user) => user.phone || "–" },
            { key: "mail", title: t("people.field.mail"), render: (_, user) => user.mail || "–" },
            { key: "roles", title: t("people.field.role_ids"), render: (_, user) => <RoleTags roles={user.roles} /> },
            { key: "groups", title: t("people.field.group_ids"), render: (_, user) => <GroupTags groups={user.groups} /> },
            { key: "state", title: t("people.field.state"), render: (_, user) => <UserStateTag state={user.state} /> },
            { ...sorting.column("last_login_at"), title: t("people.field.last_login"), render: (_, user) => (user.last_login_at ? <TimeAgo at={user.last_login_at} /> : t("people.users.never")) },
            { ...sorting.column("created_at"), title: t("people.list.created"), render: (_, user) => <TimeAgo at={user.created_at} /> },
            ...(write
              ? [{
                  key: "do", align: "right" as const,
                  render: (_: unknown, user: User) =>
                    !user.built_in && <RowMenu label={`${t("people.list.more")} ${user.name}`} choices={ofOne(user)} onPick={(kind) => setWish({ kind, users: [user] })} />,
                }]
              : []),
          ]}
        />
      </div>
      <UserActions wish={wish} onClose={() => setWish(null)} onDone={() => setIds([])} act={actOnUsers} />
    </>
  );
}
