//! From the code to the tokens, and to what the provider tells with them.

use super::Provider;
use super::keys::Claims;
use crate::Result;
use crate::error::{Distrust, IdentityError, Stage};
use crate::http::Ask;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use url::form_urlencoded::{Serializer, byte_serialize};

pub(super) struct Tokens {
    pub id_token: String,
    pub access_token: Option<String>,
}

/// Whether a provider knows us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientCheck {
    Known,
    /// Its answer tells neither.
    Unsure(String),
}

struct Answer {
    status: u16,
    body: serde_json::Map<String, Value>,
}

impl Answer {
    fn text(&self, name: &str) -> Option<&str> {
        self.body.get(name).and_then(Value::as_str)
    }

    /// As RFC 6749 has it: a word, and perhaps a sentence.
    fn told(&self) -> String {
        let word = self.text("error").unwrap_or("no reason");
        match self.text("error_description") {
            Some(sentence) => {
                format!("{} {word}: {}", self.status, sentence.chars().take(200).collect::<String>())
            }
            None => format!("{} {word}", self.status),
        }
    }
}

async fn ask(provider: &Provider, code: &str, verifier: &str) -> Result<Answer> {
    let (form, authorization) = form(provider, code, verifier);
    let ask = Ask { form: Some(form), authorization: authorization.as_deref() };
    let reply = provider.http.send(&provider.document.token_endpoint, ask).await?;
    let body = serde_json::from_slice(&reply.body).unwrap_or_default();
    Ok(Answer { status: reply.status, body })
}

/// The form, and what goes into the head.
fn form(provider: &Provider, code: &str, verifier: &str) -> (String, Option<String>) {
    let config = &provider.config;
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code")
        .append_pair("code", code)
        .append_pair("redirect_uri", &config.redirect_uri)
        .append_pair("code_verifier", verifier);
    if config.client_secret.is_empty() {
        form.append_pair("client_id", &config.client_id);
        return (form.finish(), None);
    }
    if provider.document.secret_in_form {
        form.append_pair("client_id", &config.client_id);
        form.append_pair("client_secret", &config.client_secret);
        return (form.finish(), None);
    }
    let plain = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", plain(&config.client_id), plain(&config.client_secret));
    (form.finish(), Some(format!("Basic {}", STANDARD.encode(pair))))
}

pub(super) async fn exchange(provider: &Provider, code: &str, verifier: &str) -> Result<Tokens> {
    let answer = ask(provider, code, verifier).await?;
    if answer.status != 200 {
        let stage = if is_client(&answer) { Stage::Client } else { Stage::Token };
        return Err(IdentityError::at(stage, answer.told()));
    }
    let id_token =
        answer.text("id_token").ok_or_else(|| IdentityError::at(Stage::Token, "there is no ID token"))?;
    Ok(Tokens { id_token: id_token.into(), access_token: answer.text("access_token").map(str::to_string) })
}

fn is_client(answer: &Answer) -> bool {
    answer.status == 401 || matches!(answer.text("error"), Some("invalid_client" | "unauthorized_client"))
}

pub(super) async fn check_client(provider: &Provider) -> Result<ClientCheck> {
    let verifier = super::random()?;
    let answer = ask(provider, "no-code-but-a-test", &verifier).await?;
    match answer.text("error") {
        _ if is_client(&answer) => Err(IdentityError::at(Stage::Client, answer.told())),
        Some("invalid_grant") => Ok(ClientCheck::Known),
        _ => Ok(ClientCheck::Unsure(answer.told())),
    }
}

/// What the provider tells of the same person; nothing where it has no place for that.
pub(super) async fn userinfo(provider: &Provider, access: &str, claims: &Claims) -> Result<Claims> {
    let Some(place) = &provider.document.userinfo_endpoint else { return Ok(Claims::new()) };
    let authorization = format!("Bearer {access}");
    let reply = provider.http.send(place, Ask { form: None, authorization: Some(&authorization) }).await?;
    let found = reply.object(Stage::Userinfo)?;
    // Else somebody else's groups could be put beside this person's name.
    if found.get("sub") != claims.get("sub") {
        return Err(Distrust::Subject.into());
    }
    Ok(found)
}
