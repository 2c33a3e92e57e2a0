import { Form, Input, Modal, Select, Slider } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { createVersion } from "@/api/pictures";
import { getSplit } from "@/api/sets";
import { ErrorNote } from "@/components/ErrorNote";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useTryKey } from "@/hooks/useTryKey";

type Values = { note: string; tags: string[]; share: number };

/** Keeps what is there now. Where pictures are parted by a rule, that decides; else a share is held back. */
export function MakeVersion({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const client = useQueryClient();
  const { project } = useProject();
  const [form] = Form.useForm<Values>();
  const share = Form.useWatch("share", form) ?? 20;
  const split = useQuery({ queryKey: keys.split(project.id), queryFn: () => getSplit(project.id), enabled: open });
  const rule = split.data?.rule ?? null;
  const key = useTryKey();
  const make = useMutation({
    mutationFn: (values: Values) => {
      const body = { note: values.note.trim(), tags: values.tags, held_back: rule ? null : values.share / 100 };
      return createVersion(project.id, body, key.of(body));
    },
    onSuccess: (version) => {
      key.done();
      void client.invalidateQueries({ queryKey: ["versions"] });
      notify.done(t("data.version.made", { number: version.number }));
      onClose();
    },
  });
  return (
    <Modal
      open={open}
      title={t("data.version.make")}
      okText={t("data.version.make")}
      onOk={() => form.submit()}
      onCancel={onClose}
      confirmLoading={make.isPending}
      okButtonProps={{ disabled: !split.data }}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" preserve={false} initialValues={{ note: "", tags: [], share: 20 }} onFinish={make.mutate}>
        <Form.Item name="note" label={t("data.version.note")}>
          <Input placeholder={t("data.version.note_hint")} maxLength={500} />
        </Form.Item>
        <Form.Item name="tags" label={t("sets.list.tags")}>
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", "，"]} placeholder={t("sets.make.tags_hint")} />
        </Form.Item>
        {rule ? (
          <Form.Item label={t("sets.version.rule")}>
            {t("sets.make.by_rule", {
              train: format.percent(1 - rule.validation - rule.test, 0), validation: format.percent(rule.validation, 0), test: format.percent(rule.test, 0),
            })}
          </Form.Item>
        ) : (
          <Form.Item
            name="share"
            label={`${t("data.version.held_back")} · ${format.percent(share / 100, 0)}`}
            extra={t("data.version.held_back_hint")}
          >
            <Slider min={0} max={50} step={5} tooltip={{ formatter: (value) => `${value ?? 0} %` }} />
          </Form.Item>
        )}
      </Form>
      <ErrorNote error={make.error ?? split.error} />
    </Modal>
  );
}
