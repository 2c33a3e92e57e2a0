// Two or three components of a centroid file are shown on the picture; the others follow.
import { useState } from "react";
import { Button, InputNumber, Segmented, Select } from "antd";
import { useTranslation } from "@/i18n";
import { Block } from "@/components/Block";
import { mappingOf, placeAll, type Centroids, type Side } from "../lib/centroids";
import type { Component } from "../lib/layout";
import styles from "../pages/BeadPlanPage.module.css";

export type Shown = { name: string; at: readonly [number, number] };
const MOST_KNOWN = 3;

type Props = {
  file: Centroids;
  size: readonly [number, number];
  /** Those that were shown, and the one whose place is asked for. */
  known: readonly Shown[];
  asking: string | null;
  onAsk: (name: string | null) => void;
  onForget: (name: string) => void;
  onUse: (components: Component[]) => void;
  onClose: () => void;
};

export function CentroidPanel({ file, size, known, asking, onAsk, onForget, onUse, onClose }: Props) {
  const { t } = useTranslation();
  const sides = (["top", "bottom"] as const).filter((one) => file.rows.some((row) => row.side === one));
  const [side, setSide] = useState<Side>(sides[0] ?? "top");
  const [usual, setUsual] = useState<readonly [number, number]>([2, 2]);
  const rows = file.rows.filter((row) => row.side === side);
  const found = known.flatMap(({ name, at }) => rows.filter((row) => row.name === name).map((row) => ({ row, at })));
  const map = found.length >= 2 ? mappingOf(found, side) : null;
  const placed = map ? placeAll(file, map, side, usual, size) : [];
  const side_ = (index: 0 | 1, name: string) => (
    <label className={styles.field}>
      <span>{name}</span>
      <InputNumber className={styles.number} size="small" min={0.1} max={200} step={0.1} value={usual[index]} aria-label={name} onChange={(value) => setUsual(index === 0 ? [value ?? 2, usual[1]] : [usual[0], value ?? 2])} />
    </label>
  );
  return (
    <Block title={t("board.centroid.title", { n: file.rows.length })}>
      <div className={styles.fields}>
        <span className={styles.hint}>{t("board.centroid.lead")}</span>
        {sides.length > 1 && <Segmented size="small" value={side} onChange={setSide} options={sides.map((one) => ({ value: one, label: t(`board.centroid.${one}`) }))} />}
        <Select
          showSearch size="small" value={asking ?? undefined} placeholder={t("board.centroid.pick")} aria-label={t("board.centroid.pick")} disabled={known.length >= MOST_KNOWN}
          onChange={(name: string) => onAsk(name)} options={rows.filter((row) => known.every((one) => one.name !== row.name)).map((row) => ({ value: row.name, label: row.name }))}
        />
        {asking && <p className={styles.known} role="status">{t("board.centroid.click", { name: asking })}</p>}
        {known.map((one) => (
          <div key={one.name} className={styles.row} data-test="centroid-known">
            <b>{one.name}</b><span className="number">{t("board.centroid.at", { x: Math.round(one.at[0]), y: Math.round(one.at[1]) })}</span>
            <Button size="small" onClick={() => onForget(one.name)}>{t("common.do.delete")}</Button>
          </div>
        ))}
        {found.length >= 2 && !map && <p className={styles.fault} role="alert">{t("board.centroid.flat")}</p>}
        {side_(0, t("board.centroid.width"))}
        {side_(1, t("board.centroid.height"))}
        <div className={styles.row}>
          <Button size="small" type="primary" data-test="centroid-use" disabled={placed.length === 0} onClick={() => onUse(placed)}>{t("board.centroid.use", { n: placed.length })}</Button>
          <Button size="small" onClick={onClose}>{t("common.do.cancel")}</Button>
        </div>
      </div>
    </Block>
  );
}
