import { useState } from "react";
import { Button } from "antd";
import { DeleteOutlined, PlayCircleOutlined, StopOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { deleteService, startService, stopService } from "@/api/services";
import type { Service } from "@/api/contract";
import { ConfirmByName } from "@/components/ConfirmByName";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";

export function ServiceActions({ service }: { service: Service }) {
  const { t } = useTranslation();
  const askFirst = useAsk();
  const client = useQueryClient();
  const notify = useNotify();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const up = ["queued", "starting", "running"].includes(service.state);
  const changed = (next: Service) => {
    client.setQueryData(keys.service(service.id), next);
    void client.invalidateQueries({ queryKey: keys.services(service.project_id) });
  };
  const start = useMutation({ mutationFn: () => startService(service.id), onSuccess: changed, onError: notify.failed });
  const stop = useMutation({ mutationFn: () => stopService(service.id), onSuccess: changed, onError: notify.failed });
  const ask = () =>
    askFirst({
      title: t("jobs.ask.stop", { name: service.name }),
      content: t("jobs.ask_stop.service"),
      okText: t("common.do.stop"),
      danger: true,
      cancelText: t("jobs.stop.keep"),
      onOk: () => stop.mutateAsync().catch(() => undefined),
    });
  const remove = async () => {
    try {
      await deleteService(service.id);
      void client.invalidateQueries({ queryKey: keys.services(service.project_id) });
      void navigate(`/projects/${service.project_id}/services`);
    } catch (error) {
      notify.failed(error);
      setDeleting(false);
    }
  };
  return (
    <>
      {up ? (
        <Button danger icon={<StopOutlined />} loading={stop.isPending} onClick={ask}>{t("common.do.stop")}</Button>
      ) : (
        <>
          <Button icon={<DeleteOutlined />} disabled={service.state === "stopping"} onClick={() => setDeleting(true)}>{t("common.do.delete")}</Button>
          <Button type="primary" icon={<PlayCircleOutlined />} loading={start.isPending} disabled={service.state === "stopping"} onClick={() => start.mutate()}>{t("common.do.start")}</Button>
        </>
      )}
      <ConfirmByName open={deleting} name={service.name} title={t("services.delete.title", { name: service.name })} onConfirm={remove} onClose={() => setDeleting(false)}>
        <p>{t("services.delete.follows")}</p>
      </ConfirmByName>
    </>
  );
}
