//! What models propose of pictures that have no label yet, and what became of it. A proposal is never a label: it is counted nowhere and
//! goes into no version, until a person takes it over.

use crate::annotations::{Label, regions_of};
use crate::audit::Entry;
use crate::entities::picture;
use crate::jobs::{check_project, insert_job, shift};
use crate::pictures::{PictureFilter, filtered, find_picture};
use crate::projects::{classes_of, find_project};
use crate::{Id, Job, Moment, NewJob, Result, Store, StoreError, Topic, now, sql};
use fovea_domain::assist::{Outcome, Place, Proposal, ProposedRegion, Said, outcome};
use fovea_domain::{JobEvent, Mark};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Value as Sql,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;

/// SQLite takes some thirty thousand values in a statement.
const ROWS: usize = 2_000;
/// Proposals that are kept in one change.
const KEPT_TOGETHER: usize = 500;
const GONE: StoreError = StoreError::NotFound { what: "prelabels" };
/// The name of jobs of the reader that the program carries.
pub const READER: &str = "PP-OCRv4";

/// Which pictures a model is to look at; of these always those without labels.
#[derive(Debug, Clone)]
pub struct PicturesOf {
    pub filter: PictureFilter,
    /// Only those of an annotation task
    pub task: Option<Id>,
}

/// Who proposes.
#[derive(Debug, Clone, Copy)]
pub struct Proposer {
    /// `None`: the reader that the program carries
    pub model: Option<Id>,
    /// Of the texts that it proposes
    pub class: Option<Id>,
}

/// One look of a model at pictures, with what became of its proposals.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Prelabels {
    pub id: Id,
    pub project_id: Id,
    /// `None`: the reader that the program carries
    pub model_id: Option<Id>,
    pub model_name: Option<String>,
    pub model_number: Option<i32>,
    pub class_id: Option<Id>,
    pub pictures: i64,
    pub created_by: Option<String>,
    pub created_at: Moment,
    pub state: String,
    pub progress: Option<String>,
    pub open: i64,
    pub accepted: i64,
    pub mended: i64,
    pub refused: i64,
}

/// A place that is proposed. Whoever takes it over keeps its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposedPlace {
    pub id: String,
    pub class_id: Option<Id>,
    pub score: f32,
    pub shape: Mark,
}

/// What is proposed of a picture, or was.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureProposal {
    pub prelabel_id: Id,
    /// `None`: the reader that the program carries
    pub model_id: Option<Id>,
    pub model_name: Option<String>,
    pub model_number: Option<i32>,
    pub state: Outcome,
    pub bad: bool,
    pub score: f32,
    pub uncertainty: f32,
    pub class_id: Option<Id>,
    pub regions: Vec<ProposedPlace>,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    prelabel_id: Id,
    model_id: Option<Id>,
    model_name: Option<String>,
    model_number: Option<i32>,
    state: String,
    bad: bool,
    score: f64,
    uncertainty: f64,
    class_id: Option<Id>,
    regions: String,
    denied: bool,
}

/// The newest that was worked out.
const CURRENT: &str = "SELECT p.prelabel_id, l.model_id, m.name AS model_name, m.number AS model_number, p.state, p.bad, p.score,
        p.uncertainty, p.class_id, p.regions, p.denied
    FROM proposals p JOIN prelabels l ON l.id = p.prelabel_id LEFT JOIN models m ON m.id = l.model_id
    WHERE p.picture_id = ? AND p.state <> 'waiting' ORDER BY p.prelabel_id DESC LIMIT 1";

impl Row {
    fn read(self) -> Result<PictureProposal> {
        let corrupt = |what: &str| StoreError::corrupt(format!("a proposal's {what}"));
        Ok(PictureProposal {
            regions: serde_json::from_str(&self.regions).map_err(|_| corrupt("places"))?,
            state: Outcome::from_name(&self.state).ok_or_else(|| corrupt("state"))?,
            prelabel_id: self.prelabel_id,
            model_id: self.model_id,
            model_name: self.model_name,
            model_number: self.model_number,
            bad: self.bad,
            score: self.score as f32,
            uncertainty: self.uncertainty as f32,
            class_id: self.class_id,
        })
    }
}

impl Store {
    /// How many pictures a model would look at.
    pub async fn count_to_prelabel(&self, project: Id, of: &PicturesOf) -> Result<u64> {
        find_project(self.reader(), project).await?;
        Ok(wanted(project, of).count(self.reader()).await?)
    }

    /// A job, and the pictures as they are now. Refused where there are none without labels.
    pub async fn create_prelabels(&self, new: NewJob, proposer: Proposer, of: &PicturesOf) -> Result<Job> {
        let change = self.begin().await?;
        let project = new.project_id.ok_or(GONE)?;
        let by = new.owner;
        let ids: Vec<Id> =
            wanted(project, of).select_only().column(picture::Column::Id).into_tuple().all(&change).await?;
        if ids.is_empty() {
            return Err(StoreError::WrongState { what: "prelabels", state: "empty".into() });
        }
        let job = insert_job(&change, new).await?;
        let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        let insert =
            "INSERT INTO prelabels (id, project_id, model_id, class_id, pictures, created_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)";
        let Proposer { model, class } = proposer;
        let values: [Sql; 7] = [
            job.id.into(),
            project.into(),
            model.into(),
            class.into(),
            count.into(),
            by.into(),
            now().into(),
        ];
        sql::run(&change, insert, values).await?;
        for some in ids.chunks(ROWS) {
            let rows = vec!["(?, ?, 'waiting', 0, 0, 0, '[]', 0)"; some.len()].join(", ");
            let insert = format!(
                "INSERT INTO proposals (picture_id, prelabel_id, state, bad, score, uncertainty, regions, denied) VALUES {rows}"
            );
            sql::run(&change, insert, some.iter().flat_map(|id| [Sql::from(*id), job.id.into()])).await?;
        }
        let mut told = json!({"model_id": model, "pictures": count});
        if let Some(class) = class {
            told["class_id"] = json!(class);
        }
        self.note(&change, Entry::new("prelabel.begin").on(job.id, &job.name).project(project).after(told))
            .await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(job)
    }

    /// Some pictures that a job is to look at and that are still there, behind this one.
    pub async fn pictures_to_prelabel(
        &self,
        prelabel: Id,
        behind: Option<Id>,
        most: u64,
    ) -> Result<Vec<crate::PictureRow>> {
        let mut all = picture::Entity::find().filter(Expr::cust_with_values(
            "id IN (SELECT picture_id FROM proposals WHERE prelabel_id = ? AND state = 'waiting') AND deleted_at IS NULL",
            [prelabel],
        ));
        if let Some(behind) = behind {
            all = all.filter(picture::Column::Id.gt(behind));
        }
        Ok(all.order_by_asc(picture::Column::Id).limit(most).all(self.reader()).await?)
    }

    /// Keeps what was proposed, some at a time so that nobody waits long for the right to write, and ends the job. Earlier proposals of
    /// these pictures that nobody answered go; pictures that somebody labelled meanwhile get none. Doing it again changes nothing.
    pub async fn finish_prelabels(
        &self,
        job: &Job,
        (event, reason): (JobEvent, Option<&Value>),
        found: &[(Id, Proposal)],
    ) -> Result<()> {
        let project = job.project_id.ok_or(GONE)?;
        for some in found.chunks(KEPT_TOGETHER) {
            let change = self.begin().await?;
            keep(&change, project, job.id, some).await?;
            change.commit().await?;
        }
        let change = self.begin().await?;
        let older = "DELETE FROM proposals WHERE state = 'open' AND prelabel_id < ?1
            AND picture_id IN (SELECT picture_id FROM proposals WHERE prelabel_id = ?1 AND state = 'open')";
        sql::run(&change, older, [job.id.into()]).await?;
        // Forgets, too, what was not looked at.
        let ended = shift(&change, job.id, event, reason).await?;
        change.commit().await?;
        self.tell_job(&ended);
        self.events().tell(Topic::Project, project, Some(project));
        Ok(())
    }

    /// Of a project, the newest first.
    pub async fn prelabels_of(&self, project: Id, most: u64) -> Result<Vec<Prelabels>> {
        check_project(self.reader(), project).await?;
        let query = format!("{PRELABELS} WHERE l.project_id = ? ORDER BY l.id DESC LIMIT ?");
        sql::all(self.reader(), query, [project.into(), i64::try_from(most).unwrap_or(i64::MAX).into()]).await
    }

    pub async fn prelabels(&self, id: Id) -> Result<Prelabels> {
        let found: Option<Prelabels> =
            sql::one(self.reader(), format!("{PRELABELS} WHERE l.id = ?"), [id.into()]).await?;
        let found = found.ok_or(GONE)?;
        check_project(self.reader(), found.project_id).await.map_err(|_| GONE)?;
        Ok(found)
    }

    /// Takes away what it proposed and nobody has answered; what was taken over stays a label. Returns how many.
    pub async fn discard_prelabels(&self, id: Id) -> Result<u64> {
        let found = self.prelabels(id).await?;
        let change = self.begin().await?;
        let delete = "DELETE FROM proposals WHERE prelabel_id = ? AND state = 'open'";
        let gone = sql::run(&change, delete, [id.into()]).await?;
        let name = found.model_name.as_deref().unwrap_or(READER);
        let entry = Entry::new("prelabel.discard").on(id, name).project(found.project_id);
        self.note(&change, entry.after(json!({"pictures": gone}))).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, found.project_id, Some(found.project_id));
        Ok(gone)
    }

    /// The newest proposal of a picture, also one that was answered.
    pub async fn proposal(&self, picture: Id) -> Result<Option<PictureProposal>> {
        let row: Option<Row> = sql::one(self.reader(), CURRENT, [picture.into()]).await?;
        row.map(Row::read).transpose()
    }

    /// No to all of it, whatever the label will be. Again changes nothing.
    pub async fn refuse_proposal(&self, picture: Id, by: Id) -> Result<()> {
        let change = self.begin().await?;
        let row = find_picture(&change, picture).await?;
        let found: Option<Row> = sql::one(&change, CURRENT, [picture.into()]).await?;
        let found = found.ok_or(StoreError::NotFound { what: "proposal" })?;
        if found.state != Outcome::Open.name() {
            self.nothing_changed();
            return Ok(());
        }
        let update = "UPDATE proposals SET state = 'refused', denied = 1, settled_by = ?, settled_at = ?
            WHERE picture_id = ? AND prelabel_id = ?";
        let values: [Sql; 4] = [by.into(), now().into(), picture.into(), found.prelabel_id.into()];
        sql::run(&change, update, values).await?;
        let entry =
            Entry::new("proposal.refuse").kind("picture").on(picture, &row.name).project(row.project_id);
        self.note(&change, entry.after(json!({"model_id": found.model_id}))).await?;
        change.commit().await?;
        self.tell_pictures(row.project_id, &[picture]);
        Ok(())
    }
}

const PRELABELS: &str = "SELECT l.id, l.project_id, l.model_id, m.name AS model_name, m.number AS model_number, l.class_id, l.pictures,
        u.name AS created_by, l.created_at, COALESCE(j.state, 'succeeded') AS state, j.progress,
        (SELECT COUNT(*) FROM proposals p WHERE p.prelabel_id = l.id AND p.state = 'open') AS open,
        (SELECT COUNT(*) FROM proposals p WHERE p.prelabel_id = l.id AND p.state = 'accepted') AS accepted,
        (SELECT COUNT(*) FROM proposals p WHERE p.prelabel_id = l.id AND p.state = 'mended') AS mended,
        (SELECT COUNT(*) FROM proposals p WHERE p.prelabel_id = l.id AND p.state = 'refused') AS refused
    FROM prelabels l LEFT JOIN models m ON m.id = l.model_id LEFT JOIN jobs j ON j.id = l.id LEFT JOIN users u ON u.id = l.created_by";

fn wanted(project: Id, of: &PicturesOf) -> sea_orm::Select<picture::Entity> {
    let filter = PictureFilter { labelled: Some(false), ..of.filter.clone() };
    let all = filtered(project, &filter);
    match of.task {
        Some(task) => all.filter(Expr::cust_with_values(
            "id IN (SELECT picture_id FROM annotation_pieces WHERE task_id = ?)",
            [task],
        )),
        None => all,
    }
}

/// What decides of texts what they are called and whether they are a fault.
#[derive(Debug, FromQueryResult)]
struct Ground {
    scene: String,
    class_id: Option<Id>,
}

/// Within a change: what a job proposed of pictures that wait for it.
async fn keep(change: &DatabaseTransaction, project: Id, job: Id, found: &[(Id, Proposal)]) -> Result<()> {
    let classes = classes_of(change, project).await?;
    let good = classes.iter().find(|c| c.good).map(|c| c.id);
    // A class that the project does not have any more, or that says the opposite, is left open.
    let defects: HashMap<&str, Id> =
        classes.iter().filter(|c| !c.good).map(|c| (c.name.as_str(), c.id)).collect();
    let known = |name: Option<&String>| name.and_then(|n| defects.get(n.as_str())).copied();
    let ground =
        "SELECT p.scene, l.class_id FROM prelabels l JOIN projects p ON p.id = l.project_id WHERE l.id = ?";
    let ground: Ground = sql::one(change, ground, [job.into()]).await?.ok_or(GONE)?;
    for (picture, proposal) in found {
        let bad = proposal.is_bad_in(&ground.scene);
        let class = match bad {
            true => known(proposal.class.as_ref()),
            false => proposal.class.as_ref().and(good),
        };
        let place = |one: &ProposedRegion| ProposedPlace {
            id: Id::new().to_string(),
            class_id: match one.shape {
                Mark::Text { .. } => ground.class_id,
                _ => known(one.class.as_ref()),
            },
            score: one.score,
            shape: one.shape.clone(),
        };
        let places: Vec<ProposedPlace> = proposal.regions.iter().map(place).collect();
        let places = serde_json::to_string(&places).map_err(|e| StoreError::corrupt(e.to_string()))?;
        let update = "UPDATE proposals SET state = 'open', bad = ?, score = ?, uncertainty = ?, class_id = ?, regions = ?
            WHERE picture_id = ? AND prelabel_id = ? AND state = 'waiting'
            AND EXISTS (SELECT 1 FROM pictures i WHERE i.id = proposals.picture_id AND i.verdict IS NULL)";
        let values: [Sql; 7] = [
            bad.into(),
            f64::from(proposal.score).into(),
            f64::from(proposal.uncertainty).into(),
            class.into(),
            places.into(),
            (*picture).into(),
            job.into(),
        ];
        sql::run(change, update, values).await?;
    }
    Ok(())
}

/// Within the change that takes a class away: what is proposed as it is the other then, or open where there is none.
pub(crate) async fn reclass(
    change: &DatabaseTransaction,
    project: Id,
    from: Id,
    into: Option<Id>,
) -> Result<()> {
    let of_project = "prelabel_id IN (SELECT id FROM prelabels WHERE project_id = ?3)";
    let whole = format!("UPDATE proposals SET class_id = ?2 WHERE class_id = ?1 AND {of_project}");
    sql::run(change, whole, [from.into(), into.into(), project.into()]).await?;
    let quoted = |id: Id| format!("\"{id}\"");
    let places = format!(
        "UPDATE proposals SET regions = replace(regions, ?1, ?2) WHERE instr(regions, ?1) > 0 AND {of_project}"
    );
    let to = into.map_or_else(|| "null".to_string(), quoted);
    sql::run(change, places, [quoted(from).into(), to.into(), project.into()]).await?;
    // Of jobs that are under way, too.
    let texts = "UPDATE prelabels SET class_id = ?2 WHERE class_id = ?1";
    sql::run(change, texts, [from.into(), into.into()]).await?;
    Ok(())
}

/// Within the change that ends a job: what it did not look at is not waited for any more.
pub(crate) async fn close_row(change: &DatabaseTransaction, job: Id) -> Result<()> {
    sql::run(change, "DELETE FROM proposals WHERE prelabel_id = ? AND state = 'waiting'", [job.into()])
        .await?;
    Ok(())
}

/// Within the change that labels a picture: what becomes of the proposal by it.
pub(crate) async fn settle(
    change: &DatabaseTransaction,
    picture: Id,
    label: &Label,
    by: Option<Id>,
) -> Result<Option<(Option<Id>, Outcome)>> {
    let Some(row) = sql::one::<Row>(change, CURRENT, [picture.into()]).await? else { return Ok(None) };
    let denied = row.denied;
    let proposal = row.read()?;
    let said = label.verdict.as_deref().map(|verdict| Said {
        bad: verdict == "bad",
        class: label.class_id,
        places: label
            .regions
            .iter()
            .map(|r| Place { id: &r.id, class: Some(r.class_id), shape: &r.shape, score: 0.0 })
            .collect(),
    });
    let proposed = Said {
        bad: proposal.bad,
        class: proposal.class_id,
        places: proposal
            .regions
            .iter()
            .map(|r| Place { id: &r.id, class: r.class_id, shape: &r.shape, score: r.score })
            .collect(),
    };
    let state = match outcome(&proposed, said.as_ref()) {
        Outcome::Open if denied => Outcome::Refused,
        // Who said no and then labels the same by hand did not take it over, unless places of it are there.
        Outcome::Accepted if denied && proposal.regions.is_empty() => Outcome::Refused,
        other => other,
    };
    if state == proposal.state {
        return Ok(None);
    }
    let update = "UPDATE proposals SET state = ?, settled_by = ?, settled_at = ? WHERE picture_id = ? AND prelabel_id = ?";
    let settled = state != Outcome::Open;
    let values: [Sql; 5] = [
        state.name().into(),
        by.filter(|_| settled).into(),
        settled.then(now).into(),
        picture.into(),
        proposal.prelabel_id.into(),
    ];
    sql::run(change, update, values).await?;
    Ok(Some((proposal.model_id, state)))
}

/// The same for many pictures, which `set` finds, by what is said of each now.
pub(crate) async fn settle_many(change: &DatabaseTransaction, set: &str, by: Id) -> Result<()> {
    let query =
        format!("SELECT DISTINCT picture_id FROM proposals WHERE state <> 'waiting' AND picture_id IN {set}");
    for row in sql::rows(change, query, []).await? {
        let id: Id = row.try_get("", "picture_id")?;
        let Some(found) = picture::Entity::find_by_id(id).one(change).await? else { continue };
        let regions = regions_of(change, &[id]).await?.into_iter().map(|(_, r)| r).collect();
        let label = Label { verdict: found.verdict, class_id: found.class_id, regions };
        settle(change, id, &label, Some(by)).await?;
    }
    Ok(())
}
