import { Button } from "antd";
import { AimOutlined, DeleteOutlined, GatewayOutlined, PlusOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { Field } from "@/components/Field";
import { PartName } from "@/components/PartName";
import { sayFault } from "@/lib/recipeWords";
import { asRecord, withValue } from "../lib/doc";
import { useForm } from "./fields";
import styles from "./StepForm.module.css";

/** Parts of the picture that do not matter to a look, each drawn by the mouse. */
export function Ignored() {
  const { t } = useTranslation();
  const { step, editable, fault, change, draw, drawing } = useForm();
  const parts = asRecord(step.ignore);
  const names = Object.keys(parts);
  const target = (name: string, outline = false) => draw({ step: step.id, path: ["ignore", name], frame: "located", ...(outline ? { outline } : {}) });
  const free = () => {
    for (let n = names.length + 1; ; n += 1) if (!(`part${n}` in parts)) return `part${n}`;
  };
  const rename = (from: string, to: string) => {
    if (!(to in parts)) change({ ...step, ignore: Object.fromEntries(Object.entries(parts).map(([name, shape]) => [name === from ? to : name, shape])) }, "");
  };
  const wrong = fault?.step === step.id && fault.field.startsWith("ignore") ? sayFault(t, fault) : undefined;
  return (
    <Field label={t("recipes.field.ignore")} hint={t("recipes.field.ignore_help")} wrong={wrong}>
      {() => (
        <div className={styles.regions}>
          {names.map((name) => {
            const here = drawing?.step === step.id && drawing.path[0] === "ignore" && drawing.path[1] === name;
            return (
              <div key={name} className={styles.region}>
                <PartName key={name} name={name} editable={editable} onRename={(to) => rename(name, to)} />
                <Button size="small" type={here && !drawing.outline ? "primary" : "default"} icon={<AimOutlined />} disabled={!editable} title={t("recipes.field.region_again")} aria-label={`${t("recipes.field.region_again")} ${name}`} data-test={`draw-ignore-${name}`} onClick={() => target(name)} />
                <Button size="small" type={here && drawing.outline ? "primary" : "default"} icon={<GatewayOutlined />} disabled={!editable} title={t("recipes.field.outline")} aria-label={`${t("recipes.field.outline")} ${name}`} onClick={() => target(name, true)} />
                <Button size="small" type="text" icon={<DeleteOutlined />} disabled={!editable} title={t("common.do.delete")} aria-label={`${t("common.do.delete")} ${name}`} onClick={() => change(withValue(step, ["ignore", name], undefined), "")} />
              </div>
            );
          })}
          <div className={styles.region}>
            <Button size="small" icon={<PlusOutlined />} disabled={!editable} data-test="draw-ignore" onClick={() => target(free())}>{t("recipes.field.ignore_new")}</Button>
            <Button size="small" icon={<GatewayOutlined />} disabled={!editable} data-test="outline-ignore" onClick={() => target(free(), true)}>{t("recipes.field.outline")}</Button>
          </div>
        </div>
      )}
    </Field>
  );
}
