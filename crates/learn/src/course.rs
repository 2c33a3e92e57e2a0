//! The course of a long training over pictures whose frozen features are worked out in each step: batches drawn by chance,
//! a rate that rises and falls, checkpoints.

use crate::checkpoint;
use crate::{LearnError, Progress, Stop};
use fovea_infer::Session;
use fovea_nn::{Part, Trainer, one_cycle};
use std::path::Path;
use std::time::{Duration, Instant};

/// Some steps with a rate of their own that rises and falls.
pub struct Phase {
    /// Number of the first step among those of all phases.
    pub from: usize,
    pub count: usize,
    /// Steps of all phases.
    pub total: usize,
    pub peak: f32,
    /// Where time is short the rate falls by the clock instead of by steps.
    pub time: Option<Duration>,
}

/// Where what was learnt is kept.
pub struct Saved<'a> {
    pub path: &'a Path,
    pub key: &'a str,
}

impl Saved<'_> {
    /// Takes up an earlier training; returns the steps it had made.
    pub fn resume(&self, trainer: &mut Trainer) -> usize {
        let snapshot = checkpoint::load(self.path, self.key);
        let steps = snapshot.as_ref().map_or(0, |s| s.steps as usize);
        if snapshot.is_some_and(|s| trainer.restore(s)) { steps } else { 0 }
    }
}

/// Who makes the steps.
pub trait Learns {
    /// What pictures are drawn from.
    type From: ?Sized;

    /// One step over a fresh batch.
    fn step(&mut self, number: u64, from: &Self::From, rate: f32) -> Result<f32, LearnError>;
    fn trainer(&self) -> &Trainer;
}

/// Steps from one checkpoint to the next.
const SAVE_EACH: usize = 25;

/// Makes the phase's steps from `done` on; returns how many are done then.
pub fn run<L: Learns>(
    learner: &mut L,
    from: &L::From,
    (phase, done): (&Phase, usize),
    saved: Option<&Saved>,
    (progress, stop): (&dyn Progress, &Stop),
) -> Result<usize, LearnError> {
    let (start, mut mean) = (Instant::now(), f32::NAN);
    let save = |learner: &L| {
        let saved = saved.map(|s| checkpoint::save(s.path, s.key, &learner.trainer().snapshot()));
        if let Some(Err(e)) = saved {
            progress.warn(&format!("no checkpoint: {e}"));
        }
    };
    for i in done..phase.count {
        let by_steps = i as f32 / phase.count as f32;
        let by_clock = phase.time.map_or(0.0, |t| start.elapsed().as_secs_f32() / t.as_secs_f32().max(1e-3));
        if stop.due() || by_clock >= 1.0 {
            save(learner);
            return Ok(i);
        }
        let rate = one_cycle(by_steps.max(by_clock), phase.peak);
        let loss = learner.step((phase.from + i) as u64, from, rate)?;
        mean = if mean.is_nan() { loss } else { 0.95 * mean + 0.05 * loss };
        progress.step("training", phase.from + i + 1, phase.total, &format!("loss {mean:.4}"));
        if (i + 1) % SAVE_EACH == 0 || i + 1 == phase.count {
            save(learner);
        }
    }
    Ok(phase.count)
}

/// A source of chance for each picture of each step, so that a batch does not depend on the threads.
pub fn chance(seed: u64, step: u64, batch: usize, slot: usize) -> fastrand::Rng {
    let key = (step * batch as u64 + slot as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    fastrand::Rng::with_seed(seed ^ key)
}

/// The frozen features of a batch, a part a session, and what is known of each picture. `draw` gives the picture of a slot,
/// in the size `view` (width, height).
pub fn features<T: Send>(
    sessions: &mut [Session],
    batch: usize,
    view: (u32, u32),
    draw: &(dyn Fn(usize) -> Result<(Vec<f32>, T), LearnError> + Sync),
) -> Result<(Vec<Part>, Vec<Vec<T>>), LearnError> {
    let threads = sessions.len();
    let share = |t: usize| (t * batch / threads)..((t + 1) * batch / threads);
    let prepare = |t: usize, session: &mut Session| -> Result<(Part, Vec<T>), LearnError> {
        let (mut images, mut known) = (Vec::new(), Vec::new());
        for slot in share(t) {
            let (image, told) = draw(slot)?;
            images.extend(image);
            known.push(told);
        }
        let n = known.len();
        let outputs = session.run(&images, [n, 3, view.1 as usize, view.0 as usize])?;
        let sizes = outputs.iter().map(|o| (o.dims[2], o.dims[3])).collect();
        let inputs = outputs.into_iter().map(|o| o.data).collect();
        Ok((Part { inputs, sizes, samples: n }, known))
    };
    let prepared: Vec<_> = std::thread::scope(|scope| {
        let prepare = &prepare;
        let handles: Vec<_> =
            sessions.iter_mut().enumerate().map(|(t, s)| scope.spawn(move || prepare(t, s))).collect();
        handles.into_iter().filter_map(|h| h.join().ok()).collect::<Result<_, _>>()
    })?;
    Ok(prepared.into_iter().unzip())
}
