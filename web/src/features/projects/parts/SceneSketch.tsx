// A small drawing of what each scene finds: the same part, looked at in several ways.
import type { ReactNode } from "react";
import type { Scene } from "@/api/contract";
import styles from "./SceneSketch.module.css";

const part = (x: number) => <rect x={x} y="12" width="44" height="36" rx="8" className={styles.part} />;

const drawings: Record<Scene, ReactNode> = {
  foreign_object: (
    <>
      {part(38)}
      <path d="M52 34q5-9 9-2t8-5" className={styles.mark} />
      <circle cx="60" cy="30" r="14" className={styles.ring} />
    </>
  ),
  classification: (
    <>
      {part(8)}
      {part(68)}
      <circle cx="30" cy="30" r="6" className={styles.good} />
      <path d="M84 24l12 12M96 24l-12 12" className={styles.mark} />
    </>
  ),
  segmentation: (
    <>
      {part(38)}
      <path d="M48 38c-2-8 6-14 12-11 5 2 10-1 11 4 1 6-5 9-10 8-5 0-11 4-13-1z" className={styles.area} />
    </>
  ),
  detection: (
    <>
      {part(38)}
      <path d="M48 34l7-6M66 40l6-3" className={styles.mark} />
      <rect x="44" y="23" width="15" height="15" rx="1" className={styles.ring} />
      <rect x="62" y="31" width="14" height="13" rx="1" className={styles.ring} />
    </>
  ),
  components: (
    <>
      {part(38)}
      <rect x="44" y="19" width="12" height="9" rx="1" className={styles.good} />
      <rect x="63" y="19" width="12" height="9" rx="1" className={styles.good} />
      <rect x="44" y="34" width="12" height="9" rx="1" className={styles.good} />
      <path d="M63 33l11 11M74 33l-11 11" className={styles.mark} />
    </>
  ),
  compare: (
    <>
      {part(8)}
      {part(68)}
      <rect x="16" y="21" width="28" height="5" className={styles.good} />
      <rect x="16" y="34" width="18" height="5" className={styles.good} />
      <rect x="76" y="21" width="28" height="5" className={styles.good} />
      <path d="M77 34l7 5M84 34l-7 5" className={styles.mark} />
    </>
  ),
  text: (
    <>
      {part(38)}
      <path d="M45 37v-13M41 24h8M54 24h8v13h-8zM54 30.500h8M68 24v13h7" className={styles.question} />
      <rect x="40" y="20" width="38" height="21" rx="2" className={styles.ring} />
    </>
  ),
  glue: (
    <>
      {part(38)}
      <path d="M46 40v-12q0-6 6-6h16q6 0 6 6v12" className={styles.mark} />
    </>
  ),
  free: (
    <>
      {part(38)}
      <path d="M56 25a4.500 4.500 0 1 1 6.500 4.200c-1.700.8-2.500 1.800-2.500 3.800M60 37.500v.3" className={styles.question} />
    </>
  ),
};

export function SceneSketch({ scene }: { scene: Scene }) {
  return (
    <svg viewBox="0 0 120 60" width="120" height="60" aria-hidden="true">
      {/* One part stands at the left edge, two side by side. */}
      <g transform={scene === "classification" || scene === "compare" ? "translate(-7 0)" : "translate(-37 0)"}>{drawings[scene]}</g>
    </svg>
  );
}
