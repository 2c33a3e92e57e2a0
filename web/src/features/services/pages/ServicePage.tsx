import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Alert } from "antd";
import { useParams } from "react-router";
import { getJob } from "@/api/jobs";
import { keys } from "@/api/keys";
import { getService } from "@/api/services";
import type { Service } from "@/api/contract";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { useSession } from "@/hooks/useSession";
import { sayCode } from "@/lib/say";
import { Address } from "../parts/Address";
import { IgnoredParts } from "../parts/IgnoredParts";
import { Load } from "../parts/Load";
import { ServiceActions } from "../parts/ServiceActions";
import { ServiceFacts } from "../parts/ServiceFacts";
import { TryIt } from "../parts/TryIt";
import styles from "./ServicePage.module.css";

export function ServicePage() {
  const { t } = useTranslation();
  const { serviceId = "" } = useParams();
  const { may } = useSession();
  const query = useQuery({
    queryKey: keys.service(serviceId),
    queryFn: () => getService(serviceId),
    // While it comes up one waits for it; events tell too, this is for when their line is cut.
    refetchInterval: ({ state }) => (state.data && ["queued", "starting", "stopping"].includes(state.data.state) ? 1500 : 10_000),
  });
  if (query.error && !query.data) return <div className="page"><ErrorNote error={query.error} retry={() => void query.refetch()} /></div>;
  const service = query.data;
  if (!service) return <Loading />;
  return (
    <>
      <PageHead
        title={service.name} state={<StateTag state={service.state} />}
        above={[{ to: `/projects/${service.project_id}/services`, text: t("services.list.title") }]}
        actions={may("service.write") && <ServiceActions service={service} />}
      />
      <div className={`page ${styles.split}`}>
        <div className={styles.column}>
          {service.state === "failed" && <Failure service={service} />}
          {may("infer") && <Block title={t("services.try.title")}><TryIt service={service} /></Block>}
          <Load service={service} />
        </div>
        <div className={styles.column}>
          <Block title={t("services.address.title")}><Address service={service} /></Block>
          <ServiceFacts service={service} />
          <IgnoredParts service={service} />
        </div>
      </div>
    </>
  );
}

function Failure({ service }: { service: Service }) {
  const { t } = useTranslation();
  const job = useQuery({ queryKey: keys.job(service.job_id ?? ""), queryFn: () => getJob(service.job_id ?? ""), enabled: service.job_id !== null });
  const reason = job.data?.reason;
  return <Alert type="error" showIcon message={t("services.page.failed")} description={reason ? sayCode(t, reason.code, reason.detail, reason.params) : t("jobs.page.failed_unknown")} />;
}
