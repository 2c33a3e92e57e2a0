//! Mail about jobs to their owners: that one is idle, was paused for it, or has ended. What is to be told was written down with the
//! event itself; here it goes out, where mail is set up.

use crate::app::App;
use crate::error::ApiResult;
use crate::mail::{config, sent};
use fovea_domain::JobState;
use fovea_mail::{JobNews, Language, Letter, MailError, Occasion, Why};
use fovea_store::{Entry, JobNotice, NoticeKind};
use serde_json::{Value, json};
use std::time::Duration;

/// How often it is looked whether something is to be sent, and after the server of mail was away.
const LOOK: Duration = Duration::from_secs(5);
const LATER: Duration = Duration::from_secs(60);
const TOGETHER: u64 = 20;

/// Until the app is stopping.
pub async fn keep_notices(app: App) {
    let mut wait = LOOK;
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = app.stopping.cancelled() => return,
        }
        wait = match send_notices(&app).await {
            Ok(true) => LOOK,
            Ok(false) => LATER,
            Err(error) => {
                tracing::warn!(code = error.code().name(), "mail about jobs was not sent; it is tried again");
                LATER
            }
        };
    }
}

/// Sends what waits; `false`: the server of mail is away, and it goes on waiting, for a day at most.
pub async fn send_notices(app: &App) -> ApiResult<bool> {
    loop {
        let waiting = app.store.job_notices(TOGETHER).await?;
        let Some(last) = waiting.last().map(|notice| notice.number) else { return Ok(true) };
        let house = app.house().await?;
        let (Some(config), Some(mail)) = (config(app).await?, house.mail) else {
            app.store.end_job_notices(last).await?;
            continue;
        };
        let letters = waiting.iter().map(|n| letter(n, &house.product_name, &mail.server_url)).collect();
        for (notice, result) in waiting.iter().zip(sent(config, letters).await?) {
            let told = json!({ "occasion": occasion(notice.kind), "to": notice.mail });
            let entry = Entry::new("mail.send").kind("job").on(notice.job_id, &notice.job_name);
            match result {
                Ok(()) => app.store.note_alone(entry.after(told)).await?,
                Err(MailError::Unreachable(_) | MailError::Timeout) => {
                    app.store.end_job_notices(notice.number - 1).await?;
                    return Ok(false);
                }
                Err(error) => {
                    tracing::warn!(%error, user = %notice.user_id, "mail about a job was not sent");
                    let mut told = told;
                    told["reason"] = error.to_string().into();
                    app.store.note_alone(entry.after(told).refused()).await?;
                }
            }
            app.store.end_job_notices(notice.number).await?;
        }
    }
}

fn occasion(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::IdleWarned => "job_idle",
        NoticeKind::IdlePaused => "job_paused",
        NoticeKind::Ended => "job_ended",
    }
}

fn letter(notice: &JobNotice, product: &str, server_url: &str) -> Letter {
    let number = |name: &str| notice.reason.as_ref().and_then(|r| r["params"][name].as_u64());
    let minutes = number("minutes").unwrap_or(0);
    let news = match notice.kind {
        NoticeKind::IdleWarned => JobNews::Idle { minutes, left: number("left") },
        NoticeKind::IdlePaused => JobNews::Paused { minutes },
        NoticeKind::Ended => match JobState::from_name(&notice.state) {
            Some(JobState::Succeeded) => JobNews::Succeeded,
            Some(JobState::Stopped) => JobNews::Stopped,
            _ => JobNews::Failed,
        },
    };
    let ended = notice.kind == NoticeKind::Ended;
    let why = notice.reason.as_ref().filter(|_| ended).map(why);
    let link = format!("{server_url}/jobs/{}", notice.job_id);
    let about = Occasion::Job { job: notice.job_name.clone(), link, news, why };
    Letter::new(&notice.mail, &notice.user_name, product, Language::of(&notice.language), &about)
}

/// As the pages tell it, where mail has the words.
fn why(reason: &Value) -> Why {
    let params = &reason["params"];
    let detail = reason["detail"].as_str().unwrap_or_default().to_string();
    match reason["code"].as_str().unwrap_or_default() {
        "job.longest_run" | "job.longest_run_of_user" | "job.longest_run_of_job" => {
            Why::LongestRun { hours: params["hours"].to_string() }
        }
        "job.out_of_memory" => Why::OutOfMemory,
        "job.step_failed" => match params["code"].as_i64() {
            Some(code) => Why::Code(code),
            None => Why::Other(detail),
        },
        _ => Why::Other(detail),
    }
}
