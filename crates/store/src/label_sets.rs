//! The catalogue: classes that somebody keeps, for themselves or for everybody, to begin projects with or to add to them.

use crate::audit::Entry;
use crate::classes::{insert_class, put_facts};
use crate::edits::ClassFacts;
use crate::names::fold;
use crate::projects::{classes_of, find_project, touch_project};
use crate::{Class, Cursor, Id, Key, Moment, Page, PageRequest, Result, Store, StoreError, Topic, now, sql};
use fovea_domain::label_set::{JoinStep, Joining, SetClass, join};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use serde_json::{Value, json};

/// Of one user.
pub const MOST_LABEL_SETS: u32 = 200;

const MISSING: StoreError = StoreError::NotFound { what: "label_set" };
const HEAD: &str =
    "s.id, s.scope, s.owner, u.name AS owner_name, s.name, s.name_key, s.description, s.good_name,
    s.class_count, s.created_at, s.changed_at, s.revision";
const FROM: &str = "label_sets s LEFT JOIN users u ON u.id = s.owner";
/// Sets `s` that user `?1` sees.
const SEEN: &str = "(s.scope = 'all' OR s.owner = ?1)";

/// Who sees a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelSetScope {
    /// Its owner alone.
    Mine,
    All,
}

impl LabelSetScope {
    pub fn name(self) -> &'static str {
        match self {
            LabelSetScope::Mine => "mine",
            LabelSetScope::All => "all",
        }
    }

    /// Within which names are told apart.
    fn place(self, owner: Option<Id>) -> Vec<u8> {
        match (self, owner) {
            (LabelSetScope::Mine, Some(owner)) => owner.as_bytes().to_vec(),
            _ => Vec::new(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct LabelSet {
    pub id: Id,
    pub scope: String,
    /// `None`: whoever made it is gone.
    pub owner: Option<Id>,
    pub owner_name: Option<String>,
    pub name: String,
    name_key: String,
    pub description: String,
    /// Empty: as the project has it.
    pub good_name: String,
    pub class_count: i64,
    pub created_at: Moment,
    pub changed_at: Moment,
    pub revision: i64,
}

impl LabelSet {
    pub fn seen_by(&self) -> LabelSetScope {
        if self.scope == "all" { LabelSetScope::All } else { LabelSetScope::Mine }
    }
}

#[derive(Debug, Clone)]
pub struct NewLabelSet {
    pub name: String,
    pub description: String,
    pub scope: LabelSetScope,
    pub good_name: String,
    pub classes: Vec<SetClass>,
    pub owner: Id,
}

/// What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct LabelSetChange {
    pub name: Option<String>,
    pub description: Option<String>,
    pub scope: Option<LabelSetScope>,
}

/// What is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct LabelSetFilter {
    pub q: Option<String>,
    pub scope: Option<String>,
}

/// What the audit tells of one.
fn told(set: &LabelSet) -> Value {
    json!({"name": set.name, "scope": set.scope, "description": set.description, "classes": set.class_count})
}

impl Class {
    /// What it is without its project.
    pub fn as_set(&self) -> Result<SetClass> {
        Ok(SetClass {
            name: self.name.clone(),
            colour: self.colour.clone(),
            shape: self.shape.clone(),
            key: self.key.clone(),
            attributes: self.asked()?,
        })
    }
}

impl Store {
    /// By name.
    pub async fn label_sets(
        &self,
        user: Id,
        filter: &LabelSetFilter,
        page: &PageRequest,
    ) -> Result<Page<LabelSet>> {
        let mut tests = SEEN.to_string();
        let mut values: Vec<Sql> = vec![user.into()];
        if let Some(q) = filter.q.as_deref().map(fold).filter(|q| !q.is_empty()) {
            values.push(q.into());
            tests += &format!(" AND instr(s.name_key, ?{}) > 0", values.len());
        }
        if let Some(scope) = &filter.scope {
            values.push(scope.clone().into());
            tests += &format!(" AND s.scope = ?{}", values.len());
        }
        let count = format!("SELECT COUNT(*) FROM label_sets s WHERE {tests}");
        let total = sql::number(self.reader(), count, values.clone()).await?.unsigned_abs();
        if let Some(Cursor { key: Key::Text(name), id }) = &page.cursor {
            values.extend([Sql::from(name.clone()), (*id).into()]);
            tests += &format!(" AND (s.name_key, s.id) > (?{}, ?{})", values.len() - 1, values.len());
        }
        let query = format!(
            "SELECT {HEAD} FROM {FROM} WHERE {tests} ORDER BY s.name_key, s.id LIMIT {}",
            page.limit + 1
        );
        let rows: Vec<LabelSet> = sql::all(self.reader(), query, values).await?;
        Ok(Page::cut(rows, page.limit, total, |s| Cursor { key: Key::Text(s.name_key.clone()), id: s.id }))
    }

    /// One that this user sees, with its classes.
    pub async fn label_set(&self, user: Id, id: Id) -> Result<(LabelSet, Vec<SetClass>)> {
        let query = format!("SELECT {HEAD} FROM {FROM} WHERE {SEEN} AND s.id = ?2");
        let found: LabelSet =
            sql::one(self.reader(), query, [user.into(), id.into()]).await?.ok_or(MISSING)?;
        let rows =
            sql::rows(self.reader(), "SELECT classes FROM label_sets WHERE id = ?", [id.into()]).await?;
        let text: String = rows.first().ok_or(MISSING)?.try_get("", "classes")?;
        let classes =
            serde_json::from_str(&text).map_err(|e| StoreError::corrupt(format!("a label set: {e}")))?;
        Ok((found, classes))
    }

    /// `WrongState`: its owner has as many as they may.
    pub async fn create_label_set(&self, new: NewLabelSet) -> Result<LabelSet> {
        let change = self.begin().await?;
        let count = "SELECT COUNT(*) FROM label_sets WHERE owner = ?";
        if sql::number(&change, count, [new.owner.into()]).await? >= i64::from(MOST_LABEL_SETS) {
            return Err(StoreError::WrongState { what: "label_sets", state: "full".into() });
        }
        let (id, at) = (Id::new(), now());
        let classes = serde_json::to_string(&new.classes).map_err(|e| StoreError::corrupt(e.to_string()))?;
        let values: [Sql; 12] = [
            id.into(),
            new.scope.name().into(),
            new.scope.place(Some(new.owner)).into(),
            new.owner.into(),
            new.name.clone().into(),
            fold(&new.name).into(),
            new.description.into(),
            new.good_name.into(),
            classes.into(),
            i64::try_from(new.classes.len()).unwrap_or(i64::MAX).into(),
            at.into(),
            at.into(),
        ];
        let query = format!("INSERT INTO label_sets VALUES ({}, 1)", sql::marks(values.len()));
        let made = change.execute(sql::statement(query, values)).await;
        made.map_err(StoreError::taken("label_set"))?;
        let made = find(&change, id).await?;
        self.note(&change, Entry::new("label_set.create").on(id, &made.name).after(told(&made))).await?;
        change.commit().await?;
        Ok(made)
    }

    pub async fn change_label_set(&self, id: Id, revision: i64, wanted: LabelSetChange) -> Result<LabelSet> {
        let change = self.begin().await?;
        let found = find(&change, id).await?;
        if found.revision != revision {
            return Err(StoreError::Stale { what: "label_set" });
        }
        let scope = wanted.scope.unwrap_or_else(|| found.seen_by());
        let name = wanted.name.unwrap_or_else(|| found.name.clone());
        let query = "UPDATE label_sets SET scope = ?, place = ?, name = ?, name_key = ?, description = ?, changed_at = ?,
            revision = revision + 1 WHERE id = ?";
        let values: [Sql; 7] = [
            scope.name().into(),
            scope.place(found.owner).into(),
            name.clone().into(),
            fold(&name).into(),
            wanted.description.unwrap_or_else(|| found.description.clone()).into(),
            now().into(),
            id.into(),
        ];
        change.execute(sql::statement(query, values)).await.map_err(StoreError::taken("label_set"))?;
        let made = find(&change, id).await?;
        let entry = Entry::new("label_set.change").on(id, &made.name).changed(told(&found), told(&made));
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(made)
    }

    pub async fn delete_label_set(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find(&change, id).await?;
        sql::run(&change, "DELETE FROM label_sets WHERE id = ?", [id.into()]).await?;
        let entry = Entry::new("label_set.delete").on(id, &found.name).before(told(&found));
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(())
    }

    /// What would become of a project's classes.
    pub async fn join_preview(&self, project: Id, set: &[SetClass]) -> Result<Vec<JoinStep>> {
        let found = find_project(self.reader(), project).await?;
        let own = defects(self.reader(), project).await?.1;
        Ok(join(&own, &found.good_name, set))
    }

    /// Adds the classes that a project lacks; where `update` says so, those that it has become as the set has them. Tells what was done.
    pub async fn join_label_set(
        &self,
        project: Id,
        name: &str,
        set: &[SetClass],
        update: bool,
    ) -> Result<Vec<JoinStep>> {
        let change = self.begin().await?;
        let found = find_project(&change, project).await?;
        let (rows, own) = defects(&change, project).await?;
        let steps = join(&own, &found.good_name, set);
        let (mut added, mut changed) = (Vec::new(), Vec::new());
        for step in &steps {
            match (step.what, step.own.and_then(|at| rows.get(at))) {
                (Joining::New, _) => {
                    add(&change, project, &step.then).await?;
                    added.push(step.then.name.clone());
                }
                (Joining::Differs, Some(row)) if update => {
                    self.change_facts(&change, row.clone(), facts(&step.then, row.position)?).await?;
                    changed.push(step.then.name.clone());
                }
                _ => {}
            }
        }
        if added.is_empty() && changed.is_empty() {
            self.nothing_changed();
            return Ok(steps);
        }
        touch_project(&change, project, now()).await?;
        let entry = Entry::new("project.join_label_set").on(project, &found.name).project(project);
        let after = json!({"label_set": name, "added": added, "changed": changed});
        self.note(&change, entry.after(after)).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, project, Some(project));
        Ok(steps)
    }
}

async fn find(db: &impl ConnectionTrait, id: Id) -> Result<LabelSet> {
    let query = format!("SELECT {HEAD} FROM {FROM} WHERE s.id = ?");
    sql::one(db, query, [id.into()]).await?.ok_or(MISSING)
}

/// A project's classes but for the good one, and the same without their project.
async fn defects(db: &impl ConnectionTrait, project: Id) -> Result<(Vec<Class>, Vec<SetClass>)> {
    let rows: Vec<Class> = classes_of(db, project).await?.into_iter().filter(|c| !c.good).collect();
    let own = rows.iter().map(Class::as_set).collect::<Result<_>>()?;
    Ok((rows, own))
}

fn facts(class: &SetClass, position: i32) -> Result<ClassFacts> {
    Ok(ClassFacts {
        name: class.name.clone(),
        colour: class.colour.clone(),
        position,
        attributes: serde_json::to_string(&class.attributes)
            .map_err(|e| StoreError::corrupt(e.to_string()))?,
        shape: class.shape.clone(),
        key: class.key.clone(),
    })
}

/// One behind the others.
pub(crate) async fn add(change: &DatabaseTransaction, project: Id, class: &SetClass) -> Result<Class> {
    let others = classes_of(change, project).await?;
    let position = others.iter().map(|c| c.position).max().unwrap_or(-1).saturating_add(1);
    let made = insert_class(change, project, &class.name, &class.colour, false, position).await?;
    put_facts(change, made, &facts(class, position)?).await
}
