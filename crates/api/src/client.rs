//! From where a request came.

use crate::app::App;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use fovea_domain::permission::Rights;
use fovea_store::{Actor, Device, Trace};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

const FORWARDED: &str = "x-forwarded-for";

/// Where the request came from, and under which name.
#[derive(Debug, Clone)]
pub struct Origin {
    pub address: IpAddr,
    pub device: String,
    pub trace: Arc<Trace>,
}

impl Origin {
    pub fn of(parts: &Parts, app: &App) -> Origin {
        Origin {
            address: address(&parts.extensions, &parts.headers, app.settings.secure_cookie),
            device: device(&parts.headers),
            trace: parts.extensions.get::<Arc<Trace>>().cloned().unwrap_or_default(),
        }
    }

    /// Of what the server does by itself.
    pub fn inside() -> Origin {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        Origin { address, device: String::new(), trace: Arc::default() }
    }

    pub fn place(&self) -> Device {
        Device { name: self.device.clone(), address: self.address.to_string() }
    }

    /// Whoever has not said who they are.
    pub fn stranger(&self) -> Actor {
        Actor {
            id: None,
            name: String::new(),
            rights: Rights::NONE,
            address: self.address.to_string(),
            request: self.trace.clone(),
        }
    }
}

impl FromRequestParts<App> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Origin, Infallible> {
        Ok(Origin::of(parts, app))
    }
}

/// Behind a proxy the address is the last one that it has added to; without one nobody is believed.
fn address(extensions: &Extensions, headers: &HeaderMap, proxy: bool) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |p| p.0.ip()).to_canonical();
    if !proxy {
        return peer;
    }
    let told = headers.get_all(FORWARDED).iter().next_back().and_then(|h| h.to_str().ok());
    let last = told.and_then(|t| t.rsplit(',').next()).and_then(|t| t.trim().parse::<IpAddr>().ok());
    last.map_or(peer, |a| a.to_canonical())
}

/// Whoever has one IPv6 address mostly has a whole network of them.
pub fn network(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

/// `Firefox on Linux`, from what browsers say of themselves; programs by their first word.
fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let first = |all: &[(&str, &'static str)]| -> Option<&'static str> {
        all.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    // The order matters: most browsers name others too.
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.into(),
        _ => agent
            .split(['/', ' '])
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_control())
            .take(40)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        all.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect()
    }

    #[test]
    fn browsers_are_told_by_name_and_programs_by_their_first_word() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36";
        for (agent, name) in [
            (chrome, "Chrome on Windows"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            ("curl/8.5.0", "curl"),
            ("", ""),
        ] {
            assert_eq!(device(&headers(&[("user-agent", agent)])), name);
        }
    }

    #[test]
    fn only_behind_a_proxy_is_an_address_believed() {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 1))));
        let told = headers(&[("x-forwarded-for", "1.1.1.1, 2.2.2.2")]);
        assert_eq!(address(&extensions, &told, false).to_string(), "10.0.0.1");
        assert_eq!(address(&extensions, &told, true).to_string(), "2.2.2.2");
        assert_eq!(address(&extensions, &headers(&[]), true).to_string(), "10.0.0.1");
    }
}
