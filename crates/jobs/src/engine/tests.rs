//! The engine over a real store and an executor that only pretends, so that every way a job can go is gone in
//! milliseconds.

use super::*;
use crate::executor::Seen;
use crate::folder::Exit;
use fovea_store::NewProject;
use serde_json::json;
use std::sync::Mutex;

#[derive(Clone, Default)]
struct Pretended(Arc<Mutex<HashMap<PathBuf, Seen>>>);

impl Pretended {
    fn set(&self, folder: &JobFolder, seen: Seen) {
        self.0.lock().unwrap().insert(folder.root().into(), seen);
    }
}

impl Executor for Pretended {
    fn start(&self, folder: &JobFolder) -> std::io::Result<()> {
        self.set(folder, Seen::Alive);
        Ok(())
    }

    fn look(&self, folder: &JobFolder, attempt: u32) -> std::io::Result<Seen> {
        let seen = self.0.lock().unwrap().get(folder.root()).cloned().unwrap_or(Seen::Gone);
        Ok(match seen {
            Seen::Ended(exit) if exit.attempt != attempt => Seen::Gone,
            other => other,
        })
    }

    fn stop(&self, folder: &JobFolder) -> std::io::Result<()> {
        self.set(folder, Seen::Ended(exit(1, Some(0), true)));
        Ok(())
    }
}

fn exit(attempt: u32, code: Option<i32>, stopped: bool) -> Exit {
    Exit {
        attempt,
        step: "train".into(),
        code,
        signal: None,
        stopped,
        complete: false,
        trouble: None,
        last_words: vec!["error[train.not_enough]: no good picture".into()],
    }
}

struct House {
    _dir: tempfile::TempDir,
    engine: Engine,
    seen: Pretended,
    project: Id,
    watched: HashMap<Id, Watched>,
}

impl House {
    async fn new() -> House {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let user = store.create_administrator("a", "x").await.unwrap();
        let project = NewProject {
            name: "p".into(),
            product: String::new(),
            scene: "free".into(),
            good_name: "good".into(),
            good_colour: "#00ff00".into(),
            note: String::new(),
            classes: vec![],
            created_by: user.id,
        };
        let project = store.create_project(project).await.unwrap().id;
        let seen = Pretended::default();
        let settings = EngineSettings { program: "fovea".into(), threads: 1, env: BTreeMap::new() };
        let engine = Engine::new(store, seen.clone(), settings);
        House { _dir: dir, engine, seen, project, watched: HashMap::new() }
    }

    /// A training whose pictures lie there already, so that getting ready is quick.
    async fn training(&self) -> Id {
        let spec = json!({
            "version_id": Id::new(), "task": "anomaly", "budget_s": null, "rule": {"cost": 20.0}, "name": "m",
            "model_id": Id::new(), "judged": "all",
        });
        let job = self.submit(JobKind::Train, spec).await;
        let work = self.engine.folder(job).work();
        std::fs::create_dir_all(&work).unwrap();
        std::fs::write(work.join("pictures.json"), r#"{"judged":[],"taught":[],"good":[]}"#).unwrap();
        job
    }

    async fn submit(&self, kind: JobKind, spec: serde_json::Value) -> Id {
        let project_id = self.project;
        let new = NewJob { kind, project_id, name: "j".into(), owner: None, spec, service_id: None };
        self.engine.submit(&self.engine.0.store, new).await.unwrap().id
    }

    /// Looks again and again until the job is in this state.
    async fn until(&mut self, id: Id, state: JobState) -> Job {
        for _ in 0..200 {
            self.engine.round(&mut self.watched).await.unwrap();
            let job = self.engine.0.store.job(id).await.unwrap();
            if job.state().unwrap() == state {
                return job;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("never {state}: {:?}", self.engine.0.store.job(id).await.unwrap());
    }

    async fn state(&self, id: Id) -> JobState {
        self.engine.0.store.job(id).await.unwrap().state().unwrap()
    }

    async fn events(&self, id: Id) -> Vec<String> {
        self.engine.0.store.job_events(id).await.unwrap().into_iter().map(|e| e.event).collect()
    }
}

#[tokio::test]
async fn a_job_goes_from_queued_to_running_and_its_end_is_told() {
    let mut house = House::new().await;
    let id = house.training().await;
    house.until(id, JobState::Running).await;
    house.seen.set(&house.engine.folder(id), Seen::Ended(exit(1, Some(3), false)));
    let job = house.until(id, JobState::Failed).await;
    assert!(job.reason.unwrap().contains("train.not_enough") && job.ended_at.is_some());
    assert_eq!(house.events(id).await, ["start", "up", "failed"]);
}

#[tokio::test]
async fn the_end_of_an_earlier_start_is_not_that_of_this_one() {
    let mut house = House::new().await;
    let id = house.training().await;
    house.until(id, JobState::Running).await;
    house.seen.set(&house.engine.folder(id), Seen::Gone);
    house.until(id, JobState::Queued).await;
    let job = house.until(id, JobState::Running).await;
    assert_eq!((job.attempt, job.losses), (2, 1));
    house.seen.set(&house.engine.folder(id), Seen::Ended(exit(1, Some(0), false)));
    house.until(id, JobState::Queued).await;
}

#[tokio::test]
async fn one_that_vanishes_again_and_again_is_given_up() {
    let mut house = House::new().await;
    let id = house.training().await;
    for _ in 0..3 {
        house.until(id, JobState::Running).await;
        house.seen.set(&house.engine.folder(id), Seen::Gone);
        house.until(id, JobState::Queued).await;
    }
    house.until(id, JobState::Running).await;
    house.seen.set(&house.engine.folder(id), Seen::Gone);
    let job = house.until(id, JobState::Failed).await;
    assert!(job.reason.unwrap().contains("job.lost"));
}

#[tokio::test]
async fn another_engine_finds_running_jobs_again() {
    let mut house = House::new().await;
    let id = house.training().await;
    house.until(id, JobState::Running).await;
    // A server that was killed remembers nothing.
    house.watched.clear();
    house.engine.round(&mut house.watched).await.unwrap();
    assert_eq!(house.state(id).await, JobState::Running);
    assert_eq!(house.events(id).await, ["start", "up"]);
}

#[tokio::test]
async fn trainings_run_one_after_the_other() {
    let mut house = House::new().await;
    let (first, second) = (house.training().await, house.training().await);
    house.until(first, JobState::Running).await;
    assert_eq!(house.state(second).await, JobState::Queued);
    house.seen.set(&house.engine.folder(first), Seen::Ended(exit(1, Some(3), false)));
    house.until(second, JobState::Running).await;
    assert_eq!(house.state(first).await, JobState::Failed);
}

#[tokio::test]
async fn stopping_is_asked_for_once_and_ends_as_stopped() {
    let mut house = House::new().await;
    let id = house.training().await;
    house.until(id, JobState::Running).await;
    assert_eq!(house.engine.stop(&house.engine.0.store, id).await.unwrap().state, "stopping");
    assert_eq!(house.engine.stop(&house.engine.0.store, id).await.unwrap().state, "stopping");
    let job = house.until(id, JobState::Stopped).await;
    assert_eq!(job.reason, None);
    assert_eq!(house.engine.stop(&house.engine.0.store, id).await.unwrap().state, "stopped");
}

#[tokio::test]
async fn one_that_waits_is_stopped_at_once() {
    let house = House::new().await;
    let id = house.training().await;
    assert_eq!(house.engine.stop(&house.engine.0.store, id).await.unwrap().state, "stopped");
}

#[tokio::test]
async fn a_version_that_is_not_there_fails_the_job_and_no_other() {
    let mut house = House::new().await;
    let bad = house.training().await;
    std::fs::remove_file(house.engine.folder(bad).work().join("pictures.json")).unwrap();
    let good = house.training().await;
    let job = house.until(bad, JobState::Failed).await;
    assert!(job.reason.unwrap().contains("job.not_started"));
    house.until(good, JobState::Running).await;
}
