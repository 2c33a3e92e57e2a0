//! Managers of one project: they may hand out and review its annotation work without the rights of the house.

use crate::audit::Entry;
use crate::people::find_user;
use crate::projects::find_project;
use crate::{Cursor, Id, Key, Moment, Page, PageRequest, Result, Store, StoreError, Topic, now, sql};
use sea_orm::{FromQueryResult, Value as Sql};

/// Of one project.
pub const MOST_MANAGERS: u32 = 50;

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Manager {
    pub user_id: Id,
    pub name: String,
    pub nickname: String,
    name_key: String,
    pub named_at: Moment,
    /// Name of the user who did; `None`: they are not there any more.
    pub named_by: Option<String>,
}

const MANAGERS: &str = "SELECT m.user_id, u.name, u.nickname, u.name_key, m.named_at, b.name AS named_by
    FROM project_managers m JOIN users u ON u.id = m.user_id LEFT JOIN users b ON b.id = m.named_by
    WHERE m.project_id = ?";

impl Store {
    /// By name.
    pub async fn managers(&self, project: Id, page: &PageRequest) -> Result<Page<Manager>> {
        find_project(self.reader(), project).await?;
        let count = "SELECT COUNT(*) FROM project_managers WHERE project_id = ?";
        let total = sql::number(self.reader(), count, [project.into()]).await?.unsigned_abs();
        let mut values: Vec<Sql> = vec![project.into()];
        let mut behind = "";
        if let Some(Cursor { key: Key::Text(name), id }) = &page.cursor {
            behind = " AND (u.name_key, u.id) > (?, ?)";
            values.extend([Sql::from(name.clone()), (*id).into()]);
        }
        let query = format!("{MANAGERS}{behind} ORDER BY u.name_key, u.id LIMIT {}", page.limit + 1);
        let rows: Vec<Manager> = sql::all(self.reader(), query, values).await?;
        let cursor = |m: &Manager| Cursor { key: Key::Text(m.name_key.clone()), id: m.user_id };
        Ok(Page::cut(rows, page.limit, total, cursor))
    }

    /// Whoever is one already stays one. `WrongState`: there are as many as there may be.
    pub async fn add_manager(&self, project: Id, user: Id, by: Id) -> Result<Manager> {
        let change = self.begin().await?;
        let found = find_project(&change, project).await?;
        let person = find_user(&change, user).await?;
        let query =
            "INSERT INTO project_managers (project_id, user_id, named_by, named_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (project_id, user_id) DO NOTHING";
        let values = [project.into(), user.into(), by.into(), now().into()];
        if sql::run(&change, query, values).await? == 0 {
            self.nothing_changed();
        } else {
            let count = "SELECT COUNT(*) FROM project_managers WHERE project_id = ?";
            if sql::number(&change, count, [project.into()]).await? > i64::from(MOST_MANAGERS) {
                return Err(StoreError::WrongState { what: "managers", state: "full".into() });
            }
            let told = serde_json::json!({"user": person.name});
            let entry = Entry::new("project.add_manager").on(project, &found.name).project(project);
            self.note(&change, entry.after(told)).await?;
        }
        let query = format!("{MANAGERS} AND m.user_id = ?");
        let made = sql::one::<Manager>(&change, query, [project.into(), user.into()]).await?;
        let made = made.ok_or(StoreError::NotFound { what: "manager" })?;
        change.commit().await?;
        self.events().tell(Topic::Project, project, Some(project));
        Ok(made)
    }

    pub async fn remove_manager(&self, project: Id, user: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find_project(&change, project).await?;
        let query = "DELETE FROM project_managers WHERE project_id = ? AND user_id = ?";
        if sql::run(&change, query, [project.into(), user.into()]).await? == 0 {
            return Err(StoreError::NotFound { what: "manager" });
        }
        let person = find_user(&change, user).await?;
        let told = serde_json::json!({"user": person.name});
        let entry = Entry::new("project.remove_manager").on(project, &found.name).project(project);
        self.note(&change, entry.before(told)).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, project, Some(project));
        Ok(())
    }

    /// Those that are there.
    pub async fn projects_managed_by(&self, user: Id) -> Result<Vec<Id>> {
        let query = "SELECT m.project_id FROM project_managers m JOIN projects p ON p.id = m.project_id
            WHERE m.user_id = ? AND p.deleted_at IS NULL ORDER BY m.project_id";
        let rows = sql::rows(self.reader(), query, [user.into()]).await?;
        Ok(rows.iter().map(|r| r.try_get("", "project_id")).collect::<std::result::Result<_, _>>()?)
    }
}
