import { useState } from "react";
import { Button } from "antd";
import { Link } from "react-router";
import type { UserDetail, UserPatch } from "@/api/people";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { useTranslation } from "@/i18n";
import { useGroups } from "../lib/useChoices";
import { HeldRoles } from "./HeldRoles";
import { TickDialog } from "./TickDialog";
import styles from "./parts.module.css";

type Props = {
  user: UserDetail;
  onChange: ((body: UserPatch) => Promise<unknown>) | undefined;
  /** Out of groups: jobs in virtual clusters that one leaves by that are asked about. */
  onLeave: ((body: UserPatch) => Promise<unknown>) | undefined;
};

/** Roles and groups of a user. */
export function UserBelongsTo({ user, onChange, onLeave }: Props) {
  const { t } = useTranslation();
  const { ticks } = useGroups();
  const [open, setOpen] = useState(false);
  const ids = user.groups.map((group) => group.id);
  const add = onChange && <Button size="small" onClick={() => setOpen(true)} data-test="add-group">{t("people.user.add_group")}</Button>;
  return (
    <>
      <Block title={t("people.field.role_ids")}>
        <HeldRoles
          roles={user.roles} none={t("people.user.no_role")} onChange={onChange && ((role_ids) => onChange({ role_ids }))}
          keeps={(role) => user.built_in && role.key === "administrator"}
        />
      </Block>
      <Block title={t("people.field.group_ids")}>
        {user.groups.length === 0 && <EmptyState small text={t("people.user.no_group")} action={add} />}
        {user.groups.map((group) => (
          <div key={group.id} className={styles.rowLine}>
            <Link to={`/admin/groups/${group.id}`}>{group.name}</Link>
            <span className={`${styles.grow} ${styles.faint}`}>{ticks.find((one) => one.id === group.id)?.says}</span>
            {onLeave && (
              <Button size="small" type="text" aria-label={`${t("people.list.remove")} ${group.name}`} onClick={() => void onLeave({ group_ids: ids.filter((id) => id !== group.id) })}>
                {t("people.list.remove")}
              </Button>
            )}
          </div>
        ))}
        {user.groups.length > 0 && add && <div className={styles.rowLine}>{add}</div>}
        {open && onChange && (
          <TickDialog
            title={t("people.user.add_group")} items={ticks.filter((one) => !ids.includes(one.id))} none={t("people.pick.no_groups")}
            onClose={() => setOpen(false)} onDone={(more) => onChange({ group_ids: [...ids, ...more] })}
          />
        )}
      </Block>
    </>
  );
}
