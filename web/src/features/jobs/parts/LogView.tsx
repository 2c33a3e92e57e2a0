// The log of a job: any line is two short reads away, whatever its length; the end is followed until one scrolls up.
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from "react";
import { Button, Checkbox, Input, Select } from "antd";
import { DownloadOutlined, VerticalAlignBottomOutlined, VerticalAlignTopOutlined } from "@ant-design/icons";
import type { InputRef } from "antd";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getLog, logFile, type LogOf } from "@/api/jobs";
import type { Id, Job, LogLine, LogStream } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { useFormat } from "@/hooks/useFormat";
import { useKeys } from "@/hooks/useKeys";
import { useSearch } from "@/hooks/useSearch";
import { isRedrawn } from "../lib/ansi";
import { countOf, placeOf, rowAt, type Hidden } from "../lib/folds";
import { fetchOf, findLines, PAGE_LINES, pagesAt, readPage } from "../lib/log";
import { useFolds, usePhases } from "../lib/useFolds";
import { useStream } from "../lib/useStream";
import { LogLineView, type Head } from "./LogLineView";
import { useTasks } from "./Tasks";
import styles from "./LogView.module.css";

const ROW = 20;
/** Lines of a log that grows in which is looked again and again. */
const SOUGHT_AGAIN = 100_000;
/** In the list of tasks: before the number of a card. */
const OF_CARD = "card-";
/** In the list of phases, in place of a line. */
const [ALL_CLOSED, ALL_OPEN] = ["fold", "unfold"];
const streams = ["out", "err", "fovea"] as const satisfies readonly LogStream[];

/** What was told of the same lines holds until there is more. */
const sameOf = (query: { queryKey: readonly unknown[] } | undefined, of: LogOf): boolean => query !== undefined && JSON.stringify((query.queryKey.at(-1) as { of?: LogOf }).of) === JSON.stringify(of);

/** Of a job on several nodes: one task, those that hold a card, or all of them by time or one after the other. */
function logOf({ nodes, device }: Pick<Job, "nodes" | "device">, asked: string | undefined): LogOf {
  if (nodes === null || asked === undefined) return {};
  if (asked === "each") return { order: "rank" };
  return asked.startsWith(OF_CARD) ? { device: `${device}/${Number(asked.slice(OF_CARD.length)) || 0}` } : { rank: Number(asked) || 0 };
}

/** Each once, in order. */
const cardsOf = (tasks: readonly { cards: readonly number[] }[]): number[] => [...new Set(tasks.flatMap((task) => task.cards))].sort((a, b) => a - b);

export function LogView({ job, live }: { job: Job; live: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const words = search.get("q") ?? "";
  const regex = search.get("regex") === "1";
  const stream = streams.find((one) => one === search.get("stream"));
  const asked = search.get("rank");
  const of = useMemo(() => logOf(job, asked), [job, asked]);
  const one = job.nodes === null || of.rank !== undefined;
  const states = search.get("states") === "1";
  // States of progress bars that have passed are left out, unless somebody wants them; of several tasks together they are pale.
  const shown = useMemo((): LogOf => (one && !states ? { ...of, folded: true } : of), [one, states, of]);
  const tasks = useTasks(job);
  const [follow, setFollow] = useState(true);
  const [jump, setJump] = useState<number | null>(null);
  const [typed, setTyped] = useState(words);
  const find = useRef<InputRef>(null);
  const box = useRef<HTMLDivElement>(null);

  const head = useQuery({
    // When the job has ended one asks once more, for its last lines.
    queryKey: keys.log(job.id, { head: true, live, attempt: job.attempt, of }),
    queryFn: () => getLog(job.id, { from: 0, limit: 1, ...of }),
    refetchInterval: live ? 1500 : false,
    placeholderData: (before, query) => (sameOf(query, of) ? before : undefined),
  });
  const total = head.data?.total ?? 0;
  const found = useQuery({
    queryKey: keys.log(job.id, { q: words, regex, stream, of: shown }),
    queryFn: ({ signal }) => findLines((from, limit) => getLog(job.id, { from, limit, q: words, ...(regex ? { regex } : {}), stream, ...shown }, signal)),
    enabled: words !== "",
    // A long log is gone through once, when somebody asks; and nothing comes of an expression that is none.
    refetchInterval: (query) => (live && total < SOUGHT_AGAIN && query.state.error === null ? 3000 : false),
  });
  const show = words ? "hits" : stream ? "stream" : "all";
  const rows = useQuery({
    queryKey: keys.log(job.id, { rows: true, live, attempt: job.attempt, of: shown }),
    queryFn: () => getLog(job.id, { from: 0, limit: 1, ...shown }),
    enabled: show === "all" && shown.folded === true,
    refetchInterval: live ? 1500 : false,
    placeholderData: (before, query) => (sameOf(query, shown) ? before : undefined),
  });
  const stay = useCallback(() => setFollow(false), []);
  const phases = usePhases(job, shown, live, one && show === "all");
  const { folds, headAt } = useFolds(phases, rows.data?.total ?? total, `${asked ?? ""} ${states}`, stay);
  const hits = found.data?.lines ?? [];

  const jumps = useMemo(
    () => [
      { value: "", label: t("jobs.log.phases") }, { value: ALL_CLOSED, label: t("jobs.log.fold_all") }, { value: ALL_OPEN, label: t("jobs.log.unfold_all") },
      ...phases.map((phase) => ({ value: String(phase.first), label: `${phase.kind === "step" ? "" : "\u2003"}${phase.name} · ${phase.first + 1}` })),
    ],
    [phases, t],
  );
  const goTo = async (line: number) => {
    // Where lines are left out the server says which place it has.
    const row = shown.folded ? (await getLog(job.id, { line, limit: 1, ...shown })).row : line;
    setFollow(false);
    setJump(row ?? line);
    setTyped("");
    search.set({ q: undefined, stream: undefined });
  };
  const toEnd = (end: boolean) => {
    setFollow(end);
    const node = box.current;
    if (node) node.scrollTop = end ? node.scrollHeight : 0;
  };
  useKeys([
    { keys: ["/"], meaning: "jobs.key.find", run: () => find.current?.focus() },
    { keys: ["f"], meaning: "jobs.key.follow", run: () => setFollow((before) => !before) },
    { keys: ["g"], meaning: "jobs.key.top", run: () => toEnd(false) },
    { keys: ["shift+g"], meaning: "jobs.key.end", run: () => toEnd(true) },
  ]);

  return (
    <section className={styles.log} aria-label={t("jobs.log.title")}>
      <div className={styles.bar}>
        <Input.Search
          ref={find} allowClear size="small" className={styles.search} value={typed} placeholder={t("jobs.log.search")} aria-label={t("jobs.log.search")} data-test="log-search"
          onChange={(event) => {
            setTyped(event.target.value);
            if (event.target.value === "") search.set({ q: undefined });
          }}
          onSearch={(value) => search.set({ q: value.trim() })}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            setTyped("");
            search.set({ q: undefined });
            event.currentTarget.blur();
          }}
        />
        {words !== "" && <Checkbox checked={regex} onChange={(event) => search.set({ regex: event.target.checked ? "1" : undefined })} data-test="log-regex">{t("jobs.log.regex")}</Checkbox>}
        {job.nodes !== null && (
          <Select
            size="small" className={styles.pick} value={asked ?? ""} aria-label={t("jobs.log.task")} popupMatchSelectWidth={false} data-test="log-task"
            onChange={(value: string) => {
              setJump(null);
              search.set({ rank: value || undefined });
            }}
            options={[
              { value: "", label: t("jobs.log.task_all") }, { value: "each", label: t("jobs.log.task_by_rank") },
              ...(tasks.data ?? []).map((task) => ({ value: String(task.rank), label: t("jobs.log.task_n", { rank: task.rank, node: task.node }) })),
              ...cardsOf(tasks.data ?? []).map((card) => ({ value: `${OF_CARD}${card}`, label: t("jobs.log.task_card", { card, device: job.device }) })),
            ]}
          />
        )}
        <Select
          size="small" className={styles.pick} value={stream ?? ""} aria-label={t("jobs.log.stream")} popupMatchSelectWidth={false} data-test="log-stream"
          onChange={(value: string) => search.set({ stream: value || undefined })}
          options={[{ value: "", label: t("jobs.log.stream_all") }, ...streams.map((one) => ({ value: one, label: t(`jobs.log.stream_${one}`) }))]}
        />
        {show === "all" && phases.length > 1 && (
          <Select<string>
            size="small" className={styles.pick} value="" aria-label={t("jobs.log.phases")} popupMatchSelectWidth={false} data-test="log-phase" showSearch optionFilterProp="label"
            onChange={(chosen) => {
              if (chosen === "") return;
              setFollow(false);
              if (chosen === ALL_CLOSED || chosen === ALL_OPEN) folds.all(chosen === ALL_CLOSED);
              else setJump(Number(chosen));
            }}
            options={jumps}
          />
        )}
        {one && <Checkbox checked={states} onChange={(event) => { setJump(null); search.set({ states: event.target.checked ? "1" : undefined }); }} data-test="log-states">{t("jobs.log.states")}</Checkbox>}
        <span className={styles.count} role="status">
          {words ? t("jobs.log.found", { n: found.data?.total ?? 0 }) : t("jobs.log.lines", { n: total })}
        </span>
        {!words && live && <Checkbox checked={follow} onChange={(event) => setFollow(event.target.checked)}>{t("jobs.log.follow")}</Checkbox>}
        <span className={styles.gap} />
        {!words && total > 0 && (
          <>
            <Button size="small" type="text" icon={<VerticalAlignTopOutlined />} aria-label={t("jobs.key.top")} title={t("jobs.key.top")} onClick={() => toEnd(false)} />
            <Button size="small" type="text" icon={<VerticalAlignBottomOutlined />} aria-label={t("jobs.key.end")} title={t("jobs.key.end")} onClick={() => toEnd(true)} />
          </>
        )}
        <Button size="small" icon={<DownloadOutlined />} disabled={total === 0} href={logFile(job.id, stream, of)} download data-test="log-download">{t("common.do.download")}</Button>
      </div>
      <ErrorNote error={head.error ?? found.error} />
      {show === "hits" && (
        <div className={styles.lines} ref={box} role="log" aria-label={t("jobs.log.title")} tabIndex={0}>
          {hits.map((line) => (
            <button
              key={line.n} type="button" className={styles.hit} title={t("jobs.log.go")}
              onClick={() => void goTo(line.n)}
            >
              <LogLineView line={line} number={line.n} words={regex ? "" : words} clock={format.clock} />
            </button>
          ))}
          {found.data && hits.length === 0 && <p className={styles.none}>{t("jobs.log.not_found", { text: words })}</p>}
          {found.data && found.data.total > found.data.lines.length && <p className={styles.none}>{t("jobs.log.found_more", { n: found.data.lines.length })}</p>}
        </div>
      )}
      {show === "stream" && stream && <StreamLines key={`${stream} ${asked ?? ""} ${states}`} box={box} job={job.id} of={shown} stream={stream} total={total} follow={follow && live} setFollow={setFollow} />}
      {show === "all" && <AllLines key={`${asked ?? ""} ${states}`} box={box} job={job.id} of={shown} headAt={headAt} hidden={folds.hidden} settled={!live || job.nodes === null || of.rank !== undefined} total={shown.folded ? (rows.data?.total ?? 0) : total} waits={(shown.folded ? rows : head).isPending} follow={follow && jump === null} setFollow={(on) => { setFollow(on); setJump(null); }} jump={jump} />}
    </section>
  );
}

type LinesProps = {
  box: RefObject<HTMLDivElement | null>;
  count: number;
  /** Line at a place of the list; undefined: not there yet. */
  at: (index: number) => LogLine | undefined;
  numberOf: (index: number) => number;
  follow: boolean;
  setFollow: (follow: boolean) => void;
  jump?: number | null;
  head?: (index: number) => Head | undefined;
  empty: string;
  above?: ReactNode;
  onRows?: (first: number, last: number) => void;
};

/** Rows of one height, of which only those in sight are there. */
function Lines({ box, count, at, numberOf, follow, setFollow, jump = null, head, empty, above, onRows }: LinesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const virtual = useVirtualizer({ count, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 20 });
  const rows = virtual.getVirtualItems();
  const [first, last] = [rows[0]?.index ?? count - 1, rows[rows.length - 1]?.index ?? count - 1];
  useEffect(() => {
    if (count > 0) onRows?.(first, last);
  }, [first, last, count, onRows]);
  useEffect(() => {
    if (follow && count > 0) virtual.scrollToIndex(count - 1, { align: "end" });
  }, [follow, count, virtual]);
  useEffect(() => {
    if (jump !== null) virtual.scrollToIndex(jump, { align: "center" });
  }, [jump, virtual]);

  const onWheel = useCallback((event: { deltaY: number }) => event.deltaY < 0 && setFollow(false), [setFollow]);
  return (
    <div
      ref={box} className={styles.lines} role="log" aria-label={t("jobs.log.title")} aria-live="off" tabIndex={0} onWheel={onWheel} onTouchMove={() => setFollow(false)}
      onKeyDown={(event) => {
        if (["ArrowUp", "PageUp", "Home"].includes(event.key)) setFollow(false);
      }}
    >
      {above}
      {count === 0 && <p className={styles.none}>{empty}</p>}
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {rows.map((row) => {
          const line = at(row.index);
          return (
            <div key={row.key} className={styles.row} style={{ transform: `translateY(${row.start}px)` }} data-jump={row.index === jump || undefined}>
              <LogLineView line={line} number={numberOf(row.index)} redrawn={line !== undefined && (line.redrawn || isRedrawn(line.text, at(row.index + 1)?.text))} clock={format.clock} head={head?.(row.index)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

type AllProps = Pick<LinesProps, "box" | "follow" | "setFollow"> & { job: Id; of: LogOf; /** Lines that are there stay where they are. */ settled: boolean; total: number; waits: boolean; jump: number | null; headAt: (row: number) => Head | undefined; hidden: readonly Hidden[] };

/** No browser draws a box of more than some ten million pixels: of longer logs a part is shown at a time. */
const PART = 400_000;
const PART_STEP = 100_000;

function AllLines({ job, of, settled, total: rows, waits, jump: row, headAt, hidden, ...rest }: AllProps) {
  const { t } = useTranslation();
  const [[first, last], setRows] = useState<readonly [number, number]>([-1, -1]);
  // Null: the end of the log, whatever comes.
  const [chosen, setChosen] = useState<number | null>(null);
  // Places of the list: rows but for those in folded phases.
  const total = rows - countOf(hidden);
  const jump = row === null ? null : placeOf(hidden, row);
  const ofEnd = Math.max(0, Math.floor((total - PART) / PART_STEP) * PART_STEP);
  const base = jump !== null ? Math.min(ofEnd, Math.max(0, jump - PART / 2)) : rest.follow ? ofEnd : Math.min(chosen ?? ofEnd, ofEnd);
  const count = Math.min(PART + PART_STEP, total - base);
  const onRows = useCallback((from: number, to: number) => setRows((before) => (before[0] === from && before[1] === to ? before : [from, to])), []);
  const [from, to] = [first < 0 ? count - 1 : first, last < 0 ? count - 1 : Math.min(last, count - 1)];
  const wanted = count <= 0 ? [] : pagesAt(from, to, (index) => rowAt(hidden, base + index));
  const pages = useQueries({
    queries: wanted.map((page) => {
      // A page that is full never changes; the last one is asked again when lines were added.
      const full = (page + 1) * PAGE_LINES <= rows;
      return {
        queryKey: keys.log(job, { page, total: full ? "full" : rows, of, settled }),
        queryFn: () => readPage(page, fetchOf(job, of)),
        staleTime: Infinity,
        // A long log is not kept by and by as one scrolls through it.
        gcTime: 30_000,
        placeholderData: (before: Awaited<ReturnType<typeof readPage>> | undefined) => before,
      };
    }),
  });
  const known = new Map<number, LogLine>();
  pages.forEach((page, at) => page.data?.lines.forEach((line, i) => known.set((wanted[at] ?? 0) * PAGE_LINES + i, line)));
  const go = (to: number) => {
    rest.setFollow(false);
    setChosen(to);
  };
  return (
    <>
      {ofEnd > 0 && (
        <div className={styles.bar}>
          <span className={styles.count}>{t("jobs.log.part", { from: base + 1, to: base + count, total })}</span>
          <Button size="small" disabled={base === 0} onClick={() => go(Math.max(0, base - PART))}>{t("jobs.log.part_before")}</Button>
          <Button size="small" disabled={base >= ofEnd} onClick={() => go(Math.min(ofEnd, base + PART))}>{t("jobs.log.part_after")}</Button>
        </div>
      )}
      <Lines
        {...rest} count={Math.max(0, count)} at={(index) => known.get(rowAt(hidden, base + index))} numberOf={(index) => known.get(rowAt(hidden, base + index))?.n ?? rowAt(hidden, base + index)} head={(index) => headAt(rowAt(hidden, base + index))}
        jump={jump === null ? null : jump - base} onRows={onRows} empty={t(waits ? "common.loading" : "jobs.log.empty")}
      />
    </>
  );
}

type StreamProps = Pick<LinesProps, "box" | "follow" | "setFollow"> & { job: Id; of: LogOf; stream: LogStream; total: number };

/** Only what one stream said. */
function StreamLines({ job, of, stream, total, ...rest }: StreamProps) {
  const { t } = useTranslation();
  const { lines, from, busy, error, goBack } = useStream(job, stream, total, of);
  const above = (
    <>
      <ErrorNote error={error} retry={goBack} />
      {from > 0 && <div className={styles.back}><Button size="small" ghost loading={busy} onClick={goBack} data-test="log-earlier">{t("jobs.log.earlier", { n: from })}</Button></div>}
    </>
  );
  return (
    <Lines
      {...rest} count={lines.length} at={(index) => lines[index]} numberOf={(index) => lines[index]?.n ?? index} above={above}
      empty={busy ? t("common.loading") : t("jobs.log.stream_none", { stream: t(`jobs.log.stream_${stream}`) })}
    />
  );
}
