// The log of a job: any line is two short reads away, whatever its length; the end is followed until one scrolls up.
import { useCallback, useEffect, useRef, useState, type CSSProperties } from "react";
import { Checkbox, Input } from "antd";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getLog } from "@/api/jobs";
import type { Id, LogLine } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { useFormat } from "@/hooks/useFormat";
import { useSearch } from "@/hooks/useSearch";
import { cutAt, fetchOf, FOUND_MOST, PAGE_LINES, pagesOf, readPage } from "../lib/log";
import styles from "./LogView.module.css";

const ROW = 20;

export function LogView({ job, live }: { job: Id; live: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const words = search.get("q") ?? "";
  const [follow, setFollow] = useState(true);
  const [jump, setJump] = useState<number | null>(null);
  const [typed, setTyped] = useState(words);

  const head = useQuery({
    // When the job has ended one asks once more, for its last lines.
    queryKey: keys.log(job, { head: true, live }),
    queryFn: () => getLog(job, { from: 0, limit: 1 }),
    refetchInterval: live ? 1500 : false,
    placeholderData: (before) => before,
  });
  const found = useQuery({
    queryKey: keys.log(job, { q: words }),
    queryFn: () => getLog(job, { from: 0, limit: FOUND_MOST, q: words }),
    enabled: words !== "",
  });
  const total = head.data?.total ?? 0;

  return (
    <div className={styles.log}>
      <div className={styles.bar}>
        <Input.Search
          allowClear size="small" className={styles.search} value={typed} placeholder={t("jobs.log.search")}
          aria-label={t("jobs.log.search")} onChange={(event) => setTyped(event.target.value)} onSearch={(value) => search.set({ q: value.trim() })}
        />
        <span className={styles.count}>
          {words ? t("jobs.log.found", { n: found.data?.total ?? 0 }) : t("jobs.log.lines", { n: total })}
        </span>
        {!words && <Checkbox checked={follow} onChange={(event) => setFollow(event.target.checked)}>{t("jobs.log.follow")}</Checkbox>}
      </div>
      <ErrorNote error={head.error ?? found.error} />
      {words ? (
        <div className={styles.lines} style={{ "--lines": found.data?.lines.length ?? 0 } as CSSProperties} role="log" aria-label={t("jobs.log.title")} tabIndex={0}>
          {(found.data?.lines ?? []).map((line) => (
            <button
              key={line.n} type="button" className={styles.hit} title={t("jobs.log.go")}
              onClick={() => {
                setFollow(false);
                setJump(line.n);
                setTyped("");
                search.set({ q: undefined });
              }}
            >
              <Line line={line} number={line.n} words={words} clock={format.clock} />
            </button>
          ))}
          {found.data && found.data.total === 0 && <p className={styles.none}>{t("jobs.log.not_found", { text: words })}</p>}
          {found.data && found.data.total > found.data.lines.length && <p className={styles.none}>{t("jobs.log.found_more", { n: found.data.lines.length })}</p>}
        </div>
      ) : (
        <Lines key={job} job={job} total={total} follow={follow} setFollow={setFollow} jump={jump} />
      )}
    </div>
  );
}

type LinesProps = { job: Id; total: number; follow: boolean; setFollow: (follow: boolean) => void; jump: number | null };

function Lines({ job, total, follow, setFollow, jump }: LinesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: total, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 20 });
  const rows = virtual.getVirtualItems();
  const wanted = total === 0 ? [] : pagesOf(rows[0]?.index ?? total - 1, rows[rows.length - 1]?.index ?? total - 1);
  const pages = useQueries({
    queries: wanted.map((page) => {
      // A page that is full never changes; the last one is asked again when lines were added.
      const full = (page + 1) * PAGE_LINES <= total;
      return {
        queryKey: keys.log(job, { page, total: full ? "full" : total }),
        queryFn: () => readPage(page, fetchOf(job)),
        staleTime: Infinity,
        placeholderData: (before: Awaited<ReturnType<typeof readPage>> | undefined) => before,
      };
    }),
  });
  const known = new Map<number, LogLine>();
  for (const page of pages) for (const line of page.data?.lines ?? []) known.set(line.n, line);

  useEffect(() => {
    if (follow && total > 0) virtual.scrollToIndex(total - 1, { align: "end" });
  }, [follow, total, virtual]);
  useEffect(() => {
    if (jump !== null) virtual.scrollToIndex(jump, { align: "center" });
  }, [jump, virtual]);

  const onWheel = useCallback(
    (event: { deltaY: number }) => {
      if (event.deltaY < 0) setFollow(false);
    },
    [setFollow],
  );

  return (
    <div ref={box} className={styles.lines} style={{ "--lines": total } as CSSProperties} role="log" aria-label={t("jobs.log.title")} tabIndex={0} onWheel={onWheel}
      onKeyDown={(event) => ["ArrowUp", "PageUp", "Home"].includes(event.key) && setFollow(false)}>
      {total === 0 && <p className={styles.none}>{t("jobs.log.empty")}</p>}
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {rows.map((row) => (
          <div key={row.key} className={styles.row} style={{ transform: `translateY(${row.start}px)` }} data-jump={row.index === jump || undefined}>
            <Line line={known.get(row.index)} number={row.index} words="" clock={format.clock} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** Programs tell their progress on the error stream too; only what says so is a warning or an error. */
const lookOf = (line: LogLine | undefined): string | undefined => line?.text.match(/^(warning|error)\b/i)?.[1]?.toLowerCase();

function Line({ line, number, words, clock }: { line: LogLine | undefined; number: number; words: string; clock: (at: string) => string }) {
  return (
    <span className={styles.line} data-stream={line?.stream} data-look={lookOf(line)}>
      <span className={styles.number}>{number + 1}</span>
      <span className={styles.at}>{line ? clock(line.at) : ""}</span>
      <span className={styles.text} title={line?.text}>
        {line ? cutAt(line.text, words).map((piece, i) => (i % 2 ? <mark key={i}>{piece}</mark> : piece)) : "…"}
      </span>
    </span>
  );
}
