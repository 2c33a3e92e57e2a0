import { useSyncExternalStore } from "react";
import { Button, Progress } from "antd";
import { CheckCircleFilled, CloseOutlined } from "@ant-design/icons";
import type { Id } from "@/api/contract";
import { Problem } from "@/api/problem";
import { Block } from "@/components/Block";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import { say } from "@/lib/say";
import { sending, type Sending } from "../lib/sending";
import styles from "./Files.module.css";

/** No more are drawn; the others wait. */
const SHOWN = 50;

/** Files on their way into this job. */
export function Sendings({ job }: { job: Id }) {
  const { t } = useTranslation();
  const all = useSyncExternalStore(sending.watch, sending.list).filter((one) => one.job === job);
  if (all.length === 0) return null;
  // What needs somebody comes first, and what is through last.
  const order = ["failed", "sending", "waiting", "done"];
  const shown = [...all].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state)).slice(0, SHOWN);
  return (
    <Block title={t("files.sending.title")} extra={<Button size="small" onClick={() => sending.clear(job)}>{t("files.do.clear")}</Button>}>
      <ul className={styles.sendings} data-test="sendings">
        {shown.map((one) => <One key={one.id} one={one} />)}
      </ul>
      {all.some((one) => one.state === "failed") && <p className={styles.seen}>{t("files.sending.says")}</p>}
    </Block>
  );
}

function One({ one }: { one: Sending }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, file, sent } = one;
  const taken = one.error instanceof Problem && one.error.code === "work.exists";
  const percent = state === "done" ? 100 : file.size > 0 ? Math.floor((sent / file.size) * 100) : 0;
  return (
    <li className={styles.sending} data-state={state} data-test={`sending-${one.path}`}>
      <span className={styles.path} title={one.path}>{one.path}</span>
      <Progress percent={percent} size="small" showInfo={false} status={state === "failed" ? "exception" : state === "done" ? "success" : "normal"} aria-label={one.path} />
      <span className={styles.note}>
        {state === "waiting" && t("files.sending.waiting")}
        {(state === "sending" || state === "failed") && t("files.sending.sending", { sent: format.bytes(sent), bytes: format.bytes(file.size) })}
        {state === "done" && <><CheckCircleFilled /> {t("files.sending.done")}</>}
      </span>
      <span>
        {state === "failed" && <Button size="small" onClick={() => sending.again(one.id, taken)}>{t(taken ? "files.do.replace" : "files.sending.again")}</Button>}
        <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t("files.sending.drop", { name: one.path })} onClick={() => sending.drop(one.id)} />
      </span>
      {state === "failed" && <span className={styles.wrong} role="alert">{say(t, one.error)}</span>}
    </li>
  );
}
