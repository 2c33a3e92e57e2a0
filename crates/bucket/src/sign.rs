//! Signature Version 4 of requests without a body.

use crate::{Server, when};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::time::SystemTime;

/// SHA-256 of nothing.
const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

pub(crate) struct Signed {
    /// In order and encoded, as it was signed
    pub query: String,
    /// `host` is the request's own.
    pub headers: Vec<(&'static str, String)>,
}

/// Of a GET. `path` is encoded already.
pub(crate) fn sign(server: &Server, path: &str, query: &[(&str, &str)], at: SystemTime) -> Signed {
    let mut headers = vec![("x-amz-content-sha256", NOTHING.to_string())];
    headers.push(("x-amz-date", when::written(at).1));
    headers.extend(server.access.session.iter().map(|token| ("x-amz-security-token", token.clone())));
    let query = query_of(query);
    let authorization = authorization(server, (path, &query), &headers, at);
    headers.push(("authorization", authorization));
    Signed { query, headers }
}

fn authorization(
    server: &Server,
    (path, query): (&str, &str),
    headers: &[(&'static str, String)],
    at: SystemTime,
) -> String {
    let (date, moment) = when::written(at);
    let mut all = vec![("host", server.host.as_str())];
    all.extend(headers.iter().map(|(name, value)| (*name, value.trim())));
    all.sort_unstable();
    let lines: String = all.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let request = format!("GET\n{path}\n{query}\n{lines}\n{names}\n{NOTHING}");
    let scope = format!("{date}/{}/s3/aws4_request", server.region);
    let text = format!("AWS4-HMAC-SHA256\n{moment}\n{scope}\n{}", hex(&Sha256::digest(request)));
    let mut key = format!("AWS4{}", server.access.secret).into_bytes();
    for part in [date.as_str(), server.region.as_str(), "s3", "aws4_request"] {
        key = mac(&key, part);
    }
    let signature = hex(&mac(&key, &text));
    format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope},SignedHeaders={names},Signature={signature}",
        server.access.key_id
    )
}

fn query_of(query: &[(&str, &str)]) -> String {
    let mut parts: Vec<String> = query
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name, false), encoded(value, false)))
        .collect();
    parts.sort_unstable();
    parts.join("&")
}

/// As it is signed: all but letters, digits and `-._~`; of a path also the slashes stay.
pub(crate) fn encoded(text: &str, path: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || (path && byte == b'/') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(key);
    // It takes keys of any length.
    mac.map(|mac| mac.chain_update(text).finalize().into_bytes().to_vec()).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Access;
    use std::time::{Duration, UNIX_EPOCH};

    fn example() -> (Server, SystemTime) {
        let access = Access {
            key_id: "AKIAIOSFODNN7EXAMPLE".into(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into(),
            session: None,
        };
        let server =
            Server::new(Some("https://examplebucket.s3.amazonaws.com"), "us-east-1", access).unwrap();
        (server, UNIX_EPOCH + Duration::from_secs(1_369_353_600))
    }

    /// The worked examples that Amazon published.
    #[test]
    fn the_published_examples_are_signed_alike() {
        let (server, at) = example();
        let headers = vec![
            ("range", "bytes=0-9".to_string()),
            ("x-amz-content-sha256", NOTHING.to_string()),
            ("x-amz-date", "20130524T000000Z".to_string()),
        ];
        let told = authorization(&server, ("/test.txt", ""), &headers, at);
        assert_eq!(
            told,
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
             SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,\
             Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        );
        let signed = sign(&server, "/", &[("prefix", "J"), ("max-keys", "2")], at);
        assert_eq!(signed.query, "max-keys=2&prefix=J");
        let told = &signed.headers.iter().find(|(name, _)| *name == "authorization").unwrap().1;
        assert!(
            told.ends_with("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
            "{told}"
        );
        let signed = sign(&server, "/", &[("lifecycle", "")], at);
        let told = &signed.headers.iter().find(|(name, _)| *name == "authorization").unwrap().1;
        assert!(
            told.ends_with("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
            "{told}"
        );
    }

    #[test]
    fn a_key_for_a_while_is_signed_too() {
        let (mut server, at) = example();
        server.access.session = Some("token".into());
        let signed = sign(&server, "/", &[], at);
        assert!(signed.headers.contains(&("x-amz-security-token", "token".into())));
        let told = &signed.headers.last().unwrap().1;
        assert!(told.contains("x-amz-date;x-amz-security-token"), "{told}");
    }

    #[test]
    fn names_are_encoded_as_they_are_signed() {
        assert_eq!(encoded("a b/螺+~.jpg", true), "a%20b/%E8%9E%BA%2B~.jpg");
        assert_eq!(encoded("a/b=c", false), "a%2Fb%3Dc");
    }
}
