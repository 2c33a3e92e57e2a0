//! Mail: the settings of the house's server, a test of them, and letters to users. Without settings nothing is sent, and links
//! are handed over by whoever made them.

use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto::{MailEncryption, MailSetUp, MailSettings, MailState, MailTest, MailWanted};
use crate::error::{ApiError, ApiResult};
use crate::extract::Body;
use crate::guard::{Permit, SettingRead, SettingWrite};
use crate::house::{MAIL, MAIL_SECRET};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::permission::Rights;
use fovea_mail::{Config, Encryption, Language, Letter, MailError, Occasion};
use fovea_store::{Entry, Id, Store, User};
use serde_json::json;
use std::net::IpAddr;

const MOST_HOST: usize = 253;
const MOST_TEXT: usize = 254;
const MOST_PEM: usize = 64 << 10;
/// So many letters are waited for; more go out behind the answer.
const WAITED_FOR: usize = 10;

/// The server that letters go to; its password is told to nobody
#[utoipa::path(get, path = "/settings/mail", tag = "house", responses((status = 200, body = MailSetUp)))]
pub async fn show(_: Permit<SettingRead>, State(app): State<App>) -> ApiResult<Json<MailSetUp>> {
    told(&app).await
}

async fn told(app: &App) -> ApiResult<Json<MailSetUp>> {
    let house = app.house().await?;
    let has_password = house.mail_secret.is_some();
    Ok(Json(MailSetUp { mail: house.mail.map(|m| MailSettings { has_password, ..m }) }))
}

/// Set the server that letters go to
///
/// Only for those who may do everything: links that let people in go that way. Where the password would go to another place
/// than before, it has to be given anew.
#[utoipa::path(put, path = "/settings/mail", tag = "house", request_body = MailWanted,
    responses((status = 200, body = MailSetUp)))]
pub async fn change(
    permit: Permit<SettingWrite>,
    State(app): State<App>,
    Body(wanted): Body<MailWanted>,
) -> ApiResult<Json<MailSetUp>> {
    everything(&permit)?;
    let house = app.house().await?;
    let settings = checked(&wanted)?;
    let secret = match wanted.password.as_deref() {
        Some("") => None,
        Some(password) => {
            if password.len() > 1000 || password.chars().any(char::is_control) {
                return Err(ApiError::field("password", "field.invalid"));
            }
            Some(hex(&app.seal.close(seal_id(), password.as_bytes().to_vec()).await?))
        }
        None => {
            let moved = house.mail.as_ref().is_none_or(|m| receiver(m) != receiver(&settings));
            if house.mail_secret.is_some() && moved {
                return Err(ApiError::field("password", "field.required"));
            }
            house.mail_secret
        }
    };
    let text = serde_json::to_string(&settings).map_err(ApiError::internal)?;
    permit.store(&app).change_settings(&[(MAIL, Some(text)), (MAIL_SECRET, secret)]).await?;
    app.forget_house().await;
    told(&app).await
}

/// Send no mail any more
#[utoipa::path(delete, path = "/settings/mail", tag = "house", responses((status = 204, description = "Gone")))]
pub async fn delete(permit: Permit<SettingWrite>, State(app): State<App>) -> ApiResult<StatusCode> {
    everything(&permit)?;
    permit.store(&app).change_settings(&[(MAIL, None), (MAIL_SECRET, None)]).await?;
    app.forget_house().await;
    Ok(StatusCode::NO_CONTENT)
}

/// Send a test mail by the settings that are kept
#[utoipa::path(post, path = "/settings/mail/test", tag = "house", request_body = MailTest,
    responses((status = 204, description = "The mail server has taken it")))]
pub async fn test(
    permit: Permit<SettingWrite>,
    State(app): State<App>,
    Body(wanted): Body<MailTest>,
) -> ApiResult<StatusCode> {
    everything(&permit)?;
    let to = address("to", &wanted.to)?;
    let config = config(&app).await?.ok_or(Code::MailOff)?;
    let user = app.store.user(permit.user()).await?;
    let product = app.house().await?.product_name;
    let letter = Letter::new(&to, &user.name, &product, Language::of(&user.language), &Occasion::Test);
    let sent = sent(config, vec![letter]).await?.pop();
    let entry = Entry::new("mail.send").called(&to).after(json!({"occasion": "test"}));
    let store = permit.store(&app);
    match sent {
        Some(Err(error)) => {
            store
                .note_alone(entry.after(json!({"occasion": "test", "reason": error.to_string()})).refused())
                .await?;
            Err(ApiError::from(Code::MailFailed).with("reason", error.to_string()))
        }
        _ => {
            store.note_alone(entry).await?;
            Ok(StatusCode::NO_CONTENT)
        }
    }
}

/// Who holds the mail server can read every link that lets somebody in.
fn everything(permit: &Permit<SettingWrite>) -> ApiResult<()> {
    if permit.principal.rights.cover(Rights::all()) { Ok(()) } else { Err(Code::AuthAboveYou.into()) }
}

/// The password is sealed for nobody but this.
fn seal_id() -> Id {
    Id::first_of(1)
}

/// Where the password goes.
fn receiver(settings: &MailSettings) -> (String, u16, String) {
    (settings.host.clone(), settings.port, settings.user.clone())
}

fn checked(wanted: &MailWanted) -> ApiResult<MailSettings> {
    let host = check::name("host", &wanted.host, MOST_HOST)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if !host.chars().all(plain) {
        return Err(ApiError::field("host", "field.invalid"));
    }
    if wanted.port == 0 {
        return Err(ApiError::field("port", "field.out_of_range"));
    }
    let user = check::one_line("user", &wanted.user, MOST_TEXT)?;
    if !user.is_empty() && wanted.encryption == MailEncryption::None && !is_local(&host) {
        // Whoever sits between could read the password.
        return Err(ApiError::field("encryption", "mail.password_in_plain"));
    }
    let sender = check::name("sender", &wanted.sender, MOST_TEXT)?;
    fovea_mail::check_sender(&sender).map_err(|_| ApiError::field("sender", "field.invalid"))?;
    if wanted.ca_pem.len() > MOST_PEM {
        return Err(ApiError::field("ca_pem", "field.too_long").with("most", MOST_PEM));
    }
    fovea_mail::check_certificates(&wanted.ca_pem).map_err(|_| ApiError::field("ca_pem", "field.invalid"))?;
    let server_url = check::name("server_url", &wanted.server_url, 500)?;
    let server_url =
        fovea_identity::origin(&server_url).map_err(|_| ApiError::field("server_url", "field.invalid"))?;
    Ok(MailSettings {
        port: wanted.port,
        encryption: wanted.encryption,
        ca_pem: wanted.ca_pem.trim().into(),
        has_password: false,
        host,
        user,
        sender,
        server_url,
    })
}

fn is_local(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn address(field: &str, text: &str) -> ApiResult<String> {
    let text = check::mail(field, text)?;
    match text.is_empty() {
        true => Err(ApiError::field(field, "field.required")),
        false => Ok(text),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

/// With its password; `None` where no mail is sent.
pub(crate) async fn config(app: &App) -> ApiResult<Option<Config>> {
    let house = app.house().await?;
    let Some(mail) = house.mail else { return Ok(None) };
    let password = match house.mail_secret {
        Some(sealed) => {
            let sealed =
                unhex(&sealed).ok_or_else(|| ApiError::internal("the password of the mail server"))?;
            String::from_utf8(app.seal.open(seal_id(), sealed).await?).map_err(ApiError::internal)?
        }
        None => String::new(),
    };
    Ok(Some(Config {
        host: mail.host,
        port: mail.port,
        encryption: match mail.encryption {
            MailEncryption::Tls => Encryption::Tls,
            MailEncryption::StartTls => Encryption::StartTls,
            MailEncryption::None => Encryption::None,
        },
        login: (!mail.user.is_empty()).then_some((mail.user, password)),
        sender: mail.sender,
        ca_pem: mail.ca_pem,
    }))
}

pub(crate) async fn sent(config: Config, letters: Vec<Letter>) -> ApiResult<Vec<Result<(), MailError>>> {
    Ok(tokio::task::spawn_blocking(move || fovea_mail::send(&config, &letters)).await?)
}

/// Why somebody gets a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkKind {
    Invitation,
    Reset,
}

/// A link to be brought to a user.
pub(crate) struct Link {
    pub user: Id,
    pub name: String,
    pub address: String,
    pub language: String,
    pub secret: String,
}

impl Link {
    pub fn to(user: &User, secret: &str) -> Link {
        Link {
            user: user.id,
            name: user.name.clone(),
            address: user.mail.clone(),
            language: user.language.clone(),
            secret: secret.into(),
        }
    }
}

/// Sends links to those who have an address, in the name of whoever holds the store. Tells of each what became of it:
/// `None` where there is no mail, or no address. Many go out behind the answer; the audit says of each how it went.
pub(crate) async fn bring(
    app: &App,
    store: Store,
    kind: LinkKind,
    links: &[Link],
) -> ApiResult<Vec<Option<MailState>>> {
    let house = app.house().await?;
    let (Some(config), Some(mail)) = (config(app).await?, house.mail) else {
        return Ok(links.iter().map(|_| None).collect());
    };
    let hours = match kind {
        LinkKind::Invitation => fovea_store::INVITATION_MS,
        LinkKind::Reset => fovea_store::RESET_MS,
    } / 3_600_000;
    let hours = u32::try_from(hours).unwrap_or(0);
    let letter = |link: &Link| {
        let address = format!("{}/invitation#secret={}", mail.server_url, link.secret);
        let occasion = match kind {
            LinkKind::Invitation => Occasion::Invitation { link: address, hours },
            LinkKind::Reset => Occasion::Reset { link: address, hours },
        };
        Letter::new(&link.address, &link.name, &house.product_name, Language::of(&link.language), &occasion)
    };
    let reached: Vec<&Link> = links.iter().filter(|l| !l.address.is_empty()).collect();
    let letters: Vec<Letter> = reached.iter().map(|l| letter(l)).collect();
    let people: Vec<(Id, String)> = reached.iter().map(|l| (l.user, l.name.clone())).collect();
    let states = if letters.len() > WAITED_FOR {
        let waiting = vec![MailState::Queued; letters.len()];
        tokio::spawn(async move {
            if let Err(error) = send_and_note(&store, kind, config, letters, &people).await {
                tracing::error!(code = error.code().name(), "letters were not sent");
            }
        });
        waiting
    } else if letters.is_empty() {
        Vec::new()
    } else {
        send_and_note(&store, kind, config, letters, &people).await?
    };
    let mut states = states.into_iter();
    Ok(links.iter().map(|l| if l.address.is_empty() { None } else { states.next() }).collect())
}

async fn send_and_note(
    store: &Store,
    kind: LinkKind,
    config: Config,
    letters: Vec<Letter>,
    people: &[(Id, String)],
) -> ApiResult<Vec<MailState>> {
    let addresses: Vec<String> = letters.iter().map(|l| l.to.clone()).collect();
    let occasion = match kind {
        LinkKind::Invitation => "invitation",
        LinkKind::Reset => "reset",
    };
    let mut states = Vec::with_capacity(people.len());
    for ((result, (id, name)), to) in sent(config, letters).await?.into_iter().zip(people).zip(addresses) {
        let entry = Entry::new("mail.send").kind("user").on(*id, name);
        let (entry, state) = match result {
            Ok(()) => (entry.after(json!({"occasion": occasion, "to": to})), MailState::Sent),
            Err(error) => {
                tracing::warn!(%error, user = %id, "a letter was not sent");
                let told = json!({"occasion": occasion, "to": to, "reason": error.to_string()});
                (entry.after(told).refused(), MailState::Failed)
            }
        };
        store.note_alone(entry).await?;
        states.push(state);
    }
    Ok(states)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_goes_in_plain_text_within_the_machine_only() {
        let wanted = |host: &str, encryption, user: &str| MailWanted {
            host: host.into(),
            port: 25,
            encryption,
            user: user.into(),
            password: None,
            sender: "fovea@plant.example".into(),
            ca_pem: String::new(),
            server_url: "https://fovea.plant.example/".into(),
        };
        assert!(checked(&wanted("mail.plant.example", MailEncryption::None, "")).is_ok());
        assert!(checked(&wanted("mail.plant.example", MailEncryption::StartTls, "fovea")).is_ok());
        assert!(checked(&wanted("127.0.0.1", MailEncryption::None, "fovea")).is_ok());
        assert!(checked(&wanted("mail.plant.example", MailEncryption::None, "fovea")).is_err());
        assert!(checked(&wanted("mail plant", MailEncryption::Tls, "")).is_err());
        let kept = checked(&wanted("m.example", MailEncryption::Tls, "")).unwrap();
        assert_eq!(kept.server_url, "https://fovea.plant.example");
    }

    #[test]
    fn what_is_sealed_survives_its_text() {
        assert_eq!(unhex(&hex(&[0, 1, 254, 255])), Some(vec![0, 1, 254, 255]));
        assert_eq!(unhex("zz"), None);
    }
}
