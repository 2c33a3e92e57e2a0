import { useState } from "react";
import { Button } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { deleteProvider, getProvider, putProvider, type Provider } from "@/api/identity";
import { keys } from "@/api/keys";
import { ConfirmByName } from "@/components/ConfirmByName";
import { Loaded } from "@/components/Loaded";
import { PageHead } from "@/components/PageHead";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { bodyOf, draftOf } from "../lib/draft";
import { ProviderForm } from "../parts/ProviderForm";

export function ProviderPage() {
  const { providerId = "" } = useParams();
  // Asked once: what one is writing must not be put aside for what somebody else has saved.
  const query = useQuery({ queryKey: keys.provider(providerId), queryFn: () => getProvider(providerId), refetchOnWindowFocus: false, refetchOnReconnect: false });
  return <Loaded query={query}>{(found) => <Shown key={found.etag} provider={found.value} etag={found.etag} reload={() => void query.refetch()} />}</Loaded>;
}

function Shown({ provider, etag, reload }: { provider: Provider; etag: string; reload: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { may } = useSession();
  const [leaving, setLeaving] = useState(false);
  const write = may("setting.write");
  const others = async () => {
    await client.invalidateQueries({ queryKey: [...keys.providers, "list"] });
    await client.invalidateQueries({ queryKey: keys.loginWays });
  };
  const remove = async () => {
    try {
      await deleteProvider(provider.id);
      notify.done(t("identity.form.deleted"));
      await others();
      await navigate("/admin/identity", { replace: true });
    } catch (error) {
      setLeaving(false);
      notify.failed(error);
    }
  };
  return (
    <>
      <PageHead
        title={provider.name} sub={t(`identity.kind.${provider.kind}`)} above={[{ to: "/admin/identity", text: t("identity.list.title") }]}
        actions={write && <Button danger onClick={() => setLeaving(true)} data-test="delete">{t("common.do.delete")}</Button>}
      />
      <div className="page">
        <ProviderForm
          first={draftOf(provider)} provider={provider} write={write} onReload={reload}
          onSave={async (draft) => {
            const saved = await putProvider(provider.id, bodyOf(draft), etag);
            notify.done(t("identity.form.saved"));
            await others();
            client.setQueryData(keys.provider(provider.id), saved);
          }}
        />
      </div>
      <ConfirmByName open={leaving} name={provider.name} title={t("identity.form.delete_title", { name: provider.name })} onConfirm={remove} onClose={() => setLeaving(false)}>
        <p>{t("identity.form.delete_says", { n: provider.users })}</p>
      </ConfirmByName>
    </>
  );
}
