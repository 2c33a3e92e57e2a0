//! The list of jobs: what it can be filtered and put in order by.

use super::views;
use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::ApiResult;
use crate::extract::OnlyQuery;
use crate::guard::{JobReadOwn, Permit};
use crate::list::{List, page_request, page_request_in};
use crate::time::Time;
use crate::words::word;
use axum::Json;
use axum::extract::State;
use fovea_domain::permission::Permission;
use fovea_store::{DeletedJobs, Id, JobFilter, JobOrder, JobOwner, JobSort, Span, now};
use serde::de::{DeserializeOwned, Error, IntoDeserializer};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::IntoParams;

/// Several words with commas between them.
#[derive(Debug)]
pub struct Several<T>(Vec<T>);

impl<T> Default for Several<T> {
    fn default() -> Several<T> {
        Several(Vec::new())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Several<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Several<T>, D::Error> {
        let text = String::deserialize(from)?;
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        let known = words.map(|word| T::deserialize(word.into_deserializer()));
        let known: Result<Vec<T>, serde::de::value::Error> = known.collect();
        known.map(Several).map_err(D::Error::custom)
    }
}

impl<T: Serialize> Several<T> {
    fn words(&self) -> Vec<String> {
        self.0.iter().map(word).collect()
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct JobQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// `created_at`, `started_at`, `ended_at`, `name`, `priority`, `state`, `duration` or `owner`, with `-` the other way
    /// round; left out: `-created_at`. What has not ended counts as longer than all that has
    sort: Option<String>,
    /// In the name or a tag, or the beginning of the id
    q: Option<String>,
    project_id: Option<Id>,
    /// One kind, or several with commas between them
    #[serde(default)]
    #[param(value_type = Option<String>, example = "train,command")]
    kind: Several<dto::JobKind>,
    /// One state, or several with commas between them
    #[serde(default)]
    #[param(value_type = Option<String>, example = "queued,running")]
    state: Several<dto::JobState>,
    /// Id of a user, or a part of the name
    owner: Option<String>,
    virtual_cluster_id: Option<Id>,
    /// Type of device, such as `cpu`
    device: Option<String>,
    /// Submitted from this moment on
    submitted_from: Option<Time>,
    /// Submitted before this one
    submitted_to: Option<Time>,
    /// Ended from this moment on
    ended_from: Option<Time>,
    /// Ended before this one
    ended_to: Option<Time>,
}

impl JobQuery {
    fn order(&self) -> ApiResult<JobOrder> {
        let Some(text) = self.sort.as_deref() else { return Ok(JobOrder::default()) };
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let sort = match name {
            "created_at" => JobSort::Submitted,
            "started_at" => JobSort::Started,
            "ended_at" => JobSort::Ended,
            "name" => JobSort::Name,
            "priority" => JobSort::Priority,
            "state" => JobSort::State,
            "duration" => JobSort::Duration,
            "owner" => JobSort::Owner,
            _ => return Err(Code::BadSort.into()),
        };
        Ok(JobOrder { sort, descending })
    }

    fn filter(&self) -> JobFilter {
        let owner = self.owner.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let span =
            |from: Option<Time>, to: Option<Time>| Span { from: from.map(|t| t.0), to: to.map(|t| t.0) };
        JobFilter {
            seen_by: None,
            owner: owner.map(|text| match text.parse() {
                Ok(id) => JobOwner::Id(id),
                Err(_) => JobOwner::Words(text.into()),
            }),
            project_id: self.project_id,
            kinds: self.kind.words(),
            states: self.state.words(),
            virtual_cluster: self.virtual_cluster_id,
            device: self.device.clone().filter(|device| !device.is_empty()),
            q: self.q.clone(),
            submitted: span(self.submitted_from, self.submitted_to),
            ended: span(self.ended_from, self.ended_to),
        }
    }
}

/// Jobs, newest first; those of others with the right `job.read`, in projects that you made, or where you administer the virtual
/// cluster
///
/// By words or times no more than 10,000 are counted, and with other conditions beside them at least 200 where there are so many.
#[utoipa::path(get, path = "/jobs", tag = "jobs", params(JobQuery),
    responses((status = 200, body = List<dto::Job>)))]
pub async fn list(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    OnlyQuery(query): OnlyQuery<JobQuery>,
) -> ApiResult<Json<List<dto::Job>>> {
    let sort = query.sort.as_deref().unwrap_or("-created_at");
    let page = page_request_in(sort, query.limit, query.cursor.as_deref())?;
    let project_id = permit.principal.project.or(query.project_id);
    if let Some(project) = project_id {
        app.store.project(project).await?;
    }
    let seen_by = (!permit.may(Permission::JobRead)).then_some(permit.user());
    let filter = JobFilter { seen_by, project_id, ..query.filter() };
    let found = app.store.jobs(&filter, query.order()?, &page).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    Ok(Json(List { items: views(&app, found.items).await?, next, total }.in_order(sort)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeletedJobQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// In the name
    q: Option<String>,
    project_id: Option<Id>,
}

/// Jobs that were deleted and whose log and work folder are still there, the last deleted first
///
/// All that reads a job (its log, events, files) reads them too; nothing changes them any more.
#[utoipa::path(get, path = "/jobs/deleted", tag = "jobs", params(DeletedJobQuery),
    responses((status = 200, body = List<dto::Job>)))]
pub async fn deleted(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    OnlyQuery(query): OnlyQuery<DeletedJobQuery>,
) -> ApiResult<Json<List<dto::Job>>> {
    let page = page_request(query.limit, query.cursor.as_deref())?;
    let which = DeletedJobs {
        since: now() - app.job_kept_ms().await?,
        seen_by: (!permit.may(Permission::JobRead)).then_some(permit.user()),
        project_id: permit.principal.project.or(query.project_id),
        q: query.q,
    };
    if let Some(project) = which.project_id {
        app.store.project(project).await?;
    }
    let found = app.store.deleted_jobs(&which, &page).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    Ok(Json(List { items: views(&app, found.items).await?, next, total }))
}
