import { useState } from "react";
import { Button } from "antd";
import { Link } from "react-router";
import { keys } from "@/api/keys";
import { listUsers } from "@/api/users";
import type { Id, User } from "@/api/people";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { usePaged } from "@/hooks/usePaged";
import { useTranslation } from "@/i18n";
import { PeopleDialog } from "./PeopleDialog";
import { UserStateTag } from "./UserStateTag";

type Props = {
  /** Members of a group, or those who have a role by themselves. */
  of: { group_id: Id } | { role_id: Id };
  name: string;
  none: string;
  add: string;
  onAdd?: ((ids: Id[]) => Promise<unknown>) | undefined;
  onRemove?: ((id: Id) => Promise<unknown>) | undefined;
  keeps?: (user: User) => boolean;
};

/** Users of a group or a role, a page at a time. */
export function HolderUsers({ of, name, none, add, onAdd, onRemove, keeps = () => false }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const query = { ...of, sort: "name", limit: 20 };
  const list = usePaged<User>(keys.users(query), (cursor, signal) => listUsers({ ...query, cursor }, signal));
  const button = onAdd && <Button size="small" onClick={() => setOpen(true)} data-test="add-user">{add}</Button>;
  return (
    <>
      <ListTable<User>
        name={name}
        list={list}
        empty={<EmptyState small text={none} action={button} />}
        columns={[
          { key: "name", title: t("people.field.name"), render: (_, user) => <Link to={`/admin/users/${user.id}`}>{user.name}</Link> },
          { key: "nickname", title: t("people.field.nickname"), render: (_, user) => user.nickname || "–" },
          { key: "phone", title: t("people.field.phone"), render: (_, user) => user.phone || "–" },
          { key: "mail", title: t("people.field.mail"), render: (_, user) => user.mail || "–" },
          { key: "note", title: t("people.field.note"), render: (_, user) => user.note || "–" },
          { key: "state", title: t("people.field.state"), render: (_, user) => <UserStateTag state={user.state} /> },
          ...(onRemove
            ? [{
                key: "do", align: "right" as const,
                render: (_: unknown, user: User) =>
                  !keeps(user) && (
                    <Button size="small" type="text" aria-label={`${t("people.list.remove")} ${user.name}`} onClick={() => void onRemove(user.id)}>{t("people.list.remove")}</Button>
                  ),
              }]
            : []),
        ]}
      />
      {list.items.length > 0 && button && <div style={{ marginTop: 8 }}>{button}</div>}
      {open && onAdd && <PeopleDialog title={add} onClose={() => setOpen(false)} onDone={onAdd} />}
    </>
  );
}
