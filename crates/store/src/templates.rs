//! Templates of jobs: job files that somebody keeps for themselves, for a virtual cluster, or for everybody.

use crate::audit::Entry;
use crate::clusters::CLUSTERS_OF;
use crate::names::fold;
use crate::{Cursor, Id, Key, Moment, Page, PageRequest, Result, Store, StoreError, now, sql};
use sea_orm::{ConnectionTrait, FromQueryResult, Value as Sql};
use serde_json::{Value, json};

const MISSING: StoreError = StoreError::NotFound { what: "template" };
const COLUMNS: &str =
    "t.id, t.scope, t.owner, u.name AS owner_name, t.cluster_id, v.name AS cluster_name, t.name, t.name_key,
    t.description, t.file, t.created_at, t.changed_at, t.revision";
const FROM: &str =
    "job_templates t LEFT JOIN users u ON u.id = t.owner LEFT JOIN virtual_clusters v ON v.id = t.cluster_id";

/// Who sees a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateScope {
    /// Its owner alone.
    Mine,
    /// Members of its virtual cluster.
    Team(Id),
    All,
}

impl TemplateScope {
    pub fn name(self) -> &'static str {
        match self {
            TemplateScope::Mine => "mine",
            TemplateScope::Team(_) => "team",
            TemplateScope::All => "all",
        }
    }

    fn cluster(self) -> Option<Id> {
        match self {
            TemplateScope::Team(cluster) => Some(cluster),
            TemplateScope::Mine | TemplateScope::All => None,
        }
    }

    /// Within which names are told apart.
    fn place(self, owner: Option<Id>) -> Vec<u8> {
        let id = match self {
            TemplateScope::Mine => owner,
            TemplateScope::Team(cluster) => Some(cluster),
            TemplateScope::All => None,
        };
        id.map(|id| id.as_bytes().to_vec()).unwrap_or_default()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Template {
    pub id: Id,
    pub scope: String,
    /// `None`: whoever made it is gone.
    pub owner: Option<Id>,
    pub owner_name: Option<String>,
    pub cluster_id: Option<Id>,
    pub cluster_name: Option<String>,
    pub name: String,
    name_key: String,
    pub description: String,
    pub file: String,
    pub created_at: Moment,
    pub changed_at: Moment,
    pub revision: i64,
}

impl Template {
    pub fn seen_by(&self) -> TemplateScope {
        match (self.scope.as_str(), self.cluster_id) {
            ("team", Some(cluster)) => TemplateScope::Team(cluster),
            ("all", _) => TemplateScope::All,
            _ => TemplateScope::Mine,
        }
    }
}

#[derive(Debug, Clone)]
pub struct NewTemplate {
    pub name: String,
    pub description: String,
    pub scope: TemplateScope,
    pub file: String,
    pub owner: Id,
}

/// What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct TemplateChange {
    pub name: Option<String>,
    pub description: Option<String>,
    pub scope: Option<TemplateScope>,
    pub file: Option<String>,
}

/// What is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct TemplateFilter {
    pub q: Option<String>,
    pub scope: Option<String>,
}

/// Templates `t` that user `?1` sees.
fn seen() -> String {
    format!(
        "((t.scope = 'mine' AND t.owner = ?1) OR t.scope = 'all' OR (t.scope = 'team' AND t.cluster_id IN ({CLUSTERS_OF})))"
    )
}

/// What the audit tells of one; its file stays out of it but for its length.
fn told(template: &Template) -> Value {
    json!({
        "name": template.name,
        "scope": template.scope,
        "virtual_cluster": template.cluster_name,
        "description": template.description,
        "file_bytes": template.file.len(),
    })
}

impl Store {
    /// By name.
    pub async fn templates(
        &self,
        user: Id,
        filter: &TemplateFilter,
        page: &PageRequest,
    ) -> Result<Page<Template>> {
        let mut conditions = seen();
        let mut values: Vec<Sql> = vec![user.into()];
        if let Some(q) = filter.q.as_deref().map(fold).filter(|q| !q.is_empty()) {
            values.push(q.into());
            conditions += &format!(" AND instr(t.name_key, ?{}) > 0", values.len());
        }
        if let Some(scope) = &filter.scope {
            values.push(scope.clone().into());
            conditions += &format!(" AND t.scope = ?{}", values.len());
        }
        let count = format!("SELECT COUNT(*) FROM job_templates t WHERE {conditions}");
        let total = sql::number(self.reader(), count, values.clone()).await?;
        if let Some(cursor) = &page.cursor {
            let name: Sql = match &cursor.key {
                Key::Text(text) => text.clone().into(),
                Key::Number(number) => (*number).into(),
            };
            values.extend([name, cursor.id.into()]);
            conditions += &format!(" AND (t.name_key, t.id) > (?{}, ?{})", values.len() - 1, values.len());
        }
        let query = format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE {conditions} ORDER BY t.name_key, t.id LIMIT {}",
            page.limit + 1
        );
        let rows: Vec<Template> = sql::all(self.reader(), query, values).await?;
        let total = u64::try_from(total).unwrap_or(0);
        Ok(Page::cut(rows, page.limit, total, |t| Cursor { key: Key::Text(t.name_key.clone()), id: t.id }))
    }

    /// One that this user sees.
    pub async fn template(&self, user: Id, id: Id) -> Result<Template> {
        let query = format!("SELECT {COLUMNS} FROM {FROM} WHERE {} AND t.id = ?2", seen());
        sql::one(self.reader(), query, [user.into(), id.into()]).await?.ok_or(MISSING)
    }

    pub async fn create_template(&self, new: NewTemplate) -> Result<Template> {
        let change = self.begin().await?;
        let id = Id::new();
        let at = now();
        let values: [Sql; 11] = [
            id.into(),
            new.scope.name().into(),
            new.scope.place(Some(new.owner)).into(),
            new.owner.into(),
            new.scope.cluster().into(),
            new.name.clone().into(),
            fold(&new.name).into(),
            new.description.into(),
            new.file.into(),
            at.into(),
            at.into(),
        ];
        let query = format!("INSERT INTO job_templates VALUES ({}, 1)", sql::marks(values.len()));
        let made = change.execute(sql::statement(query, values)).await;
        made.map_err(StoreError::taken("template"))?;
        let made = find(&change, id).await?;
        self.note(&change, Entry::new("template.create").on(id, &made.name).after(told(&made))).await?;
        change.commit().await?;
        Ok(made)
    }

    pub async fn change_template(&self, id: Id, revision: i64, wanted: TemplateChange) -> Result<Template> {
        let change = self.begin().await?;
        let found = find(&change, id).await?;
        if found.revision != revision {
            return Err(StoreError::Stale { what: "template" });
        }
        let scope = wanted.scope.unwrap_or_else(|| found.seen_by());
        let name = wanted.name.unwrap_or_else(|| found.name.clone());
        let query = "UPDATE job_templates SET scope = ?, place = ?, cluster_id = ?, name = ?, name_key = ?, description = ?,
            file = ?, changed_at = ?, revision = revision + 1 WHERE id = ?";
        let values: [Sql; 9] = [
            scope.name().into(),
            scope.place(found.owner).into(),
            scope.cluster().into(),
            name.clone().into(),
            fold(&name).into(),
            wanted.description.unwrap_or_else(|| found.description.clone()).into(),
            wanted.file.unwrap_or_else(|| found.file.clone()).into(),
            now().into(),
            id.into(),
        ];
        change.execute(sql::statement(query, values)).await.map_err(StoreError::taken("template"))?;
        let made = find(&change, id).await?;
        let entry = Entry::new("template.change").on(id, &made.name).changed(told(&found), told(&made));
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(made)
    }

    pub async fn delete_template(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find(&change, id).await?;
        sql::run(&change, "DELETE FROM default_templates WHERE template_id = ?", [id.into()]).await?;
        sql::run(&change, "DELETE FROM job_templates WHERE id = ?", [id.into()]).await?;
        let entry = Entry::new("template.delete").on(id, &found.name).before(told(&found));
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(())
    }

    pub async fn default_template(&self, user: Id) -> Result<Option<Id>> {
        let query = "SELECT template_id FROM default_templates WHERE user_id = ?";
        let rows = sql::rows(self.reader(), query, [user.into()]).await?;
        Ok(rows.first().map(|row| row.try_get("", "template_id")).transpose()?)
    }

    /// `None`: the form of this user begins empty.
    pub async fn set_default_template(&self, user: Id, template: Option<(Id, &str)>) -> Result<()> {
        let change = self.begin().await?;
        let entry = match template {
            Some((id, name)) => {
                let query = "INSERT INTO default_templates VALUES (?, ?)
                    ON CONFLICT DO UPDATE SET template_id = excluded.template_id";
                sql::run(&change, query, [user.into(), id.into()]).await?;
                Entry::new("template.default").on(id, name)
            }
            None => {
                let query = "DELETE FROM default_templates WHERE user_id = ?";
                sql::run(&change, query, [Sql::from(user)]).await?;
                Entry::new("template.default")
            }
        };
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(())
    }
}

async fn find(db: &impl ConnectionTrait, id: Id) -> Result<Template> {
    let query = format!("SELECT {COLUMNS} FROM {FROM} WHERE t.id = ?");
    sql::one(db, query, [id.into()]).await?.ok_or(MISSING)
}
