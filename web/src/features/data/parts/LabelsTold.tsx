// How the labels of an import are laid out, where somebody says so.
import { Checkbox, Modal, Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "@/i18n";
import type { ImportTold } from "@/api/imports";
import { Field } from "@/components/Field";

const formats = ["folders", "masks", "labelme", "coco", "yolo", "voc", "cvat", "datumaro", "label_studio", "csv", "mvtec", "camvid", "mot", "wider_face", "vgg_face2", "tfrecord", "boards", "pairs", "texts", "glue"] as const;

export function LabelsTold({ value, onChange }: { value: ImportTold; onChange: (told: ImportTold) => void }) {
  const { t } = useTranslation();
  const put = (format: string, good: boolean) => onChange({ ...(format === "auto" ? {} : { format }), ...(good ? { unmentioned_good: true } : {}) });
  const [format, good] = [value.format ?? "auto", value.unmentioned_good ?? false];
  return (
    <>
      <Field label={t("data_sets.told.format")}>
        {({ id }) => (
          <Select
            id={id} value={format} style={{ width: "100%" }} popupMatchSelectWidth={false} data-test="told-format" onChange={(next: string) => put(next, good)}
            options={[{ value: "auto", label: t("data_sets.told.auto") }, ...formats.map((one) => ({ value: one, label: t(`data_sets.told.as.${one}`) }))]}
          />
        )}
      </Field>
      <Checkbox checked={good} onChange={(event) => put(format, event.target.checked)} data-test="told-good">{t("data_sets.told.good")}</Checkbox>
    </>
  );
}

type Props = { onFiles: (told: ImportTold) => void; onFolder: (told: ImportTold) => void; onClose: () => void };

/** Asks for the format before files are chosen. */
export function ToldDialog({ onFiles, onFolder, onClose }: Props) {
  const { t } = useTranslation();
  const [told, setTold] = useState<ImportTold>({});
  return (
    <Modal
      open title={t("data_sets.told.title")} onCancel={onClose}
      footer={
        <>
          <Button onClick={() => onFolder(told)} data-test="told-folder">{t("data.import.folder")}</Button>
          <Button type="primary" onClick={() => onFiles(told)} data-test="told-files">{t("data.import.files")}</Button>
        </>
      }
    >
      <p>{t("data_sets.told.why")}</p>
      <LabelsTold value={told} onChange={setTold} />
    </Modal>
  );
}
