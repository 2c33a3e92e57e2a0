import { useEffect, useRef, useState } from "react";
import { Button } from "antd";
import { ReloadOutlined, UndoOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import type { Id, Record_ } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { FilterChips } from "@/components/FilterChips";
import { Loading } from "@/components/Loading";
import { useKeys, type Binding } from "@/hooks/useKeys";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { byDigit, decisionOn, ngClass, nextWaiting } from "../lib/queue";
import { queueKinds, useQueue } from "../lib/useQueue";
import { useRecheck } from "../lib/useRecheck";
import { InspectHead } from "../parts/InspectHead";
import { RecheckPanel } from "../parts/RecheckPanel";
import { RecheckStrip } from "../parts/RecheckStrip";
import { RecordBead } from "../parts/RecordBead";
import { RecordBoard, hasBoard } from "../parts/RecordBoard";
import { RecordGolden, useGolden } from "../parts/RecordGolden";
import { RecordPicture } from "../parts/RecordPicture";
import { RecordTexts, hasTexts } from "../parts/RecordTexts";
import { SerialField } from "../parts/SerialField";
import styles from "./RecheckPage.module.css";

/** When so few are left that wait, more are asked for. */
const AHEAD = 15;

export function RecheckPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const search = useSearch();
  const notify = useNotify();
  const kind = queueKinds.find((one) => one === search.get("queue")) ?? "both";
  // Which picture is asked about must be right at the very next key; the address follows a moment later.
  const [at, setAt] = useState<Id | null>(search.get("record") ?? null);
  const [toDataset, setToDataset] = useState(search.get("dataset") === "1");
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  });
  useEffect(() => latest.current.set({ record: at ?? undefined, dataset: toDataset ? "1" : undefined }), [at, toDataset]);
  const [heatOn, setHeatOn] = useState(true);
  const serial = search.get("serial");
  const queue = useQueue(project.id, search.get("service"), kind, serial);
  const { decided, decide, undo, canUndo, restart } = useRecheck({ go: setAt, failed: notify.failed });

  const waiting = queue.items.filter((one) => !decided.has(one.id));
  const record = queue.items.find((one) => one.id === at) ?? waiting[0];
  const classes = byDigit(project.classes);
  // What was corrected on the record that is asked about.
  const [fixed, setFixed] = useState<{ id: Id; texts: string[] } | null>(null);
  const fixes = fixed && fixed.id === record?.id ? fixed.texts : null;
  const golden = useGolden(record);

  useEffect(() => {
    // What did not come is asked for again by hand.
    if (!queue.loading && !queue.error && queue.more && waiting.length < AHEAD) queue.more();
  }, [queue, waiting.length]);

  const say = (verdict: "ok" | "ng", class_id: Id | null) => {
    if (!record) return;
    const decision = decisionOn(record, verdict, class_id, toDataset, fixes);
    const next = nextWaiting(queue.items, new Map(decided).set(record.id, decision), record.id);
    decide(record, decision);
    setAt(next);
  };
  const step = (by: 1 | -1) => {
    const here = queue.items.findIndex((one) => one.id === record?.id);
    const next: Record_ | undefined = queue.items[here + by];
    if (next) setAt(next.id);
  };
  const keep = () => setToDataset((before) => !before);
  const bindings: Binding[] = [
    { keys: ["g"], meaning: "inspect.keys.good", run: () => say("ok", null) },
    { keys: ["n"], meaning: "inspect.keys.bad", run: () => record && say("ng", ngClass(record, project.classes)) },
    ...classes.map((one, i): Binding => ({ keys: [String(i + 1)], meaning: "inspect.keys.class", run: () => say("ng", one.id) })),
    { keys: ["d"], meaning: "inspect.keys.dataset", run: keep },
    { keys: ["e"], meaning: "text.keys.fix", run: focusText, when: () => record !== undefined && hasTexts(record) },
    { keys: ["mod+z", "u"], meaning: "inspect.keys.undo", run: undo },
    { keys: ["arrowright"], meaning: "models.keys.next", run: () => step(1) },
    { keys: ["arrowleft"], meaning: "models.keys.previous", run: () => step(-1) },
    { keys: ["h"], meaning: "models.keys.heat", run: () => setHeatOn((on) => !on) },
  ];
  useKeys(bindings);
  const chooseQueue = (value: string | undefined) => {
    setAt(null);
    search.set({ queue: value === "both" ? undefined : value, serial: undefined });
  };
  const chooseSerial = (value: string | undefined) => {
    restart();
    setAt(null);
    search.set({ serial: value });
  };
  const again = () => {
    restart();
    setAt(null);
    queue.refetch();
  };

  return (
    <div className={styles.page}>
      <InspectHead
        tab="recheck"
        actions={
          <>
            <Button icon={<UndoOutlined />} disabled={!canUndo} onClick={undo}>{t("common.do.undo")}</Button>
            <Button icon={<ReloadOutlined />} onClick={again}>{t("inspect.recheck.reload")}</Button>
          </>
        }
      >
        <div className={styles.filters}>
          <FilterChips label={t("inspect.recheck.queue")} chips={queueKinds.map((one) => ({ value: one, text: t(`inspect.queue.${one}`) }))} value={serial === undefined ? kind : undefined} onChange={chooseQueue} />
          <SerialField value={serial} onChange={chooseSerial} />
          <span className={styles.count} data-test="recheck-count" data-done={decided.size}>{t("inspect.recheck.progress", { done: decided.size, waiting: Math.max(waiting.length, queue.waiting - decided.size) })}</span>
        </div>
      </InspectHead>
      <ErrorNote error={queue.error} retry={queue.refetch} />
      {queue.loading && queue.items.length === 0 && <Loading />}
      {!queue.loading && !queue.error && !record && (
        <EmptyState
          text={serial !== undefined && queue.items.length === 0 ? t("inspect.recheck.no_serial", { serial }) : decided.size > 0 ? t("inspect.recheck.all_done", { n: decided.size }) : t(kind === "ng" ? "inspect.recheck.none" : "inspect.recheck.none_looked", { n: queue.looked })}
          action={<Link to={`/projects/${project.id}/inspect`}><Button type="primary">{t("inspect.recheck.to_live")}</Button></Link>}
        />
      )}
      {record && (
        <div className={styles.canvas}>
          <div className={styles.stage}>
            <RecordPicture record={record} heatOn={heatOn} room={record.bead || golden || hasBoard(record) || hasTexts(record) ? "100cqh - 620px" : "100cqh - 300px"} />
            {hasBoard(record) && <div className={styles.bead}><RecordBoard key={record.id} record={record} keysOn /></div>}
            {record.bead && <div className={styles.bead}><RecordBead record={record} /></div>}
            {hasTexts(record) && <div className={styles.bead}><RecordTexts key={record.id} record={record} fixes={fixes} onFix={(texts) => setFixed({ id: record.id, texts })} /></div>}
            {golden && <div className={styles.bead}><RecordGolden record={record} /></div>}
          </div>
          <RecheckPanel
            record={record} classes={classes} decision={decided.get(record.id)} toDataset={toDataset} onKeep={keep}
            onGood={() => say("ok", null)} onBad={() => say("ng", ngClass(record, project.classes))} onClass={(id) => say("ng", id)}
          />
          <RecheckStrip records={queue.items} at={record.id} decided={decided} onGo={setAt} />
        </div>
      )}
    </div>
  );
}

/** The first text that is not sure, or else the first, is written on. The key itself is no sign of it. */
function focusText(event: KeyboardEvent): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>("input[data-test=text-fix]")];
  const unsure = fields.find((one) => one.closest("[data-bad]"));
  event.preventDefault();
  const field = unsure ?? fields[0];
  field?.focus();
  field?.select();
}
