use super::observe::Watched;
use super::{Engine, Inner};
use crate::error::{JobsError, Result};
use crate::folder::{JobFolder, Spec, Step};
use crate::sandbox::Walls;
use crate::{command_job, reason, service_job, train};
use fovea_domain::JobEvent;
use fovea_store::{Id, Job, JobKind, StoreError};
use serde_json::Value;
use std::sync::Arc;

impl Engine {
    /// Its turn has come, if its owner is still a member of its virtual cluster.
    pub(super) async fn begin_member(&self, job: &Job, cores: u32, watched: &mut Watched) -> Result<()> {
        let member = match (job.virtual_cluster_id, job.owner) {
            (Some(cluster), Some(owner)) => self.0.store.is_cluster_member(cluster, owner).await?,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if member {
            let lack = match self.walls() {
                Walls::Plain(lack) if job.is(JobKind::Command) => Some(reason::no_walls(*lack)),
                _ => None,
            };
            return self.begin(job.id, cores, lack.as_ref(), watched).await;
        }
        match self.0.store.move_job(job.id, JobEvent::Failed, Some(&reason::not_member())).await {
            Ok(_) | Err(StoreError::WrongState { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Its turn has come. Getting things ready may take long, so it is done beside.
    async fn begin(&self, id: Id, cores: u32, told: Option<&Value>, watched: &mut Watched) -> Result<()> {
        if watched.preparing.is_some() {
            return Ok(());
        }
        let job = match self.0.store.start_job(id, cores, told).await {
            // Stopped in this very moment.
            Err(StoreError::WrongState { .. }) => return Ok(()),
            other => other?,
        };
        let engine = self.clone();
        let inner = Arc::clone(&self.0);
        watched.preparing = Some(tokio::spawn(async move {
            let done = inner.prepare(&job, engine.folder(job.id)).await;
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

    async fn prepare(self: &Arc<Self>, job: &Job, folder: JobFolder) -> Result<()> {
        let steps = if job.is(JobKind::Train) {
            train::prepare(&self.store, job, &folder, &self.settings).await?
        } else if job.is(JobKind::Command) {
            let inner = Arc::clone(self);
            let walls = tokio::task::spawn_blocking(move || inner.walls().clone()).await?;
            command_job::prepare(&self.store, job, &folder, &self.settings, walls).await?
        } else {
            service_job::prepare(&self.store, job, &self.settings).await?
        };
        // A line waits for services alone.
        let nice = if job.is(JobKind::Service) { 0 } else { 10 };
        let spec = self.spec(job, &folder, steps, nice);
        let executor = Arc::clone(&self.executor);
        tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(folder.work().join(TEMPORARY)).map_err(JobsError::file(folder.work()))?;
            folder.forget_ask().map_err(JobsError::file(folder.ask()))?;
            folder.write_spec(&spec).map_err(JobsError::file(folder.spec()))?;
            executor.start(&folder).map_err(JobsError::Process)
        })
        .await?
    }

    fn spec(&self, job: &Job, folder: &JobFolder, steps: Vec<Step>, nice: u8) -> Spec {
        let mut env = self.settings.env.clone();
        // What a training puts aside belongs on the data disk and goes with the job.
        env.insert("TMPDIR".into(), folder.work().join(TEMPORARY).display().to_string());
        let attempt = u32::try_from(job.attempt).unwrap_or(0);
        Spec { job: job.id.to_string(), attempt, nice, env, steps }
    }
}

/// Folder in `work`.
pub(crate) const TEMPORARY: &str = "tmp";
