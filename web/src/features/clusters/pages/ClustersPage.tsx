import { Button } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { clustersCsv, deleteCluster, listClusters, type VirtualCluster } from "@/api/clusters";
import { keys } from "@/api/keys";
import { CsvLink } from "@/components/CsvLink";
import { EmptyState } from "@/components/EmptyState";
import { useJobsToStop } from "@/components/JobsToStop";
import { ListTable } from "@/components/ListTable";
import { NoMatch } from "@/components/NoMatch";
import { PageHead } from "@/components/PageHead";
import { SearchBox } from "@/components/SearchBox";
import { useAsk } from "@/hooks/useAsk";
import { useListSort } from "@/hooks/useListSort";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { Members, Quotas, Span } from "../parts/Shown";
import styles from "../parts/parts.module.css";

export function ClustersPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const ask = useAsk();
  const notify = useNotify();
  const { may } = useSession();
  const { run, dialog } = useJobsToStop();
  const search = useSearch();
  const sorting = useListSort(search, "name");
  const q = search.get("q");
  const filter = q ? { q } : {};
  const query = { ...filter, sort: sorting.sort, limit: 50 };
  const list = usePaged<VirtualCluster>(keys.clusters({ ...query, paged: true }), (cursor, signal) => listClusters({ ...query, cursor }, signal));
  const write = may("cluster.write");
  const remove = (cluster: VirtualCluster) =>
    ask({
      title: t("clusters.delete.ask", { name: cluster.name }), content: t("clusters.delete.says"), okText: t("common.do.delete"), danger: true,
      onOk: async () => {
        await run(async (stop) => {
          await deleteCluster(cluster.id, stop);
          notify.done(t("clusters.delete.done"));
          await client.invalidateQueries({ queryKey: keys.clusters() });
          void client.invalidateQueries({ queryKey: keys.session });
        });
      },
    });
  const create = write && <Button type="primary" onClick={() => void navigate("/virtual-clusters/new")} data-test="new">{t("clusters.new.title")}</Button>;
  return (
    <>
      <PageHead title={t("clusters.list.title")} sub={t("clusters.list.lead")} actions={<><CsvLink href={clustersCsv(filter)} />{create}</>} />
      <div className="page">
        <div className={styles.filters}>
          <SearchBox search={search} label={t("clusters.list.search")} />
        </div>
        <ListTable<VirtualCluster>
          name="clusters"
          list={list}
          onOpen={(cluster) => void navigate(`/virtual-clusters/${cluster.id}`)}
          onSort={sorting.onSort}
          empty={q ? <NoMatch onClear={() => search.set({ q: undefined })} /> : <EmptyState text={t("clusters.list.none")} action={create} />}
          columns={[
            { ...sorting.column("name"), title: t("clusters.field.name"), render: (_, cluster) => <Link to={`/virtual-clusters/${cluster.id}`}>{cluster.name}</Link> },
            { key: "quotas", title: t("clusters.field.used"), render: (_, cluster) => <Quotas cluster={cluster} /> },
            { key: "per_user", title: t("clusters.field.per_user"), align: "right", className: "number", render: (_, cluster) => cluster.quotas.map((one) => one.per_user).join(" · ") || "–" },
            { key: "members", title: t("clusters.field.members"), render: (_, cluster) => <Members cluster={cluster} /> },
            { key: "longest", title: t("clusters.field.longest_run"), render: (_, cluster) => <Span seconds={cluster.longest_run_s} /> },
            { key: "jobs", title: t("clusters.field.jobs"), align: "right", className: "number", render: (_, cluster) => cluster.jobs },
            { key: "description", title: t("clusters.field.description"), render: (_, cluster) => cluster.description || "–" },
            ...(write
              ? [{
                  key: "do", align: "right" as const,
                  render: (_: unknown, cluster: VirtualCluster) => (
                    <Button size="small" type="text" danger aria-label={`${t("common.do.delete")} ${cluster.name}`} onClick={() => remove(cluster)}>{t("common.do.delete")}</Button>
                  ),
                }]
              : []),
          ]}
        />
      </div>
      {dialog}
    </>
  );
}
