//! Components of boards that teach, judged as `fovea_infer::components` judges those of others.

use super::memory::{Known, distances, together};
use super::views::Seen;
use super::{Lesson, View, truth_of};
use fovea_domain::components::ComponentState;
use fovea_infer::components::{Bank, Beside, BoardSpec, CoarseBank, Traits, nearer_to_none, score_of};

/// A look at a component that is known to be turned or missing.
pub(super) struct Fault<'a> {
    pub board: usize,
    pub state: ComponentState,
    pub view: &'a View,
}

/// Known faults of component `j`.
pub(super) fn known_faults<'a>(
    seen: &'a [Option<Seen>],
    lessons: &[Lesson],
    (j, name): (usize, &str),
) -> Vec<Fault<'a>> {
    let mut faults = Vec::new();
    for (board, seen) in seen.iter().enumerate() {
        let state = truth_of(&lessons[board], name);
        let state = state.filter(|s| matches!(s, ComponentState::Reversed | ComponentState::Missing));
        if let (Some(seen), Some(state)) = (seen, state) {
            let part = &seen.parts[j];
            let views = [Some(&part.view), part.in_place.as_ref()];
            faults.extend(views.into_iter().flatten().map(|view| Fault { board, state, view }));
        }
    }
    faults
}

/// A board that is judged as if it had taught nothing: what the others say of a component.
pub(super) struct Apart<'a> {
    pub board: usize,
    pub usual: f32,
    pub known: &'a Known<'a>,
    pub faults: &'a [Fault<'a>],
    /// Made from the good board.
    pub turned: &'a [View],
    pub absent: &'a [View],
}

pub(super) struct Judging<'a> {
    pub spec: &'a BoardSpec,
    bank: Bank,
    coarse: CoarseBank,
}

const EVEN: [f32; 3] = [1.0; 3];

impl Judging<'_> {
    pub fn of<'a>(spec: &'a BoardSpec, bank: &[u8], coarse: &[u8]) -> Judging<'a> {
        let rows = spec.beside.as_ref().map_or(1, |b| b.rows as usize);
        Judging { spec, bank: Bank::of(spec, bank), coarse: CoarseBank::of(spec, coarse, rows) }
    }

    pub fn score(&self, j: usize, traits: &Traits, usual: f32) -> f32 {
        score_of(traits, usual, self.spec.components[j].color, self.spec.beside.as_ref())
    }

    /// Of a picture that was made from the good board.
    pub fn made(&self, j: usize, view: &View) -> Traits {
        let mut traits = self.traits(j, &[view], EVEN);
        let usual = self.spec.components[j].usual;
        traits.turn = self.turn(j, &[view], traits.sound - usual, &|_| true);
        traits
    }

    /// Component `j` of a board that teaches.
    pub fn apart(&self, j: usize, seen: &Seen, board: &Apart) -> Traits {
        let part = &seen.parts[j];
        let views: Vec<&View> = [Some(&part.view), part.in_place.as_ref()].into_iter().flatten().collect();
        let gain = self.coarse.gain(seen.parts.iter().map(|p| p.view.coarse.as_slice()));
        let mut traits = self.traits(j, &views, gain);
        let others = board.known.sound.iter().filter(|s| s.board != Some(board.board)).map(|s| s.view);
        if let Some(sound) = nearest(&views, &others.collect::<Vec<_>>()) {
            traits.sound = sound;
        }
        let taught_itself = board.faults.iter().find(|f| f.board == board.board).map(|f| f.state);
        if let Some(state) = taught_itself {
            let (made, own) = match state {
                ComponentState::Reversed => (board.turned, &mut traits.turned),
                _ => (board.absent, &mut traits.absent),
            };
            let others = board.faults.iter().filter(|f| f.board != board.board && f.state == state);
            let others: Vec<&View> = made.iter().chain(others.map(|f| f.view)).collect();
            *own = nearest(&views, &others).unwrap_or(*own);
        }
        let excess = traits.sound - board.usual;
        let of_others = |i: usize| board.known.sound[i].board != Some(board.board);
        traits.turn = self.turn(j, &views, excess, &of_others);
        traits
    }

    fn traits(&self, j: usize, views: &[&View], gain: [f32; 3]) -> Traits {
        let spec = &self.spec.components[j];
        let one = |v: &&View| {
            (self.bank.traits(j, spec, &v.row, v.color), self.coarse.distances(j, &v.coarse, gain))
        };
        let least = |a: [f32; 2], b: [f32; 2]| [a[0].min(b[0]), a[1].min(b[1])];
        let all = views.iter().map(one).reduce(|a, b| (a.0.with(&b.0), least(a.1, b.1)));
        let Some((mut traits, far)) = all else { return Traits::default() };
        traits.color = nearer_to_none(far);
        traits
    }

    fn turn(&self, j: usize, views: &[&View], excess: f32, sound: &dyn Fn(usize) -> bool) -> Option<f32> {
        let spec = &self.spec.components[j];
        let counts = |b: &&Beside| b.turned != 0.0 && excess > b.doubtful && !spec.either_way;
        self.spec.beside.as_ref().filter(counts)?;
        let of = |v: &&View| {
            let rows = (0..spec.sound as usize).filter(|&i| sound(i));
            self.bank.place_by_place(j, spec, &v.row, rows)
        };
        let least = views.iter().map(of).reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1])])?;
        Some(self.bank.turn(j, least))
    }
}

/// The logarithm of how far the nearest of some looks is from the nearest of others.
fn nearest(views: &[&View], others: &[&View]) -> Option<f32> {
    let of = |v: &&View| {
        let far = others.iter().map(|o| distances(v, o));
        far.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1])]).map(together)
    };
    views.iter().filter_map(of).reduce(f32::min)
}
