import type { T } from "@/i18n";
import { words, type Key } from "@/i18n/words";

/** Roles that the product brings have a word; those that an administrator made have their own name. */
export function roleName(t: T, role: string): string {
  const key = `account.role.${role}`;
  return key in words ? t(key as Key) : role;
}
