//! Who may come into a job: whoever may change it, and whom they let in.

use crate::app::App;
use crate::error::ApiResult;
use crate::jobs::administers;
use fovea_domain::command::CommandSpec;
use fovea_domain::permission::{Permission, Rights};
use fovea_store::{Id, Job};

/// How somebody may come in by an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// As one who may change the job, and may let others in
    Master,
    /// Let in by such a one
    Guest,
    None,
}

pub async fn entry(app: &App, job: &Job, endpoint: &str, user: Id, rights: Rights) -> ApiResult<Entry> {
    // Whoever is in a privileged job has its rights: that it is shared, or that somebody administers it, is not enough.
    if job.owner != Some(user) && is_privileged(job) && !rights.contains(Permission::JobPrivilegedManage) {
        return Ok(Entry::None);
    }
    if rights.contains(Permission::JobWrite) {
        return Ok(Entry::Master);
    }
    // Whoever is in acts within the job: to see its page is not enough.
    let steers = rights.contains(Permission::JobWriteOwn);
    if steers && (job.owner == Some(user) || administers(app, job, user).await?) {
        return Ok(Entry::Master);
    }
    let reads = rights.contains(Permission::JobReadOwn);
    if reads && app.store.is_endpoint_shared(job.id, endpoint, user).await? {
        return Ok(Entry::Guest);
    }
    Ok(Entry::None)
}

pub fn is_privileged(job: &Job) -> bool {
    let spec: Result<CommandSpec, _> = serde_json::from_str(&job.spec);
    spec.is_ok_and(|spec| spec.privileged)
}
