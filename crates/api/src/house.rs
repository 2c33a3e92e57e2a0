//! What an administrator sets for the whole house, read once and kept until it is changed.

use crate::app::App;
use crate::dto::MailSettings;
use crate::error::ApiResult;
use crate::modules::Module;
use std::collections::HashMap;

pub const PRODUCT_NAME: &str = "product_name";
pub const SELF_REGISTRATION: &str = "self_registration";
pub const AUDIT_DAYS: &str = "audit_retention_days";
pub const JOB_DAYS: &str = "job_retention_days";
pub const SESSION_HOURS: &str = "session_hours";
/// As JSON, without the password.
pub const MAIL: &str = "mail";
/// The sealed password of the mail server.
pub const MAIL_SECRET: &str = "mail_secret";
/// Names, with commas between.
pub const MODULES_OFF: &str = "modules_off";
/// The hash of a picture, which is in its file's name.
pub const LOGO: &str = "logo";

/// How long pictures of the line stay that nobody takes into the data; [`EVER`]: for ever.
pub const RAW_DAYS: &str = "raw_picture_days";
pub const EVER: &str = "ever";

pub const DEFAULT_NAME: &str = "Fovea";
pub const DEFAULT_JOB_DAYS: u32 = 30;
pub const DEFAULT_SESSION_HOURS: u32 = 14 * 24;
const DEFAULT_RAW_DAYS: u32 = 30;
const HOUR_MS: i64 = 3600 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

#[derive(Debug, Clone)]
pub struct House {
    pub product_name: String,
    pub self_registration: bool,
    /// `None`: for ever.
    pub audit_days: Option<u32>,
    /// That a deleted job is kept
    pub job_days: u32,
    pub session_hours: u32,
    /// Of pictures of the line; `None`: for ever.
    pub raw_days: Option<u32>,
    /// The hash of its file.
    pub logo: Option<String>,
    pub mail: Option<MailSettings>,
    /// The sealed password of the mail server.
    pub mail_secret: Option<String>,
    pub modules_off: Vec<Module>,
}

impl House {
    fn of(all: &HashMap<String, String>) -> House {
        let text = |key: &str| all.get(key).cloned();
        House {
            product_name: text(PRODUCT_NAME).unwrap_or_else(|| DEFAULT_NAME.into()),
            self_registration: text(SELF_REGISTRATION).is_some_and(|v| v == "true"),
            audit_days: text(AUDIT_DAYS).and_then(|v| v.parse().ok()),
            job_days: text(JOB_DAYS).and_then(|v| v.parse().ok()).unwrap_or(DEFAULT_JOB_DAYS),
            session_hours: text(SESSION_HOURS).and_then(|v| v.parse().ok()).unwrap_or(DEFAULT_SESSION_HOURS),
            raw_days: match text(RAW_DAYS) {
                Some(days) if days == EVER => None,
                days => days.and_then(|v| v.parse().ok()).or(Some(DEFAULT_RAW_DAYS)),
            },
            logo: text(LOGO),
            mail: text(MAIL).and_then(|m| serde_json::from_str(&m).ok()),
            mail_secret: text(MAIL_SECRET),
            modules_off: text(MODULES_OFF)
                .map(|names| names.split(',').filter_map(Module::from_name).collect())
                .unwrap_or_default(),
        }
    }
}

impl App {
    pub async fn house(&self) -> ApiResult<House> {
        let mut kept = self.settings_kept.lock().await;
        if let Some(house) = kept.as_ref() {
            return Ok(house.clone());
        }
        let house = House::of(&self.store.settings().await?);
        *kept = Some(house.clone());
        Ok(house)
    }

    /// To be read anew.
    pub async fn forget_house(&self) {
        *self.settings_kept.lock().await = None;
    }

    /// A deleted job stays for this long, with its log and work folder.
    pub async fn job_kept_ms(&self) -> ApiResult<i64> {
        Ok(i64::from(self.house().await?.job_days) * DAY_MS)
    }

    /// A session unused for this long is over.
    pub async fn session_ms(&self) -> ApiResult<i64> {
        Ok(i64::from(self.house().await?.session_hours) * HOUR_MS)
    }
}
