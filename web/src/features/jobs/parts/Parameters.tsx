import { useState } from "react";
import { Button, Checkbox, Input, InputNumber, Select } from "antd";
import { DeleteOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { Block } from "@/components/Block";
import { Field } from "@/components/Field";
import { useTranslation, type T } from "@/i18n";
import { aParameter, parameterTypes, type JobForm, type Parameter } from "../lib/form";
import { PathPick, ProjectPick, VersionPick } from "./Things";
import styles from "./JobForm.module.css";
import own from "./Parameters.module.css";

type Props = {
  form: JobForm;
  onChange: (changed: Partial<JobForm>) => void;
  /** What is wrong with the value of this parameter, in words. */
  wrongOf: (name: string) => string | undefined;
  /** What is wrong with the declarations. */
  wrong: string | undefined;
};

/** What a template asks for: a field for each parameter by its type, and on wish the parameters themselves. */
export function Parameters({ form, onChange, wrongOf, wrong }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const { parameters, values } = form;
  const put = (index: number, changed: Partial<Parameter>) => {
    const before = parameters[index];
    const next = parameters.map((one, i) => (i === index ? { ...one, ...changed } : one));
    // A value goes along with its parameter's name.
    const value = before && changed.name !== undefined ? values[before.name] : undefined;
    onChange({ parameters: next, ...(before && value !== undefined && changed.name !== undefined ? { values: { ...without(values, before.name), [changed.name]: value } } : {}) });
  };
  if (parameters.length === 0 && !editing) {
    return <div><Button size="small" icon={<PlusOutlined />} data-test="add-parameter" onClick={() => { setEditing(true); onChange({ parameters: [aParameter] }); }}>{t("jobs.parameters.add_first")}</Button></div>;
  }
  return (
    <Block title={t("jobs.parameters.title")}>
      <div className={styles.rows}>
        {!editing && (
          <div className={own.values}>
            {parameters.map((one, index) => (
              <ParameterField
                key={index} form={form} parameter={one} value={values[one.name] ?? one.default} wrong={wrongOf(one.name)}
                onChange={(value, mounts) => onChange({ ...mounts, values: value === null ? without(values, one.name) : { ...values, [one.name]: value } })}
              />
            ))}
          </div>
        )}
        {editing && parameters.map((one, index) => (
          <Declaration key={index} parameter={one} index={index} onChange={(changed) => put(index, changed)} onRemove={() => onChange({ parameters: parameters.filter((_, i) => i !== index), values: without(values, one.name) })} />
        ))}
        {editing && <p className={styles.says}>{t("jobs.parameters.says", { example: "${epochs}" })}</p>}
        {wrong && <span className={styles.wrong} role="alert">{wrong}</span>}
        <div className={own.buttons}>
          {editing && <Button size="small" icon={<PlusOutlined />} data-test="add-parameter" onClick={() => onChange({ parameters: [...parameters, aParameter] })}>{t("jobs.parameters.add")}</Button>}
          <Button size="small" type={editing ? "primary" : "default"} icon={editing ? undefined : <EditOutlined />} data-test="edit-parameters" onClick={() => setEditing(!editing)}>
            {t(editing ? "jobs.parameters.done" : "jobs.parameters.edit")}
          </Button>
        </div>
      </div>
    </Block>
  );
}

const without = (values: Record<string, string>, name: string): Record<string, string> => Object.fromEntries(Object.entries(values).filter(([one]) => one !== name));

type FieldProps = { form: JobForm; parameter: Parameter; value: string | null; wrong: string | undefined; onChange: (value: string | null, mounts?: Partial<JobForm>) => void };

/** Names that files often have, and the presets do, have a word in each language. */
const known = ["activation", "batch", "data", "epochs", "hidden", "minutes", "numbers", "pictures", "program", "rate", "rounds", "seed", "steps", "title", "trials", "wheels"] as const;

function labelOf(t: T, { label, name }: Pick<Parameter, "label" | "name">): string {
  const usual = known.find((one) => one === name);
  return label || (usual ? t(`jobs.parameters.known.${usual}`) : name);
}

/** The field that fits the type. */
function ParameterField({ form, parameter, value, wrong, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { min, max } = parameter;
  const range = min !== null && max !== null ? t("jobs.parameters.range", { min, max }) : min !== null ? t("jobs.parameters.least", { min }) : max !== null ? t("jobs.parameters.most", { max }) : "";
  const hint = [parameter.help, parameter.type === "number" ? range : parameter.type === "project" || parameter.type === "version" || parameter.type === "path" ? t(`jobs.parameters.hint_${parameter.type}`) : ""].filter(Boolean).join(" ");
  const test = `value-of-${parameter.name}`;
  return (
    <Field label={labelOf(t, parameter)} hint={hint} wrong={wrong}>
      {(props) => {
        switch (parameter.type) {
          case "number":
            return (
              <InputNumber<string>
                {...props} className={styles.full} stringMode value={value} {...(min === null ? {} : { min: String(min) })} {...(max === null ? {} : { max: String(max) })} {...(parameter.whole ? { precision: 0 } : {})}
                placeholder={parameter.default ?? ""} data-test={test} onChange={(next) => onChange(next === null || next === "" ? null : String(next))}
              />
            );
          case "choice":
            return <Select {...props} className={styles.full} value={value ?? undefined} options={parameter.choices.map((one) => ({ value: one, label: one }))} data-test={test} onChange={(next: string) => onChange(next)} />;
          case "project":
            return <ProjectPick inner={props} value={value ?? ""} test={test} onChange={onChange} />;
          case "version":
            return <VersionPick inner={props} value={value ?? ""} test={test} onChange={onChange} />;
          case "path":
            return <PathPick inner={props} value={value ?? ""} test={test} form={form} longest={parameter.longest ?? 255} onChange={onChange} />;
          default:
            return <Input {...props} value={value ?? ""} maxLength={parameter.longest ?? 200} data-test={test} onChange={(event) => onChange(event.target.value)} />;
        }
      }}
    </Field>
  );
}

type DeclarationProps = { parameter: Parameter; index: number; onChange: (changed: Partial<Parameter>) => void; onRemove: () => void };

/** One parameter: name, type, what its type can hold, and the usual value. */
function Declaration({ parameter, index, onChange, onRemove }: DeclarationProps) {
  const { t } = useTranslation();
  const named = (key: "name" | "type" | "label" | "min" | "max" | "choices" | "longest" | "default") => ({ "aria-label": t(`jobs.parameters.${key}`), placeholder: t(`jobs.parameters.${key}`) });
  return (
    <div className={own.declaration} data-row>
      <Input className={own.name} {...named("name")} value={parameter.name} maxLength={40} data-test={`parameter-${index}`} onChange={(event) => onChange({ name: event.target.value.trim() })} />
      <Select
        className={own.type} aria-label={t("jobs.parameters.type")} value={parameter.type} options={parameterTypes.map((one) => ({ value: one, label: t(`jobs.parameters.type_${one}`) }))} data-test={`parameter-type-${index}`}
        onChange={(type: Parameter["type"]) => onChange({ type, min: null, max: null, whole: false, choices: [], longest: null, default: null })}
      />
      <Input className={own.label} {...named("label")} value={parameter.label} maxLength={100} onChange={(event) => onChange({ label: event.target.value })} />
      {parameter.type === "number" && (
        <>
          <InputNumber className={own.short} {...named("min")} value={parameter.min} onChange={(min) => onChange({ min })} />
          <InputNumber className={own.short} {...named("max")} value={parameter.max} onChange={(max) => onChange({ max })} />
          <Checkbox checked={parameter.whole} onChange={(event) => onChange({ whole: event.target.checked })}>{t("jobs.parameters.whole")}</Checkbox>
        </>
      )}
      {parameter.type === "choice" && <Select className={own.choices} mode="tags" open={false} suffixIcon={null} {...named("choices")} value={parameter.choices} tokenSeparators={[",", "，", "、"]} onChange={(choices: string[]) => onChange({ choices })} />}
      {parameter.type === "text" && <InputNumber className={own.short} {...named("longest")} min={1} max={4000} precision={0} value={parameter.longest} onChange={(longest) => onChange({ longest })} />}
      <Input className={own.short} {...named("default")} value={parameter.default ?? ""} maxLength={4000} data-test={`parameter-default-${index}`} onChange={(event) => onChange({ default: event.target.value === "" ? null : event.target.value })} />
      <Button type="text" icon={<DeleteOutlined />} aria-label={t("jobs.form.remove_row", { n: index + 1 })} title={t("jobs.form.remove_row", { n: index + 1 })} onClick={onRemove} />
    </div>
  );
}
