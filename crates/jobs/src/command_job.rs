//! A user's command as a job: one step within walls, with a work folder of its own that stays when it pauses.

use crate::engine::{EngineSettings, TEMPORARY};
use crate::error::{JobsError, Result};
use crate::folder::{Confine, JobFolder, NOTICE, Step, write_whole};
use crate::sandbox::{self, View, Walls};
use crate::shim::Limits;
use fovea_domain::command::{CommandSpec, home_of};
use fovea_store::{Id, Job, Store};
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// What programs are looked for in, within walls.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/// Runs the command with the variables of a file, which are never those of a process outside of the walls.
const BEGIN: &str = r#". "$0" && exec "$@""#;
/// Users' numbers begin behind those of the system.
const FIRST: u32 = 30_000;
/// Of one whose owner is gone.
const NOBODY: u32 = 65_534;

pub(crate) const STEP: &str = "command";

struct Owner {
    name: String,
    uid: u32,
}

pub(crate) async fn prepare(
    store: &Store,
    job: &Job,
    folder: &JobFolder,
    settings: &EngineSettings,
    walls: Walls,
) -> Result<Vec<Step>> {
    let spec: CommandSpec = serde_json::from_str(&job.spec)?;
    let owner = match job.owner {
        Some(id) => {
            let user = store.user(id).await?;
            Owner {
                name: user.name,
                uid: u32::try_from(user.number).map_or(NOBODY, |n| n.saturating_add(FIRST)),
            }
        }
        None => Owner { name: "user".into(), uid: NOBODY },
    };
    let limits = store.job_limits(&[job.id]).await?;
    let cluster = limits.get(&job.id).and_then(|l| l.cluster.clone()).unwrap_or_default();
    let plan = Plan {
        job: job.clone(),
        spec,
        owner,
        cluster,
        folder: JobFolder::new(absolute(folder.root())),
        data: absolute(store.place().folder()),
        path: settings.env.get("PATH").cloned(),
        walls,
    };
    tokio::task::spawn_blocking(move || plan.step().map(|step| vec![step])).await?
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.into())
}

struct Plan {
    job: Job,
    spec: CommandSpec,
    owner: Owner,
    cluster: String,
    folder: JobFolder,
    /// The server's own folder, which no command sees
    data: PathBuf,
    path: Option<String>,
    walls: Walls,
}

impl Plan {
    /// Writes what the command needs around it. Blocks.
    fn step(&self) -> Result<Step> {
        let file = |path: PathBuf, text: &str| {
            write_whole(&path, text.as_bytes()).map_err(JobsError::file(&path))?;
            // For every shell in there, whoever it belongs to.
            let open = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(&path, open).map_err(JobsError::file(&path))?;
            Ok::<PathBuf, JobsError>(path)
        };
        std::fs::create_dir_all(self.folder.work()).map_err(JobsError::file(self.folder.work()))?;
        let variables = self.variables();
        let environment = file(self.folder.pod_env(), &sandbox::shell_lines(&variables))?;
        let mut argv = Vec::new();
        let mut told = Vec::new();
        let begin = |env: String| ["/bin/sh".into(), "-c".into(), BEGIN.into(), env];
        match &self.walls {
            Walls::Bubblewrap(program) => {
                let (name, uid) = (&self.owner.name, self.owner.uid);
                let home = &self.spec.work;
                let passwd = format!("root:x:0:0::/:/bin/sh\n{name}:x:{uid}:{uid}::{home}:/bin/sh\n");
                let passwd = file(self.folder.root().join("passwd"), &passwd)?;
                let group = format!("root:x:0:\n{name}:x:{uid}:\n");
                let group = file(self.folder.root().join("group"), &group)?;
                let view = View {
                    uid,
                    work: &self.folder.work(),
                    seen_as: home,
                    passwd: &passwd,
                    group: &group,
                    environment: &environment,
                    hidden: std::slice::from_ref(&self.data),
                    host_name: &format!("job-{}", short(self.job.id)),
                };
                argv.push(program.display().to_string());
                argv.extend(sandbox::arguments(&view, sandbox::link_of));
                argv.extend(begin("/pod.env".into()));
            }
            Walls::Plain(why) => {
                told.push(format!("{why}: the command runs without a sandbox"));
                argv.extend(begin(environment.display().to_string()));
            }
        }
        argv.extend(self.spec.command.iter().cloned());
        let limits = Limits {
            cores: u32::try_from(self.job.devices).unwrap_or(0),
            memory_mib: u64::try_from(self.job.memory_mib).unwrap_or(0),
            processes: self.spec.processes,
        };
        let walls = matches!(self.walls, Walls::Bubblewrap(_));
        let confine = Some(Confine { limits, walls, told });
        Ok(Step { name: STEP.into(), argv, confine, accept: vec![0], ..Step::default() })
    }

    /// What the user gave, and on top what only we know.
    fn variables(&self) -> BTreeMap<String, String> {
        let work = match &self.walls {
            Walls::Bubblewrap(_) => self.spec.work.clone(),
            Walls::Plain(_) => self.folder.work().display().to_string(),
        };
        let (path, temporary) = match &self.walls {
            Walls::Bubblewrap(_) => (PATH.to_string(), "/tmp".to_string()),
            Walls::Plain(_) => {
                (self.path.clone().unwrap_or_else(|| PATH.into()), format!("{work}/{TEMPORARY}"))
            }
        };
        let cores = self.job.devices.max(1).to_string();
        let usual = [
            ("PATH", path),
            ("HOME", work.clone()),
            ("USER", self.owner.name.clone()),
            ("LOGNAME", self.owner.name.clone()),
            ("SHELL", "/bin/sh".into()),
            ("LANG", "C.UTF-8".into()),
            ("TMPDIR", temporary),
            // Libraries would else begin as many threads as the machine has cores.
            ("OMP_NUM_THREADS", cores.clone()),
        ];
        let ours = [
            ("FOVEA_JOB_ID", self.job.id.to_string()),
            ("FOVEA_JOB_NAME", self.job.name.clone()),
            ("FOVEA_ATTEMPT", self.job.attempt.to_string()),
            ("FOVEA_USER", self.owner.name.clone()),
            ("FOVEA_VC", self.cluster.clone()),
            ("FOVEA_DEVICE", self.job.device.clone()),
            ("FOVEA_CORES", cores),
            ("FOVEA_WORK", work.clone()),
            ("FOVEA_NOTICE", format!("{work}/{NOTICE}")),
        ];
        let named = |(name, value): (&str, String)| (name.to_string(), value);
        let mut all: BTreeMap<String, String> = usual.into_iter().map(named).collect();
        all.extend(self.spec.environment.clone());
        all.extend(ours.into_iter().map(named));
        all
    }
}

/// The end of an id, which tells jobs of one moment apart.
fn short(id: Id) -> String {
    let text = id.to_string();
    text.rsplit('-').next().unwrap_or_default().to_string()
}

/// Where a job of this user sees its work folder if nothing else was said.
pub fn usual_work(user: &str) -> String {
    home_of(user)
}
