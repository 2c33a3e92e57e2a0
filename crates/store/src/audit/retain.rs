use crate::{Moment, Result, Store, sql};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Last {
    seq: i64,
    hash: Vec<u8>,
}

impl Store {
    /// Removes rows written before this moment, at most so many, and keeps the hash of the last one, to which the rest
    /// is chained. Returns how many went.
    pub async fn forget_audit(&self, before: Moment, most: u32) -> Result<u64> {
        let change = self.begin().await?;
        // The oldest rows in a row: a clock that was set back must not tear a hole.
        let query = "SELECT seq, hash FROM (SELECT seq, hash, at FROM audit ORDER BY seq LIMIT ?) old
            WHERE seq < COALESCE((SELECT MIN(seq) FROM (SELECT seq, at FROM audit ORDER BY seq LIMIT ?) o
                WHERE o.at >= ?), seq + 1)
            ORDER BY seq DESC LIMIT 1";
        let most = i64::from(most);
        let last: Option<Last> = sql::one(&change, query, [most.into(), most.into(), before.into()]).await?;
        let Some(last) = last else { return Ok(0) };
        let checkpoint = "UPDATE audit_checkpoint SET removed_to = ?, hash = ?, at = ?";
        sql::run(&change, checkpoint, [last.seq.into(), last.hash.into(), crate::now().into()]).await?;
        let gone = sql::run(&change, "DELETE FROM audit WHERE seq <= ?", [last.seq.into()]).await?;
        change.commit().await?;
        Ok(gone)
    }
}
