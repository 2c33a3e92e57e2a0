import type { T } from "@/i18n";
import type { RoleRef } from "../api/people";

/** Roles that the product brings have a word in each language; those that an administrator made have their own name. */
export const roleName = (t: T, role: Pick<RoleRef, "key" | "name">): string => (role.key ? t(`people.preset.${role.key}`) : role.name);
