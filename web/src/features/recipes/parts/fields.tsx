// Fields of a form by kind. Each knows its path in the step, so that what is wrong stands at the field.
import { createContext, useContext, useRef, type ReactNode } from "react";
import { AutoComplete, Button, Input, InputNumber, Select, Switch } from "antd";
import { AimOutlined, UploadOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { type Key, useTranslation } from "@/i18n";
import { sendRecipeFile } from "@/api/recipes";
import { pictureThumb } from "@/api/pictures";
import type { Id, Model, RecipeDoc as Doc, RecipeFault, RecipeStep as Step } from "@/api/contract";
import { Field } from "@/components/Field";
import { useNotify } from "@/hooks/useNotify";
import { sayFault } from "@/lib/recipeWords";
import { pictureIn, pictureName, valueAt, withValue, type Path } from "../lib/doc";
import { isBox, rounded, type Box } from "../lib/geometry";
import styles from "./fields.module.css";

/** Where a drawn box goes, and in which picture it is told. */
/** What is drawn now; with `outline` corner by corner instead of a box. */
export type Target = { step: string; path: Path; frame: "picture" | "reference" | "located"; outline?: boolean };

export type FormContext = {
  recipe: Id;
  doc: Doc;
  step: Step;
  fault: RecipeFault | null;
  editable: boolean;
  models: readonly Model[];
  files: readonly string[];
  /** The picture that is shown */
  picture: Id | null;
  /** Words that the chosen model or its results offer */
  classes: readonly string[];
  change: (step: Step, what: string) => void;
  draw: (target: Target) => void;
  drawing: Target | null;
};

const Context = createContext<FormContext | null>(null);
export const FormProvider = Context.Provider;
export function useForm(): FormContext {
  const form = useContext(Context);
  if (!form) throw new Error("a field outside of its form");
  return form;
}

/** As the server writes paths: `rules[2].min`. */
export const pathText = (path: Path): string => path.reduce<string>((text, part) => (typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${part}` : String(part)), "");

/** The value at a path, a way to change it, and what is wrong there. */
export function useValue(path: Path) {
  const { t } = useTranslation();
  const form = useForm();
  const text = pathText(path);
  const here = form.fault?.step === form.step.id ? form.fault : null;
  const wrong = here && (here.field === text || here.field.startsWith(`${text}[`) || here.field.startsWith(`${text}.`)) ? sayFault(t, here) : undefined;
  return {
    value: valueAt(form.step, path),
    set: (value: unknown) => form.change(withValue(form.step, path, value), `${form.step.id}/${text}`),
    wrong,
    disabled: !form.editable,
    form,
  };
}

/** What it is called, and more about it. */
type Props = { path: Path; word: Key; more?: Key | undefined };

export function NumberField({ path, word, more, min, max, step }: Props & { min?: number; max?: number; step?: number }) {
  const { t } = useTranslation();
  const { value, set, wrong, disabled } = useValue(path);
  return (
    <Field label={t(word)} hint={more && t(more)} wrong={wrong}>
      {(props) => (
        <InputNumber
          {...props} value={typeof value === "number" ? value : null} min={min} max={max} step={step ?? 1} disabled={disabled} className={styles.full}
          data-test={`field-${pathText(path)}`} onChange={(next) => set(next ?? undefined)}
        />
      )}
    </Field>
  );
}

export function TextField({ path, word, more, empty }: Props & { /** An empty text is one, and not a missing field. */ empty?: boolean }) {
  const { t } = useTranslation();
  const { value, set, wrong, disabled } = useValue(path);
  return (
    <Field label={t(word)} hint={more && t(more)} wrong={wrong}>
      {(props) => <Input {...props} value={typeof value === "string" ? value : ""} disabled={disabled} data-test={`field-${pathText(path)}`} onChange={(event) => set(event.target.value === "" && !empty ? undefined : event.target.value)} />}
    </Field>
  );
}

export function SwitchField({ path, word, more }: Props) {
  const { t } = useTranslation();
  const { value, set, wrong, disabled } = useValue(path);
  return (
    <Field label={t(word)} hint={more && t(more)} wrong={wrong}>
      {(props) => <span><Switch id={props.id} size="small" checked={value === true} disabled={disabled} onChange={(next) => set(next || undefined)} /></span>}
    </Field>
  );
}

type Options = readonly { value: string; label: string }[];

export function ChoiceField({ path, word, more, options, clear, placeholder }: Props & { options: Options; clear?: boolean; placeholder?: string }) {
  const { t } = useTranslation();
  const { value, set, wrong, disabled } = useValue(path);
  // What stands there is shown also where it cannot be chosen any more.
  const shown = typeof value === "string" && value !== "" && !options.some((one) => one.value === value) ? [...options, { value, label: value }] : [...options];
  return (
    <Field label={t(word)} hint={more && t(more)} wrong={wrong}>
      {(props) => (
        <Select
          {...props} value={typeof value === "string" ? value : undefined} options={shown} disabled={disabled} allowClear={clear} placeholder={placeholder}
          className={styles.full} data-test={`field-${pathText(path)}`} onChange={(next?: string) => set(next)}
        />
      )}
    </Field>
  );
}

export function ManyField({ path, word, more, options, free, placeholder, keep }: Props & { options: readonly string[]; free?: boolean; placeholder?: string; /** An empty list stays a list. */ keep?: boolean }) {
  const { t } = useTranslation();
  const { value, set, wrong, disabled } = useValue(path);
  return (
    <Field label={t(word)} hint={more && t(more)} wrong={wrong}>
      {(props) => (
        <Select
          {...props} mode={free ? "tags" : "multiple"} value={Array.isArray(value) ? (value as string[]) : []} options={options.map((one) => ({ value: one, label: one }))}
          disabled={disabled} className={styles.full} placeholder={placeholder} onChange={(next: string[]) => set(next.length === 0 && !keep ? undefined : next)}
        />
      )}
    </Field>
  );
}

export function WordField({ path, word, more, options }: Props & { options: readonly string[] }) {
  const { t } = useTranslation();
  const { value, set, wrong, disabled } = useValue(path);
  return (
    <Field label={t(word)} hint={more && t(more)} wrong={wrong}>
      {(props) => <AutoComplete {...props} value={typeof value === "string" ? value : ""} options={options.map((one) => ({ value: one }))} disabled={disabled} className={styles.full} onChange={(next: string) => set(next === "" ? undefined : next)} />}
    </Field>
  );
}

/** A picture of the project, chosen by showing it. */
export function PictureField({ path, word, more, clear }: Props & { clear?: boolean }) {
  const { t } = useTranslation();
  const { value, set, wrong, disabled, form } = useValue(path);
  const id = pictureIn(value);
  return (
    <Field label={t(word)} hint={more && t(more)} wrong={wrong}>
      {(props) => (
        <div className={styles.picture}>
          {id ? <img src={pictureThumb(id)} alt="" /> : <span className={styles.faint}>{t("recipes.field.no_picture")}</span>}
          <Button id={props.id} size="small" disabled={disabled || !form.picture || form.picture === id} onClick={() => set(pictureName(form.picture ?? ""))}>{t("recipes.field.use_shown")}</Button>
          {clear && value !== undefined && <Button size="small" type="text" disabled={disabled} onClick={() => set(undefined)}>{t("common.do.clear")}</Button>}
        </div>
      )}
    </Field>
  );
}

/** Four numbers, or drawn. */
export function BoxField({ path, word, more, frame, clear }: Props & { frame: Target["frame"]; clear?: boolean }) {
  const { t } = useTranslation();
  const { value, set, wrong, disabled, form } = useValue(path);
  const box: Box | null = isBox(value) ? value : null;
  const here = form.drawing?.step === form.step.id && pathText(form.drawing.path) === pathText(path);
  return (
    <Field label={t(word)} hint={more && t(more)} wrong={wrong}>
      {(props) => (
        <div className={styles.box}>
          {box && box.map((v, index) => (
            <InputNumber
              key={index} size="small" value={v} disabled={disabled} controls={false} aria-label={`${t(word)} ${["x", "y", "w", "h"][index]}`}
              onChange={(next) => set(rounded(box.map((old, at) => (at === index ? (next ?? 0) : old)) as Box))}
            />
          ))}
          <Button id={props.id} size="small" type={here ? "primary" : "default"} icon={<AimOutlined />} disabled={disabled} onClick={() => form.draw({ step: form.step.id, path, frame })}>{t("recipes.editor.draw")}</Button>
          {clear && box && <Button size="small" type="text" disabled={disabled} onClick={() => set(undefined)}>{t("common.do.clear")}</Button>}
        </div>
      )}
    </Field>
  );
}

/** One that was sent before, or another one. */
export function FileField({ path, word, more, accept }: Props & { accept: string }) {
  const { t } = useTranslation();
  const { value, set, wrong, disabled, form } = useValue(path);
  const notify = useNotify();
  const input = useRef<HTMLInputElement>(null);
  const send = useMutation({ mutationFn: (file: File) => sendRecipeFile(form.recipe, file.name, file), onSuccess: (sent) => set(sent.name), onError: notify.failed });
  const known = [...new Set([...form.files.filter((one) => one.startsWith("files/")), ...(typeof value === "string" && value !== "" ? [value] : [])])];
  return (
    <Field label={t(word)} hint={more && t(more)} wrong={wrong}>
      {(props) => (
        <div className={styles.picture}>
          <Select {...props} value={typeof value === "string" && value !== "" ? value : undefined} options={known.map((one) => ({ value: one, label: one.replace(/^files\/[0-9a-f]{8}-/, "") }))} disabled={disabled} className={styles.full} onChange={(next: string) => set(next)} />
          <Button size="small" icon={<UploadOutlined />} loading={send.isPending} disabled={disabled} onClick={() => input.current?.click()}>{t("recipes.field.send_file")}</Button>
          <input ref={input} type="file" accept={accept} hidden onChange={(event) => { const file = event.target.files?.[0]; if (file) send.mutate(file); event.target.value = ""; }} />
        </div>
      )}
    </Field>
  );
}

export function Otherwise({ path, usual }: { path: Path; usual: "ng" | "recheck" }) {
  const { t } = useTranslation();
  const { value, set, wrong, disabled } = useValue([...path, "otherwise"]);
  return (
    <Field label={t("recipes.field.otherwise")} wrong={wrong}>
      {(props) => (
        <Select
          {...props} value={typeof value === "string" ? value : usual} disabled={disabled} className={styles.full} onChange={(next: string) => set(next)}
          options={(["ng", "recheck"] as const).map((one) => ({ value: one, label: t(`recipes.otherwise.${one}`) }))}
        />
      )}
    </Field>
  );
}

export const Row = ({ children }: { children: ReactNode }) => <div className={styles.row}>{children}</div>;
