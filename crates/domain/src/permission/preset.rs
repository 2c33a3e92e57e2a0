use super::{MODULES, Permission, Rights};

/// Roles that every house has. What they give is said here and not in the database, so that a right that a new
/// version brings reaches them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Preset {
    Administrator,
    PlatformUser,
    Annotator,
    Reviewer,
    Auditor,
}

/// What only an administrator has from the start.
const MANAGEMENT: [&str; 6] = ["user", "role", "setting", "audit", "privileged_job", "monitoring"];
/// Within modules of the platform: the jobs of everybody, shares of the devices, by which one would come to them, and what everybody is
/// offered to run theirs in.
const OF_ALL: [Permission; 4] =
    [Permission::JobRead, Permission::JobWrite, Permission::ClusterWrite, Permission::ImageWrite];

impl Preset {
    pub const ALL: [Preset; 5] =
        [Preset::Administrator, Preset::PlatformUser, Preset::Annotator, Preset::Reviewer, Preset::Auditor];

    /// Never renamed: kept in databases.
    pub const fn key(self) -> &'static str {
        match self {
            Preset::Administrator => "administrator",
            Preset::PlatformUser => "platform_user",
            Preset::Annotator => "annotator",
            Preset::Reviewer => "reviewer",
            Preset::Auditor => "auditor",
        }
    }

    pub fn from_key(key: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|p| p.key() == key)
    }

    pub fn rights(self) -> Rights {
        let some = |all: &[Permission]| all.iter().copied().collect();
        match self {
            Preset::Administrator => Rights::all(),
            Preset::PlatformUser => {
                let platform = MODULES.iter().filter(|(module, _)| !MANAGEMENT.contains(module));
                let rights = platform.flat_map(|(_, rights)| rights.iter().copied());
                rights.filter(|right| !OF_ALL.contains(right)).collect()
            }
            Preset::Annotator => some(&[Permission::Annotate]),
            Preset::Reviewer => {
                some(&[Permission::Annotate, Permission::AnnotationDispatch, Permission::AnnotationReview])
            }
            Preset::Auditor => some(&[Permission::AuditRead]),
        }
    }
}
