//! Reasons beside the codes of answers: why a field of a job file cannot be used, why a job can never start, why one waits, what a
//! class cannot ask, and why a request cannot be understood. Each has a code that is never renamed and what its sentence speaks of, so that pages say it in any language;
//! `web/src/i18n/words/reasons.ts` has the sentences, which a test compares with the table here.

use crate::dto;
use crate::time::Time;
use fovea_domain::command::Fault;
use fovea_domain::device::DeviceFault;
use fovea_domain::parameter;
use fovea_domain::{AttributeFault, MOST_ATTRIBUTES};
use fovea_jobs::{NeverFits, PodmanLack, Reason};
use fovea_store::Id;
use serde_json::{Map, Value, json};

/// A reason: its code, a sentence in English, and what the sentence speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    pub code: &'static str,
    pub detail: String,
    pub params: Map<String, Value>,
}

/// Every code with its params.
pub const TABLE: &[(&str, &[&str])] = &[
    ("job_file.required", &[]),
    ("job_file.signs", &[]),
    ("job_file.too_long", &["most"]),
    ("job_file.too_many", &["most"]),
    ("job_file.out_of_range", &["least", "most"]),
    ("job_file.reserved", &[]),
    ("job_file.twice", &[]),
    ("job_file.memory", &[]),
    ("job_file.time", &[]),
    ("job_file.variable_name", &[]),
    ("job_file.path", &[]),
    ("vc.device_unknown", &[]),
    ("job_file.distributed", &[]),
    ("job_file.cores_twice", &[]),
    ("job_file.without_restart", &[]),
    ("job_file.endpoint_name", &[]),
    ("job_file.endpoint_target", &[]),
    ("job_file.endpoint_kind", &[]),
    ("job_file.no_data", &[]),
    ("job_file.no_privileged", &[]),
    ("job_file.without_image", &[]),
    ("job_file.mount_version", &[]),
    ("job_file.image", &[]),
    ("job_file.unknown_field", &["expected"]),
    ("job_file.too_much", &[]),
    ("job_file.not_readable", &["message"]),
    ("project.not_found", &[]),
    ("version.not_found", &[]),
    ("parameter.name", &[]),
    ("parameter.reserved", &[]),
    ("parameter.twice", &[]),
    ("parameter.too_many", &["most"]),
    ("parameter.too_long", &["most"]),
    ("parameter.signs", &[]),
    ("parameter.other_type", &[]),
    ("parameter.range", &[]),
    ("parameter.no_choices", &[]),
    ("parameter.unknown", &[]),
    ("parameter.required", &[]),
    ("parameter.number", &[]),
    ("parameter.whole", &[]),
    ("parameter.least", &["least"]),
    ("parameter.most", &["most"]),
    ("parameter.choice", &["choices"]),
    ("parameter.hyphen", &[]),
    ("parameter.path", &[]),
    ("parameter.variable", &[]),
    ("parameter.single_quotes", &["name"]),
    ("parameter.here_document", &["name"]),
    ("parameter.backticks", &["name"]),
    ("parameter.arithmetic", &["name"]),
    ("parameter.unclear", &["name"]),
    ("parameter.code", &["name"]),
    ("template.secret", &["name"]),
    ("template.token", &[]),
    ("virtual_cluster.not_found", &[]),
    ("sandbox.not_installed", &[]),
    ("sandbox.forbidden", &[]),
    ("podman.no_socket", &[]),
    ("podman.silent", &["socket", "why"]),
    ("submit.no_image", &["image"]),
    ("submit.registry_not_allowed", &["image", "registry"]),
    ("submit.disk", &["need", "most"]),
    ("submit.unknown_vc", &[]),
    ("submit.not_in_vc", &["device"]),
    ("submit.not_in_cluster", &["device"]),
    ("submit.vc_quota", &["need", "quota"]),
    ("submit.user_quota", &["need", "limit"]),
    ("submit.node", &["nodes", "cores", "memory_mib", "found"]),
    ("device.count", &["count", "allowed"]),
    ("device.per_node", &["per_node", "allowed"]),
    ("device.nodes", &["nodes", "most"]),
    ("device.quota_for_distributed", &["quota", "least"]),
    ("device.no_whole_node", &["per_node"]),
    ("attribute.too_many", &["most"]),
    ("attribute.name", &["longest"]),
    ("attribute.twice", &["name"]),
    ("attribute.choices", &["name", "most", "longest"]),
    ("attribute.value", &["name"]),
    ("request.json", &["line", "column"]),
    ("request.json_cut", &["line", "column"]),
    ("request.json_missing", &["field", "line", "column"]),
    ("request.json_unknown", &["field", "line", "column"]),
    ("request.json_twice", &["field", "line", "column"]),
    ("request.json_choice", &["field", "choices", "line", "column"]),
    ("request.json_value", &["field", "line", "column"]),
    ("request.query", &[]),
    ("request.query_missing", &["field"]),
    ("request.query_unknown", &["field", "known"]),
    ("request.query_choice", &["field", "choices"]),
    ("request.query_value", &["field"]),
    ("request.form", &[]),
    ("request.form_lacks", &["part"]),
    ("request.form_twice", &["part"]),
    ("request.cut", &[]),
    ("request.key", &["most"]),
    ("request.no_utf8", &[]),
    ("request.no_socket", &[]),
    ("wait.not_looked", &[]),
    ("wait.soon", &[]),
    ("wait.paused", &[]),
    ("wait.none", &["state"]),
    ("wait.user_quota", &["used", "limit", "need"]),
    ("wait.vc_quota", &["used", "limit", "need"]),
    ("wait.nothing_to_borrow", &["need", "lent"]),
    ("wait.behind_quota", &["need"]),
    ("wait.devices", &["free", "need"]),
    ("wait.scattered", &["free", "need"]),
    ("wait.cores_or_memory", &["cores", "memory_mib"]),
    ("wait.kept", &["job"]),
    ("wait.behind", &["job"]),
    ("wait.making_room", &["until"]),
    ("wait.nodes_down", &[]),
];

impl Why {
    pub fn new(code: &'static str, detail: impl Into<String>, params: Value) -> Why {
        let params = match params {
            Value::Object(params) => params,
            _ => Map::new(),
        };
        let why = Why { code, detail: detail.into(), params };
        debug_assert!(why.stands(), "{why:?} is not in the table");
        why
    }

    fn stands(&self) -> bool {
        let same = |names: &[&str]| {
            names.len() == self.params.len() && names.iter().all(|n| self.params.contains_key(*n))
        };
        TABLE.iter().any(|(code, names)| *code == self.code && same(names))
    }
}

impl From<Why> for dto::Reason {
    fn from(why: Why) -> dto::Reason {
        dto::Reason { code: why.code.into(), detail: why.detail, params: Value::Object(why.params) }
    }
}

impl From<&PodmanLack> for Why {
    fn from(lack: &PodmanLack) -> Why {
        Why::new(lack.code(), lack.to_string(), lack.params())
    }
}

impl From<&Fault> for Why {
    fn from(fault: &Fault) -> Why {
        let params = match *fault {
            Fault::TooLong { most } | Fault::TooMany { most } => json!({ "most": most }),
            Fault::OutOfRange { least, most } => json!({ "least": least, "most": most }),
            _ => json!({}),
        };
        Why::new(fault.code(), fault.to_string(), params)
    }
}

impl From<&parameter::Fault> for Why {
    fn from(fault: &parameter::Fault) -> Why {
        use parameter::Fault;
        let params = match fault {
            Fault::TooMany { most } | Fault::TooLong { most } => json!({ "most": most }),
            Fault::Least { least } => json!({ "least": least }),
            Fault::Most { most } => json!({ "most": most }),
            Fault::Choice { choices } => json!({ "choices": choices }),
            Fault::SingleQuotes { name }
            | Fault::HereDocument { name }
            | Fault::Backticks { name }
            | Fault::Arithmetic { name }
            | Fault::Unclear { name }
            | Fault::Code { name } => json!({ "name": name }),
            _ => json!({}),
        };
        Why::new(fault.code(), fault.to_string(), params)
    }
}

impl From<&AttributeFault> for Why {
    fn from(fault: &AttributeFault) -> Why {
        let (longest, most) = (AttributeFault::LONGEST_NAME, AttributeFault::MOST_CHOICES);
        let params = match fault {
            AttributeFault::TooMany => json!({ "most": MOST_ATTRIBUTES }),
            AttributeFault::Name => json!({ "longest": longest }),
            AttributeFault::Twice(name) | AttributeFault::Value(name) => json!({ "name": name }),
            AttributeFault::Choices(name) => json!({ "name": name, "most": most, "longest": longest }),
        };
        Why::new(fault.code(), fault.to_string(), params)
    }
}

impl From<&DeviceFault> for Why {
    fn from(fault: &DeviceFault) -> Why {
        let params = match fault {
            DeviceFault::Count { count, allowed } => {
                json!({ "count": count, "allowed": allowed.to_string() })
            }
            DeviceFault::PerNode { per_node, allowed } => {
                json!({ "per_node": per_node, "allowed": allowed.to_string() })
            }
            DeviceFault::Nodes { nodes, most } => json!({ "nodes": nodes, "most": most }),
            DeviceFault::QuotaForDistributed { quota, least } => json!({ "quota": quota, "least": least }),
            DeviceFault::NoWholeNode { per_node } => json!({ "per_node": per_node }),
        };
        Why::new(fault.code(), fault.to_string(), params)
    }
}

impl From<&NeverFits> for Why {
    fn from(never: &NeverFits) -> Why {
        let params = match never {
            NeverFits::UnknownVc => json!({}),
            NeverFits::NotInVc { device } | NeverFits::NotInCluster { device } => {
                json!({ "device": device.name() })
            }
            NeverFits::Device { fault } => return fault.into(),
            NeverFits::VcQuota { need, quota } => json!({ "need": need, "quota": quota }),
            NeverFits::UserQuota { need, limit } => json!({ "need": need, "limit": limit }),
            NeverFits::Node { nodes, cores, memory_mib, found } => {
                json!({ "nodes": nodes, "cores": cores, "memory_mib": memory_mib, "found": found })
            }
        };
        Why::new(never.code(), never.to_string(), params)
    }
}

impl From<&Reason> for Why {
    fn from(reason: &Reason) -> Why {
        let (detail, params) = waiting(reason);
        Why::new(reason.code(), detail, params)
    }
}

fn waiting(reason: &Reason) -> (String, Value) {
    match *reason {
        Reason::NotLooked => ("It has just come.".into(), json!({})),
        Reason::UserQuota { used, limit, need } => (
            format!("It needs {need}, and its user has {used} of at most {limit} in use."),
            json!({ "used": used, "limit": limit, "need": need }),
        ),
        Reason::VcQuota { used, limit, need } => (
            format!("It needs {need}, and {used} of the {limit} of its virtual cluster are in use."),
            json!({ "used": used, "limit": limit, "need": need }),
        ),
        Reason::NothingToBorrow { need, lent } => (
            format!("It needs {need} beyond its virtual cluster's, and {lent} are lent by others."),
            json!({ "need": need, "lent": lent }),
        ),
        Reason::BehindQuota { need } => (
            format!("It needs {need}; a job that came first waits for the same quota."),
            json!({ "need": need }),
        ),
        Reason::Devices { free, need } => {
            (format!("It needs {need}, and {free} are free."), json!({ "free": free, "need": need }))
        }
        Reason::Scattered { free, need } => (
            format!("It needs {need} together; {free} are free, but not on one node."),
            json!({ "free": free, "need": need }),
        ),
        Reason::CoresOrMemory { cores, memory_mib } => (
            format!("It needs {cores} cores and {memory_mib} MiB of memory, which are not free together."),
            json!({ "cores": cores, "memory_mib": memory_mib }),
        ),
        Reason::Kept { for_job } => {
            let job = Id::from(for_job.0);
            (format!("What is free is kept for the job {job}, which comes first."), json!({ "job": job }))
        }
        Reason::Behind { job } => {
            let job = Id::from(job.0);
            (format!("The job {job} comes first."), json!({ "job": job }))
        }
        Reason::MakingRoom { until_ms } => {
            let until = i64::try_from(until_ms).map(Time).ok();
            ("Others were told to make room for it.".into(), json!({ "until": until }))
        }
        Reason::NodesDown => ("The nodes that could take it are down.".into(), json!({})),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_domain::device::{Counts, DeviceType};
    use fovea_jobs::JobId;
    use std::collections::BTreeSet;

    /// One of each kind; a new one is missed by the sum at the end.
    fn all() -> Vec<Why> {
        let mut all = Vec::new();
        let faults = [
            Fault::Required,
            Fault::Invalid,
            Fault::TooLong { most: 1 },
            Fault::TooMany { most: 1 },
            Fault::OutOfRange { least: 1, most: 2 },
            Fault::Reserved,
            Fault::Twice,
            Fault::Memory,
            Fault::Time,
            Fault::VariableName,
            Fault::Path,
            Fault::Device,
            Fault::Distributed,
            Fault::CoresTwice,
            Fault::WithoutRestart,
            Fault::EndpointName,
            Fault::EndpointTarget,
            Fault::EndpointKind,
            Fault::Image,
            Fault::WithoutImage,
            Fault::MountVersion,
        ];
        all.extend(faults.iter().map(Why::from));
        all.extend(parameters().iter().map(Why::from));
        let attributes = [
            AttributeFault::TooMany,
            AttributeFault::Name,
            AttributeFault::Twice("a".into()),
            AttributeFault::Choices("a".into()),
            AttributeFault::Value("a".into()),
        ];
        all.extend(attributes.iter().map(Why::from));
        let cpu = || DeviceType::parse("cpu").unwrap();
        let never = [
            NeverFits::UnknownVc,
            NeverFits::NotInVc { device: cpu() },
            NeverFits::NotInCluster { device: cpu() },
            NeverFits::VcQuota { need: 1, quota: 2 },
            NeverFits::UserQuota { need: 1, limit: 2 },
            NeverFits::Node { nodes: 1, cores: 2, memory_mib: 3, found: 4 },
        ];
        all.extend(never.iter().map(Why::from));
        let allowed = || Counts::OneOf(vec![1, 2]);
        let devices = [
            DeviceFault::Count { count: 1, allowed: allowed() },
            DeviceFault::PerNode { per_node: 1, allowed: allowed() },
            DeviceFault::Nodes { nodes: 1, most: 2 },
            DeviceFault::QuotaForDistributed { quota: 1, least: 2 },
            DeviceFault::NoWholeNode { per_node: 1 },
        ];
        all.extend(devices.into_iter().map(|fault| Why::from(&NeverFits::Device { fault })));
        let job = JobId(7);
        let waits = [
            Reason::NotLooked,
            Reason::UserQuota { used: 1, limit: 2, need: 3 },
            Reason::VcQuota { used: 1, limit: 2, need: 3 },
            Reason::NothingToBorrow { need: 1, lent: 2 },
            Reason::BehindQuota { need: 1 },
            Reason::Devices { free: 1, need: 2 },
            Reason::Scattered { free: 1, need: 2 },
            Reason::CoresOrMemory { cores: 1, memory_mib: 2 },
            Reason::Kept { for_job: job },
            Reason::Behind { job },
            Reason::MakingRoom { until_ms: 1 },
            Reason::NodesDown,
        ];
        all.extend(waits.iter().map(Why::from));
        all
    }

    fn parameters() -> Vec<parameter::Fault> {
        use parameter::Fault;
        let name = || "x".to_string();
        vec![
            Fault::Name,
            Fault::Reserved,
            Fault::Twice,
            Fault::TooMany { most: 1 },
            Fault::TooLong { most: 1 },
            Fault::Signs,
            Fault::OtherType,
            Fault::Range,
            Fault::NoChoices,
            Fault::Unknown,
            Fault::Required,
            Fault::Number,
            Fault::Whole,
            Fault::Least { least: 1.0 },
            Fault::Most { most: 1.0 },
            Fault::Choice { choices: name() },
            Fault::Hyphen,
            Fault::Path,
            Fault::Variable,
            Fault::SingleQuotes { name: name() },
            Fault::HereDocument { name: name() },
            Fault::Backticks { name: name() },
            Fault::Arithmetic { name: name() },
            Fault::Unclear { name: name() },
            Fault::Code { name: name() },
        ]
    }

    #[test]
    fn every_reason_has_its_code_and_params_in_the_table() {
        let all = all();
        for why in &all {
            assert!(why.stands() && !why.detail.is_empty(), "{why:?}");
        }
        let codes: BTreeSet<&str> = all.iter().map(|w| w.code).collect();
        assert_eq!(codes.len(), all.len(), "two reasons have one code");
        let names: BTreeSet<&str> = TABLE.iter().map(|(code, _)| *code).collect();
        assert_eq!(names.len(), TABLE.len());
        // What is left is told by hand: of files that are no job files, of names, walls, requests, and what does not wait.
        let by_hand: Vec<&str> = names.difference(&codes).copied().collect();
        assert_eq!(
            by_hand,
            [
                "job_file.no_data",
                "job_file.no_privileged",
                "job_file.not_readable",
                "job_file.too_much",
                "job_file.unknown_field",
                "podman.no_socket",
                "podman.silent",
                "project.not_found",
                "request.cut",
                "request.form",
                "request.form_lacks",
                "request.form_twice",
                "request.json",
                "request.json_choice",
                "request.json_cut",
                "request.json_missing",
                "request.json_twice",
                "request.json_unknown",
                "request.json_value",
                "request.key",
                "request.no_socket",
                "request.no_utf8",
                "request.query",
                "request.query_choice",
                "request.query_missing",
                "request.query_unknown",
                "request.query_value",
                "sandbox.forbidden",
                "sandbox.not_installed",
                "submit.disk",
                "submit.no_image",
                "submit.registry_not_allowed",
                "template.secret",
                "template.token",
                "version.not_found",
                "virtual_cluster.not_found",
                "wait.none",
                "wait.paused",
                "wait.soon",
            ]
        );
    }
}
