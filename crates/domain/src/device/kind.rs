//! The name of a type of device, known to have rules.

use super::{ALL, DeviceRules};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Such as `cpu`, `nvidia_gpu_amd64` or `nvidia_gpu_amd64_GTX2080TI`. A model is a type of its own, with its own quota,
/// under the rules of the type that it is a model of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DeviceType {
    name: Arc<str>,
    rules: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown type of device: {0}; known are {list}", list = known())]
pub struct UnknownDevice(pub String);

fn known() -> String {
    ALL.map(DeviceRules::base).join(", ")
}

/// Longest name, model included.
const LONGEST: usize = 64;

impl DeviceType {
    pub fn parse(name: &str) -> Result<DeviceType, UnknownDevice> {
        let fits = |rules: &&dyn DeviceRules| match name.strip_prefix(rules.base()) {
            Some("") => true,
            Some(rest) if rules.has_models() => rest.strip_prefix('_').is_some_and(is_model),
            _ => false,
        };
        match ALL.iter().position(fits) {
            Some(at) if name.len() <= LONGEST => Ok(DeviceType { name: name.into(), rules: at as u8 }),
            _ => Err(UnknownDevice(name.to_string())),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn rules(&self) -> &'static dyn DeviceRules {
        // The place came from `ALL` itself; were it not there, the first type is as good as an end of the program.
        ALL.get(usize::from(self.rules)).copied().unwrap_or(ALL[0])
    }

    /// Without the model: `nvidia_gpu_amd64` of `nvidia_gpu_amd64_GTX2080TI`.
    pub fn base(&self) -> &'static str {
        self.rules().base()
    }
}

fn is_model(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

impl TryFrom<String> for DeviceType {
    type Error = UnknownDevice;
    fn try_from(name: String) -> Result<DeviceType, UnknownDevice> {
        DeviceType::parse(&name)
    }
}

impl From<DeviceType> for String {
    fn from(device: DeviceType) -> String {
        device.name().to_string()
    }
}

impl std::fmt::Display for DeviceType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}
