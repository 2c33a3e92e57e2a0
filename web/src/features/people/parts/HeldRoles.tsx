import { useState } from "react";
import { Button } from "antd";
import { Link } from "react-router";
import type { Id, RoleRef } from "@/api/people";
import { EmptyState } from "@/components/EmptyState";
import { useTranslation } from "@/i18n";
import { roleName } from "@/lib/roleName";
import { useRoles } from "../lib/useChoices";
import { TickDialog } from "./TickDialog";
import styles from "./parts.module.css";

type Props = {
  roles: readonly RoleRef[];
  onChange?: ((ids: Id[]) => Promise<unknown>) | undefined;
  none: string;
  /** Roles that stay. */
  keeps?: (role: RoleRef) => boolean;
};

/** Roles of a user or a group, with what each is for; can be taken and given. */
export function HeldRoles({ roles, onChange, none, keeps = () => false }: Props) {
  const { t } = useTranslation();
  const { ticks } = useRoles();
  const [open, setOpen] = useState(false);
  const ids = roles.map((role) => role.id);
  const add = onChange && <Button size="small" onClick={() => setOpen(true)} data-test="add-role">{t("people.user.add_role")}</Button>;
  return (
    <>
      {roles.length === 0 && <EmptyState small text={none} action={add} />}
      {roles.map((role) => {
        const known = ticks.find((one) => one.id === role.id);
        const name = roleName(t, role);
        return (
          <div key={role.id} className={styles.rowLine}>
            <Link to={`/admin/roles/${role.id}`}>{name}</Link>
            <span className={styles.tag}>{role.key ? t("people.kind.preset") : t("people.kind.custom")}</span>
            <span className={`${styles.grow} ${styles.faint}`}>{known?.says}</span>
            {onChange && !keeps(role) && (
              <Button size="small" type="text" aria-label={`${t("people.list.remove")} ${name}`} onClick={() => void onChange(ids.filter((id) => id !== role.id))}>
                {t("people.list.remove")}
              </Button>
            )}
          </div>
        );
      })}
      {roles.length > 0 && add && <div className={styles.rowLine}>{add}</div>}
      {open && onChange && (
        <TickDialog
          title={t("people.user.add_role")} items={ticks.filter((one) => !ids.includes(one.id))} none={t("people.pick.no_roles")}
          onClose={() => setOpen(false)} onDone={(more) => onChange([...ids, ...more])}
        />
      )}
    </>
  );
}
