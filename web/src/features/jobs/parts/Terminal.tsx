// A shell within a running job, and how to come in by SSH.
import { useEffect, useRef, useState } from "react";
import { Alert, Button, Select } from "antd";
import type { Job } from "@/api/contract";
import { Block } from "@/components/Block";
import { StateTag } from "@/components/StateTag";
import { useTranslation } from "@/i18n";
import { openTerminal, type Line, type Open } from "../lib/terminal";
import { Ssh } from "./Ssh";
import styles from "./Terminal.module.css";

/** A process of it is there. */
export const isInside = (job: Pick<Job, "state">): boolean => ["starting", "running", "pausing", "preempting", "stopping"].includes(job.state);

export function Terminal({ job }: { job: Job }) {
  const { t } = useTranslation();
  const [rank, setRank] = useState(0);
  const inside = isInside(job);
  return (
    <>
      <Block title={t("enter.terminal.title")}>
        {inside ? <Screen key={rank} job={job.id} rank={rank} before={(job.nodes ?? 1) > 1 && <Task nodes={job.nodes ?? 1} rank={rank} setRank={setRank} />} /> : <Alert type="info" showIcon message={t("enter.terminal.not_running")} />}
      </Block>
      <Ssh job={job} ranks={[rank]} />
    </>
  );
}

function Task({ nodes, rank, setRank }: { nodes: number; rank: number; setRank: (rank: number) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      value={rank} onChange={setRank} aria-label={t("enter.terminal.task")} style={{ minWidth: 140 }}
      options={Array.from({ length: nodes }, (_, one) => ({ value: one, label: t("enter.terminal.task_n", { rank: one }) }))}
    />
  );
}

function Screen({ job, rank, before }: { job: string; rank: number; before: React.ReactNode }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const opened = useRef<Open | null>(null);
  const [line, setLine] = useState<Line>({ is: "connecting" });
  const [broken, setBroken] = useState(false);
  const label = t("enter.terminal.label");
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    let gone = false;
    openTerminal(element, job, rank, label, (next) => !gone && setLine(next)).then(
      (open) => {
        if (gone) open.close();
        else opened.current = open;
      },
      () => !gone && setBroken(true),
    );
    return () => {
      gone = true;
      opened.current?.close();
      opened.current = null;
    };
  }, [job, rank, label]);
  const over = line.is === "ended" || line.is === "shut";
  return (
    <>
      <div className={styles.bar} data-test="terminal-line" data-line={line.is} role="status">
        {before}
        {line.is === "open" && <StateTag state="good" text={t("enter.terminal.open")} />}
        {line.is === "connecting" && <StateTag state="starting" text={t("enter.terminal.connecting")} />}
        {line.is === "lost" && <StateTag state="starting" text={t("enter.terminal.lost")} />}
        {line.is === "ended" && <StateTag state="stopped" text={t("enter.terminal.ended", { code: line.code })} />}
        {line.is === "shut" && <StateTag state="bad" text={t("enter.terminal.shut")} />}
        {over && <Button size="small" type="primary" data-test="terminal-again" onClick={() => opened.current?.again()}>{t("enter.terminal.again")}</Button>}
      </div>
      {broken && <Alert type="error" showIcon message={t("enter.terminal.no_room")} />}
      <div ref={box} className={styles.box} data-test="terminal" />
      <p className={styles.says}>{t("enter.terminal.says")}</p>
    </>
  );
}
