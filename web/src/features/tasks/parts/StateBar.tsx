import type { PieceCounts } from "@/api/annotating";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import { allPieces, pieceStates } from "@/lib/pieces";
import styles from "./StateBar.module.css";

/** How many pictures are in which state, as one bar with its words. */
export function StateBar({ counts }: { counts: PieceCounts }) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = allPieces(counts);
  const said = [...pieceStates].reverse().filter((state) => counts[state] > 0).map((state) => `${t(`annotate.task.state.${state}`)} ${format.count(counts[state])}`).join(" · ");
  return (
    <span className={styles.whole}>
      <span className={styles.bar} role="img" aria-label={said}>
        {all > 0 && [...pieceStates].reverse().map((state) => <span key={state} data-state={state} style={{ width: `${(100 * counts[state]) / all}%` }} />)}
      </span>
      <span className={styles.words}>{said}</span>
    </span>
  );
}
