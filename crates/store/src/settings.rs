//! What an administrator sets for the whole house, as texts by name.

use crate::audit::Entry;
use crate::{Result, Store, sql};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// End of the names of those whose values are told to nobody.
const SECRET: &str = "_secret";

impl Store {
    pub async fn settings(&self) -> Result<HashMap<String, String>> {
        let rows = sql::rows(self.reader(), "SELECT key, value FROM settings", []).await?;
        let mut all = HashMap::new();
        for row in rows {
            all.insert(row.try_get("", "key")?, row.try_get("", "value")?);
        }
        Ok(all)
    }

    /// `None` takes a setting back to what it is without.
    pub async fn change_settings(&self, wanted: &[(&str, Option<String>)]) -> Result<()> {
        let change = self.begin().await?;
        let (mut before, mut after) = (Map::new(), Map::new());
        for (key, value) in wanted {
            let old = sql::rows(&change, "SELECT value FROM settings WHERE key = ?", [(*key).into()]).await?;
            let old: Option<String> = old.first().map(|r| r.try_get("", "value")).transpose()?;
            let (told_old, told_new) = match key.ends_with(SECRET) {
                // That it was changed, and never to what.
                true => (
                    json!(old.is_some()),
                    if old == *value { json!(old.is_some()) } else { json!("changed") },
                ),
                false => (json!(old), json!(value)),
            };
            before.insert((*key).into(), told_old);
            after.insert((*key).into(), told_new);
            match value {
                Some(value) => {
                    let query =
                        "INSERT INTO settings VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2";
                    sql::run(&change, query, [(*key).into(), value.clone().into()]).await?
                }
                None => sql::run(&change, "DELETE FROM settings WHERE key = ?", [(*key).into()]).await?,
            };
        }
        let entry = Entry::new("setting.change").changed(Value::Object(before), Value::Object(after));
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(())
    }
}
