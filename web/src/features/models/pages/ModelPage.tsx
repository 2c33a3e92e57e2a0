import { Button, Tabs } from "antd";
import { CloudServerOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useParams } from "react-router";
import { keys } from "@/api/keys";
import { getModel } from "@/api/models";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { EvaluationTab } from "../parts/EvaluationTab";
import { PublishTab } from "../parts/PublishTab";
import { ReportMenu } from "../parts/ReportMenu";
import { StageButton } from "../parts/StageButton";

export function ModelPage() {
  const { t } = useTranslation();
  const { modelId = "" } = useParams();
  const { may } = useSession();
  const search = useSearch();
  const query = useQuery({ queryKey: keys.model(modelId), queryFn: () => getModel(modelId) });
  if (query.error && !query.data) return <div className="page"><ErrorNote error={query.error} retry={() => void query.refetch()} /></div>;
  if (!query.data) return <Loading />;
  const model = query.data.value;
  // A packed recipe has no figures of its own: its runs have them.
  const recipe = model.task === "recipe";
  const tab = recipe || search.get("tab") === "publish" ? "publish" : "evaluation";
  return (
    <>
      <PageHead
        title={t("models.page.title", { number: model.number, name: model.name })}
        above={[{ to: `/projects/${model.project_id}/models`, text: t("models.list.title") }]}
        state={<StateTag state={model.stage} />}
        actions={
          <>
            {!recipe && <ReportMenu model={model.id} name={model.name} />}
            {may("model.write") && model.stage === "draft" && <StageButton model={query.data} to="released" />}
            {may("service.write") && model.stage === "released" && (
              <Link to={`/projects/${model.project_id}/services?new=${model.id}`}>
                <Button type="primary" icon={<CloudServerOutlined />} data-test="deploy">{t("models.page.deploy")}</Button>
              </Link>
            )}
          </>
        }
      >
        <Tabs
          activeKey={tab} onChange={(key) => search.set({ tab: key === "evaluation" ? undefined : key })} style={{ marginBottom: -10 }}
          items={[...(recipe ? [] : [{ key: "evaluation", label: t("models.tab.evaluation") }]), { key: "publish", label: t("models.tab.publish") }]}
        />
      </PageHead>
      <div className="page">{tab === "evaluation" ? <EvaluationTab key={model.id} model={query.data} /> : <PublishTab model={query.data} />}</div>
    </>
  );
}
