// The filters that are wanted more rarely: chosen in a dialog, shown as chips that take themselves back.
import { useState } from "react";
import { Button, Input, InputNumber, Modal, Select } from "antd";
import { CloseOutlined, FilterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation, type T } from "@/i18n";
import { keys } from "@/api/keys";
import { filterChoices } from "@/api/pictures";
import type { FilterChoices } from "@/api/contract";
import { Field } from "@/components/Field";
import { FilterChips } from "@/components/FilterChips";
import { useFormat } from "@/hooks/useFormat";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { AT, columnsIn, tagsIn, works } from "@/lib/pictureFilters";
import styles from "./MoreFilters.module.css";

type Draft = Record<(typeof names)[number], string | undefined>;
const names = ["tags", "column", "text", "score_min", "score_max", "work", "said_by", "noted", "side_from", "side_to", "bytes_from", "bytes_to", "added_from", "added_to"] as const;
const MB = 1024 * 1024;

export function MoreFilters() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const search = useSearch();
  const [open, setOpen] = useState(false);
  const choices = useQuery({ queryKey: keys.choices(project.id), queryFn: () => filterChoices(project.id) });
  const chips = chipsOf(t, format.bytes, search.get, choices.data);
  const at = Number(search.get(AT));
  return (
    <>
      <Button size="small" icon={<FilterOutlined />} onClick={() => setOpen(true)} data-test="more-filters">{t("bulk.filter.more")}</Button>
      {chips.map((one) => (
        <FilterChips
          key={one.label} label={one.label} value="on" onChange={() => search.set({ ...Object.fromEntries(one.names.map((name) => [name, undefined])), [AT]: undefined })}
          chips={[{ value: "on", text: <>{one.text}<CloseOutlined className={styles.close} aria-label={t("common.do.clear")} /></> }]}
        />
      ))}
      <span className={styles.jump}>
        <InputNumber
          key={String(at)} size="small" min={1} precision={0} controls={false} style={{ width: 92 }} placeholder={t("bulk.jump.hint")} aria-label={t("bulk.jump.hint")} data-test="jump"
          {...(at > 1 ? { defaultValue: at } : {})} onPressEnter={(event) => search.set({ [AT]: Number(event.currentTarget.value) > 1 ? event.currentTarget.value : undefined })}
        />
      </span>
      {at > 1 && (
        <FilterChips
          label={t("bulk.jump.label")} value="on" onChange={() => search.set({ [AT]: undefined })}
          chips={[{ value: "on", text: <>{t("bulk.jump.from", { n: at })}<CloseOutlined className={styles.close} aria-label={t("common.do.clear")} /></> }]}
        />
      )}
      {open && (
        <FilterDialog
          start={Object.fromEntries(names.map((name) => [name, search.get(name)])) as Draft} choices={choices.data}
          onDone={(draft) => {
            search.set({ ...draft, [AT]: undefined });
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

function FilterDialog({ start, choices, onDone, onClose }: { start: Draft; choices: FilterChoices | undefined; onDone: (draft: Draft) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(start);
  const put = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const number = (name: (typeof names)[number], unit: number) => (
    <InputNumber
      min={0} style={{ width: "100%" }} value={draft[name] === undefined ? null : Number(draft[name]) / unit} aria-label={t(name.endsWith("from") ? "bulk.filter.least" : "bulk.filter.most")}
      placeholder={t(name.endsWith("from") ? "bulk.filter.least" : "bulk.filter.most")} onChange={(value) => put({ [name]: value === null ? undefined : String(Math.round(value * unit)) })}
    />
  );
  const score = (name: "score_min" | "score_max") => (
    <InputNumber
      min={0} max={1} step={0.05} style={{ width: "100%" }} value={draft[name] === undefined ? null : Number(draft[name])} aria-label={t(name === "score_min" ? "bulk.filter.least" : "bulk.filter.most")}
      placeholder={t(name === "score_min" ? "bulk.filter.least" : "bulk.filter.most")} data-test={name} onChange={(value) => put({ [name]: value === null ? undefined : String(value) })}
    />
  );
  const day = (name: "added_from" | "added_to") => (
    <Input type="date" value={draft[name] ?? ""} aria-label={t(name === "added_from" ? "bulk.filter.since" : "bulk.filter.until")} onChange={(event) => put({ [name]: event.target.value || undefined })} />
  );
  const tags = (draft.tags ?? "").split(",").filter(Boolean);
  return (
    <Modal
      open title={t("bulk.filter.more")} onCancel={onClose} onOk={() => onDone(draft)} okText={t("bulk.filter.use")} cancelText={t("common.do.cancel")} destroyOnHidden
    >
      <Field label={t("bulk.filter.tags")} hint={t("bulk.filter.tags_hint")}>
        {({ id }) => (
          <Select
            id={id} mode="multiple" value={tags} style={{ width: "100%" }} data-test="filter-tags" options={(choices?.tags ?? []).map((one) => ({ value: one.name, label: `${one.name} · ${one.pictures}` }))}
            onChange={(all: string[]) => put({ tags: all.join(",") || undefined })}
          />
        )}
      </Field>
      {((choices?.columns.length ?? 0) > 0 || draft.column) && (
        <Field label={t("columns.title")} hint={t("columns.hint")}>
          {({ id }) => (
            <Select
              id={id} mode="tags" value={columnsIn({ get: () => draft.column })} style={{ width: "100%" }} data-test="filter-columns"
              options={(choices?.columns ?? []).map((one) => ({ label: one.name, options: one.values.map((of) => ({ value: `${one.name}:${of.name}`, label: `${one.name}: ${of.name} · ${of.pictures}` })) }))}
              onChange={(all: string[]) => put({ column: all.filter((text) => /^[^:]+:./.test(text)).join("\n") || undefined })}
            />
          )}
        </Field>
      )}
      <Field label={t("data_sets.text")} hint={t("data_sets.text_hint")}>
        {(props) => <Input {...props} value={draft.text ?? ""} maxLength={200} allowClear onChange={(event) => put({ text: event.target.value || undefined })} data-test="filter-text" />}
      </Field>
      <Field label={t("bulk.filter.work")}>
        {({ id }) => (
          <Select
            id={id} allowClear value={draft.work ?? null} style={{ width: "100%" }} data-test="filter-work" options={works.map((one) => ({ value: one, label: t(`bulk.work.${one}`) }))}
            onChange={(work: string | null | undefined) => put({ work: work ?? undefined })}
          />
        )}
      </Field>
      <Field label={t("bulk.filter.said_by")}>
        {({ id }) => (
          <Select
            id={id} allowClear value={draft.said_by ?? null} style={{ width: "100%" }} options={(choices?.people ?? []).map((one) => ({ value: one.id, label: `${one.name} · ${one.pictures}` }))}
            onChange={(person: string | null | undefined) => put({ said_by: person ?? undefined })}
          />
        )}
      </Field>
      <Field label={t("bulk.filter.noted")}>
        {({ id }) => (
          <Select
            id={id} allowClear value={draft.noted ?? null} style={{ width: "100%" }}
            options={(["true", "false"] as const).map((one) => ({ value: one, label: t(one === "true" ? "bulk.filter.noted_yes" : "bulk.filter.noted_no") }))}
            onChange={(noted: string | null | undefined) => put({ noted: noted ?? undefined })}
          />
        )}
      </Field>
      <Field label={t("bulk.filter.score")} hint={t("bulk.filter.score_hint")}>{() => <div className={styles.pair}>{score("score_min")}{score("score_max")}</div>}</Field>
      <Field label={t("bulk.filter.side")}>{() => <div className={styles.pair}>{number("side_from", 1)}{number("side_to", 1)}</div>}</Field>
      <Field label={t("bulk.filter.bytes")}>{() => <div className={styles.pair}>{number("bytes_from", MB)}{number("bytes_to", MB)}</div>}</Field>
      <Field label={t("bulk.filter.added")}>{() => <div className={styles.pair}>{day("added_from")}{day("added_to")}</div>}</Field>
    </Modal>
  );
}

type Chip = { label: string; text: string; names: readonly string[] };

/** What is filtered by, in words. */
function chipsOf(t: T, bytes: (n: number) => string, get: (name: string) => string | undefined, choices: FilterChoices | undefined): Chip[] {
  const found: Chip[] = [];
  const tags = tagsIn({ get });
  if (tags.length > 0) found.push({ label: t("bulk.filter.tags"), text: tags.join(" + "), names: ["tags"] });
  const columns = columnsIn({ get });
  if (columns.length > 0) found.push({ label: t("columns.title"), text: columns.map((one) => one.replace(":", ": ")).join(" + "), names: ["column"] });
  const text = get("text");
  if (text) found.push({ label: t("data_sets.text"), text, names: ["text"] });
  const work = works.find((one) => one === get("work"));
  if (work) found.push({ label: t("bulk.filter.work"), text: t(`bulk.work.${work}`), names: ["work"] });
  const person = get("said_by");
  if (person) found.push({ label: t("bulk.filter.said_by"), text: choices?.people.find((one) => one.id === person)?.name ?? "…", names: ["said_by"] });
  const noted = get("noted");
  if (noted === "true" || noted === "false") found.push({ label: t("bulk.filter.noted"), text: t(noted === "true" ? "bulk.filter.noted_yes" : "bulk.filter.noted_no"), names: ["noted"] });
  const span = (label: string, from: string, to: string, show: (text: string) => string) => {
    const [least, most] = [get(from), get(to)];
    if (!least && !most) return;
    const text = least && most ? `${show(least)} – ${show(most)}` : least ? `≥ ${show(least)}` : `≤ ${show(most ?? "")}`;
    found.push({ label, text, names: [from, to] });
  };
  span(t("bulk.filter.score"), "score_min", "score_max", (text) => text);
  span(t("bulk.filter.side"), "side_from", "side_to", (text) => `${text} px`);
  span(t("bulk.filter.bytes"), "bytes_from", "bytes_to", (text) => bytes(Number(text)));
  span(t("bulk.filter.added"), "added_from", "added_to", (text) => text);
  return found;
}
