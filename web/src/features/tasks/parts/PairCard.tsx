import { useState } from "react";
import { Button, Input, Popover } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { reviewTaskPicture, settlePair, type Pair, type PairSide, type Take } from "@/api/annotating";
import { pictureFile } from "@/api/pictures";
import { ClassDot } from "@/components/ClassDot";
import { MarkLayer } from "@/components/MarkLayer";
import { OpenLink } from "@/components/OpenLink";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useMayHere } from "@/hooks/useMayHere";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useTranslation } from "@/i18n";
import styles from "../pages/PairsPage.module.css";

const signs = { ready: "doing", waiting: "todo", settled: "done" } as const;

/** One picture with what each of two says of it, beside each other. */
export function PairCard({ taskId, pair, open }: { taskId: string; pair: Pair; open: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const client = useQueryClient();
  const may = useMayHere();
  const { project } = useProject();
  const refresh = () => void client.invalidateQueries({ queryKey: ["annotation-tasks"] });
  // Refused where either changed since it was shown: then it is shown anew.
  const settle = useMutation({ mutationFn: (take: Take) => settlePair(taskId, pair, take), onSettled: refresh, onError: notify.failed });
  const reviews = open && may("annotation.review");
  const take = (which: Take, hint?: string) => (
    <Button size="small" title={hint} loading={settle.isPending && settle.variables === which} disabled={settle.isPending} onClick={() => settle.mutate(which)} data-test={`take-${which}`}>{t(`annotate.pairs.take_${which}`)}</Button>
  );
  return (
    <li className={styles.pair} data-test="pair">
      <div className={styles.head}>
        <span className={styles.name}>{pair.picture.name}</span>
        <StateTag state={signs[pair.state]} text={t(`annotate.pairs.state.${pair.state}`)} />
        {typeof pair.same === "boolean" && <StateTag state={pair.same ? "ok" : "recheck"} text={t(pair.same ? "annotate.pairs.same" : "annotate.pairs.differ")} />}
        {typeof pair.f1 === "number" && <span className={styles.figure}>{t("annotate.pairs.f1")} {format.percent(pair.f1, 0)}</span>}
        {typeof pair.overlap === "number" && <span className={styles.figure}>{t("annotate.view.overlap")} {format.decimal(pair.overlap)}</span>}
      </div>
      <div className={styles.sides}>
        <Side taskId={taskId} pair={pair} side={pair.first} reviews={reviews} onDone={refresh} />
        <Side taskId={taskId} pair={pair} side={pair.second} reviews={reviews} onDone={refresh} />
      </div>
      <div className={styles.do}>
        {pair.state === "ready" && reviews && <>{take("first")}{take("second")}{take("both", t("annotate.pairs.take_both_hint"))}</>}
        {pair.taken && <span className={styles.quiet}>{t(`annotate.pairs.taken.${pair.taken}`)}</span>}
        {pair.state === "settled" && <OpenLink hide to={`/projects/${project.id}/annotate?picture=${pair.picture.id}`}><Button size="small">{t("annotate.pairs.mend")}</Button></OpenLink>}
      </div>
    </li>
  );
}

type SideProps = { taskId: string; pair: Pair; side: PairSide; reviews: boolean; onDone: () => void };

function Side({ taskId, pair, side, reviews, onDone }: SideProps) {
  const { t } = useTranslation();
  const { classOf } = useProject();
  const { picture } = pair;
  const name = side.user ?? t("annotate.view.nobody");
  const classes = [...new Set([side.class_id, ...side.regions.map((one) => one.class_id)])].flatMap((id) => classOf(id) ?? []);
  const marks = side.regions.map((region) => ({ region, colour: classOf(region.class_id)?.colour ?? "#8c8c8c" }));
  return (
    <div className={styles.side} data-test="pair-side">
      <div className={styles.frame}>
        <span className={styles.fit}>
          <img src={pictureFile(picture.id)} alt={picture.name} loading="lazy" width={picture.width} height={picture.height} />
          <MarkLayer marks={marks} width={picture.width} height={picture.height} label={t("annotate.pairs.marks", { name })} />
        </span>
      </div>
      <div className={styles.said}>
        <strong>{name}</strong>
        {side.verdict ? <StateTag state={side.verdict} /> : <span className={styles.quiet}>{t("annotate.pairs.nothing")}</span>}
        {classes.map((one) => <ClassDot key={one.id} colour={one.colour} name={one.name} />)}
        {side.regions.length > 0 && <span className={styles.quiet}>{t("data.wall.regions", { n: side.regions.length })}</span>}
        {reviews && side.state === "done" && <SendBack taskId={taskId} side={side} name={name} onDone={onDone} />}
      </div>
    </div>
  );
}

/** One of the two has to do it again. */
function SendBack({ taskId, side, name, onDone }: { taskId: string; side: PairSide; name: string; onDone: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const [shown, setShown] = useState(false);
  const [note, setNote] = useState("");
  const send = useMutation({
    mutationFn: () => reviewTaskPicture(taskId, side.position, { verdict: "send_back", note: note.trim(), place: null }),
    onSuccess: () => {
      setShown(false);
      onDone();
    },
    onError: notify.failed,
  });
  const form = (
    <div className={styles.side}>
      <Input.TextArea value={note} onChange={(event) => setNote(event.target.value)} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} aria-label={t("annotate.task.note")} placeholder={t("annotate.task.note")} data-test="pair-note" />
      <Button size="small" type="primary" loading={send.isPending} disabled={note.trim() === ""} onClick={() => send.mutate()} data-test="pair-send">{t("annotate.task.send_back")}</Button>
    </div>
  );
  return (
    <Popover open={shown} onOpenChange={setShown} trigger="click" title={t("annotate.pairs.back_ask", { name })} content={form}>
      <Button size="small" type="text" data-test="pair-back">{t("annotate.pairs.back")}</Button>
    </Popover>
  );
}
