// Images that are offered to everybody who submits jobs: engines by version, and which devices they are made for.
import { useState } from "react";
import { Button, Input, Modal, Select, Space, Table } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { changePresetImage, createPresetImage, deletePresetImage, listPresetImages, type NewPresetImage, type PresetImage } from "@/api/jobs";
import { keys } from "@/api/keys";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { Loading } from "@/components/Loading";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import styles from "./parts.module.css";

/** What the manual names; any other may be typed. */
const EXAMPLE = "registry.example.com/team/pytorch:2.8";
const FRAMEWORKS = ["TensorFlow", "PyTorch", "MindSpore"];
const DEVICES = ["cpu", "nvidia_gpu_amd64", "nvidia_gpu_arm64", "huawei_npu_arm64"];
const none: NewPresetImage = { image: "", framework: "PyTorch", version: "", devices: [], description: "" };

export function EngineImages() {
  const { t } = useTranslation();
  const { may } = useSession();
  const ask = useAsk();
  const notify = useNotify();
  const client = useQueryClient();
  const [open, setOpen] = useState<PresetImage | "new">();
  const query = useQuery({ queryKey: keys.presetImages, queryFn: listPresetImages });
  const again = () => client.invalidateQueries({ queryKey: keys.images() });
  const writes = may("image.write");
  const remove = (one: PresetImage) =>
    ask({
      title: t("expert.images.remove_ask", { image: one.image }), content: t("expert.images.remove_says"), okText: t("expert.images.remove"), danger: true,
      onOk: () => deletePresetImage(one.id).then(() => { notify.done(t("expert.images.removed", { image: one.image })); void again(); }, (error: unknown) => notify.failed(error)),
    });
  const add = writes && <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen("new")} data-test="image-add">{t("expert.images.add")}</Button>;
  return (
    <Block title={t("expert.status.images")} extra={query.data && query.data.length > 0 ? add : undefined}>
      <p className={styles.quiet}>{t("expert.images.says")}</p>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      {query.isPending && <Loading />}
      {query.data?.length === 0 && <EmptyState small text={t("expert.images.none")} action={add || null} />}
      {query.data && query.data.length > 0 && (
        <Table<PresetImage>
          size="small" rowKey="id" pagination={{ pageSize: 50, hideOnSinglePage: true }} dataSource={query.data} scroll={{ x: "max-content" }} data-test="engine-images"
          columns={[
            { key: "engine", title: t("expert.images.engine"), render: (_, one) => `${one.framework} ${one.version}`.trim() },
            { key: "devices", title: t("expert.field.device"), render: (_, one) => (one.devices.length === 0 ? t("expert.images.any_device") : one.devices.map((device) => <div key={device}><code>{device}</code></div>)) },
            { key: "image", title: t("expert.images.image"), render: (_, one) => <Space size={6}><code>{one.image}</code><CopyButton size="small" text={one.image} /></Space> },
            { key: "description", title: t("expert.images.description"), render: (_, one) => <div className={styles.said}>{one.description || "–"}</div> },
            { key: "changed", title: t("expert.images.changed"), render: (_, one) => <TimeAgo at={one.changed_at} /> },
            ...(writes ? [{
              key: "do", align: "right" as const,
              render: (_: unknown, one: PresetImage) => (
                <Space size={4}>
                  <Button size="small" type="text" onClick={() => setOpen(one)} data-test="image-edit">{t("expert.images.edit")}</Button>
                  <Button size="small" type="text" danger onClick={() => remove(one)}>{t("expert.images.remove")}</Button>
                </Space>
              ),
            }] : []),
          ]}
        />
      )}
      {open && <Editor one={open === "new" ? undefined : open} onClose={() => setOpen(undefined)} onKept={({ image }) => { setOpen(undefined); notify.done(t("expert.images.kept", { image })); void again(); }} />}
    </Block>
  );
}

function Editor({ one, onClose, onKept }: { one: PresetImage | undefined; onClose: () => void; onKept: (kept: PresetImage) => void }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<NewPresetImage>(one ?? none);
  const put = (changed: Partial<NewPresetImage>) => setWanted((before) => ({ ...before, ...changed }));
  const { image, framework, version = "", devices = [], description = "" } = wanted;
  const body = { image: image.trim(), framework, version, devices, description };
  const keep = useMutation({ mutationFn: () => (one ? changePresetImage(one.id, body) : createPresetImage(body)), onSuccess: onKept });
  const title = t(one ? "expert.images.edit" : "expert.images.add");
  return (
    <Modal open title={title} onCancel={onClose} okText={t("common.do.save")} okButtonProps={{ disabled: body.image === "" || framework === "" }} confirmLoading={keep.isPending} onOk={() => keep.mutate()} destroyOnHidden>
      <div style={{ display: "grid", gap: 14 }}>
        <Field label={t("expert.images.image")} hint={t("expert.images.image_hint")}>
          {(props) => <Input {...props} value={image} maxLength={255} autoFocus spellCheck={false} placeholder={EXAMPLE} data-test="image-name" onChange={(event) => put({ image: event.target.value })} />}
        </Field>
        <Field label={t("expert.images.framework")}>
          {(props) => (
            <Select
              {...props} mode="tags" maxCount={1} value={framework ? [framework] : []} options={FRAMEWORKS.map((value) => ({ value, label: value }))} data-test="image-framework"
              onChange={(next: string[]) => put({ framework: (next[next.length - 1] ?? "").slice(0, 40) })}
            />
          )}
        </Field>
        <Field label={t("expert.images.version")}>
          {(props) => <Input {...props} value={version} maxLength={40} placeholder="2.8" data-test="image-version" onChange={(event) => put({ version: event.target.value })} />}
        </Field>
        <Field label={t("expert.field.device")} hint={t("expert.images.device_hint")}>
          {(props) => <Select {...props} mode="tags" maxCount={20} value={devices} options={DEVICES.map((value) => ({ value, label: value }))} tokenSeparators={[",", "，", " "]} placeholder={t("expert.images.any_device")} data-test="image-devices" onChange={(next: string[]) => put({ devices: next })} />}
        </Field>
        <Field label={t("expert.images.description")}>
          {(props) => <Input {...props} value={description} maxLength={200} data-test="image-description" onChange={(event) => put({ description: event.target.value })} />}
        </Field>
        <ErrorNote error={keep.error} />
      </div>
    </Modal>
  );
}
