import type { RightSource, UserDetail } from "@/api/people";
import { moduleName, rightName } from "@/lib/rightName";
import { useTranslation, type T } from "@/i18n";
import { isRight, modules } from "@/lib/rights";
import { roleName } from "@/lib/roleName";
import styles from "./UserRights.module.css";

const sayFrom = (t: T, { role, group }: RightSource): string =>
  group ? t("people.user.from_group", { group: group.name, role: roleName(t, role) }) : t("people.user.from_role", { role: roleName(t, role) });

/** What somebody may do, module by module, and through which role or group. */
export function UserRights({ rights }: { rights: UserDetail["rights"] }) {
  const { t } = useTranslation();
  if (rights.length === 0) return <p className={styles.none}>{t("people.user.no_rights")}</p>;
  const known = Object.entries(modules).map(([module, names]) => ({ module, held: rights.filter((right) => (names as readonly string[]).includes(right.name)) }));
  const others = rights.filter((right) => !isRight(right.name));
  const shown = [...known, { module: "", held: others }].filter(({ held }) => held.length > 0);
  return (
    <div className={styles.rights} data-test="rights">
      {shown.map(({ module, held }) => (
        <section key={module} className={styles.module}>
          <h3 className={styles.title}>{moduleName(t, module)}</h3>
          <ul className={styles.list}>
            {held.map((right) => (
              <li key={right.name} title={isRight(right.name) ? t(`rights.says.${right.name}`) : undefined}>
                <span>{rightName(t, right.name)}</span>
                <span className={styles.from}>{right.from.map((source) => sayFrom(t, source)).join(" · ")}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
