//! Rows of the store as the interface tells them.

use super::oversees;
use crate::app::App;
use crate::dto::{
    AnnotationTask, Annotator, ClassAgreement, ClassWork, GoodOrBad, Note, NotePlace, Pair, PairCounts,
    PairSide, PairState, PeopleAgreement, PeopleAgreements, PersonProgress, PieceCounts, PieceState,
    ReviewAgreement, Scene, Take, TaskPicture, TaskProject,
};
use crate::error::ApiResult;
use crate::guard::Principal;
use crate::list::List;
use crate::pictures::annotation::region;
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
    let pairs = if oversees(who) { Some(app.store.pair_counts(found.id).await?) } else { None };
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
        pairs: pairs.map(|p| PairCounts {
            waiting: number(p.waiting),
            ready: number(p.ready),
            settled: number(p.settled),
        }),
        blind: found.blind,
        to_review: number(found.to_review),
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
        twofold: found.twofold,
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

pub(super) fn pair(found: fovea_store::Pair) -> Pair {
    let [first, second] = found.sides.map(side);
    Pair {
        position: first.position,
        picture: picture(found.picture),
        state: found.state.into(),
        first,
        second,
        f1: found.f1,
        overlap: found.overlap,
        same: found.same,
        taken: found.taken.map(|take| match take {
            fovea_store::Take::First => Take::First,
            fovea_store::Take::Second => Take::Second,
            fovea_store::Take::Both => Take::Both,
        }),
        revision: found.revision,
    }
}

fn side(found: fovea_store::PairSide) -> PairSide {
    let label = found.label.unwrap_or_default();
    PairSide {
        position: u32::try_from(found.position).unwrap_or(0),
        user_id: found.user_id,
        user: found.user,
        state: found.state.into(),
        verdict: label.verdict.as_deref().and_then(GoodOrBad::from_name),
        class_id: label.class_id,
        regions: label.regions.into_iter().map(region).collect(),
    }
}

pub(super) fn between(found: fovea_store::BetweenPeople) -> PeopleAgreements {
    let people = found.people.into_iter().map(|one| PeopleAgreement {
        first: one.first,
        second: one.second,
        pictures: one.pictures,
        differ: one.differ,
        f1: one.places.share(),
        overlap: one.places.overlap(),
        kappa: one.kappa,
    });
    let classes = found.classes.into_iter().map(|one| ClassAgreement {
        class_id: one.class_id,
        both: one.places.both,
        one: one.places.only_first + one.places.only_second,
        f1: one.places.share(),
        overlap: one.places.overlap(),
        kappa: one.kappa,
    });
    let work = found.work.into_iter().map(|one| ClassWork {
        user_id: one.user_id,
        class_id: one.class_id,
        finished: one.finished,
        rework: one.reworked as f64 / one.finished.max(1) as f64,
        seconds: one.worked_ms as f64 / 1000.0 / one.finished.max(1) as f64,
    });
    PeopleAgreements { people: people.collect(), classes: classes.collect(), work: work.collect() }
}

impl From<PairState> for fovea_store::PairState {
    fn from(state: PairState) -> fovea_store::PairState {
        match state {
            PairState::Waiting => fovea_store::PairState::Waiting,
            PairState::Ready => fovea_store::PairState::Ready,
            PairState::Settled => fovea_store::PairState::Settled,
        }
    }
}

impl From<fovea_store::PairState> for PairState {
    fn from(state: fovea_store::PairState) -> PairState {
        match state {
            fovea_store::PairState::Waiting => PairState::Waiting,
            fovea_store::PairState::Ready => PairState::Ready,
            fovea_store::PairState::Settled => PairState::Settled,
        }
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
