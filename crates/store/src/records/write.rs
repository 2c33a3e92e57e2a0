use super::count::count_up;
use super::{Record, UNCHECKED};
use crate::entities::record;
use crate::{Id, Result, Store, StoreError, Topic};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// One verdict. Its id, and with it its time, is given when it is written.
#[derive(Debug, Clone)]
pub struct NewRecord {
    pub project_id: Id,
    pub service_id: Id,
    pub model_id: Id,
    pub serial: Option<String>,
    pub verdict: String,
    /// A recipe said neither OK nor NG, and leaves it to a person; the verdict is NG then.
    pub asks: bool,
    pub score: f64,
    pub class: Option<String>,
    pub width: i32,
    pub height: i32,
    pub picture: Option<String>,
    pub heat: Option<String>,
    /// Who asked, and the word by which they would ask again for the same.
    pub request: Option<(Id, String)>,
    /// The whole of what the model said, as JSON.
    pub prediction: String,
}

/// Rows that wait for each other at most, and for how long.
const GROUP: usize = 256;
const LONGEST_WAIT: Duration = Duration::from_millis(5);
/// Callers that may wait; more are held back before they bring their record.
const WAITING: usize = 1024;

struct Wanted {
    record: NewRecord,
    answer: oneshot::Sender<Result<Record>>,
}

/// Writes records in groups: each disk sync serves all that came meanwhile. Cheap to clone.
#[derive(Debug, Clone)]
pub struct RecordWriter(mpsc::Sender<Wanted>);

impl RecordWriter {
    /// Must be called within the async runtime; the task ends when the last writer is dropped.
    pub fn start(store: Store) -> RecordWriter {
        let (send, receive) = mpsc::channel(WAITING);
        tokio::spawn(write_groups(store, receive));
        RecordWriter(send)
    }

    /// Comes back when the record is on the disk. Of two with the same request the first is given to both.
    pub async fn add(&self, record: NewRecord) -> Result<Record> {
        let gone = || StoreError::corrupt("the writer of records has ended");
        let (answer, told) = oneshot::channel();
        self.0.send(Wanted { record, answer }).await.map_err(|_| gone())?;
        told.await.map_err(|_| gone())?
    }
}

async fn write_groups(store: Store, mut receive: mpsc::Receiver<Wanted>) {
    while let Some(first) = receive.recv().await {
        let mut group = vec![first];
        let end = tokio::time::Instant::now() + LONGEST_WAIT;
        while group.len() < GROUP {
            match tokio::time::timeout_at(end, receive.recv()).await {
                Ok(Some(more)) => group.push(more),
                Ok(None) | Err(_) => break,
            }
        }
        let (records, answers): (Vec<NewRecord>, Vec<_>) =
            group.into_iter().map(|w| (w.record, w.answer)).unzip();
        match write(&store, records).await {
            Ok(written) => {
                for (record, answer) in written.into_iter().zip(answers) {
                    store.events().tell(Topic::Record, record.id, Some(record.project_id));
                    // A caller that has gone away has its record all the same.
                    let _ = answer.send(Ok(record));
                }
            }
            Err(error) => {
                let text = error.to_string();
                let full = matches!(error, StoreError::DiskFull);
                for answer in answers {
                    let again = if full { StoreError::DiskFull } else { StoreError::corrupt(text.clone()) };
                    let _ = answer.send(Err(again));
                }
            }
        }
    }
}

async fn write(store: &Store, records: Vec<NewRecord>) -> Result<Vec<Record>> {
    let change = store.begin().await?;
    let mut written: Vec<Record> = Vec::with_capacity(records.len());
    let mut new = Vec::with_capacity(records.len());
    for record in records {
        if let Some(there) = known(&change, &written, &record).await? {
            written.push(there);
            continue;
        }
        let row = row_of(record);
        new.push(row.clone());
        written.push(row);
    }
    if !new.is_empty() {
        count_up(&change, &new).await?;
        let rows = new.into_iter().map(active);
        record::Entity::insert_many(rows).exec_without_returning(&change).await?;
    }
    change.commit().await?;
    Ok(written)
}

/// The record that the same request gave before, maybe within this very group.
async fn known(change: &DatabaseTransaction, group: &[Record], new: &NewRecord) -> Result<Option<Record>> {
    let Some((user, key)) = &new.request else { return Ok(None) };
    let same = |r: &&Record| r.user_id == Some(*user) && r.request_key.as_ref() == Some(key);
    if let Some(found) = group.iter().find(same) {
        return Ok(Some(found.clone()));
    }
    let found = record::Entity::find()
        .filter(record::Column::UserId.eq(*user))
        .filter(record::Column::RequestKey.eq(key));
    Ok(found.one(change).await?)
}

fn row_of(new: NewRecord) -> Record {
    let (user_id, request_key) = new.request.unzip();
    Record {
        id: Id::new(),
        project_id: new.project_id,
        service_id: new.service_id,
        model_id: new.model_id,
        serial: new.serial,
        verdict: new.verdict,
        score: new.score,
        class: new.class,
        recheck: UNCHECKED.into(),
        recheck_class: None,
        recheck_by: None,
        recheck_at: None,
        width: new.width,
        height: new.height,
        picture: new.picture,
        heat: new.heat,
        picture_id: None,
        user_id,
        request_key,
        prediction: new.prediction,
        recheck_texts: None,
        asks: new.asks,
    }
}

fn active(row: Record) -> record::ActiveModel {
    record::ActiveModel {
        id: Set(row.id),
        project_id: Set(row.project_id),
        service_id: Set(row.service_id),
        model_id: Set(row.model_id),
        serial: Set(row.serial),
        verdict: Set(row.verdict),
        score: Set(row.score),
        class: Set(row.class),
        recheck: Set(row.recheck),
        recheck_class: Set(row.recheck_class),
        recheck_by: Set(row.recheck_by),
        recheck_at: Set(row.recheck_at),
        width: Set(row.width),
        height: Set(row.height),
        picture: Set(row.picture),
        heat: Set(row.heat),
        picture_id: Set(row.picture_id),
        user_id: Set(row.user_id),
        request_key: Set(row.request_key),
        prediction: Set(row.prediction),
        recheck_texts: Set(row.recheck_texts),
        asks: Set(row.asks),
    }
}
