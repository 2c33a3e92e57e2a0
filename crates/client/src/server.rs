use crate::{ClientError, Login, Logins, Result};
use std::fmt;
use url::{Host, Url};

/// Where `fovea serve` answers unless it is told otherwise.
pub const DEFAULT_SERVER: &str = "http://127.0.0.1:8585";

/// The address of a server in the one way it is written, so that a token is never looked for under another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServerUrl {
    text: String,
    plain: bool,
    loopback: bool,
}

impl ServerUrl {
    /// Scheme, host, port and perhaps a path; without a scheme it is `http` within the machine, else `https`.
    pub fn parse(text: &str) -> Result<ServerUrl> {
        let wrong = |why: &str| ClientError::Url { text: text.trim().into(), why: why.into() };
        let trimmed = text.trim();
        let url = match trimmed.contains("://") {
            true => Url::parse(trimmed),
            false => Url::parse(&format!("https://{trimmed}")),
        };
        let mut url = url.map_err(|e| wrong(&e.to_string()))?;
        let loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => return Err(wrong("it names no host")),
        };
        if !trimmed.contains("://") && loopback {
            url = Url::parse(&format!("http://{trimmed}")).map_err(|e| wrong(&e.to_string()))?;
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong("it begins with neither http nor https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("a name and a password do not belong there"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("it must end before any ? or #"));
        }
        let plain = url.scheme() == "http";
        Ok(ServerUrl { text: url.as_str().trim_end_matches('/').into(), plain, loopback })
    }

    /// Whether whoever sits between could read what is sent.
    pub fn is_open(&self) -> bool {
        self.plain && !self.loopback
    }

    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its name or address; of an IPv6 address with its brackets.
    pub fn host(&self) -> String {
        Url::parse(&self.text).ok().and_then(|url| url.host_str().map(String::from)).unwrap_or_default()
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What the caller and their surroundings say.
#[derive(Clone, Default)]
pub struct Surroundings {
    /// From the command line
    pub server: Option<String>,
    /// `FOVEA_SERVER`
    pub server_variable: Option<String>,
    /// `FOVEA_TOKEN`
    pub token_variable: Option<String>,
    /// A token may go over a network in plain text.
    pub insecure: bool,
}

/// A server and the token to come in with.
pub struct Chosen {
    pub server: ServerUrl,
    pub token: Option<String>,
    /// Of the configuration folder, where the token is from there
    pub login: Option<Login>,
}

/// The server from the command line, the variable, or the last login; the token from the variable, or the login to
/// exactly this server.
pub fn choose(around: &Surroundings, logins: &Logins) -> Result<Chosen> {
    let said = |text: &Option<String>| text.clone().filter(|t| !t.trim().is_empty());
    let server = match said(&around.server).or(said(&around.server_variable)) {
        Some(text) => ServerUrl::parse(&text)?,
        None => match &logins.current {
            Some(text) => ServerUrl::parse(text)?,
            None => ServerUrl::parse(DEFAULT_SERVER)?,
        },
    };
    if server.is_open() && !around.insecure {
        return Err(ClientError::Open { server });
    }
    let login = logins.of(&server).cloned();
    let chosen = match said(&around.token_variable) {
        Some(token) => Chosen { server, token: Some(token.trim().into()), login: None },
        None => Chosen { server, token: login.as_ref().map(|l| l.token.clone()), login },
    };
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        ServerUrl::parse(text).unwrap().to_string()
    }

    #[test]
    fn one_server_has_one_address() {
        for (text, written) in [
            ("https://Plant.Example:443/", "https://plant.example"),
            ("plant.example", "https://plant.example"),
            ("plant.example:8443", "https://plant.example:8443"),
            ("127.0.0.1:8585", "http://127.0.0.1:8585"),
            ("localhost:8585", "http://localhost:8585"),
            (" http://[::1]:8585/ ", "http://[::1]:8585"),
            ("https://plant.example/fovea/", "https://plant.example/fovea"),
            ("http://0x7f.1:80", "http://127.0.0.1"),
        ] {
            assert_eq!(shown(text), written, "{text}");
            assert_eq!(shown(&shown(text)), written);
        }
        for wrong in ["", "http://", "ftp://a", "https://me:pw@a", "https://a/?x=1", "https://a/#x", "a b"] {
            assert!(ServerUrl::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn plain_text_stays_within_the_machine() {
        for text in ["http://localhost", "http://127.9.9.9:1", "http://[::1]", "https://10.0.0.1", "10.0.0.1"]
        {
            assert!(!ServerUrl::parse(text).unwrap().is_open(), "{text}");
        }
        for text in
            ["http://10.0.0.1", "http://plant.example", "http://localhost.example", "http://[fe80::1]"]
        {
            assert!(ServerUrl::parse(text).unwrap().is_open(), "{text}");
        }
    }

    fn logins() -> Logins {
        let login = |server: &str| Login {
            server: server.into(),
            user: "wang".into(),
            token: format!("fovea_{server}"),
            token_id: fovea_store::Id::new(),
        };
        Logins {
            current: Some("https://a".into()),
            logins: vec![login("https://a"), login("https://b:8443")],
        }
    }

    #[test]
    fn a_token_belongs_to_exactly_its_server() {
        let around =
            |server: Option<&str>| Surroundings { server: server.map(Into::into), ..Default::default() };
        let token = |server: Option<&str>| choose(&around(server), &logins()).unwrap().token;
        assert_eq!(token(None).as_deref(), Some("fovea_https://a"));
        assert_eq!(token(Some("https://B:8443/")).as_deref(), Some("fovea_https://b:8443"));
        for other in ["https://b", "https://a:8443", "https://a/x", "https://a.example", "http://localhost"] {
            assert_eq!(token(Some(other)), None, "{other}");
        }
        assert!(matches!(choose(&around(Some("http://a")), &logins()), Err(ClientError::Open { .. })));
    }

    #[test]
    fn the_command_line_goes_before_variables_and_these_before_the_login() {
        let mut around = Surroundings { server_variable: Some("https://c".into()), ..Default::default() };
        let chosen = choose(&around, &logins()).unwrap();
        assert_eq!((chosen.server.as_str(), chosen.token), ("https://c", None));
        around.server = Some("https://a".into());
        around.token_variable = Some("fovea_mine".into());
        let chosen = choose(&around, &logins()).unwrap();
        assert_eq!((chosen.server.as_str(), chosen.token.as_deref()), ("https://a", Some("fovea_mine")));
        assert!(chosen.login.is_none());
        around = Surroundings { server_variable: Some(" ".into()), ..Default::default() };
        assert_eq!(choose(&around, &Logins::default()).unwrap().server.as_str(), DEFAULT_SERVER);
    }
}
