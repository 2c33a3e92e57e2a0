use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Who watches a training.
pub trait Progress: Sync {
    /// `done` of `total` steps of a stage (`"features"`, `"rounds"`, …); `note` is a short figure such as the loss.
    fn step(&self, stage: &'static str, done: usize, total: usize, note: &str);
    /// Something a person should know, such as a picture that was left out.
    fn warn(&self, message: &str);
}

/// When a training has to end: by a signal, or because its time is used up.
pub struct Stop {
    asked: Arc<AtomicBool>,
    start: Instant,
    budget: Option<Duration>,
}

impl Stop {
    pub fn new(budget: Option<Duration>) -> Stop {
        Stop { asked: Arc::new(AtomicBool::new(false)), start: Instant::now(), budget }
    }

    /// Ends with this one, and earlier where this share of the time left is used up.
    pub fn part(&self, share: f32) -> Stop {
        let budget = self.left().map(|l| l.mul_f32(share));
        Stop { asked: Arc::clone(&self.asked), start: Instant::now(), budget }
    }

    /// Set it, for example from a signal handler, to end the training after the step at hand.
    pub fn flag(&self) -> &Arc<AtomicBool> {
        &self.asked
    }

    pub fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// True once the training must not begin another step.
    pub fn due(&self) -> bool {
        self.asked() || self.left().is_some_and(|l| l.is_zero())
    }

    /// Time left of the budget; `None` where there is none.
    pub fn left(&self) -> Option<Duration> {
        self.budget.map(|b| b.saturating_sub(self.start.elapsed()))
    }

    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

/// Watches nothing.
pub(crate) struct Silent;

impl Progress for Silent {
    fn step(&self, _: &'static str, _: usize, _: usize, _: &str) {}
    fn warn(&self, _: &str) {}
}
