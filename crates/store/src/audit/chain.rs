use super::{AuditRow, ChainHead};
use crate::{Result, Store, sql};
use sea_orm::{ConnectionTrait, FromQueryResult, TransactionTrait};
use sha2::{Digest, Sha256};

/// Rows that are looked at a time.
const PART: i64 = 1000;

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// It says something else than when it was written.
    Changed,
    /// It is not there any more.
    Missing,
}

/// What became of a head that somebody kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The row is there and says the same.
    Held,
    /// It says something else, or is missing.
    Broken,
    /// Rows up to a later one were removed by the retention: nothing can be said.
    Forgotten,
}

/// The whole chain, looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainCheck {
    pub rows: i64,
    pub first_seq: Option<i64>,
    pub last_seq: Option<i64>,
    /// `None` as long as nothing was ever written.
    pub head: Option<ChainHead>,
    /// Up to here rows were removed by the retention.
    pub removed_to: i64,
    /// The first row that is wrong.
    pub broken: Option<(i64, Broken)>,
    pub expected: Option<Expected>,
}

#[derive(FromQueryResult)]
struct Link {
    seq: i64,
    hash: Vec<u8>,
}

/// The number and the hash that the next row follows.
pub(super) async fn end(db: &impl ConnectionTrait) -> Result<(i64, Vec<u8>)> {
    let last: Option<Link> =
        sql::one(db, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", []).await?;
    let (seq, hash) = match last {
        Some(last) => (last.seq, last.hash),
        None => checkpoint(db).await?,
    };
    // Where somebody cut the end off, the numbers go on behind it, which shows.
    let given = sql::number(db, "SELECT seq FROM sqlite_sequence WHERE name = 'audit'", []).await?;
    Ok((seq.max(given), hash))
}

async fn checkpoint(db: &impl ConnectionTrait) -> Result<(i64, Vec<u8>)> {
    let found: Option<Link> =
        sql::one(db, "SELECT removed_to AS seq, hash FROM audit_checkpoint", []).await?;
    Ok(found.map(|l| (l.seq, l.hash)).unwrap_or_default())
}

/// Over all that the row says and the hash before it. Each part is led by its length, so that nothing can move from
/// one into the next.
pub(super) fn hash(row: &AuditRow) -> Vec<u8> {
    let number = |n: i64| n.to_be_bytes().to_vec();
    let text = |t: &str| t.as_bytes().to_vec();
    let maybe = |t: &Option<String>| t.as_ref().map(|t| t.as_bytes().to_vec());
    let id = |i: Option<crate::Id>| i.map(|i| i.as_bytes().to_vec());
    let parts = [
        Some(row.prev_hash.clone()),
        Some(number(row.seq)),
        Some(number(row.at)),
        id(row.actor_id),
        Some(text(&row.actor_name)),
        Some(text(&row.from_address)),
        Some(text(&row.action)),
        Some(text(&row.object_kind)),
        maybe(&row.object_id),
        Some(text(&row.object_name)),
        id(row.project_id),
        maybe(&row.before),
        maybe(&row.after),
        Some(text(&row.result)),
        maybe(&row.request_id),
    ];
    let mut hasher = Sha256::new();
    for part in parts {
        match part {
            Some(bytes) => {
                hasher.update([1]);
                hasher.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
                hasher.update(bytes);
            }
            None => hasher.update([0]),
        }
    }
    hasher.finalize().to_vec()
}

impl Store {
    /// Looks at every row that is there, a part at a time, as it all was at one moment: what is written or removed
    /// meanwhile must not look like a break. `kept` is a head of earlier.
    pub async fn check_audit(&self, kept: Option<&ChainHead>) -> Result<ChainCheck> {
        let moment = self.reader().begin().await?;
        let (removed_to, hash) = checkpoint(&moment).await?;
        let mut walk = Walk::new(removed_to, hash, kept);
        loop {
            let query = "SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?";
            let part = sql::rows(&moment, query, [walk.seq.into(), PART.into()]).await?;
            if part.is_empty() {
                break;
            }
            for row in &part {
                walk.step(Link::from_query_result(row, "")?, AuditRow::from_query_result(row, "").ok());
            }
        }
        let given = sql::number(&moment, "SELECT seq FROM sqlite_sequence WHERE name = 'audit'", []).await?;
        moment.rollback().await?;
        Ok(walk.end(given))
    }
}

/// Goes along the chain, row by row.
struct Walk<'a> {
    seq: i64,
    hash: Vec<u8>,
    kept: Option<&'a ChainHead>,
    check: ChainCheck,
}

impl<'a> Walk<'a> {
    fn new(removed_to: i64, hash: Vec<u8>, kept: Option<&'a ChainHead>) -> Walk<'a> {
        let check = ChainCheck {
            rows: 0,
            first_seq: None,
            last_seq: None,
            head: None,
            removed_to,
            broken: None,
            expected: kept.filter(|k| k.seq < removed_to).map(|_| Expected::Forgotten),
        };
        let mut walk = Walk { seq: removed_to, hash, kept, check };
        walk.compare();
        walk
    }

    /// `row` is `None` where it holds what no row ever did, such as half an id.
    fn step(&mut self, link: Link, row: Option<AuditRow>) {
        self.check.rows += 1;
        self.check.first_seq = self.check.first_seq.or(Some(link.seq));
        self.check.last_seq = Some(link.seq);
        let whole = |row: AuditRow| row.prev_hash == self.hash && hash(&row) == row.hash;
        if link.seq != self.seq + 1 {
            self.broke(self.seq + 1, Broken::Missing);
        } else if !row.is_some_and(whole) {
            self.broke(link.seq, Broken::Changed);
        }
        (self.seq, self.hash) = (link.seq, link.hash);
        self.compare();
    }

    fn broke(&mut self, seq: i64, how: Broken) {
        self.check.broken = self.check.broken.or(Some((seq, how)));
    }

    /// Whether this is the row that was kept, and as it was.
    fn compare(&mut self) {
        let Some(kept) = self.kept.filter(|k| k.seq == self.seq) else { return };
        if kept.hash == self.hash {
            self.check.expected = Some(Expected::Held);
        } else {
            self.check.expected = Some(Expected::Broken);
            self.broke(kept.seq, Broken::Changed);
        }
    }

    /// `given` is the highest number that was ever given to a row.
    fn end(mut self, given: i64) -> ChainCheck {
        if given > self.seq {
            self.broke(self.seq + 1, Broken::Missing);
        }
        if let (Some(kept), None) = (self.kept, self.check.expected) {
            self.check.expected = Some(Expected::Broken);
            // Cut off at the end, or within: the row that was kept is not there.
            self.broke(kept.seq.min(self.seq + 1), Broken::Missing);
        }
        self.check.head = (self.seq > 0).then_some(ChainHead { seq: self.seq, hash: self.hash });
        self.check
    }
}
