import { useTranslation } from "@/i18n";
import type { OidcSettings } from "@/api/identity";
import { TextField, type Part } from "./text";

export function OidcFields({ draft, put, write, wrong }: Part) {
  const { t } = useTranslation();
  const set = (part: Partial<OidcSettings>) => put({ oidc: { ...draft.oidc, ...part } });
  const { oidc } = draft;
  return (
    <>
      <TextField name="issuer" label={t("identity.oidc.issuer")} hint={t("identity.oidc.issuer_hint")} value={oidc.issuer} write={write} wrong={wrong("issuer")} onChange={(issuer) => set({ issuer })} />
      <TextField name="client_id" label={t("identity.oidc.client_id")} value={oidc.client_id} write={write} wrong={wrong("client_id")} onChange={(client_id) => set({ client_id })} />
      <TextField name="server_url" label={t("identity.oidc.server_url")} hint={t("identity.oidc.server_url_hint")} value={oidc.server_url} write={write} wrong={wrong("server_url")} onChange={(server_url) => set({ server_url })} />
      <TextField name="scopes" label={t("identity.oidc.scopes")} hint={t("identity.oidc.scopes_hint")} value={draft.scopes} write={write} wrong={wrong("scopes")} onChange={(scopes) => put({ scopes })} />
      <TextField name="group_claim" label={t("identity.oidc.group_claim")} hint={t("identity.oidc.group_claim_hint")} value={oidc.group_claim} write={write} wrong={wrong("group_claim")} onChange={(group_claim) => set({ group_claim })} />
    </>
  );
}
