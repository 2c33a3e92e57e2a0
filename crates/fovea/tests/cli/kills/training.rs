//! Trainings are killed: their shim, their step alone, or all at once with the server.

use super::{Chance, children, kill, shim_of};
use crate::program::{fovea, run};
use crate::server::{Server, administrator, project, small_project, wait_for};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// Whose end comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Victim {
    /// The shim, and its step with it: nothing is said, and the job runs again.
    Shim,
    /// `fovea train` or `fovea evaluate`, as for want of memory: the shim tells of it.
    Step,
    /// Server and shim, as when the machine is switched off.
    All,
}

const VICTIMS: [Victim; 3] = [Victim::Shim, Victim::Step, Victim::All];

struct House {
    data: std::path::PathBuf,
    server: Option<Server>,
    token: String,
    project: String,
    version: String,
}

impl House {
    fn new(data: &Path, tasks: &[&str]) -> House {
        let token = administrator(data);
        let server = Server::start(data, &token);
        let project = if tasks == ["anomaly"] { small_project(&server) } else { project(&server) };
        if tasks.contains(&"segment") {
            mark(&server, &project);
        }
        let version = server.json("POST", &format!("/projects/{project}/versions"), json!({}));
        let version = version["id"].as_str().unwrap().to_string();
        House { data: data.into(), server: Some(server), token, project, version }
    }

    fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    fn train(&self, task: &str) -> String {
        let budget = if task == "segment" { json!(10) } else { Value::Null };
        self.train_with(task, json!({ "budget_s": budget }))
    }

    fn train_with(&self, task: &str, more: Value) -> String {
        let mut wanted = json!({ "task": task, "name": task, "version_id": self.version, "cost": 20 });
        wanted.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let job = self.server().json("POST", &format!("/projects/{}/trainings", self.project), wanted);
        job["id"].as_str().unwrap().to_string()
    }

    fn ended(&self, job: &str) -> Value {
        wait_for(&format!("the end of {job}"), || {
            let job = self.server().get(&format!("/jobs/{job}"));
            let ended = ["succeeded", "failed", "stopped"].contains(&job["state"].as_str().unwrap());
            ended.then_some(job)
        })
    }

    /// Whether there was something to kill.
    fn kill(&mut self, victim: Victim, job: &str) -> bool {
        let shim = shim_of(&self.data, job);
        match victim {
            Victim::Shim => kill(shim),
            Victim::Step => kill(shim.and_then(|shim| children(shim).into_iter().next())),
            Victim::All => {
                let killed = kill(shim);
                let data = self.server.take().unwrap().kill();
                self.server = Some(Server::start(&data, &self.token));
                killed
            }
        }
    }

    fn package(&self, job: &Value) -> Vec<u8> {
        let model = job["model_id"].as_str().unwrap();
        std::fs::read(self.data.join(format!("models/{model}.fovea"))).unwrap()
    }

    /// What the job's log says of each start.
    fn log(&self, job: &str) -> Vec<String> {
        let log = self.server().get(&format!("/jobs/{job}/log?limit=1000"));
        let lines = log["lines"].as_array().unwrap().iter();
        lines.map(|line| line["text"].as_str().unwrap().to_string()).collect()
    }
}

/// A box on each bad picture, for a task that learns places.
fn mark(server: &Server, project: &str) {
    let shown = server.get(&format!("/projects/{project}"));
    let classes = shown["classes"].as_array().unwrap();
    let class = &classes.iter().find(|c| c["good"] == false).unwrap()["id"];
    let bad = server.get(&format!("/projects/{project}/pictures?verdict=bad&limit=200"));
    for picture in bad["items"].as_array().unwrap() {
        let path = format!("/pictures/{}/annotation", picture["id"].as_str().unwrap());
        let revision = &server.get(&path)["revision"];
        let shape = json!({ "kind": "box", "x": 20, "y": 20, "w": 40, "h": 40 });
        let said = json!({ "verdict": "bad", "class_id": class,
            "regions": [{ "id": "r", "class_id": class, "shape": shape }] });
        let head = format!("content-type: application/json\r\nif-match: \"{revision}\"\r\n");
        let (status, told) = server.ask("PUT", &path, &head, said.to_string().as_bytes());
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&told));
    }
}

/// A job whose shim was killed runs again and ends well; one whose step was, says so.
fn check_end(house: &House, victim: Victim, hit: bool, job: &Value, alone: Option<&Vec<u8>>) {
    let id = job["id"].as_str().unwrap();
    let log = house.log(id);
    let by_signal = log.iter().any(|line| line.ends_with("s") && line.contains("ended by signal 9"));
    if job["state"] == "succeeded" {
        assert!(!by_signal, "{victim:?}: {log:?}");
        if let Some(alone) = alone {
            assert!(house.package(job) == *alone, "{victim:?}: not the model of a training left alone");
        }
    } else {
        assert!(hit && victim == Victim::Step && by_signal, "{victim:?} {hit}: {job} {log:?}");
        assert_eq!(
            (&job["state"], &job["reason"]["code"]),
            (&json!("failed"), &json!("job.killed")),
            "{job}"
        );
        // Killed while it was evaluated, the model is there and works; before, there is none.
        let trained = log.iter().any(|line| line.starts_with("train: ended with code"));
        assert_eq!(job["model_id"].is_string(), trained, "{job} {log:?}");
    }
    // Nothing that only the steps needed stays.
    let work = house.data.join("jobs").join(id).join("work");
    wait_for("an empty folder", || (!work.join("data").exists() && !work.join("tmp").exists()).then_some(()));
}

fn kill_trainings(rounds: usize, tasks: &[&'static str], mut chance: Chance) {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::new(&folder.path().join("data"), tasks);
    // What a training makes that is left alone, and how long that takes.
    let alone: Vec<(Duration, Option<Vec<u8>>)> = tasks
        .iter()
        .map(|task| {
            let began = Instant::now();
            let job = house.ended(&house.train(task));
            assert_eq!(job["state"], "succeeded", "{job}");
            // What is learnt within a time differs from run to run.
            (began.elapsed(), (*task != "segment").then(|| house.package(&job)))
        })
        .collect();
    let (mut hits, mut failed, mut again) = ([0; 3], 0, 0);
    let mut jobs = Vec::new();
    for round in 0..rounds {
        let (task, which) = (round / VICTIMS.len() % tasks.len(), round % VICTIMS.len());
        let job = house.train(tasks[task]);
        // Mostly once its process is there, for most of its time is spent in that.
        if chance.below(4) > 0 {
            wait_for("its process", || shim_of(&house.data, &job));
        }
        std::thread::sleep(alone[task].0.mul_f64(chance.share() * 0.9));
        let hit = house.kill(VICTIMS[which], &job);
        hits[which] += usize::from(hit);
        let ended = house.ended(&job);
        check_end(&house, VICTIMS[which], hit, &ended, alone[task].1.as_ref());
        failed += usize::from(ended["state"] == "failed");
        again += usize::from(house.log(&job).iter().filter(|l| *l == "train: started").count() > 1);
        jobs.push(ended);
    }
    let models = house.server().get(&format!("/projects/{}/models?limit=200", house.project));
    let models = models["items"].as_array().unwrap();
    let with_model = jobs.iter().filter(|job| job["model_id"].is_string()).count();
    assert_eq!(models.len(), tasks.len() + with_model);
    for job in &jobs {
        let of = models.iter().filter(|m| m["job_id"] == job["id"]).count();
        assert_eq!(of, usize::from(job["model_id"].is_string()), "{job}");
        if job["model_id"].is_string() {
            let file = house.data.join(format!("models/{}.fovea", job["model_id"].as_str().unwrap()));
            run(fovea().args(["model", "verify"]).arg(file)).exits(0);
        }
    }
    // No file of a model that nobody knows, and no process of a job that has ended.
    assert_eq!(std::fs::read_dir(house.data.join("models")).unwrap().count(), models.len());
    for job in &jobs {
        assert_eq!(shim_of(&house.data, job["id"].as_str().unwrap()), None, "{job}");
    }
    eprintln!(
        "trainings: {rounds} rounds, killed {VICTIMS:?}: {hits:?}; {failed} failed, {again} trained anew"
    );
    assert!(hits.iter().sum::<usize>() * 4 >= rounds, "most were not there to be killed: {hits:?}");
}

#[test]
fn a_training_that_is_killed_ends_where_it_should() {
    kill_trainings(3, &["anomaly"], Chance::fixed(3));
}

#[test]
#[ignore = "takes minutes"]
fn fifty_kills_of_trainings_end_where_they_should() {
    kill_trainings(50, &["anomaly", "classify", "segment"], Chance::new());
}

#[test]
fn a_training_that_vanishes_again_and_again_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::new(&folder.path().join("data"), &["anomaly"]);
    let job = house.train("anomaly");
    let mut last = None;
    for _ in 0..4 {
        last = Some(wait_for("its process", || shim_of(&house.data, &job).filter(|pid| Some(*pid) != last)));
        assert!(house.kill(Victim::Shim, &job));
    }
    let ended = house.ended(&job);
    assert_eq!(
        (&ended["state"], &ended["reason"]["code"]),
        (&json!("failed"), &json!("job.lost")),
        "{ended}"
    );
    assert!(ended["model_id"].is_null());
    // The next one has its turn.
    let next = house.train("anomaly");
    assert_eq!(house.ended(&next)["state"], "succeeded");
}

#[test]
fn a_training_that_paused_gives_the_model_of_one_that_was_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::new(&folder.path().join("data"), &["anomaly"]);
    let alone = house.package(&house.ended(&house.train("anomaly")));
    let job = house.train("anomaly");
    let path = format!("/jobs/{job}");
    wait_for("its process", || shim_of(&house.data, &job));
    house.server().json("POST", &format!("{path}/pause"), json!({}));
    house.server().until_state(&path, "paused");
    assert_eq!(shim_of(&house.data, &job), None);
    // Others have their turn meanwhile.
    let other = json!({ "name": "other", "device": "cpu", "command": "true" });
    let other = house.server().json("POST", "/jobs", other);
    assert_eq!(house.ended(other["id"].as_str().unwrap())["state"], "succeeded");
    assert_eq!(house.server().get(&path)["state"], "paused");
    house.server().json("POST", &format!("{path}/resume"), json!({}));
    let ended = house.ended(&job);
    assert_eq!(ended["state"], "succeeded", "{ended}");
    assert!(house.package(&ended) == alone, "not the model of a training left alone");
}

#[test]
fn a_training_that_paused_in_its_midst_goes_on_from_its_checkpoint_to_the_same_model() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::new(&folder.path().join("data"), &["segment"]);
    // So many steps and no time: what is learnt within a time differs from run to run.
    let train = || house.train_with("segment", json!({ "steps": 50, "size": 64 }));
    let alone = house.ended(&train());
    assert_eq!(alone["state"], "succeeded", "{alone}");
    let job = train();
    let path = format!("/jobs/{job}");
    let checkpoint = house.data.join("jobs").join(&job).join("work/model.fovea.checkpoint");
    wait_for("some steps", || house.server().get(&path)["progress"]["phase"].eq("training").then_some(()));
    house.server().json("POST", &format!("{path}/pause"), json!({}));
    house.server().until_state(&path, "paused");
    assert!(checkpoint.exists());
    let log = house.log(&job);
    assert!(log.iter().any(|line| line == "asked to pause"), "{log:?}");
    house.server().json("POST", &format!("{path}/resume"), json!({}));
    let ended = house.ended(&job);
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let log = house.log(&job);
    assert_eq!(log.iter().filter(|line| *line == "train: started").count(), 2, "{log:?}");
    assert!(house.package(&ended) == house.package(&alone), "not the model of a training left alone");
    // The folder is cleared after the end is told of.
    wait_for("no checkpoint", || (!checkpoint.exists()).then_some(()));
}
