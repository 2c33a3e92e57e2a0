//! Components of a board (器件错漏反): what sound ones look like on the good board and on those that were passed, and what
//! they would look like turned or gone, which is made here. See README.md in this folder.

mod graph;
mod judging;
mod made;
mod memory;
mod pack;
mod views;

use crate::{LearnError, Progress, Stop, TrainOptions, Trained};
use fovea_datasets::{Boards, DataSet, Sample, Split};
use fovea_domain::BBox;
use fovea_domain::components::{ComponentState, ComponentTruth};
use fovea_infer::components::Eye;
use fovea_vision::{Limits, Picture, decode_file};
use memory::Taught;
use std::collections::BTreeMap;
use views::Views;

/// A picture that agrees less with the good board shows something else.
const LEAST_AGREEMENT: f32 = 0.6;

/// A board that was passed or whose faults are known, and what is known.
struct Lesson<'a> {
    sample: &'a Sample,
    truth: &'a BTreeMap<String, ComponentTruth>,
}

pub(crate) fn train(
    set: &DataSet,
    options: &TrainOptions,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Trained, LearnError> {
    let boards = set.boards.as_ref().ok_or_else(|| {
        LearnError::NotEnough(
            "it has no layout.json that says where the components of a good board lie".into(),
        )
    })?;
    let golden = decode_file(&boards.golden, &Limits::default()).map_err(fovea_infer::InferError::from)?;
    let boxes: Vec<BBox> = boards.components.iter().map(|c| c.bbox).collect();
    let eye = Eye::new(&golden, &boxes)?;
    let taught = |s: &&Sample| s.split != Some(Split::Test);
    let lessons: Vec<Lesson> = set
        .samples
        .iter()
        .filter(taught)
        .filter_map(|sample| Some(Lesson { sample, truth: boards.truth.get(&sample.id)? }))
        .collect();
    let own =
        eye.look(&golden).ok_or_else(|| LearnError::NotEnough("the good board shows no structure".into()))?;
    let mut views = Views::new(&golden, boards, own, options)?;
    let seen = views.look(&eye, &lessons, (progress, stop))?;
    if stop.due() {
        return Err(LearnError::StoppedEarly);
    }
    progress.step("learning", 1, 2, "");
    let taught = Taught::of(&views, &seen, boards, &lessons);
    progress.step("learning", 2, 2, "");
    let package = pack::pack(&views, taught, (set, boards), &lessons, &golden, options)?;
    Ok(Trained { package, stopped_early: false })
}

/// What is true of a component of a board; `None` where nobody can say.
fn truth_of(lesson: &Lesson, name: &str) -> Option<ComponentState> {
    match lesson.truth.get(name) {
        None => Some(ComponentState::Ok),
        Some(truth) => truth.state(),
    }
}

/// Names of components in the order of the layout.
fn names(boards: &Boards) -> impl Iterator<Item = &str> {
    boards.components.iter().map(|c| c.name.as_str())
}

/// `f` of each number below `count`, on several threads, in order.
pub(crate) fn each<T: Send>(count: usize, threads: usize, f: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let threads = threads.clamp(1, count.max(1));
    let part = |t: usize| (t * count / threads..(t + 1) * count / threads).map(&f).collect::<Vec<T>>();
    std::thread::scope(|scope| {
        let part = &part;
        let handles: Vec<_> = (0..threads).map(|t| scope.spawn(move || part(t))).collect();
        handles.into_iter().filter_map(|h| h.join().ok()).flatten().collect()
    })
}

/// A look at a component: as numbers, its colour, and its colours without print.
#[derive(Debug, Clone)]
struct View {
    row: Vec<f32>,
    color: [f32; 3],
    coarse: Vec<u8>,
}

type Patches = Vec<Picture>;

#[cfg(test)]
mod tests;
