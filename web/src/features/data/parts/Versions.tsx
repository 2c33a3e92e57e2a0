import { useRef, useState } from "react";
import { Button, Dropdown, Form, Input, Modal, Slider } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { newKey } from "@/api/client";
import { keys } from "@/api/keys";
import { createVersion, exportFormats, listVersions, versionExport } from "@/api/pictures";
import type { Version } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { ListTable } from "@/components/ListTable";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSession } from "@/hooks/useSession";
import { ClassBar } from "./ClassBar";
import styles from "./Versions.module.css";

export function Versions() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const { may } = useSession();
  const [open, setOpen] = useState(false);
  const list = usePaged<Version>(keys.versions(project.id), (cursor) => listVersions(project.id, { limit: 50, cursor }));
  const make = may("data.write") && (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t("data.version.make")}
    </Button>
  );
  return (
    <div className="page">
      <div className={styles.head}>
        <p className={styles.why}>{t("data.version.why")}</p>
        {list.items.length > 0 && make}
      </div>
      <ListTable<Version>
        name="versions"
        list={list}
        empty={<EmptyState text={t("data.version.none")} action={make} />}
        columns={[
          { title: t("data.version.number"), render: (_, version) => `v${version.number}` },
          { title: t("data.version.note"), dataIndex: "note", render: (note: string) => note || "–" },
          { title: t("data.version.by_class"), render: (_, version) => <ClassBar version={version} /> },
          { title: t("data.version.pictures"), align: "right", render: (_, version) => <span className="number">{format.count(version.pictures)}</span> },
          { title: t("data.version.labelled"), align: "right", render: (_, version) => <span className="number">{format.count(version.labelled)}</span> },
          { title: t("data.version.held"), align: "right", render: (_, version) => <span className="number">{format.count(version.held_back)}</span> },
          { title: t("data.version.created"), render: (_, version) => <TimeAgo at={version.created_at} /> },
          {
            align: "right",
            render: (_, version) => (
              <Dropdown
                trigger={["click"]}
                menu={{
                  items: exportFormats.map((format_) => ({
                    key: format_,
                    label: <a href={versionExport(version.id, format_)} download>{t(`data.version.${format_}`)}</a>,
                  })),
                }}
              >
                <Button size="small">{t("common.do.download")}</Button>
              </Dropdown>
            ),
          },
        ]}
      />
      <MakeDialog open={open} onClose={() => setOpen(false)} />
    </div>
  );
}

type Values = { note: string; share: number };

function MakeDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const client = useQueryClient();
  const { project } = useProject();
  const [form] = Form.useForm<Values>();
  const share = Form.useWatch("share", form) ?? 20;
  const key = useRef(newKey());
  const make = useMutation({
    mutationFn: (values: Values) =>
      createVersion(project.id, { note: values.note.trim(), held_back: values.share / 100 }, key.current),
    onSuccess: (version) => {
      void client.invalidateQueries({ queryKey: keys.versions(project.id) });
      notify.done(t("data.version.made", { number: version.number }));
      onClose();
    },
    onSettled: () => {
      key.current = newKey();
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
      destroyOnHidden
    >
      <Form form={form} layout="vertical" preserve={false} initialValues={{ note: "", share: 20 }} onFinish={make.mutate}>
        <Form.Item name="note" label={t("data.version.note")}>
          <Input placeholder={t("data.version.note_hint")} maxLength={500} />
        </Form.Item>
        <Form.Item
          name="share"
          label={`${t("data.version.held_back")} · ${format.percent(share / 100, 0)}`}
          extra={t("data.version.held_back_hint")}
        >
          <Slider min={0} max={50} step={5} tooltip={{ formatter: (value) => `${value ?? 0} %` }} />
        </Form.Item>
      </Form>
      <ErrorNote error={make.error} />
    </Modal>
  );
}
