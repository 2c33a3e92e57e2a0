//! The engine over a real store and an executor that only pretends, so that every way a job can go is gone in
//! milliseconds.

mod fetching;
mod idle;
mod ticks;

use super::*;
use crate::executor::Seen;
use crate::folder::{Ask, Exit, Wanted};
use fovea_domain::command::{CommandSpec, Restart};
use fovea_store::{ClusterChange, ClusterDenied, JobKind, NewProject};
use serde_json::json;

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

    fn ask(&self, folder: &JobFolder, ask: &Ask) -> std::io::Result<()> {
        if self.0.lock().unwrap().get(folder.root()) != Some(&Seen::Alive) {
            return Ok(());
        }
        folder.write_ask(ask)?;
        let attempt = folder.read_spec()?.map_or(1, |spec| spec.attempt);
        self.set(folder, Seen::Ended(exit(attempt, Some(0), true)));
        Ok(())
    }

    fn clear(&self, _: &JobFolder) -> std::io::Result<()> {
        Ok(())
    }

    fn forget(&self, _: &JobFolder) -> std::io::Result<()> {
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
        out_of_memory: false,
        out_of_disk: false,
        trouble: None,
        last_words: vec!["error[train.not_enough]: no good picture".into()],
        ended_ms: 0,
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
        House::with(Declared::default()).await
    }

    async fn with(declared: Declared) -> House {
        House::of(declared, None).await
    }

    async fn of(declared: Declared, podman: Option<PathBuf>) -> House {
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
        let settings = EngineSettings {
            image_registries: Allowed::of(podman.iter().map(|_| "any")).unwrap(),
            podman,
            program: "fovea".into(),
            threads: 1,
            memory_mib: 4096,
            plain_commands: false,
            tools: Vec::new(),
            domain: "localhost".into(),
            env: BTreeMap::new(),
            declared,
            pace: Pace { look: Duration::ZERO, keep: Duration::ZERO },
            ..EngineSettings::of_this_process()
        };
        let engine = Engine::new(store, seen.clone(), settings);
        engine.0.store.begin_clusters(&engine.devices()).await.unwrap();
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
        let new = NewJob {
            kind,
            project_id: Some(project_id),
            name: "j".into(),
            owner: None,
            spec,
            service_id: None,
            virtual_cluster: None,
            priority: 100,
            ask: Default::default(),
        };
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
    let lost = house.until(id, JobState::Queued).await;
    assert!(lost.reason.unwrap().contains("job.process_gone"));
    let job = house.until(id, JobState::Running).await;
    assert_eq!(job.reason, None);
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

/// Of a user who works in the first virtual cluster.
impl House {
    async fn user_with_training(&self) -> (Id, Id) {
        let store = &self.engine.0.store;
        let user = store.create_user("eve", "x").await.unwrap().id;
        let spec = json!({
            "version_id": Id::new(), "task": "anomaly", "budget_s": null, "rule": {"cost": 20.0}, "name": "m",
            "model_id": Id::new(), "judged": "all",
        });
        let new = NewJob {
            kind: JobKind::Train,
            project_id: Some(self.project),
            name: "j".into(),
            owner: Some(user),
            spec,
            service_id: None,
            virtual_cluster: None,
            priority: 100,
            ask: Default::default(),
        };
        let job = self.engine.submit(store, new).await.unwrap().id;
        let work = self.engine.folder(job).work();
        std::fs::create_dir_all(&work).unwrap();
        std::fs::write(work.join("pictures.json"), r#"{"judged":[],"taught":[],"good":[]}"#).unwrap();
        (user, job)
    }

    async fn first_cluster(&self) -> fovea_store::VirtualCluster {
        self.engine.0.store.virtual_cluster_by_name("Default").await.unwrap()
    }

    async fn change_cluster(&self, wanted: ClusterChange) {
        let (store, found) = (&self.engine.0.store, self.first_cluster().await);
        let totals = self.engine.devices();
        store.change_virtual_cluster(found.id, found.revision, wanted, &totals, false).await.unwrap();
    }
}

#[tokio::test]
async fn a_running_training_holds_the_cores_of_its_virtual_cluster_and_gives_them_back() {
    let mut house = House::new().await;
    let id = house.training().await;
    house.until(id, JobState::Running).await;
    let quota = &house.first_cluster().await.quotas[0];
    assert_eq!((quota.used, quota.quota.quota), (1, 1));
    house.seen.set(&house.engine.folder(id), Seen::Ended(exit(1, Some(3), false)));
    assert_eq!(house.until(id, JobState::Failed).await.devices, 0);
    assert_eq!(house.first_cluster().await.quotas[0].used, 0);
}

#[tokio::test]
async fn one_that_has_run_as_long_as_it_may_is_stopped_and_says_why() {
    let mut house = House::new().await;
    let (user, id) = house.user_with_training().await;
    house.change_cluster(ClusterChange { longest_run_ms: Some(Some(3_600_000)), ..Default::default() }).await;
    house.until(id, JobState::Running).await;
    house.engine.round(&mut house.watched).await.unwrap();
    assert_eq!(house.state(id).await, JobState::Running);
    // The shorter limit holds, from the moment it is set.
    let store = house.engine.0.store.clone();
    let wanted = fovea_store::UserChange { longest_run_ms: Some(Some(0)), ..Default::default() };
    store.change_user(user, store.user(user).await.unwrap().revision, wanted).await.unwrap();
    let job = house.until(id, JobState::Stopped).await;
    assert!(job.reason.unwrap().contains("job.longest_run_of_user"));
}

#[tokio::test]
async fn a_clock_that_was_set_back_ends_nothing() {
    let mut house = House::new().await;
    let (_, id) = house.user_with_training().await;
    house.change_cluster(ClusterChange { longest_run_ms: Some(Some(3_600_000)), ..Default::default() }).await;
    house.until(id, JobState::Running).await;
    let begun = fovea_store::now();
    house.engine.end_overdue(begun - 400 * 24 * 3_600_000).await.unwrap();
    house.engine.end_overdue(begun + 3_500_000).await.unwrap();
    assert_eq!(house.state(id).await, JobState::Running);
    house.engine.end_overdue(begun + 3_700_000).await.unwrap();
    assert_eq!(house.state(id).await, JobState::Stopping);
}

#[tokio::test]
async fn what_a_job_had_is_charged_to_its_owner_when_it_gives_it_back() {
    let mut house = House::new().await;
    let (user, id) = house.user_with_training().await;
    house.until(id, JobState::Running).await;
    let store = house.engine.0.store.clone();
    assert_eq!(store.device_uses().await.unwrap(), []);
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    house.seen.set(&house.engine.folder(id), Seen::Ended(exit(1, Some(3), false)));
    house.until(id, JobState::Failed).await;
    let uses = store.device_uses().await.unwrap();
    assert_eq!((uses.len(), uses[0].user_id), (1, user));
    assert!(uses[0].device_ms >= 5.0 && uses[0].device_ms < 60_000.0, "{uses:?}");
}

#[tokio::test]
async fn closing_a_virtual_cluster_tells_of_the_jobs_that_it_would_stop() {
    let mut house = House::new().await;
    let (_, id) = house.user_with_training().await;
    house.until(id, JobState::Running).await;
    let first = house.first_cluster().await;
    let (store, totals) = (house.engine.0.store.clone(), house.engine.devices());
    let closed = ClusterChange { open: Some(false), ..Default::default() };
    let asked = store.change_virtual_cluster(first.id, first.revision, closed.clone(), &totals, false).await;
    let Err(StoreError::Cluster(ClusterDenied::JobsRun(jobs))) = asked else { panic!("{asked:?}") };
    assert_eq!((jobs.len(), jobs[0].id, jobs[0].owner.as_deref()), (1, id, Some("eve")));
    assert_eq!(house.state(id).await, JobState::Running);
    store.change_virtual_cluster(first.id, first.revision, closed, &totals, true).await.unwrap();
    house.until(id, JobState::Stopped).await;
}

#[tokio::test]
async fn one_whose_owner_has_left_the_virtual_cluster_does_not_start() {
    let mut house = House::new().await;
    let before = house.training().await;
    house.until(before, JobState::Running).await;
    let (user, id) = house.user_with_training().await;
    let store = house.engine.0.store.clone();
    let group = store.create_group("line", "", &[], &[user]).await.unwrap().id;
    let by_group = fovea_store::MembersWanted { add_groups: vec![group], ..Default::default() };
    store.change_cluster_members(house.first_cluster().await.id, &by_group, false).await.unwrap();
    house.change_cluster(ClusterChange { open: Some(false), ..Default::default() }).await;
    // As a directory takes somebody out of a group.
    store.change_members(group, &[], &[user], fovea_store::LeftJobs::Keep).await.unwrap();
    house.seen.set(&house.engine.folder(before), Seen::Ended(exit(1, Some(3), false)));
    let job = house.until(id, JobState::Failed).await;
    assert!(job.reason.unwrap().contains("job.not_member"));
    assert_eq!(house.events(id).await, ["failed"]);
}

/// Commands.
impl House {
    async fn command(&self, ask: fovea_store::JobAsk, restart: Restart) -> Id {
        let spec = command_spec(restart);
        let new = NewJob {
            kind: JobKind::Command,
            project_id: None,
            name: "c".into(),
            owner: None,
            spec: serde_json::to_value(spec).unwrap(),
            service_id: None,
            virtual_cluster: None,
            priority: 100,
            ask,
        };
        self.engine.submit(&self.engine.0.store, new).await.unwrap().id
    }

    fn ended(&self, id: Id, attempt: u32, code: i32) {
        let exit = Exit { complete: code == 0, last_words: Vec::new(), ..exit(attempt, Some(code), false) };
        self.seen.set(&self.engine.folder(id), Seen::Ended(exit));
    }
}

fn command_spec(restart: Restart) -> CommandSpec {
    CommandSpec {
        command: vec!["true".into()],
        master: None,
        image: None,
        privileged: false,
        template: None,
        environment: BTreeMap::new(),
        work: "/home/a".into(),
        mounts: Vec::new(),
        processes: 64,
        disk_mib: 0,
        restart,
        most_restarts: 1,
        endpoints: Vec::new(),
        notify: None,
    }
}

fn asks(devices: u32, preemptible: bool) -> fovea_store::JobAsk {
    fovea_store::JobAsk { devices: Some(devices), preemptible, ..Default::default() }
}

#[tokio::test]
async fn a_command_of_no_project_runs_to_its_end() {
    let mut house = House::new().await;
    let id = house.command(asks(1, false), Restart::Never).await;
    assert_eq!(house.until(id, JobState::Running).await.devices, 1);
    let folder = house.engine.folder(id);
    let step = &folder.read_spec().unwrap().unwrap().steps[0];
    assert_eq!(
        (step.argv.last().map(String::as_str), step.confine.as_ref().unwrap().limits.cores),
        (Some("true"), 1)
    );
    let variables = std::fs::read_to_string(folder.pod_env()).unwrap();
    assert!(variables.contains(&format!("export FOVEA_JOB_ID='{id}'")), "{variables}");
    house.ended(id, 1, 0);
    assert_eq!(house.until(id, JobState::Succeeded).await.reason, None);
}

#[tokio::test]
async fn a_failed_command_runs_again_as_often_as_it_said() {
    let mut house = House::new().await;
    let id = house.command(asks(1, false), Restart::OnFailure).await;
    house.until(id, JobState::Running).await;
    house.ended(id, 1, 3);
    house.until(id, JobState::Queued).await;
    house.until(id, JobState::Running).await;
    house.ended(id, 2, 3);
    let job = house.until(id, JobState::Failed).await;
    assert_eq!((job.attempt, job.restarts), (2, 1));
    assert!(job.reason.unwrap().contains("job.step_failed"));
}

#[tokio::test]
async fn a_job_pauses_for_whoever_asked_and_goes_on_when_told() {
    let mut house = House::new().await;
    for id in [house.training().await, house.command(asks(1, false), Restart::Never).await] {
        house.until(id, JobState::Running).await;
        let store = house.engine.0.store.clone();
        assert_eq!(house.engine.pause(&store, id).await.unwrap().state, "pausing");
        let job = house.until(id, JobState::Paused).await;
        assert_eq!((job.devices, job.leave_by, job.ended_at), (0, None, None));
        let ask = house.engine.folder(id).read_ask().unwrap().unwrap();
        assert!(ask.what == Wanted::Pause && (25_000..=30_000).contains(&ask.grace_ms), "{ask:?}");
        assert_eq!(house.engine.resume(&store, id).await.unwrap().state, "queued");
        assert_eq!(house.until(id, JobState::Running).await.attempt, 2);
        // What was asked of the start before does not hold for this one.
        assert_eq!(house.engine.folder(id).read_ask().unwrap(), None);
        assert_eq!(house.engine.stop(&store, id).await.unwrap().state, "stopping");
        house.until(id, JobState::Stopped).await;
    }
}

#[tokio::test]
async fn a_preemptible_command_makes_room_for_one_that_is_not() {
    let mut house = House::new().await;
    let soft = house.command(asks(1, true), Restart::Never).await;
    house.until(soft, JobState::Running).await;
    let first = house.command(asks(1, false), Restart::Never).await;
    house.until(first, JobState::Running).await;
    let job = house.engine.0.store.job(soft).await.unwrap();
    assert_eq!((job.state.as_str(), job.preemptions), ("queued", 1));
    let why = house.engine.why(soft).await.unwrap().unwrap();
    assert_eq!((why.ahead, why.expected_start_ms), (0, None));
    house.ended(first, 1, 0);
    house.until(soft, JobState::Running).await;
    let ask = ["start", "up", "preempt", "yielded", "start", "up"];
    assert_eq!(house.events(soft).await, ask);
}

/// Jobs on several nodes.
fn two_npu_nodes() -> Declared {
    let nodes = ["node-a", "node-b"].map(|name| inventory::tests::eight(name, "huawei_npu_arm64"));
    Declared { nodes: nodes.into(), ..Declared::default() }
}

fn spread() -> fovea_store::JobAsk {
    let device = Some(DeviceType::parse("huawei_npu_arm64").unwrap());
    fovea_store::JobAsk { devices: Some(8), nodes: Some(2), cores: 1, device, ..Default::default() }
}

impl House {
    fn task(&self, id: Id, rank: u32) -> JobFolder {
        self.engine.folder(id).task(rank)
    }

    fn task_ended(&self, id: Id, rank: u32, code: i32, stopped: bool) {
        let attempt = self.task(id, rank).read_spec().unwrap().unwrap().attempt;
        let exit = Exit { complete: code == 0, last_words: Vec::new(), ..exit(attempt, Some(code), stopped) };
        self.seen.set(&self.task(id, rank), Seen::Ended(exit));
    }

    fn variables(&self, id: Id, rank: u32) -> String {
        std::fs::read_to_string(self.task(id, rank).pod_env()).unwrap()
    }
}

#[tokio::test]
async fn a_job_on_two_nodes_has_a_task_on_each_and_is_done_when_both_are() {
    let mut house = House::with(two_npu_nodes()).await;
    let id = house.command(spread(), Restart::Never).await;
    assert_eq!(house.until(id, JobState::Running).await.devices, 16);
    let tasks = house.engine.0.store.job_tasks(&[id]).await.unwrap().remove(&id).unwrap();
    let nodes: Vec<&str> = tasks.iter().map(|t| t.node.as_str()).collect();
    assert_eq!((nodes, tasks[0].cards.count(), tasks[1].rank), (vec!["node-a", "node-b"], 8, 1));
    assert_ne!(tasks[0].address, tasks[1].address);
    for (rank, other) in [(0, 1), (1, 0)] {
        let told = house.variables(id, rank);
        let has = |text: String| assert!(told.contains(&text), "{text} in {told}");
        has(format!("RANK='{rank}'"));
        has("WORLD_SIZE='2'".into());
        has(format!("MASTER_ADDR='{}'", tasks[0].address));
        has("ASCEND_VISIBLE_DEVICES='0,1,2,3,4,5,6,7'".into());
        has(format!("FOVEA_NODE='{}'", tasks[rank as usize].node));
        has(tasks[other].address.clone());
        let table = std::fs::read(house.task(id, rank).root().join("rank_table.json")).unwrap();
        let table: serde_json::Value = serde_json::from_slice(&table).unwrap();
        assert_eq!(table["server_list"][1]["device"][7]["rank_id"], "15");
    }
    let counts = house.engine.device_counts().await.unwrap();
    assert_eq!(counts[&DeviceType::parse("huawei_npu_arm64").unwrap()].free, 0);
    house.task_ended(id, 1, 0, false);
    house.engine.round(&mut house.watched).await.unwrap();
    assert_eq!(house.state(id).await, JobState::Running);
    house.task_ended(id, 0, 0, false);
    assert_eq!(house.until(id, JobState::Succeeded).await.reason, None);
}

#[tokio::test]
async fn where_one_task_fails_the_others_end_and_it_is_the_reason() {
    let mut house = House::with(two_npu_nodes()).await;
    let id = house.command(spread(), Restart::OnFailure).await;
    house.until(id, JobState::Running).await;
    house.task_ended(id, 1, 3, false);
    // It is tried again as a whole.
    assert_eq!(house.until(id, JobState::Queued).await.restarts, 1);
    let asked = house.task(id, 0).read_ask().unwrap().unwrap();
    assert_eq!(asked.what, Wanted::Others);
    house.until(id, JobState::Running).await;
    house.task_ended(id, 1, 3, false);
    let reason = house.until(id, JobState::Failed).await.reason.unwrap();
    let reason: serde_json::Value = serde_json::from_str(&reason).unwrap();
    assert_eq!((&reason["code"], &reason["params"]["rank"]), (&json!("job.task_failed"), &json!(1)));
    assert_eq!(reason["params"]["node"], "node-b");
    assert_eq!(reason["params"]["reason_code"], "job.step_failed");
}

#[tokio::test]
async fn where_one_task_vanishes_all_begin_again_and_none_is_left() {
    let mut house = House::with(two_npu_nodes()).await;
    let id = house.command(spread(), Restart::Never).await;
    house.until(id, JobState::Running).await;
    // A server that was killed knows nothing of them.
    house.watched.clear();
    house.seen.set(&house.task(id, 0), Seen::Gone);
    let job = house.until(id, JobState::Queued).await;
    assert_eq!((job.losses, job.devices), (1, 0));
    assert!(matches!(house.seen.0.lock().unwrap()[house.task(id, 1).root()], Seen::Ended(_)));
    assert_eq!(house.until(id, JobState::Running).await.attempt, 2);
}

#[tokio::test]
async fn all_tasks_of_a_job_pause_and_go_on_together() {
    let mut house = House::with(two_npu_nodes()).await;
    let id = house.command(spread(), Restart::Never).await;
    house.until(id, JobState::Running).await;
    let store = house.engine.0.store.clone();
    house.engine.pause(&store, id).await.unwrap();
    house.until(id, JobState::Paused).await;
    for rank in 0..2 {
        assert_eq!(house.task(id, rank).read_ask().unwrap().unwrap().what, Wanted::Pause);
    }
    house.engine.resume(&store, id).await.unwrap();
    assert_eq!(house.until(id, JobState::Running).await.attempt, 2);
    assert_eq!(
        house.events(id).await,
        ["start", "up", "pause_asked", "yielded", "resume_asked", "start", "up"]
    );
}

#[tokio::test]
async fn a_job_on_two_nodes_waits_for_both() {
    let mut house = House::with(two_npu_nodes()).await;
    let one = fovea_store::JobAsk { devices: Some(1), nodes: None, ..spread() };
    let small = house.command(one, Restart::Never).await;
    house.until(small, JobState::Running).await;
    let id = house.command(spread(), Restart::Never).await;
    house.engine.round(&mut house.watched).await.unwrap();
    assert_eq!(house.state(id).await, JobState::Queued);
    let why = house.engine.why(id).await.unwrap().unwrap();
    assert!(
        matches!(
            why.reason,
            fovea_scheduler::Reason::VcQuota { .. } | fovea_scheduler::Reason::UserQuota { .. }
        ),
        "{why:?}"
    );
    house.ended(small, 1, 0);
    house.until(id, JobState::Running).await;
}

#[tokio::test]
async fn a_closed_node_takes_nothing_new_and_keeps_what_it_has() {
    let mut house = House::with(two_npu_nodes()).await;
    let one = || fovea_store::JobAsk { devices: Some(8), nodes: None, ..spread() };
    let first = house.command(one(), Restart::Never).await;
    house.until(first, JobState::Running).await;
    let store = house.engine.0.store.clone();
    for node in ["node-a", "node-b"] {
        store.close_node(node, "").await.unwrap();
    }
    let second = house.command(one(), Restart::Never).await;
    house.engine.round(&mut house.watched).await.unwrap();
    assert_eq!((house.state(first).await, house.state(second).await), (JobState::Running, JobState::Queued));
    store.open_node("node-b").await.unwrap();
    house.until(second, JobState::Running).await;
    let told = house.engine.nodes().await.unwrap();
    let uses: Vec<(&str, usize, bool)> =
        told.iter().map(|n| (n.name.as_str(), n.uses.len(), n.schedulable)).collect();
    assert_eq!(uses, [("local", 0, true), ("node-a", 1, false), ("node-b", 1, true)]);
}

/// Cards by type, and none with 0 of them.
#[tokio::test]
async fn a_job_with_no_card_runs_on_a_core_and_sees_none() {
    let mut house = House::with(two_npu_nodes()).await;
    let none = fovea_store::JobAsk { devices: Some(0), nodes: None, ..spread() };
    let id = house.command(none, Restart::Never).await;
    house.until(id, JobState::Running).await;
    let variables = std::fs::read_to_string(house.engine.folder(id).pod_env()).unwrap();
    assert!(
        variables.contains("ASCEND_VISIBLE_DEVICES=''") && variables.contains("FOVEA_CORES='1'"),
        "{variables}"
    );
    assert!(!variables.contains("RANK_TABLE_FILE"));
}
