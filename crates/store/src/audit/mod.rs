//! Who did what: one row for every change, written in the transaction that makes it, each chained to the one before
//! by a hash.

mod actions;
mod chain;
mod head;
mod list;
mod retain;

pub use actions::ACTIONS;
pub use chain::{Broken, ChainCheck, Expected};
pub use head::{ChainHead, NoHead};
pub use list::AuditFilter;

use crate::{Id, Moment, Result, Store, now, sql};
use fovea_domain::permission::Rights;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// On whose behalf a store is changed. Given to [`Store::by`].
#[derive(Debug, Clone)]
pub struct Actor {
    pub id: Option<Id>,
    pub name: String,
    pub rights: Rights,
    /// From where, as far as it is known.
    pub address: String,
    pub request: Arc<Trace>,
}

/// One request and whether it has said what it changed: rows of the audit, or that there was nothing to change.
#[derive(Debug, Default)]
pub struct Trace {
    pub id: String,
    said: AtomicU32,
}

impl Trace {
    pub fn new(id: String) -> Trace {
        Trace { id, said: AtomicU32::new(0) }
    }

    pub fn has_said(&self) -> bool {
        self.said.load(Ordering::Relaxed) > 0
    }

    /// There was nothing to change, so nothing is written.
    pub fn nothing_changed(&self) {
        self.said.fetch_add(1, Ordering::Relaxed);
    }
}

/// One row to be: what was done to what. Secrets never go in.
#[derive(Debug, Clone)]
pub struct Entry {
    pub action: &'static str,
    kind: &'static str,
    id: Option<String>,
    name: String,
    project: Option<Id>,
    before: Option<Value>,
    after: Option<Value>,
    refused: bool,
}

impl Entry {
    /// The kind of object is the action's part before the dot.
    pub fn new(action: &'static str) -> Entry {
        let kind = action.split('.').next().unwrap_or(action);
        Entry {
            action,
            kind,
            id: None,
            name: String::new(),
            project: None,
            before: None,
            after: None,
            refused: false,
        }
    }

    #[must_use]
    pub fn on(mut self, id: Id, name: impl Into<String>) -> Entry {
        (self.id, self.name) = (Some(id.to_string()), name.into());
        self
    }

    #[must_use]
    pub fn called(mut self, name: impl Into<String>) -> Entry {
        self.name = name.into();
        self
    }

    #[must_use]
    pub fn kind(mut self, kind: &'static str) -> Entry {
        self.kind = kind;
        self
    }

    #[must_use]
    pub fn project(mut self, id: impl Into<Option<Id>>) -> Entry {
        self.project = id.into();
        self
    }

    #[must_use]
    pub fn before(mut self, value: Value) -> Entry {
        self.before = Some(value);
        self
    }

    #[must_use]
    pub fn after(mut self, value: Value) -> Entry {
        self.after = Some(value);
        self
    }

    /// Only the fields that differ.
    #[must_use]
    pub fn changed(mut self, before: Value, after: Value) -> Entry {
        let (Value::Object(mut old), Value::Object(mut new)) = (before, after) else { return self };
        let same: Vec<String> =
            new.iter().filter(|(k, v)| old.get(*k) == Some(v)).map(|(k, _)| k.clone()).collect();
        for key in same {
            old.remove(&key);
            new.remove(&key);
        }
        (self.before, self.after) = (Some(Value::Object(old)), Some(Value::Object(new)));
        self
    }

    #[must_use]
    pub fn refused(mut self) -> Entry {
        self.refused = true;
        self
    }
}

/// A row as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct AuditRow {
    pub seq: i64,
    pub at: Moment,
    pub actor_id: Option<Id>,
    pub actor_name: String,
    pub from_address: String,
    pub action: String,
    pub object_kind: String,
    pub object_id: Option<String>,
    pub object_name: String,
    pub project_id: Option<Id>,
    pub before: Option<String>,
    pub after: Option<String>,
    pub result: String,
    pub request_id: Option<String>,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

/// Who acts where nobody is named: the server by itself, or a command on its folder.
pub const NOBODY: &str = "fovea";

impl Store {
    /// Writes down what the change does; kept or dropped with it.
    pub(crate) async fn note(&self, change: &DatabaseTransaction, entry: Entry) -> Result<()> {
        debug_assert!(ACTIONS.contains(&entry.action), "{} is missing in the list of actions", entry.action);
        let actor = self.actor();
        append(change, entry, actor).await?;
        if let Some(actor) = actor {
            actor.request.said.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    /// What was asked for is so already: nothing to write down.
    pub fn nothing_changed(&self) {
        if let Some(actor) = self.actor() {
            actor.request.nothing_changed();
        }
    }

    /// Something that changed nothing else, such as a try to log in.
    pub async fn note_alone(&self, entry: Entry) -> Result<()> {
        let change = self.begin().await?;
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(())
    }
}

async fn append(db: &impl ConnectionTrait, entry: Entry, actor: Option<&Actor>) -> Result<()> {
    let (last, prev_hash) = chain::end(db).await?;
    let text = |value: Option<Value>| value.map(|v| v.to_string());
    let mut row = AuditRow {
        seq: last + 1,
        at: now(),
        actor_id: actor.and_then(|a| a.id),
        actor_name: actor.map_or_else(|| NOBODY.to_string(), |a| a.name.clone()),
        from_address: actor.map(|a| a.address.clone()).unwrap_or_default(),
        action: entry.action.into(),
        object_kind: entry.kind.into(),
        object_id: entry.id,
        object_name: entry.name,
        project_id: entry.project,
        before: text(entry.before),
        after: text(entry.after),
        result: if entry.refused { "refused" } else { "done" }.into(),
        request_id: actor.map(|a| a.request.id.clone()).filter(|id| !id.is_empty()),
        prev_hash,
        hash: Vec::new(),
    };
    row.hash = chain::hash(&row);
    let values: [Sql; 16] = [
        row.seq.into(),
        row.at.into(),
        row.actor_id.into(),
        row.actor_name.into(),
        row.from_address.into(),
        row.action.into(),
        row.object_kind.into(),
        row.object_id.into(),
        row.object_name.into(),
        row.project_id.into(),
        row.before.into(),
        row.after.into(),
        row.result.into(),
        row.request_id.into(),
        row.prev_hash.into(),
        row.hash.into(),
    ];
    sql::run(db, format!("INSERT INTO audit VALUES ({})", sql::marks(16)), values).await?;
    Ok(())
}
