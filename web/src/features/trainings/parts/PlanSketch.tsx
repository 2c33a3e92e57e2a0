// How a scene is set up, in three small drawings: what one does, what follows from it, and what is found then.
import type { ReactNode } from "react";
import { useTranslation } from "@/i18n";
import styles from "./PlanSketch.module.css";

export type PlanKind = "board" | "text" | "bead" | "golden";

const numbers = [1, 2, 3] as const;
const chip = (x: number, y: number) => <rect x={x} y={y} width="22" height="14" rx="2" className={styles.thing} />;
const chips = <>{chip(16, 14)}{chip(60, 14)}{chip(16, 36)}</>;
const print = <path d="M18 37v-14M24 23v14h7M38 23h8v14h-8zM53 23h9M57.500 23v14M70 23h8v7h-8v7h8" className={styles.line} style={{ stroke: "var(--faint)" }} />;
const way = "M16 46v-18q0-10 10-10h46q10 0 10 10v18";
const tracks = <path d="M14 20h30v14h36M14 46h44" className={styles.line} style={{ stroke: "var(--faint)" }} />;

const drawings: Record<PlanKind, readonly [ReactNode, ReactNode, ReactNode]> = {
  board: [
    <>{chips}<rect x="12" y="10" width="30" height="22" className={styles.box} /><circle cx="42" cy="32" r="3" className={styles.dot} /></>,
    <>{chips}<rect x="12" y="10" width="30" height="22" className={styles.box} /><rect x="56" y="10" width="30" height="22" className={styles.box} /><rect x="12" y="32" width="30" height="22" className={styles.box} /></>,
    <>{chip(16, 14)}{chip(16, 36)}<rect x="12" y="10" width="30" height="22" className={styles.good} /><rect x="12" y="32" width="30" height="22" className={styles.good} /><path d="M62 14l18 14M80 14l-18 14" className={styles.bad} /></>,
  ],
  text: [
    <>{print}<rect x="12" y="17" width="72" height="26" className={styles.box} /><circle cx="84" cy="43" r="3" className={styles.dot} /></>,
    <>{print}<path d="M16 50h8M30 50h8M44 50h8M58 50h8M72 50h8" className={styles.line} /></>,
    <>{print}<path d="M66 18l16 24M82 18l-16 24" className={styles.bad} /></>,
  ],
  bead: [
    <><path d={way} className={styles.bead} /><path d={way} className={styles.line} /><circle cx="16" cy="46" r="3.500" className={styles.dot} /><circle cx="82" cy="46" r="3.500" className={styles.dot} /></>,
    <><path d={way} className={styles.bead} /><path d="M42 10v16M56 10v16M42 13h14M42 23h14" className={styles.line} /></>,
    <><path d="M16 46v-18q0-10 10-10h14M58 18h14q10 0 10 10v18" className={styles.bead} /><path d="M42 12v12M56 12v12" className={styles.bad} /></>,
  ],
  golden: [
    <>{tracks}<rect x="6" y="6" width="84" height="48" rx="4" className={styles.box} /></>,
    <>{tracks}<path d="M8 8l10 4M88 52l-10-4" className={styles.line} /></>,
    <>{tracks}<circle cx="44" cy="34" r="9" className={styles.bad} /></>,
  ],
};

export function PlanSketch({ kind }: { kind: PlanKind }) {
  const { t } = useTranslation();
  return (
    <ol className={styles.steps} data-test="plan-sketch">
      {numbers.map((n) => (
        <li key={n} className={styles.step}>
          <svg viewBox="0 0 96 60" width="96" height="60" aria-hidden="true">
            <rect x="2" y="2" width="92" height="56" rx="6" className={styles.ground} />
            {drawings[kind][n - 1]}
          </svg>
          <span>{t(`board.sketch.${kind}_${n}`)}</span>
        </li>
      ))}
    </ol>
  );
}
