//! Who may do what. A route names one permission; a user has roles; a role holds permissions.

use std::fmt;
use std::str::FromStr;

/// Something that a user may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    ProjectRead,
    ProjectWrite,
    DataRead,
    DataWrite,
    Annotate,
    Train,
    JobRead,
    JobWrite,
    ModelRead,
    ModelWrite,
    ServiceRead,
    ServiceWrite,
    Infer,
    RecordRead,
    Recheck,
}

impl Permission {
    pub const ALL: [Permission; 15] = [
        Permission::ProjectRead,
        Permission::ProjectWrite,
        Permission::DataRead,
        Permission::DataWrite,
        Permission::Annotate,
        Permission::Train,
        Permission::JobRead,
        Permission::JobWrite,
        Permission::ModelRead,
        Permission::ModelWrite,
        Permission::ServiceRead,
        Permission::ServiceWrite,
        Permission::Infer,
        Permission::RecordRead,
        Permission::Recheck,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Permission::ProjectRead => "project.read",
            Permission::ProjectWrite => "project.write",
            Permission::DataRead => "data.read",
            Permission::DataWrite => "data.write",
            Permission::Annotate => "annotate",
            Permission::Train => "train",
            Permission::JobRead => "job.read",
            Permission::JobWrite => "job.write",
            Permission::ModelRead => "model.read",
            Permission::ModelWrite => "model.write",
            Permission::ServiceRead => "service.read",
            Permission::ServiceWrite => "service.write",
            Permission::Infer => "infer",
            Permission::RecordRead => "record.read",
            Permission::Recheck => "recheck",
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a user is in the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Administrator,
}

impl Role {
    pub const fn name(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
        }
    }

    pub fn permissions(self) -> &'static [Permission] {
        match self {
            Role::Administrator => &Permission::ALL,
        }
    }
}

/// A role that this program does not know gives no permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no role `{0}`")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Role, UnknownRole> {
        match text {
            "administrator" => Ok(Role::Administrator),
            other => Err(UnknownRole(other.into())),
        }
    }
}

/// Everything that someone with these roles may do, each once, in a fixed order.
pub fn permissions_of(roles: &[Role]) -> Vec<Permission> {
    let mut all: Vec<Permission> = roles.iter().flat_map(|role| role.permissions()).copied().collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_permission_has_a_name_of_its_own() {
        let names: HashSet<_> = Permission::ALL.iter().map(|p| p.name()).collect();
        assert_eq!(names.len(), Permission::ALL.len());
    }

    #[test]
    fn an_administrator_may_do_everything_and_nobody_nothing() {
        assert_eq!(permissions_of(&[Role::Administrator, Role::Administrator]), Permission::ALL);
        assert!(permissions_of(&[]).is_empty());
    }

    #[test]
    fn a_role_is_found_by_its_name_alone() {
        assert_eq!(Role::Administrator.name().parse(), Ok(Role::Administrator));
        assert!("root".parse::<Role>().is_err());
    }
}
