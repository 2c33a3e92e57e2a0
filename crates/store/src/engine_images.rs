//! Images that administrators offer for the commands of jobs: an engine of a version, and which types of devices it is made for.

use crate::audit::Entry;
use crate::{Id, Moment, Result, Store, StoreError, now, sql};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

/// Of the whole server.
const MOST: i64 = 200;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineImage {
    pub id: Id,
    pub wanted: NewEngineImage,
    pub created_at: Moment,
    pub changed_at: Moment,
}

/// What somebody says of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEngineImage {
    pub image: String,
    /// Such as `PyTorch`
    pub framework: String,
    pub version: String,
    /// Names of types; empty: any
    pub devices: Vec<String>,
    pub description: String,
}

/// Why an image is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineImageDenied {
    /// It is already.
    Known,
    TooMany,
}

#[derive(FromQueryResult)]
struct Row {
    id: Id,
    image: String,
    framework: String,
    version: String,
    devices: String,
    description: String,
    created_at: Moment,
    changed_at: Moment,
}

impl From<Row> for EngineImage {
    fn from(row: Row) -> EngineImage {
        let devices = serde_json::from_str(&row.devices).unwrap_or_default();
        let Row { image, framework, version, description, .. } = row;
        EngineImage {
            id: row.id,
            wanted: NewEngineImage { image, framework, version, devices, description },
            created_at: row.created_at,
            changed_at: row.changed_at,
        }
    }
}

impl NewEngineImage {
    fn told(&self) -> Value {
        json!({ "framework": self.framework, "version": self.version, "devices": self.devices })
    }

    fn list(&self) -> String {
        json!(self.devices).to_string()
    }
}

const IMAGES: &str =
    "SELECT id, image, framework, version, devices, description, created_at, changed_at FROM engine_images";
const MISSING: StoreError = StoreError::NotFound { what: "image" };

impl Store {
    /// By engine and version, newest version last; there are few.
    pub async fn engine_images(&self) -> Result<Vec<EngineImage>> {
        let query = format!("{IMAGES} ORDER BY framework, version, image");
        let rows: Vec<Row> = sql::all(self.reader(), query, []).await?;
        Ok(rows.into_iter().map(EngineImage::from).collect())
    }

    pub async fn create_engine_image(
        &self,
        wanted: NewEngineImage,
    ) -> Result<std::result::Result<EngineImage, EngineImageDenied>> {
        let change = self.begin().await?;
        let query = "SELECT COUNT(*) FROM engine_images WHERE image = ?";
        if sql::number(&change, query, [wanted.image.clone().into()]).await? > 0 {
            return Ok(Err(EngineImageDenied::Known));
        }
        if sql::number(&change, "SELECT COUNT(*) FROM engine_images", []).await? >= MOST {
            return Ok(Err(EngineImageDenied::TooMany));
        }
        let (id, at) = (Id::new(), now());
        let values = [
            id.into(),
            wanted.image.clone().into(),
            wanted.framework.clone().into(),
            wanted.version.clone().into(),
            wanted.list().into(),
            wanted.description.clone().into(),
            at.into(),
            at.into(),
        ];
        sql::run(&change, format!("INSERT INTO engine_images VALUES ({})", sql::marks(8)), values).await?;
        self.note(&change, Entry::new("image.create").on(id, &wanted.image).after(wanted.told())).await?;
        change.commit().await?;
        Ok(Ok(EngineImage { id, wanted, created_at: at, changed_at: at }))
    }

    /// All of it anew.
    pub async fn change_engine_image(
        &self,
        id: Id,
        wanted: NewEngineImage,
    ) -> Result<std::result::Result<EngineImage, EngineImageDenied>> {
        let change = self.begin().await?;
        let before = self.engine_image(&change, id).await?;
        let query = "SELECT COUNT(*) FROM engine_images WHERE image = ? AND id <> ?";
        if sql::number(&change, query, [wanted.image.clone().into(), id.into()]).await? > 0 {
            return Ok(Err(EngineImageDenied::Known));
        }
        let at = now();
        let query =
            "UPDATE engine_images SET image = ?, framework = ?, version = ?, devices = ?, description = ?,
            changed_at = ? WHERE id = ?";
        let values = [
            wanted.image.clone().into(),
            wanted.framework.clone().into(),
            wanted.version.clone().into(),
            wanted.list().into(),
            wanted.description.clone().into(),
            at.into(),
            id.into(),
        ];
        sql::run(&change, query, values).await?;
        let entry = Entry::new("image.change").on(id, &wanted.image);
        self.note(&change, entry.before(before.wanted.told()).after(wanted.told())).await?;
        change.commit().await?;
        Ok(Ok(EngineImage { id, wanted, created_at: before.created_at, changed_at: at }))
    }

    /// It is no longer offered; the image itself stays where it is.
    pub async fn delete_engine_image(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let before = self.engine_image(&change, id).await?;
        sql::run(&change, "DELETE FROM engine_images WHERE id = ?", [id.into()]).await?;
        let entry = Entry::new("image.delete").on(id, &before.wanted.image).before(before.wanted.told());
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(())
    }

    async fn engine_image(&self, change: &sea_orm::DatabaseTransaction, id: Id) -> Result<EngineImage> {
        let found = sql::one::<Row>(change, format!("{IMAGES} WHERE id = ?"), [id.into()]).await?;
        found.map(EngineImage::from).ok_or(MISSING)
    }
}
