use super::gate::Gate;
use super::observe::Watched;
use super::{Engine, Inner};
use crate::error::{JobsError, Result};
use crate::folder::{JobFolder, Spec, Step};
use crate::podman::{Podman, PodmanAbout};
use crate::queue::Begin;
use crate::sandbox::Walls;
use crate::{advise, command_job, prelabel, reason, recipe_job, service_job, train};
use fovea_domain::JobEvent;
use fovea_domain::registry::of_image;
use fovea_store::{Id, Job, JobKind, JobTask, StoreError};
use serde_json::Value;
use std::sync::Arc;

impl Engine {
    /// Its turn has come, if its owner is still a member of its virtual cluster.
    pub(super) async fn begin_member(
        &self,
        job: &Job,
        Begin { tasks, borrowed, .. }: Begin,
        watched: &mut Watched,
    ) -> Result<()> {
        let member = match (job.virtual_cluster_id, job.owner) {
            (Some(cluster), Some(owner)) => self.0.store.is_cluster_member(cluster, owner).await?,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if member && (job.is(JobKind::Import) || job.is(JobKind::Export)) {
            return match self.0.store.begin_import(job.id).await {
                Ok(_) | Err(StoreError::WrongState { .. }) => Ok(()),
                Err(error) => Err(error.into()),
            };
        }
        if member {
            let lack = match self.walls() {
                Walls::Plain(lack) if job.runs_command() && command_job::image_of(job).is_none() => {
                    Some(reason::no_walls(*lack))
                }
                _ => None,
            };
            let told = lack.or_else(|| (borrowed > 0).then(|| reason::borrows(borrowed, &job.device)));
            return self.begin(job.id, tasks, told.as_ref(), watched).await;
        }
        match self.0.store.move_job(job.id, JobEvent::Failed, Some(&reason::not_member())).await {
            Ok(_) | Err(StoreError::WrongState { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Its turn has come. Getting things ready may take long, so it is done beside.
    async fn begin(
        &self,
        id: Id,
        tasks: Vec<JobTask>,
        told: Option<&Value>,
        watched: &mut Watched,
    ) -> Result<()> {
        if watched.preparing.is_some() {
            return Ok(());
        }
        let job = match self.0.store.start_job(id, &tasks, told).await {
            // Stopped in this very moment.
            Err(StoreError::WrongState { .. }) => return Ok(()),
            other => other?,
        };
        let engine = self.clone();
        let inner = Arc::clone(&self.0);
        let gate = command_job::image_of(&job).map(|_| Arc::<Gate>::default());
        watched.gate.clone_from(&gate);
        watched.preparing = Some(tokio::spawn(async move {
            let done = inner.prepare(&job, engine.folder(job.id), &tasks, gate.as_deref()).await;
            engine.wake();
            done
        }));
        Ok(())
    }
}

impl Inner {
    /// Found out once, which takes a moment.
    pub(super) fn walls(&self) -> &Walls {
        self.walls.get_or_init(Walls::of_this_machine)
    }

    async fn prepare(
        self: &Arc<Self>,
        job: &Job,
        folder: JobFolder,
        tasks: &[JobTask],
        gate: Option<&Gate>,
    ) -> Result<()> {
        let parts = if job.is(JobKind::Train) {
            vec![Part::whole(train::prepare(&self.store, job, &folder, &self.settings).await?, folder)]
        } else if job.is(JobKind::Recipe) {
            vec![Part::whole(recipe_job::prepare(&self.store, job, &folder, &self.settings).await?, folder)]
        } else if job.is(JobKind::Advise) {
            vec![Part::whole(advise::prepare(&self.store, job, &folder, &self.settings).await?, folder)]
        } else if job.is(JobKind::Prelabel) {
            vec![Part::whole(prelabel::prepare(&self.store, job, &folder, &self.settings).await?, folder)]
        } else if job.runs_command() {
            let inner = Arc::clone(self);
            let walls = tokio::task::spawn_blocking(move || inner.walls().clone()).await?;
            let podman = match command_job::image_of(job) {
                Some(image) => {
                    let found = self.podman_with(job, image, &folder).await;
                    // Stopped meanwhile it is over, and nothing of it begins.
                    if gate.is_some_and(|gate| !gate.begin()) {
                        return Ok(());
                    }
                    Some(found?)
                }
                None => None,
            };
            let (settings, fleet) = (&self.settings, &self.fleet);
            let around = command_job::Around { settings, fleet, walls, podman };
            command_job::prepare(&self.store, job, &folder, tasks, around).await?
        } else {
            vec![Part::whole(service_job::prepare(&self.store, job, &self.settings).await?, folder)]
        };
        // A line waits for services alone.
        let nice = if job.is(JobKind::Service) { 0 } else { 10 };
        let specs: Vec<(JobFolder, Spec)> = parts
            .into_iter()
            .map(|Part { folder, rank, steps }| (folder.clone(), self.spec(job, &folder, rank, steps, nice)))
            .collect();
        let executor = Arc::clone(&self.executor);
        tokio::task::spawn_blocking(move || {
            for (folder, spec) in &specs {
                let temporary = folder.temporary();
                std::fs::create_dir_all(&temporary).map_err(JobsError::file(temporary))?;
                folder.forget_ask().map_err(JobsError::file(folder.ask()))?;
                folder.write_spec(spec).map_err(JobsError::file(folder.spec()))?;
            }
            specs.iter().try_for_each(|(folder, _)| executor.start(folder).map_err(JobsError::Process))
        })
        .await?
    }

    /// The Podman, once it has the image. One of a registry is asked for anew at a job's first start, in its owner's name, even if it is here:
    /// that somebody else may have it says nothing of them.
    async fn podman_with(
        self: &Arc<Self>,
        job: &Job,
        image: String,
        folder: &JobFolder,
    ) -> Result<(Podman, PodmanAbout)> {
        let (alone, first) = (folder.spec(), folder.task(0).spec());
        // What was begun before had it then. A server that was killed while it came asks once more.
        let begun = tokio::task::spawn_blocking(move || alone.exists() || first.exists()).await?;
        let speech = self.settings.image_registries.speech(&of_image(&image)).filter(|_| !begun);
        let login = match (speech, job.owner) {
            (Some(_), Some(owner)) => self.settings.registries.of(owner, &image).await,
            _ => None,
        };
        let place = match speech {
            Some(_) => Arc::clone(&self.fetches).acquire_owned().await.ok(),
            None => None,
        };
        let inner = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            let _place = place;
            let (podman, about) = Podman::find(inner.settings.podman.as_deref())?;
            if let Some(speech) = speech {
                tracing::info!(image, "an image is fetched");
                podman
                    .pull(&image, login.as_ref(), speech)
                    .map_err(|source| JobsError::Image { image, source })?;
            }
            Ok((podman, about))
        })
        .await?
    }

    fn spec(&self, job: &Job, folder: &JobFolder, rank: Option<u32>, steps: Vec<Step>, nice: u8) -> Spec {
        let mut env = self.settings.env.clone();
        // What a training puts aside belongs on the data disk and goes with the job.
        env.insert("TMPDIR".into(), folder.temporary().display().to_string());
        let attempt = u32::try_from(job.attempt).unwrap_or(0);
        Spec { job: job.id.to_string(), attempt, nice, env, steps, rank }
    }
}

/// What is done in one folder of a job.
pub(crate) struct Part {
    pub folder: JobFolder,
    pub rank: Option<u32>,
    pub steps: Vec<Step>,
}

impl Part {
    fn whole(steps: Vec<Step>, folder: JobFolder) -> Part {
        Part { folder, rank: None, steps }
    }
}
