use super::AuditRow;
use crate::{Result, Store, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};
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

/// The whole chain, looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainCheck {
    pub rows: i64,
    pub first_seq: Option<i64>,
    pub last_seq: Option<i64>,
    /// The first row that is wrong.
    pub broken: Option<(i64, Broken)>,
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
    /// Looks at every row that is there, a part at a time.
    pub async fn check_audit(&self) -> Result<ChainCheck> {
        let (mut before, mut hash_before) = checkpoint(self.reader()).await?;
        let mut check = ChainCheck { rows: 0, first_seq: None, last_seq: None, broken: None };
        loop {
            let query = "SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?";
            let part: Vec<AuditRow> = sql::all(self.reader(), query, [before.into(), PART.into()]).await?;
            let Some(last) = part.last().map(|r| r.seq) else { break };
            for row in &part {
                check.rows += 1;
                check.first_seq = check.first_seq.or(Some(row.seq));
                check.last_seq = Some(row.seq);
                let wrong = if row.seq != before + 1 {
                    Some((before + 1, Broken::Missing))
                } else if row.prev_hash != hash_before || hash(row) != row.hash {
                    Some((row.seq, Broken::Changed))
                } else {
                    None
                };
                check.broken = check.broken.or(wrong);
                (before, hash_before) = (row.seq, row.hash.clone());
            }
            debug_assert_eq!(before, last);
        }
        let given =
            sql::number(self.reader(), "SELECT seq FROM sqlite_sequence WHERE name = 'audit'", []).await?;
        if given > before && check.broken.is_none() {
            check.broken = Some((before + 1, Broken::Missing));
        }
        Ok(check)
    }
}
