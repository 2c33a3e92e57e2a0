//! Into a running job from a page, or for one command.

use super::changeable;
use crate::app::App;
use crate::codes::Code;
use crate::doors::is_privileged;
use crate::dto;
use crate::enter::{By, Shut, Visit, Visitor, may_enter, shut};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId, Query};
use crate::guard::{By as CameBy, JobReadOwn, JobWriteOwn, Permit};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use fovea_domain::permission::Permission;
use fovea_gateway::crossing;
use fovea_jobs::enter::EnterError;
use fovea_jobs::enter::wire::{Ask, Given, MOST_PART, Size, Terminal, Told, What};
use fovea_store::{Id, Job};
use futures_util::{SinkExt, StreamExt, stream};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::net::UnixStream;
use utoipa::IntoParams;

/// Proxies cut a connection on which nothing goes by.
const BEAT: Duration = Duration::from_secs(25);
/// Of what a page sends at a time.
const MOST_MESSAGE: usize = 1 << 20;
const MOST_COMMAND: usize = 96 << 10;
/// Close codes of our own, from 4000 on: over, with the reason in words.
const OVER: u16 = 4000;
const REFUSED: u16 = 4001;

/// The server's port for SSH, and the key it is known by
///
/// Whoever may change a job comes into it as `ssh -p PORT JOB@HOST`, where JOB is its id or the last twelve digits of it, and
/// `JOB.RANK` another task than the first.
#[utoipa::path(get, path = "/jobs/ssh", tag = "jobs", responses((status = 200, body = dto::SshDoor)))]
pub async fn ssh(_: Permit<JobReadOwn>, State(app): State<App>) -> ApiResult<Json<dto::SshDoor>> {
    let told = app.enter.ssh.get();
    Ok(Json(dto::SshDoor {
        port: told.map(|t| t.port),
        fingerprint: told.map(|t| t.fingerprint.clone()),
        public_key: told.map(|t| t.public_key.clone()),
    }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TerminalQuery {
    /// Of a job on several nodes: in this task
    #[serde(default)]
    rank: u32,
    #[serde(default = "usual_columns")]
    #[param(default = 80)]
    columns: u16,
    #[serde(default = "usual_rows")]
    #[param(default = 24)]
    rows: u16,
}

fn usual_columns() -> u16 {
    80
}

fn usual_rows() -> u16 {
    24
}

/// A shell on a terminal within a running job, as a WebSocket
///
/// Binary messages are what is typed and what is shown. A text message to the server is `{"columns", "rows"}`, the new size. It is
/// closed with 4000 once the shell has ended, the exit code in its reason, and with 4001 where it cannot be. A browser's session
/// counts only from pages of Fovea itself.
#[utoipa::path(get, path = "/jobs/{id}/terminal", tag = "jobs", params(("id" = Id, Path), TerminalQuery),
    responses((status = 101, description = "A WebSocket")))]
pub async fn terminal(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
    Query(query): Query<TerminalQuery>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> ApiResult<Response> {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    if !crossing::allowed(&Method::GET, &headers, host) {
        return Err(Code::AuthCsrf.into());
    }
    let (visit, _) = visit(&app, &permit, id, query.rank, "terminal").await?;
    let size = Size { columns: query.columns, rows: query.rows };
    let terminal = Some(Terminal { name: "xterm-256color".into(), size });
    let ask = Ask { what: What::Shell, terminal, variables: Vec::new() };
    let upgrade = upgrade.map_err(|e| ApiError::no_socket(e.body_text()))?;
    let upgrade = upgrade.max_message_size(MOST_MESSAGE).max_frame_size(MOST_MESSAGE);
    Ok(upgrade.on_upgrade(move |socket| async move {
        let (code, reason) = talk(socket, &visit, ask).await;
        tracing::debug!(code, reason, "a terminal was closed");
    }))
}

/// Run a command within a running job, and have what it says
///
/// In the job's work folder with its variables and no more rights; it ends when whoever asked leaves. The answer is a row of parts as
/// they come, each a byte that says what it is, four bytes of length (the first the highest) and so many bytes: 1 its output, 2 its
/// error output, 3 its exit code or 4 the signal that ended it (four bytes), 5 why it could not begin.
#[utoipa::path(post, path = "/jobs/{id}/exec", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::JobCommandWanted,
    responses((status = 200, description = "Parts", content_type = "application/octet-stream", body = Vec<u8>)))]
pub async fn exec(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::JobCommandWanted>,
) -> ApiResult<Response> {
    if wanted.command.first().is_none_or(String::is_empty) {
        return Err(ApiError::field("command", "field.required"));
    }
    if wanted.command.iter().any(|word| word.contains('\0')) {
        return Err(ApiError::field("command", "field.invalid"));
    }
    let text = wanted.command.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    if text.len() > MOST_COMMAND {
        return Err(ApiError::field("command", "field.too_long").with("most", MOST_COMMAND));
    }
    let (visit, job) = visit(&app, &permit, id, wanted.rank, "exec").await?;
    let ask = Ask { what: What::Command(text.into_bytes()), terminal: None, variables: Vec::new() };
    let mut session = visit.begin(&ask).await.map_err(|e| refused(&e, &job))?;
    // Nobody types. A command that has ended by now hears no more, and what it said is still to be read.
    let _ = Given::End.write(&mut session).await;
    let parts = stream::unfold(Some((session, visit)), next_part);
    let mut response = axum::body::Body::from_stream(parts).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

type Parts = Option<(UnixStream, Visit)>;

async fn next_part(from: Parts) -> Option<(std::io::Result<Bytes>, Parts)> {
    let (mut session, visit) = from?;
    let closing = visit.closing();
    let told = tokio::select! {
        ready = session.readable() => match ready {
            Ok(()) => Told::read(&mut session).await.ok().flatten(),
            Err(_) => None,
        },
        () = closing.cancelled() => None,
        // Nothing, said now and then, keeps the line open.
        () = tokio::time::sleep(BEAT) => Some(Told::Out(Vec::new())),
    };
    let lost = || Told::Trouble("the job has ended, or the way into it was lost".into());
    let told = told.unwrap_or_else(lost);
    let over = matches!(told, Told::Ended(_) | Told::Killed(_) | Told::Trouble(_));
    let mut bytes = Vec::new();
    let written = told.write(&mut bytes).await.map(|()| Bytes::from(bytes));
    Some((written, (!over).then_some((session, visit))))
}

/// Refuses whoever may change a job, but not come into it.
pub(super) async fn comes_in(app: &App, permit: &Permit<JobWriteOwn>, job: &Job) -> ApiResult<()> {
    if !may_enter(app, job, permit.user(), permit.principal.rights).await? {
        if is_privileged(job) {
            permit.principal.require(Permission::JobPrivilegedManage)?;
        }
        // Who made its project may stop it, and is not let in for that.
        permit.principal.require(Permission::JobWrite)?;
    }
    Ok(())
}

/// A visit of one who may change the job, as it is now.
async fn visit(
    app: &App,
    permit: &Permit<JobWriteOwn>,
    id: Id,
    rank: u32,
    way: &'static str,
) -> ApiResult<(Visit, Job)> {
    let (job, _) = changeable(app, permit, id).await?;
    comes_in(app, permit, &job).await?;
    if let Some(why) = shut(&job, rank)? {
        return Err(match why {
            Shut::NoCommand => Code::JobNoCommand.into(),
            Shut::NoTask(rank) => ApiError::from(Code::JobNoTask).with("rank", rank),
            Shut::Waits | Shut::Paused | Shut::Ended => {
                ApiError::from(Code::JobNotRunning).with("state", job.state.as_str())
            }
        });
    }
    let principal = &permit.principal;
    let (by, words) = match principal.by {
        CameBy::Session(id) => (By::Session(id), "session"),
        CameBy::Token(id) => (By::Token(id), "token"),
        CameBy::Process => return Err(Code::AuthSessionNeeded.into()),
    };
    let visitor = Visitor {
        user: principal.user,
        name: principal.name.clone(),
        rights: principal.rights,
        by,
        address: permit.origin.address.to_string(),
        request: permit.origin.trace.clone(),
    };
    Ok((Visit::new(app, visitor, job.clone(), rank, (way, words.into())), job))
}

fn refused(error: &EnterError, job: &Job) -> ApiError {
    tracing::info!(job = %job.id, %error, "a job could not be entered");
    ApiError::from(Code::JobNoAnswer).with("reason", error.to_string())
}

/// As a word that a shell reads as it is.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[derive(Deserialize, Serialize)]
struct Resized {
    columns: u16,
    rows: u16,
}

/// How it was closed.
async fn talk(socket: WebSocket, visit: &Visit, ask: Ask) -> (u16, String) {
    let (mut to_page, mut from_page) = socket.split();
    let session = match visit.begin(&ask).await {
        Ok(session) => session,
        Err(e) => {
            let over = (REFUSED, e.to_string());
            close(&mut to_page, &over).await;
            return over;
        }
    };
    let (mut from_job, mut to_job) = session.into_split();
    let closing = visit.closing();
    let typing = async {
        while let Some(Ok(message)) = from_page.next().await {
            let given = match message {
                Message::Binary(bytes) => {
                    visit.used();
                    Given::Data(bytes.to_vec())
                }
                Message::Text(text) => match serde_json::from_str::<Resized>(&text) {
                    Ok(Resized { columns, rows }) => Given::Size(Size { columns, rows }),
                    Err(_) => break,
                },
                Message::Close(_) => break,
                Message::Ping(_) | Message::Pong(_) => continue,
            };
            if given.write(&mut to_job).await.is_err() {
                break;
            }
        }
    };
    let showing = async {
        loop {
            let told = tokio::select! {
                ready = from_job.readable() => match ready {
                    Ok(()) => Told::read(&mut from_job).await.ok().flatten(),
                    Err(_) => None,
                },
                () = tokio::time::sleep(BEAT) => {
                    if to_page.send(Message::Ping(Bytes::new())).await.is_err() {
                        return (OVER, String::new());
                    }
                    continue;
                }
            };
            let over = match told {
                Some(Told::Out(bytes) | Told::Err(bytes)) => {
                    debug_assert!(bytes.len() <= MOST_PART, "parts are bounded");
                    if to_page.send(Message::Binary(bytes.into())).await.is_err() {
                        return (OVER, String::new());
                    }
                    continue;
                }
                Some(Told::Ended(code)) => (OVER, code.to_string()),
                Some(Told::Killed(signal)) => (OVER, format!("{}", 128 + signal)),
                _ => (REFUSED, "the job has ended, or the way into it was lost".into()),
            };
            close(&mut to_page, &over).await;
            return over;
        }
    };
    tokio::select! {
        over = showing => over,
        () = typing => (OVER, String::new()),
        () = closing.cancelled() => (REFUSED, "it may not go on".into()),
    }
}

async fn close(to_page: &mut stream::SplitSink<WebSocket, Message>, over: &(u16, String)) {
    let reason = over.1.chars().take(100).collect::<String>().into();
    let _ = to_page.send(Message::Close(Some(CloseFrame { code: over.0, reason }))).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_each_word_as_it_was_given() {
        let words = ["printf", "%s|", "a b", "it's", "$HOME", "`x`", "", "\\n"];
        let text = words.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(" ");
        let said = std::process::Command::new("/bin/sh").arg("-c").arg(text).output().unwrap();
        assert_eq!(String::from_utf8(said.stdout).unwrap(), "a b|it's|$HOME|`x`||\\n|");
    }
}
