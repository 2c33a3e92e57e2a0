//! Recipes that somebody is writing, tried on one picture after the other: asked for by a JSON line each and told by one. What
//! models they name stays open from one try to the next, within bounds. Of one desk only the newest try counts: an older one that
//! waits is dropped, and one that is at work begins no further step.

use crate::pool::Today;
use fovea_infer::{LoadOptions, Model};
use fovea_recipe::{
    Given, Loaded, RecipeError, RecipeFault, Runner, Shown, Source, Verdicted, open_model, parse,
};
use fovea_vision::{Limits, decode_bytes, read_limited};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime};

/// Bytes of packages whose models are kept open, and their number.
const MOST_MODEL_BYTES: u64 = 512 << 20;
const MOST_MODELS: usize = 12;
/// Recipes that are kept ready.
const MOST_READY: usize = 4;
/// Tries that wait at most.
const MOST_WAITING: usize = 32;

#[derive(Debug, Clone, Copy)]
pub struct TrialOptions {
    pub threads: usize,
    pub today: Today,
}

/// One line of the input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    pub id: u64,
    #[serde(flatten)]
    pub what: Asked,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Asked {
    Try(Trial),
    /// Nobody waits for it any more.
    Drop,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Who tries: of each the newest counts.
    pub desk: String,
    pub recipe: Value,
    /// Where lies what the recipe names.
    pub files: BTreeMap<String, PathBuf>,
    /// `None`: it is only to be found out whether it can run.
    pub picture: Option<PathBuf>,
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
}

/// One line of the output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub id: u64,
    #[serde(flatten)]
    pub said: Said,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "said", rename_all = "snake_case")]
pub enum Said {
    /// It can run; where there was a picture: what it says of it.
    Done {
        /// Its verdict with reasons and steps
        #[serde(default, skip_serializing_if = "Option::is_none")]
        verdicted: Option<Value>,
        /// Names of the texts that it asks for
        asked: Vec<String>,
        width: u32,
        height: u32,
        decode_ms: f32,
        run_ms: f32,
    },
    Fault(ToldFault),
    /// It asks for a text that was not given.
    NotGiven {
        name: String,
        asked: Vec<String>,
    },
    /// The recipe is sound, but this could not be done.
    Failed {
        code: String,
        detail: String,
    },
    /// A newer one of its desk came, or nobody waits for it.
    Outdated,
    /// Too many wait.
    Busy,
}

/// What is wrong with a recipe, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToldFault {
    pub step: Option<String>,
    pub field: String,
    /// A word for it, which is never renamed
    pub code: String,
    pub params: Value,
    /// In English
    pub detail: String,
}

impl From<&RecipeFault> for ToldFault {
    fn from(e: &RecipeFault) -> ToldFault {
        let (code, params) = e.fault.told();
        let (step, field) = (e.step.clone(), e.field.clone());
        ToldFault { step, field, code: code.into(), params, detail: e.fault.to_string() }
    }
}

struct Waiting {
    id: u64,
    trial: Trial,
    stop: Arc<AtomicBool>,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<Waiting>,
    /// What is worked on
    now: Option<(u64, String, Arc<AtomicBool>)>,
    closed: bool,
}

struct Desk<W> {
    line: Mutex<Line>,
    changed: Condvar,
    output: Mutex<W>,
}

/// Until the input ends.
pub fn run_trials(input: impl BufRead, output: impl Write + Send, options: TrialOptions) {
    let desk = Desk { line: Mutex::default(), changed: Condvar::new(), output: Mutex::new(output) };
    std::thread::scope(|scope| {
        scope.spawn(|| work(&desk, options));
        for line in input.lines() {
            let Ok(line) = line else { break };
            // Only our own server speaks here; what it does not mean is not for us.
            if let Ok(ask) = serde_json::from_str::<Ask>(&line) {
                take(&desk, ask);
            }
        }
        let mut line = hold(&desk.line);
        line.closed = true;
        line.waiting.clear();
        line.now.iter().for_each(|(.., stop)| stop.store(true, Ordering::Relaxed));
        drop(line);
        desk.changed.notify_all();
    });
}

fn hold<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn tell<W: Write>(desk: &Desk<W>, id: u64, said: Said) {
    let Ok(mut text) = serde_json::to_vec(&Told { id, said }) else { return };
    text.push(b'\n');
    let mut output = hold(&desk.output);
    // Where nobody listens any more the input ends, too.
    let _ = output.write_all(&text).and_then(|()| output.flush());
}

fn take<W: Write>(desk: &Desk<W>, ask: Ask) {
    let mut gone = Vec::new();
    let mut line = hold(&desk.line);
    match ask.what {
        Asked::Drop => {
            if line.waiting.iter().any(|w| w.id == ask.id) {
                line.waiting.retain(|w| w.id != ask.id);
                gone.push((ask.id, Said::Outdated));
            }
            line.now
                .iter()
                .filter(|(id, ..)| *id == ask.id)
                .for_each(|(.., stop)| stop.store(true, Ordering::Relaxed));
        }
        Asked::Try(trial) => {
            gone.extend(
                line.waiting.iter().filter(|w| w.trial.desk == trial.desk).map(|w| (w.id, Said::Outdated)),
            );
            line.waiting.retain(|w| w.trial.desk != trial.desk);
            let same = line.now.iter().filter(|(_, desk, _)| *desk == trial.desk);
            same.for_each(|(.., stop)| stop.store(true, Ordering::Relaxed));
            if line.waiting.len() >= MOST_WAITING {
                gone.push((ask.id, Said::Busy));
            } else {
                line.waiting.push_back(Waiting { id: ask.id, trial, stop: Arc::default() });
            }
        }
    }
    drop(line);
    desk.changed.notify_all();
    gone.into_iter().for_each(|(id, said)| tell(desk, id, said));
}

fn work<W: Write>(desk: &Desk<W>, options: TrialOptions) {
    let mut shelf = Shelf::default();
    loop {
        let mut line = hold(&desk.line);
        let next = loop {
            if line.closed {
                return;
            }
            match line.waiting.pop_front() {
                Some(next) => break next,
                None => line = desk.changed.wait(line).unwrap_or_else(PoisonError::into_inner),
            }
        };
        line.now = Some((next.id, next.trial.desk.clone(), Arc::clone(&next.stop)));
        drop(line);
        let said = shelf.answer(&next.trial, &next.stop, options);
        hold(&desk.line).now = None;
        tell(desk, next.id, said);
    }
}

/// A file as it was when it was read.
type Stamp = (PathBuf, u64, Option<SystemTime>);

/// What is kept ready, the last used at the end.
#[derive(Default)]
struct Shelf {
    models: Vec<(Stamp, Arc<Model>)>,
    ready: Vec<Ready>,
}

struct Ready {
    recipe: Value,
    stamps: Vec<Stamp>,
    runner: Arc<Runner>,
}

enum No {
    Fault(Box<ToldFault>),
    Failed(String, String),
}

impl From<RecipeError> for No {
    fn from(e: RecipeError) -> No {
        match &e {
            RecipeError::Fault(fault) => No::Fault(Box::new(fault.into())),
            RecipeError::Model { step, model, source } => No::Fault(Box::new(ToldFault {
                step: Some(step.clone()),
                field: "model".into(),
                code: "file".into(),
                params: serde_json::json!({ "why": format!("{model}: {source}") }),
                detail: e.to_string(),
            })),
            _ => No::Failed(e.code().into(), e.to_string()),
        }
    }
}

impl Shelf {
    fn answer(&mut self, trial: &Trial, stop: &AtomicBool, options: TrialOptions) -> Said {
        match self.tried(trial, stop, options) {
            Ok(said) => said,
            Err(No::Fault(fault)) => Said::Fault(*fault),
            Err(No::Failed(code, detail)) => Said::Failed { code, detail },
        }
    }

    fn tried(&mut self, trial: &Trial, stop: &AtomicBool, options: TrialOptions) -> Result<Said, No> {
        let runner = self.runner(trial, options.threads)?;
        let asked = runner.loaded().recipe.asked();
        let Some(path) = &trial.picture else {
            let (decode_ms, run_ms) = (0.0, 0.0);
            return Ok(Said::Done { verdicted: None, asked, width: 0, height: 0, decode_ms, run_ms });
        };
        let today = (options.today)().ok_or_else(|| {
            No::Failed("recipe.no_day".into(), "this computer's clock tells no usable day".into())
        })?;
        let mut texts = trial.texts.clone();
        texts.retain(|name, _| asked.contains(name));
        let given = Given { texts, today };
        match given.check(runner.loaded()) {
            Err(RecipeError::NotGiven(name)) => return Ok(Said::NotGiven { name, asked }),
            other => other?,
        }
        let began = Instant::now();
        let limits = Limits::default();
        let bytes = read_limited(path, &limits).map_err(RecipeError::from)?;
        let picture = decode_bytes(&bytes, &limits).map_err(RecipeError::from)?;
        let (width, height) = (picture.width, picture.height);
        let decode_ms = began.elapsed().as_secs_f32() * 1e3;
        let began = Instant::now();
        let shown = Shown { bytes: &bytes, picture, repeated: false };
        let Some(told) = runner.run_unless(stop, &shown, &given, options.threads) else {
            return Ok(Said::Outdated);
        };
        let run_ms = began.elapsed().as_secs_f32() * 1e3;
        let verdicted = Some(plain(&told)?);
        Ok(Said::Done { verdicted, asked, width, height, decode_ms, run_ms })
    }

    /// Made ready anew only where the recipe or a file that it names is another.
    fn runner(&mut self, trial: &Trial, threads: usize) -> Result<Arc<Runner>, No> {
        let stamps: Vec<Stamp> = trial.files.values().map(stamp).collect();
        let same = |r: &Ready| r.recipe == trial.recipe && r.stamps == stamps;
        if let Some(at) = self.ready.iter().position(same) {
            let found = self.ready.remove(at);
            let runner = Arc::clone(&found.runner);
            self.ready.push(found);
            return Ok(runner);
        }
        let recipe = parse(trial.recipe.clone()).map_err(RecipeError::from)?;
        let source = Source::Files(trial.files.clone());
        let options = LoadOptions { sessions: threads.max(1), threads: 1, check: true };
        let loaded = Loaded::open_with(recipe, &source, &mut |step, name| {
            let stamp = trial.files.get(name).map(stamp);
            self.model(stamp, || open_model(&source, (step, name), options))
        })?;
        let runner = Arc::new(Runner::new(loaded));
        if self.ready.len() >= MOST_READY {
            self.ready.remove(0);
        }
        self.ready.push(Ready { recipe: trial.recipe.clone(), stamps, runner: Arc::clone(&runner) });
        Ok(runner)
    }

    fn model(
        &mut self,
        stamp: Option<Stamp>,
        open: impl FnOnce() -> Result<Arc<Model>, RecipeError>,
    ) -> Result<Arc<Model>, RecipeError> {
        let Some(stamp) = stamp else { return open() };
        let found = match self.models.iter().position(|(s, _)| *s == stamp) {
            Some(at) => self.models.remove(at).1,
            None => open()?,
        };
        // A package that was written anew leaves its former model to nobody.
        self.models.retain(|((path, ..), _)| *path != stamp.0);
        self.models.push((stamp, Arc::clone(&found)));
        let bytes =
            |models: &[(Stamp, Arc<Model>)]| models.iter().map(|((_, bytes, _), _)| bytes).sum::<u64>();
        while self.models.len() > 1
            && (self.models.len() > MOST_MODELS || bytes(&self.models) > MOST_MODEL_BYTES)
        {
            let (_, gone) = self.models.remove(0);
            // A recipe that is kept ready would keep it open.
            self.ready.retain(|r| !r.runner.loaded().models().any(|(_, m)| std::ptr::eq(m, gone.as_ref())));
        }
        Ok(found)
    }
}

fn stamp(path: impl AsRef<Path>) -> Stamp {
    let path = path.as_ref();
    let meta = std::fs::metadata(path).ok();
    let time = meta.as_ref().and_then(|m| m.modified().ok());
    (path.to_path_buf(), meta.map_or(0, |m| m.len()), time)
}

fn plain(told: &Verdicted) -> Result<Value, No> {
    serde_json::to_value(told).map_err(|e| No::Failed("recipe.damaged".into(), e.to_string()))
}

#[cfg(test)]
mod tests;
