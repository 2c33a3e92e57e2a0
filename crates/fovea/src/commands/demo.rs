//! The whole way on the sample, by the routes that the pages use: a project, its pictures, a training, a released
//! model and a running service. What an earlier run has done already is not done again.

mod drawn;
mod scenes;

use super::serve::{Server, asked_to_end, runtime};
use super::{open_data, percent};
use crate::cli::{DataArgs, DemoArgs, ProgressArg, ServeArgs};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use crate::progress::Reporter;
use fovea_api::{Insider, Refused};
use fovea_datasets::Format;
use fovea_learn::Progress;
use fovea_vision::write_atomic;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

const PROJECT: &str = "滚珠丝杠 Ball screw";
const USER: &str = "fovea demo";
/// Share of the spots that the demo judges and does not teach.
const KEPT_BACK: f64 = 0.3;
/// Seconds that the demo learns: what it shows is worth no long wait. Without a limit such a training takes ten minutes.
const LEARN_S: u64 = 90;
const LOOK_EACH: Duration = Duration::from_millis(300);
/// Longest wait for a training or service that was asked to stop.
const LAST_STEP: Duration = Duration::from_secs(30);

pub fn run(args: &DemoArgs) -> Result<u8, Failure> {
    if args.scenes {
        super::make_folder(&args.out)?;
        return runtime()?.block_on(serve_sample(args));
    }
    let data = DataArgs { data: args.data.clone(), format: Format::Auto, good: vec![], group: None };
    let set = open_data(&data)?;
    note!("{} pictures in {}", set.samples.len(), args.data.display());
    super::make_folder(&args.out)?;
    runtime()?.block_on(serve_sample(args))
}

async fn serve_sample(args: &DemoArgs) -> Result<u8, Failure> {
    let serve = ServeArgs {
        data: args.out.join("data"),
        listen: args.listen,
        ssh: None,
        behind_tls: false,
        unsandboxed_jobs: false,
        image_registry: Vec::new(),
        privileged_jobs: false,
        job_data: None,
        storage: Vec::new(),
        most_upload: fovea_api::Settings::default().most_upload_bytes,
        podman: None,
        cluster: None,
        gateway_domain: fovea_api::LOCAL_DOMAIN.into(),
    };
    let server = Server::start(&serve).await?;
    let way = Way { insider: Insider::named(&server.app, USER).await?, args };
    let code = tokio::select! {
        done = way.go() => {
            done?;
            server.greet().await?;
            if !args.once {
                asked_to_end().await;
            }
            Ok(exit::DONE)
        }
        () = asked_to_end() => Ok(exit::STOPPED),
    };
    way.stop_jobs().await;
    server.end().await;
    code
}

struct Way<'a> {
    insider: Insider,
    args: &'a DemoArgs,
}

impl Way<'_> {
    async fn go(&self) -> Result<(), Failure> {
        if self.args.scenes {
            return scenes::make(&self.insider).await;
        }
        let project = match self.project().await? {
            Some(project) => project,
            None => self.make_project().await?,
        };
        let model = match self.first(&format!("/projects/{project}/models")).await? {
            Some(model) => model,
            None => self.train(&project).await?,
        };
        self.tell(&model).await?;
        let model = text(&self.release(&model).await?, "id");
        let services = format!("/projects/{project}/services");
        let service = match self.first(&services).await? {
            Some(service) => service,
            None => {
                let wanted = json!({"model_id": model, "name": "demo", "keep": "all"});
                self.insider.post(&services, &wanted).await?
            }
        };
        let service = self.running(&text(&service, "id")).await?;
        say!("service: {}", text(&service, "address"))?;
        Ok(())
    }

    async fn project(&self) -> Result<Option<String>, Failure> {
        let projects = self.insider.get("/projects?limit=200").await?;
        let mut named = items(&projects).iter().filter(|p| p["name"] == PROJECT);
        Ok(named.next().map(|p| text(p, "id")))
    }

    async fn first(&self, path: &str) -> Result<Option<Value>, Failure> {
        Ok(items(&self.insider.get(path).await?).first().cloned())
    }

    async fn make_project(&self) -> Result<String, Failure> {
        let wanted = json!({
            "name": PROJECT, "product": "BSData", "scene": "segmentation", "good_name": "good", "note": "",
            "classes": [{"name": "Pitting"}],
        });
        let project = text(&self.insider.post("/projects", &wanted).await?, "id");
        let import = self.insider.post(&format!("/projects/{project}/imports"), &json!({})).await?;
        let import = text(&import, "id");
        let files = files(&self.args.data)?;
        let reporter = Reporter::new(ProgressArg::Text);
        for (i, file) in files.iter().enumerate() {
            let name = file.strip_prefix(&self.args.data).unwrap_or(file).to_string_lossy();
            let path = format!("/imports/{import}/files?name={}", percent_encoded(&name));
            let read = file.clone();
            let bytes = tokio::task::spawn_blocking(move || std::fs::read(read)).await??;
            self.insider.put_file(&path, bytes).await?;
            reporter.step("importing", i + 1, files.len(), "");
        }
        self.insider.post(&format!("/imports/{import}/finish"), &json!({})).await?;
        Ok(project)
    }

    /// Trains, or waits for a training that an earlier run began; gives the model.
    async fn train(&self, project: &str) -> Result<Value, Failure> {
        let job = match self.open_training().await? {
            Some(job) => job,
            None => {
                let version = json!({"note": "demo", "held_back": KEPT_BACK});
                let version = self.insider.post(&format!("/projects/{project}/versions"), &version).await?;
                let wanted = json!({
                    "version_id": version["id"], "task": "segment", "cost": 20, "budget_s": LEARN_S,
                });
                note!(
                    "learning for {LEARN_S} s; a training without a limit takes ten minutes and gives better masks"
                );
                self.insider.post(&format!("/projects/{project}/trainings"), &wanted).await?
            }
        };
        let (id, reporter) = (text(&job, "id"), Reporter::new(ProgressArg::Text));
        loop {
            let job = self.insider.get(&format!("/jobs/{id}")).await?;
            match job["state"].as_str() {
                Some("succeeded") => {
                    return Ok(self.insider.get(&format!("/models/{}", text(&job, "model_id"))).await?);
                }
                Some("failed" | "stopped") => return Err(failure(&text(&job["reason"], "detail"))),
                _ => {}
            }
            if let Some(progress) = job["progress"].as_object() {
                let count = |name: &str| progress[name].as_u64().unwrap_or(0) as usize;
                let stage = match progress["phase"].as_str() {
                    Some("training") => "training",
                    Some("judging") => "judging",
                    _ => "preparing",
                };
                let note = progress["note"].as_str().unwrap_or_default();
                reporter.step(stage, count("done"), count("total"), note);
            }
            tokio::time::sleep(LOOK_EACH).await;
        }
    }

    async fn open_training(&self) -> Result<Option<Value>, Failure> {
        Ok(self.open_jobs().await?.into_iter().find(|j| j["kind"] == "train"))
    }

    async fn open_jobs(&self) -> Result<Vec<Value>, Failure> {
        let jobs = self.insider.get("/jobs?limit=200").await?;
        let ended = |j: &&Value| matches!(j["state"].as_str(), Some("succeeded" | "failed" | "stopped"));
        Ok(items(&jobs).iter().filter(|j| !ended(j)).cloned().collect())
    }

    /// Jobs outlive a server, but who ends the demo wants nothing left running; the next one starts the service anew.
    async fn stop_jobs(&self) {
        let stopped = async {
            for job in self.open_jobs().await? {
                self.insider.post(&format!("/jobs/{}/stop", text(&job, "id")), &json!({})).await?;
            }
            while !self.open_jobs().await?.is_empty() {
                tokio::time::sleep(LOOK_EACH).await;
            }
            Ok::<(), Failure>(())
        };
        // Whatever goes wrong now, the server is about to end.
        let _ = tokio::time::timeout(LAST_STEP, stopped).await;
    }

    /// What the model is worth on pictures of spots that it has never seen, and the report.
    async fn tell(&self, model: &Value) -> Result<(), Failure> {
        let summary = &model["summary"];
        say!("judged {} pictures of other spots:", summary["pictures"])?;
        for (name, word) in [("overkill", "overkill"), ("escape", "escapes")] {
            if let Some(share) = summary[name].as_f64() {
                say!("  {word:<9} {:>8}", percent(share))?;
            }
        }
        for (name, word) in [("auroc", "AUROC"), ("mean_iou", "mean IoU")] {
            if let Some(value) = summary[name].as_f64() {
                say!("  {word:<9} {value:>8.4}")?;
            }
        }
        let id = text(model, "id");
        for (language, name) in [("zh-CN", "report-zh.html"), ("en", "report.html")] {
            let page = self.insider.download(&format!("/models/{id}/report?lang={language}")).await?;
            write_atomic(&self.args.out.join(name), &page)?;
        }
        let package = self.insider.download(&format!("/models/{id}/package")).await?;
        let file = self.args.out.join("ball-screw.fovea");
        write_atomic(&file, &package)?;
        say!("model:   {}", file.display())?;
        say!("report:  {}", self.args.out.join("report.html").display())?;
        Ok(())
    }

    async fn release(&self, model: &Value) -> Result<Value, Failure> {
        if model["stage"] != "draft" {
            return Ok(model.clone());
        }
        let revision = model["revision"].as_i64().unwrap_or(0);
        let path = format!("/models/{}", text(model, "id"));
        Ok(self.insider.patch(&path, revision, &json!({"stage": "released"})).await?)
    }

    async fn running(&self, id: &str) -> Result<Value, Failure> {
        let path = format!("/services/{id}");
        if matches!(self.insider.get(&path).await?["state"].as_str(), Some("stopped" | "failed")) {
            self.insider.post(&format!("{path}/start"), &json!({})).await?;
        }
        loop {
            let service = self.insider.get(&path).await?;
            match service["state"].as_str() {
                Some("running") => return Ok(service),
                Some("failed" | "stopped") => return Err(failure("the service does not start")),
                _ => tokio::time::sleep(LOOK_EACH).await,
            }
        }
    }
}

fn items(list: &Value) -> &[Value] {
    list["items"].as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().into()
}

fn failure(detail: &str) -> Failure {
    Failure {
        exit: exit::FAILED,
        code: "demo.failed".into(),
        message: detail.into(),
        hint: "remove the folder given by --out and try again; the log of the job is in it".into(),
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        failure(&format!("{} ({})", refused.detail, refused.code))
    }
}

impl From<tokio::task::JoinError> for Failure {
    fn from(e: tokio::task::JoinError) -> Failure {
        failure(&e.to_string())
    }
}

/// All pictures and labels below, in the order of their names.
fn files(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(dir)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|e| e == "jpg" || e == "json") {
            found.push(path);
        }
    }
    Ok(found)
}

/// Everything but letters, digits and a few marks as `%XX`.
fn percent_encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
