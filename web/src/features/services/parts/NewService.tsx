import { useState } from "react";
import { Button, Input, Modal, Radio, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { newKey } from "@/api/client";
import { keys } from "@/api/keys";
import { listModels } from "@/api/models";
import { createService } from "@/api/services";
import type { Id, Keep, Project } from "@/api/contract";
import { ClusterNote } from "@/components/ClusterNote";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { useCluster } from "@/hooks/useCluster";
import styles from "./NewService.module.css";

const keeps = ["all", "ng", "none"] as const satisfies readonly Keep[];

export function NewService({ project, model: wanted, onClose }: { project: Project; model: Id | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { current } = useCluster();
  const [key] = useState(newKey);
  const models = useQuery({ queryKey: keys.models(project.id, { stage: "released" }), queryFn: () => listModels(project.id, { stage: "released", limit: 200 }), select: (page) => page.items.filter((one) => one.stage === "released") });
  const [chosen, setChosen] = useState<Id | undefined>(wanted);
  const [name, setName] = useState("");
  const [keep, setKeep] = useState<Keep>("all");
  const model = models.data?.find((one) => one.id === chosen) ?? models.data?.[0];
  const shownName = name || (model ? t("services.new.name_default", { project: project.name, number: model.number }) : "");
  const make = useMutation({
    mutationFn: () => createService(project.id, { model_id: model?.id ?? "", name: shownName.trim(), keep, ...(current ? { virtual_cluster_id: current.id } : {}) }, key),
    onSuccess: (service) => {
      void client.invalidateQueries({ queryKey: keys.services(project.id) });
      void client.invalidateQueries({ queryKey: ["projects"] });
      void navigate(`/projects/${project.id}/services/${service.id}`);
    },
  });
  const none = models.data?.length === 0;
  return (
    <Modal
      open title={t("services.new.title")} onCancel={onClose} onOk={() => make.mutate()} okText={t("services.new.make")}
      okButtonProps={{ loading: make.isPending, disabled: !model || shownName.trim() === "", style: none ? { display: "none" } : undefined }}
    >
      <ErrorNote error={models.error} />
      {none ? (
        <EmptyState small text={t("services.new.no_model")} action={<Link to={`/projects/${project.id}/models`}><Button type="primary">{t("services.new.to_models")}</Button></Link>} />
      ) : (
        <div className={styles.form}>
          <label className={styles.field}>
            <span>{t("services.new.model")}</span>
            <Select
              value={model?.id} loading={models.isPending} onChange={setChosen}
              options={(models.data ?? []).map((one) => ({ value: one.id, label: t("models.page.title", { number: one.number, name: one.name }) }))}
            />
          </label>
          <label className={styles.field}>
            <span>{t("services.new.name")}</span>
            <Input value={shownName} maxLength={100} onChange={(event) => setName(event.target.value)} />
          </label>
          <div className={styles.field}>
            <span>{t("services.new.keep")}</span>
            <Radio.Group value={keep} onChange={(event) => setKeep(event.target.value as Keep)} className={styles.keeps}>
              {keeps.map((one) => (
                <Radio key={one} value={one}>
                  {t(`services.keep.${one}`)}
                  <span className={styles.meaning}>{t(`services.keep.${one}_meaning`)}</span>
                </Radio>
              ))}
            </Radio.Group>
          </div>
          <p className={styles.note}>{t("services.new.takes")}</p>
          <ClusterNote />
          <ErrorNote error={make.error} />
        </div>
      )}
    </Modal>
  );
}
