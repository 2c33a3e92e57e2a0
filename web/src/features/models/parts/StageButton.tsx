import { useState } from "react";
import { Button, Input, Modal } from "antd";
import { RocketOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import type { Tagged } from "@/api/client";
import { keys } from "@/api/keys";
import { patchModel } from "@/api/models";
import type { Model, Stage } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { useNotify } from "@/hooks/useNotify";
import styles from "./StageButton.module.css";

/** Moves a model on, after one has read what follows from it. Stages never go back. */
export function StageButton({ model, to }: { model: Tagged<Model>; to: Exclude<Stage, "draft"> }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState(model.value.note);
  const move = useMutation({
    mutationFn: () => patchModel(model.value.id, { stage: to, note: note.trim() }, model.etag),
    onSuccess: (next) => {
      client.setQueryData(keys.model(model.value.id), next);
      void client.invalidateQueries({ queryKey: ["models"] });
      setOpen(false);
      notify.done(t(`models.stage.done_${to}`, { name: model.value.name }));
    },
    onError: () => void client.invalidateQueries({ queryKey: keys.model(model.value.id) }),
  });
  return (
    <>
      <Button
        type={to === "released" ? "primary" : "default"} danger={to === "retired"} icon={to === "released" ? <RocketOutlined /> : undefined}
        data-test={`to-${to}`}
        onClick={() => {
          setNote(model.value.note);
          move.reset();
          setOpen(true);
        }}
      >
        {t(`models.stage.do_${to}`)}
      </Button>
      <Modal
        open={open} onCancel={() => setOpen(false)} onOk={() => move.mutate()} okText={t(`models.stage.do_${to}`)}
        okButtonProps={{ danger: to === "retired", loading: move.isPending }} title={t(`models.stage.ask_${to}`, { name: model.value.name })} destroyOnHidden
      >
        <ul className={styles.follows}>
          <li>{t(`models.stage.follows_${to}_1`)}</li>
          <li>{t(`models.stage.follows_${to}_2`)}</li>
          <li>{t(`models.stage.follows_${to}_3`)}</li>
        </ul>
        <label className={styles.note}>
          <span>{t("models.publish.note")}</span>
          <Input.TextArea value={note} onChange={(event) => setNote(event.target.value)} rows={3} maxLength={2000} placeholder={t("models.publish.note_hint")} />
        </label>
        <ErrorNote error={move.error} />
      </Modal>
    </>
  );
}
