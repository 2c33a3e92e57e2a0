//! What a provider says of itself.

use super::endpoint;
use crate::Result;
use crate::error::{IdentityError, Stage};
use crate::http::{Ask, Http, address};
use serde_json::{Map, Value};
use url::Url;

const WELL_KNOWN: &str = ".well-known/openid-configuration";

pub(super) struct Document {
    pub issuer: String,
    pub authorization_endpoint: Url,
    pub token_endpoint: Url,
    pub userinfo_endpoint: Option<Url>,
    pub jwks_uri: Url,
    /// The secret goes into the form and not into the head.
    pub secret_in_form: bool,
    pub tells_issuer: bool,
}

pub(super) fn issuer(text: &str) -> Result<Url> {
    let url = address(text)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(IdentityError::at(Stage::Address, format!("{text}: an issuer has no `?` and no `#`")));
    }
    Ok(url)
}

pub(super) async fn fetch(http: &Http, wanted: &str) -> Result<Document> {
    let base = issuer(wanted)?;
    let place = format!("{}/{WELL_KNOWN}", base.as_str().trim_end_matches('/'));
    let found = http.send(&address(&place)?, Ask::default()).await?.object(Stage::Discovery)?;
    read(&found, wanted)
}

fn read(found: &Map<String, Value>, wanted: &str) -> Result<Document> {
    let wrong = |why: String| IdentityError::at(Stage::Discovery, why);
    let text = |name: &str| found.get(name).and_then(Value::as_str);
    let place = |name: &str| -> Result<Url> {
        let text = text(name).ok_or_else(|| wrong(format!("`{name}` is missing")))?;
        endpoint(text).map_err(|e| wrong(format!("`{name}`: {e}")))
    };
    // Letter by letter: another spelling is another issuer, and the ID token is held to this one.
    let issuer = text("issuer").unwrap_or_default();
    if issuer != wanted {
        return Err(wrong(format!("it calls itself {issuer}, not {wanted}")));
    }
    let methods: Vec<&str> = found
        .get("token_endpoint_auth_methods_supported")
        .and_then(Value::as_array)
        .map(|all| all.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    Ok(Document {
        issuer: issuer.into(),
        authorization_endpoint: place("authorization_endpoint")?,
        token_endpoint: place("token_endpoint")?,
        userinfo_endpoint: text("userinfo_endpoint").map(|_| place("userinfo_endpoint")).transpose()?,
        jwks_uri: place("jwks_uri")?,
        secret_in_form: !methods.is_empty()
            && !methods.contains(&"client_secret_basic")
            && methods.contains(&"client_secret_post"),
        tells_issuer: found.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(change: impl Fn(&mut Value)) -> Result<Document> {
        let mut document = json!({
            "issuer": "https://id.example/a",
            "authorization_endpoint": "https://id.example/a/auth",
            "token_endpoint": "https://id.example/a/token",
            "jwks_uri": "https://id.example/a/jwks",
        });
        change(&mut document);
        read(document.as_object().unwrap(), "https://id.example/a")
    }

    #[test]
    fn a_description_is_of_the_issuer_that_was_asked_and_leads_to_safe_places_only() {
        assert!(!told(|_| ()).unwrap().secret_in_form);
        assert!(told(|d| d["issuer"] = json!("https://id.example/a/")).is_err());
        assert!(told(|d| d["issuer"] = json!("https://evil.example")).is_err());
        assert!(told(|d| d["token_endpoint"] = json!("http://id.example/token")).is_err());
        assert!(told(|d| d["jwks_uri"] = json!(null)).is_err());
        let post = told(|d| d["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]));
        assert!(post.unwrap().secret_in_form);
        assert!(issuer("https://id.example/?a").is_err() && issuer("http://id.example").is_err());
    }
}
