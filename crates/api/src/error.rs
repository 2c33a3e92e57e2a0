use crate::codes::Code;
use crate::reasons::Why;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use fovea_domain::idle::IdleFault;
use fovea_domain::quota::{GuardFault, PriorityFault, QuotaFault};
use fovea_store::{ClusterDenied, ClusterJob, Denied, Id, LinkWhy, QuotaOf, StoreError};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Display;
use utoipa::ToSchema;

pub type ApiResult<T> = Result<T, ApiError>;

/// What went wrong, for people and for programs (RFC 9457, `application/problem+json`).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    pub kind: &'static str,
    pub title: &'static str,
    pub status: u16,
    /// Never renamed; programs and translations go by it.
    #[schema(example = "project.name_taken")]
    pub code: &'static str,
    /// A sentence in English.
    pub detail: String,
    /// What the sentence speaks of.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(required = false)]
    pub fields: BTreeMap<String, String>,
}

/// A request that was not done.
#[derive(Debug, Clone)]
pub struct ApiError {
    code: Code,
    params: Map<String, Value>,
    fields: BTreeMap<String, String>,
}

impl From<Code> for ApiError {
    fn from(code: Code) -> ApiError {
        ApiError { code, params: Map::new(), fields: BTreeMap::new() }
    }
}

impl ApiError {
    pub fn code(&self) -> Code {
        self.code
    }

    /// Adds what the sentence speaks of.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> ApiError {
        self.params.insert(name.into(), value.into());
        self
    }

    /// A reason that has a code of its own, so that it can be told in any language.
    #[must_use]
    pub fn because(self, why: &Why) -> ApiError {
        self.with("reason", why.detail.clone())
            .with("reason_code", why.code)
            .with("reason_params", why.params.clone())
    }

    /// A field that cannot be used, such as `("name", "field.required")`.
    pub fn field(name: &str, code: &str) -> ApiError {
        ApiError::from(Code::InvalidFields).and_field(name, code)
    }

    #[must_use]
    pub fn and_field(mut self, name: &str, code: &str) -> ApiError {
        self.fields.insert(name.into(), code.into());
        self
    }

    /// A fault of the server: told in the log, of which the answer names the place only.
    pub fn internal(cause: impl Display) -> ApiError {
        let request_id = Id::new().to_string();
        tracing::error!(%request_id, "a request failed: {cause}");
        ApiError::from(Code::Internal).with("request_id", request_id)
    }

    /// What is wrong with a field.
    pub fn field_code(&self, name: &str) -> &str {
        self.fields.get(name).map_or(self.code.name(), String::as_str)
    }

    pub fn problem(&self) -> Problem {
        let status = StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut detail = self.code.detail().to_string();
        for (name, value) in &self.params {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_string);
            detail = detail.replace(&format!("{{{name}}}"), &text);
        }
        Problem {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code: self.code.name(),
            detail,
            params: self.params.clone(),
            fields: self.fields.clone(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = self.problem();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.code == Code::AuthRequired {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        let wait = self.params.get("wait_s").and_then(Value::as_u64);
        if let Some(wait) = wait.and_then(|s| HeaderValue::from_str(&s.to_string()).ok()) {
            headers.insert(header::RETRY_AFTER, wait);
        }
        response
    }
}

impl ApiError {
    fn of_people(denied: Denied) -> ApiError {
        match denied {
            Denied::BuiltIn => Code::UserBuiltIn.into(),
            Denied::LastAdministrator => Code::UserLastAdministrator.into(),
            Denied::IsYou => Code::UserIsYou.into(),
            Denied::AboveYou => Code::AuthAboveYou.into(),
            Denied::HasJobs(jobs) => {
                let jobs: Vec<Value> =
                    jobs.into_iter().map(|(id, name)| serde_json::json!({"id": id, "name": name})).collect();
                ApiError::from(Code::UserHasJobs).with("count", jobs.len()).with("jobs", jobs)
            }
            Denied::NotInvited => Code::UserNotInvited.into(),
            Denied::NotActive => Code::UserNotActive.into(),
            Denied::PresetRole => Code::RolePreset.into(),
            Denied::RoleInUse { users, groups } => {
                ApiError::from(Code::RoleInUse).with("users", users).with("groups", groups)
            }
            Denied::RoleUnknown => ApiError::field("role_ids", "role.not_found"),
            Denied::GroupUnknown => ApiError::field("group_ids", "group.not_found"),
            Denied::UserUnknown => Code::UserNotFound.into(),
            Denied::LastWayIn => Code::IdentityLastWayIn.into(),
        }
    }
}

impl ApiError {
    fn of_clusters(denied: ClusterDenied) -> ApiError {
        match denied {
            ClusterDenied::Guard(fault) => ApiError::of_guard(fault),
            ClusterDenied::Quota(fault) => ApiError::of_quota(fault),
            ClusterDenied::Idle(IdleFault::WithoutWarning) => {
                ApiError::field("idle_pause_s", "vc.idle_without_warning")
            }
            ClusterDenied::Idle(IdleFault::NotAfterWarning) => {
                ApiError::field("idle_pause_s", "vc.idle_not_after_warning")
            }
            ClusterDenied::JobsRun(jobs) => {
                let told = |j: ClusterJob| serde_json::json!({"id": j.id, "name": j.name, "owner": j.owner, "import": j.import});
                let jobs: Vec<Value> = jobs.into_iter().map(told).collect();
                ApiError::from(Code::VcJobsRun).with("count", jobs.len()).with("jobs", jobs)
            }
            ClusterDenied::NoCluster => Code::VcNone.into(),
            ClusterDenied::NotMember { cluster } => {
                ApiError::from(Code::VcNotMember).with("virtual_cluster", cluster)
            }
            ClusterDenied::UserUnknown => ApiError::field("user_ids", "user.not_found"),
            ClusterDenied::GroupUnknown => ApiError::field("group_ids", "group.not_found"),
            ClusterDenied::AdministratorNoMember => Code::VcAdministrator.into(),
        }
    }

    fn of_guard(fault: GuardFault) -> ApiError {
        match fault {
            GuardFault::BelowUse { device, used, quota } => ApiError::from(Code::VcBelowUse)
                .with("device", device.name())
                .with("used", used)
                .with("quota", quota),
            GuardFault::BelowUseOfUser { device, used, per_user } => ApiError::from(Code::VcBelowUseOfUser)
                .with("device", device.name())
                .with("used", used)
                .with("per_user", per_user),
            GuardFault::JobsActive { jobs } => ApiError::from(Code::VcJobsRun).with("count", jobs),
            GuardFault::Last => Code::VcLast.into(),
            GuardFault::Current => Code::VcCurrent.into(),
        }
    }

    fn of_quota(fault: QuotaFault) -> ApiError {
        match fault {
            QuotaFault::Name => ApiError::field("name", "field.invalid"),
            QuotaFault::NameTaken { .. } => Code::VcNameTaken.into(),
            QuotaFault::Twice { device } => ApiError::from(Code::VcTwice).with("device", device.name()),
            QuotaFault::TooMany { device, quota, unallocated } => ApiError::from(Code::VcTooMany)
                .with("device", device.name())
                .with("quota", quota)
                .with("unallocated", unallocated),
            QuotaFault::PerUser { device, quota, per_user } => ApiError::from(Code::VcPerUser)
                .with("device", device.name())
                .with("quota", quota)
                .with("per_user", per_user),
        }
    }
}

impl From<PriorityFault> for ApiError {
    fn from(fault: PriorityFault) -> ApiError {
        ApiError::from(Code::JobPriority).with("least", fault.least).with("most", fault.most)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> ApiError {
        match error {
            StoreError::NotFound { .. } => Code::NotFound.into(),
            StoreError::Stale { .. } => Code::PreconditionFailed.into(),
            StoreError::Taken { what: "class" } => Code::ClassNameTaken.into(),
            StoreError::Taken { what: "user" } => Code::UserNameTaken.into(),
            StoreError::Taken { what: "group" } => Code::GroupNameTaken.into(),
            StoreError::Taken { what: "role" } => Code::RoleNameTaken.into(),
            StoreError::Taken { what: "identity" } => Code::IdentityTaken.into(),
            StoreError::Taken { what: "identity_provider" } => Code::IdentityProviderNameTaken.into(),
            StoreError::Taken { what: "virtual_cluster" } => Code::VcNameTaken.into(),
            StoreError::Denied(denied) => ApiError::of_people(denied),
            StoreError::Cluster(denied) => ApiError::of_clusters(denied),
            StoreError::Taken { what: "project" } => Code::ProjectNameTaken.into(),
            StoreError::Taken { what: "template" } => Code::TemplateNameTaken.into(),
            StoreError::Taken { what: "label_set" } => Code::LabelSetNameTaken.into(),
            StoreError::WrongState { what: "label_sets", .. } => Code::LabelSetTooMany.into(),
            StoreError::Taken { what: "recipe" } => Code::RecipeNameTaken.into(),
            StoreError::InUse { what: "class" } => Code::ClassInUse.into(),
            StoreError::InUse { what: "project" } => Code::ProjectInUse.into(),
            StoreError::InUse { what: "job" } => Code::JobInUse.into(),
            StoreError::WrongState { what: "class", .. } => Code::ClassIsGood.into(),
            StoreError::WrongState { what: "managers", .. } => {
                ApiError::from(Code::ManagersTooMany).with("most", fovea_store::MOST_MANAGERS)
            }
            StoreError::WrongState { what: "edit", state } => match state.as_str() {
                "class_gone" => Code::EditClassGone.into(),
                "class_changed" => Code::EditClassChanged.into(),
                _ => Code::EditEnded.into(),
            },
            StoreError::WrongState { what: "import", state }
                if matches!(state.as_str(), "queued" | "starting" | "paused") =>
            {
                Code::ImportPaused.into()
            }
            StoreError::WrongState { what: "import", .. } => Code::ImportEnded.into(),
            StoreError::WrongState { what: "export", state } if state == "empty" => Code::ExportNone.into(),
            StoreError::WrongState { what: "export", .. } => Code::ExportEnded.into(),
            StoreError::WrongState { what: "model", state } => {
                ApiError::from(Code::ModelStage).with("stage", state)
            }
            StoreError::WrongState { what: "leased picture", state } => {
                ApiError::from(Code::AnnotationLeased).with("name", state)
            }
            StoreError::WrongState { what: "annotation task", state } => match state.as_str() {
                "empty" => Code::AnnotationTaskEmpty.into(),
                "closed" => Code::AnnotationTaskClosed.into(),
                _ => Code::AnnotationNoPool.into(),
            },
            StoreError::WrongState { what: "batch", state } if state == "open" => {
                Code::AnnotationBatchOpen.into()
            }
            StoreError::WrongState { what: "batch", .. } => Code::AnnotationBatchSmall.into(),
            StoreError::WrongState { what: "piece", state } if state == "unsaid" => {
                Code::AnnotationUnsaid.into()
            }
            StoreError::WrongState { what: "piece", state } if state == "twofold" => {
                Code::AnnotationTwofold.into()
            }
            StoreError::WrongState { what: "piece", state } => {
                ApiError::from(Code::AnnotationState).with("state", state)
            }
            StoreError::WrongState { what: "advice", state } => match state.as_str() {
                "running" => Code::AdviceRunning.into(),
                "empty" => Code::AdviceNone.into(),
                _ => Code::AdviceUnseen.into(),
            },
            StoreError::WrongState { what: "prelabels", .. } => Code::PrelabelNone.into(),
            StoreError::WrongState { what: "version", .. } => Code::VersionPublished.into(),
            StoreError::InUse { what: "version" } => Code::VersionInUse.into(),
            StoreError::WrongState { what: "job", state } => {
                ApiError::from(Code::JobState).with("state", state)
            }
            StoreError::DiskFull => Code::DiskFull.into(),
            StoreError::DataFull(full) => {
                let code = match full.of {
                    QuotaOf::User => Code::DataQuotaUser,
                    QuotaOf::Cluster => Code::DataQuotaVc,
                };
                ApiError::from(code).with("used_bytes", full.used).with("limit_bytes", full.limit)
            }
            StoreError::Linked(fault) => {
                let code = match fault.why {
                    LinkWhy::Gone => Code::LinkGone,
                    LinkWhy::Changed => Code::LinkChanged,
                    LinkWhy::Unreadable => Code::LinkUnreadable,
                    LinkWhy::NoStorage => Code::LinkNoStorage,
                };
                ApiError::from(code).with("storage", fault.storage).with("path", fault.path)
            }
            other @ (StoreError::Taken { .. }
            | StoreError::InUse { .. }
            | StoreError::WrongState { .. }
            | StoreError::Locked { .. }
            | StoreError::Newer { .. }
            | StoreError::Older { .. }
            | StoreError::NoFolder { .. }
            | StoreError::File { .. }
            | StoreError::Corrupt { .. }
            | StoreError::Database(_)) => ApiError::internal(other),
        }
    }
}

impl From<tokio::task::JoinError> for ApiError {
    fn from(error: tokio::task::JoinError) -> ApiError {
        ApiError::internal(error)
    }
}

impl From<fovea_jobs::JobsError> for ApiError {
    fn from(error: fovea_jobs::JobsError) -> ApiError {
        match error {
            fovea_jobs::JobsError::Store(error) => error.into(),
            other => ApiError::internal(other),
        }
    }
}
