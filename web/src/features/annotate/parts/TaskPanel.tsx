import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Button, Input, Space } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { reviewTaskPicture, type AnnotationTask, type NotePlace } from "@/api/annotating";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useKeySign } from "@/hooks/useKeys";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import { pieceSigns } from "@/lib/pieces";
import { shapeBounds, type Pin } from "@/modules/annotator";
import type { PanelProps } from "../pages/AnnotatePage";
import { itemOf } from "../lib/work";
import styles from "./TaskPanel.module.css";

type Props = PanelProps & { task: AnnotationTask; review: boolean };

/** What is said of the picture between annotator and reviewer; for a reviewer also the decision. */
export function TaskPanel({ task, review, item, annotator, noting, onNoting, onSettled, onNext, onOnward }: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  const { piece } = item;
  const notes = piece?.notes;
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    const placed = (notes ?? []).flatMap(({ id, place }) => (place ? [{ at: [place.x, place.y], chosen: id === chosen } satisfies Pin] : []));
    annotator.setPins(placed);
    return () => annotator.setPins([]);
  }, [annotator, notes, chosen]);
  if (!piece) return null;
  return (
    <section className={styles.panel} data-test="task-panel">
      <h2 className={styles.name}>{task.name}</h2>
      <div className={styles.state}>
        <StateTag state={pieceSigns[piece.state]} text={t(`annotate.task.state.${piece.state}`)} />
        {review && <span className={styles.quiet}>{piece.user}</span>}
      </div>
      {task.instructions && <p className={styles.text}>{task.instructions}</p>}
      {piece.twofold && !review && <p className={styles.text} data-test="apart">{t("annotate.pairs.apart")}</p>}
      {piece.with_batch && <p className={styles.text} data-test="with-batch">{t("annotate.batch.with_it")}</p>}
      {piece.notes.length > 0 && (
        <ol className={styles.notes} data-test="notes">
          {piece.notes.map((note) => (
            <li key={note.id} data-chosen={chosen === note.id || undefined}>
              <button
                type="button" className={styles.note} disabled={!note.place}
                onClick={() => {
                  setChosen(note.id);
                  if (note.place) annotator.lookAt([note.place.x, note.place.y]);
                }}
              >
                <span className={styles.said}>{note.text}</span>
                <span className={styles.quiet}>{note.by}{" · "}<TimeAgo at={note.at} /></span>
              </button>
            </li>
          ))}
        </ol>
      )}
      {review && !noting && (piece.state === "done" || piece.state === "accepted") && (
        <Space wrap>
          {piece.state === "done" && (
            <Button size="small" type="primary" onClick={onNext} data-test="review-accept">{t("annotate.task.accept")}<kbd>{sign("annotate", "annotate.go.accept", "enter")}</kbd></Button>
          )}
          <Button size="small" onClick={() => onNoting(true)} data-test="send-back">
            {t("annotate.task.send_back")}<kbd>{sign("annotate", "annotate.go.send_back", "shift+enter")}</kbd>
          </Button>
        </Space>
      )}
      {review && noting && <SendBack task={task} item={item} annotator={annotator} onClose={() => onNoting(false)} onSettled={onSettled} onOnward={onOnward} />}
    </section>
  );
}

type SendBackProps = Pick<Props, "task" | "item" | "annotator" | "onSettled" | "onOnward"> & { onClose: () => void };

/** Where the pointer is, or else the region that is chosen, the note is pinned. */
function placeOf(annotator: Props["annotator"], { width, height }: { width: number; height: number }): NotePlace | null {
  const chosen = annotator.editor.selected[0];
  const around = chosen && shapeBounds(chosen.shape);
  const at = annotator.pointerAt ?? (around ? [around.x + around.w / 2, around.y + around.h / 2] : null);
  return at && at[0] >= 0 && at[1] >= 0 && at[0] <= width && at[1] <= height ? { x: at[0], y: at[1] } : null;
}

function SendBack({ task, item, annotator, onClose, onSettled, onOnward }: SendBackProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const field = useRef<TextAreaRef>(null);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [place] = useState(() => placeOf(annotator, item));
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (place) annotator.setPins([{ at: [place.x, place.y], chosen: true }]);
  }, [annotator, place]);
  const send = async () => {
    if (!item.piece || text.trim() === "" || busy) return;
    setBusy(true);
    try {
      onSettled(itemOf(await reviewTaskPicture(task.id, item.piece.position, { verdict: "send_back", note: text.trim(), place })));
      onClose();
      onOnward();
    } catch (error) {
      notify.failed(error);
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) void send();
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.sending}>
      <Input.TextArea
        ref={field} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000}
        placeholder={t("annotate.task.note_hint")} aria-label={t("annotate.task.note")} data-test="note"
      />
      <span className={styles.quiet}>{t(place ? "annotate.task.pinned" : "annotate.task.not_pinned")}</span>
      <Space>
        <Button size="small" type="primary" loading={busy} disabled={text.trim() === ""} onClick={() => void send()} data-test="send">{t("annotate.task.send_back")}</Button>
        <Button size="small" onClick={onClose}>{t("common.do.cancel")}</Button>
      </Space>
    </div>
  );
}
