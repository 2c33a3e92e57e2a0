use super::AuditRow;
use crate::{Cursor, Id, Key, Moment, Page, PageRequest, Result, Store, sql};
use sea_orm::Value as Sql;

/// Longer lists are counted no further: nobody pages to their end.
const MOST_COUNTED: i64 = 10_000;

/// What is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    pub actor_id: Option<Id>,
    /// A part of the name.
    pub actor: Option<String>,
    /// The action, or where it ends with a dot all that begin so.
    pub action: Option<String>,
    pub object_kind: Option<String>,
    pub object_id: Option<String>,
    pub project_id: Option<Id>,
    pub result: Option<String>,
    pub from: Option<Moment>,
    pub to: Option<Moment>,
}

impl AuditFilter {
    fn conditions(&self) -> (String, Vec<Sql>) {
        let mut text = String::from("1");
        let mut values = Vec::new();
        let mut also = |condition: &str, value: Sql| {
            text += " AND ";
            text += condition;
            values.push(value);
        };
        if let Some(id) = self.actor_id {
            also("actor_id = ?", id.into());
        }
        if let Some(name) = self.actor.as_ref().filter(|n| !n.is_empty()) {
            also("instr(lower(actor_name), lower(?)) > 0", name.clone().into());
        }
        match &self.action {
            Some(prefix) if prefix.ends_with('.') => {
                also("action >= ?", prefix.clone().into());
                also("action < ?", format!("{}/", prefix.trim_end_matches('.')).into());
            }
            Some(action) => also("action = ?", action.clone().into()),
            None => {}
        }
        if let Some(kind) = &self.object_kind {
            also("object_kind = ?", kind.clone().into());
        }
        if let Some(id) = &self.object_id {
            also("object_id = ?", id.clone().into());
        }
        if let Some(id) = self.project_id {
            also("project_id = ?", id.into());
        }
        if let Some(result) = &self.result {
            also("result = ?", result.clone().into());
        }
        if let Some(from) = self.from {
            also("at >= ?", from.into());
        }
        if let Some(to) = self.to {
            also("at < ?", to.into());
        }
        (text, values)
    }
}

impl Store {
    /// Newest first; the cursor's number is that of the row.
    pub async fn audit(&self, filter: &AuditFilter, page: &PageRequest) -> Result<Page<AuditRow>> {
        let (conditions, values) = filter.conditions();
        let count =
            format!("SELECT COUNT(*) FROM (SELECT 1 FROM audit WHERE {conditions} LIMIT {MOST_COUNTED})");
        let total = sql::number(self.reader(), count, values).await?;
        let mut found = self.audit_rows(filter, page).await?;
        found.total = u64::try_from(total).unwrap_or(0);
        Ok(found)
    }

    /// The same without counting.
    pub async fn audit_rows(&self, filter: &AuditFilter, page: &PageRequest) -> Result<Page<AuditRow>> {
        let (mut conditions, mut values) = filter.conditions();
        if let Some(Cursor { key: Key::Number(seq), .. }) = &page.cursor {
            conditions += " AND seq < ?";
            values.push((*seq).into());
        }
        values.push(i64::try_from(page.limit + 1).unwrap_or(i64::MAX).into());
        let query = format!("SELECT * FROM audit WHERE {conditions} ORDER BY seq DESC LIMIT ?");
        let rows: Vec<AuditRow> = sql::all(self.reader(), query, values).await?;
        Ok(Page::cut(rows, page.limit, 0, |r| Cursor { key: Key::Number(r.seq), id: Id::first_of(r.at) }))
    }
}
