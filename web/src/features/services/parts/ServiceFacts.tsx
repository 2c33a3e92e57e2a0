import type { ReactNode } from "react";
import { Select } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import { keys } from "@/api/keys";
import { patchService } from "@/api/services";
import type { Keep, Service } from "@/api/contract";
import { Block } from "@/components/Block";
import { TimeAgo } from "@/components/TimeAgo";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import styles from "./ServiceFacts.module.css";

export function ServiceFacts({ service }: { service: Service }) {
  const { t } = useTranslation();
  const { may } = useSession();
  const facts: [string, ReactNode][] = [
    [t("services.column.model"), <Link key="m" to={`/projects/${service.project_id}/models/${service.model_id}`}>{t("services.model_number", { number: service.model_number })}</Link>],
    [t("services.column.keep"), may("service.write") ? <KeepSelect key="k" service={service} /> : t(`services.keep.${service.keep}`)],
    [t("services.column.created"), <TimeAgo key="c" at={service.created_at} />],
    [t("services.fact.records"), <Link key="r" to={`/projects/${service.project_id}/inspect?service=${service.id}`}>{t("services.fact.open_records")}</Link>],
    ...(service.job_id ? ([[t("services.fact.job"), <Link key="j" to={`/jobs/${service.job_id}`}>{t("services.fact.open_job")}</Link>]] as [string, ReactNode][]) : []),
  ];
  return (
    <Block title={t("jobs.fact.title")}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
    </Block>
  );
}

function KeepSelect({ service }: { service: Service }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notify = useNotify();
  const keep = useMutation({
    mutationFn: (value: Keep) => patchService(service.id, { keep: value }),
    onSuccess: (next) => {
      client.setQueryData(keys.service(service.id), next);
      notify.done(t("services.keep.changed"));
    },
    onError: notify.failed,
  });
  return (
    <Select
      size="small" value={service.keep} loading={keep.isPending} onChange={(value: Keep) => keep.mutate(value)} popupMatchSelectWidth={false} aria-label={t("services.column.keep")}
      options={(["all", "ng", "none"] as const).map((one) => ({ value: one, label: t(`services.keep.${one}`) }))}
    />
  );
}
