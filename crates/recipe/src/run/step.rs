//! One picture through all steps: each as soon as what it builds on is there, side by side where they do not depend on each
//! other. What comes out does not depend on how many work at once.

use super::Frame;
use super::frame::{Area, moved};
use super::load::{Loaded, Ready};
use super::{Given, look, regions};
use crate::document::{Look, Regions, Shape, Step, StepKind, WHOLE};
use crate::result::{Measured, Reason, ReasonKind, State, StepResult, StepValue, Verdict, Verdicted};
use crate::rules::{Facts, judge};
use fovea_domain::{BBox, Polygon};
use fovea_vision::Picture;
use fovea_vision::register::Homography;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::time::Instant;

/// A picture as a recipe sees it.
pub struct Shown<'a> {
    /// The file's own bytes.
    pub bytes: &'a [u8],
    pub picture: Picture,
    /// Whether it is the very picture before it.
    pub repeated: bool,
}

/// A recipe at work.
pub struct Runner {
    pub(crate) loaded: Loaded,
    /// For each step the places of those that it builds on.
    needs: Vec<Vec<usize>>,
}

/// What a step hands on beside its result.
enum Output {
    Nothing,
    Picture,
    Frame(Frame),
    Areas(Vec<Area>),
}

struct Done {
    result: StepResult,
    output: Output,
}

/// One picture's work.
struct Work<'a> {
    runner: &'a Runner,
    shown: &'a Shown<'a>,
    given: &'a Given,
    done: Vec<OnceLock<Done>>,
    /// Nobody waits for it any more.
    stop: &'a AtomicBool,
}

/// Steps that may start, and for each how many it still waits for.
struct Line {
    ready: Vec<usize>,
    waits: Vec<usize>,
    left: usize,
}

impl Runner {
    pub fn new(loaded: Loaded) -> Runner {
        let needs = loaded.recipe.needs();
        Runner { loaded, needs }
    }

    pub fn loaded(&self) -> &Loaded {
        &self.loaded
    }

    /// The most steps that can be worked on at the same time, those with models and codes, which alone take long.
    pub fn width(&self) -> usize {
        let depth = self.needs.iter().fold(Vec::<usize>::new(), |mut depths, needs| {
            let below = needs.iter().filter_map(|n| depths.get(*n)).max().map_or(0, |d| d + 1);
            depths.push(below);
            depths
        });
        let mut at: BTreeMap<usize, usize> = BTreeMap::new();
        for (step, depth) in self.loaded.recipe.steps.iter().zip(depth) {
            if matches!(step.kind, StepKind::Look(_) | StepKind::Code(_)) {
                *at.entry(depth).or_default() += 1;
            }
        }
        at.into_values().max().unwrap_or(1)
    }

    /// The verdict of a picture, by `threads` at a time; `worker` is the first of so many numbers that no other picture uses now.
    pub fn run(&self, shown: &Shown, given: &Given, worker: usize, threads: usize) -> Verdicted {
        self.work(shown, given, (worker, threads), &AtomicBool::new(false)).verdict()
    }

    /// As [`Runner::run`], unless it is told to stop meanwhile: then no further step begins, and there is no verdict.
    pub fn run_unless(
        &self,
        stop: &AtomicBool,
        shown: &Shown,
        given: &Given,
        threads: usize,
    ) -> Option<Verdicted> {
        let work = self.work(shown, given, (0, threads), stop);
        (!stop.load(Ordering::Relaxed)).then(|| work.verdict())
    }

    fn work<'a>(
        &'a self,
        shown: &'a Shown,
        given: &'a Given,
        (worker, threads): (usize, usize),
        stop: &'a AtomicBool,
    ) -> Work<'a> {
        let count = self.needs.len();
        let done = (0..count).map(|_| OnceLock::new()).collect();
        let work = Work { runner: self, shown, given, done, stop };
        match threads.min(self.width()) {
            0 | 1 => (0..count).for_each(|n| work.finish(n, worker)),
            threads => work.side_by_side(worker, threads),
        }
        work
    }
}

impl Work<'_> {
    fn side_by_side(&self, worker: usize, threads: usize) {
        let needs = &self.runner.needs;
        let waits: Vec<usize> = needs.iter().map(Vec::len).collect();
        // Taken from the back, so the first step is the last of the list.
        let ready = (0..needs.len()).rev().filter(|n| waits[*n] == 0).collect();
        let line = Mutex::new(Line { ready, waits, left: needs.len() });
        let changed = Condvar::new();
        let run = |worker: usize| {
            // A step that panicked will never be done; the others must not wait for it.
            let _end = EndOnPanic { line: &line, changed: &changed };
            loop {
                let mut now = line.lock().unwrap_or_else(PoisonError::into_inner);
                let step = loop {
                    if now.left == 0 {
                        return;
                    }
                    match now.ready.pop() {
                        Some(step) => break step,
                        None => now = changed.wait(now).unwrap_or_else(PoisonError::into_inner),
                    }
                };
                drop(now);
                self.finish(step, worker);
                let mut now = line.lock().unwrap_or_else(PoisonError::into_inner);
                now.left = now.left.saturating_sub(1);
                for n in (0..needs.len()).rev().filter(|n| needs[*n].contains(&step)) {
                    now.waits[n] -= 1;
                    if now.waits[n] == 0 {
                        now.ready.push(n);
                    }
                }
                changed.notify_all();
            }
        };
        std::thread::scope(|scope| {
            for k in 1..threads {
                let run = &run;
                scope.spawn(move || run(worker + k));
            }
            run(worker);
        });
    }

    fn finish(&self, n: usize, worker: usize) {
        if self.stop.load(Ordering::Relaxed) {
            return;
        }
        let start = Instant::now();
        let Some(step) = self.runner.loaded.recipe.steps.get(n) else { return };
        let mut done = self.step(n, step, worker);
        done.result.ms = start.elapsed().as_secs_f32() * 1e3;
        if let Some(slot) = self.done.get(n) {
            let _ = slot.set(done);
        }
    }

    /// What a step before left, by its id.
    fn before(&self, id: &str) -> Option<&Done> {
        let at = self.runner.loaded.recipe.steps.iter().position(|s| s.id == id)?;
        self.done.get(at)?.get().filter(|d| d.result.state == State::Done)
    }

    fn step(&self, n: usize, step: &Step, worker: usize) -> Done {
        let (id, loaded) = (step.id.as_str(), &self.runner.loaded);
        let skipped = || done(step, State::Skipped, StepValue::Nothing {}, Output::Nothing);
        match (&step.kind, loaded.ready.get(n)) {
            (StepKind::Acquire(spec), Some(Ready::Acquire(ready))) => {
                let (shot, reasons) = ready.run(id, spec, self.shown);
                let state = if reasons.is_empty() { State::Done } else { State::Refused };
                done(step, state, StepValue::Shot { shot }, Output::Picture).because(reasons)
            }
            (StepKind::Locate(spec), Some(Ready::Locate(ready))) => {
                let Some(Done { output: Output::Picture, .. }) = self.before(&spec.on) else {
                    return skipped();
                };
                let located = ready.run(id, spec, &self.shown.picture);
                let (place, reasons) = (located.value, located.reason.into_iter().collect());
                let (state, output) = match located.frame {
                    Some(frame) => (State::Done, Output::Frame(frame)),
                    None => (State::Refused, Output::Nothing),
                };
                done(step, state, StepValue::Place { place }, output).because(reasons)
            }
            (StepKind::Regions(spec), Some(Ready::Regions(shapes))) => {
                let Some(before) = self.before(&spec.on) else { return skipped() };
                let areas = self.areas_of(spec, shapes, before);
                let seen = areas.iter().filter(|a| a.is_seen());
                let regions = seen.map(|a| (a.name.clone(), a.corners())).collect();
                done(step, State::Done, StepValue::Regions { regions }, Output::Areas(areas))
            }
            (StepKind::Look(spec), Some(Ready::Look { model, template })) => {
                let (Some(areas), Some(model)) =
                    (self.areas(&spec.on, &spec.regions), loaded.models.get(model))
                else {
                    return skipped();
                };
                let ignored = self.ignored(spec);
                let seen = look::models(
                    id,
                    (model.as_ref(), template.as_ref()),
                    (&areas, &ignored),
                    self.shown,
                    worker,
                );
                let state = if seen.reasons.is_empty() { State::Done } else { State::Refused };
                let value = StepValue::Found { found: seen.found };
                done(step, state, value, Output::Nothing).because(seen.reasons).over(seen.areas)
            }
            (StepKind::Code(spec), _) => {
                let Some(areas) = self.areas(&spec.on, &spec.regions) else { return skipped() };
                let seen = look::codes(id, &spec.kinds, &areas, self.shown);
                let state = if seen.reasons.is_empty() { State::Done } else { State::Refused };
                let value = StepValue::Codes { codes: seen.found };
                done(step, state, value, Output::Nothing).because(seen.reasons).over(seen.areas)
            }
            (StepKind::Rules(rules), _) => {
                let steps = loaded.recipe.steps.iter().zip(&self.done);
                let facts = Facts {
                    steps: steps.filter_map(|(s, d)| Some((s.id.as_str(), &d.get()?.result))).collect(),
                    given: &self.given.texts,
                    today: self.given.today,
                    tables: &loaded.tables,
                    texts: &loaded.texts,
                };
                let rules = judge(id, &rules.rules, &facts);
                let reasons = rules.iter().flat_map(|r| r.reasons.clone()).collect();
                done(step, State::Done, StepValue::Rules { rules }, Output::Nothing).because(reasons)
            }
            _ => done(step, State::Done, StepValue::Nothing {}, Output::Nothing),
        }
    }

    fn areas_of(&self, spec: &Regions, shapes: &[(String, Shape)], before: &Done) -> Vec<Area> {
        match (&spec.found, &before.output) {
            (Some(found), _) => {
                let size = (self.shown.picture.width, self.shown.picture.height);
                regions::found(&before.result, found, size)
            }
            (None, Output::Frame(frame)) => regions::laid(shapes, &frame.map),
            (None, _) => regions::laid(shapes, &Homography::IDENTITY),
        }
    }

    /// Where a step looks; `None` where that is not known.
    fn areas(&self, on: &str, only: &[String]) -> Option<Vec<Area>> {
        let picture = &self.shown.picture;
        match &self.before(on)?.output {
            Output::Picture => Some(vec![Area::whole(WHOLE, (picture.width, picture.height))]),
            Output::Frame(frame) => {
                let (w, h) = (frame.size.0 as f32, frame.size.1 as f32);
                Some(vec![Area::of_box(WHOLE, BBox { x: 0.0, y: 0.0, w, h }, &frame.map)])
            }
            Output::Areas(areas) => {
                let wanted = |a: &&Area| only.is_empty() || only.contains(&a.name);
                Some(areas.iter().filter(wanted).cloned().collect())
            }
            Output::Nothing => None,
        }
    }

    /// Parts of the picture that do not matter to a look.
    fn ignored(&self, spec: &Look) -> Vec<Polygon> {
        let map = self.frame_of(&spec.on);
        // What lies behind the horizon of a part that is seen from aside is not seen.
        let seen = |outline: &Polygon| outline.0.iter().flatten().all(|v| v.is_finite());
        let outline = |shape: &Shape| Polygon(shape.outline().into_iter().map(|p| moved(&map, p)).collect());
        spec.ignore.values().map(outline).filter(seen).collect()
    }

    /// From where coordinates are told to the picture: by the step that located the part, if one did.
    fn frame_of(&self, on: &str) -> Homography {
        match self.before(on).map(|done| &done.output) {
            Some(Output::Frame(frame)) => frame.map,
            Some(Output::Areas(_)) => match self.runner.loaded.recipe.step(on).map(|s| &s.kind) {
                Some(StepKind::Regions(regions)) => self.frame_of(&regions.on),
                _ => Homography::IDENTITY,
            },
            _ => Homography::IDENTITY,
        }
    }

    /// The worst of all reasons. A rule that could not be held against anything never passes a part.
    fn verdict(self) -> Verdicted {
        let mut steps: Vec<StepResult> =
            self.done.into_iter().filter_map(|d| d.into_inner()).map(|d| d.result).collect();
        let mut reasons: Vec<Reason> =
            steps.iter_mut().flat_map(|s| std::mem::take(&mut s.reasons)).collect();
        if reasons.is_empty() {
            let open = steps.iter().find_map(|s| match &s.value {
                StepValue::Rules { rules } => rules.iter().find(|r| r.holds.is_none()).map(|r| (s, r)),
                _ => None,
            });
            reasons.extend(open.map(|(step, rule)| Reason {
                step: step.id.clone(),
                rule: Some(rule.name.clone()),
                of: None,
                region: None,
                verdict: Verdict::Recheck,
                kind: ReasonKind::Failed,
                what: None,
                measured: Some(Measured::Text("what the rule is about is missing".into())),
                limit: None,
                fault: None,
                crop: None,
                crop_file: None,
            }));
        }
        let verdict = reasons.iter().map(|r| r.verdict).max().unwrap_or(Verdict::Ok);
        Verdicted { verdict, reasons, steps }
    }
}

fn done(step: &Step, state: State, value: StepValue, output: Output) -> Done {
    let result = StepResult {
        id: step.id.clone(),
        kind: step.kind.name(),
        state,
        ms: 0.0,
        value,
        reasons: Vec::new(),
        areas: BTreeMap::new(),
    };
    Done { result, output }
}

impl Done {
    fn because(mut self, reasons: Vec<Reason>) -> Done {
        self.result.reasons = reasons;
        self
    }

    fn over(mut self, areas: BTreeMap<String, BBox>) -> Done {
        self.result.areas = areas;
        self
    }
}

struct EndOnPanic<'a> {
    line: &'a Mutex<Line>,
    changed: &'a Condvar,
}

impl Drop for EndOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.line.lock().unwrap_or_else(PoisonError::into_inner).left = 0;
            self.changed.notify_all();
        }
    }
}
