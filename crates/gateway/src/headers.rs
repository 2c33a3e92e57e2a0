//! Which headers pass, and how they are changed on their way.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Of one connection, not of the message (RFC 9110, 7.6.1).
const HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
/// Cookies of ours begin so, whatever the prefix that browsers know.
const OURS: [&str; 3] = ["fovea_", "__host-fovea_", "__secure-fovea_"];
/// What programs show to the platform begins so, after the scheme.
const TOKEN: &str = "fovea_";

/// Whether a connection is asked to become a WebSocket. Nothing else: what follows is no longer looked at, as HTTP/2 would not be.
pub fn upgrade(headers: &HeaderMap) -> Option<HeaderValue> {
    let connection = headers.get_all(header::CONNECTION);
    let mut words = connection.iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    let asked = words.any(|word| word.trim().eq_ignore_ascii_case("upgrade"));
    headers
        .get(header::UPGRADE)
        .filter(|what| asked && what.as_bytes().eq_ignore_ascii_case(b"websocket"))
        .cloned()
}

/// Takes out what belongs to one connection only. The frame of the body is hyper's to say anew.
fn drop_hops(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    named.iter().for_each(|name| drop(headers.remove(name)));
    HOP.iter().for_each(|name| drop(headers.remove(*name)));
}

fn join(headers: &mut HeaderMap, upgrade: Option<&HeaderValue>) {
    if let Some(what) = upgrade {
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, what.clone());
    }
}

/// As the job gets to see a request: never what would let it act on the platform in the visitor's name.
pub fn to_job(headers: &mut HeaderMap, upgrade: Option<&HeaderValue>, scheme: &'static str) {
    drop_hops(headers);
    let kept: Vec<String> = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .map(str::trim)
        .filter(|pair| !pair.is_empty() && !is_ours(pair.split('=').next().unwrap_or_default()))
        .map(String::from)
        .collect();
    headers.remove(header::COOKIE);
    if let Some(kept) = Some(kept.join("; ")).filter(|k| !k.is_empty())
        && let Ok(value) = HeaderValue::from_str(&kept)
    {
        headers.insert(header::COOKIE, value);
    }
    if headers.get_all(header::AUTHORIZATION).iter().any(is_token) {
        headers.remove(header::AUTHORIZATION);
    }
    headers.remove("x-fovea");
    // Answered here already.
    headers.remove(header::EXPECT);
    // Whatever somebody told of themselves on their way is not known here.
    ["forwarded", "x-forwarded-for", "x-real-ip"].iter().for_each(|name| drop(headers.remove(*name)));
    headers.insert("x-forwarded-proto", HeaderValue::from_static(scheme));
    if let Some(host) = headers.get(header::HOST).cloned() {
        headers.insert("x-forwarded-host", host);
    }
    join(headers, upgrade);
}

fn is_ours(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    OURS.iter().any(|ours| name.starts_with(ours))
}

fn is_token(value: &HeaderValue) -> bool {
    let Ok(text) = value.to_str() else { return true };
    text.split([' ', ',']).any(|word| word.starts_with(TOKEN))
}

/// As the visitor's browser gets to see an answer: its cookies stay with the door, and no other page may hold it.
pub fn from_job(headers: &mut HeaderMap, upgrade: Option<&HeaderValue>) {
    drop_hops(headers);
    let cookies: Vec<HeaderValue> =
        headers.get_all(header::SET_COOKIE).iter().filter_map(own_cookie).collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
    // Of all pages on this address, also those of other jobs behind it one day.
    headers.remove("clear-site-data");
    headers.remove("strict-transport-security");
    headers.remove("public-key-pins");
    headers.remove("nel");
    headers.remove("report-to");
    // Several policies hold all together, so that this one cannot be taken back.
    let frames = HeaderValue::from_static("frame-ancestors 'self'");
    headers.append(header::CONTENT_SECURITY_POLICY, frames);
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    join(headers, upgrade);
}

/// For the door's own host alone; none in the name of ours.
fn own_cookie(value: &HeaderValue) -> Option<HeaderValue> {
    let text = value.to_str().ok()?;
    let mut parts = text.split(';');
    let pair = parts.next()?;
    if is_ours(pair.split('=').next()?) {
        return None;
    }
    let attribute = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default().trim();
        !name.eq_ignore_ascii_case("domain")
    };
    let kept: Vec<&str> = std::iter::once(pair).chain(parts.filter(attribute)).collect();
    HeaderValue::from_str(&kept.join(";")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(all: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in all {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    fn all<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
        headers.get_all(name).iter().map(|v| v.to_str().unwrap()).collect()
    }

    #[test]
    fn what_would_open_the_platform_never_reaches_a_job() {
        let mut headers = map(&[
            ("host", "web--1.localhost:8585"),
            ("cookie", "a=1; fovea_session=secret; b=2"),
            ("cookie", "fovea_door=x; __Host-fovea_session=y; FOVEA_SESSION=z"),
            ("authorization", "Bearer fovea_0123"),
            ("x-fovea", "1"),
            ("x-forwarded-for", "10.0.0.9"),
            ("accept", "text/html"),
        ]);
        to_job(&mut headers, None, "http");
        assert_eq!(all(&headers, "cookie"), ["a=1; b=2"]);
        for gone in ["authorization", "x-fovea", "x-forwarded-for"] {
            assert!(!headers.contains_key(gone), "{gone}");
        }
        assert_eq!(all(&headers, "x-forwarded-host"), ["web--1.localhost:8585"]);
        assert_eq!(all(&headers, "accept"), ["text/html"]);
        // What a program in the job asks for itself goes through.
        let mut headers = map(&[("authorization", "token abc"), ("cookie", "fovea_door=x")]);
        to_job(&mut headers, None, "https");
        assert_eq!(all(&headers, "authorization"), ["token abc"]);
        assert!(!headers.contains_key("cookie"));
        for sneaky in ["bearer fovea_1", "Basic x, Bearer fovea_1", "Bearer  fovea_1"] {
            let mut headers = map(&[("authorization", sneaky)]);
            to_job(&mut headers, None, "http");
            assert!(!headers.contains_key("authorization"), "{sneaky}");
        }
    }

    #[test]
    fn headers_of_a_connection_stay_with_it() {
        let mut headers = map(&[
            ("connection", "keep-alive, X-Secret"),
            ("keep-alive", "timeout=5"),
            ("x-secret", "1"),
            ("te", "trailers"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "h2c"),
            ("content-length", "3"),
        ]);
        assert_eq!(upgrade(&headers), None);
        to_job(&mut headers, None, "http");
        let names: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["content-length", "x-forwarded-proto"]);
    }

    #[test]
    fn a_websocket_is_asked_for_anew() {
        let mut headers = map(&[("connection", "keep-alive, Upgrade"), ("upgrade", "websocket")]);
        let what = upgrade(&headers);
        assert_eq!(what.as_ref().unwrap(), "websocket");
        assert_eq!(upgrade(&map(&[("connection", "Upgrade, HTTP2-Settings"), ("upgrade", "h2c")])), None);
        to_job(&mut headers, what.as_ref(), "http");
        assert_eq!(
            (all(&headers, "connection"), all(&headers, "upgrade")),
            (vec!["upgrade"], vec!["websocket"])
        );
    }

    #[test]
    fn a_jobs_cookies_stay_with_its_door() {
        let mut headers = map(&[
            ("set-cookie", "id=1; Path=/; Domain=localhost; HttpOnly"),
            ("set-cookie", "fovea_session=stolen; Path=/"),
            ("set-cookie", " fovea_door=mine"),
            ("set-cookie", "__Host-fovea_session=mine; Secure; Path=/"),
            ("set-cookie", "two=2; domain = .example.com ;Secure"),
            ("content-security-policy", "frame-ancestors *"),
            ("clear-site-data", "\"cookies\""),
            ("cross-origin-resource-policy", "cross-origin"),
        ]);
        from_job(&mut headers, None);
        assert_eq!(all(&headers, "set-cookie"), ["id=1; Path=/; HttpOnly", "two=2;Secure"]);
        assert_eq!(all(&headers, "content-security-policy"), ["frame-ancestors *", "frame-ancestors 'self'"]);
        assert_eq!(all(&headers, "cross-origin-resource-policy"), ["same-origin"]);
        assert!(!headers.contains_key("clear-site-data"));
    }
}
