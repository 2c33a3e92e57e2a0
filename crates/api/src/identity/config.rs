//! Settings of providers: what is wanted is checked, and what is kept is opened to be used.

use crate::app::App;
use crate::check;
use crate::dto::{LdapSettings, MappingWanted, OidcSettings, ProviderKind, ProviderWanted};
use crate::error::{ApiError, ApiResult};
use crate::routes::BASE;
use fovea_identity::ldap::{self, LdapConfig};
use fovea_identity::oidc::{self, OidcConfig};
use fovea_identity::{check_certificates, origin};
use fovea_store::{Gives, Id, IdentityProvider};
use serde_json::Value;

const MOST_TEXT: usize = 500;
const MOST_PEM: usize = 64 << 10;
const MOST_SCOPES: usize = 20;
const MOST_ROWS: usize = 200;
const MOST_SECRET: usize = 1000;

/// A setting ready to be used, with its secret.
pub enum Open {
    Oidc(OidcConfig),
    Ldap(LdapConfig),
}

/// A setting as it is wanted, tidied, without the secret.
pub struct Checked {
    pub name: String,
    pub config: Value,
    pub mapping: Vec<(String, Gives)>,
    /// To whom the secret goes: with another, it must be given anew.
    pub receiver: String,
}

pub fn redirect_uri(server_url: &str, id: Id) -> String {
    format!("{server_url}{BASE}/oidc/{id}/callback")
}

pub fn checked(wanted: &ProviderWanted) -> ApiResult<Checked> {
    let required = |field: &str| ApiError::field(field, "field.required");
    let name = check::name("name", &wanted.name, 40)?;
    if wanted.secret.as_ref().is_some_and(|s| s.len() > MOST_SECRET || s.chars().any(char::is_control)) {
        return Err(ApiError::field("secret", "field.invalid"));
    }
    let (config, receiver) = match wanted.kind {
        ProviderKind::Oidc => {
            let settings = oidc_checked(wanted.oidc.as_ref().ok_or_else(|| required("issuer"))?)?;
            let receiver = settings.issuer.clone();
            (serde_json::to_value(settings), receiver)
        }
        ProviderKind::Ldap => {
            let settings = ldap_checked(wanted.ldap.as_ref().ok_or_else(|| required("url"))?)?;
            let receiver = format!("{} {}", settings.url, settings.bind_dn);
            (serde_json::to_value(settings), receiver)
        }
    };
    let mapping = mapping(&wanted.mapping)?;
    Ok(Checked { name, config: config.map_err(ApiError::internal)?, mapping, receiver })
}

/// As [`Checked::receiver`], of a setting that is kept.
pub fn receiver(provider: &IdentityProvider) -> ApiResult<String> {
    match settings(provider)? {
        (Some(oidc), _) => Ok(oidc.issuer),
        (None, Some(ldap)) => Ok(format!("{} {}", ldap.url, ldap.bind_dn)),
        (None, None) => Ok(String::new()),
    }
}

fn mapping(rows: &[MappingWanted]) -> ApiResult<Vec<(String, Gives)>> {
    if rows.len() > MOST_ROWS {
        return Err(ApiError::field("mapping", "field.too_many"));
    }
    let row = |row: &MappingWanted| {
        let gives = match (row.role_id, row.group_id) {
            (Some(role), None) => Gives::Role(role),
            (None, Some(group)) => Gives::Group(group),
            _ => return Err(ApiError::field("mapping", "field.invalid")),
        };
        Ok((check::name("mapping", &row.their_group, MOST_TEXT)?, gives))
    };
    rows.iter().map(row).collect()
}

fn line(field: &str, text: &str) -> ApiResult<String> {
    check::one_line(field, text, MOST_TEXT)
}

fn required(field: &str, text: &str) -> ApiResult<String> {
    check::name(field, text, MOST_TEXT)
}

fn pem(text: &str) -> ApiResult<String> {
    let wrong = |_| ApiError::field("ca_pem", "field.invalid");
    if text.len() > MOST_PEM {
        return Err(ApiError::field("ca_pem", "field.too_long").with("most", MOST_PEM));
    }
    check_certificates(text).map_err(wrong)?;
    Ok(text.trim().into())
}

fn oidc_checked(wanted: &OidcSettings) -> ApiResult<OidcSettings> {
    let issuer = required("issuer", &wanted.issuer)?;
    oidc::check_issuer(&issuer).map_err(|_| ApiError::field("issuer", "field.not_allowed"))?;
    let server_url = required("server_url", &wanted.server_url)?;
    let server_url = origin(&server_url).map_err(|_| ApiError::field("server_url", "field.invalid"))?;
    let bad =
        |s: &String| s.is_empty() || s.len() > 100 || s.chars().any(|c| c.is_whitespace() || c.is_control());
    if wanted.scopes.len() > MOST_SCOPES || wanted.scopes.iter().any(bad) {
        return Err(ApiError::field("scopes", "field.invalid"));
    }
    Ok(OidcSettings {
        client_id: required("client_id", &wanted.client_id)?,
        scopes: wanted.scopes.clone(),
        group_claim: line("group_claim", &wanted.group_claim)?,
        ca_pem: pem(&wanted.ca_pem)?,
        issuer,
        server_url,
    })
}

fn ldap_checked(wanted: &LdapSettings) -> ApiResult<LdapSettings> {
    let url = required("url", &wanted.url)?;
    ldap::check_url(&url, wanted.start_tls).map_err(|_| ApiError::field("url", "field.not_allowed"))?;
    let user_filter = required("user_filter", &wanted.user_filter)?;
    ldap::check_filter(&user_filter).map_err(|_| ApiError::field("user_filter", "field.invalid"))?;
    let group_base_dn = line("group_base_dn", &wanted.group_base_dn)?;
    let group_filter = line("group_filter", &wanted.group_filter)?;
    if !group_base_dn.is_empty() {
        ldap::check_group_filter(&group_filter)
            .map_err(|_| ApiError::field("group_filter", "field.invalid"))?;
    }
    Ok(LdapSettings {
        start_tls: wanted.start_tls,
        ca_pem: pem(&wanted.ca_pem)?,
        bind_dn: line("bind_dn", &wanted.bind_dn)?,
        base_dn: required("base_dn", &wanted.base_dn)?,
        id_attribute: attribute("id_attribute", &wanted.id_attribute)?,
        name_attribute: required("name_attribute", &attribute("name_attribute", &wanted.name_attribute)?)?,
        nickname_attribute: attribute("nickname_attribute", &wanted.nickname_attribute)?,
        mail_attribute: attribute("mail_attribute", &wanted.mail_attribute)?,
        phone_attribute: attribute("phone_attribute", &wanted.phone_attribute)?,
        group_attribute: attribute("group_attribute", &wanted.group_attribute)?,
        group_name_attribute: attribute("group_name_attribute", &wanted.group_name_attribute)?,
        group_base_dn,
        group_filter,
        user_filter,
        url,
    })
}

/// Letters, digits and hyphens, perhaps with an option; empty where it is not wanted.
fn attribute(field: &str, text: &str) -> ApiResult<String> {
    let text = check::one_line(field, text, 100)?;
    let good = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ';' | '.'));
    if good { Ok(text) } else { Err(ApiError::field(field, "field.invalid")) }
}

/// What is kept, in its own words.
pub fn settings(provider: &IdentityProvider) -> ApiResult<(Option<OidcSettings>, Option<LdapSettings>)> {
    let config = provider.config.clone();
    match provider.kind {
        fovea_store::ProviderKind::Oidc => {
            Ok((Some(serde_json::from_value(config).map_err(ApiError::internal)?), None))
        }
        fovea_store::ProviderKind::Ldap => {
            Ok((None, Some(serde_json::from_value(config).map_err(ApiError::internal)?)))
        }
    }
}

/// With its secret, to be used.
pub async fn open(app: &App, provider: &IdentityProvider) -> ApiResult<Open> {
    let secret = secret(app, provider).await?;
    opened(provider.id, &provider.config, provider.kind, secret)
}

pub async fn secret(app: &App, provider: &IdentityProvider) -> ApiResult<String> {
    match &provider.secret {
        Some(sealed) => {
            let opened = app.seal.open(provider.id, sealed.clone()).await?;
            String::from_utf8(opened).map_err(ApiError::internal)
        }
        None => Ok(String::new()),
    }
}

pub fn opened(id: Id, config: &Value, kind: fovea_store::ProviderKind, secret: String) -> ApiResult<Open> {
    let config = config.clone();
    Ok(match kind {
        fovea_store::ProviderKind::Oidc => {
            let s: OidcSettings = serde_json::from_value(config).map_err(ApiError::internal)?;
            Open::Oidc(OidcConfig {
                redirect_uri: redirect_uri(&s.server_url, id),
                issuer: s.issuer,
                client_id: s.client_id,
                client_secret: secret,
                scopes: s.scopes,
                group_claim: s.group_claim,
                ca_pem: s.ca_pem,
            })
        }
        fovea_store::ProviderKind::Ldap => {
            let s: LdapSettings = serde_json::from_value(config).map_err(ApiError::internal)?;
            Open::Ldap(LdapConfig {
                url: s.url,
                start_tls: s.start_tls,
                ca_pem: s.ca_pem,
                bind_dn: s.bind_dn,
                bind_password: secret,
                base_dn: s.base_dn,
                user_filter: s.user_filter,
                id_attribute: s.id_attribute,
                name_attribute: s.name_attribute,
                nickname_attribute: s.nickname_attribute,
                mail_attribute: s.mail_attribute,
                phone_attribute: s.phone_attribute,
                group_attribute: s.group_attribute,
                group_base_dn: s.group_base_dn,
                group_filter: s.group_filter,
                group_name_attribute: s.group_name_attribute,
            })
        }
    })
}
