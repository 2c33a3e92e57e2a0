//! Registries of images: how they are called, and which one an image comes from.

/// Where images come from whose name says no place.
pub const USUAL: &str = "docker.io";
const LONGEST: usize = 253;

/// Why a text is no registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRegistry {
    #[error("it must not be empty")]
    Empty,
    #[error("it is no host with an optional port, such as registry.example.com:5000")]
    Host,
    /// What is told it would go over the network for all to read.
    #[error("registries are spoken to by HTTPS alone")]
    Plain,
}

impl BadRegistry {
    /// Never renamed.
    pub fn code(self) -> &'static str {
        match self {
            BadRegistry::Empty => "field.required",
            BadRegistry::Host => "registry.host",
            BadRegistry::Plain => "registry.plain",
        }
    }
}

/// Host and port as images name them, in small letters. An address that was copied from a browser is taken, too.
pub fn parse(text: &str) -> Result<String, BadRegistry> {
    let text = text.trim().to_ascii_lowercase();
    if text.starts_with("http://") {
        return Err(BadRegistry::Plain);
    }
    let host = text.strip_prefix("https://").unwrap_or(&text);
    let host = host.strip_suffix("/v2").or_else(|| host.strip_suffix("/v2/")).unwrap_or(host);
    let host = host.trim_end_matches('/');
    if host.is_empty() {
        return Err(BadRegistry::Empty);
    }
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let fits =
        port.is_none_or(|p| p.bytes().all(|b| b.is_ascii_digit()) && p.parse::<u16>().is_ok_and(|p| p > 0));
    if !fits || host.len() > LONGEST || !name.split('.').all(is_label) {
        return Err(BadRegistry::Host);
    }
    Ok(match host {
        // Names that the same place has.
        "index.docker.io" | "registry-1.docker.io" | "hub.docker.com" => USUAL.into(),
        host => host.into(),
    })
}

fn is_label(label: &str) -> bool {
    let plain = label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    plain && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
}

/// The registry of an image: what stands before the first `/`, where that can be a host.
pub fn of_image(image: &str) -> String {
    let first = image.split_once('/').map_or("", |(first, _)| first);
    let is_host = first == "localhost" || first.contains(['.', ':']);
    if !is_host {
        return USUAL.into();
    }
    parse(first).unwrap_or_else(|_| first.to_ascii_lowercase())
}

/// How a registry is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech {
    Https,
    /// Without anything that keeps others from reading along
    Http,
}

/// Registries that an administrator lets images be fetched from; the usual one is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed {
    hosts: Vec<(String, Speech)>,
    /// Others too, by HTTPS
    any: bool,
}

impl Allowed {
    /// Of hosts, of addresses that begin with `http://`, and of the word `any`.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Allowed, BadRegistry> {
        let mut all = Allowed::default();
        for text in texts {
            match text.trim() {
                "any" => all.any = true,
                text => match text.strip_prefix("http://") {
                    Some(host) => all.hosts.push((parse(host)?, Speech::Http)),
                    None => all.hosts.push((parse(text)?, Speech::Https)),
                },
            }
        }
        Ok(all)
    }

    /// How this one is spoken to; `None`: not at all.
    pub fn speech(&self, host: &str) -> Option<Speech> {
        let named = self.hosts.iter().find(|(name, _)| name == host).map(|(_, speech)| *speech);
        named.or(self.any.then_some(Speech::Https))
    }

    /// Those that were named; `None`: any.
    pub fn hosts(&self) -> Option<Vec<&str>> {
        (!self.any).then(|| self.hosts.iter().map(|(host, _)| host.as_str()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_is_a_host_with_maybe_a_port() {
        for (text, host) in [
            ("registry.example.com", "registry.example.com"),
            (" Registry.Example.com:5000 ", "registry.example.com:5000"),
            ("https://registry.example.com/v2/", "registry.example.com"),
            ("https://index.docker.io", "docker.io"),
            ("localhost:5000", "localhost:5000"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(host), "{text}");
        }
        for (text, bad) in [
            ("", BadRegistry::Empty),
            ("https://", BadRegistry::Empty),
            ("http://registry.example.com", BadRegistry::Plain),
            ("registry.example.com/team", BadRegistry::Host),
            ("ann:secret@registry.example.com", BadRegistry::Host),
            ("registry.example.com:0", BadRegistry::Host),
            ("registry.example.com:+80", BadRegistry::Host),
            ("a..b", BadRegistry::Host),
            ("-a.example.com", BadRegistry::Host),
            ("ftp://a", BadRegistry::Host),
        ] {
            assert_eq!(parse(text), Err(bad), "{text}");
        }
    }

    #[test]
    fn only_what_was_allowed_is_spoken_to() {
        let none = Allowed::default();
        assert_eq!((none.speech("docker.io"), none.hosts()), (None, Some(vec![])));
        let some = Allowed::of(["R.example.com", "http://127.0.0.1:5000"]).unwrap();
        assert_eq!(some.speech("r.example.com"), Some(Speech::Https));
        assert_eq!(some.speech("127.0.0.1:5000"), Some(Speech::Http));
        assert_eq!(some.speech("127.0.0.1"), None);
        let any = Allowed::of(["any", "http://127.0.0.1:5000"]).unwrap();
        assert_eq!((any.speech("docker.io"), any.hosts()), (Some(Speech::Https), None));
        assert_eq!(any.speech("127.0.0.1:5000"), Some(Speech::Http));
        assert_eq!(Allowed::of(["a/b"]), Err(BadRegistry::Host));
    }

    #[test]
    fn an_image_says_where_it_comes_from() {
        for (image, host) in [
            ("busybox", USUAL),
            ("library/busybox:1.36", USUAL),
            ("docker.io/library/busybox", USUAL),
            ("Registry.example.com:5000/team/train:2", "registry.example.com:5000"),
            ("localhost/mine", "localhost"),
            ("registry.example.com/a@sha256:0123", "registry.example.com"),
        ] {
            assert_eq!(of_image(image), host, "{image}");
        }
    }
}
