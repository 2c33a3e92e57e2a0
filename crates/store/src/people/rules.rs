//! What nobody may do to people, whatever rights they have.

use super::rights::{administrators, rights_of, rights_of_group, rights_of_role};
use super::users::User;
use crate::{Id, Result, Store, StoreError};
use fovea_domain::permission::Rights;
use sea_orm::ConnectionTrait;

/// Why a change of people was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// The first administrator stays as they are.
    BuiltIn,
    /// Nobody could manage anything any more.
    LastAdministrator,
    /// Nobody locks or deletes themselves.
    IsYou,
    /// Somebody or something with rights that the caller lacks.
    AboveYou,
    HasJobs(Vec<(Id, String)>),
    NotInvited,
    NotActive,
    PresetRole,
    RoleInUse {
        users: i64,
        groups: i64,
    },
    RoleUnknown,
    GroupUnknown,
    UserUnknown,
    /// Without it nobody could come in as this user any more.
    LastWayIn,
}

impl From<Denied> for StoreError {
    fn from(denied: Denied) -> StoreError {
        StoreError::Denied(denied)
    }
}

impl Store {
    /// The server itself may do everything.
    pub(super) fn own_rights(&self) -> Rights {
        self.actor().map_or_else(Rights::all, |a| a.rights)
    }

    pub(super) fn must_cover(&self, rights: Rights) -> Result<()> {
        if self.own_rights().cover(rights) { Ok(()) } else { Err(Denied::AboveYou.into()) }
    }

    /// Nobody changes somebody who may do more.
    pub(super) async fn must_not_be_above(&self, db: &impl ConnectionTrait, user: Id) -> Result<()> {
        self.must_cover(rights_of(db, user).await?)
    }

    pub(super) async fn may_give_roles(&self, db: &impl ConnectionTrait, roles: &[Id]) -> Result<()> {
        for role in roles {
            self.must_cover(rights_of_role(db, *role).await?.ok_or(Denied::RoleUnknown)?)?;
        }
        Ok(())
    }

    pub(super) async fn may_give_groups(&self, db: &impl ConnectionTrait, groups: &[Id]) -> Result<()> {
        for group in groups {
            self.must_cover(rights_of_group(db, *group).await?.ok_or(Denied::GroupUnknown)?)?;
        }
        Ok(())
    }

    pub(super) fn must_not_be_me(&self, user: Id) -> Result<()> {
        let me = self.actor().and_then(|a| a.id);
        if me == Some(user) { Err(Denied::IsYou.into()) } else { Ok(()) }
    }
}

pub(super) fn must_not_be_built_in(user: &User) -> Result<()> {
    if user.built_in { Err(Denied::BuiltIn.into()) } else { Ok(()) }
}

/// Asked at the end of a change that took something away.
pub(super) async fn must_leave_an_administrator(db: &impl ConnectionTrait) -> Result<()> {
    if administrators(db).await? > 0 { Ok(()) } else { Err(Denied::LastAdministrator.into()) }
}
