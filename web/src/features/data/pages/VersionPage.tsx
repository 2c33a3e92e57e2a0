import { lazy, Suspense, useState } from "react";
import { Button, Select, Tabs, Tag } from "antd";
import { DownloadOutlined, RocketOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useNavigate, useParams } from "react-router";
import { keys } from "@/api/keys";
import { listVersions } from "@/api/pictures";
import { deleteVersion, getVersion, publishVersion, versionFacts, withdrawVersion } from "@/api/sets";
import type { Version, VersionFacts } from "@/api/contract";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { RowMenu } from "@/components/RowMenu";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { CountTable } from "../parts/CountTable";
import { ExportButton } from "../parts/ExportButton";
import { OriginWords } from "../parts/OriginWords";
import { RestoreDialog } from "../parts/RestoreDialog";
import { RuleWords } from "../parts/RuleWords";
import { VersionWords } from "../parts/VersionWords";
import styles from "./VersionPage.module.css";

const StatisticsTab = lazy(async () => ({ default: (await import("../parts/StatisticsTab")).StatisticsTab }));

/** A version: what it holds, what came of it, what is said of it. */
export function VersionPage() {
  const { t } = useTranslation();
  const { versionId = "" } = useParams();
  const { project } = useProject();
  const { may } = useSession();
  const search = useSearch();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notify = useNotify();
  const ask = useAsk();
  const [restoring, setRestoring] = useState(false);
  const query = useQuery({ queryKey: keys.version(versionId), queryFn: () => getVersion(versionId) });
  const facts = useQuery({ queryKey: keys.version(versionId, "facts"), queryFn: () => versionFacts(versionId) });
  const refresh = () => void client.invalidateQueries({ queryKey: ["versions"] });
  const publish = useMutation({
    mutationFn: (on: boolean) => (on ? publishVersion(versionId) : withdrawVersion(versionId)),
    onSuccess: (next) => {
      refresh();
      notify.done(t(next.published_at ? "sets.version.done_publish" : "sets.version.done_withdraw", { number: next.number }));
    },
    onError: notify.failed,
  });
  const list = `/projects/${project.id}/data?tab=versions`;
  if (query.error && !query.data) return <div className="page"><ErrorNote error={query.error} retry={() => void query.refetch()} /></div>;
  if (!query.data) return <Loading />;
  const version = query.data.value;
  const tab = search.get("tab") === "statistics" ? "statistics" : "overview";
  const write = may("data.write");
  const remove = () =>
    ask({
      title: t("sets.version.delete_ask", { number: version.number }), content: t("sets.version.delete_why"), okText: t("common.do.delete"), danger: true,
      onOk: async () => {
        try {
          await deleteVersion(version.id);
        } catch (error) {
          notify.failed(error);
          return;
        }
        client.removeQueries({ queryKey: keys.version(version.id) });
        refresh();
        notify.done(t("sets.version.deleted", { number: version.number }));
        void navigate(list);
      },
    });
  return (
    <>
      <PageHead
        title={t("sets.version.title", { number: version.number })}
        sub={version.note}
        above={[{ to: `/projects/${project.id}`, text: project.name }, { to: list, text: t("data.tab.versions") }]}
        state={version.published_at && <StateTag state="released" text={t("sets.version.published")} />}
        actions={
          <>
            {write && (version.published_at ? (
              <Button loading={publish.isPending} onClick={() => publish.mutate(false)}>{t("sets.version.withdraw")}</Button>
            ) : (
              <Button icon={<RocketOutlined />} loading={publish.isPending} data-test="publish" onClick={() => publish.mutate(true)}>{t("sets.version.publish")}</Button>
            ))}
            <ExportButton icon={<DownloadOutlined />} version={version} />
            {may("train") && (
              <OpenLink hide to={`/projects/${project.id}/trainings/new?version=${version.id}`}>
                <Button type="primary">{t("sets.version.train")}</Button>
              </OpenLink>
            )}
            {write && (
              <RowMenu
                bordered label={t("sets.version.more")} name="version-more"
                choices={[{ key: "restore", label: t("sets.version.restore") }, { key: "delete", label: t("sets.version.delete"), danger: true }]}
                onPick={(key) => (key === "restore" ? setRestoring(true) : remove())}
              />
            )}
          </>
        }
      >
        <Tabs
          size="small" activeKey={tab} onChange={(key) => search.set({ tab: key === "overview" ? undefined : key }, { push: true })} style={{ marginBottom: -10 }}
          items={[{ key: "overview", label: t("sets.version.tab_overview") }, { key: "statistics", label: t("sets.tab.statistics") }]}
        />
      </PageHead>
      {tab === "statistics" ? (
        <Suspense fallback={<Loading />}><StatisticsTab version={version.id} /></Suspense>
      ) : (
        <div className="page">
          <div className={styles.split}>
            <div className={styles.column}>
              <Block title={t("sets.version.counts")}>
                {facts.data ? <CountTable version={version} counts={facts.data.counts} /> : facts.error ? <ErrorNote error={facts.error} /> : <Loading />}
              </Block>
              {facts.data && <Uses facts={facts.data} projectId={project.id} />}
            </div>
            <div className={styles.column}>
              <Facts version={version} facts={facts.data} />
              <VersionWords key={version.revision} version={query.data} editable={write} />
              <Compare version={version} />
            </div>
          </div>
        </div>
      )}
      {restoring && <RestoreDialog version={version} onClose={() => setRestoring(false)} />}
    </>
  );
}

function Facts({ version, facts }: { version: Version; facts: VersionFacts | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Block title={t("sets.version.facts")}>
      <dl className={styles.facts}>
        <dt>{t("data.version.pictures")}</dt><dd>{format.count(version.pictures)}</dd>
        <dt>{t("data.version.labelled")}</dt><dd>{format.count(version.labelled)}</dd>
        <dt>{t("sets.version.regions")}</dt><dd>{facts ? format.count(facts.regions) : "…"}</dd>
        <dt title={t("data_sets.fits_hint")}>{t("data_sets.fits")}</dt>
        <dd data-test="fits">{version.tasks.length > 0 ? version.tasks.map((task) => t(`models.task.${task}`)).join(" · ") : "–"}</dd>
        <dt>{t("project.list.scene")}</dt><dd>{t(`project.scene.${version.scene}`)}</dd>
        <dt>{t("data_sets.from")}</dt><dd><OriginWords origins={version.origins} /></dd>
        <dt>{t("sets.list.size")}</dt><dd>{format.bytes(version.bytes)}</dd>
        <dt>{t("sets.version.rule")}</dt><dd>{version.split ? <RuleWords rule={version.split} /> : t("sets.version.rule_none")}</dd>
        <dt>{t("sets.list.creator")}</dt><dd>{version.created_by ?? "–"}</dd>
        <dt>{t("sets.version.made")}</dt><dd><TimeAgo at={version.created_at} /></dd>
      </dl>
      {version.published_at && (
        <p className={styles.quiet}>
          {t("sets.version.published_by", { who: version.published_by ?? "–", when: format.moment(version.published_at) })}
        </p>
      )}
      {version.tags.length > 0 && (
        <div className={styles.tags}>{version.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)}</div>
      )}
    </Block>
  );
}

/** Which trainings and models came of it. */
function Uses({ facts, projectId }: { facts: VersionFacts; projectId: string }) {
  const { t } = useTranslation();
  const { trainings, models } = facts;
  const none = facts.trainings_total === 0 && facts.models_total === 0;
  const rest = (total: number, shown: number) => total > shown && <li className={styles.quiet}>{t("sets.version.more_uses", { n: total - shown })}</li>;
  return (
    <Block title={t("sets.version.uses")}>
      {none && <p className={styles.quiet}>{t("sets.version.unused")}</p>}
      {trainings && trainings.length > 0 && (
        <>
          <h3 className={styles.sub}>{t("sets.version.trainings")}</h3>
          <ul className={styles.uses}>
            {trainings.map((one) => (
              <li key={one.id}>
                <OpenLink to={`/jobs/${one.id}`}>{one.name}</OpenLink>
                <StateTag state={one.state} />
                <TimeAgo at={one.created_at} />
              </li>
            ))}
            {rest(facts.trainings_total, trainings.length)}
          </ul>
        </>
      )}
      {models && models.length > 0 && (
        <>
          <h3 className={styles.sub}>{t("sets.version.models")}</h3>
          <ul className={styles.uses}>
            {models.map((one) => (
              <li key={one.id}>
                <Link to={`/projects/${projectId}/models/${one.id}`}>{t("models.page.title", { number: one.number, name: one.name })}</Link>
                <StateTag state={one.stage} />
                <TimeAgo at={one.created_at} />
              </li>
            ))}
            {rest(facts.models_total, models.length)}
          </ul>
        </>
      )}
    </Block>
  );
}

function Compare({ version }: { version: Version }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { project } = useProject();
  const query = { limit: 100 };
  const others = useQuery({ queryKey: keys.versions(project.id, { ...query, pick: true }), queryFn: () => listVersions(project.id, query) });
  const items = (others.data?.items ?? []).filter((one) => one.id !== version.id);
  if (others.data && items.length === 0) return null;
  // From the older one to the newer.
  const go = (id: string) => {
    const other = items.find((one) => one.id === id);
    const [before, after] = other && other.number < version.number ? [id, version.id] : [version.id, id];
    void navigate(`/projects/${project.id}/data/versions/${before}/diff/${after}`);
  };
  return (
    <Block title={t("sets.version.compare")}>
      <Select
        className={styles.wide} loading={others.isPending} placeholder={t("sets.version.compare_with")} aria-label={t("sets.version.compare_with")}
        value={null} onChange={(id: string | null) => id && go(id)}
        options={items.map((one) => ({ value: one.id, label: `${t("sets.version.title", { number: one.number })}${one.note ? ` · ${one.note}` : ""}` }))}
      />
    </Block>
  );
}
