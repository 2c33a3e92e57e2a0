import { useNavigate, useParams } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import { createProvider } from "@/api/identity";
import { keys } from "@/api/keys";
import { PageHead } from "@/components/PageHead";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation } from "@/i18n";
import { bodyOf, emptyDraft } from "../lib/draft";
import { ProviderForm } from "../parts/ProviderForm";

export function NewProviderPage() {
  const { t } = useTranslation();
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const kind = useParams().kind === "ldap" ? "ldap" : "oidc";
  return (
    <>
      <PageHead title={t(`identity.new.${kind}`)} above={[{ to: "/admin/identity", text: t("identity.list.title") }]} />
      <div className="page">
        <ProviderForm
          key={kind} first={emptyDraft(kind)} provider={null} write
          onSave={async (draft) => {
            const made = await createProvider(bodyOf(draft));
            notify.done(t("identity.form.saved"));
            await client.invalidateQueries({ queryKey: keys.providers });
            await client.invalidateQueries({ queryKey: keys.loginWays });
            await navigate(`/admin/identity/${made.id}`, { replace: true });
          }}
        />
      </div>
    </>
  );
}
