use crate::ServerUrl;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::PathBuf;

pub type Result<T> = std::result::Result<T, ClientError>;

/// What a server said when it did not do what it was asked (problem+json).
#[derive(Debug, Clone, Deserialize)]
pub struct Refusal {
    pub status: u16,
    pub code: String,
    pub detail: String,
    #[serde(default)]
    pub params: Map<String, Value>,
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// Why a server was not asked, or did not do it, by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("{text:?} is no address of a server: {why}")]
    Url { text: String, why: String },
    #[error("{server} is reached without TLS over a network: whoever sits between could read the token")]
    Open { server: ServerUrl },
    #[error("nobody is logged in to {server}")]
    NotLoggedIn { server: ServerUrl },
    #[error("{server} cannot be reached: {why}")]
    Unreachable { server: ServerUrl, why: String },
    #[error("{}", .0.detail)]
    Refused(Refusal),
    #[error("{server} answers as no Fovea does: {why}")]
    Strange { server: ServerUrl, why: String },
    #[error("{server} sends to another address ({to}), where the token does not belong")]
    Redirected { server: ServerUrl, to: String },
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("{} can be read by others", path.display())]
    Readable { path: PathBuf },
    #[error("{} holds no logins: {source}", path.display())]
    BadLogins { path: PathBuf, source: serde_json::Error },
    #[error("the request was refused in the browser")]
    LoginRefused,
    #[error("nobody said yes within {minutes} minutes")]
    LoginExpired { minutes: u64 },
    #[error("the login was stopped; nothing was stored")]
    LoginStopped,
    #[error("there is no {what} {name:?}")]
    Unknown { what: &'static str, name: String },
    #[error("{0} holds no file that could be sent")]
    NothingToSend(String),
}

impl ClientError {
    /// Never renamed; scripts go by it.
    pub fn code(&self) -> String {
        match self {
            ClientError::Url { .. } => "server.address",
            ClientError::Open { .. } => "server.not_private",
            ClientError::NotLoggedIn { .. } => "login.needed",
            ClientError::Unreachable { .. } => "server.unreachable",
            ClientError::Refused(refusal) => return refusal.code.clone(),
            ClientError::Strange { .. } => "server.strange",
            ClientError::Redirected { .. } => "server.redirects",
            ClientError::File { .. } => "file.unusable",
            ClientError::Readable { .. } => "login.readable",
            ClientError::BadLogins { .. } => "login.broken",
            ClientError::LoginRefused => "login.refused",
            ClientError::LoginExpired { .. } => "login.expired",
            ClientError::LoginStopped => "login.stopped",
            ClientError::Unknown { .. } => "name.unknown",
            ClientError::NothingToSend(_) => "upload.nothing",
        }
        .into()
    }

    /// What to do, or nothing.
    pub fn hint(&self) -> String {
        match self {
            ClientError::Url { .. } => "give it as https://HOST or http://127.0.0.1:8585".into(),
            ClientError::Open { .. } => {
                "put a proxy with TLS before the server and use https, or add --insecure on a network you trust".into()
            }
            ClientError::NotLoggedIn { server } => format!("run `fovea login --server {server}`, or set FOVEA_TOKEN"),
            ClientError::Unreachable { .. } => "check the address, and that the server runs".into(),
            ClientError::Refused(refusal) => refused(refusal),
            ClientError::Strange { .. } => "check the address; a proxy may stand in the way".into(),
            ClientError::Redirected { .. } => "give that address with --server, if it is your server".into(),
            ClientError::File { .. } => "check that it is there, the free space, and who may read and write it".into(),
            ClientError::Readable { path } => {
                format!("run `chmod 600 {}`, and log in anew if others may have read it", path.display())
            }
            ClientError::BadLogins { .. } => "remove the file and log in again".into(),
            ClientError::LoginRefused | ClientError::LoginExpired { .. } | ClientError::LoginStopped => {
                "run `fovea login` again".into()
            }
            ClientError::Unknown { what: what @ ("version" | "model" | "service"), .. } => {
                format!("give it as PROJECT/…; `fovea {what} list PROJECT` shows what there is")
            }
            ClientError::Unknown { what: "manager", .. } => "`fovea project managers list PROJECT` shows them".into(),
            ClientError::Unknown { what: "registry", .. } => "`fovea account registry list` shows what there is".into(),
            ClientError::Unknown { what, .. } => format!("`fovea {what} list` shows what there is"),
            ClientError::NothingToSend(_) => "give pictures, folders of them, or archives".into(),
        }
    }
}

fn refused(refusal: &Refusal) -> String {
    if !refusal.fields.is_empty() {
        let text = |name: &str| refusal.params.get(name).and_then(Value::as_str);
        // Where the reason is told in words, its code says nothing more.
        let one = |(field, why): (&String, &String)| match text("reason") {
            Some(reason) if text("reason_code") == Some(why.as_str()) && !refusal.detail.contains(reason) => {
                format!("{field}: {reason}")
            }
            Some(_) if text("reason_code") == Some(why.as_str()) => format!("look at `{field}`"),
            _ => format!("{field}: {why}"),
        };
        return refusal.fields.iter().map(one).collect::<Vec<_>>().join(", ");
    }
    match refusal.code.as_str() {
        "auth.required" => "the token is no longer valid; run `fovea login`".into(),
        "auth.forbidden" => "ask an administrator for this right".into(),
        "auth.session_needed" => "do it on the pages in a browser".into(),
        "vc.jobs_run" => {
            let jobs = refusal.params.get("jobs").and_then(Value::as_array).into_iter().flatten();
            let text = |job: &Value, key: &str| job[key].as_str().unwrap_or_default().to_string();
            let told = jobs.map(|j| {
                let what = if j["import"] == true { "import into " } else { "" };
                format!("{what}{} ({}, {})", text(j, "name"), text(j, "owner"), text(j, "id"))
            });
            format!("add --stop-jobs to stop {}", told.collect::<Vec<_>>().join(", "))
        }
        "vc.too_many" => {
            "lower the quota of another one with `fovea vc edit`; `fovea vc list` shows them".into()
        }
        "vc.current" => "work in another one first: `fovea vc use NAME`".into(),
        "vc.last" => "create another one first: `fovea vc create NAME`".into(),
        code if code.ends_with(".name_taken") => "give another name".into(),
        "image.known" => "say anew what it is with `fovea image edit IMAGE`".into(),
        "image.too_many" => "take one back first: `fovea image remove IMAGE`".into(),
        "endpoint.ended" => "submit the job again with `fovea job submit`".into(),
        "work.exists" => "add --replace to send over it, or give another name".into(),
        "work.not_empty" => "add --recursive to delete all that is in it".into(),
        "work.link" | "work.no_file" => "name a file or a folder itself".into(),
        code if code.starts_with("work.") => "`fovea job files ls JOB` shows what there is".into(),
        "not_found" => "check the name or id, and whether you may see it".into(),
        "internal" => "look into the server's log".into(),
        _ => String::new(),
    }
}
