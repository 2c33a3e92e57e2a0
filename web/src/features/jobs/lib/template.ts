import type { Template } from "@/api/templates";
import type { T } from "@/i18n";
import { emptyForm, type JobForm } from "./form";
import { formOf, textOf } from "./file";
import type { Draft } from "./draft";

const presets = ["train_curve", "search", "look_around", "classify", "all_reduce", "tensorboard", "rank_table"] as const;

/** Those of the product are called by a word of each language. */
export function nameOf(t: T, template: Pick<Template, "name" | "scope">): string {
  const preset = template.scope === "preset" ? presets.find((one) => one === template.name) : undefined;
  return preset ? t(`templates.preset.${preset}`) : template.name;
}

export function descriptionOf(t: T, template: Pick<Template, "name" | "scope" | "description">): string {
  const preset = template.scope === "preset" ? presets.find((one) => one === template.name) : undefined;
  return preset ? t(`templates.preset_says.${preset}`) : template.description;
}

/** Who sees it, in words. */
export const scopeOf = (t: T, template: Pick<Template, "scope" | "virtual_cluster">): string =>
  template.scope === "team" && template.virtual_cluster ? t("templates.scope.team_of", { name: template.virtual_cluster.name }) : t(`templates.scope.${template.scope}`);

/** A file as a draft: in the form where that can hold it, else as the text that it is. */
export function draftOf(file: string, cluster: string): Draft {
  const { form, faults } = formOf(file);
  return faults.length > 0 ? { form: emptyForm, text: file } : { form: { ...form, cluster: form.cluster || cluster }, text: null };
}

/** What is kept of a form: its values are asked for again, and where it runs is for each to say. */
export const fileOfForm = (form: JobForm): string => textOf({ ...form, values: {}, cluster: "" });

/** Nothing that somebody would miss. */
export const isEmpty = ({ form, text }: Draft): boolean => text === null && JSON.stringify({ ...form, cluster: "" }) === JSON.stringify({ ...emptyForm, cluster: "" });
