use crate::disk::make_folder;
use crate::{Id, Result};
use std::path::{Path, PathBuf};

/// Where things lie in the data folder.
#[derive(Debug, Clone)]
pub struct Place(PathBuf);

impl Place {
    pub(crate) fn new(folder: &Path) -> Place {
        Place(folder.into())
    }

    pub(crate) fn make(&self) -> Result<()> {
        for folder in ["blobs", "thumbs", "tiles", "maps", "uploads", "jobs", "models", "homes"] {
            make_folder(&self.0.join(folder))?;
        }
        Ok(())
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    pub fn database(&self) -> PathBuf {
        self.0.join("fovea.db")
    }

    pub fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    pub fn blobs(&self) -> PathBuf {
        self.0.join("blobs")
    }

    pub fn thumbs(&self) -> PathBuf {
        self.0.join("thumbs")
    }

    pub fn tiles(&self) -> PathBuf {
        self.0.join("tiles")
    }

    pub fn feature_maps(&self) -> PathBuf {
        self.0.join("maps")
    }

    pub fn uploads(&self) -> PathBuf {
        self.0.join("uploads")
    }

    pub fn upload(&self, import: Id) -> PathBuf {
        self.uploads().join(import.to_string())
    }

    pub fn job(&self, job: Id) -> PathBuf {
        self.0.join("jobs").join(job.to_string())
    }

    /// Of what users keep beside their jobs
    pub fn homes(&self) -> PathBuf {
        self.0.join("homes")
    }

    pub fn home(&self, user: Id) -> PathBuf {
        self.homes().join(user.to_string())
    }

    pub fn model(&self, model: Id) -> PathBuf {
        self.0.join("models").join(format!("{model}.fovea"))
    }
}
