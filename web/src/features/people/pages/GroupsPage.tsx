import { useState } from "react";
import { Button } from "antd";
import { Link, useNavigate } from "react-router";
import { actOnGroups, groupsCsv, listGroups } from "@/api/groups";
import { keys } from "@/api/keys";
import type { Group } from "@/api/people";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { PageHead } from "@/components/PageHead";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useListSort } from "@/hooks/useListSort";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { namesOf } from "../lib/names";
import { useActions } from "../lib/useActions";
import { CsvLink } from "@/components/CsvLink";
import { NoMatch } from "@/components/NoMatch";
import { PeopleDialog } from "../parts/PeopleDialog";
import { RefusedDialog } from "../parts/RefusedDialog";
import { SearchBox } from "@/components/SearchBox";
import { RoleTags } from "../parts/Tags";
import styles from "../parts/parts.module.css";

export function GroupsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const ask = useAsk();
  const { may } = useSession();
  const search = useSearch();
  const sorting = useListSort(search, "name");
  const q = search.get("q");
  const filter = q ? { q } : {};
  const query = { ...filter, sort: sorting.sort, limit: 50 };
  const list = usePaged<Group>(keys.groups({ ...query, paged: true }), (cursor, signal) => listGroups({ ...query, cursor }, signal));
  const [ids, setIds] = useState<string[]>([]);
  const [adding, setAdding] = useState<Group[] | null>(null);
  const actions = useActions((id) => list.items.find((group) => group.id === id)?.name ?? id);
  const write = may("user.write");
  const ticked = list.items.filter((group) => ids.includes(group.id));
  const remove = (groups: Group[]) =>
    ask({
      title: t("people.groups.delete_ask", { name: groups.length === 1 ? (groups[0]?.name ?? "") : t("people.groups.many", { n: groups.length }) }),
      okText: t("common.do.delete"), danger: true,
      onOk: async () => {
        await actions.run((stop) => actOnGroups({ action: "delete", ids: groups.map((one) => one.id), ...(stop ? { stop_jobs: true } : {}) }), (n) => t("people.groups.deleted", { n }), () => setIds([]));
      },
    });
  const create = write && <Button type="primary" onClick={() => void navigate("/admin/groups/new")} data-test="new">{t("people.groups.new")}</Button>;
  return (
    <>
      <PageHead title={t("people.groups.title")} actions={<><CsvLink href={groupsCsv(filter)} />{create}</>} />
      <div className="page">
        <div className={styles.filters}>
          <SearchBox search={search} label={t("people.groups.search")} />
        </div>
        <ListTable<Group>
          name="groups"
          list={list}
          onOpen={(group) => void navigate(`/admin/groups/${group.id}`)}
          onSort={sorting.onSort}
          empty={q ? <NoMatch onClear={() => search.set({ q: undefined })} /> : <EmptyState text={t("people.groups.none")} action={create} />}
          {...(write
            ? {
                ticked: {
                  ids, set: setIds,
                  actions: (
                    <>
                      <Button size="small" onClick={() => setAdding(ticked)} data-test="bulk-add">{t("people.groups.add_users")}</Button>
                      <Button size="small" danger onClick={() => remove(ticked)} data-test="bulk-delete">{t("common.do.delete")}</Button>
                    </>
                  ),
                },
              }
            : {})}
          columns={[
            { ...sorting.column("name"), title: t("people.list.name"), render: (_, group) => <Link to={`/admin/groups/${group.id}`}>{group.name}</Link> },
            { key: "description", title: t("people.list.description"), render: (_, group) => group.description || "–" },
            { key: "roles", title: t("people.field.role_ids"), render: (_, group) => <RoleTags roles={group.roles} /> },
            { key: "members", title: t("people.list.members"), align: "right", className: "number", render: (_, group) => group.members },
            { ...sorting.column("created_at"), title: t("people.list.created"), render: (_, group) => <TimeAgo at={group.created_at} /> },
            ...(write
              ? [{
                  key: "do", align: "right" as const,
                  render: (_: unknown, group: Group) => (
                    <>
                      <Button size="small" type="text" onClick={() => setAdding([group])}>{t("people.groups.add_users")}</Button>
                      <Button size="small" type="text" danger onClick={() => remove([group])}>{t("common.do.delete")}</Button>
                    </>
                  ),
                }]
              : []),
          ]}
        />
      </div>
      {adding && (
        <PeopleDialog
          title={t("people.groups.add_users")} lead={t("people.groups.add_lead", { names: namesOf(t, adding.map((one) => one.name)) })} onClose={() => setAdding(null)}
          onDone={async (user_ids) => {
            await actions.run(() => actOnGroups({ action: "add_users", ids: adding.map((one) => one.id), user_ids }), (n) => t("people.groups.added", { n }), () => setIds([]));
          }}
        />
      )}
      <RefusedDialog refused={actions.refused} onClose={actions.close} />
      {actions.dialog}
    </>
  );
}
