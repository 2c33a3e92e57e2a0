//! Which versions of the program have run on this folder.

use crate::{Cursor, Id, Key, Moment, Page, PageRequest, Result, Store, now, sql};
use sea_orm::FromQueryResult;

/// Since when a version has run, or had run until the one after it. Ids are in the order of time.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct ProgramVersion {
    pub id: Id,
    pub version: String,
    pub at: Moment,
}

impl Store {
    /// At the start of a server; the same one again changes nothing.
    pub async fn note_program_version(&self, version: &str) -> Result<()> {
        let change = self.begin().await?;
        let query = "INSERT INTO program_versions (id, version, at) SELECT ?1, ?2, ?3 WHERE ?2 IS NOT
            (SELECT version FROM program_versions ORDER BY id DESC LIMIT 1)";
        sql::run(&change, query, [Id::new().into(), version.into(), now().into()]).await?;
        change.commit().await?;
        Ok(())
    }

    /// The newest first.
    pub async fn program_versions(&self, page: &PageRequest) -> Result<Page<ProgramVersion>> {
        let before = page.cursor.as_ref().map(|cursor| cursor.id);
        let query = "SELECT id, version, at FROM program_versions WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2";
        let most = i64::try_from(page.limit + 1).unwrap_or(i64::MAX);
        let rows: Vec<ProgramVersion> = sql::all(self.reader(), query, [before.into(), most.into()]).await?;
        let total = sql::number(self.reader(), "SELECT count(*) FROM program_versions", []).await?;
        Ok(Page::cut(rows, page.limit, total.unsigned_abs(), |one| Cursor {
            key: Key::Number(one.at),
            id: one.id,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_version_is_told_once_until_another_has_run() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        for version in ["1.0.0", "1.0.0", "1.1.0", "1.0.0"] {
            store.note_program_version(version).await.unwrap();
        }
        let names = |page: &Page<ProgramVersion>| -> Vec<String> {
            page.items.iter().map(|one| one.version.clone()).collect()
        };
        let first = store.program_versions(&PageRequest { limit: 2, cursor: None }).await.unwrap();
        assert_eq!(
            (names(&first), first.total),
            (vec!["1.0.0".into(), "1.1.0".into()], 3),
            "also one that somebody went back to"
        );
        let rest = store.program_versions(&PageRequest { limit: 2, cursor: first.next }).await.unwrap();
        assert_eq!((names(&rest), rest.next), (vec!["1.0.0".to_string()], None));
    }
}
