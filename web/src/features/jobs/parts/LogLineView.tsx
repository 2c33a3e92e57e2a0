import { Fragment } from "react";
import type { LogLine } from "@/api/contract";
import { useTranslation } from "@/i18n";
import { cssOf, isPlain, piecesOf, plainOf } from "../lib/ansi";
import { cutAt } from "../lib/log";
import { shimWord } from "../lib/shimWords";
import styles from "./LogView.module.css";

type Props = {
  line: LogLine | undefined;
  number: number;
  words?: string;
  /** The next line draws this one anew: it is the state of a progress bar. */
  redrawn?: boolean;
  clock: (at: string) => string;
  /** A phase begins here. */
  head?: Head | undefined;
};

/** What is shown of a phase at its first line. */
export type Head = { name: string; open: boolean; text: string; bad: boolean; toggle: (() => void) | undefined };

const GROUP = "::group::";

/** Programs tell their progress on the error stream too; only what says so is a warning or an error. */
const lookOf = (line: LogLine | undefined): string | undefined => line?.text.match(/^(warning|error)\b/i)?.[1]?.toLowerCase();

export function LogLineView({ line, number, words = "", redrawn, clock, head }: Props) {
  const { t } = useTranslation();
  // Where it is searched, words stand as they were found.
  const said = line === undefined ? "" : line.stream === "fovea" && words === "" ? shimWord(t, line.text) : line.text;
  return (
    <span className={styles.line} data-stream={line?.stream} data-look={lookOf(line)} data-redrawn={redrawn || undefined} data-mark={line?.text.startsWith("::endgroup::") || undefined}>
      <span className={styles.number}>{number + 1}</span>
      <span className={styles.at}>{line ? clock(line.at) : ""}</span>
      {line !== undefined && line.rank !== null && <span className={styles.task} title={t("jobs.log.said_by", { rank: line.rank, node: line.node ?? "" })}>{line.rank}</span>}
      {head?.toggle && (
        <button type="button" className={styles.fold} aria-expanded={head.open} aria-label={t(head.open ? "jobs.log.fold" : "jobs.log.unfold", { name: head.name })} onClick={head.toggle} data-test="log-fold">
          {head.open ? "▾" : "▸"}
        </button>
      )}
      <span className={styles.text} title={line && plainOf(line.text)}>
        {line ? <Text text={head && line.text.startsWith(GROUP) ? line.text.slice(GROUP.length) : said} words={words} /> : "…"}
      </span>
      {head && <span className={styles.about} data-bad={head.bad || undefined}>{head.text}</span>}
    </span>
  );
}

function Text({ text, words }: { text: string; words: string }) {
  if (words) return <>{cutAt(plainOf(text), words).map((piece, i) => (i % 2 ? <mark key={i}>{piece}</mark> : <Fragment key={i}>{piece}</Fragment>))}</>;
  if (isPlain(text)) return <>{text}</>;
  return <>{piecesOf(text).map((piece, i) => <span key={i} style={cssOf(piece.style)}>{piece.text}</span>)}</>;
}
