//! A directory by LDAP: an account of ours binds and looks for the entry of whoever gave a name, then that entry's
//! password is tried by a bind of its own.

mod ber;
mod filter;
mod session;

pub use filter::{check_filter, check_group_filter};

use crate::error::{IdentityError, Stage};
use crate::reach::is_this_machine;
use crate::{Profile, Result};
use session::{Entry, Session};
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// From the first packet to the last.
const WHOLE: Duration = Duration::from_secs(8);
/// A directory has no name of its own; the setting it belongs to tells it from others.
const ISSUER: &str = "ldap";
const MOST_NAME: usize = 256;
const MOST_PASSWORD: usize = 1024;
const MOST_GROUPS: usize = 2000;

/// Where the directory is, and how people and their groups stand in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LdapConfig {
    /// `ldaps://host` or `ldap://host`
    pub url: String,
    /// Begin TLS on a connection without.
    pub start_tls: bool,
    /// Certificates in PEM that are trusted beside the system's.
    pub ca_pem: String,
    /// Who looks for others; empty: nobody (an anonymous bind).
    pub bind_dn: String,
    pub bind_password: String,
    pub base_dn: String,
    /// With `{name}` where the name goes
    pub user_filter: String,
    /// What stays the same when somebody is renamed; empty: the entry's own name.
    pub id_attribute: String,
    pub name_attribute: String,
    pub nickname_attribute: String,
    pub mail_attribute: String,
    pub phone_attribute: String,
    /// Of the entry, with its groups; empty: none.
    pub group_attribute: String,
    /// Where groups are looked for that name their members; empty: nowhere.
    pub group_base_dn: String,
    /// With `{dn}` and `{name}` of the member
    pub group_filter: String,
    pub group_name_attribute: String,
}

/// What a look at a directory found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub dn: String,
    pub profile: Profile,
}

/// Whether this can be the address of a directory, and be talked to safely.
pub fn check_url(text: &str, start_tls: bool) -> Result<()> {
    address(text, start_tls).map(|_| ())
}

fn address(text: &str, start_tls: bool) -> Result<Url> {
    let wrong = |why: &str| IdentityError::at(Stage::Address, format!("{text}: {why}"));
    let url = Url::parse(text).map_err(|e| wrong(&e.to_string()))?;
    let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.username().is_empty();
    if url.host_str().is_none_or(str::is_empty) || !bare {
        return Err(wrong("ldaps://host or ldap://host, perhaps with a port, is all that goes here"));
    }
    match url.scheme() {
        "ldaps" => Ok(url),
        "ldap" if start_tls || is_this_machine(&url) => Ok(url),
        "ldap" => Err(wrong("passwords would go over the net unencrypted; use ldaps or StartTLS")),
        _ => Err(wrong("ldaps://host or ldap://host is wanted")),
    }
}

/// Whose name and password these are; `None`: nobody's.
///
/// With no password the same is asked of the directory as with a wrong one and the answer is `None`: for names that
/// must not be told apart from others by the time it takes.
pub async fn log_in(config: &LdapConfig, name: &str, password: Option<&str>) -> Result<Option<Profile>> {
    // A bind with an empty password is no proof of anything, and yet goes well.
    let usable = !name.is_empty() && name.len() <= MOST_NAME;
    let password = password.filter(|p| usable && !p.is_empty() && p.len() <= MOST_PASSWORD);
    let name = if usable { name } else { "-" };
    in_time(async {
        let mut session = Session::open(config).await?;
        session.bind_as_service(config).await?;
        let entry = session.find(config, name).await?;
        let (Some(entry), Some(password)) = (entry, password) else {
            session.bind_as_nobody(config).await?;
            return Ok(None);
        };
        if !session.fits(&entry.dn, password).await? {
            return Ok(None);
        }
        if !config.group_base_dn.is_empty() {
            session.bind_as_service(config).await?;
        }
        found(&mut session, config, entry).await.map(|f| Some(f.profile))
    })
    .await
}

/// Tries a directory out, and tells whom it finds under a name where one is given.
pub async fn test(config: &LdapConfig, name: &str) -> Result<Option<Found>> {
    in_time(async {
        let mut session = Session::open(config).await?;
        session.bind_as_service(config).await?;
        let sought = if name.is_empty() { "-" } else { name };
        match session.find(config, sought).await? {
            Some(entry) => found(&mut session, config, entry).await.map(Some),
            None => Ok(None),
        }
    })
    .await
}

async fn in_time<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    match timeout(WHOLE, work).await {
        Ok(done) => done,
        Err(_) => Err(IdentityError::at(Stage::Connect, format!("no answer within {} s", WHOLE.as_secs()))),
    }
}

async fn found(session: &mut Session, config: &LdapConfig, entry: Entry) -> Result<Found> {
    let text = |name: &str| first(&entry, name).unwrap_or_default();
    let subject = match config.id_attribute.as_str() {
        "" => entry.dn.to_lowercase(),
        attribute => first(&entry, attribute).ok_or_else(|| {
            IdentityError::at(
                Stage::Search,
                format!("{} has no `{attribute}`, which tells who it is", entry.dn),
            )
        })?,
    };
    let name = text(&config.name_attribute);
    let mut groups: Vec<String> = Vec::new();
    for dn in values(&entry, &config.group_attribute) {
        groups.extend(named(&dn));
    }
    if !config.group_base_dn.is_empty() {
        for group in session.groups_of(config, &entry.dn, &name).await? {
            groups.extend(first(&group, &config.group_name_attribute));
            groups.extend(named(&group.dn));
        }
    }
    groups.truncate(MOST_GROUPS);
    let profile = Profile {
        issuer: ISSUER.into(),
        subject,
        nickname: text(&config.nickname_attribute),
        mail: text(&config.mail_attribute),
        phone: text(&config.phone_attribute),
        name,
        groups,
    };
    Ok(Found { dn: entry.dn, profile })
}

/// A group goes by its whole name and by the first part of it: `cn=line 1,ou=groups,…` and `line 1`.
fn named(dn: &str) -> Vec<String> {
    let first = filter::first_value(dn);
    std::iter::once(dn.to_string()).chain(first).collect()
}

/// Names of attributes are the same in any case.
fn raw<'a>(entry: &'a Entry, attribute: &str) -> &'a [Vec<u8>] {
    let found = entry.attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(attribute));
    found.map(|(_, values)| values.as_slice()).unwrap_or_default()
}

/// Those that are text.
fn values(entry: &Entry, attribute: &str) -> Vec<String> {
    raw(entry, attribute).iter().filter_map(|v| String::from_utf8(v.clone()).ok()).collect()
}

/// What is no text, as the ids of Active Directory, is told in hexadecimal.
fn first(entry: &Entry, attribute: &str) -> Option<String> {
    let bytes = raw(entry, attribute).first().filter(|v| !v.is_empty())?;
    let hex = || bytes.iter().map(|b| format!("{b:02x}")).collect();
    Some(String::from_utf8(bytes.clone()).unwrap_or_else(|_| hex()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_goes_over_tls_or_not_beyond_this_machine() {
        for (url, start_tls, good) in [
            ("ldaps://ldap.example", false, true),
            ("ldap://ldap.example", true, true),
            ("ldap://ldap.example", false, false),
            ("ldap://10.0.0.1:389", false, false),
            ("ldap://127.0.0.1:1389", false, true),
            ("ldap://[::1]:1389", false, true),
            ("ldap://localhost", false, true),
            ("ldap://127.evil.example", false, false),
            ("https://ldap.example", false, false),
            ("ldapi:///run/slapd", false, false),
            ("ldaps://ldap.example/dc=a?uid", false, false),
            ("ldaps://", false, false),
            ("", false, false),
        ] {
            assert_eq!(check_url(url, start_tls).is_ok(), good, "{url}");
        }
    }

    #[test]
    fn a_group_goes_by_its_whole_name_and_its_first_part() {
        assert_eq!(named("cn=line 1,ou=g,dc=a"), ["cn=line 1,ou=g,dc=a", "line 1"]);
        assert_eq!(named(r"CN=a\, b,dc=a")[1], "a, b");
    }
}
