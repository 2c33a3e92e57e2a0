//! Who may do what. A route names one right; a user has roles, by itself and by groups; a role gives rights.

mod preset;
mod rights;
mod tree;

pub use preset::Preset;
pub use rights::Rights;
pub use tree::MODULES;

use std::fmt;
use std::str::FromStr;

macro_rules! permissions {
    ($($variant:ident $name:literal implies [$($implied:ident),*])+) => {
        /// Something that a user may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission { $($variant),+ }

        impl Permission {
            pub const ALL: &'static [Permission] = &[$(Permission::$variant),+];

            /// Never renamed: kept in databases, known by scripts.
            pub const fn name(self) -> &'static str {
                match self { $(Permission::$variant => $name),+ }
            }

            /// What cannot be done without. Those imply others in turn.
            pub const fn implies(self) -> &'static [Permission] {
                match self { $(Permission::$variant => &[$(Permission::$implied),*]),+ }
            }
        }
    };
}

permissions! {
    ProjectRead "project.read" implies []
    ProjectWrite "project.write" implies [ProjectRead]
    DataRead "data.read" implies []
    DataWrite "data.write" implies [DataRead]
    // Alone it opens only what was handed out to the very person.
    Annotate "annotate" implies []
    AnnotationDispatch "annotation.dispatch" implies [DataRead, ProjectRead]
    AnnotationReview "annotation.review" implies [DataRead, ProjectRead]
    Train "train" implies []
    ModelRead "model.read" implies []
    ModelWrite "model.write" implies [ModelRead]
    ServiceRead "service.read" implies []
    ServiceWrite "service.write" implies [ServiceRead]
    Infer "infer" implies []
    StationRead "station.read" implies []
    StationWrite "station.write" implies [StationRead]
    RecordRead "record.read" implies []
    Recheck "recheck" implies [RecordRead]
    JobReadOwn "job.read_own" implies []
    JobWriteOwn "job.write_own" implies [JobReadOwn]
    JobRead "job.read" implies [JobReadOwn]
    JobWrite "job.write" implies [JobRead, JobWriteOwn]
    JobPrivilegedSubmit "job.privileged_submit" implies []
    JobPrivilegedManage "job.privileged_manage" implies [JobPrivilegedSubmit]
    ClusterRead "cluster.read" implies []
    ClusterWrite "cluster.write" implies [ClusterRead]
    ImageRead "image.read" implies []
    ImageWrite "image.write" implies [ImageRead]
    MonitoringRead "monitoring.read" implies []
    AlertRead "alert.read" implies []
    AlertWrite "alert.write" implies [AlertRead]
    UserRead "user.read" implies [RoleRead]
    UserWrite "user.write" implies [UserRead]
    RoleRead "role.read" implies []
    RoleWrite "role.write" implies [RoleRead]
    SettingRead "setting.read" implies []
    SettingWrite "setting.write" implies [SettingRead]
    AuditRead "audit.read" implies []
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A right that this program does not know: of a newer one, or a slip of the pen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no right `{0}`")]
pub struct UnknownPermission(pub String);

impl FromStr for Permission {
    type Err = UnknownPermission;

    fn from_str(text: &str) -> Result<Permission, UnknownPermission> {
        let found = Permission::ALL.iter().find(|p| p.name() == text);
        found.copied().ok_or_else(|| UnknownPermission(text.into()))
    }
}

#[cfg(test)]
mod tests;
