//! What a parser found wrong with a request, as a reason that pages tell in any language. Parsers tell it in the English words of serde alone,
//! which are taken apart here; words that are not known are still a reason, only a less exact one.

use crate::codes::Code;
use crate::error::ApiError;
use crate::reasons::Why;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Of a name that a request gives.
const LONGEST: usize = 100;

impl ApiError {
    /// A request that cannot be understood.
    pub fn misread(why: &Why) -> ApiError {
        ApiError::from(Code::BadRequest).because(why)
    }

    /// `told` are the words of the parser, whose last ones say the place; `detail` is said of it in English. `sound`: it is JSON, but does
    /// not fit.
    pub fn of_json(told: &str, sound: bool, detail: String) -> ApiError {
        ApiError::misread(&of_json(told, sound, detail))
    }

    pub fn of_query(told: &str, detail: String) -> ApiError {
        ApiError::misread(&of_query(told, detail))
    }

    pub fn of_form(error: &MultipartError) -> ApiError {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Code::BodyTooLarge.into(),
            _ => ApiError::no_form(error.body_text()),
        }
    }

    pub fn no_form(detail: String) -> ApiError {
        ApiError::misread(&Why::new("request.form", detail, json!({})))
    }

    pub fn form_lacks(part: &str) -> ApiError {
        let detail = format!("the form lacks the part `{part}`");
        ApiError::misread(&Why::new("request.form_lacks", detail, json!({ "part": part })))
    }

    pub fn form_twice(part: &str) -> ApiError {
        let detail = format!("the form has the part `{part}` twice");
        ApiError::misread(&Why::new("request.form_twice", detail, json!({ "part": part })))
    }

    /// What was to become a WebSocket.
    pub fn no_socket(detail: String) -> ApiError {
        ApiError::misread(&Why::new("request.no_socket", detail, json!({})))
    }

    pub fn no_utf8() -> ApiError {
        ApiError::misread(&Why::new("request.no_utf8", "it is no UTF-8", json!({})))
    }

    /// What was sent over a line that was cut.
    pub fn cut_body() -> ApiError {
        ApiError::misread(&Why::new("request.cut", "what was sent did not arrive whole", json!({})))
    }

    pub fn wrong_key(most: usize) -> ApiError {
        let detail = format!("an Idempotency-Key has 1 to {most} plain signs");
        ApiError::misread(&Why::new("request.key", detail, json!({ "most": most })))
    }
}

/// What does not fit, and where.
enum Misfit {
    Missing(String),
    Unknown(String),
    Twice(String),
    Choice(String, String),
    Value(String),
    /// Nobody knows where.
    Whole,
}

fn of_json(told: &str, sound: bool, detail: String) -> Why {
    let (words, line, column) = placed(told);
    let cut = !sound && pathed(words).1.starts_with("EOF while parsing");
    let at = |mut params: Value| {
        params["line"] = line.into();
        params["column"] = column.into();
        params
    };
    let misfit = if sound { misfit(words) } else { Misfit::Whole };
    let (code, params) = match misfit {
        Misfit::Whole if cut => ("request.json_cut", json!({})),
        Misfit::Missing(field) => ("request.json_missing", json!({ "field": field })),
        Misfit::Unknown(field) => ("request.json_unknown", json!({ "field": field })),
        Misfit::Twice(field) => ("request.json_twice", json!({ "field": field })),
        Misfit::Choice(field, choices) => {
            ("request.json_choice", json!({ "field": field, "choices": choices }))
        }
        Misfit::Value(field) => ("request.json_value", json!({ "field": field })),
        Misfit::Whole => ("request.json", json!({})),
    };
    Why::new(code, detail, at(params))
}

fn of_query(told: &str, detail: String) -> Why {
    let (code, params) = match misfit(told) {
        Misfit::Missing(field) => ("request.query_missing", json!({ "field": field })),
        Misfit::Choice(field, choices) => {
            ("request.query_choice", json!({ "field": field, "choices": choices }))
        }
        Misfit::Unknown(field) | Misfit::Twice(field) | Misfit::Value(field) => {
            ("request.query_value", json!({ "field": field }))
        }
        Misfit::Whole => ("request.query", json!({})),
    };
    Why::new(code, detail, params)
}

/// The words, and the line and column that stand behind them.
fn placed(told: &str) -> (&str, u64, u64) {
    let place = told.rsplit_once(" at line ").and_then(|(words, place)| {
        let (line, column) = place.split_once(" column ")?;
        Some((words, line.parse::<u64>().ok()?, column.parse::<u64>().ok()?))
    });
    place.unwrap_or((told, 0, 0))
}

/// As `serde::de::Error` words it, behind the path that leads there.
fn misfit(words: &str) -> Misfit {
    let (path, said) = pathed(words);
    let short = |name: &str| -> String { name.chars().take(LONGEST).collect() };
    let within = |name: &str| match path {
        "" => short(name),
        path if path == name || path.ends_with(&format!(".{name}")) => short(path),
        path => short(&format!("{path}.{name}")),
    };
    let named = |marker: &str| said.strip_prefix(marker).and_then(|rest| rest.split('`').next());
    if let Some(name) = named("missing field `") {
        return Misfit::Missing(within(name));
    }
    if let Some(name) = named("unknown field `") {
        return Misfit::Unknown(within(name));
    }
    if let Some(name) = named("duplicate field `") {
        return Misfit::Twice(within(name));
    }
    let variants = said.strip_prefix("unknown variant `").and_then(|rest| rest.split_once("`, expected "));
    match variants {
        Some((_, choices)) if !path.is_empty() => {
            let choices: Vec<&str> = choices.split('`').skip(1).step_by(2).collect();
            Misfit::Choice(short(path), choices.join(", "))
        }
        _ if !path.is_empty() => Misfit::Value(short(path)),
        _ => Misfit::Whole,
    }
}

/// A path such as `classes[0].name`, where one stands before the words.
fn pathed(words: &str) -> (&str, &str) {
    let sign = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']' | '?');
    match words.split_once(": ") {
        Some((path, said)) if path.chars().all(sign) => (path, said),
        _ => ("", words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::extract::rejection::JsonRejection;
    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "snake_case")]
    #[expect(dead_code, reason = "only read")]
    struct Asked {
        side: Side,
        count: u8,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Side {
        Left,
        Right,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Outer {
        inner: Vec<Asked>,
    }

    /// As a body is read.
    fn json<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> Why {
        let error = axum::Json::<T>::from_bytes(text.as_bytes()).unwrap_err();
        let told = std::error::Error::source(&error).unwrap().to_string();
        of_json(&told, matches!(error, JsonRejection::JsonDataError(_)), error.body_text())
    }

    fn params(why: &Why) -> Value {
        Value::Object(why.params.clone())
    }

    #[test]
    fn what_does_not_fit_in_json_is_told_by_field_and_place() {
        let cut = json::<Asked>(r#"{"side":"left","#);
        assert_eq!((cut.code, &cut.params["line"]), ("request.json_cut", &json!(1)));
        let broken = json::<Asked>("{\n\"side\": left}");
        assert_eq!((broken.code, &broken.params["line"]), ("request.json", &json!(2)));
        assert!(broken.params["column"].as_u64().unwrap() > 1, "{broken:?}");
        let missing = json::<Asked>(r#"{"side":"left"}"#);
        assert_eq!((missing.code, &missing.params["field"]), ("request.json_missing", &json!("count")));
        let odd = json::<Asked>(r#"{"side":"left","count":1,"odd":2}"#);
        assert_eq!((odd.code, &odd.params["field"]), ("request.json_unknown", &json!("odd")));
        let twice = json::<Asked>(r#"{"side":"left","side":"left"}"#);
        assert_eq!((twice.code, &twice.params["field"]), ("request.json_twice", &json!("side")));
        let other = json::<Asked>(r#"{"side":"up","count":1}"#);
        assert_eq!((other.code, &other.params["field"]), ("request.json_choice", &json!("side")));
        assert_eq!(other.params["choices"], "left, right");
        let deep = json::<Outer>(r#"{"inner":[{"side":"left","count":900}]}"#);
        assert_eq!((deep.code, &deep.params["field"]), ("request.json_value", &json!("inner[0].count")));
        assert!(deep.detail.contains("invalid value"), "{deep:?}");
        assert_eq!(json::<Asked>("7").code, "request.json");
    }

    #[test]
    fn what_does_not_fit_in_a_query_is_told_by_name() {
        let told = "flag: unknown variant `perhaps`, expected `ok` or `ng`";
        let why = of_query(told, told.into());
        assert_eq!(why.code, "request.query_choice");
        assert_eq!(params(&why), json!({ "field": "flag", "choices": "ok, ng" }));
        assert_eq!(of_query("missing field `square_mm`", String::new()).code, "request.query_missing");
        let why = of_query("limit: invalid digit found in string", String::new());
        assert_eq!((why.code, params(&why)), ("request.query_value", json!({ "field": "limit" })));
        assert_eq!(of_query("something else", String::new()).code, "request.query");
        let long = format!("missing field `{}`", "x".repeat(9000));
        assert_eq!(of_query(&long, String::new()).params["field"], "x".repeat(LONGEST));
    }
}
