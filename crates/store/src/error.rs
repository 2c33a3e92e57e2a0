use sea_orm::{DbErr, RuntimeErr, SqlErr};
use std::path::{Path, PathBuf};

/// Why the store did not do what it was asked, by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("there is no such {what}")]
    NotFound { what: &'static str },
    /// Someone else changed it since it was read.
    #[error("the {what} was changed by someone else meanwhile")]
    Stale { what: &'static str },
    #[error("there is already a {what} with this name")]
    Taken { what: &'static str },
    #[error("the {what} is still in use")]
    InUse { what: &'static str },
    /// The thing is not in a state in which this can be done.
    #[error("{what} cannot be done now: it is {state}")]
    WrongState { what: &'static str, state: String },
    /// A rule about people forbids it.
    #[error("this may not be done to people: {0:?}")]
    Denied(crate::Denied),
    /// A rule about virtual clusters forbids it.
    #[error("this may not be done with virtual clusters: {0:?}")]
    Cluster(crate::ClusterDenied),
    #[error("{} is in use by another server", path.display())]
    Locked { path: PathBuf },
    #[error("{} was written by a newer Fovea than this one", path.display())]
    Newer { path: PathBuf },
    #[error("{} was written by an older Fovea than this one", path.display())]
    Older { path: PathBuf },
    #[error("{} is no data folder", path.display())]
    NoFolder { path: PathBuf },
    #[error("there is not enough free space on the disk")]
    DiskFull,
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// Pictures of somebody, or of a virtual cluster, would take more bytes than they may.
    #[error("it does not fit into the data quota")]
    DataFull(crate::DataFull),
    /// A content that lies on a storage of the administrator's cannot be read there.
    #[error("{0}")]
    Linked(crate::LinkFault),
    /// What is stored does not make sense; never the caller's fault.
    #[error("the store holds something it should not: {what}")]
    Corrupt { what: String },
    #[error("database: {0}")]
    Database(DbErr),
}

impl StoreError {
    pub fn file(path: &Path, source: std::io::Error) -> StoreError {
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::DiskFull,
            _ => StoreError::File { path: path.into(), source },
        }
    }

    pub fn corrupt(what: impl Into<String>) -> StoreError {
        StoreError::Corrupt { what: what.into() }
    }

    /// Whether a row was refused because its name, or another unique value, is there already.
    pub fn is_unique_violation(error: &DbErr) -> bool {
        matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
    }

    /// Turns a refused unique value into [`StoreError::Taken`].
    pub fn taken(what: &'static str) -> impl FnOnce(DbErr) -> StoreError {
        move |e| if Self::is_unique_violation(&e) { StoreError::Taken { what } } else { e.into() }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> StoreError {
        let full = match &error {
            DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) => {
                // 13 is SQLITE_FULL.
                e.as_database_error().and_then(|e| e.code()).is_some_and(|c| c == "13")
            }
            _ => false,
        };
        if full { StoreError::DiskFull } else { StoreError::Database(error) }
    }
}
