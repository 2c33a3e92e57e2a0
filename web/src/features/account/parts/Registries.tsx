// Accounts at registries that images of jobs are fetched from. What proves them goes in and never comes out again.
import { useState } from "react";
import { Button, Space, Table } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { deleteRegistry, listRegistries, type Registry } from "@/api/registries";
import { keys } from "@/api/keys";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { RegistryDialog } from "@/components/RegistryDialog";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import styles from "../pages/AccountPage.module.css";

export function Registries() {
  const { t } = useTranslation();
  const notify = useNotify();
  const ask = useAsk();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.registries, queryFn: listRegistries });
  const [open, setOpen] = useState<Registry | "new">();
  const again = () => client.invalidateQueries({ queryKey: keys.registries });
  const remove = useMutation({
    mutationFn: (one: Registry) => deleteRegistry(one.id),
    onSuccess: () => {
      notify.done(t("account.registry.deleted"));
      void again();
    },
    onError: notify.failed,
  });
  const askFirst = (one: Registry) =>
    ask({ title: t("account.registry.delete_ask", { host: one.host }), okText: t("common.do.delete"), danger: true, onOk: () => remove.mutateAsync(one).catch(() => undefined) });
  const all = query.data?.items ?? [];
  // Null: images of any registry are fetched.
  const allowed = query.data?.allowed ?? null;
  const none = allowed?.length === 0;
  const add = <Button type="primary" disabled={none} onClick={() => setOpen("new")} data-test="registry-add">{t("account.registry.add")}</Button>;
  return (
    <Block title={t("account.registry.title")} extra={all.length > 0 ? add : undefined}>
      <p className={styles.lead}>{t("account.registry.lead")}</p>
      {query.data && <p className={styles.lead} data-test="registries-allowed">{none ? t("account.registry.allowed_none") : allowed ? t("account.registry.allowed", { hosts: allowed.join(", ") }) : t("account.registry.allowed_any")}</p>}
      {query.error && !query.data && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data && all.length === 0 && <EmptyState small text={t("account.registry.none")} action={add} />}
      {all.length > 0 && (
        <Table<Registry>
          size="small" rowKey="id" pagination={false} dataSource={all} scroll={{ x: "max-content" }} data-test="registries"
          columns={[
            { key: "host", title: t("account.registry.host"), render: (_, one) => <code>{one.host}</code> },
            { key: "login", title: t("account.registry.login"), dataIndex: "login" },
            { key: "created", title: t("account.token.created"), render: (_, one) => <TimeAgo at={one.created_at} /> },
            { key: "used", title: t("account.token.last_used"), render: (_, one) => (one.last_used_at ? <TimeAgo at={one.last_used_at} /> : t("account.token.never_used")) },
            {
              key: "do", align: "right",
              render: (_, one) => (
                <Space size={4}>
                  <Button size="small" type="text" onClick={() => setOpen(one)}>{t("account.registry.change")}</Button>
                  <Button size="small" type="text" danger onClick={() => askFirst(one)}>{t("common.do.delete")}</Button>
                </Space>
              ),
            },
          ]}
        />
      )}
      {open && (
        <RegistryDialog
          one={open === "new" ? undefined : open}
          onClose={() => setOpen(undefined)}
          onKept={({ host }) => {
            setOpen(undefined);
            notify.done(t(open === "new" ? "account.registry.added" : "account.registry.changed", { host }));
            void again();
          }}
        />
      )}
    </Block>
  );
}
