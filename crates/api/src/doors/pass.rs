//! What a visitor of a door is let in by: who they are, by which session or token of the platform, and which door it is for. As a
//! cookie it is sealed, so that a server that was killed knows its visitors again without having kept anything.

use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::guard::By;
use axum::http::{HeaderMap, HeaderValue};
use fovea_store::{Entrance, Id, Moment};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

const COOKIE: &str = "fovea_door";
/// See the session's.
const COOKIE_BY_TLS: &str = "__Host-fovea_door";
/// No cookie of ours is longer.
const LONGEST: usize = 1024;
/// What is sealed is none of the other sealed things.
const WHAT: &str = "door";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    what: String,
    pub user: Id,
    by: Way,
    pub job: Id,
    pub endpoint: String,
    pub until: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    Session(Id),
    Token(Id),
}

impl Pass {
    pub fn new(user: Id, by: By, job: Id, endpoint: &str, until: Moment) -> ApiResult<Pass> {
        let by = match by {
            By::Session(id) => Way::Session(id),
            By::Token(id) => Way::Token(id),
            By::Process => return Err(Code::AuthSessionNeeded.into()),
        };
        Ok(Pass { what: WHAT.into(), user, by, job, endpoint: endpoint.into(), until })
    }

    #[must_use]
    pub fn until(self, until: Moment) -> Pass {
        Pass { until, ..self }
    }

    /// Whoever it was given to, as they are now; `None` once the session or token is no more.
    pub async fn holder(&self, app: &App) -> ApiResult<Option<Entrance>> {
        let found = match self.by {
            Way::Session(id) => app.store.session_again(id).await?,
            Way::Token(id) => app.store.token_again(id).await?,
        };
        Ok(found.filter(|f| f.user.id == self.user && !f.user.must_change_password))
    }

    pub async fn seal(&self, app: &App) -> ApiResult<String> {
        let plain = serde_json::to_vec(self).map_err(ApiError::internal)?;
        let sealed = app.seal.close(self.user, plain).await?;
        let mut text = format!("{}.", self.user);
        for byte in sealed {
            let _ = write!(text, "{byte:02x}");
        }
        Ok(text)
    }

    /// `None` of what is none of ours.
    pub async fn open(app: &App, text: &str) -> Option<Pass> {
        let (user, sealed) = text.split_once('.').filter(|_| text.len() <= LONGEST)?;
        let user: Id = user.parse().ok()?;
        let plain = app.seal.open_quietly(user, bytes(sealed)?).await?;
        let pass: Pass = serde_json::from_slice(&plain).ok()?;
        (pass.what == WHAT && pass.user == user).then_some(pass)
    }
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        hex.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|d| d.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair.iter().fold(0, |all, digit| all << 4 | digit)).collect())
}

pub fn cookie_name(app: &App) -> &'static str {
    if app.settings.secure_cookie { COOKIE_BY_TLS } else { COOKIE }
}

/// For this host alone, out of reach of its scripts, and not sent along from other sites but by a link.
pub fn set_cookie(app: &App, value: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if app.settings.secure_cookie { "; Secure" } else { "" };
    let name = cookie_name(app);
    let text = format!("{name}={value}; HttpOnly; SameSite=Lax; Path=/; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).ok()
}

/// All of this name: a page of another door may have set one for a whole domain, which must not hide ours.
pub fn cookies<'a>(app: &App, headers: &'a HeaderMap) -> Vec<&'a str> {
    crate::guard::cookies(headers, cookie_name(app)).take(4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_become_bytes() {
        assert_eq!(bytes("00ff1a"), Some(vec![0, 255, 26]));
        assert_eq!((bytes("0"), bytes("0g"), bytes("é0")), (None, None, None));
    }
}
