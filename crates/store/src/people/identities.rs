//! People whom somebody else knows, and which users they are here.

use super::change::{group_ids, role_ids};
use super::new::{add_groups, add_roles};
use super::providers::{Gives, IdentityProvider, ProviderKind, find_provider};
use super::rules::Denied;
use super::users::{User, UserState, blank, find_user};
use crate::audit::Entry;
use crate::names::{fold, user_search, user_signs};
use crate::{Cursor, Id, Key, Moment, Page, PageRequest, Result, Store, StoreError, now, sql};
use fovea_domain::identity::{Mapped, shift};
use fovea_domain::permission::Preset;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseTransaction, FromQueryResult};
use serde_json::json;
use std::collections::BTreeSet;

/// A person as a provider tells of them, tidied.
#[derive(Debug, Clone, Default)]
pub struct KnownPerson {
    pub issuer: String,
    pub subject: String,
    /// How they are called there
    pub called: String,
    /// For a new account, best first
    pub names: Vec<String>,
    pub nickname: String,
    pub phone: String,
    pub mail: String,
    pub groups: Vec<String>,
}

/// A person at a provider that is a user here.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Identity {
    pub id: Id,
    pub user_id: Id,
    pub provider_id: Id,
    pub provider_name: String,
    pub provider_kind: String,
    pub name: String,
    pub linked_at: Moment,
    /// 0: never
    pub last_used_at: Moment,
}

const FIELDS: &str =
    "i.id, i.user_id, i.provider_id, p.name AS provider_name, p.kind AS provider_kind, i.name,
    i.linked_at, i.last_used_at FROM identities i JOIN identity_providers p ON p.id = i.provider_id";

impl Store {
    /// The user that this person is, made where the provider may make some; `None` where there is none. What the
    /// mapping governs is brought up to date, unless the user may not come in anyway.
    pub async fn enter_by_identity(&self, provider: Id, person: &KnownPerson) -> Result<Option<User>> {
        let change = self.begin().await?;
        let provider = find_provider(&change, provider).await?;
        let found = identity(&change, provider.id, person).await?;
        let user = match found {
            Some(found) => {
                let user = find_user(&change, found.user_id).await?;
                if !user.is(UserState::Active) && !user.is(UserState::Waiting) {
                    return Ok(Some(user));
                }
                let query = "UPDATE identities SET name = ?, last_used_at = ? WHERE id = ?";
                let values = [person.called.clone().into(), now().into(), found.id.into()];
                sql::run(&change, query, values).await?;
                self.fill(&change, &user, person).await?
            }
            None if provider.create_users => self.create_known(&change, &provider, person).await?,
            None => return Ok(None),
        };
        let user = self.bring_up_to_date(&change, &provider, user, &person.groups).await?;
        change.commit().await?;
        Ok(Some(user))
    }

    /// The user that this person is already.
    pub async fn user_of_identity(&self, provider: Id, person: &KnownPerson) -> Result<Option<Id>> {
        Ok(identity(self.reader(), provider, person).await?.map(|i| i.user_id))
    }

    /// Whether a user has an identity at this provider.
    pub async fn has_identity(&self, user: Id, provider: Id) -> Result<bool> {
        let query = "SELECT COUNT(*) FROM identities WHERE user_id = ? AND provider_id = ?";
        Ok(sql::number(self.reader(), query, [user.into(), provider.into()]).await? > 0)
    }

    /// Makes this person the user, from now on.
    pub async fn link_identity(&self, user: Id, provider: Id, person: &KnownPerson) -> Result<()> {
        let change = self.begin().await?;
        let (user, provider) = (find_user(&change, user).await?, find_provider(&change, provider).await?);
        match identity(&change, provider.id, person).await? {
            Some(found) if found.user_id == user.id => {
                self.nothing_changed();
                return Ok(());
            }
            Some(_) => return Err(StoreError::Taken { what: "identity" }),
            None => {}
        }
        insert(&change, user.id, provider.id, person, 0).await?;
        let entry = Entry::new("identity.link").kind("user").on(user.id, &user.name);
        let told = json!({"provider": provider.name, "name": person.called, "subject": person.subject});
        self.note(&change, entry.after(told)).await?;
        change.commit().await?;
        Ok(())
    }

    /// Oldest first.
    pub async fn identities(&self, user: Id, page: &PageRequest) -> Result<Page<Identity>> {
        let count = "SELECT COUNT(*) FROM identities WHERE user_id = ?";
        let total = sql::number(self.reader(), count, [user.into()]).await?;
        let mut values = vec![user.into()];
        let mut behind = "";
        if let Some(Cursor { key: Key::Number(at), id }) = &page.cursor {
            behind = "AND (i.linked_at, i.id) > (?, ?)";
            values.extend([(*at).into(), (*id).into()]);
        }
        let query = format!(
            "SELECT {FIELDS} WHERE i.user_id = ? {behind} ORDER BY i.linked_at, i.id LIMIT {}",
            page.limit + 1
        );
        let rows: Vec<Identity> = sql::all(self.reader(), query, values).await?;
        let total = u64::try_from(total).unwrap_or(0);
        Ok(Page::cut(rows, page.limit, total, |i| Cursor { key: Key::Number(i.linked_at), id: i.id }))
    }

    /// Another's is not found; the last way in stays.
    pub async fn unlink_identity(&self, user: Id, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let user = find_user(&change, user).await?;
        let query = format!("SELECT {FIELDS} WHERE i.id = ? AND i.user_id = ?");
        let found: Option<Identity> = sql::one(&change, query, [id.into(), user.id.into()]).await?;
        let found = found.ok_or(StoreError::NotFound { what: "identity" })?;
        let query = "SELECT COUNT(*) FROM identities i JOIN identity_providers p ON p.id = i.provider_id
            WHERE i.user_id = ? AND i.id <> ? AND p.enabled = 1";
        let others = sql::number(&change, query, [user.id.into(), id.into()]).await?;
        if user.password_hash.is_empty() && others == 0 {
            return Err(Denied::LastWayIn.into());
        }
        sql::run(&change, "DELETE FROM identities WHERE id = ?", [id.into()]).await?;
        let entry = Entry::new("identity.unlink").kind("user").on(user.id, &user.name);
        self.note(&change, entry.before(json!({"provider": found.provider_name, "name": found.name})))
            .await?;
        change.commit().await?;
        Ok(())
    }

    /// What nobody has said here yet, the provider may say.
    async fn fill(&self, change: &DatabaseTransaction, user: &User, person: &KnownPerson) -> Result<User> {
        let pick = |old: &String, new: &String| if old.is_empty() { new.clone() } else { old.clone() };
        let nickname = pick(&user.nickname, &person.nickname);
        let (phone, mail) = (pick(&user.phone, &person.phone), pick(&user.mail, &person.mail));
        let same = nickname == user.nickname && phone == user.phone && mail == user.mail;
        if same {
            return Ok(user.clone());
        }
        let search = user_search(&user.name, &nickname, &phone, &mail);
        let signs = user_signs(&search);
        let query = "UPDATE users SET nickname = ?, phone = ?, mail = ?, search = ?, signs = ?, revision = revision + 1
            WHERE id = ?";
        let values =
            [nickname.into(), phone.into(), mail.into(), search.into(), signs.into(), user.id.into()];
        sql::run(change, query, values).await?;
        let filled = find_user(change, user.id).await?;
        let entry = Entry::new("user.change").on(user.id, &user.name).changed(user.told(), filled.told());
        self.note(change, entry).await?;
        Ok(filled)
    }

    /// Without a password, and waiting as long as the mapping gives nothing.
    async fn create_known(
        &self,
        change: &DatabaseTransaction,
        provider: &IdentityProvider,
        person: &KnownPerson,
    ) -> Result<User> {
        let name = free_name(change, &person.names).await?;
        let mut row = blank(change, &name, "", UserState::Waiting).await?;
        let search = user_search(&name, &person.nickname, &person.phone, &person.mail);
        (row.signs, row.search) = (Set(user_signs(&search)), Set(search));
        row.nickname = Set(person.nickname.clone());
        row.phone = Set(person.phone.clone());
        row.mail = Set(person.mail.clone());
        let user = row.insert(change).await.map_err(StoreError::taken("user"))?;
        insert(change, user.id, provider.id, person, now()).await?;
        let mut told = user.told();
        told["provider"] = json!(provider.name);
        told["called"] = json!(person.called);
        told["subject"] = json!(person.subject);
        self.note(change, Entry::new("user.create").on(user.id, &user.name).after(told)).await?;
        Ok(user)
    }

    async fn bring_up_to_date(
        &self,
        change: &DatabaseTransaction,
        provider: &IdentityProvider,
        user: User,
        groups: &[String],
    ) -> Result<User> {
        let roles_before = role_ids(change, user.id).await?;
        let groups_before = group_ids(change, user.id).await?;
        let has: BTreeSet<Gives> = roles_before
            .iter()
            .map(|r| Gives::Role(*r))
            .chain(groups_before.iter().map(|g| Gives::Group(*g)))
            .collect();
        let rows = provider.mapping.iter();
        let table: Vec<Mapped<Gives>> =
            rows.filter_map(|m| Some(Mapped { group: m.their_group.clone(), gives: m.gives()? })).collect();
        // Directories know no case; of OpenID Connect each letter counts.
        let same = |a: &str, b: &str| match provider.kind {
            ProviderKind::Ldap => fold(a) == fold(b),
            ProviderKind::Oidc => a == b,
        };
        let mut moved = shift(&table, groups, &has, same);
        if user.built_in {
            // Whatever others say of the first administrator.
            for role in administrator_roles(change).await? {
                moved.remove.remove(&Gives::Role(role));
            }
        }
        let waits = user.is(UserState::Waiting) && user.password_hash.is_empty();
        let given = has.union(&moved.add).any(|g| !moved.remove.contains(g));
        let let_in = waits && given;
        if moved.add.is_empty() && moved.remove.is_empty() && !let_in {
            return Ok(user);
        }
        for gives in &moved.add {
            match gives {
                Gives::Role(role) => add_roles(change, user.id, &[*role]).await?,
                Gives::Group(group) => add_groups(change, user.id, &[*group]).await?,
            }
        }
        for gives in &moved.remove {
            let (query, id) = match gives {
                Gives::Role(role) => ("DELETE FROM user_roles WHERE user_id = ? AND role_id = ?", role),
                Gives::Group(group) => {
                    ("DELETE FROM group_members WHERE user_id = ? AND group_id = ?", group)
                }
            };
            sql::run(change, query, [user.id.into(), (*id).into()]).await?;
        }
        let state = if let_in { UserState::Active.name() } else { user.state.as_str() };
        let query = "UPDATE users SET state = ?, revision = revision + 1 WHERE id = ?";
        sql::run(change, query, [state.into(), user.id.into()]).await?;
        let before =
            json!({"roles": roles_before, "groups": groups_before, "state": user.state, "provider": null});
        let after = json!({"roles": role_ids(change, user.id).await?, "groups": group_ids(change, user.id).await?,
            "state": state, "provider": provider.name});
        self.note(change, Entry::new("user.change").on(user.id, &user.name).changed(before, after)).await?;
        find_user(change, user.id).await
    }
}

async fn identity(db: &impl ConnectionTrait, provider: Id, person: &KnownPerson) -> Result<Option<Identity>> {
    let query = format!("SELECT {FIELDS} WHERE i.provider_id = ? AND i.issuer = ? AND i.subject = ?");
    let values = [provider.into(), person.issuer.clone().into(), person.subject.clone().into()];
    sql::one(db, query, values).await
}

async fn insert(
    change: &DatabaseTransaction,
    user: Id,
    provider: Id,
    person: &KnownPerson,
    used_at: Moment,
) -> Result<()> {
    let values = [
        Id::new().into(),
        user.into(),
        provider.into(),
        person.issuer.clone().into(),
        person.subject.clone().into(),
        person.called.clone().into(),
        now().into(),
        used_at.into(),
    ];
    sql::run(change, format!("INSERT INTO identities VALUES ({})", sql::marks(8)), values).await?;
    Ok(())
}

/// A name that is somebody's already makes nobody that one.
async fn free_name(db: &impl ConnectionTrait, names: &[String]) -> Result<String> {
    for name in names {
        let query = "SELECT COUNT(*) FROM users WHERE name_key = ?";
        if sql::number(db, query, [fold(name).into()]).await? == 0 {
            return Ok(name.clone());
        }
    }
    Err(StoreError::Taken { what: "user" })
}

/// Whether somebody comes in without a password of ours.
pub(super) async fn has_any(db: &impl ConnectionTrait, user: Id) -> Result<bool> {
    Ok(sql::number(db, "SELECT COUNT(*) FROM identities WHERE user_id = ?", [user.into()]).await? > 0)
}

async fn administrator_roles(db: &impl ConnectionTrait) -> Result<Vec<Id>> {
    let query = "SELECT id FROM roles WHERE key = ?";
    let rows = sql::rows(db, query, [Preset::Administrator.key().into()]).await?;
    Ok(rows.iter().map(|r| r.try_get("", "id")).collect::<std::result::Result<_, _>>()?)
}
