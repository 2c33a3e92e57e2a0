// A provider while it is edited: the whole of it, with texts as they are typed.
import type { LdapSettings, OidcSettings, Provider, ProviderBody, ProviderKind } from "@/api/identity";

export type DraftRow = { key: number; their_group: string; /** `role:…` or `group:…` */ gives: string };
export type Draft = {
  kind: ProviderKind;
  name: string;
  enabled: boolean;
  create_users: boolean;
  oidc: OidcSettings;
  ldap: LdapSettings;
  /** Scopes as one line. */
  scopes: string;
  /** Null: the one that is kept. */
  secret: string | null;
  mapping: DraftRow[];
};

let serial = 0;
export const newRow = (): DraftRow => ({ key: (serial += 1), their_group: "", gives: "" });

const noOidc = (): OidcSettings => ({ issuer: "", client_id: "", scopes: ["profile", "email"], group_claim: "groups", ca_pem: "", server_url: window.location.origin });
const noLdap = (): LdapSettings => ({
  url: "ldaps://", start_tls: false, ca_pem: "", bind_dn: "", base_dn: "", user_filter: "(&(objectClass=inetOrgPerson)(uid={name}))", id_attribute: "entryUUID",
  name_attribute: "uid", nickname_attribute: "cn", mail_attribute: "mail", phone_attribute: "telephoneNumber", group_attribute: "memberOf", group_base_dn: "",
  group_filter: "(member={dn})", group_name_attribute: "cn",
});

export function emptyDraft(kind: ProviderKind): Draft {
  const oidc = noOidc();
  return { kind, name: "", enabled: false, create_users: true, oidc, ldap: noLdap(), scopes: oidc.scopes.join(" "), secret: "", mapping: [] };
}

export function draftOf(provider: Provider): Draft {
  const oidc = provider.oidc ?? noOidc();
  const mapping = provider.mapping.map((row) => ({
    ...newRow(), their_group: row.their_group, gives: row.role ? `role:${row.role.id}` : `group:${row.group?.id ?? ""}`,
  }));
  const { kind, name, enabled, create_users } = provider;
  return { kind, name, enabled, create_users, oidc, ldap: provider.ldap ?? noLdap(), scopes: oidc.scopes.join(" "), secret: provider.has_secret ? null : "", mapping };
}

/** Rows with nothing in them are left out. */
export function bodyOf(draft: Draft): ProviderBody {
  const mapping = draft.mapping
    .filter((row) => row.their_group.trim() || row.gives)
    .map((row) => {
      const [kind, id] = row.gives.split(":");
      return { their_group: row.their_group.trim(), role_id: kind === "role" && id ? id : null, group_id: kind === "group" && id ? id : null };
    });
  const scopes = draft.scopes.split(/[\s,]+/).filter(Boolean);
  return {
    kind: draft.kind, name: draft.name.trim(), enabled: draft.enabled, create_users: draft.create_users,
    oidc: draft.kind === "oidc" ? { ...draft.oidc, scopes } : null, ldap: draft.kind === "ldap" ? draft.ldap : null,
    secret: draft.secret, mapping,
  };
}
