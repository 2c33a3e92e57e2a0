//! Workers with a session each. A worker decodes and judges one picture after the other on a single thread, so that all
//! cores are busy and nobody waits for a batch to fill. Batches would gain nothing: on two cores a picture of 256 px took
//! 12.0 ms alone, 12.6 in twos, 13.2 in fours and 14.9 in eights (`fovea predict --batch`).

use crate::ServiceError;
use crate::answer::{Answer, HeatWish};
use fovea_domain::Timings;
use fovea_domain::text::Date;
use fovea_infer::read::Beside;
use fovea_infer::{LoadOptions, Model};
use fovea_recipe::{Given, Loaded, RecipeError, RecipePackage, Runner, Shown, is_recipe, pixels_digest};
use fovea_vision::{Limits, decode_bytes};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;
use tokio::sync::oneshot;

/// The text, among those given with a picture, that a model which reads must find on it.
pub const EXPECTED: &str = "expected";

/// Pictures that wait for a worker at most; of those of 64 clients that send one after the other none is turned away.
pub const QUEUE: usize = 64;

pub struct Task {
    pub bytes: Vec<u8>,
    pub wish: HeatWish,
    /// Texts that a recipe asks for, by name; of a model that reads the one that must stand there
    pub texts: BTreeMap<String, String>,
    pub arrived: Instant,
    pub answer: oneshot::Sender<Result<Answer, ServiceError>>,
}

/// What gives verdicts.
pub enum Judge {
    Model(Box<Model>, Today),
    Recipe(Box<Working>),
}

/// A packed recipe at work.
pub struct Working {
    runner: Runner,
    /// Of the picture before, where the recipe asks for fresh ones
    before: Mutex<Option<u64>>,
    today: Today,
}

/// The day by this computer's clock; `None` where it tells none.
pub type Today = fn() -> Option<Date>;

impl Judge {
    /// Of a package of either kind, with so many workers.
    pub fn open(package: &Path, workers: usize, today: Today) -> Result<Judge, ServiceError> {
        let load = LoadOptions { sessions: workers.max(1), threads: 1, check: true };
        if !is_recipe(package)? {
            return Ok(Judge::Model(Box::new(Model::open(package, load)?), today));
        }
        let RecipePackage { recipe, source, .. } = RecipePackage::read(package)?;
        let runner = Runner::new(Loaded::open(recipe, &source, load)?);
        Ok(Judge::Recipe(Box::new(Working { runner, before: Mutex::new(None), today })))
    }
}

pub struct Pool {
    send: Option<SyncSender<Task>>,
    judge: Arc<RwLock<Arc<Judge>>>,
    waiting: Arc<AtomicU64>,
    workers: Vec<std::thread::JoinHandle<()>>,
}

/// The queue is full.
pub struct Full;

impl Pool {
    pub fn start(judge: Judge, workers: usize) -> std::io::Result<Pool> {
        let (send, receive) = sync_channel(QUEUE);
        let receive = Arc::new(Mutex::new(receive));
        let judge = Arc::new(RwLock::new(Arc::new(judge)));
        let waiting = Arc::new(AtomicU64::new(0));
        let mut pool = Pool { send: Some(send), judge, waiting, workers: Vec::new() };
        for number in 0..workers.max(1) {
            let (receive, judge) = (Arc::clone(&receive), Arc::clone(&pool.judge));
            let waiting = Arc::clone(&pool.waiting);
            let work = move || work(number, &receive, &judge, &waiting);
            pool.workers.push(std::thread::Builder::new().name(format!("judge-{number}")).spawn(work)?);
        }
        Ok(pool)
    }

    pub fn give(&self, task: Task) -> Result<(), Full> {
        let Some(send) = &self.send else { return Err(Full) };
        self.waiting.fetch_add(1, Ordering::Relaxed);
        send.try_send(task).map_err(|e| {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            match e {
                TrySendError::Full(_) | TrySendError::Disconnected(_) => Full,
            }
        })
    }

    /// Pictures in the queue.
    pub fn waiting(&self) -> u64 {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Pictures that come from now on are judged by this.
    pub fn replace(&self, judge: Judge) {
        *self.judge.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(judge);
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.send = None;
        for worker in self.workers.drain(..) {
            // A worker that panicked has told so; there is nothing left to do for it.
            let _ = worker.join();
        }
    }
}

fn work(number: usize, receive: &Mutex<Receiver<Task>>, judge: &RwLock<Arc<Judge>>, waiting: &AtomicU64) {
    loop {
        let task = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = task else { return };
        waiting.fetch_sub(1, Ordering::Relaxed);
        // The caller has hung up.
        if task.answer.is_closed() {
            continue;
        }
        let judge = Arc::clone(&judge.read().unwrap_or_else(PoisonError::into_inner));
        let judged = match &*judge {
            Judge::Model(model, today) => by_model(number, model, *today, &task),
            Judge::Recipe(working) => by_recipe(number, working, &task),
        };
        let _ = task.answer.send(judged);
    }
}

fn by_model(number: usize, model: &Model, today: Today, task: &Task) -> Result<Answer, ServiceError> {
    let began = Instant::now();
    let picture = model.decode(&task.bytes, &Limits::default()).map_err(fovea_infer::InferError::from)?;
    let decode = began.elapsed().as_secs_f32() * 1e3;
    let mut outcome = model.infer_on(number, &picture)?;
    if let Some(reader) = model.reader() {
        let today = if reader.asks_the_day() { Some(today().ok_or(ServiceError::NoDay)?) } else { None };
        let beside = Beside { expected: task.texts.get(EXPECTED).map(String::as_str), today };
        let size = (picture.width, picture.height);
        reader.hold_against(&beside, model.manifest.threshold, size, &mut outcome);
    }
    outcome.prediction.ms.decode = decode;
    // With the wait for a worker: what the caller waits for.
    outcome.prediction.ms.total = task.arrived.elapsed().as_secs_f32() * 1e3;
    Ok(Answer::of(&picture, outcome, task.wish).map_err(fovea_infer::InferError::from)?)
}

fn by_recipe(number: usize, working: &Working, task: &Task) -> Result<Answer, ServiceError> {
    let (began, loaded) = (Instant::now(), working.runner.loaded());
    let today = (working.today)().ok_or(ServiceError::NoDay)?;
    let given = Given { texts: task.texts.clone(), today };
    given.check(loaded)?;
    let picture = decode_bytes(&task.bytes, &Limits::default()).map_err(RecipeError::from)?;
    let repeated = loaded.asks_for_fresh() && {
        let digest = pixels_digest(&picture);
        let mut before = working.before.lock().unwrap_or_else(PoisonError::into_inner);
        before.replace(digest) == Some(digest)
    };
    let size = (picture.width, picture.height);
    let decode = began.elapsed().as_secs_f32() * 1e3;
    let began = Instant::now();
    let told = working.runner.run(&Shown { bytes: &task.bytes, picture, repeated }, &given, number, 1);
    let run = began.elapsed().as_secs_f32() * 1e3;
    let total = task.arrived.elapsed().as_secs_f32() * 1e3;
    Ok(Answer::of_recipe(&loaded.recipe, size, &told, Timings { decode, run, total }))
}
