// A state is told three times: by colour, by shape and by word.
import { useTranslation } from "@/i18n";
import styles from "./StateTag.module.css";

type Look = { colour: "ok" | "ng" | "recheck" | "running" | "waiting" | "accent"; shape: keyof typeof shapes };

// Drawn, not from a font: same weight everywhere. Circle, cross, question mark, ring, dash (ui.md).
const shapes = {
  circle: <circle cx="8" cy="8" r="4.5" fill="currentColor" />,
  cross: <path d="M4 4l8 8M12 4l-8 8" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />,
  question: (
    <path
      d="M5.2 5.6a2.8 2.8 0 1 1 4.2 2.4c-.9.5-1.4 1-1.4 2M8 12.6v.2"
      fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round"
    />
  ),
  ring: <circle cx="8" cy="8" r="4.6" fill="none" stroke="currentColor" strokeWidth="2.2" />,
  dash: <path d="M3.5 8h9" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />,
  spin: (
    <>
      <circle cx="8" cy="8" r="4.8" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.3" />
      <path className={styles.spin} d="M8 3.2a4.8 4.8 0 0 1 4.8 4.8" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
    </>
  ),
  tick: <path d="M3.5 8.5l3 3 6-6.5" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />,
} as const;

const looks = {
  queued: { colour: "waiting", shape: "dash" },
  starting: { colour: "running", shape: "spin" },
  running: { colour: "running", shape: "spin" },
  pausing: { colour: "recheck", shape: "spin" },
  paused: { colour: "waiting", shape: "ring" },
  preempting: { colour: "recheck", shape: "spin" },
  stopping: { colour: "recheck", shape: "spin" },
  succeeded: { colour: "ok", shape: "tick" },
  failed: { colour: "ng", shape: "cross" },
  stopped: { colour: "waiting", shape: "dash" },
  good: { colour: "ok", shape: "circle" },
  bad: { colour: "ng", shape: "cross" },
  ok: { colour: "ok", shape: "circle" },
  ng: { colour: "ng", shape: "cross" },
  unlabelled: { colour: "waiting", shape: "dash" },
  recheck: { colour: "recheck", shape: "question" },
  draft: { colour: "waiting", shape: "ring" },
  released: { colour: "ok", shape: "tick" },
  retired: { colour: "waiting", shape: "dash" },
  todo: { colour: "waiting", shape: "ring" },
  doing: { colour: "running", shape: "ring" },
  done: { colour: "ok", shape: "tick" },
} as const satisfies Record<string, Look>;

export type State = keyof typeof looks;

type Props = {
  state: State;
  /** Instead of the usual word, e.g. "2 running". */
  text?: string;
  /** Sign alone; the word is for screen readers and the tooltip. */
  bare?: boolean;
};

export function StateTag({ state, text, bare }: Props) {
  const { t } = useTranslation();
  const look: Look = looks[state];
  const word = text ?? t(`common.state.${state}`);
  return (
    <span className={styles.tag} style={{ color: `var(--${look.colour})` }} title={bare ? word : undefined} data-state={state}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" className={styles.sign}>
        {shapes[look.shape]}
      </svg>
      <span className={bare ? "visually-hidden" : styles.word}>{word}</span>
    </span>
  );
}
