import { useState } from "react";
import { Input, Modal } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { saveRecipeVersion } from "@/api/recipes";
import type { Id, RecipeVersion } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { useNotify } from "@/hooks/useNotify";

type Props = { recipe: Id; /** What is written is kept first; null: it could not be. */ flush: () => Promise<number | null>; onClose: () => void; onSaved: (version: RecipeVersion) => void };

export function SaveVersion({ recipe, flush, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [note, setNote] = useState("");
  const save = useMutation({
    mutationFn: async () => {
      const revision = await flush();
      if (revision === null) throw new Error(t("recipes.editor.unsaved"));
      return saveRecipeVersion(recipe, { revision, note: note.trim() });
    },
    onSuccess: (version) => {
      void client.invalidateQueries({ queryKey: ["recipes"] });
      notify.done(t("recipes.versions.saved", { number: version.number }));
      onSaved(version);
      onClose();
    },
  });
  return (
    <Modal open title={t("recipes.do.save_version")} onCancel={onClose} onOk={() => save.mutate()} okText={t("recipes.do.save_version")} okButtonProps={{ loading: save.isPending }}>
      <label>
        <span>{t("recipes.versions.note")}</span>
        <Input.TextArea value={note} rows={3} maxLength={2000} placeholder={t("recipes.versions.note_hint")} data-test="version-note" onChange={(event) => setNote(event.target.value)} />
      </label>
      <ErrorNote error={save.error} />
    </Modal>
  );
}
