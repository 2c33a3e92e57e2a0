import { Button, Dropdown, Input } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { Field } from "@/components/Field";
import { asRecord, newRule, regionNames, ruleKinds, rulesOf, stepsBefore, valueAt, withValue, type Path, type Rule, type RuleKind } from "../lib/doc";
import { ChoiceField, FileField, ManyField, NumberField, Otherwise, Row, TextField, useForm, useValue, WordField } from "./fields";
import styles from "./StepForm.module.css";

/** Numbers that each kind of step tells. */
const numbers: Record<string, readonly string[]> = {
  acquire: ["sharpness", "mean", "dark", "bright", "width", "height", "agreement"],
  locate: ["agreement", "second", "dx", "dy", "angle", "scale"],
  look: ["score"],
};
const bead = ["path_mm", "length_mm", "area_mm2", "volume_mm3", "width_mm.min", "width_mm.mean", "width_mm.max", "offset_max_mm", "start_mm", "end_mm"].map((one) => `bead.${one}`);

export function RulesForm() {
  const { t } = useTranslation();
  const { doc, step, editable, change } = useForm();
  const rules = rulesOf(step);
  const add = (kind: RuleKind) => {
    const taken = new Set(rules.map((one) => one.name));
    let name: string = kind;
    for (let n = 2; taken.has(name); n += 1) name = `${kind} ${n}`;
    change({ ...step, rules: [...rules, newRule(doc, step.id, kind, name)] }, "");
  };
  return (
    <>
      {rules.map((_, n) => <RuleForm key={n} path={["rules", n]} outer onRemove={rules.length > 1 ? () => change({ ...step, rules: rules.filter((__, at) => at !== n) }, "") : undefined} />)}
      <Dropdown trigger={["click"]} disabled={!editable} menu={{ items: ruleKinds.map((kind) => ({ key: kind, label: <span data-test={`add-rule-${kind}`}>{t(`recipes.rule.${kind}`)}</span> })), onClick: ({ key }) => add(key as RuleKind) }}>
        <Button size="small" icon={<PlusOutlined />} disabled={!editable} data-test="add-rule">{t("recipes.rule.add")}</Button>
      </Dropdown>
    </>
  );
}

function RuleForm({ path, outer, onRemove }: { path: Path; outer?: boolean; onRemove?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { doc, step, editable, change } = useForm();
  const rule = asRecord(valueAt(step, path)) as Rule;
  const name = useValue([...path, "name"]);
  const setKind = (kind: RuleKind) => change(withValue(step, path, { ...newRule(doc, step.id, kind, String(rule.name ?? kind)), ...(rule.otherwise === undefined ? {} : { otherwise: rule.otherwise }) }), "");
  return (
    <div className={styles.rule}>
      <div className={styles.rule_head}>
        {outer ? (
          <Input size="small" value={typeof name.value === "string" ? name.value : ""} maxLength={100} disabled={!editable} status={name.wrong ? "error" : undefined} title={name.wrong} aria-label={t("recipes.rule.name")} onChange={(event) => name.set(event.target.value)} />
        ) : <span className={styles.sub}>{t(`recipes.rule.${rule.kind}`)}</span>}
        {onRemove && <Button size="small" type="text" icon={<DeleteOutlined />} disabled={!editable} aria-label={t("recipes.rule.remove")} title={t("recipes.rule.remove")} onClick={onRemove} />}
      </div>
      <Field label={t("recipes.rule.kind")}>
        {(props) => (
          <select id={props.id} value={rule.kind} disabled={!editable} onChange={(event) => setKind(event.target.value as RuleKind)}>
            {ruleKinds.map((kind) => <option key={kind} value={kind}>{t(`recipes.rule.${kind}`)}</option>)}
          </select>
        )}
      </Field>
      <RuleFields path={path} rule={rule} />
      {outer && <Otherwise path={path} usual="ng" />}
    </div>
  );
}

function Of({ path, of, kinds, regions = true }: { path: Path; of: string; kinds: readonly string[]; regions?: boolean }) {
  const { t } = useTranslation();
  const { doc, step } = useForm();
  const about = valueAt(step, [...path, of]);
  const names = regionNames(doc, about).filter((one) => one !== "whole");
  return (
    <Row>
      <ChoiceField path={[...path, of]} word="recipes.rule.of" options={stepsBefore(doc, step.id, kinds).map((one) => ({ value: one.id, label: one.id }))} />
      {regions && (names.length > 0 || valueAt(step, [...path, "region"]) !== undefined) && (
        <ChoiceField path={[...path, "region"]} word="recipes.rule.region" clear placeholder={t("recipes.rule.each_region")} options={names.map((one) => ({ value: one, label: one }))} />
      )}
    </Row>
  );
}

function RuleFields({ path, rule }: { path: Path; rule: Rule }) {
  const { t } = useTranslation();
  const { doc, step, editable, change, classes } = useForm();
  const least = <NumberField path={[...path, "min"]} word="recipes.rule.min" step={0.1} />;
  const most = <NumberField path={[...path, "max"]} word="recipes.rule.max" step={0.1} />;
  switch (rule.kind) {
    case "passes": return <Of path={path} of="of" kinds={["look"]} />;
    case "class": return <><Of path={path} of="of" kinds={["look"]} /><ManyField path={[...path, "classes"]} word="recipes.field.classes" options={classes} free keep /></>;
    case "number": {
      const kind = doc.steps.find((one) => one.id === rule.of)?.kind ?? "look";
      const offered = [...(numbers[kind] ?? []), ...(kind === "look" ? [...classes.map((one) => `scores.${one}`), ...bead] : [])];
      return (
        <>
          <Of path={path} of="of" kinds={["look", "acquire", "locate"]} regions={kind === "look"} />
          <WordField path={[...path, "field"]} word="recipes.rule.field" options={offered} />
          <Row>{least}{most}</Row>
        </>
      );
    }
    case "count": return (
      <>
        <Of path={path} of="of" kinds={["look", "code"]} />
        <WordField path={[...path, "class"]} word="recipes.rule.one_class" more="recipes.field.classes_help" options={classes} />
        <Row>{least}{most}</Row>
        <Row>
          <NumberField path={[...path, "area_px2"]} word="recipes.rule.area_px2" min={0} />
          <NumberField path={[...path, "score"]} word="recipes.field.score" min={0} max={1} step={0.05} />
        </Row>
      </>
    );
    case "limits": {
      const limits = asRecord(rule.classes);
      const free = ["*", ...classes].find((one) => !(one in limits));
      return (
        <>
          <Of path={path} of="of" kinds={["look"]} />
          {Object.keys(limits).map((name) => (
            <div key={name} className={styles.rule}>
              <div className={styles.rule_head}>
                <b>{name === "*" ? t("recipes.rule.other_classes") : name}</b>
                <Button size="small" type="text" icon={<DeleteOutlined />} disabled={!editable} aria-label={`${t("common.do.delete")} ${name}`} onClick={() => change(withValue(step, [...path, "classes"], Object.fromEntries(Object.entries(limits).filter(([key]) => key !== name))), "")} />
              </div>
              <Row>
                <NumberField path={[...path, "classes", name, "most"]} word="recipes.rule.most" min={0} />
                <NumberField path={[...path, "classes", name, "largest_px2"]} word="recipes.rule.largest_px2" min={0} />
                <NumberField path={[...path, "classes", name, "longest_px"]} word="recipes.rule.longest_px" min={0} />
                <NumberField path={[...path, "classes", name, "total_px2"]} word="recipes.rule.total_px2" min={0} />
                <NumberField path={[...path, "classes", name, "area_px2"]} word="recipes.rule.area_px2" min={0} />
              </Row>
            </div>
          ))}
          {free !== undefined && <Button size="small" icon={<PlusOutlined />} disabled={!editable} onClick={() => change(withValue(step, [...path, "classes"], { ...limits, [free]: {} }), "")}>{t("recipes.rule.add_class")}</Button>}
        </>
      );
    }
    case "text": return <TextRule path={path} rule={rule} />;
    case "same": return (
      <>
        <Of path={[...path, "of"]} of="step" kinds={["look", "code"]} />
        <p className={styles.sub}>{t("recipes.rule.and")}</p>
        <Of path={[...path, "and"]} of="step" kinds={["look", "code"]} />
      </>
    );
    case "all":
    case "any": {
      const inner = Array.isArray(rule.rules) ? (rule.rules as Rule[]) : [];
      const put = (rules: Rule[]) => change(withValue(step, [...path, "rules"], rules), "");
      return (
        <>
          {inner.map((_, n) => <RuleForm key={n} path={[...path, "rules", n]} onRemove={inner.length > 1 ? () => put(inner.filter((__, at) => at !== n)) : undefined} />)}
          <span><Button size="small" icon={<PlusOutlined />} disabled={!editable} onClick={() => put([...inner, newRule(doc, step.id, "number", "")])}>{t("recipes.rule.add")}</Button></span>
        </>
      );
    }
    case "not": return <RuleForm path={[...path, "rule"]} />;
  }
}

const ways = ["none", "text", "given", "table"] as const;

function TextRule({ path, rule }: { path: Path; rule: Rule }) {
  const { t } = useTranslation();
  const { step, editable, change } = useForm();
  const expected = asRecord(rule.expected);
  const way = ways.find((one) => one in expected) ?? "none";
  const setWay = (next: (typeof ways)[number]) => {
    const fields = { none: undefined, text: { text: "?" }, given: { given: "expected" }, table: { table: { file: "", key_column: "key", column: "text", key: { given: "key" } } } };
    change(withValue(step, [...path, "expected"], fields[next]), "");
  };
  const key = asRecord(valueAt(step, [...path, "expected", "table", "key"]));
  const setKey = (next: string) => change(withValue(step, [...path, "expected", "table", "key"], next === "given" ? { given: "key" } : { read: { step: String(rule.of ?? "") } }), "");
  const setDate = (on: boolean) => change(withValue(step, [...path, "date"], on ? { format: "YYYY-MM-DD", not_after: "today" } : undefined), "");
  return (
    <>
      <Of path={path} of="of" kinds={["look", "code"]} />
      <TextField path={[...path, "pattern"]} word="recipes.rule.pattern" />
      <Row>
        <ManyField path={[...path, "checks"]} word="recipes.rule.checks" options={["gs1", "imei", "mod10", "mod11", "mod37"]} />
        <NumberField path={[...path, "score"]} word="recipes.rule.sure" min={0} max={1} step={0.05} />
      </Row>
      <Field label={t("recipes.rule.expected")}>
        {(props) => (
          <select id={props.id} value={way} disabled={!editable} onChange={(event) => setWay(event.target.value as (typeof ways)[number])}>
            {ways.map((one) => <option key={one} value={one}>{t(`recipes.expected.${one}`)}</option>)}
          </select>
        )}
      </Field>
      {way === "text" && <TextField path={[...path, "expected", "text"]} word="recipes.expected.text" empty />}
      {way === "given" && <TextField path={[...path, "expected", "given"]} word="recipes.rule.given_name" empty />}
      {way === "table" && (
        <>
          <FileField path={[...path, "expected", "table", "file"]} word="recipes.rule.table_file" accept=".csv" />
          <Row>
            <TextField path={[...path, "expected", "table", "key_column"]} word="recipes.rule.key_column" empty />
            <TextField path={[...path, "expected", "table", "column"]} word="recipes.rule.column" empty />
          </Row>
          <Field label={t("recipes.rule.key")}>
            {(props) => (
              <select id={props.id} value={"read" in key ? "read" : "given"} disabled={!editable} onChange={(event) => setKey(event.target.value)}>
                {(["given", "read"] as const).map((one) => <option key={one} value={one}>{t(`recipes.key.${one}`)}</option>)}
              </select>
            )}
          </Field>
          {"read" in key ? <Of path={[...path, "expected", "table", "key", "read"]} of="step" kinds={["look", "code"]} /> : <TextField path={[...path, "expected", "table", "key", "given"]} word="recipes.rule.given_name" empty />}
        </>
      )}
      {rule.date === undefined ? (
        <span><Button size="small" disabled={!editable} onClick={() => setDate(true)}>{t("recipes.rule.date")}</Button></span>
      ) : (
        <>
          <TextField path={[...path, "date", "format"]} word="recipes.rule.date" empty />
          <Row>
            <TextField path={[...path, "date", "not_before"]} word="recipes.rule.not_before" more="recipes.rule.day_help" />
            <TextField path={[...path, "date", "not_after"]} word="recipes.rule.not_after" />
            <TextField path={[...path, "date", "equals"]} word="recipes.rule.equals" />
          </Row>
          <span><Button size="small" type="text" disabled={!editable} onClick={() => setDate(false)}>{t("common.do.clear")}</Button></span>
        </>
      )}
    </>
  );
}
