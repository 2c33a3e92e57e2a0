//! Asking for a training.

use crate::app::App;
use crate::check;
use crate::clusters::limits_of;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId};
use crate::guard::{Permit, Train};
use crate::jobs::view;
use axum::extract::State;
use fovea_domain::Task;
use fovea_domain::bead::BeadPlan;
use fovea_domain::permission::Permission;
use fovea_domain::quota::{DEFAULT_PRIORITY, USER_PRIORITIES, check_priority};
use fovea_jobs::CPU;
use fovea_jobs::train::{BeadWish, BoardWish, Judged, Rule, TextPlan, TrainSpec};
use fovea_store::{DrawnPlan, Id, JobKind, LabelCount, NewJob, PlanKind, Project, Version};
use serde::de::DeserializeOwned;
use serde_json::json;

const DEFAULT_COST: f64 = 20.0;
/// Below these numbers nothing can be both learnt and judged.
const FEWEST: u64 = 5;

/// Train a model
///
/// The job is queued: one training runs at a time. Without a version one is made of the pictures as they are now.
#[utoipa::path(post, path = "/projects/{id}/trainings", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::NewTraining, responses((status = 201, body = dto::Job)))]
pub async fn create(
    permit: Permit<Train>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::NewTraining>,
) -> ApiResult<Created<dto::Job>> {
    let project = app.store.project(id).await?;
    let rule = rule_of(&wanted)?;
    check_numbers(&wanted)?;
    let place = place_of(&app, &permit, &wanted).await?;
    let name = match &wanted.name {
        Some(name) => check::name("name", name, 100)?,
        None => project.name.chars().filter(|c| !c.is_control()).take(60).collect(),
    };
    // What cannot teach is told before a version is made of it.
    let version = match wanted.version_id {
        Some(id) => Some(own_version(&app, &project, id).await?),
        None => None,
    };
    let counts = match &version {
        Some(version) => app.store.version_label_counts(version.id).await?,
        None => app.store.label_counts(project.id).await?,
    };
    let task = wanted.task.map_or_else(|| task_of(&project.scene, &counts), task_from);
    if !(task == Task::Glue && is_by_threshold(&app, &project).await?) {
        check_labels(task, &counts)?;
    }
    if wanted.steps.is_some() && !matches!(task, Task::Segment | Task::Detect) {
        return Err(ApiError::field("steps", "field.not_for_task"));
    }
    let tune = wanted.tune.unwrap_or(false);
    if tune && !matches!(task, Task::Segment | Task::Detect | Task::Read) {
        return Err(ApiError::field("tune", "field.not_for_task"));
    }
    let paste_in = paste_in(task, &project.scene, wanted.paste_in)?;
    let bead = match task {
        Task::Glue => Some(Box::new(bead_of(&app, &project, version.as_ref()).await?)),
        _ => None,
    };
    let board = match task {
        Task::Components => Some(Box::new(board_of(&app, &project, version.as_ref()).await?)),
        _ => None,
    };
    let text = match task {
        Task::Read => Some(Box::new(text_of(&app, &project).await?)),
        _ => None,
    };
    let golden = match task {
        Task::Compare => Some(golden_of(&app, &project, version.as_ref()).await?),
        _ => None,
    };
    let version = match version {
        Some(version) => version,
        None => {
            crate::versions::make(&permit.store(&app), project.id, Default::default(), None, permit.user())
                .await?
        }
    };
    let spec = TrainSpec {
        version_id: version.id,
        task,
        budget_s: cut(wanted.budget_s, place.longest_training_s),
        rule,
        name: name.clone(),
        model_id: Id::new(),
        judged: if version.held_back > 0 { Judged::HeldBack } else { Judged::All },
        steps: wanted.steps,
        size: wanted.size,
        tune,
        paste_in,
        bead,
        board,
        text,
        golden,
    };
    let new = NewJob {
        kind: JobKind::Train,
        project_id: Some(project.id),
        name,
        owner: Some(permit.user()),
        spec: serde_json::to_value(spec).map_err(ApiError::internal)?,
        service_id: None,
        virtual_cluster: Some(place.id),
        priority: wanted.priority.unwrap_or(DEFAULT_PRIORITY),
        ask: Default::default(),
    };
    let job = app.engine.submit(&permit.store(&app), new).await?;
    Ok(Created(view(&app, job).await?))
}

/// The virtual cluster that the training goes to, once it is sure that it can run there.
async fn place_of(
    app: &App,
    permit: &Permit<Train>,
    wanted: &dto::NewTraining,
) -> ApiResult<dto::ClusterLimits> {
    let user = permit.user();
    let id = match wanted.virtual_cluster_id {
        Some(id) if app.store.is_cluster_member(id, user).await? => id,
        // Another's is not there.
        Some(_) => return Err(Code::NotFound.into()),
        None => app.store.default_cluster(user).await?.ok_or(Code::VcNone)?,
    };
    let found = app.store.virtual_cluster(id).await?;
    let limits = limits_of(app, user, permit.may(Permission::JobWrite), found, None).await?;
    let cores = limits.quotas.iter().find(|q| q.device == CPU).map_or(0, |q| q.quota.min(q.per_user));
    if cores == 0 {
        return Err(ApiError::from(Code::VcNoDevices).with("virtual_cluster", limits.name));
    }
    check_priority(
        wanted.priority.unwrap_or(DEFAULT_PRIORITY),
        limits.priority_min < *USER_PRIORITIES.start(),
    )?;
    Ok(limits)
}

/// A training learns no longer than the job may run, less what its evaluation takes.
fn cut(budget_s: Option<u64>, longest_s: Option<u64>) -> Option<u64> {
    budget_s.into_iter().chain(longest_s).min()
}

fn rule_of(wanted: &dto::NewTraining) -> ApiResult<Rule> {
    if wanted.budget_s.is_some_and(|s| !(10..=86_400).contains(&s)) {
        return Err(ApiError::field("budget_s", "field.out_of_range"));
    }
    match (wanted.cost, wanted.overkill) {
        (Some(_), Some(_)) => Err(ApiError::field("overkill", "field.either_or")),
        (_, Some(share)) if (0.0..=1.0).contains(&share) => Ok(Rule::Overkill(share)),
        (_, Some(_)) => Err(ApiError::field("overkill", "field.out_of_range")),
        (cost, None) => match cost.unwrap_or(DEFAULT_COST) {
            cost if cost > 0.0 && cost <= 1e9 => Ok(Rule::Cost(cost)),
            _ => Err(ApiError::field("cost", "field.out_of_range")),
        },
    }
}

fn check_numbers(wanted: &dto::NewTraining) -> ApiResult<()> {
    if wanted.steps.is_some_and(|n| !(1..=1_000_000).contains(&n)) {
        return Err(ApiError::field("steps", "field.out_of_range"));
    }
    if wanted.size.is_some_and(|n| !(64..=2048).contains(&n)) {
        return Err(ApiError::field("size", "field.out_of_range"));
    }
    Ok(())
}

/// Foreign things are many and seldom seen: without being asked, where those are looked for.
fn paste_in(task: Task, scene: &str, wanted: Option<bool>) -> ApiResult<bool> {
    match (task, wanted) {
        (Task::Anomaly, wanted) => Ok(wanted.unwrap_or(scene == "foreign_object")),
        (_, Some(true)) => Err(ApiError::field("paste_in", "field.not_for_task")),
        _ => Ok(false),
    }
}

async fn own_version(app: &App, project: &Project, id: Id) -> ApiResult<Version> {
    let version = app.store.version(id).await?;
    if version.project_id == project.id { Ok(version) } else { Err(Code::NotFound.into()) }
}

/// Where the bead belongs now.
async fn bead_of(app: &App, project: &Project, version: Option<&Version>) -> ApiResult<BeadWish> {
    let missing = ("path", "nobody has drawn where the bead belongs");
    let drawn = plan_of(app, (project, version), (PlanKind::Bead, Task::Glue), missing).await?;
    Ok(BeadWish { picture_id: drawn.picture_id, plan: drawn.plan })
}

/// Whether light or colour alone tells bead from ground, so that no good picture is needed.
async fn is_by_threshold(app: &App, project: &Project) -> ApiResult<bool> {
    let drawn = app.store.scene_plan::<BeadPlan>(project.id, PlanKind::Bead).await?;
    Ok(drawn.is_some_and(|d| d.plan.threshold.is_some()))
}

/// Where the components lie now.
async fn board_of(app: &App, project: &Project, version: Option<&Version>) -> ApiResult<BoardWish> {
    let missing = ("layout", "nobody has drawn where the components lie");
    let drawn = plan_of(app, (project, version), (PlanKind::Board, Task::Components), missing).await?;
    Ok(BoardWish { picture_id: drawn.picture_id, components: drawn.plan })
}

/// What is read now.
async fn text_of(app: &App, project: &Project) -> ApiResult<TextPlan> {
    let drawn = app.store.scene_plan(project.id, PlanKind::Text).await?;
    let drawn = drawn.ok_or_else(|| lacks(Task::Read, "texts", "nobody has said what is to be read"))?;
    Ok(drawn.plan)
}

/// What pictures are compared with now.
async fn golden_of(app: &App, project: &Project, version: Option<&Version>) -> ApiResult<Id> {
    let missing = ("golden", "nobody has chosen the picture that others are compared with");
    let kind = (PlanKind::Golden, Task::Compare);
    Ok(plan_of::<serde_json::Value>(app, (project, version), kind, missing).await?.picture_id)
}

/// What was drawn once for a project is missing.
fn lacks(task: Task, label: &str, detail: &str) -> ApiError {
    let error = ApiError::from(Code::TrainingNotEnough).with("what", detail).with("label", label);
    error.with("have", 0).with("need", 1).with("task", task.name())
}

/// What was drawn for the project; the picture that it was drawn on must be among those of the version.
async fn plan_of<T: DeserializeOwned>(
    app: &App,
    (project, version): (&Project, Option<&Version>),
    (kind, task): (PlanKind, Task),
    (label, missing): (&str, &str),
) -> ApiResult<DrawnPlan<T>> {
    let drawn = app.store.scene_plan::<T>(project.id, kind).await?;
    let drawn = drawn.ok_or_else(|| lacks(task, label, missing))?;
    if let Some(version) = version
        && app.store.kept_file(version.id, drawn.picture_id).await?.is_none()
    {
        return Err(lacks(task, "plan_picture", "the picture that it was drawn on is not in this version"));
    }
    Ok(drawn)
}

fn task_from(task: dto::Task) -> Task {
    match task {
        dto::Task::Anomaly => Task::Anomaly,
        dto::Task::Classify => Task::Classify,
        dto::Task::Segment => Task::Segment,
        dto::Task::Detect => Task::Detect,
        dto::Task::Components => Task::Components,
        dto::Task::Glue => Task::Glue,
        dto::Task::Read => Task::Read,
        dto::Task::Compare => Task::Compare,
    }
}

/// What the scene asks for, or else what the labels can teach.
fn task_of(scene: &str, counts: &[LabelCount]) -> Task {
    match scene {
        "classification" => Task::Classify,
        "segmentation" => Task::Segment,
        "detection" => Task::Detect,
        "components" => Task::Components,
        "glue" => Task::Glue,
        "text" => Task::Read,
        "compare" => Task::Compare,
        _ if counts.iter().any(|c| c.marked > 0) => Task::Segment,
        _ => Task::Anomaly,
    }
}

fn check_labels(task: Task, counts: &[LabelCount]) -> ApiResult<()> {
    let sum = |of: fn(&LabelCount) -> u64, good: bool| -> u64 {
        counts.iter().filter(|c| c.good == good).map(of).sum()
    };
    let lacks = |what: &str, detail: String, have: u64| {
        let error = ApiError::from(Code::TrainingNotEnough).with("what", detail).with("label", what);
        Err(error.with("have", have).with("need", FEWEST).with("task", task.name()))
    };
    match task {
        Task::Anomaly | Task::Glue => {
            let good = sum(|c| c.pictures, true);
            if good < FEWEST {
                let detail = format!("it takes {FEWEST} good pictures, and {good} are labelled as good");
                return lacks("good", detail, good);
            }
        }
        Task::Classify => {
            let enough = counts.iter().filter(|c| c.pictures >= FEWEST).count() as u64;
            if enough < 2 {
                let have = json!(counts.iter().map(|c| json!([c.name, c.pictures])).collect::<Vec<_>>());
                let detail = format!(
                    "it takes two classes with {FEWEST} pictures each, and {enough} have as many ({have})"
                );
                return lacks("classes", detail, enough);
            }
        }
        Task::Detect => {
            let marked = sum(|c| c.marked, false);
            if marked < FEWEST {
                let detail =
                    format!("it takes {FEWEST} pictures with boxes or outlines, and {marked} have any");
                return lacks("boxes", detail, marked);
            }
        }
        // One good board is enough, and the one that the layout was drawn on is there.
        Task::Components => {}
        // Rules make a reader; marked texts only tell how well it reads.
        Task::Read => {}
        Task::Compare => {
            let marked = sum(|c| c.marked, false);
            if marked < FEWEST {
                let detail =
                    format!("it takes {FEWEST} pictures with boxes of what differs, and {marked} have any");
                return lacks("boxes", detail, marked);
            }
        }
        Task::Segment => {
            let marked = sum(|c| c.marked, false);
            if marked < FEWEST {
                let detail =
                    format!("it takes {FEWEST} pictures with marked defects, and {marked} have marks");
                return lacks("marked", detail, marked);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(name: &str, good: bool, pictures: u64, marked: u64) -> LabelCount {
        LabelCount { name: name.into(), good, pictures, marked }
    }

    #[test]
    fn the_scene_and_the_labels_choose_the_task() {
        let plain = [count("good", true, 9, 0), count("scratch", false, 9, 0)];
        let marked = [count("good", true, 9, 0), count("scratch", false, 9, 1)];
        for (scene, counts, task) in [
            ("classification", &marked, Task::Classify),
            ("segmentation", &plain, Task::Segment),
            ("free", &plain, Task::Anomaly),
            ("free", &marked, Task::Segment),
            ("foreign_object", &marked, Task::Segment),
            ("detection", &plain, Task::Detect),
            ("glue", &marked, Task::Glue),
            ("text", &plain, Task::Read),
            ("compare", &marked, Task::Compare),
        ] {
            assert_eq!(task_of(scene, counts), task, "{scene}");
        }
    }

    #[test]
    fn foreign_things_are_pasted_in_where_they_are_looked_for_or_somebody_asks() {
        let pasted = |task, scene, wanted| paste_in(task, scene, wanted).ok();
        assert_eq!(pasted(Task::Anomaly, "foreign_object", None), Some(true));
        assert_eq!(pasted(Task::Anomaly, "foreign_object", Some(false)), Some(false));
        assert_eq!(pasted(Task::Anomaly, "free", None), Some(false));
        assert_eq!(pasted(Task::Anomaly, "free", Some(true)), Some(true));
        assert_eq!(pasted(Task::Segment, "foreign_object", None), Some(false));
        let refused = paste_in(Task::Segment, "foreign_object", Some(true)).unwrap_err();
        assert_eq!(refused.problem().status, 422);
    }

    #[test]
    fn the_time_of_learning_is_cut_to_what_is_allowed() {
        assert_eq!(cut(Some(60), None), Some(60));
        assert_eq!(cut(Some(7200), Some(3240)), Some(3240));
        assert_eq!(cut(Some(60), Some(3240)), Some(60));
        assert_eq!(cut(None, Some(3240)), Some(3240));
        assert_eq!(cut(None, None), None);
    }

    #[test]
    fn what_is_missing_is_named() {
        let few = [count("good", true, 4, 0), count("scratch", false, 50, 4)];
        for (task, label) in [
            (Task::Anomaly, "good"),
            (Task::Classify, "classes"),
            (Task::Segment, "marked"),
            (Task::Detect, "boxes"),
            (Task::Glue, "good"),
            (Task::Compare, "boxes"),
        ] {
            let problem = check_labels(task, &few).unwrap_err().problem();
            assert_eq!((problem.code, problem.status), ("training.not_enough", 422));
            assert_eq!(problem.params["label"], label);
            assert!(!problem.detail.contains('{'), "{}", problem.detail);
        }
        let enough = [count("good", true, 5, 0), count("scratch", false, 5, 5)];
        assert!(check_labels(Task::Read, &[]).is_ok());
        for task in [Task::Anomaly, Task::Classify, Task::Segment, Task::Detect, Task::Compare] {
            assert!(check_labels(task, &enough).is_ok());
        }
    }
}
