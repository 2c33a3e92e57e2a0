import { hasKey, type T } from "@/i18n";

/** Roles that the product brings have a word; those that an administrator made have their own name. */
export function roleName(t: T, role: string): string {
  const key = `account.role.${role}`;
  return hasKey(key) ? t(key) : role;
}
