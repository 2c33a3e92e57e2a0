use rustix::io::Errno;

/// What could not be done with a file of a work folder.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {fault}")]
pub struct WorkError {
    /// As it is named below the work folder
    pub path: String,
    pub fault: WorkFault,
}

/// By what one can do about it.
#[derive(Debug, thiserror::Error)]
pub enum WorkFault {
    #[error("this is no name below the work folder")]
    BadPath,
    #[error("it is not there")]
    NotFound,
    #[error("it is no folder")]
    NotFolder,
    #[error("it is a folder")]
    IsFolder,
    #[error("it is a link, and links are not followed")]
    Link,
    #[error("it is a pipe, a socket or a device")]
    NoFile,
    #[error("something of this name is there already")]
    Exists,
    #[error("the folder is not empty")]
    NotEmpty,
    #[error("it was changed meanwhile")]
    Changed,
    #[error("its rights do not let anybody do this")]
    Denied,
    #[error("the disk is full")]
    Full,
    #[error("it has more than {most} bytes")]
    TooLarge { most: u64 },
    #[error("so many bytes have come: {received}")]
    UploadPlace { received: u64 },
    #[error("another request sends this file already")]
    UploadBusy,
    #[error("too many uploads have been begun and not ended")]
    TooManyUploads,
    #[error("{0}")]
    Io(std::io::Error),
}

impl WorkFault {
    pub(super) fn of(self, path: &str) -> WorkError {
        WorkError { path: path.into(), fault: self }
    }
}

pub(super) fn of_errno(path: &str, errno: Errno) -> WorkError {
    let fault = match errno {
        Errno::NOENT => WorkFault::NotFound,
        Errno::NOTDIR => WorkFault::NotFolder,
        Errno::ISDIR => WorkFault::IsFolder,
        Errno::LOOP => WorkFault::Link,
        Errno::EXIST => WorkFault::Exists,
        Errno::NOTEMPTY => WorkFault::NotEmpty,
        Errno::ACCESS | Errno::PERM | Errno::ROFS => WorkFault::Denied,
        Errno::NOSPC | Errno::DQUOT => WorkFault::Full,
        Errno::NAMETOOLONG | Errno::INVAL => WorkFault::BadPath,
        Errno::FBIG => WorkFault::TooLarge { most: u64::try_from(i64::MAX).unwrap_or(u64::MAX) },
        other => WorkFault::Io(other.into()),
    };
    fault.of(path)
}

/// Puts the name of the file to what went wrong.
pub(super) trait Named<T> {
    fn named(self, path: &str) -> Result<T, WorkError>;
}

impl<T> Named<T> for rustix::io::Result<T> {
    fn named(self, path: &str) -> Result<T, WorkError> {
        self.map_err(|errno| of_errno(path, errno))
    }
}

impl<T> Named<T> for std::io::Result<T> {
    fn named(self, path: &str) -> Result<T, WorkError> {
        self.map_err(|error| match Errno::from_io_error(&error) {
            Some(errno) => of_errno(path, errno),
            None => WorkFault::Io(error).of(path),
        })
    }
}
