// One edit of many pictures, or of a class: done, told, and taken back from the toast.
import { useCallback } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { undoEdit } from "@/api/edits";
import type { Id } from "@/api/contract";
import { useNotify } from "./useNotify";

const shown = ["pictures", "projects", "annotation", "picture"] as const;

/** Everything that shows pictures asks for them again. */
export function useRefresh(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    for (const head of shown) void client.invalidateQueries({ queryKey: [head] });
  }, [client]);
}

export function useUndo(): (edit: Id) => Promise<void> {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  return useCallback(
    async (edit) => {
      try {
        const { left_out } = await undoEdit(edit);
        notify.done(t("bulk.undo.done", { left: left_out }));
      } catch (error) {
        notify.failed(error);
      }
      refresh();
    },
    [notify, refresh, t],
  );
}

/** Tells what was done, with the way back. */
export function useTold(): (text: string, edit: Id | null) => void {
  const notify = useNotify();
  const refresh = useRefresh();
  const undo = useUndo();
  return useCallback(
    (text, edit) => {
      refresh();
      notify.done(text, edit ? () => void undo(edit) : undefined);
    },
    [notify, refresh, undo],
  );
}
