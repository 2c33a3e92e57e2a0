import { Button, Input, Radio } from "antd";
import { AimOutlined, DeleteOutlined, GatewayOutlined, PlusOutlined, RedoOutlined } from "@ant-design/icons";
import { useState } from "react";
import { useTranslation } from "@/i18n";
import { Field } from "@/components/Field";
import { sayFault } from "@/lib/recipeWords";
import { outlineOf } from "@/lib/textArc";
import { asRecord, modelName, pictureName, regionNames, renameRegion, stepKinds, stepsBefore, valueAt, without, withValue, type StepKind } from "../lib/doc";
import { arcInBox, around, isArc, isBox, isPolygon } from "../lib/geometry";
import type { RecipeDoc as Doc } from "@/api/contract";
import { BoxField, ChoiceField, FileField, ManyField, NumberField, Otherwise, PictureField, Row, SwitchField, useForm, useValue } from "./fields";
import { Ignored } from "./Ignored";
import { RegionArc } from "./RegionArc";
import { RulesForm } from "./RulesForm";
import styles from "./StepForm.module.css";

type Props = { onRename: (to: string) => void; onDoc: (doc: Doc, what: string) => void };

/** The settings of the chosen step. */
export function StepForm({ onRename, onDoc }: Props) {
  const { t } = useTranslation();
  const { step, fault, editable } = useForm();
  const kind = stepKinds.find((one) => one === step.kind);
  const whole = fault?.step === step.id && fault.field === "" ? sayFault(t, fault) : null;
  if (!kind) return null;
  return (
    <div className={styles.form} data-test="step-form">
      <p className={styles.about}>{t(`recipes.about.${kind}`)}</p>
      {whole && <p role="alert" className={styles.wrong}>{whole}</p>}
      <IdField key={step.id} id={step.id} editable={editable} wrong={fault?.step === step.id && fault.field === "id" ? sayFault(t, fault) : undefined} onRename={onRename} />
      <Fields kind={kind} onDoc={onDoc} />
    </div>
  );
}

function IdField({ id, editable, wrong, onRename }: { id: string; editable: boolean; wrong: string | undefined; onRename: (to: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(id);
  const take = () => {
    const next = text.trim();
    if (next !== id && /^[a-z0-9][a-z0-9_-]{0,39}$/.test(next)) onRename(next);
    else setText(id);
  };
  return (
    <Field label={t("recipes.editor.name")} hint={t("recipes.editor.name_hint")} wrong={wrong}>
      {(props) => <Input {...props} value={text} disabled={!editable} maxLength={40} onChange={(event) => setText(event.target.value)} onBlur={take} onPressEnter={take} />}
    </Field>
  );
}

function Fields({ kind, onDoc }: { kind: StepKind; onDoc: Props["onDoc"] }) {
  switch (kind) {
    case "acquire": return <AcquireFields />;
    case "locate": return <LocateFields />;
    case "regions": return <RegionsFields onDoc={onDoc} />;
    case "look": return <LookFields />;
    case "code": return <CodeFields />;
    case "rules": return <RulesForm />;
    case "verdict": return <VerdictFields />;
  }
}

function OnField({ kinds }: { kinds: readonly string[] }) {
  const { doc, step } = useForm();
  return <ChoiceField path={["on"]} word="recipes.field.on" options={stepsBefore(doc, step.id, kinds).map((one) => ({ value: one.id, label: one.id }))} />;
}

function AcquireFields() {
  const { t } = useTranslation();
  const size = useValue(["size"]);
  const sides = Array.isArray(size.value) ? (size.value as number[]) : null;
  const mean = useValue(["exposure", "mean"]);
  const [low, high] = Array.isArray(mean.value) ? (mean.value as [number, number]) : [null, null];
  const setMean = (next: [number | null, number | null]) => mean.set(next[0] === null && next[1] === null ? undefined : [next[0] ?? 0, next[1] ?? 255]);
  return (
    <>
      <NumberField path={["sharpness"]} word="recipes.field.sharpness" more="recipes.field.sharpness_help" min={0} />
      <Row>
        <MeanField label={t("recipes.field.mean_min")} value={low} disabled={mean.disabled} wrong={mean.wrong} onChange={(next) => setMean([next, high])} />
        <MeanField label={t("recipes.field.mean_max")} value={high} disabled={mean.disabled} onChange={(next) => setMean([low, next])} />
      </Row>
      <Row>
        <NumberField path={["exposure", "dark"]} word="recipes.field.dark" min={0} max={1} step={0.01} />
        <NumberField path={["exposure", "bright"]} word="recipes.field.bright" min={0} max={1} step={0.01} />
      </Row>
      <BoxField path={["part"]} word="recipes.field.part" more="recipes.field.part_help" frame="picture" clear />
      <SameFields field="scene" />
      <SameFields field="empty" />
      <Row>
        {sides ? (
          <>
            <NumberField path={["size", 0]} word="recipes.field.size" min={1} />
            <NumberField path={["size", 1]} word="recipes.field.size" min={1} />
            <Button size="small" type="text" disabled={size.disabled} onClick={() => size.set(undefined)}>{t("common.do.clear")}</Button>
          </>
        ) : (
          <Button size="small" disabled={size.disabled} onClick={() => size.set([1280, 1024])}>{t("recipes.field.size_check")}</Button>
        )}
      </Row>
      <SwitchField path={["fresh"]} word="recipes.field.fresh" more="recipes.field.fresh_help" />
      <Otherwise path={[]} usual="recheck" />
    </>
  );
}

function MeanField({ label, value, disabled, wrong, onChange }: { label: string; value: number | null; disabled: boolean; wrong?: string | undefined; onChange: (value: number | null) => void }) {
  return (
    <Field label={label} wrong={wrong}>
      {(props) => <Input {...props} type="number" min={0} max={255} value={value ?? ""} disabled={disabled} onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))} />}
    </Field>
  );
}

/** Another picture to agree with, once one is chosen. */
function SameFields({ field }: { field: "scene" | "empty" }) {
  const { t } = useTranslation();
  const { step, editable, picture, change } = useForm();
  if (step[field] === undefined) {
    return (
      <Field label={t(`recipes.field.${field}`)}>
        {(props) => <span><Button id={props.id} size="small" disabled={!editable || !picture} onClick={() => change(withValue(step, [field], { picture: pictureName(picture ?? "") }), "")}>{t("recipes.field.use_shown")}</Button></span>}
      </Field>
    );
  }
  return (
    <>
      <PictureField path={[field, "picture"]} word={`recipes.field.${field}`} clear />
      <NumberField path={[field, "least"]} word="recipes.field.least" more="recipes.field.least_help" min={-1} max={1} step={0.05} />
    </>
  );
}

const ways = ["scene", "template", "features", "fiducials"] as const;
const fits = ["similarity", "affine", "homography"] as const;

function LocateFields() {
  const { t } = useTranslation();
  const { step, editable, change, draw } = useForm();
  const by = asRecord(step.by);
  const way = ways.find((one) => one in by) ?? "scene";
  const marks = valueAt(step, ["by", "fiducials", "marks"]);
  const set = (next: (typeof ways)[number]) => {
    const fields = { scene: {}, template: [0, 0, 64, 64], features: [0, 0, 128, 128], fiducials: { marks: [[0, 0, 32, 32], [64, 64, 32, 32]], reach_px: 40 } };
    // A pattern and the whole picture take no fit.
    const kept = next === "features" || next === "fiducials" ? step : (without(step, "fit") as unknown as typeof step);
    change({ ...kept, by: { [next]: fields[next] } }, "");
  };
  return (
    <>
      <OnField kinds={["acquire"]} />
      <PictureField path={["picture"]} word="recipes.field.picture" />
      <Field label={t("recipes.field.by")}>
        {(props) => <Radio.Group id={props.id} size="small" optionType="button" value={way} disabled={!editable} onChange={(event) => set(event.target.value as (typeof ways)[number])} options={ways.map((one) => ({ value: one, label: t(`recipes.by.${one}`) }))} />}
      </Field>
      {way === "template" && <BoxField path={["by", "template"]} word="recipes.field.template" frame="reference" />}
      {way === "features" && <BoxField path={["by", "features"]} word="recipes.field.template" more="recipes.field.features_help" frame="reference" />}
      {way === "fiducials" && (
        <>
          {(Array.isArray(marks) ? marks : []).map((_, n) => <BoxField key={n} path={["by", "fiducials", "marks", n]} word="recipes.field.marks" more={n === 0 ? "recipes.field.marks_help" : undefined} frame="reference" clear />)}
          <Button size="small" icon={<PlusOutlined />} disabled={!editable} onClick={() => draw({ step: step.id, path: ["by", "fiducials", "marks", Array.isArray(marks) ? marks.length : 0], frame: "reference" })}>{t("recipes.editor.draw")}</Button>
          <Row>
            <NumberField path={["by", "fiducials", "reach_px"]} word="recipes.field.reach_px" min={1} />
            <NumberField path={["by", "fiducials", "apart_px"]} word="recipes.field.apart_px" min={0.1} step={0.5} />
          </Row>
        </>
      )}
      {(way === "features" || way === "fiducials" || step.fit !== undefined) && (
        <ChoiceField path={["fit"]} word="recipes.field.fit" more="recipes.field.fit_help" clear placeholder={t("recipes.fit.similarity")} options={fits.map((value) => ({ value, label: t(`recipes.fit.${value}`) }))} />
      )}
      {way !== "scene" && way !== "features" && (
        <Row>
          <NumberField path={["turn"]} word="recipes.field.turn" min={0} max={180} />
          <NumberField path={["scale"]} word="recipes.field.scale" more="recipes.field.scale_help" min={0} max={0.5} step={0.01} />
        </Row>
      )}
      <Row>
        <NumberField path={["least"]} word="recipes.field.least" more="recipes.field.least_help" min={-1} max={1} step={0.05} />
        <NumberField path={["margin"]} word="recipes.field.margin" more="recipes.field.margin_help" min={0} max={1} step={0.01} />
      </Row>
      <Otherwise path={[]} usual="recheck" />
    </>
  );
}

const sources = ["regions", "layout", "found"] as const;

function RegionsFields({ onDoc }: { onDoc: Props["onDoc"] }) {
  const { t } = useTranslation();
  const { doc, step, editable, change, classes } = useForm();
  const source = sources.find((one) => one in step) ?? "regions";
  const first = (kinds: readonly string[]) => stepsBefore(doc, step.id, kinds).at(-1)?.id ?? step.on;
  const set = (next: (typeof sources)[number]) => {
    const rest = without(step, ...sources);
    const on = next === "found" ? first(["look", "code"]) : first(["locate", "acquire"]);
    change({ ...rest, on, ...(next === "regions" ? { regions: { area: { box: [0, 0, 64, 64] } } } : next === "layout" ? { layout: "" } : { found: {} }) } as unknown as typeof step, "");
  };
  return (
    <>
      <Field label={t("recipes.field.where")}>
        {(props) => <Radio.Group id={props.id} size="small" optionType="button" value={source} disabled={!editable} onChange={(event) => set(event.target.value as (typeof sources)[number])} options={sources.map((one) => ({ value: one, label: t(`recipes.where.${one}`) }))} />}
      </Field>
      <OnField kinds={source === "found" ? ["look", "code"] : ["acquire", "locate"]} />
      {source === "regions" && <Drawn onDoc={onDoc} />}
      {source === "layout" && <FileField path={["layout"]} word="recipes.field.layout" accept=".json" />}
      {source === "found" && (
        <>
          <ManyField path={["found", "classes"]} word="recipes.field.classes" more="recipes.field.classes_help" options={classes} free />
          <Row>
            <NumberField path={["found", "score"]} word="recipes.field.score" min={0} max={1} step={0.05} />
            <NumberField path={["found", "grow_px"]} word="recipes.field.grow_px" min={0} />
            <NumberField path={["found", "most"]} word="recipes.field.most" min={1} max={256} />
          </Row>
        </>
      )}
    </>
  );
}

/** A box becomes a bow within it, and a bow the box around it. */
function bent(shape: unknown): Record<string, unknown> {
  const { box, polygon, arc } = asRecord(shape);
  if (isArc(arc)) return { box: around(outlineOf(arc)) };
  return { arc: arcInBox(isBox(box) ? box : isPolygon(polygon) ? around(polygon) : [0, 0, 64, 64]) };
}

/** Regions by name, each drawn by the mouse. */
function Drawn({ onDoc }: { onDoc: Props["onDoc"] }) {
  const { t } = useTranslation();
  const { doc, step, editable, change, draw, drawing } = useForm();
  const regions = asRecord(step.regions);
  const names = Object.keys(regions);
  const target = (name: string, outline = false) => draw({ step: step.id, path: ["regions", name], frame: "located", ...(outline ? { outline } : {}) });
  const free = () => {
    for (let n = names.length + 1; ; n += 1) if (!(`area${n}` in regions)) return `area${n}`;
  };
  return (
    <Field label={t("recipes.field.regions")} wrong={undefined}>
      {() => (
        <div className={styles.regions}>
          {names.map((name) => {
            const here = drawing?.step === step.id && drawing.path[1] === name;
            return (
              <div key={name} className={styles.regions}>
                <div className={styles.region}>
                  <RegionName name={name} editable={editable} onRename={(to) => onDoc(renameRegion(doc, step.id, name, to), "")} />
                  <Button size="small" type={here && !drawing.outline ? "primary" : "default"} icon={<AimOutlined />} disabled={!editable} title={t("recipes.field.region_again")} aria-label={`${t("recipes.field.region_again")} ${name}`} data-test={`draw-${name}`} onClick={() => target(name)} />
                  <Button size="small" type={here && drawing.outline ? "primary" : "default"} icon={<GatewayOutlined />} disabled={!editable} title={t("recipes.field.outline")} aria-label={`${t("recipes.field.outline")} ${name}`} data-test={`outline-${name}`} onClick={() => target(name, true)} />
                  <Button size="small" type={isArc(asRecord(regions[name]).arc) ? "primary" : "default"} icon={<RedoOutlined />} disabled={!editable} title={t("recipes.field.arc_make")} aria-label={`${t("recipes.field.arc_make")} ${name}`} data-test={`bend-${name}`} onClick={() => change({ ...step, regions: { ...regions, [name]: bent(regions[name]) } }, "")} />
                  <Button size="small" type="text" icon={<DeleteOutlined />} disabled={!editable || names.length === 1} title={t("common.do.delete")} aria-label={`${t("common.do.delete")} ${name}`} onClick={() => change({ ...step, regions: Object.fromEntries(Object.entries(regions).filter(([key]) => key !== name)) }, "")} />
                </div>
                {asRecord(regions[name]).arc !== undefined && <RegionArc name={name} />}
              </div>
            );
          })}
          <Button size="small" icon={<PlusOutlined />} disabled={!editable} data-test="draw-new" onClick={() => target(free())}>{t("recipes.field.region_new")}</Button>
        </div>
      )}
    </Field>
  );
}

function RegionName({ name, editable, onRename }: { name: string; editable: boolean; onRename: (to: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(name);
  const take = () => (text.trim() !== "" && text.trim() !== name ? onRename(text.trim()) : setText(name));
  return <Input size="small" value={text} maxLength={100} disabled={!editable} aria-label={t("recipes.field.region_name")} onChange={(event) => setText(event.target.value)} onBlur={take} onPressEnter={take} />;
}

function RegionPick() {
  const { t } = useTranslation();
  const { doc, step } = useForm();
  const names = regionNames(doc, step.on).filter((name) => name !== "whole");
  if (names.length === 0 && step.regions === undefined) return null;
  return <ManyField path={["regions"]} word="recipes.field.only_regions" options={names} placeholder={t("recipes.field.all_regions")} />;
}

function LookFields() {
  const { t } = useTranslation();
  const { models, step } = useForm();
  const usable = models.filter((one) => one.task !== "recipe");
  const model = usable.find((one) => modelName(one.number) === step.model);
  return (
    <>
      <OnField kinds={["acquire", "locate", "regions"]} />
      <RegionPick />
      <ChoiceField path={["model"]} word="recipes.field.model" options={usable.map((one) => ({ value: modelName(one.number), label: t("recipes.field.model_option", { number: one.number, name: one.name, task: t(`models.task.${one.task}`) }) }))} />
      {(model?.task === "compare" || step.template !== undefined) && <PictureField path={["template"]} word="recipes.field.compare_with" more="recipes.field.compare_help" clear />}
      {(step.ignore !== undefined || !model || !["components", "read", "glue"].includes(model.task)) && <Ignored />}
    </>
  );
}

const codeKinds = ["qr", "data_matrix", "code_128", "code_39", "ean_13", "ean_8"] as const;

function CodeFields() {
  return (
    <>
      <OnField kinds={["acquire", "locate", "regions"]} />
      <RegionPick />
      <ManyField path={["kinds"]} word="recipes.field.kinds" more="recipes.field.classes_help" options={codeKinds} />
    </>
  );
}

function VerdictFields() {
  const { doc, step } = useForm();
  return <ManyField path={["of"]} word="recipes.field.of_rules" options={stepsBefore(doc, step.id, ["rules"]).map((one) => one.id)} keep />;
}
