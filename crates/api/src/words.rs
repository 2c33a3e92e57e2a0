//! Words of the interface and of the store, which are the same: what serde writes.

use crate::error::{ApiError, ApiResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// `released` of `ModelStage::Released`.
pub fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A word that the store holds; an unknown one is the server's fault.
pub fn known<T: DeserializeOwned>(word: &str) -> ApiResult<T> {
    serde_json::from_value(Value::String(word.into())).map_err(ApiError::internal)
}

/// JSON that the store holds.
pub fn stored<T: DeserializeOwned>(text: &str) -> ApiResult<T> {
    serde_json::from_str(text).map_err(ApiError::internal)
}
