import { useId } from "react";
import { Input, InputNumber, Segmented, Select, Switch } from "antd";
import type { ClusterLimits } from "@/api/clusters";
import { Block } from "@/components/Block";
import { Field } from "@/components/Field";
import { useCluster } from "@/hooks/useCluster";
import { useFormat } from "@/hooks/useFormat";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { homeOf } from "@/lib/home";
import type { Shown } from "../lib/faults";
import { isOfVersion } from "../lib/file";
import { commandKinds, memoryUnits, notifies, timeUnits, USUAL_DATA, WORK_BESIDE_HOME, type Amount, type JobForm as Form } from "../lib/form";
import { Advanced } from "./Advanced";
import { CodeArea } from "./CodeArea";
import { DatasetFields } from "./DatasetFields";
import { DeviceFields } from "./DeviceFields";
import { ImageField } from "./ImageField";
import { Parameters } from "./Parameters";
import { EndpointFields } from "./EndpointFields";
import { VariableRows, WordRows } from "./Rows";
import { ProjectPick } from "./Things";
import styles from "./JobForm.module.css";

type Props = {
  form: Form;
  onChange: (changed: Partial<Form>) => void;
  limits: ClusterLimits | undefined;
  /** What is wrong with a field, in words. */
  wrongOf: (field: Shown) => string | undefined;
  wrongVariables: readonly string[];
  /** All fields that something is wrong with, as the file names them. */
  wrongFields: readonly string[];
  /** What is wrong with the value of a parameter, in words. */
  wrongValue: (name: string) => string | undefined;
};

/** Every field of a job file, in the order in which one thinks of them. */
export function JobForm({ form, onChange, limits, wrongOf, wrongVariables, wrongFields, wrongValue }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { me } = useSession();
  const { all } = useCluster();
  const commandId = useId();
  // A file may name what is not in the list: it stays as it is, and the server says what is wrong with it.
  const named = (names: readonly { id: string; name: string }[], value: string) => [
    ...names.map((one) => ({ value: one.name, label: one.name })),
    ...(value && !names.some((one) => one.name === value) ? [{ value, label: names.find((one) => one.id === value)?.name ?? value }] : []),
  ];
  const home = homeOf(me?.name ?? "");
  const longest = limits?.longest_run_s ?? null;
  const most = limits?.disk_mib ?? null;
  const version = wrongFields.some((field) => isOfVersion(form, field)) ? wrongOf("mounts") : undefined;
  return (
    <div className={styles.form}>
      <Block title={t("jobs.form.what")}>
        <div className={styles.grid}>
          <Field label={t("jobs.form.name")} hint={t("jobs.form.name_hint")} wrong={wrongOf("name")}>
            {(props) => <Input {...props} value={form.name} maxLength={100} autoFocus={form.name === ""} data-test="name" data-field="name" onChange={(event) => onChange({ name: event.target.value })} />}
          </Field>
          <Field label={t("jobs.form.kind")} hint={t("jobs.form.kind_hint")} wrong={wrongOf("kind")}>
            {(props) => (
              <Select
                {...props} className={styles.full} value={form.kind} data-test="kind"
                options={[{ value: "" as const, label: t("jobs.form.kind_usual") }, ...commandKinds.map((value) => ({ value, label: t(`jobs.kind.${value}`) }))]}
                onChange={(kind: Form["kind"]) => onChange({ kind })}
              />
            )}
          </Field>
          <Field label={t("jobs.form.project")} hint={t("jobs.form.project_hint")} wrong={wrongOf("project")}>
            {(props) => <ProjectPick inner={props} value={form.project} test="project" placeholder={t("jobs.form.project_none")} onChange={(value) => onChange({ project: value ?? "" })} />}
          </Field>
          <div className={styles.wide} data-field="command">
            <div className={styles.kinds}>
              <Segmented
                size="small" value={form.command.kind} aria-label={t("jobs.form.command")}
                options={[{ value: "shell", label: t("jobs.form.command_shell") }, { value: "program", label: t("jobs.form.command_program") }]}
                onChange={(kind) => onChange({ command: kind === "shell" ? { kind: "shell", text: form.command.kind === "program" ? form.command.words.join(" ") : "" } : { kind: "program", words: form.command.kind === "shell" && form.command.text ? form.command.text.trim().split(/\s+/) : [] } })}
              />
            </div>
            {form.command.kind === "shell" ? (
              <CodeArea
                id={commandId} describedBy={`${commandId}-note`} name="command" value={form.command.text} label={t("jobs.form.command")} rows={8} wrong={wrongOf("command") !== undefined}
                placeholder={t("jobs.form.command_example")} onChange={(text) => onChange({ command: { kind: "shell", text } })}
              />
            ) : (
              <WordRows words={form.command.words} onChange={(words) => onChange({ command: { kind: "program", words } })} />
            )}
            <span id={`${commandId}-note`} className={wrongOf("command") ? styles.wrong : styles.says} role={wrongOf("command") ? "alert" : undefined}>
              {wrongOf("command") ?? t(form.command.kind === "shell" ? "jobs.form.command_says" : "jobs.form.program_says")}
            </span>
          </div>
          {form.distributed && (
            <div className={styles.wide} data-field="master">
              <span className={styles.label}>{t("jobs.form.master")}</span>
              <CodeArea
                id={`${commandId}-master`} describedBy={`${commandId}-master-note`} name="master" value={masterOf(form)} label={t("jobs.form.master")} rows={3}
                wrong={false} placeholder="" onChange={(text) => onChange({ master: text ? { kind: "shell", text } : null })}
              />
              <span id={`${commandId}-master-note`} className={styles.says}>{t("jobs.form.master_says")}</span>
            </div>
          )}
        </div>
      </Block>

      <Parameters form={form} onChange={onChange} wrongOf={wrongValue} wrong={wrongOf("parameters")} />

      <Block title={t("jobs.form.where")}>
        <div className={styles.grid}>
          <Field label={t("jobs.form.cluster")} hint={t("jobs.form.cluster_hint")} wrong={wrongOf("virtual_cluster")}>
            {(props) => (
              <Select
                {...props} className={styles.full} showSearch allowClear value={form.cluster || undefined} placeholder={t("jobs.form.cluster_usual")} data-test="cluster"
                options={named(all, form.cluster)} onChange={(value?: string) => onChange({ cluster: value ?? "" })}
              />
            )}
          </Field>
          <ImageField form={form} onChange={onChange} wrong={wrongOf("image")} />
          <DeviceFields form={form} onChange={onChange} limits={limits} wrongOf={wrongOf} />
          <Field label={t("jobs.form.memory")} hint={t("jobs.form.memory_hint")} wrong={wrongOf("memory")}>
            {(props) => <AmountInput {...props} value={form.memory} units={memoryUnits} labels={(unit) => unit} none={t("jobs.form.no_limit")} name="memory" onChange={(memory) => onChange({ memory })} />}
          </Field>
          <Field label={t("jobs.form.disk")} hint={most === null ? t("jobs.form.disk_hint") : t("jobs.form.disk_most", { most: format.bytes(most * 1024 * 1024) })} wrong={wrongOf("disk")}>
            {(props) => <AmountInput {...props} value={form.disk} units={memoryUnits} labels={(unit) => unit} none={t("jobs.form.no_limit")} name="disk" onChange={(disk) => onChange({ disk })} />}
          </Field>
          <Field label={t("jobs.form.processes")} hint={t("jobs.form.processes_hint")} wrong={wrongOf("processes")}>
            {(props) => <InputNumber {...props} className={styles.full} min={16} max={32_768} precision={0} value={form.processes} placeholder="1024" data-test="processes" onChange={(processes) => onChange({ processes })} />}
          </Field>
        </div>
      </Block>

      <Block title={t("jobs.form.with")}>
        <div className={styles.grid}>
          <div className={styles.wide} data-field="environment">
            <span className={styles.label}>{t("jobs.form.environment")}</span>
            <VariableRows rows={form.environment} wrong={wrongVariables} onChange={(environment) => onChange({ environment })} />
            <span className={wrongOf("environment") ? styles.wrong : styles.says} role={wrongOf("environment") ? "alert" : undefined}>{wrongOf("environment") ?? t("jobs.form.environment_hint")}</span>
          </div>
          <Field label={t("jobs.form.work")} hint={t("jobs.form.work_hint", { home: form.home === null ? home : WORK_BESIDE_HOME })} wrong={version === undefined ? wrongOf("mounts") : undefined}>
            {(props) => <Input {...props} value={form.work} maxLength={255} placeholder={form.home === null ? home : WORK_BESIDE_HOME} data-test="work" onChange={(event) => onChange({ work: event.target.value })} />}
          </Field>
          <div>
            <label className={styles.switch}>
              <Switch checked={form.home !== null} onChange={(on) => onChange({ home: on ? "" : null })} data-test="mount-home" />
              <span>
                {t("jobs.form.mount_home", { path: form.home || home })}
                <span className={styles.says}>{t("jobs.form.mount_home_says")}</span>
              </span>
            </label>
            <label className={styles.switch}>
              <Switch checked={form.data !== null} disabled={form.data === null && limits?.data_folder !== true} onChange={(on) => onChange({ data: on ? "" : null })} data-test="mount-data" />
              <span>
                {t("jobs.form.mount_data", { path: form.data || USUAL_DATA })}
                <span className={styles.says}>{t(limits?.data_folder === false ? "jobs.form.mount_data_none" : limits?.writes_data ? "jobs.form.mount_data_writes" : "jobs.form.mount_data_says")}</span>
              </span>
            </label>
          </div>
          <DatasetFields form={form} onChange={onChange} wrong={version} />
          <Field label={t("jobs.form.tags")} hint={t("jobs.form.tags_hint")} wrong={wrongOf("tags")}>
            {(props) => (
              <Select
                {...props} className={styles.full} mode="tags" open={false} suffixIcon={null} maxCount={20} value={form.tags} tokenSeparators={[",", "，", "、"]} data-test="tags"
                placeholder={t("jobs.form.tags_example")} onChange={(tags: string[]) => onChange({ tags })}
              />
            )}
          </Field>
        </div>
      </Block>

      <EndpointFields form={form} onChange={onChange} wrong={wrongOf("endpoints")} wrongFields={wrongFields} />

      <Block title={t("jobs.form.when")}>
        <div className={styles.grid}>
          <Field
            label={t("jobs.form.priority")} wrong={wrongOf("priority")}
            hint={limits ? t("jobs.form.priority_hint", { least: limits.priority_min, most: limits.priority_max }) : t("jobs.form.priority_says")}
          >
            {(props) => (
              <InputNumber
                {...props} className={styles.full} min={limits?.priority_min ?? 1} max={limits?.priority_max ?? 1000} precision={0} value={form.priority} placeholder="100" data-test="priority"
                onChange={(priority) => onChange({ priority })}
              />
            )}
          </Field>
          <Field
            label={t("jobs.form.longest")} wrong={wrongOf("longest_run")}
            hint={longest === null ? t("jobs.form.longest_hint") : t("jobs.form.longest_most", { time: format.duration(longest) })}
          >
            {(props) => <AmountInput {...props} value={form.longest} units={timeUnits} labels={(unit) => t(`jobs.form.unit_${unit}`)} none={t("jobs.form.longest_none")} name="longest" onChange={(longest_) => onChange({ longest: longest_ })} />}
          </Field>
          <Field label={t("jobs.form.notify")} hint={t("jobs.form.notify_hint")} wrong={wrongOf("notify")}>
            {(props) => (
              <Select
                {...props} className={styles.full} value={form.notify} data-test="notify"
                options={[{ value: "" as const, label: t("jobs.form.notify_usual") }, ...notifies.map((value) => ({ value, label: t(`common.notify.${value}`) }))]}
                onChange={(notify: Form["notify"]) => onChange({ notify })}
              />
            )}
          </Field>
          <label className={styles.switch}>
            <Switch checked={form.preemptible} onChange={(preemptible) => onChange({ preemptible })} data-test="preemptible" />
            <span>
              {t("jobs.form.preemptible")}
              <span className={styles.says}>{t("jobs.form.preemptible_says")}</span>
            </span>
          </label>
          <div data-field="restart">
            <label className={styles.switch}>
              <Switch checked={form.restart} onChange={(restart) => onChange({ restart, ...(restart ? {} : { mostRestarts: null }) })} data-test="restart" />
              <span>
                {t("jobs.form.restart")}
                <span className={styles.says}>{t("jobs.form.restart_says")}</span>
              </span>
            </label>
            {form.restart && (
              <InputNumber
                min={1} max={10} precision={0} value={form.mostRestarts} placeholder="3" addonBefore={t("jobs.form.most_restarts")} aria-label={t("jobs.form.most_restarts")} data-test="most-restarts"
                onChange={(mostRestarts) => onChange({ mostRestarts })}
              />
            )}
            {wrongOf("restart") && <span className={styles.wrong} role="alert">{wrongOf("restart")}</span>}
          </div>
        </div>
      </Block>

      <Advanced form={form} onChange={onChange} wrong={wrongOf("privileged")} />
    </div>
  );
}

/** As lines for a shell, also where the file has a program with its arguments. */
const masterOf = ({ master }: Form): string => (master === null ? "" : master.kind === "shell" ? master.text : master.words.join(" "));

type AmountProps<U extends string> = {
  id: string; "aria-describedby": string; status?: "error"; value: Amount<U>; units: readonly U[]; labels: (unit: U) => string; none: string; name: string; onChange: (value: Amount<U>) => void;
};

/** A number with its unit; without a number there is no limit. */
function AmountInput<U extends string>({ value, units, labels, none, name, onChange, ...rest }: AmountProps<U>) {
  const { t } = useTranslation();
  return (
    <InputNumber
      {...rest} className={styles.full} min={1} precision={0} value={value.number} placeholder={none} data-test={name} onChange={(number) => onChange({ ...value, number })}
      addonAfter={
        <Select
          value={value.unit} options={units.map((unit) => ({ value: unit, label: labels(unit) }))} onChange={(unit: U) => onChange({ ...value, unit })} aria-label={t("jobs.form.unit")}
          popupMatchSelectWidth={false} style={{ minWidth: 76 }}
        />
      }
    />
  );
}
