//! What others say of a person, made fit for us: what does not fit a field is left out, and keeps nobody out.

use crate::check;
use fovea_domain::identity::names;
use fovea_identity::Profile;
use fovea_store::KnownPerson;

/// Names that are tried for a new account.
const MOST_NAMES: usize = 200;

pub fn tidy(profile: Profile) -> KnownPerson {
    let usable = |text: &str| check::user_name("name", text).ok();
    let cut = |text: &str, most: usize| text.trim().chars().take(most).collect::<String>();
    KnownPerson {
        names: names(&profile.name, usable).take(MOST_NAMES).collect(),
        nickname: check::nickname("nickname", &cut(&profile.nickname, 32)).unwrap_or_default(),
        phone: check::phone("phone", &profile.phone).unwrap_or_default(),
        mail: check::mail("mail", &profile.mail).unwrap_or_default(),
        called: check::one_line("name", &cut(&profile.name, 100), 100).unwrap_or_default(),
        issuer: profile.issuer,
        subject: profile.subject,
        groups: profile.groups,
    }
}
