import { useRef, useState } from "react";
import { Button, InputNumber } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { findChessboard } from "@/api/trainings";
import type { Id } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { useFormat } from "@/hooks/useFormat";
import styles from "../pages/BeadPlanPage.module.css";

type Props = { project: Id; shown: string | null; onScale: (mmPerPx: number) => void };

/** A picture of a chessboard tells how large a pixel is. */
export function ChessboardScale({ project, shown, onScale }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [square, setSquare] = useState<number | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const find = useMutation({
    mutationFn: (picture: Blob | string) => findChessboard(project, square ?? 0, picture),
    onSuccess: (board) => onScale(Number(board.mm_per_px.toPrecision(5))),
  });
  if (!open) return <div><Button size="small" data-test="by-chessboard" onClick={() => setOpen(true)}>{t("bead.plan.board")}</Button></div>;
  const may = square !== null && square > 0;
  return (
    <div className={styles.known}>
      <span className={styles.hint}>{t("bead.plan.board_hint")}</span>
      <label className={styles.field}>
        <span>{t("bead.plan.board_square")}</span>
        <InputNumber className={styles.number} min={0} step={0.5} value={square} aria-label={t("bead.plan.board_square")} onChange={setSquare} />
      </label>
      <div className={styles.row}>
        <Button size="small" type="primary" disabled={!may} loading={find.isPending} onClick={() => input.current?.click()}>{t("bead.plan.board_file")}</Button>
        <Button size="small" disabled={!may || shown === null} loading={find.isPending} data-test="chessboard-shown" onClick={() => shown !== null && find.mutate(shown)}>{t("bead.plan.board_shown")}</Button>
        <Button size="small" onClick={() => setOpen(false)}>{t("common.do.close")}</Button>
      </div>
      <input ref={input} type="file" accept="image/*" hidden data-test="chessboard-file" onChange={(event) => { const file = event.target.files?.[0]; if (file) find.mutate(file); event.target.value = ""; }} />
      {find.data && <span role="status" className={styles.hint}>{t("bead.plan.board_found", { columns: find.data.columns, rows: find.data.rows, spread: format.percent(find.data.spread) })}</span>}
      <ErrorNote error={find.error} />
    </div>
  );
}
