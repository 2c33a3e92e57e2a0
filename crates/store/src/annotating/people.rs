//! Whom pictures can be handed to.

use crate::names::fold;
use crate::{Cursor, Id, Key, Page, PageRequest, Result, Store, sql};
use fovea_domain::permission::{Permission, Preset};
use sea_orm::{FromQueryResult, Value as Sql};

/// Somebody who may annotate.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Annotator {
    pub id: Id,
    pub name: String,
    pub nickname: String,
    name_key: String,
}

impl Store {
    /// Those who may annotate and are not locked, by name; with a part of name or nickname.
    pub async fn annotators(&self, q: Option<&str>, page: &PageRequest) -> Result<Page<Annotator>> {
        let searched = q.map(fold).filter(|text| !text.is_empty()).unwrap_or_default();
        let (from, mut values) = may_annotate();
        values.insert(0, searched.into());
        let test = format!("{from} AND (?1 = '' OR instr(u.search, ?1) > 0)");
        let count = format!("SELECT COUNT(*) FROM {test}");
        let total = sql::number(self.reader(), count, values.clone()).await?;
        let mut behind = String::new();
        if let Some(Cursor { key: Key::Text(name), id }) = &page.cursor {
            behind = format!(" AND (u.name_key, u.id) > (?{}, ?{})", values.len() + 1, values.len() + 2);
            values.extend([Sql::from(name.clone()), (*id).into()]);
        }
        let query = format!(
            "SELECT u.id, u.name, u.nickname, u.name_key FROM {test}{behind} ORDER BY u.name_key, u.id LIMIT {}",
            page.limit + 1
        );
        let rows: Vec<Annotator> = sql::all(self.reader(), query, values).await?;
        let cursor = |a: &Annotator| Cursor { key: Key::Text(a.name_key.clone()), id: a.id };
        Ok(Page::cut(rows, page.limit, u64::try_from(total).unwrap_or(0), cursor))
    }

    /// Those of `ids` that are not among them.
    pub async fn no_annotators(&self, ids: &[Id]) -> Result<Vec<Id>> {
        let (from, mut values) = may_annotate();
        values.insert(0, "".into());
        let marks = sql::marks_from(values.len() + 1, ids.len());
        let query = format!("SELECT u.id FROM {from} AND ?1 = '' AND u.id IN ({marks})");
        values.extend(ids.iter().map(|id| Sql::from(*id)));
        let rows = sql::rows(self.reader(), query, values).await?;
        let known: Vec<Id> =
            rows.iter().map(|r| r.try_get("", "id")).collect::<std::result::Result<_, _>>()?;
        Ok(ids.iter().filter(|id| !known.contains(id)).copied().collect())
    }
}

/// What gives the right is said in this program for preset roles, and in rows for others. Its marks begin with the second.
fn may_annotate() -> (String, Vec<Sql>) {
    let mut values: Vec<Sql> = vec![Permission::Annotate.name().into()];
    let presets = Preset::ALL.into_iter().filter(|p| p.rights().contains(Permission::Annotate));
    values.extend(presets.map(|p| Sql::from(p.key())));
    let keys = sql::marks_from(3, values.len() - 1);
    let from = format!(
        "users u WHERE u.state IN ('active', 'invited') AND EXISTS (SELECT 1 FROM roles r
            LEFT JOIN role_permissions p ON p.role_id = r.id AND p.permission = ?2
            WHERE (p.permission IS NOT NULL OR r.key IN ({})) AND r.id IN (
                SELECT role_id FROM user_roles WHERE user_id = u.id
                UNION SELECT g.role_id FROM group_members m JOIN group_roles g ON g.group_id = m.group_id
                    WHERE m.user_id = u.id))",
        keys
    );
    (from, values)
}
