import { Link } from "react-router";
import type { GroupRef, RoleRef } from "@/api/people";
import { useTranslation } from "@/i18n";
import { roleName } from "@/lib/roleName";
import styles from "./parts.module.css";

export function RoleTags({ roles }: { roles: readonly RoleRef[] }) {
  const { t } = useTranslation();
  if (roles.length === 0) return <span>–</span>;
  return (
    <span className={styles.tags}>
      {roles.map((role) => (
        <Link key={role.id} to={`/admin/roles/${role.id}`} className={styles.tag}>{roleName(t, role)}</Link>
      ))}
    </span>
  );
}

export function GroupTags({ groups }: { groups: readonly GroupRef[] }) {
  if (groups.length === 0) return <span>–</span>;
  return (
    <span className={styles.tags}>
      {groups.map((group) => (
        <Link key={group.id} to={`/admin/groups/${group.id}`} className={styles.tag}>{group.name}</Link>
      ))}
    </span>
  );
}
