use crate::audit::Actor;
use crate::events::Events;
use crate::lock::Lock;
use crate::migrations::{self, Migrator};
use crate::{Blobs, Place, Result, StoreError};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqlxSqliteConnector, TransactionTrait,
};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Longest wait for another process that writes.
const BUSY: Duration = Duration::from_secs(20);
/// Longest wait for a connection of our own.
const ACQUIRE: Duration = Duration::from_secs(30);
/// SQLite reads in parallel, and each connection has a cache of its own.
const READERS: u32 = 4;

/// How a data folder is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// As its server: nobody else may be.
    Server,
    /// Beside a running server, or alone: for commands that change a row or two.
    Beside,
    /// The same, but only to look: nothing is made, and no step is taken to bring it up to date.
    Look,
}

/// The data folder, changed on behalf of somebody. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>, Option<Arc<Actor>>);

struct Inner {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    place: Place,
    blobs: Blobs,
    thumbs: Blobs,
    tiles: Blobs,
    feature_maps: Blobs,
    events: Events,
    _lock: Option<Lock>,
}

impl Store {
    /// Opens the folder as its server and brings the database up to date.
    pub async fn open(folder: &Path) -> Result<Store> {
        Store::open_as(folder, Opening::Server).await
    }

    pub async fn open_as(folder: &Path, opening: Opening) -> Result<Store> {
        // Jobs run in folders of their own and must find this one from there.
        let folder = std::path::absolute(folder).map_err(|e| StoreError::file(folder, e))?;
        let place = Place::new(&folder);
        if opening == Opening::Look {
            return Store::look(place).await;
        }
        place.make()?;
        let lock = Lock::try_take(&place.lock())?;
        if lock.is_none() && opening == Opening::Server {
            return Err(StoreError::Locked { path: folder });
        }
        let writer = connect(&place.database(), 1, false).await?;
        migrate(&writer, &place, lock.is_some()).await?;
        let readers = connect(&place.database(), READERS, true).await?;
        // A command beside lets the server start again as soon as the database is up to date.
        let lock = lock.filter(|_| opening == Opening::Server);
        Ok(Store::of(place, readers, writer, lock))
    }

    /// What would change something is refused by SQLite.
    async fn look(place: Place) -> Result<Store> {
        if !place.database().is_file() {
            return Err(StoreError::NoFolder { path: place.folder().into() });
        }
        let readers = connect(&place.database(), READERS, true).await?;
        if !migrations::is_current(&readers).await? {
            let path = place.folder().into();
            return match migrations::has_unknown(&readers).await? {
                true => Err(StoreError::Newer { path }),
                false => Err(StoreError::Older { path }),
            };
        }
        Ok(Store::of(place, readers.clone(), readers, None))
    }

    fn of(
        place: Place,
        readers: DatabaseConnection,
        writer: DatabaseConnection,
        lock: Option<Lock>,
    ) -> Store {
        let blobs = Blobs::new(place.blobs(), "");
        let thumbs = Blobs::new(place.thumbs(), ".jpg");
        let tiles = Blobs::new(place.tiles(), ".tiles");
        let feature_maps = Blobs::new(place.feature_maps(), ".map");
        let events = Events::default();
        let inner = Inner { readers, writer, place, blobs, thumbs, tiles, feature_maps, events, _lock: lock };
        Store(Arc::new(inner), None)
    }

    /// The same folder; what is changed through this one is written down as done by this actor, and held to what
    /// they may do.
    pub fn by(&self, actor: Actor) -> Store {
        Store(self.0.clone(), Some(Arc::new(actor)))
    }

    /// `None`: the server itself, or a command on its folder.
    /// In whose name it is changed; `None`: the server's own.
    pub fn actor(&self) -> Option<&Actor> {
        self.1.as_deref()
    }

    /// For reading, outside of any transaction.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.0.readers
    }

    /// Begins a change. There is one at a time: it waits for the one before, and whoever holds one must not
    /// ask for another before it is committed or dropped. Dropping takes everything back.
    pub async fn begin(&self) -> Result<DatabaseTransaction> {
        let change = self.0.writer.begin().await?;
        // Takes the right to write now. Taken later, after a read, it could be refused for good because
        // another process wrote in between.
        change.execute_unprepared("UPDATE seaql_migrations SET version = version WHERE 0").await?;
        Ok(change)
    }

    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// Pictures by the hash of their bytes.
    pub fn blobs(&self) -> &Blobs {
        &self.0.blobs
    }

    /// Small JPEGs by the hash of the picture they show.
    pub fn thumbs(&self) -> &Blobs {
        &self.0.thumbs
    }

    /// Large pictures in pieces, by the hash of the picture. Only a cache: any of them may go at any time.
    pub fn tiles(&self) -> &Blobs {
        &self.0.tiles
    }

    /// What the places of pictures look like, by the hash of the picture. Only a cache: any of them may go at any time.
    pub fn feature_maps(&self) -> &Blobs {
        &self.0.feature_maps
    }

    pub fn events(&self) -> &Events {
        &self.0.events
    }

    /// Waits for what is under way and closes the database.
    pub async fn close(&self) {
        for connection in [&self.0.readers, &self.0.writer] {
            if let Err(error) = connection.clone().close().await {
                tracing::warn!(%error, "the database was not closed cleanly");
            }
        }
    }
}

async fn connect(path: &Path, most: u32, read_only: bool) -> Result<DatabaseConnection> {
    let mut options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: what was answered as done is on the disk.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("cache_size", if read_only { "-16384" } else { "-4096" })
        // Lists of very many rows are read from the system's own cache, without copying each page.
        .pragma("mmap_size", if read_only { "1073741824" } else { "0" })
        .pragma("temp_store", "memory")
        .optimize_on_close(!read_only, 400);
    if read_only {
        options = options.pragma("query_only", "1");
    }
    let pool = SqlitePoolOptions::new()
        .max_connections(most)
        .min_connections(1)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await
        .map_err(|e| sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(e)))?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

/// All missing steps in one transaction, so that a cut leaves the database as it was.
async fn migrate(writer: &DatabaseConnection, place: &Place, allowed: bool) -> Result<()> {
    use sea_orm_migration::MigratorTrait;
    let newer = || StoreError::Newer { path: place.database() };
    if !allowed {
        return if migrations::is_current(writer).await? { Ok(()) } else { Err(newer()) };
    }
    let change = writer.begin().await?;
    Migrator::install(&change).await?;
    if migrations::has_unknown(&change).await? {
        return Err(newer());
    }
    Migrator::up(&change, None).await?;
    change.commit().await?;
    Ok(())
}
