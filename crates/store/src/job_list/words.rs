//! Words of jobs, as they are kept and as they are searched for.

use crate::names::{fold, in_order, job_search, job_words};
use crate::{Id, Job, Result, sql};
use sea_orm::DatabaseTransaction;

/// Keeps the words of a new job, of which the store's triggers know nothing.
pub(crate) async fn index_job(change: &DatabaseTransaction, job: &Job) -> Result<()> {
    let tags: Vec<String> = serde_json::from_str(&job.tags).unwrap_or_default();
    let search = job_search(&job.name, &tags);
    let words = "INSERT INTO job_words(rowid, words) SELECT number, ? FROM job_list WHERE id = ?";
    sql::run(change, words, [job_words(&search).into(), job.id.into()]).await?;
    let keys = "UPDATE job_list SET name_key = ?, search = ? WHERE id = ?";
    sql::run(change, keys, [in_order(&job.name).into(), search.into(), job.id.into()]).await?;
    Ok(())
}

/// A search as it is compared; what cannot be in a name cannot be in a search.
pub(super) fn searched(q: &str) -> String {
    fold(&q.chars().filter(|c| !c.is_control()).collect::<String>())
}

/// The first and the last id that begin with this, where it may be the beginning of one: eight digits and more.
pub(super) fn ids_that_begin(text: &str) -> Option<(Id, Id)> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let fits = (8..=32).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_hexdigit());
    if !fits {
        return None;
    }
    let padded = |fill: char| {
        let mut all = digits.clone();
        all.extend(std::iter::repeat_n(fill, 32 - digits.len()));
        u128::from_str_radix(&all, 16).ok()
    };
    Some((padded('0')?.into(), padded('f')?.into()))
}
