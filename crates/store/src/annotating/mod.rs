//! Annotation as work of several people: a manager hands pictures out, people finish them, a reviewer accepts them or sends them back.
//! A picture that somebody works on is leased to them meanwhile.

mod agreement;
mod batches;
mod between;
mod leases;
mod mine;
mod opinions;
mod pairs;
mod people;
mod pieces;
mod progress;
mod review;
mod tasks;

pub use agreement::ReviewAgreement;
pub use batches::ReviewBatch;
pub use between::{BetweenPeople, ClassAgreement, ClassWork, PeopleAgreement};
pub use leases::{LEASE_MS, Lease};
pub use pairs::{Pair, PairCounts, PairFilter, PairSide, PairState, Take};
pub use people::Annotator;
pub use pieces::{NewNote, Note, Piece, PieceFilter};
pub use progress::PersonProgress;
pub use review::Review;
pub use tasks::{AnnotationTask, NewAnnotationTask, PieceCounts, TaskChange, TaskOrder};

pub(crate) use leases::{held_by_another, must_not_be_held};
pub(crate) use opinions::{named_apart, own_piece, rename_back_in_opinions, rename_in_opinions};

use crate::{Id, Moment, Result, Store, StoreError, Topic, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};

pub(super) const MISSING: StoreError = StoreError::NotFound { what: "annotation task" };

/// A task as rules need it.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct TaskRow {
    pub project_id: Id,
    pub name: String,
    pub pool: bool,
    pub blind: bool,
    pub revision: i64,
    pub closed_at: Option<Moment>,
}

impl TaskRow {
    fn must_be_open(&self) -> Result<()> {
        match self.closed_at {
            None => Ok(()),
            Some(_) => Err(StoreError::WrongState { what: "annotation task", state: "closed".into() }),
        }
    }
}

/// One of a project that was taken out of sight is not found.
pub(super) async fn find_task(db: &impl ConnectionTrait, id: Id) -> Result<TaskRow> {
    let query =
        "SELECT t.project_id, t.name, t.pool, t.blind, t.revision, t.closed_at FROM annotation_tasks t
        JOIN projects p ON p.id = t.project_id WHERE t.id = ? AND p.deleted_at IS NULL";
    sql::one(db, query, [id.into()]).await?.ok_or(MISSING)
}

impl Store {
    /// Those who hand out and review hear of the task, its people that something of theirs moved.
    async fn tell_task(&self, task: Id, project: Id, people: &[Id]) {
        self.events().tell(Topic::AnnotationTask, task, Some(project));
        for person in people {
            self.events().tell(Topic::AnnotationTask, *person, Some(project));
        }
    }
}
