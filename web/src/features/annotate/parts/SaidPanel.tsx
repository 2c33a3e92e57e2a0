// What is said of the chosen regions beside their class: the text that stands there, how broad a line is, what their class asks.
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Checkbox, ConfigProvider, Input, InputNumber } from "antd";
import type { InputRef } from "antd";
import type { Class, ClassAttribute } from "@/api/contract";
import { useTranslation } from "@/i18n";
import { areaOf, lengthOf, type Annotator, type Region, type Said, type Shape } from "@/modules/annotator";
import { canvasTheme } from "@/lib/canvasTheme";
import styles from "./SidePanel.module.css";

type Props = { annotator: Annotator; regions: readonly Region[]; classes: readonly Class[]; mmPerPixel: number | null };

const MOST_TEXT = 300;

/** Back to drawing, once all is said. */
function toCanvas(event: KeyboardEvent) {
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  document.querySelector<HTMLElement>("[data-test=canvas]")?.focus();
}

export function SaidPanel({ annotator, regions, classes, mmPerPixel }: Props) {
  const [one] = regions;
  if (!one) return null;
  const alone = regions.length === 1;
  const sameClass = regions.every((other) => other.class_id === one.class_id);
  const asked = sameClass ? (classes.find((other) => other.id === one.class_id)?.attributes ?? []) : [];
  if (!alone && asked.length === 0) return null;
  const ids = regions.map((other) => other.id);
  return (
    <ConfigProvider theme={canvasTheme}>
      <div className={styles.said} data-test="said">
        {alone && <Facts region={one} mmPerPixel={mmPerPixel} />}
        {alone && one.shape.kind === "text" && <Text key={one.id} annotator={annotator} id={one.id} shape={one.shape} />}
        {alone && one.shape.kind === "line" && <Width annotator={annotator} id={one.id} shape={one.shape} />}
        {asked.map((attribute) => (
          <Asked
            key={`${ids.join()} ${attribute.name}`} attribute={attribute} said={common(regions, attribute.name)}
            onSay={(said) => annotator.act((editor) => editor.say(ids, attribute.name, said))}
          />
        ))}
      </div>
    </ConfigProvider>
  );
}

/** Null where they say different things, or nothing. */
function common(regions: readonly Region[], name: string): Said | null {
  const all = new Set(regions.map((one) => one.attributes?.[name] ?? null));
  return all.size === 1 ? ([...all][0] ?? null) : null;
}

function Facts({ region: { shape, group }, mmPerPixel }: { region: Region; mmPerPixel: number | null }) {
  const { t } = useTranslation();
  const length = lengthOf(shape);
  const long = (px: number) => (mmPerPixel === null ? `${px.toFixed(1)} px` : `${(px * mmPerPixel).toFixed(2)} mm`);
  const wide = (px: number) => (mmPerPixel === null ? `${Math.round(px)} px²` : `${(px * mmPerPixel * mmPerPixel).toFixed(2)} mm²`);
  const facts = [
    shape.kind === "points" ? t("annotate.said.points", { count: shape.points.length }) : length === null ? t("annotate.said.area", { value: wide(areaOf(shape)) }) : t("annotate.said.length", { value: long(length) }),
    ...(shape.kind === "rotated" || shape.kind === "ellipse" ? [t("annotate.said.angle", { value: shape.angle.toFixed(1) })] : []),
    ...(group === undefined ? [] : [t("annotate.said.group", { number: group })]),
  ];
  return <p className={styles.facts}>{facts.join(" · ")}</p>;
}

function Text({ annotator, id, shape }: { annotator: Annotator; id: string; shape: Shape & { kind: "text" } }) {
  const { t } = useTranslation();
  const field = useRef<InputRef>(null);
  const [text, setText] = useState(shape.text);
  const [before, setBefore] = useState(shape.text);
  // Taken back or changed elsewhere.
  if (before !== shape.text) {
    setBefore(shape.text);
    setText(shape.text);
  }
  // A place that was just drawn says nothing yet: the hand goes on at the keys.
  useEffect(() => {
    if (shape.text === "" && annotator.snapshot().tool === "text") field.current?.focus({ preventScroll: true });
    // Once a place: what is typed later is no reason to come back.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const put = () => {
    if (text !== shape.text) annotator.act((editor) => editor.change(new Map([[id, { ...shape, text }]])));
  };
  return (
    <label className={styles.saidRow}>
      <span>{t("annotate.said.text")}</span>
      <Input
        ref={field} size="small" value={text} maxLength={MOST_TEXT} placeholder={t("annotate.said.text_hint")} data-say data-test="said-text"
        onChange={(event) => setText(event.target.value)} onBlur={put}
        onKeyDown={(event) => {
          // While a Chinese word is chosen, Enter belongs to that.
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") setText(shape.text);
          toCanvas(event);
        }}
      />
    </label>
  );
}

function Width({ annotator, id, shape }: { annotator: Annotator; id: string; shape: Shape & { kind: "line" } }) {
  const { t } = useTranslation();
  return (
    <label className={styles.saidRow}>
      <span>{t("annotate.said.width")}</span>
      <InputNumber
        size="small" min={1} max={1000} step={1} value={shape.width} suffix="px" style={{ width: "100%" }} data-say data-test="said-width" onKeyDown={toCanvas}
        onChange={(width) => width !== null && annotator.act((editor) => editor.change(new Map([[id, { ...shape, width: Math.round(width * 10) / 10 }]]), `width-${id}`))}
      />
    </label>
  );
}

type AskedProps = { attribute: ClassAttribute; said: Said | null; onSay: (said: Said | null) => void };

function Asked({ attribute: { name, kind, choices }, said, onSay }: AskedProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(typeof said === "string" ? said : "");
  const given = { size: "small" as const, "data-say": true, "data-test": `said-${name}`, "aria-label": name };
  return (
    <label className={styles.saidRow}>
      <span title={name}>{name}</span>
      {kind === "tick" && <Checkbox checked={said === true} onChange={(event) => onSay(event.target.checked)} data-say data-test={`said-${name}`} />}
      {kind === "number" && (
        <InputNumber {...given} value={typeof said === "number" ? said : null} style={{ width: "100%" }} onChange={(next) => onSay(next)} onKeyDown={toCanvas} />
      )}
      {kind === "choice" && (
        // The browser's own: Ant Design's brings 30 kB for a list that scrolls.
        <select
          data-say data-test={`said-${name}`} aria-label={name} className={styles.choice} value={typeof said === "string" ? said : ""}
          onChange={(event) => onSay(event.target.value === "" ? null : event.target.value)}
        >
          <option value="">{t("annotate.said.unset")}</option>
          {(choices ?? []).map((one) => <option key={one} value={one}>{one}</option>)}
        </select>
      )}
      {kind === "text" && (
        <Input {...given} value={text} maxLength={MOST_TEXT} onChange={(event) => setText(event.target.value)} onBlur={() => onSay(text === "" ? null : text)} onKeyDown={toCanvas} />
      )}
    </label>
  );
}
