//! Getting through to another machine.

use crate::Result;
use crate::error::{IdentityError, Stage};
use std::net::IpAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::{Host, Url};

pub(crate) const CONNECT: Duration = Duration::from_secs(4);

/// What is not encrypted must not leave this machine.
pub(crate) fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        // Of an address with a scheme that is not the web's, such as `ldap`, a number is a name.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// Each address of the name in turn, within one time-out.
pub(crate) async fn connect(url: &Url, default_port: u16, plain: bool) -> Result<TcpStream> {
    let host = url.host_str().unwrap_or_default();
    let port = url.port().unwrap_or(default_port);
    let at = |e: String| IdentityError::at(Stage::Connect, format!("{host}:{port}: {e}"));
    let way = async {
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let addresses: Vec<_> = tokio::net::lookup_host((name, port)).await?.collect();
        if plain && addresses.iter().any(|a| !a.ip().is_loopback()) {
            return Err(std::io::Error::other("it is not this machine, and the connection is not encrypted"));
        }
        let mut last = std::io::Error::other("the name has no address");
        for address in addresses {
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => last = error,
            }
        }
        Err(last)
    };
    match timeout(CONNECT, way).await {
        Ok(done) => done.map_err(|e| at(e.to_string())),
        Err(_) => Err(at(format!("no answer within {} s", CONNECT.as_secs()))),
    }
}
