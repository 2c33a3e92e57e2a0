//! Rows of the store as the interface tells them.

use super::oversees;
use crate::app::App;
use crate::dto::{
    AnnotationTask, Annotator, Note, NotePlace, PersonProgress, PieceCounts, PieceState, ReviewAgreement,
    Scene, TaskPicture, TaskProject,
};
use crate::error::ApiResult;
use crate::guard::Principal;
use crate::list::List;
use crate::pictures::picture;
use crate::projects::class;
use fovea_domain::annotating;
use fovea_store::{Page, Piece};

pub(super) async fn tasks(
    app: &App,
    who: &Principal,
    found: Page<fovea_store::AnnotationTask>,
) -> ApiResult<List<AnnotationTask>> {
    let mut items = Vec::with_capacity(found.items.len());
    for row in found.items {
        items.push(task(app, who, row).await?);
    }
    Ok(List::of(Page { items, next: found.next, total: found.total }, |t| t))
}

pub(super) async fn task(
    app: &App,
    who: &Principal,
    found: fovea_store::AnnotationTask,
) -> ApiResult<AnnotationTask> {
    let project = app.store.project(found.project_id).await?;
    let classes = app.store.classes(found.project_id).await?;
    Ok(AnnotationTask {
        id: found.id,
        project: TaskProject {
            id: project.id,
            name: project.name,
            scene: Scene::from_name(&project.scene)?,
            classes: classes.into_iter().map(class).collect(),
        },
        name: found.name,
        instructions: found.instructions,
        deadline: found.deadline.map(Into::into),
        pool: found.pool,
        revision: found.revision,
        created_by: found.created_by,
        created_at: found.created_at.into(),
        closed_at: found.closed_at.map(Into::into),
        counts: oversees(who).then(|| counts(&found.counts)),
        mine: counts(&found.mine),
        free: number(found.free),
    })
}

pub(super) fn piece(found: Piece) -> TaskPicture {
    let note = |n: fovea_store::Note| Note {
        id: n.id,
        at: n.at.into(),
        by: n.by,
        text: n.text,
        place: n.place.map(|(x, y)| NotePlace { x, y }),
    };
    TaskPicture {
        position: u32::try_from(found.position).unwrap_or(0),
        picture: picture(found.picture),
        state: found.state.into(),
        user_id: found.user_id,
        user: found.user,
        seconds: number(found.worked_ms) / 1000,
        done_at: found.done_at.map(Into::into),
        sent_back: number(found.sent_back),
        with_batch: found.with_batch,
        notes: found.notes.into_iter().map(note).collect(),
    }
}

pub(super) fn person(
    found: fovea_store::PersonProgress,
    agreed: &[fovea_store::ReviewAgreement],
) -> PersonProgress {
    let agreement = agreed.iter().find(|a| Some(a.user_id) == found.user_id);
    let of_finished = |n: f64| (found.finished > 0).then(|| n / found.finished as f64);
    PersonProgress {
        rework: of_finished(found.reworked as f64),
        seconds: of_finished(found.worked_ms as f64 / 1000.0),
        finished: number(found.finished),
        agreement: agreement.map(|a| ReviewAgreement {
            pictures: a.pictures,
            f1: a.places.share(),
            overlap: a.places.overlap(),
            kappa: a.kappa,
        }),
        counts: PieceCounts {
            open: number(found.open),
            sent_back: number(found.sent_back),
            done: number(found.done),
            accepted: number(found.accepted),
        },
        user: found.user_id.zip(found.name).map(|(id, name)| Annotator {
            id,
            name,
            nickname: found.nickname.unwrap_or_default(),
        }),
    }
}

fn counts(found: &fovea_store::PieceCounts) -> PieceCounts {
    PieceCounts {
        open: number(found.open),
        sent_back: number(found.sent_back),
        done: number(found.done),
        accepted: number(found.accepted),
    }
}

fn number(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

impl From<annotating::PieceState> for PieceState {
    fn from(state: annotating::PieceState) -> PieceState {
        match state {
            annotating::PieceState::SentBack => PieceState::SentBack,
            annotating::PieceState::Open => PieceState::Open,
            annotating::PieceState::Done => PieceState::Done,
            annotating::PieceState::Accepted => PieceState::Accepted,
        }
    }
}

impl From<PieceState> for annotating::PieceState {
    fn from(state: PieceState) -> annotating::PieceState {
        match state {
            PieceState::SentBack => annotating::PieceState::SentBack,
            PieceState::Open => annotating::PieceState::Open,
            PieceState::Done => annotating::PieceState::Done,
            PieceState::Accepted => annotating::PieceState::Accepted,
        }
    }
}
