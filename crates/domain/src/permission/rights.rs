use super::Permission;

/// A set of rights. One that is in brings what it implies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights(u64);

impl Rights {
    pub const NONE: Rights = Rights(0);

    pub fn all() -> Rights {
        Permission::ALL.iter().copied().collect()
    }

    /// What managers of a project may do there, beside what they may do anywhere.
    pub fn of_manager() -> Rights {
        [Permission::AnnotationDispatch, Permission::AnnotationReview].into_iter().collect()
    }

    pub fn add(&mut self, permission: Permission) {
        if !self.contains(permission) {
            self.0 |= bit(permission);
            permission.implies().iter().for_each(|p| self.add(*p));
        }
    }

    pub fn contains(&self, permission: Permission) -> bool {
        self.0 & bit(permission) != 0
    }

    /// Whether everything of `other` is in here too.
    pub fn cover(&self, other: Rights) -> bool {
        other.0 & !self.0 == 0
    }

    pub fn union(self, other: Rights) -> Rights {
        Rights(self.0 | other.0)
    }

    pub fn intersection(self, other: Rights) -> Rights {
        Rights(self.0 & other.0)
    }

    /// In the order of the tree.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |p| self.contains(*p))
    }
}

const fn bit(permission: Permission) -> u64 {
    1 << permission as u64
}

impl FromIterator<Permission> for Rights {
    fn from_iter<I: IntoIterator<Item = Permission>>(all: I) -> Rights {
        let mut rights = Rights::NONE;
        all.into_iter().for_each(|p| rights.add(p));
        rights
    }
}
