//! Why a job ended as it did, as code and sentence.

use crate::error::JobsError;
use crate::folder::Exit;
use crate::podman::PodmanError;
use crate::sandbox::WallsLack;
use fovea_store::{Id, JobLimits, StoreError};
use serde_json::{Value, json};

pub fn reason(code: &str, detail: impl Into<String>, params: Value) -> Value {
    json!({ "code": code, "detail": detail.into(), "params": params })
}

/// Codes of what kept a job from having a process at all.
pub const NOT_STARTED: [&str; 6] = [
    "job.not_started",
    "job.image_refused",
    "job.image_unreachable",
    "job.image_gone",
    "job.podman_lacks",
    "job.version_gone",
];

/// Of a job that did not get as far as a process.
pub fn of_start(error: &JobsError) -> Value {
    let detail = error.to_string();
    match error {
        JobsError::Image { image, source: PodmanError::Refused(words) } => {
            reason("job.image_refused", detail, json!({ "image": image, "words": words }))
        }
        JobsError::Image { image, source: PodmanError::Unreachable(e) } => {
            reason("job.image_unreachable", detail, json!({ "image": image, "words": e.to_string() }))
        }
        JobsError::Image { image, source: PodmanError::NoImage(_) } => {
            reason("job.image_gone", detail, json!({ "image": image }))
        }
        JobsError::Podman(lack) => {
            let params = json!({
                "reason": lack.to_string(), "reason_code": lack.code(), "reason_params": lack.params(),
            });
            reason("job.podman_lacks", detail, params)
        }
        JobsError::VersionGone { name } => reason("job.version_gone", detail, json!({ "version": name })),
        JobsError::Store(StoreError::Linked(fault)) => {
            reason(fault.code(), fault.to_string(), json!({ "storage": fault.storage, "path": fault.path }))
        }
        _ => {
            let params = json!({ "trouble": detail });
            reason("job.not_started", detail, params)
        }
    }
}

/// Of a job that did not get to its end.
pub fn of_exit(exit: &Exit) -> Value {
    let step = &exit.step;
    if let Some(trouble) = &exit.trouble {
        let detail = format!("The step {step} could not be run: {trouble}.");
        return reason("job.not_started", detail, json!({ "step": step, "trouble": trouble }));
    }
    if exit.out_of_memory {
        let detail =
            format!("The step {step} needed more memory than it may have, and was ended by the system.");
        return reason("job.out_of_memory", detail, json!({ "step": step }));
    }
    if exit.out_of_disk {
        let detail = format!(
            "The step {step} kept more on the disk than it may, and was ended. Its work folder stays as it is."
        );
        return reason("job.out_of_disk", detail, json!({ "step": step }));
    }
    if let Some(told) = exit.last_words.iter().rev().find_map(|line| told(line)) {
        return told;
    }
    match (exit.code, exit.signal) {
        (_, Some(9)) => reason(
            "job.killed",
            format!("The step {step} was killed, perhaps because the machine had no memory left."),
            json!({ "step": step }),
        ),
        (code, signal) => {
            let how = match (code, signal) {
                (Some(code), _) => format!("code {code}"),
                (None, Some(signal)) => format!("signal {signal}"),
                (None, None) => "no word".into(),
            };
            let detail = format!("The step {step} ended with {how}; the log says more.");
            reason("job.step_failed", detail, json!({ "step": step, "code": code, "signal": signal }))
        }
    }
}

/// One task of several is what the job ended by.
pub fn of_task(rank: u32, node: &str, why: &Value) -> Value {
    let text = |name: &str| why.get(name).and_then(Value::as_str).unwrap_or_default().to_string();
    let detail = format!("Task {rank} on the node {node}: {} All tasks were ended.", text("detail"));
    let params = json!({
        "rank": rank, "node": node, "reason": text("detail"), "reason_code": text("code"),
        "reason_params": why.get("params").cloned().unwrap_or_default(),
    });
    reason("job.task_failed", detail, params)
}

/// The words of our own commands: `error[code]: message`.
fn told(line: &str) -> Option<Value> {
    let (code, message) = line.strip_prefix("error[")?.split_once("]: ")?;
    Some(reason(code, message, json!({ "message": message })))
}

/// Whose limit it is: its own before its owner's before that of its virtual cluster.
pub fn longest_run(seconds: i64, limits: &JobLimits) -> Value {
    let longest = limits.longest_run_ms();
    let cluster = limits.cluster.as_deref().filter(|_| limits.cluster_ms == longest);
    let (code, whose) = match cluster {
        _ if limits.job_ms.is_some() && limits.job_ms == longest => {
            ("job.longest_run_of_job", "it asked for".into())
        }
        Some(cluster) => ("job.longest_run", format!("a job of the virtual cluster {cluster} may")),
        None => ("job.longest_run_of_user", "a job of its owner may".into()),
    };
    let detail = format!("It had run for {seconds} seconds, the longest that {whose}.");
    reason(code, detail, json!({ "seconds": seconds, "hours": hours(seconds), "virtual_cluster": cluster }))
}

/// The same of an import, in the words that whoever sends is told.
pub fn longest_import(seconds: i64, limits: &JobLimits) -> Value {
    let cluster = limits.cluster.as_deref().filter(|_| limits.cluster_ms == limits.longest_run_ms());
    let (code, whose) = match cluster {
        Some(cluster) => ("import.longest_run", format!("an import in the virtual cluster {cluster}")),
        None => ("import.longest_run_of_user", "an import of its owner".into()),
    };
    let detail = format!("It had run for {seconds} seconds, the longest that {whose} may.");
    reason(code, detail, json!({ "seconds": seconds, "hours": hours(seconds), "virtual_cluster": cluster }))
}

/// By somebody, as every other job.
pub fn import_stopped() -> Value {
    reason("import.stopped_by_hand", "Somebody stopped it. What it brought stays.", json!({}))
}

/// The clock of the server was set while it ran; back where that is less than zero.
pub fn clock_stepped(seconds: i64) -> Value {
    let detail =
        format!("The clock of the server moved by {seconds} s, and the deadlines of the job with it.");
    reason("job.clock_stepped", detail, json!({ "seconds": seconds }))
}

/// It runs on what others lend, and makes room when they want it back.
pub fn borrows(devices: u32, device: &str) -> Value {
    let detail = format!(
        "{devices} {device} of those it has are lent by other virtual clusters, which may take them back."
    );
    reason("job.borrows", detail, json!({ "devices": devices, "device": device }))
}

/// Somebody else than its owner asked it to end.
pub fn stopped_by(user: &str) -> Value {
    reason("job.stopped_by", format!("{user} stopped it."), json!({ "user": user }))
}

/// Somebody else than its owner asked it to pause.
pub fn paused_by(user: &str) -> Value {
    reason("job.paused_by", format!("{user} paused it."), json!({ "user": user }))
}

/// Without a word, as after a power cut.
pub fn process_gone() -> Value {
    reason(
        "job.process_gone",
        "Its process was gone without a word, as when a machine is switched off.",
        json!({}),
    )
}

/// For another, or where borrowed devices go back.
pub fn preempted(room_for: Option<Id>, borrowed: bool) -> Value {
    if borrowed {
        let detail = "What it had borrowed goes back to the virtual cluster that lent it; it waits for its turn again.";
        return reason("job.lent_back", detail, json!({ "room_for": room_for }));
    }
    let detail = "It makes room for a job that comes first, and waits for its turn again.";
    reason("job.preempted", detail, json!({ "room_for": room_for }))
}

/// Its owner is warned; `left_ms`: until it is paused.
pub fn idle_warned(unused_ms: i64, left_ms: Option<i64>) -> Value {
    let unused = minutes(unused_ms);
    match left_ms.map(minutes) {
        Some(left) => {
            let detail = format!(
                "It used nothing for {unused} minutes, and is paused in {left} minutes if that stays so."
            );
            reason("job.idle_warned", detail, json!({ "minutes": unused, "left": left }))
        }
        None => {
            let detail = format!("It used nothing for {unused} minutes.");
            reason("job.idle_told", detail, json!({ "minutes": unused }))
        }
    }
}

pub fn idle_paused(unused_ms: i64) -> Value {
    let unused = minutes(unused_ms);
    let detail =
        format!("It used nothing for {unused} minutes, and was paused. It goes on when somebody says so.");
    reason("job.idle_paused", detail, json!({ "minutes": unused }))
}

/// Begun ones count.
fn minutes(ms: i64) -> i64 {
    ms.max(0).div_euclid(60_000).max(1)
}

/// To two places.
fn hours(seconds: i64) -> f64 {
    (seconds as f64 / 36.0).round() / 100.0
}

/// It runs all the same.
pub fn no_walls(lack: WallsLack) -> Value {
    let detail = format!("It runs without a sandbox: {lack}.");
    let params = json!({ "reason": lack.to_string(), "reason_code": lack.code(), "reason_params": {} });
    reason("job.runs_unwalled", detail, params)
}

pub fn not_member() -> Value {
    let detail = "When its turn came, its owner was no member of its virtual cluster any more.";
    reason("job.not_member", detail, json!({}))
}

pub fn lost(times: i32) -> Value {
    let detail =
        format!("Its process vanished {times} times without a word, as when the machine is switched off.");
    reason("job.lost", detail, json!({ "times": times }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::podman::PodmanLack;

    fn exit(code: Option<i32>, signal: Option<i32>, words: &[&str]) -> Exit {
        Exit {
            attempt: 1,
            step: "train".into(),
            code,
            signal,
            stopped: false,
            complete: false,
            out_of_memory: false,
            out_of_disk: false,
            trouble: None,
            last_words: words.iter().map(|w| w.to_string()).collect(),
            ended_ms: 0,
        }
    }

    #[test]
    fn the_words_of_a_command_are_the_reason() {
        let told =
            of_exit(&exit(Some(3), None, &["x", "error[train.not_enough]: no good picture", "hint: y"]));
        assert_eq!(told["code"], "train.not_enough");
        assert_eq!(told["detail"], "no good picture");
    }

    #[test]
    fn what_kept_a_job_from_starting_has_a_code_and_its_parts() {
        let image = |source| of_start(&JobsError::Image { image: "a/b:1".into(), source });
        let refused = image(PodmanError::Refused("manifest unknown".into()));
        assert_eq!(refused["code"], "job.image_refused");
        assert_eq!(refused["params"], json!({ "image": "a/b:1", "words": "manifest unknown" }));
        assert_eq!(image(PodmanError::NoImage("a/b:1".into()))["code"], "job.image_gone");
        let silent = PodmanLack::Silent { socket: "/run/x".into(), why: "no".into() };
        let lacks = of_start(&JobsError::Podman(silent));
        assert_eq!(lacks["params"]["reason_code"], "podman.silent");
        assert_eq!(lacks["params"]["reason_params"], json!({ "socket": "/run/x", "why": "no" }));
        let gone = of_start(&JobsError::VersionGone { name: "screws/3".into() });
        assert_eq!(gone["params"], json!({ "version": "screws/3" }));
        for told in [&refused, &lacks, &gone] {
            assert!(NOT_STARTED.iter().any(|code| told["code"] == *code), "{told}");
        }
    }

    #[test]
    fn without_words_the_way_it_ended_is() {
        assert_eq!(of_exit(&exit(None, Some(9), &[]))["code"], "job.killed");
        assert_eq!(of_exit(&exit(Some(101), None, &["panic"]))["params"]["code"], 101);
        let full = Exit { out_of_disk: true, ..exit(Some(1), None, &["error[x]: no space"]) };
        assert_eq!(of_exit(&full)["code"], "job.out_of_disk");
    }
}
