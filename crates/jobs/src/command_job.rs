//! A user's command as a job: one step within walls or in a container of its image, with a work folder of its own that stays when
//! it pauses.

use crate::endpoints::{PROGRAM_AT, Plan as Keeping, SEEN_AT, socket_name};
use crate::engine::{EngineSettings, Part};
use crate::error::{JobsError, Result};
use crate::folder::{Confine, JobFolder, NOTICE, SharedNetwork, Step, task_name, write_whole};
use crate::inventory::{Fleet, MACHINE};
use crate::mounts;
use crate::podman::{Container, Mount as Bound, Podman, PodmanAbout};
use crate::sandbox::{self, Doors, SharedFolder, View, Walls};
use crate::shim::Limits;
use fovea_domain::command::{CommandSpec, Shared, home_of};
use fovea_domain::device::DeviceType;
use fovea_domain::device::rendezvous::{self, Peer};
use fovea_domain::endpoint::host_label;
use fovea_store::{Id, Job, JobLimits, JobTask, Store};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// What programs are looked for in, within walls.
pub(crate) const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/// Runs the command with the variables of a file, which are never those of a process outside of the walls. The keeper is nobody's
/// child: a command that waits for its children has none of ours.
const BEGIN: &str = r#". "$0" && ("$1" keep "$2" &) && shift 2 && exec "$@""#;
/// Users' numbers begin behind those of the system.
const FIRST: u32 = 30_000;
/// Of one whose owner is gone.
const NOBODY: u32 = 65_534;

pub(crate) const STEP: &str = "command";

struct Owner {
    name: String,
    uid: u32,
}

/// What a command's surroundings are made from.
pub(crate) struct Around<'a> {
    pub settings: &'a EngineSettings,
    pub fleet: &'a Fleet,
    pub walls: Walls,
    /// For a job with an image
    pub podman: Option<(Podman, PodmanAbout)>,
}

/// One part a task; `tasks`: what the job has of which node.
pub(crate) async fn prepare(
    store: &Store,
    job: &Job,
    folder: &JobFolder,
    tasks: &[JobTask],
    around: Around<'_>,
) -> Result<Vec<Part>> {
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
    let limits = limits.get(&job.id);
    let cluster = limits.and_then(|l| l.cluster.clone()).unwrap_or_default();
    let disk_mib = spec.disk_limit(limits.and_then(JobLimits::disk_mib));
    let device = DeviceType::parse(&job.device).ok();
    let peer = |task: &JobTask| Peer {
        address: task.address.clone(),
        cards: task.cards,
        card_addresses: device
            .as_ref()
            .map(|d| around.fleet.card_addresses(&task.node, d, task.cards))
            .unwrap_or_default(),
        devices: task.devices,
    };
    let writes = limits.is_some_and(|l| l.writes_data);
    let data = around.settings.data.as_deref().map(|data| (absolute(data), writes));
    let walled = around.podman.is_some() || matches!(around.walls, Walls::Bubblewrap(_));
    mounts::lay_out(store, &spec, folder, walled && !spec.privileged).await?;
    let shared = mounts::shared(&spec, job.owner, (store, folder), data);
    let plan = Plan {
        job: job.clone(),
        spec,
        owner,
        cluster,
        folder: JobFolder::new(absolute(folder.root())),
        data: absolute(store.place().folder()),
        path: around.settings.env.get("PATH").cloned(),
        program: absolute(&around.settings.program),
        tools: around.settings.tools.clone(),
        shared,
        domain: around.settings.domain.clone(),
        walls: around.walls,
        podman: around.podman,
        disk_mib,
        peers: tasks.iter().map(peer).collect(),
        tasks: tasks.to_vec(),
        device,
    };
    let mut parts = tokio::task::spawn_blocking(move || plan.parts()).await??;
    // By the names that the engine knows them by.
    for part in &mut parts {
        part.folder = part.rank.map_or_else(|| folder.clone(), |rank| folder.task(rank));
    }
    Ok(parts)
}

pub(crate) fn absolute(path: &Path) -> PathBuf {
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
    program: PathBuf,
    tools: Vec<PathBuf>,
    /// Of what the job asked for, what there is
    shared: Vec<SharedFolder>,
    /// Behind the names of hosts that endpoints are reached under
    domain: String,
    walls: Walls,
    podman: Option<(Podman, PodmanAbout)>,
    /// Most that it may keep on the disk; zero: no limit
    disk_mib: u64,
    tasks: Vec<JobTask>,
    /// The same as the tasks learn of each other
    peers: Vec<Peer>,
    device: Option<DeviceType>,
}

/// Where files of ours are seen within walls.
const OURS: &str = "/run/fovea-files";

impl Plan {
    /// Writes what each task needs around it. Blocks.
    fn parts(&self) -> Result<Vec<Part>> {
        if self.job.nodes.is_none() {
            let task = self.tasks.first().cloned().unwrap_or_else(|| JobTask::of_cores(MACHINE, 0));
            return Ok(vec![self.part(&task, self.folder.clone(), None)?]);
        }
        self.tasks.iter().map(|t| self.part(t, self.folder.task(t.rank), Some(t.rank))).collect()
    }

    fn part(&self, task: &JobTask, folder: JobFolder, rank: Option<u32>) -> Result<Part> {
        let homes = self.shared.iter().filter(|s| s.writable).map(|s| s.folder.clone());
        for dir in [folder.work(), folder.root().to_path_buf()].into_iter().chain(homes) {
            std::fs::create_dir_all(&dir).map_err(JobsError::file(&dir))?;
        }
        let files = self.files(&folder)?;
        let variables = self.variables(task, &folder, rank, &files);
        let environment = written(folder.pod_env(), &sandbox::shell_lines(&variables))?;
        let mut argv = Vec::new();
        let mut told = Vec::new();
        let mut network = None;
        let mut container = None;
        let (sockets, program) = (self.sockets(&folder, rank)?, self.program.display().to_string());
        let begin = |env: String, program: String, plan: &str| {
            ["/bin/sh".to_string(), "-c".into(), BEGIN.into(), env, program, plan.to_string()]
        };
        let plan = serde_json::to_string(&self.keeping(&folder, rank, &sockets))?;
        match (&self.podman, &self.walls) {
            (Some((podman, about)), _) => {
                told.push(format!("in a container of {}, by Podman {}", self.image(), about.version));
                if self.spec.privileged {
                    told.push("the container is privileged: it has the rights of who runs Podman".into());
                }
                let hosts = self.hosts(&folder, rank)?;
                let first = [(environment, "/pod.env".to_string()), (hosts, "/etc/hosts".into())];
                let seen = first.into_iter().chain(files.iter().map(|f| (f.path.clone(), f.seen_as())));
                let keeper = vec![PROGRAM_AT.to_string(), "keep".into(), plan];
                container = Some(Container {
                    socket: podman.socket().into(),
                    image: self.image().into(),
                    name: self.container_name(rank),
                    user: owner_of_work(about.rootless),
                    host_name: self.host_name(rank),
                    env: variables,
                    work: self.spec.work.clone(),
                    mounts: self.mounts(&folder, &sockets, seen),
                    network_of: rank.filter(|r| *r > 0).map(|_| self.container_name(Some(0))),
                    others: match rank {
                        Some(0) => {
                            self.tasks.iter().skip(1).map(|t| self.container_name(Some(t.rank))).collect()
                        }
                        _ => Vec::new(),
                    },
                    keeper,
                    controllers: about.controllers.clone(),
                    privileged: self.spec.privileged,
                });
            }
            (None, Walls::Bubblewrap(program)) => {
                let sized = self.walls.hold_disk();
                if self.disk_mib > 0 && !sized {
                    told.push("this bubblewrap is too old to hold /tmp to a part of the disk".into());
                }
                let (name, uid) = (&self.owner.name, self.owner.uid);
                let home = self.home(&folder);
                let passwd = format!("root:x:0:0::/:/bin/sh\n{name}:x:{uid}:{uid}::{home}:/bin/sh\n");
                let passwd = written(folder.root().join("passwd"), &passwd)?;
                let group = format!("root:x:0:\n{name}:x:{uid}:\n");
                let group = written(folder.root().join("group"), &group)?;
                let host_name = self.host_name(rank);
                let hosts = self.hosts(&folder, rank)?;
                let task_folder = |t: &JobTask| self.folder.task(t.rank).root().into();
                network = rank.map(|rank| SharedNetwork {
                    made_by: (rank == 0).then(|| program.clone()),
                    told_in: self.folder.task(0).root().into(),
                    others: match rank {
                        0 => self.tasks.iter().filter(|t| t.rank > 0).map(task_folder).collect(),
                        _ => Vec::new(),
                    },
                });
                let seen: Vec<_> = files.iter().map(|f| (f.path.clone(), f.seen_as())).collect();
                let view = View {
                    uid,
                    passing_bytes: (self.disk_mib > 0 && sized)
                        .then(|| self.disk_mib.saturating_mul(1 << 20)),
                    work: &folder.work(),
                    seen_as: &self.spec.work,
                    shared: &self.shared,
                    passwd: &passwd,
                    group: &group,
                    hosts: &hosts,
                    environment: &environment,
                    hidden: std::slice::from_ref(&self.data),
                    tools: &self.tools,
                    doors: Doors {
                        sockets: &sockets,
                        seen_as: SEEN_AT,
                        program: &self.program,
                        program_at: PROGRAM_AT,
                    },
                    host_name: &host_name,
                    files: &seen,
                    in_network: network.is_some(),
                };
                argv.push(program.display().to_string());
                argv.extend(sandbox::arguments(&view, sandbox::link_of));
                argv.extend(begin("/pod.env".into(), PROGRAM_AT.into(), &plan));
            }
            (None, Walls::Plain(why)) => {
                told.push(format!("{why}: the command runs without a sandbox"));
                if self.disk_mib > 0 {
                    told.push(
                        "without a sandbox only its work folder is held to its part of the disk".into(),
                    );
                }
                argv.extend(begin(environment.display().to_string(), program, &plan));
            }
        }
        let master = self.spec.master.as_ref().filter(|_| rank == Some(0));
        argv.extend(master.unwrap_or(&self.spec.command).iter().cloned());
        if task.node != MACHINE || rank.is_some() {
            told.push(self.place_in_words(task, rank));
        }
        let limits = Limits {
            cores: task.cores,
            memory_mib: u64::try_from(self.job.memory_mib).unwrap_or(0),
            processes: self.spec.processes,
            disk_mib: self.disk_mib,
        };
        let confine =
            Some(Confine { limits, walls: self.apart(), told, cards: self.told_cards(task), network });
        let step = Step { name: STEP.into(), argv, confine, container, accept: vec![0], ..Step::default() };
        Ok(Part { folder, rank, steps: vec![step] })
    }

    /// Whether it sees folders of its own names, and not those of the machine.
    fn apart(&self) -> bool {
        self.podman.is_some() || matches!(self.walls, Walls::Bubblewrap(_))
    }

    fn image(&self) -> &str {
        self.spec.image.as_deref().unwrap_or_default()
    }

    /// Cards whose driver may tell what they do.
    fn told_cards(&self, task: &JobTask) -> Vec<u32> {
        let nvidia = self.device.as_ref().is_some_and(|d| d.name().starts_with("nvidia_gpu"));
        if nvidia { task.cards.numbers().collect() } else { Vec::new() }
    }

    fn container_name(&self, rank: Option<u32>) -> String {
        let job = self.job.id.to_string();
        format!("fovea-{}", rank.map_or(job.clone(), |rank| task_name(&job, rank)))
    }

    fn hosts(&self, folder: &JobFolder, rank: Option<u32>) -> Result<PathBuf> {
        // A task has its name at an address that the others reach, too.
        let own = if self.has_network() { String::new() } else { self.host_name(rank) };
        let hosts = format!("127.0.0.1 localhost {own}\n::1 localhost\n{}", self.names());
        written(folder.root().join("etc_hosts"), &hosts)
    }

    /// What of this machine is seen in a container.
    fn mounts(
        &self,
        folder: &JobFolder,
        sockets: &Path,
        files: impl Iterator<Item = (PathBuf, String)>,
    ) -> Vec<Bound> {
        let mount =
            |source: PathBuf, target: &str, writable| Bound { source, target: target.into(), writable };
        let own = [
            mount(folder.work(), &self.spec.work, true),
            mount(sockets.into(), SEEN_AT, true),
            mount(self.program.clone(), PROGRAM_AT, false),
        ];
        let shared = self.shared.iter().map(|s| mount(s.folder.clone(), &s.seen_as, s.writable));
        let files = files.map(|(source, target)| mount(source, &target, false));
        own.into_iter().chain(shared).chain(files).collect()
    }

    /// An empty folder for sockets: those of an earlier start lead nowhere. That of the first task is the job's.
    fn sockets(&self, folder: &JobFolder, rank: Option<u32>) -> Result<PathBuf> {
        let sockets = if is_first(rank) { self.folder.sockets() } else { folder.sockets() };
        match std::fs::remove_dir_all(&sockets) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(JobsError::file(&sockets)(e)),
            _ => std::fs::create_dir_all(&sockets).map_err(JobsError::file(&sockets))?,
        }
        Ok(sockets)
    }

    /// Endpoints lead to the first task of several.
    fn keeping(&self, folder: &JobFolder, rank: Option<u32>, sockets: &Path) -> Keeping {
        Keeping {
            folder: if self.apart() { SEEN_AT.into() } else { sockets.into() },
            home: self.home(folder).into(),
            // An image has its own, and could not run those of this machine.
            tools: if self.podman.is_some() { Vec::new() } else { self.tools.clone() },
            endpoints: if is_first(rank) { self.spec.endpoints.clone() } else { Vec::new() },
            address: rank
                .filter(|_| self.has_network())
                .and_then(|rank| Some(self.peer(rank)?.address.clone())),
        }
    }

    /// The tasks are in a network of their own, where nobody else can be.
    fn has_network(&self) -> bool {
        self.job.nodes.is_some() && self.apart()
    }

    fn peer(&self, rank: u32) -> Option<&Peer> {
        self.peers.get(usize::try_from(rank).ok()?)
    }

    /// Names that the tasks have for each other, as lines of a file of hosts.
    fn names(&self) -> String {
        let ranks = (0..).zip(&self.peers).filter(|_| self.has_network());
        let line = |(rank, peer): (u32, &Peer)| {
            format!("{} {} task-{rank}\n", peer.address, self.host_name(Some(rank)))
        };
        ranks.map(line).collect()
    }

    /// As the task sees it.
    fn work(&self, folder: &JobFolder) -> String {
        if self.apart() { self.spec.work.clone() } else { folder.work().display().to_string() }
    }

    /// Where whoever comes into the job begins: the folder of its owner, where it has that.
    fn home(&self, folder: &JobFolder) -> String {
        self.shared_at(Shared::Home).unwrap_or_else(|| self.work(folder))
    }

    /// As the task sees it.
    fn shared_at(&self, source: Shared) -> Option<String> {
        let at = self.spec.mounts.iter().find(|m| m.source == source)?;
        let found = self.shared.iter().find(|s| s.seen_as == at.target)?;
        Some(if self.apart() { found.seen_as.clone() } else { found.folder.display().to_string() })
    }

    /// Where the versions of data are that it reads.
    fn dataset_variables(&self) -> Vec<(String, String)> {
        let seen = self.spec.versions().filter_map(|(mount, _)| {
            let found = self.shared.iter().find(|s| s.seen_as == mount.target)?;
            Some(if self.apart() { found.seen_as.clone() } else { found.folder.display().to_string() })
        });
        let name = |at: usize| match at {
            0 => "FOVEA_DATASET".to_string(),
            n => format!("FOVEA_DATASET_{}", n + 1),
        };
        seen.enumerate().map(|(at, place)| (name(at), place)).collect()
    }

    fn seen_sockets(&self) -> String {
        if self.apart() { SEEN_AT.into() } else { self.folder.sockets().display().to_string() }
    }

    /// What tells the job's programs of its ways in.
    fn endpoint_variables(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let folder = self.seen_sockets();
        for one in &self.spec.endpoints {
            let name = one.variable();
            let socket = || format!("{folder}/{}", socket_name(one));
            let place = one.port.map_or_else(socket, |port| port.to_string());
            let label = host_label(&one.name, self.job.id.into());
            all.push((format!("{name}_HOST"), format!("{label}.{}", self.domain)));
            all.push((format!("{name}_PREFIX"), "/".into()));
            all.push((name, place));
        }
        if !all.is_empty() {
            all.push(("FOVEA_ENDPOINTS".into(), folder));
        }
        all
    }

    fn place_in_words(&self, task: &JobTask, rank: Option<u32>) -> String {
        let of = rank.map_or(String::new(), |rank| format!("task {rank} of {}, ", self.tasks.len()));
        let cards = match task.cards.is_empty() {
            true => String::new(),
            false => format!(", {} {}", self.job.device, task.cards.list()),
        };
        format!("{of}node {}{cards}, cores {}", task.node, task.cores)
    }

    fn host_name(&self, rank: Option<u32>) -> String {
        let job = format!("job-{}", short(self.job.id));
        rank.map_or(job.clone(), |rank| format!("{job}-{rank}"))
    }

    /// Files that tell the tasks of each other.
    fn files(&self, folder: &JobFolder) -> Result<Vec<Told>> {
        let mut all = Vec::new();
        if self.job.nodes.is_some() {
            let hosts = rendezvous::host_file(&self.peers);
            let path = written(folder.root().join("hosts"), &hosts)?;
            all.push(Told { variable: "FOVEA_HOSTS", path });
        }
        if self.has_network() {
            let script = format!("#!/bin/sh\nexec {PROGRAM_AT} keep --reach -- \"$@\"\n");
            let path = written(folder.root().join("ssh"), &script)?;
            all.push(Told { variable: "FOVEA_SSH", path });
        }
        let has_cards = self.peers.iter().any(|p| !p.cards.is_empty());
        let table = self.device.as_ref().filter(|_| has_cards);
        if let Some(table) = table.and_then(|d| rendezvous::rank_table(d, &self.peers)) {
            let path = written(folder.root().join("rank_table.json"), &table)?;
            all.push(Told { variable: "RANK_TABLE_FILE", path });
        }
        Ok(all)
    }

    /// What the user gave, and on top what only we know.
    fn variables(
        &self,
        task: &JobTask,
        folder: &JobFolder,
        rank: Option<u32>,
        files: &[Told],
    ) -> BTreeMap<String, String> {
        let apart = self.apart();
        let work = self.work(folder);
        let (mut path, temporary) = match apart {
            true => (PATH.to_string(), "/tmp".to_string()),
            false => {
                (self.path.clone().unwrap_or_else(|| PATH.into()), folder.temporary().display().to_string())
            }
        };
        for tools in &self.tools {
            path += &format!(":{}/bin", tools.display());
        }
        let cores = task.cores.max(1).to_string();
        let usual = [
            ("PATH", path),
            ("HOME", self.home(folder)),
            ("USER", self.owner.name.clone()),
            ("LOGNAME", self.owner.name.clone()),
            ("SHELL", "/bin/sh".into()),
            ("LANG", "C.UTF-8".into()),
            ("TMPDIR", temporary),
            // Libraries would else begin as many threads as the machine has cores.
            ("OMP_NUM_THREADS", cores.clone()),
        ];
        let nodes: Vec<&str> = self.tasks.iter().map(|t| t.node.as_str()).collect();
        let at = usize::try_from(task.rank).unwrap_or(0);
        let meeting = self.device.as_ref().and_then(|d| rendezvous::variables(d, &self.peers, at));
        let meeting = meeting.unwrap_or_default();
        let job = self.job.id.to_string();
        let mut ours = vec![
            ("FOVEA_JOB_NAME", self.job.name.clone()),
            ("FOVEA_ATTEMPT", self.job.attempt.to_string()),
            ("FOVEA_USER", self.owner.name.clone()),
            ("FOVEA_VC", self.cluster.clone()),
            ("FOVEA_DEVICE", self.job.device.clone()),
            ("FOVEA_DEVICES", task.devices.to_string()),
            ("FOVEA_CORES", cores),
            ("FOVEA_NODE", task.node.clone()),
            ("FOVEA_NODES", nodes.join(",")),
            ("FOVEA_WORK", work.clone()),
            ("FOVEA_NOTICE", format!("{work}/{NOTICE}")),
        ];
        for (name, source) in [("FOVEA_HOME", Shared::Home), ("FOVEA_DATA", Shared::Data)] {
            ours.extend(self.shared_at(source).map(|place| (name, place)));
        }
        ours.extend(rank.map(|rank| ("FOVEA_TASK_ID", task_name(&job, rank))));
        ours.push(("FOVEA_JOB_ID", job));
        for file in files {
            let place = if apart { file.seen_as() } else { file.path.display().to_string() };
            ours.push((file.variable, place));
        }
        // Which cards are its own is not for the job to say.
        let visible = self.device.as_ref().and_then(|d| d.rules().visible(task.cards));
        ours.extend(visible);
        let named = |(name, value): (&str, String)| (name.to_string(), value);
        // Where its programs are, and in which language they speak, is for an image to say.
        let of_image = |name: &str| self.podman.is_some() && ["PATH", "SHELL", "LANG"].contains(&name);
        let mut all: BTreeMap<String, String> =
            usual.into_iter().filter(|(name, _)| !of_image(name)).map(named).collect();
        all.extend(meeting.into_iter().map(named));
        all.extend(self.spec.environment.clone());
        all.extend(ours.into_iter().map(named));
        all.extend(self.dataset_variables());
        if is_first(rank) {
            all.extend(self.endpoint_variables());
        }
        all
    }
}

/// Number of user and group that own what lies in the work folder, as a container has them. Of a Podman that is not run by root
/// its own user is number 0 within.
fn owner_of_work(rootless: bool) -> String {
    match rootless {
        true => "0:0".into(),
        false => format!("{}:{}", rustix::process::geteuid().as_raw(), rustix::process::getegid().as_raw()),
    }
}

fn is_first(rank: Option<u32>) -> bool {
    rank.is_none_or(|rank| rank == 0)
}

/// A file of ours that a variable tells of.
struct Told {
    variable: &'static str,
    path: PathBuf,
}

impl Told {
    /// Within walls.
    fn seen_as(&self) -> String {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        format!("{OURS}/{name}")
    }
}

/// For every shell in there, whoever it belongs to.
fn written(path: PathBuf, text: &str) -> Result<PathBuf> {
    write_whole(&path, text.as_bytes()).map_err(JobsError::file(&path))?;
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&path, open).map_err(JobsError::file(&path))?;
    Ok(path)
}

/// The end of an id, which tells jobs of one moment apart.
fn short(id: Id) -> String {
    let text = id.to_string();
    text.rsplit('-').next().unwrap_or_default().to_string()
}

/// The image that a job brings, where it brings one.
pub(crate) fn image_of(job: &Job) -> Option<String> {
    let spec = job.runs_command().then(|| serde_json::from_str::<CommandSpec>(&job.spec).ok());
    spec.flatten()?.image
}

/// Where a job of this user sees its work folder if nothing else was said.
pub fn usual_work(user: &str) -> String {
    home_of(user)
}
