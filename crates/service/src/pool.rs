//! Workers with a session each. A worker decodes and judges one picture after the other on a single thread, so that all
//! cores are busy and nobody waits for a batch to fill. Batches would gain nothing: on two cores a picture of 256 px took
//! 12.0 ms alone, 12.6 in twos, 13.2 in fours and 14.9 in eights (`fovea predict --batch`).

use crate::answer::{Answer, HeatWish};
use fovea_infer::{InferError, Model};
use fovea_vision::Limits;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;
use tokio::sync::oneshot;

/// Pictures that wait for a worker at most; of those of 64 clients that send one after the other none is turned away.
pub const QUEUE: usize = 64;

pub struct Task {
    pub bytes: Vec<u8>,
    pub wish: HeatWish,
    pub arrived: Instant,
    pub answer: oneshot::Sender<Result<Answer, InferError>>,
}

pub struct Pool {
    send: Option<SyncSender<Task>>,
    model: Arc<RwLock<Arc<Model>>>,
    waiting: Arc<AtomicU64>,
    workers: Vec<std::thread::JoinHandle<()>>,
}

/// The queue is full.
pub struct Full;

impl Pool {
    pub fn start(model: Model) -> std::io::Result<Pool> {
        let workers = model.sessions();
        let (send, receive) = sync_channel(QUEUE);
        let receive = Arc::new(Mutex::new(receive));
        let model = Arc::new(RwLock::new(Arc::new(model)));
        let waiting = Arc::new(AtomicU64::new(0));
        let mut pool = Pool { send: Some(send), model, waiting, workers: Vec::new() };
        for number in 0..workers {
            let (receive, model) = (Arc::clone(&receive), Arc::clone(&pool.model));
            let waiting = Arc::clone(&pool.waiting);
            let work = move || work(number, &receive, &model, &waiting);
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

    /// Pictures that come from now on are judged by this model.
    pub fn replace(&self, model: Model) {
        *self.model.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(model);
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

fn work(number: usize, receive: &Mutex<Receiver<Task>>, model: &RwLock<Arc<Model>>, waiting: &AtomicU64) {
    loop {
        let task = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = task else { return };
        waiting.fetch_sub(1, Ordering::Relaxed);
        // The caller has hung up.
        if task.answer.is_closed() {
            continue;
        }
        let model = Arc::clone(&model.read().unwrap_or_else(PoisonError::into_inner));
        let judged = judge(number, &model, &task);
        let _ = task.answer.send(judged);
    }
}

fn judge(number: usize, model: &Model, task: &Task) -> Result<Answer, InferError> {
    let began = Instant::now();
    let picture = model.decode(&task.bytes, &Limits::default())?;
    let decode = began.elapsed().as_secs_f32() * 1e3;
    let mut outcome = model.infer_on(number, &picture)?;
    outcome.prediction.ms.decode = decode;
    // With the wait for a worker: what the caller waits for.
    outcome.prediction.ms.total = task.arrived.elapsed().as_secs_f32() * 1e3;
    Ok(Answer::of(&picture, outcome, task.wish)?)
}
