//! Which page a request may come from. A door's cookie goes along with whatever a browser sends there, also from a page of
//! another job or another site; only the door's own pages may use it, and anybody may lead a browser to it by a link.

use axum::http::{HeaderMap, Method, header};

const SITE: &str = "sec-fetch-site";
const MODE: &str = "sec-fetch-mode";
const DEST: &str = "sec-fetch-dest";

/// `own` is the door's origin, such as `http://lab--0199….localhost:8585`, compared without its scheme: a proxy before the
/// server may speak another.
pub fn allowed(method: &Method, headers: &HeaderMap, host: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let own = text("origin").map(|origin| is_origin_of(origin, host));
    let link = method == Method::GET && !headers.contains_key(header::UPGRADE);
    match (own, text(SITE)) {
        // Browsers send an origin with all that may change something, and with every WebSocket.
        (Some(false), _) => false,
        (_, Some("same-origin" | "none")) => true,
        // A link in another page, opened as a page of its own.
        (None, Some(_)) => link && text(MODE) == Some("navigate") && text(DEST) == Some("document"),
        (Some(true), _) => true,
        // Programs, and browsers that do not tell: these leave the origin out only of what changes nothing.
        (None, None) => true,
    }
}

fn is_origin_of(origin: &str, host: &str) -> bool {
    let rest = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    rest.is_some_and(|rest| rest.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "lab--01.localhost:8585";

    fn asked(method: Method, all: &[(&'static str, &str)]) -> bool {
        let headers = all.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
        allowed(&method, &headers, HOST)
    }

    #[test]
    fn own_pages_and_programs_may() {
        let own = ("origin", "http://lab--01.localhost:8585");
        assert!(asked(Method::GET, &[]));
        assert!(asked(Method::POST, &[own]));
        assert!(asked(Method::POST, &[own, (SITE, "same-origin")]));
        assert!(asked(Method::GET, &[(SITE, "none"), (MODE, "navigate")]));
        assert!(asked(
            Method::GET,
            &[("origin", "https://LAB--01.localhost:8585"), ("upgrade", "websocket")]
        ));
        assert!(asked(Method::POST, &[]));
    }

    #[test]
    fn other_pages_may_only_lead_there() {
        let link = [(SITE, "cross-site"), (MODE, "navigate"), (DEST, "document")];
        assert!(asked(Method::GET, &link));
        for site in ["same-site", "cross-site"] {
            for (mode, dest) in
                [("cors", "empty"), ("no-cors", "script"), ("navigate", "iframe"), ("websocket", "websocket")]
            {
                assert!(!asked(Method::GET, &[(SITE, site), (MODE, mode), (DEST, dest)]), "{site} {mode}");
            }
        }
        assert!(!asked(Method::POST, &link));
        assert!(!asked(
            Method::GET,
            &[(SITE, "cross-site"), (MODE, "navigate"), (DEST, "document"), ("upgrade", "websocket")]
        ));
        for origin in
            ["null", "http://lab--02.localhost:8585", "http://127.0.0.1:8585", "http://lab--01.localhost"]
        {
            for method in [Method::GET, Method::POST, Method::OPTIONS] {
                assert!(!asked(method, &[("origin", origin)]), "{origin}");
            }
            assert!(!asked(Method::GET, &[("origin", origin), ("upgrade", "websocket")]), "{origin}");
        }
    }
}
