use super::Record;
use crate::entities::{record, record_hour};
use crate::jobs::check_project;
use crate::{Id, Moment, Result, Store};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeMap;

const HOUR: Moment = 3_600_000;

#[derive(Debug, Clone, Default)]
pub struct CountFilter {
    pub service_id: Option<Id>,
    pub from: Option<Moment>,
    /// Not included.
    pub to: Option<Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub ok: u64,
    pub ng: u64,
    /// Of these a recipe left so many to a person.
    pub asked: u64,
    pub rechecked: u64,
    /// Told NG, found good by a person.
    pub overkill: u64,
    /// Told OK, found bad by a person.
    pub escape: u64,
    pub by_hour: Vec<HourCount>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HourCount {
    pub at: Moment,
    pub ok: u64,
    pub ng: u64,
}

/// Some records of an hour that have verdict and recheck in common.
pub(super) struct Bucket {
    pub hour: Moment,
    pub verdict: String,
    pub recheck: String,
    pub records: i64,
    pub asks: i64,
}

impl Store {
    pub async fn record_counts(&self, project: Id, filter: &CountFilter) -> Result<Counts> {
        check_project(self.reader(), project).await?;
        let mut counts = Counts::default();
        let mut hours: BTreeMap<Moment, (u64, u64)> = BTreeMap::new();
        for bucket in self.buckets(project, filter).await? {
            let n = u64::try_from(bucket.records).unwrap_or(0);
            counts.asked += u64::try_from(bucket.asks).unwrap_or(0);
            let hour = hours.entry(bucket.hour).or_default();
            match bucket.verdict.as_str() {
                "ng" => (counts.ng, hour.1) = (counts.ng + n, hour.1 + n),
                _ => (counts.ok, hour.0) = (counts.ok + n, hour.0 + n),
            }
            match (bucket.verdict.as_str(), bucket.recheck.as_str()) {
                (_, super::UNCHECKED) => continue,
                ("ng", "ok") => counts.overkill += n,
                ("ok", "ng") => counts.escape += n,
                _ => {}
            }
            counts.rechecked += n;
        }
        let hours = hours.into_iter().filter(|(_, (ok, ng))| ok + ng > 0);
        counts.by_hour = hours.map(|(at, (ok, ng))| HourCount { at, ok, ng }).collect();
        Ok(counts)
    }

    /// Whole hours out of their table; what is left of an hour at either end is counted.
    pub(super) async fn buckets(&self, project: Id, filter: &CountFilter) -> Result<Vec<Bucket>> {
        let from = filter.from.unwrap_or(0).max(0);
        let to = filter.to.unwrap_or(Moment::MAX);
        let first = from.div_euclid(HOUR).saturating_add(i64::from(from.rem_euclid(HOUR) > 0)) * HOUR;
        let last = if to == Moment::MAX { to } else { to.div_euclid(HOUR) * HOUR };
        if first > last {
            return self.counted(project, filter.service_id, (from, to)).await;
        }
        let mut hours = record_hour::Entity::find()
            .filter(record_hour::Column::ProjectId.eq(project))
            .filter(record_hour::Column::Hour.gte(first))
            .filter(record_hour::Column::Hour.lt(last));
        if let Some(service) = filter.service_id {
            hours = hours.filter(record_hour::Column::ServiceId.eq(service));
        }
        let rows = hours.all(self.reader()).await?;
        let bucket = |r: record_hour::Model| Bucket {
            hour: r.hour,
            verdict: r.verdict,
            recheck: r.recheck,
            records: r.records,
            asks: r.asks,
        };
        let mut all: Vec<Bucket> = rows.into_iter().map(bucket).collect();
        for (from, to) in [(from, first), (last, to)] {
            if from < to {
                all.extend(self.counted(project, filter.service_id, (from, to)).await?);
            }
        }
        Ok(all)
    }

    async fn counted(
        &self,
        project: Id,
        service: Option<Id>,
        (from, to): (Moment, Moment),
    ) -> Result<Vec<Bucket>> {
        if !self.is_own_service(project, service).await? {
            return Ok(Vec::new());
        }
        let own = match service {
            Some(service) => record::Column::ServiceId.eq(service),
            None => record::Column::ProjectId.eq(project),
        };
        let rows: Vec<(String, String, i64, i64)> = record::Entity::find()
            .select_only()
            .column(record::Column::Verdict)
            .column(record::Column::Recheck)
            .column_as(Expr::cust("COUNT(*)"), "records")
            .column_as(Expr::cust("SUM(asks)"), "asks")
            .filter(own)
            .filter(record::Column::Id.gte(Id::first_of(from)))
            .filter(record::Column::Id.lt(Id::first_of(to)))
            .group_by(record::Column::Verdict)
            .group_by(record::Column::Recheck)
            .into_tuple()
            .all(self.reader())
            .await?;
        let hour = from.div_euclid(HOUR) * HOUR;
        let bucket = |(verdict, recheck, records, asks)| Bucket { hour, verdict, recheck, records, asks };
        Ok(rows.into_iter().map(bucket).collect())
    }
}

/// Adds new records to their hours.
pub(super) async fn count_up(change: &DatabaseTransaction, new: &[Record]) -> Result<()> {
    type Of = (Id, Id, Moment);
    type Said<'a> = (&'a str, &'a str);
    let mut sums = BTreeMap::<(Of, Said), (i64, i64)>::new();
    for r in new {
        let of = (r.project_id, r.service_id, hour_of(r));
        let sum = sums.entry((of, (&r.verdict, &r.recheck))).or_default();
        *sum = (sum.0 + 1, sum.1 + i64::from(r.asks));
    }
    for ((of, said), more) in sums {
        add(change, of, said, more).await?;
    }
    Ok(())
}

/// A person's word moves a record from one count to another.
pub(super) async fn move_count(change: &DatabaseTransaction, record: &Record, to: &str) -> Result<()> {
    let key = (record.project_id, record.service_id, hour_of(record));
    let asks = i64::from(record.asks);
    add(change, key, (&record.verdict, &record.recheck), (-1, -asks)).await?;
    add(change, key, (&record.verdict, to), (1, asks)).await
}

fn hour_of(record: &Record) -> Moment {
    record.at().div_euclid(HOUR) * HOUR
}

async fn add(
    change: &DatabaseTransaction,
    (project, service, hour): (Id, Id, Moment),
    (verdict, recheck): (&str, &str),
    (records, asks): (i64, i64),
) -> Result<()> {
    use record_hour::Column::{Asks, Hour, ProjectId, Recheck, Records, ServiceId, Verdict};
    let row = record_hour::ActiveModel {
        project_id: Set(project),
        service_id: Set(service),
        hour: Set(hour),
        verdict: Set(verdict.into()),
        recheck: Set(recheck.into()),
        records: Set(records),
        asks: Set(asks),
    };
    let grow = |column, by: i64| Expr::col((record_hour::Entity, column)).add(by);
    let conflict = OnConflict::columns([ProjectId, Hour, ServiceId, Verdict, Recheck])
        .value(Records, grow(Records, records))
        .value(Asks, grow(Asks, asks))
        .to_owned();
    record_hour::Entity::insert(row).on_conflict(conflict).exec_without_returning(change).await?;
    Ok(())
}
