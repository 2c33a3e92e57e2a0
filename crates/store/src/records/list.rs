use super::{CountFilter, Record, UNCHECKED};
use crate::entities::{record, service};
use crate::jobs::check_project;
use crate::{Cursor, Id, Key, Moment, Page, PageRequest, Result, Store};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QuerySelect, Select};

#[derive(Debug, Clone, Default)]
pub struct RecordFilter {
    pub service_id: Option<Id>,
    pub verdict: Option<String>,
    pub class: Option<String>,
    /// `none`, `ok`, `ng`, or [`RECHECKED`] for both of these.
    pub recheck: Option<String>,
    pub serial: Option<String>,
    /// Only those that a recipe left to a person.
    pub asks: bool,
    pub from: Option<Moment>,
    /// Not included.
    pub to: Option<Moment>,
}

/// Where a number is not at hand, this many are counted; a longer list says this.
const MOST_COUNTED: u64 = 10_000;

/// Whatever a person said, as a filter.
pub const RECHECKED: &str = "any";

impl RecordFilter {
    /// Filters of which each goes through an index, and which together find what this one does.
    fn parts(&self) -> Vec<RecordFilter> {
        if self.recheck.as_deref() != Some(RECHECKED) {
            return vec![self.clone()];
        }
        ["ok", "ng"].map(|said| RecordFilter { recheck: Some(said.into()), ..self.clone() }).to_vec()
    }
}

impl Store {
    /// Newest first. The total is exact for all filters but class and serial number, which are counted up to
    /// ten thousand.
    pub async fn records(
        &self,
        project: Id,
        filter: &RecordFilter,
        page: &PageRequest,
    ) -> Result<Page<Record>> {
        check_project(self.reader(), project).await?;
        let total = self.record_total(project, filter).await?;
        let mut page = self.record_rows(project, filter, page).await?;
        page.total = total;
        Ok(page)
    }

    /// As [`Store::records`], without the total.
    pub async fn record_rows(
        &self,
        project: Id,
        filter: &RecordFilter,
        page: &PageRequest,
    ) -> Result<Page<Record>> {
        if !self.is_own_service(project, filter.service_id).await? {
            return Ok(Page { items: Vec::new(), next: None, total: 0 });
        }
        let mut rows = Vec::new();
        let parts = filter.parts();
        for part in &parts {
            rows.extend(keyset_by_id(filtered(project, part), page).all(self.reader()).await?);
        }
        if parts.len() > 1 {
            rows.sort_by_key(|r| std::cmp::Reverse(r.id));
            rows.truncate(usize::try_from(page.limit + 1).unwrap_or(usize::MAX));
        }
        Ok(Page::cut(rows, page.limit, 0, |r| Cursor { key: Key::Number(r.at()), id: r.id }))
    }

    /// True as well where no service is asked for.
    pub(super) async fn is_own_service(&self, project: Id, service: Option<Id>) -> Result<bool> {
        let Some(service) = service else { return Ok(true) };
        let found = service::Entity::find_by_id(service).one(self.reader()).await?;
        Ok(found.is_some_and(|s| s.project_id == project))
    }

    async fn record_total(&self, project: Id, filter: &RecordFilter) -> Result<u64> {
        if !self.is_own_service(project, filter.service_id).await? {
            return Ok(0);
        }
        if filter.class.is_some() || filter.serial.is_some() {
            let mut total = 0;
            for part in filter.parts() {
                let some = filtered(project, &part).select_only().column(record::Column::Id);
                total += some.limit(MOST_COUNTED).count(self.reader()).await?;
            }
            return Ok(total.min(MOST_COUNTED));
        }
        let counted = CountFilter { service_id: filter.service_id, from: filter.from, to: filter.to };
        let fits = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|w| w == is);
        let said = |is: &str| match filter.recheck.as_deref() {
            Some(RECHECKED) => is != UNCHECKED,
            _ => fits(&filter.recheck, is),
        };
        let buckets = self.buckets(project, &counted).await?;
        let wanted = buckets.into_iter().filter(|b| fits(&filter.verdict, &b.verdict) && said(&b.recheck));
        let count = |b: super::count::Bucket| if filter.asks { b.asks } else { b.records };
        Ok(wanted.map(|b| u64::try_from(count(b)).unwrap_or(0)).sum())
    }
}

/// The narrowest filter chooses the index, which gives the rows in their order; a `+` before a column keeps the others
/// from being chosen. All records of a service are of its project, which the caller has checked.
pub(super) fn filtered(project: Id, filter: &RecordFilter) -> Select<record::Entity> {
    use record::Column::{Class, Id as RecordId, ProjectId, Recheck, Serial, ServiceId, Verdict};
    let mut rows = record::Entity::find();
    rows = match (filter.service_id, filter.serial.is_some() || filter.asks) {
        (Some(service), false) => rows.filter(ServiceId.eq(service)),
        (Some(service), true) => rows.filter(ProjectId.eq(project)).filter(aside("service_id", service)),
        (None, _) => rows.filter(ProjectId.eq(project)),
    };
    // By an index of these alone, which the condition must stand in word by word.
    if filter.asks {
        rows = rows.filter(Expr::cust("asks = 1"));
    }
    let mut narrowest = !filter.asks;
    for (column, name, wanted) in [
        (Serial, "serial", &filter.serial),
        (Class, "class", &filter.class),
        (Recheck, "recheck", &filter.recheck),
        (Verdict, "verdict", &filter.verdict),
    ] {
        let Some(wanted) = wanted else { continue };
        let both = name == "verdict" && filter.class.is_none() && filter.serial.is_none() && !filter.asks;
        rows =
            if narrowest || both { rows.filter(column.eq(wanted)) } else { rows.filter(aside(name, wanted)) };
        narrowest = false;
    }
    if let Some(from) = filter.from {
        rows = rows.filter(RecordId.gte(Id::first_of(from)));
    }
    if let Some(to) = filter.to {
        rows = rows.filter(RecordId.lt(Id::first_of(to)));
    }
    rows
}

/// A condition that no index is chosen by.
fn aside(column: &str, value: impl Into<sea_orm::Value>) -> SimpleExpr {
    Expr::cust_with_values(format!("+{column} = ?"), [value.into()])
}

/// Ids go with time, so that they alone are the key.
pub(super) fn keyset_by_id(rows: Select<record::Entity>, page: &PageRequest) -> Select<record::Entity> {
    use sea_orm::QueryOrder;
    let mut rows = rows.order_by(record::Column::Id, Order::Desc).limit(page.limit + 1);
    if let Some(cursor) = &page.cursor {
        rows = rows.filter(record::Column::Id.lt(cursor.id));
    }
    rows
}
