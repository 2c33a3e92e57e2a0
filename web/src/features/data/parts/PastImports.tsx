// What came into a project, import by import, with the files that could not be taken.
import { useState } from "react";
import { Button, Modal } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { listImports, listRefusals } from "@/api/imports";
import { keys } from "@/api/keys";
import type { PastImport } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { ListTable } from "@/components/ListTable";
import { OpenLink } from "@/components/OpenLink";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { formatName } from "./OriginWords";
import { RefusedDialog } from "./RefusedDialog";

const looks = { running: "running", done: "succeeded", cancelled: "stopped", failed: "failed" } as const;

export function PastImports({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const [of, setOf] = useState<PastImport | null>(null);
  const list = usePaged<PastImport>(keys.projectImports(project.id), (cursor) => listImports(project.id, { limit: 50, cursor }));
  const number = { align: "right" as const, className: "number" };
  return (
    <Modal open title={t("data_sets.past.title")} width={960} footer={null} onCancel={onClose}>
      <ListTable<PastImport>
        name="imports" list={list} empty={<EmptyState text={t("data_sets.past.none")} />}
        columns={[
          { title: t("data_sets.past.at"), render: (_, one) => <OpenLink to={`/jobs/${one.id}`}><TimeAgo at={one.created_at} /></OpenLink> },
          { title: t("data_sets.past.state"), render: (_, one) => <StateTag state={looks[one.state]} text={t(`data_sets.past.is.${one.state}`)} /> },
          { title: t("data_sets.past.by"), render: (_, one) => one.created_by ?? "–" },
          { title: t("data_sets.past.from"), render: (_, one) => one.source ? `${one.source.storage}/${one.source.path}` : t("data_sets.past.sent") },
          { title: t("data_sets.told.format"), render: (_, one) => (one.format ? formatName(t, one.format) : "–") },
          { ...number, title: t("data_sets.past.added"), render: (_, one) => format.count(one.added) },
          { ...number, title: t("data_sets.past.known"), render: (_, one) => format.count(one.duplicates) },
          { ...number, title: t("data_sets.past.labels"), render: (_, one) => format.count(one.labels) },
          {
            ...number, title: t("data_sets.past.refused"),
            render: (_, one) => one.refused === 0 ? 0 : <Button type="link" size="small" onClick={() => setOf(one)} data-test="past-refused">{format.count(one.refused)}</Button>,
          },
        ]}
      />
      {of && <Refused key={of.id} of={of} onClose={() => setOf(null)} />}
    </Modal>
  );
}

function Refused({ of, onClose }: { of: PastImport; onClose: () => void }) {
  const { t } = useTranslation();
  const first = useQuery({ queryKey: [...keys.import(of.id), "refusals"], queryFn: () => listRefusals(of.id, { limit: 200 }) });
  if (first.error) return <Modal open title={t("data_sets.past.refused")} footer={null} onCancel={onClose}><ErrorNote error={first.error} retry={() => void first.refetch()} /></Modal>;
  if (!first.data) return null;
  return <RefusedDialog open upload={{ importId: of.id, refused: of.refused, refusals: first.data.items }} onClose={onClose} />;
}
