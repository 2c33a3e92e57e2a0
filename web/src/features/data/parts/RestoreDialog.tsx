import { useState } from "react";
import { Checkbox, Modal } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { keptThumb, lookRestore, restoreVersion } from "@/api/sets";
import type { RestorePreview, Version } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { KeptLabel } from "./DiffItem";
import styles from "./RestoreDialog.module.css";

const figures = ["changed", "brought_back", "same", "left_out", "later"] as const;

/** Shows what would change before anything does. */
export function RestoreDialog({ version, onClose }: { version: Version; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const client = useQueryClient();
  const [back, setBack] = useState(false);
  const [keep, setKeep] = useState(true);
  // Asked anew each time: what is there may have changed.
  const look = useQuery({
    queryKey: keys.version(version.id, "restore", { back }), queryFn: () => lookRestore(version.id, back), staleTime: 0, gcTime: 0,
    placeholderData: (before: RestorePreview | undefined) => before,
  });
  const restore = useMutation({
    mutationFn: () => restoreVersion(version.id, { bring_back: back, keep_now: keep }),
    onSuccess: (done) => {
      for (const head of ["versions", "pictures", "projects", "annotation", "picture"]) void client.invalidateQueries({ queryKey: [head] });
      notify.done(t("sets.restore.done", { n: done.changed + done.brought_back }));
      onClose();
    },
  });
  const preview = look.data;
  const some = preview !== undefined && preview.changed + preview.brought_back > 0;
  return (
    <Modal
      open width={720} title={t("sets.restore.title", { number: version.number })} okText={t("sets.restore.do")} onOk={() => restore.mutate()} onCancel={onClose}
      okButtonProps={{ danger: true, disabled: !some || look.isFetching }} confirmLoading={restore.isPending} destroyOnHidden
    >
      <p>{t("sets.restore.lead")}</p>
      {look.error ? <ErrorNote error={look.error} retry={() => void look.refetch()} /> : !preview ? <Loading /> : (
        <>
          <dl className={styles.figures} data-test="restore-figures">
            {figures.map((one) => (
              <div key={one} data-mark={(one === "changed" || one === "brought_back") && preview[one] > 0 ? true : undefined}>
                <dt>{t(`sets.restore.${one}`)}</dt>
                <dd>{format.count(preview[one])}</dd>
              </div>
            ))}
          </dl>
          {preview.classes.length > 0 && <p>{t("sets.restore.classes", { names: preview.classes.join(" · ") })}</p>}
          {!some && preview.left_out === 0 && <p>{t("sets.restore.nothing")}</p>}
          {preview.examples.length > 0 && <Examples preview={preview} />}
        </>
      )}
      <div className={styles.choices}>
        <Checkbox checked={back} onChange={(event) => setBack(event.target.checked)}>{t("sets.restore.back")}</Checkbox>
        <Checkbox checked={keep} onChange={(event) => setKeep(event.target.checked)}>{t("sets.restore.keep")}</Checkbox>
      </div>
      <ErrorNote error={restore.error} />
    </Modal>
  );
}

function Examples({ preview }: { preview: RestorePreview }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles.quiet}>{t("sets.restore.examples", { n: preview.examples.length })}</p>
      <ul className={styles.examples}>
        {preview.examples.map((one) => (
          <li key={one.kept.position}>
            <img src={keptThumb(one.kept.version_id, one.kept.position)} alt={one.kept.name} loading="lazy" title={one.kept.name} />
            <span className={styles.words}>
              <span>
                {t("sets.restore.now")}
                {one.removed ? t("sets.restore.removed") : <StateTag state={one.now_verdict ?? "unlabelled"} />}
                {one.now_regions > 0 && !one.removed && ` ${t("data.wall.regions", { n: one.now_regions })}`}
              </span>
              <span>{t("sets.restore.then")}<KeptLabel kept={one.kept} /></span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
