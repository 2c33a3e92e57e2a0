import { useState } from "react";
import { Button, Modal, Table } from "antd";
import { useTranslation } from "@/i18n";
import { listRefusals } from "@/api/imports";
import type { Refusal } from "@/api/contract";
import { useNotify } from "@/hooks/useNotify";
import { csv, saveText } from "@/lib/csv";
import { sayCode } from "@/lib/say";
import type { Upload } from "../queue/uploads";

/** What is known of the import; the server has the whole list. */
export type Left = Pick<Upload, "importId" | "refused" | "refusals">;
type Props = { upload: Left; open: boolean; onClose: () => void };

/** Which files were refused and why. */
export function RefusedDialog({ upload, open, onClose }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);

  const save = async () => {
    setBusy(true);
    try {
      const rows = await allRefusals(upload);
      const head = [t("data.refused.file"), t("data.refused.reason")];
      saveText("refused.csv", csv([head, ...rows.map((row) => [row.name, sayCode(t, row.code, row.detail)])]));
    } catch (error) {
      notify.failed(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      open={open}
      onCancel={onClose}
      title={t("data.refused.title")}
      width={760}
      footer={
        <Button type="primary" loading={busy} onClick={() => void save()}>
          {t("data.refused.csv")}
        </Button>
      }
    >
      <Table<Refusal>
        size="small"
        rowKey={(row) => row.name + row.code}
        dataSource={[...upload.refusals]}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: t("data.refused.file"), dataIndex: "name", width: "45%", ellipsis: true },
          { title: t("data.refused.reason"), render: (_, row) => sayCode(t, row.code, row.detail) },
        ]}
      />
    </Modal>
  );
}

/** The server keeps the whole list; what never reached it is known here only. */
async function allRefusals(upload: Left): Promise<Refusal[]> {
  if (!upload.importId || upload.refusals.length >= upload.refused) return [...upload.refusals];
  const rows: Refusal[] = [];
  let cursor: string | undefined;
  do {
    const page = await listRefusals(upload.importId, { limit: 200, cursor });
    rows.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  return rows;
}
