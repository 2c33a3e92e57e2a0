import type { Fact } from "@/components/EditableFacts";
import type { T } from "@/i18n";
import type { FieldName } from "./rows";

export const userFacts = (t: T): Fact<FieldName>[] => [
  { key: "nickname", label: t("people.field.nickname"), hint: t("people.rule.nickname"), longest: 32 },
  { key: "name", label: t("people.field.name"), hint: t("people.rule.name"), longest: 32 },
  { key: "phone", label: t("people.field.phone"), hint: t("people.rule.phone"), longest: 32 },
  { key: "mail", label: t("people.field.mail"), hint: t("people.rule.mail"), longest: 254 },
  { key: "note", label: t("people.field.note"), hint: t("people.rule.note"), longest: 200, lines: true },
];

/** Groups and roles have a name and a description. */
export const titleFacts = (t: T): Fact<"name" | "description">[] => [
  { key: "name", label: t("people.list.name"), hint: t("people.rule.title"), longest: 32 },
  { key: "description", label: t("people.list.description"), hint: t("people.rule.note"), longest: 200, lines: true },
];
