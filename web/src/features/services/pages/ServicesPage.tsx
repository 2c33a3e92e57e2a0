import { Button } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import type { TableColumnsType } from "antd";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { listServices } from "@/api/services";
import type { Service } from "@/api/contract";
import { CopyButton } from "@/components/CopyButton";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { SearchBox } from "@/components/SearchBox";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useListSort } from "@/hooks/useListSort";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { NewService } from "../parts/NewService";
import styles from "./ServicesPage.module.css";

export function ServicesPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { may } = useSession();
  const search = useSearch();
  const navigate = useNavigate();
  const q = search.get("q");
  const sorting = useListSort(search, "created_at");
  const query = { ...(q ? { q } : {}), sort: sorting.sort, limit: 50 };
  const list = usePaged(keys.services(project.id, query), (cursor) => listServices(project.id, { ...query, cursor }));
  const making = search.get("new");
  const start = may("service.write") && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => search.set({ new: "1" })}>{t("services.list.new")}</Button>
  );
  const columns: TableColumnsType<Service> = [
    { ...sorting.column("name"), title: t("services.column.name"), render: (_, one) => <Link to={one.id}>{one.name}</Link> },
    { title: t("services.column.state"), render: (_, one) => <StateTag state={one.state} /> },
    { title: t("services.column.model"), render: (_, one) => <OpenLink to={`/projects/${project.id}/models/${one.model_id}`}>{t("services.model_number", { number: one.model_number })}</OpenLink> },
    { title: t("services.column.keep"), render: (_, one) => t(`services.keep.${one.keep}`) },
    {
      title: t("services.column.address"),
      render: (_, one) => <span className={styles.address}><code>{one.address}</code><CopyButton size="small" text={`${location.origin}${one.address}`} /></span>,
    },
    { ...sorting.column("created_at"), title: t("services.column.created"), render: (_, one) => <TimeAgo at={one.created_at} /> },
  ];
  return (
    <>
      <PageHead title={t("services.list.title")} sub={t("services.list.lead")} actions={start}>
        <SearchBox search={search} label={t("services.list.search")} />
      </PageHead>
      <div className="page">
        <ListTable
          name="services" list={list} columns={columns} onSort={sorting.onSort} onOpen={(one) => void navigate(one.id)}
          empty={
            q ? (
              <EmptyState text={t("common.list.none_match")} action={<Button data-test="clear-filters" onClick={() => search.set({ q: undefined })}>{t("common.list.clear_filters")}</Button>} />
            ) : (
              <EmptyState text={t("services.list.none")} action={start} />
            )
          }
        />
      </div>
      {making !== undefined && <NewService project={project} model={making === "1" ? undefined : making} onClose={() => search.set({ new: undefined })} />}
    </>
  );
}
