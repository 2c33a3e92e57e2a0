//! What an ID token says, beyond what every signed token says, and what becomes of it.

use super::keys::Claims;
use super::{OidcConfig, Provider};
use crate::error::Distrust;
use crate::{Profile, Result};
use serde_json::Value;
use std::time::{SystemTime, UNIX_EPOCH};

/// The standard gives subjects 255 signs at most.
const MOST_SUBJECT: usize = 255;
const MOST_GROUPS: usize = 2000;

/// By which clocks may differ.
const LEEWAY_S: f64 = 60.0;

/// Of an ID token that is signed (OpenID Connect Core, 3.1.3.7).
pub(super) fn check(claims: &Claims, provider: &Provider, nonce: &str) -> Result<()> {
    let wanted = Wanted {
        issuer: &provider.document.issuer,
        client: &provider.config.client_id,
        nonce,
        now_s: now_s(),
    };
    check_for(claims, &wanted)
}

struct Wanted<'a> {
    issuer: &'a str,
    client: &'a str,
    nonce: &'a str,
    now_s: f64,
}

fn now_s() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |d| d.as_secs_f64())
}

fn check_for(claims: &Claims, wanted: &Wanted) -> Result<()> {
    let (issuer, client, nonce) = (wanted.issuer, wanted.client, wanted.nonce);
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(issuer) {
        return Err(Distrust::Issuer.into());
    }
    let audience: Vec<&str> = match claims.get("aud") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !audience.contains(&client) {
        return Err(Distrust::Audience.into());
    }
    let moment = |name: &str| claims.get(name).and_then(Value::as_f64);
    if moment("exp").is_none_or(|exp| exp + LEEWAY_S <= wanted.now_s) {
        return Err(Distrust::Expired.into());
    }
    // Said as something else than a number, it is not as if it were not said.
    let early =
        |name: &str| claims.contains_key(name) && moment(name).is_none_or(|at| at > wanted.now_s + LEEWAY_S);
    if early("nbf") || early("iat") {
        return Err(Distrust::NotYet.into());
    }
    let several = audience.len() > 1;
    // A token that is for others too must be made for us first of all.
    if (several || claims.contains_key("azp")) && text("azp") != Some(client) {
        return Err(Distrust::Audience.into());
    }
    if text("nonce") != Some(nonce) {
        return Err(Distrust::Nonce.into());
    }
    match text("sub") {
        Some(subject) if !subject.is_empty() && subject.len() <= MOST_SUBJECT => Ok(()),
        _ => Err(Distrust::Subject.into()),
    }
}

/// From the ID token, and where that says nothing from what the provider tells beside it.
pub(super) fn profile(config: &OidcConfig, issuer: &str, token: &Claims, more: &Claims) -> Result<Profile> {
    let text = |name: &str| -> String {
        let found = [token, more].into_iter().filter_map(|c| c.get(name)?.as_str()).find(|t| !t.is_empty());
        found.unwrap_or_default().to_string()
    };
    let mail = text("email");
    let before_at = mail.split('@').next().unwrap_or_default();
    let name = match text("preferred_username") {
        name if name.is_empty() => before_at.to_string(),
        name => name,
    };
    let groups = [token, more].into_iter().find_map(|c| claim(c, &config.group_claim)).map(list);
    Ok(Profile {
        issuer: issuer.into(),
        subject: text("sub"),
        name,
        nickname: text("name"),
        mail,
        phone: text("phone_number"),
        groups: groups.unwrap_or_default(),
    })
}

/// By its name, or else by the way with dots: `realm_access.roles`.
fn claim<'a>(claims: &'a Claims, name: &str) -> Option<&'a Value> {
    if name.is_empty() {
        return None;
    }
    claims.get(name).or_else(|| {
        let mut parts = name.split('.');
        let first = claims.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.get(part))
    })
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(all) => {
            all.iter().filter_map(Value::as_str).take(MOST_GROUPS).map(str::to_string).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IdentityError;
    use serde_json::json;

    fn claims(value: Value) -> Claims {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn a_token_for_another_login_client_or_provider_is_not_believed() {
        let good = json!({"iss": "i", "aud": "c", "nonce": "n", "sub": "s", "exp": 1000, "iat": 900});
        let told = |change: Value| {
            let mut all = claims(good.clone());
            all.extend(claims(change));
            match check_for(&all, &Wanted { issuer: "i", client: "c", nonce: "n", now_s: 950.0 }) {
                Ok(()) => None,
                Err(IdentityError::Untrusted(why)) => Some(why),
                Err(other) => panic!("{other}"),
            }
        };
        for (change, why) in [
            (json!({}), None),
            (json!({"aud": ["c", "d"], "azp": "c"}), None),
            (json!({"aud": ["c", "d"]}), Some(Distrust::Audience)),
            (json!({"azp": "d"}), Some(Distrust::Audience)),
            (json!({"aud": "d"}), Some(Distrust::Audience)),
            (json!({"aud": null}), Some(Distrust::Audience)),
            (json!({"iss": "j"}), Some(Distrust::Issuer)),
            (json!({"iss": ["i"]}), Some(Distrust::Issuer)),
            (json!({"exp": 895}), None),
            (json!({"exp": 880}), Some(Distrust::Expired)),
            (json!({"exp": "1000"}), Some(Distrust::Expired)),
            (json!({"exp": null}), Some(Distrust::Expired)),
            (json!({"nbf": 1000}), None),
            (json!({"nbf": 1020}), Some(Distrust::NotYet)),
            (json!({"nbf": "1"}), Some(Distrust::NotYet)),
            (json!({"iat": 2000}), Some(Distrust::NotYet)),
            (json!({"nonce": "m"}), Some(Distrust::Nonce)),
            (json!({"nonce": null}), Some(Distrust::Nonce)),
            (json!({"sub": ""}), Some(Distrust::Subject)),
            (json!({"sub": 1}), Some(Distrust::Subject)),
            (json!({"sub": "s".repeat(256)}), Some(Distrust::Subject)),
        ] {
            assert_eq!(told(change.clone()), why, "{change}");
        }
    }

    #[test]
    fn groups_are_found_by_name_or_by_a_way_with_dots() {
        let config = |claim: &str| OidcConfig { group_claim: claim.into(), ..OidcConfig::default() };
        let token =
            claims(json!({"sub": "1", "a.b": ["x"], "realm": {"roles": ["y", 3]}, "email": "eve@e.example"}));
        let more = claims(json!({"groups": "z", "name": "Eve"}));
        let of = |claim: &str| profile(&config(claim), "i", &token, &more).unwrap();
        assert_eq!(of("a.b").groups, ["x"]);
        assert_eq!(of("realm.roles").groups, ["y"]);
        assert_eq!(of("groups").groups, ["z"]);
        assert!(of("none").groups.is_empty() && of("").groups.is_empty());
        assert_eq!((of("").name.as_str(), of("").nickname.as_str()), ("eve", "Eve"));
    }
}
