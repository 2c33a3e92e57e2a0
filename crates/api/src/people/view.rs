//! People as clients see them.

use crate::clusters::seconds;
use crate::dto::{ExplainedRight, Group, GroupRef, RightFrom, Role, RoleKind, RoleRef, User, UserDetail};
use crate::error::ApiResult;
use crate::time::Time;
use crate::words::known;
use fovea_domain::permission::Permission;
use fovea_store::{Id, Moment, Person, RightSource};

pub(crate) fn role_ref(role: fovea_store::RoleRef) -> RoleRef {
    RoleRef { id: role.id, key: role.key, name: role.name }
}

pub(crate) fn group_ref((id, name): (Id, String)) -> GroupRef {
    GroupRef { id, name }
}

/// 0 is never.
pub(crate) fn moment(at: Moment) -> Option<Time> {
    (at > 0).then_some(Time(at))
}

pub(crate) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

pub(super) fn user(person: Person) -> ApiResult<User> {
    let user = person.user;
    Ok(User {
        id: user.id,
        state: known(&user.state)?,
        name: user.name,
        nickname: user.nickname,
        phone: user.phone,
        mail: user.mail,
        note: user.note,
        language: user.language,
        built_in: user.built_in,
        must_change_password: user.must_change_password,
        second_factor: person.second_factor,
        last_login_at: moment(user.last_login_at),
        created_at: user.created_at.into(),
        revision: user.revision,
        longest_run_s: seconds(user.longest_run_ms),
        data_quota_bytes: user.data_quota_bytes.map(count),
        roles: person.roles.into_iter().map(role_ref).collect(),
        groups: person.groups.into_iter().map(group_ref).collect(),
    })
}

pub(super) fn detail(
    person: Person,
    sources: &[RightSource],
    invited: Option<Moment>,
    data_used: i64,
) -> ApiResult<UserDetail> {
    let ways = |permission: Permission| -> Vec<RightFrom> {
        let gives = sources.iter().filter(|s| s.rights.contains(permission));
        gives
            .map(|s| RightFrom { role: role_ref(s.role.clone()), group: s.group.clone().map(group_ref) })
            .collect()
    };
    let all = Permission::ALL.iter().map(|p| ExplainedRight { name: p.name().into(), from: ways(*p) });
    Ok(UserDetail {
        user: user(person)?,
        rights: all.filter(|r| !r.from.is_empty()).collect(),
        invitation_expires_at: invited.map(Time),
        data_used_bytes: count(data_used),
    })
}

pub(super) fn group(group: fovea_store::Group) -> Group {
    Group {
        id: group.id,
        name: group.name,
        description: group.description,
        created_at: group.created_at.into(),
        revision: group.revision,
        members: count(group.members),
        roles: group.roles.into_iter().map(role_ref).collect(),
    }
}

pub(super) fn role(role: fovea_store::Role) -> Role {
    Role {
        id: role.id,
        kind: if role.key.is_some() { RoleKind::Preset } else { RoleKind::Custom },
        key: role.key,
        name: role.name,
        description: role.description,
        created_at: role.created_at.into(),
        revision: role.revision,
        users: count(role.users),
        groups: count(role.groups),
        permissions: role.permissions.iter().map(|p| p.name().into()).collect(),
    }
}
