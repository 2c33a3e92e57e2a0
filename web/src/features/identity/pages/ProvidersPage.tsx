import { Button } from "antd";
import { Link, useNavigate } from "react-router";
import { listProviders, type Provider } from "@/api/identity";
import { keys } from "@/api/keys";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { usePaged } from "@/hooks/usePaged";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";

/** Who else may say who somebody is. */
export function ProvidersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { may } = useSession();
  const list = usePaged<Provider>([...keys.providers, "list"], (cursor) => listProviders(cursor));
  const add = may("setting.write") && (
    <>
      <Button onClick={() => void navigate("/admin/identity/new/ldap")} data-test="new-ldap">{t("identity.list.new_ldap")}</Button>
      <Button type="primary" onClick={() => void navigate("/admin/identity/new/oidc")} data-test="new-oidc">{t("identity.list.new_oidc")}</Button>
    </>
  );
  return (
    <>
      <PageHead title={t("identity.list.title")} sub={t("identity.list.lead")} actions={add} />
      <div className="page">
        <ListTable<Provider>
          name="providers"
          list={list}
          empty={<EmptyState text={t("identity.list.none")} />}
          onOpen={(one) => void navigate(`/admin/identity/${one.id}`)}
          columns={[
            { key: "name", title: t("identity.field.name"), render: (_, one) => <Link to={`/admin/identity/${one.id}`}>{one.name}</Link> },
            { key: "kind", title: t("identity.field.kind"), render: (_, one) => t(`identity.kind.${one.kind}`) },
            { key: "where", title: t("identity.field.where"), render: (_, one) => one.oidc?.issuer ?? one.ldap?.url ?? "–" },
            { key: "state", title: t("identity.field.state"), render: (_, one) => <StateTag state={one.enabled ? "done" : "stopped"} text={t(one.enabled ? "identity.state.on" : "identity.state.off")} /> },
            { key: "users", title: t("identity.field.users"), align: "right", render: (_, one) => format.count(one.users) },
            { key: "created", title: t("identity.field.created"), render: (_, one) => <TimeAgo at={one.created_at} /> },
          ]}
        />
      </div>
    </>
  );
}
