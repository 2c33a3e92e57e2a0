//! Files that people write, read within limits: what is no such file is told with the line and the field.

use crate::codes::Code;
use crate::error::ApiError;
use crate::reasons::Why;
use fovea_domain::command::Fault;
use serde::de::DeserializeOwned;
use serde_json::json;
use serde_saphyr::{Error, Options};

/// Of a job file, in bytes.
pub const MOST_BYTES: usize = 128 << 10;

/// Tight enough that no file takes memory or time: a job file is a page long.
pub fn small() -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_reader_input_bytes: Some(MOST_BYTES),
            max_events: 20_000,
            max_nodes: 10_000,
            max_aliases: 100,
            max_anchors: 100,
            max_depth: 16,
            max_documents: 1,
            max_total_scalar_bytes: 4 * MOST_BYTES,
            max_merge_keys: 10,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 5_000,
            max_replay_stack_depth: 8,
            max_alias_expansions_per_anchor: 100,
        },
    }
}

/// Of a cluster file, which may have a thousand nodes.
pub fn large() -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_reader_input_bytes: Some(32 * MOST_BYTES),
            max_events: 400_000,
            max_nodes: 200_000,
            max_aliases: 2_000,
            max_anchors: 100,
            max_depth: 16,
            max_documents: 1,
            max_total_scalar_bytes: 128 * MOST_BYTES,
            max_merge_keys: 2_000,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 200_000,
            max_replay_stack_depth: 8,
            max_alias_expansions_per_anchor: 2_000,
        },
    }
}

pub fn read<T: DeserializeOwned>(text: &str, options: Options) -> Result<T, Error> {
    serde_saphyr::from_str_with_options(text, options)
}

/// Any values, of a file of which others know what it may hold; an error tells the line where there is one, and why.
pub fn values(text: &str) -> Result<serde_json::Value, (Option<u64>, String)> {
    read(text, large()).map_err(|error| {
        let error = error.without_snippet();
        let why = error.to_string().lines().next().unwrap_or_default().chars().take(300).collect();
        (error.location().map(|l| l.line()), why)
    })
}

/// An error that names the line and the field.
pub fn told(code: Code, line: Option<u64>, field: &str, why: Why) -> ApiError {
    // One that was left out stands on no line; its place is the whole file.
    let line = line.unwrap_or(1);
    let field = if field.is_empty() { "-" } else { field };
    let error = ApiError::from(code).with("line", line).with("field", field);
    error.because(&why).and_field(field, why.code)
}

/// Of a file that is not what it should be: where it stops being it.
pub fn broken(code: Code, text: &str, error: &Error) -> ApiError {
    let error = error.without_snippet();
    let line = error.location().map(|l| l.line());
    let (field, why) = match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            let expected = expected.join(", ");
            let detail = format!("there is no such field; there are {expected}");
            (field.clone(), Why::new("job_file.unknown_field", detail, json!({ "expected": expected })))
        }
        Error::SerdeMissingField { field, .. } => (field.to_string(), (&Fault::Required).into()),
        Error::Budget { .. } => {
            let detail = "more is in the file than it may hold: too many values, too long, or too deep";
            (field_at(text, line.unwrap_or(1)), Why::new("job_file.too_much", detail, json!({})))
        }
        other => {
            let message: String =
                other.to_string().lines().next().unwrap_or_default().chars().take(300).collect();
            let params = json!({ "message": message });
            (field_at(text, line.unwrap_or(1)), Why::new("job_file.not_readable", message, params))
        }
    };
    told(code, line, &field.chars().take(100).collect::<String>(), why)
}

/// The field in whose lines this one is, as people write such files.
fn field_at(text: &str, line: u64) -> String {
    let upto = text.lines().take(usize::try_from(line).unwrap_or(usize::MAX));
    let name = |line: &str| {
        let (name, _) = line.split_once(':')?;
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        plain.then(|| name.to_string())
    };
    upto.filter_map(name).last().unwrap_or_default()
}
