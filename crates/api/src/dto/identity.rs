use crate::dto::{GroupRef, RoleRef};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProviderKind {
    /// OpenID Connect
    Oidc,
    /// A directory
    Ldap,
}

/// How a provider of OpenID Connect is reached, and what is asked of it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OidcSettings {
    #[schema(example = "https://id.example/realms/works")]
    pub issuer: String,
    pub client_id: String,
    /// Beside `openid`
    #[schema(example = json!(["profile", "email", "groups"]))]
    pub scopes: Vec<String>,
    /// The claim with the groups: its name, or the way to it with dots; empty: none
    pub group_claim: String,
    /// Certificates in PEM, trusted beside the system's
    pub ca_pem: String,
    /// How browsers reach this server; they come back there
    #[schema(example = "https://fovea.example")]
    pub server_url: String,
}

/// How a directory is reached, and how people stand in it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LdapSettings {
    #[schema(example = "ldaps://ldap.example")]
    pub url: String,
    pub start_tls: bool,
    /// Certificates in PEM, trusted beside the system's
    pub ca_pem: String,
    /// Who looks for others; empty: nobody
    pub bind_dn: String,
    pub base_dn: String,
    #[schema(example = "(&(objectClass=inetOrgPerson)(uid={name}))")]
    pub user_filter: String,
    /// What stays the same when somebody is renamed; empty: the entry's own name
    #[schema(example = "entryUUID")]
    pub id_attribute: String,
    pub name_attribute: String,
    pub nickname_attribute: String,
    pub mail_attribute: String,
    pub phone_attribute: String,
    /// Of the entry, with its groups; empty: none
    #[schema(example = "memberOf")]
    pub group_attribute: String,
    /// Where groups are looked for that name their members; empty: nowhere
    pub group_base_dn: String,
    #[schema(example = "(member={dn})")]
    pub group_filter: String,
    pub group_name_attribute: String,
}

/// A group of theirs and what it gives here.
#[derive(Debug, Serialize, ToSchema)]
pub struct MappingRow {
    pub their_group: String,
    /// One of the two
    pub role: Option<RoleRef>,
    pub group: Option<GroupRef>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct MappingWanted {
    #[schema(min_length = 1, max_length = 500)]
    pub their_group: String,
    /// One of the two
    pub role_id: Option<Id>,
    pub group_id: Option<Id>,
}

/// Who else may say who somebody is.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityProvider {
    pub id: Id,
    pub kind: ProviderKind,
    /// On the button
    pub name: String,
    pub enabled: bool,
    /// Whoever is not known yet gets an account
    pub create_users: bool,
    pub oidc: Option<OidcSettings>,
    pub ldap: Option<LdapSettings>,
    /// There is one; it is told to nobody
    pub has_secret: bool,
    pub mapping: Vec<MappingRow>,
    /// Users who can come in by it
    pub users: u64,
    /// To be made known to the provider
    pub redirect_uri: Option<String>,
    pub created_at: Time,
    pub revision: i64,
}

/// The whole of a provider.
#[derive(Deserialize, ToSchema)]
pub struct ProviderWanted {
    pub kind: ProviderKind,
    #[schema(min_length = 1, max_length = 40)]
    pub name: String,
    pub enabled: bool,
    pub create_users: bool,
    /// Of this kind
    pub oidc: Option<OidcSettings>,
    pub ldap: Option<LdapSettings>,
    /// The client's secret, or the password of whoever looks for others. Left out: as it is; empty: none
    #[schema(max_length = 1000)]
    pub secret: Option<String>,
    #[schema(max_items = 200)]
    pub mapping: Vec<MappingWanted>,
}

#[derive(Deserialize, ToSchema)]
pub struct ProviderTestWanted {
    pub provider: ProviderWanted,
    /// Whose secret is used where none is given
    pub id: Option<Id>,
    /// Somebody to be looked for in a directory
    #[serde(default)]
    #[schema(max_length = 256)]
    pub name: String,
}

/// What came of trying a provider out.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ProviderTested {
    pub ok: bool,
    /// Where it failed
    #[schema(example = "tls")]
    pub stage: Option<&'static str>,
    /// Why, in the words of whoever said so
    pub reason: Option<String>,
    /// Keys to sign with, of OpenID Connect
    pub keys: Option<u64>,
    /// The provider knows our id and secret; null where it cannot be told
    pub client_known: Option<bool>,
    /// Who was found under the name that was given
    pub found: Option<FoundPerson>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FoundPerson {
    pub dn: String,
    pub name: String,
    pub nickname: String,
    pub mail: String,
    pub phone: String,
    pub groups: Vec<String>,
}

/// Ways in beside name and password.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoginWays {
    /// A button each
    pub providers: Vec<LoginProvider>,
    /// Names and passwords may be those of one of these
    pub directories: Vec<LoginProvider>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LoginProvider {
    pub id: Id,
    pub name: String,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct LoginStart {
    /// The page to come back to, from its `/` on
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub return_to: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LoginStarted {
    /// Where the browser is to go
    pub url: String,
}

/// A person elsewhere that is you here.
#[derive(Debug, Serialize, ToSchema)]
pub struct Identity {
    pub id: Id,
    pub provider_id: Id,
    pub provider: String,
    pub kind: ProviderKind,
    /// How you are called there
    pub name: String,
    pub linked_at: Time,
    pub last_used_at: Option<Time>,
}

#[derive(Deserialize, ToSchema)]
pub struct OidcLink {
    pub provider_id: Id,
    /// Yours here, where you have one
    #[serde(default)]
    pub password: String,
}

#[derive(Deserialize, ToSchema)]
pub struct DirectoryLink {
    pub provider_id: Id,
    /// Yours in the directory
    pub name: String,
    pub directory_password: String,
    /// Yours here, where you have one
    #[serde(default)]
    pub password: String,
}
