//! How a project's pictures are parted into those to learn from, to choose by, and to judge by.

use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto::{
    Changed, GoodOrBad, PartWanted, Split, SplitBy, SplitCount, SplitGroup, SplitPreview, SplitRule,
    SplitWanted,
};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId};
use crate::guard::{DataRead, DataWrite, Permit};
use crate::pictures::{changed, chosen};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_datasets::NamePattern;
use fovea_domain::dataset::{self, Balance, LONGEST_COLUMN, Part, Shares, SplitFault, column_name, fraction};
use fovea_store::{Id, SplitRow, Store};
use std::collections::{BTreeMap, HashMap};

/// Groups and names that a preview shows.
const MOST_SHOWN: usize = 8;

/// How a project's pictures are parted
#[utoipa::path(get, path = "/projects/{id}/split", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = Split)))]
pub async fn show(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<Split>> {
    Ok(Json(split(&app, project).await?))
}

/// Part a project's pictures by a rule
///
/// Pictures that come later go where the rule says, and those that were placed stay. Another rule places all anew. By class
/// only labelled pictures are placed. Versions keep the parts that were when they were made.
#[utoipa::path(put, path = "/projects/{id}/split", tag = "versions", params(("id" = Id, Path)),
    request_body = SplitWanted, responses((status = 200, body = Split)))]
pub async fn replace(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<SplitWanted>,
) -> ApiResult<Json<Split>> {
    let rule = rule_of(&app.store, project, &wanted).await?;
    Placing::new(&rule)?;
    let store = permit.store(&app);
    store.set_split(project, Some(&rule)).await?;
    place_missing(&store, project, &rule).await?;
    Ok(Json(split(&app, project).await?))
}

/// Part a project's pictures no more
#[utoipa::path(delete, path = "/projects/{id}/split", tag = "versions", params(("id" = Id, Path)),
    responses((status = 204, description = "Versions hold back a share from now on")))]
pub async fn delete(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).set_split(project, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a rule would do, without doing it
#[utoipa::path(post, path = "/projects/{id}/split/preview", tag = "versions", params(("id" = Id, Path)),
    request_body = SplitWanted, responses((status = 200, body = SplitPreview)))]
pub async fn preview(
    permit: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<SplitWanted>,
) -> ApiResult<Json<SplitPreview>> {
    let rule = rule_of(&app.store, project, &wanted).await?;
    // The same rule leaves where they are those that were placed.
    let stays = app.store.project(project).await?.split_rule()?.as_ref() == Some(&rule);
    let mut placing = Placing::new(&rule)?;
    if stays {
        placing.count(&app.store, project).await?;
    }
    let mut seen = Seen::default();
    let mut behind = None;
    loop {
        let rows = app.store.split_rows(project, behind, false, column_of(&rule)).await?;
        let Some(last) = rows.last() else { break };
        behind = Some(last.id);
        let (there, new): (Vec<_>, Vec<_>) = rows.into_iter().partition(|r| stays && r.split.is_some());
        let new_parts: HashMap<Id, Part> = placing.place(&new).into_iter().collect();
        let parted = there.iter().map(|r| (r, r.split.as_deref().and_then(Part::from_name)));
        for (row, part) in parted.chain(new.iter().map(|r| (r, new_parts.get(&r.id).copied()))) {
            seen.add(row, part, &placing);
        }
    }
    permit.store(&app).nothing_changed();
    Ok(Json(seen.end(&placing)))
}

/// Put pictures into a part, whatever the rule says
#[utoipa::path(post, path = "/projects/{id}/pictures/part", tag = "pictures", params(("id" = Id, Path)),
    request_body = PartWanted, responses((status = 200, body = Changed)))]
pub async fn move_pictures(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<PartWanted>,
) -> ApiResult<Json<Changed>> {
    if app.store.project(project).await?.split.is_none() {
        return Err(Code::SplitNone.into());
    }
    let chosen = chosen(&app, project, wanted.ids, wanted.found).await?;
    Ok(Json(changed(permit.store(&app).move_to_part(project, &chosen, wanted.part.into()).await?)))
}

/// Places all pictures that are in no part yet.
pub(crate) async fn place_missing(store: &Store, project: Id, rule: &dataset::SplitRule) -> ApiResult<()> {
    let mut placing = Placing::new(rule)?;
    placing.count(store, project).await?;
    let mut behind = None;
    loop {
        let rows = store.split_rows(project, behind, true, column_of(rule)).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        behind = Some(last.id);
        store.place_pictures(project, &placing.place(&rows)).await?;
    }
}

/// The column that decides, if one does.
fn column_of(rule: &dataset::SplitRule) -> Option<&str> {
    match &rule.by {
        dataset::SplitBy::Column { column, .. } => Some(column),
        _ => None,
    }
}

/// A rule at work.
struct Placing<'a> {
    rule: &'a dataset::SplitRule,
    pattern: Option<NamePattern>,
    balance: Balance<(bool, Option<Id>)>,
}

impl<'a> Placing<'a> {
    fn new(rule: &'a dataset::SplitRule) -> ApiResult<Placing<'a>> {
        let pattern = match &rule.by {
            dataset::SplitBy::Pattern { pattern }
            | dataset::SplitBy::Column { pattern: Some(pattern), .. } => Some(
                NamePattern::new(pattern)
                    .map_err(|why| ApiError::from(Code::SplitPattern).with("reason", why))?,
            ),
            _ => None,
        };
        Ok(Placing { rule, pattern, balance: Balance::new() })
    }

    /// Those that were placed before, which count where each class gives its share.
    async fn count(&mut self, store: &Store, project: Id) -> ApiResult<()> {
        if self.rule.by != dataset::SplitBy::Class {
            return Ok(());
        }
        for one in store.split_counts(project).await? {
            let part = one.split.as_deref().and_then(Part::from_name);
            if let (Some(verdict), Some(part)) = (one.verdict, part) {
                self.balance.add((verdict == "good", one.class_id), part, one.pictures.unsigned_abs());
            }
        }
        Ok(())
    }

    /// What stays together with others; `None`: the picture is for itself.
    fn key<'r>(&self, row: &'r SplitRow) -> Option<&'r str> {
        let by_column = column_of(self.rule).is_some();
        match &self.pattern {
            Some(pattern) if by_column => pattern.key(row.value.as_deref()?),
            Some(pattern) => pattern.key(&row.name),
            None if by_column => row.value.as_deref(),
            None if self.rule.by == dataset::SplitBy::Folder => {
                row.name.rsplit_once('/').map(|(folder, _)| folder)
            }
            None => None,
        }
    }

    fn place(&mut self, rows: &[SplitRow]) -> Vec<(Id, Part)> {
        if self.rule.by != dataset::SplitBy::Class {
            let part = |row| self.rule.part_of(self.key(row).unwrap_or(&row.hash));
            return rows.iter().map(|row| (row.id, part(row))).collect();
        }
        // Not in the order in which they came, which may be that of cameras or shifts.
        let mut dealt: Vec<&SplitRow> = rows.iter().filter(|row| row.verdict.is_some()).collect();
        dealt.sort_by(|a, b| {
            let at = |row: &SplitRow| fraction(&self.rule.salt, &row.hash);
            at(a).total_cmp(&at(b)).then_with(|| a.id.cmp(&b.id))
        });
        let kind = |row: &SplitRow| (row.verdict.as_deref() == Some("good"), row.class_id);
        dealt.iter().map(|row| (row.id, self.balance.place(kind(row), self.rule.shares))).collect()
    }
}

/// What a preview tells of all pictures.
#[derive(Default)]
struct Seen {
    counts: BTreeMap<(Option<String>, Option<Id>), [u64; 4]>,
    moved: u64,
    groups: HashMap<String, u64>,
    unmatched: u64,
    unmatched_names: Vec<String>,
}

impl Seen {
    fn add(&mut self, row: &SplitRow, part: Option<Part>, placing: &Placing) {
        let before = row.split.as_deref().and_then(Part::from_name);
        self.moved += u64::from(before.is_some() && before != part);
        count(self.counts.entry((row.verdict.clone(), row.class_id)).or_default(), part, 1);
        match placing.key(row) {
            Some(key) => *self.groups.entry(key.to_string()).or_default() += 1,
            None if placing.pattern.is_some() || column_of(placing.rule).is_some() => {
                self.unmatched += 1;
                if self.unmatched_names.len() < MOST_SHOWN {
                    self.unmatched_names.push(row.name.clone());
                }
            }
            None => {}
        }
    }

    fn end(self, placing: &Placing) -> SplitPreview {
        let by = &placing.rule.by;
        let grouped = placing.pattern.is_some()
            || matches!(by, dataset::SplitBy::Folder | dataset::SplitBy::Column { .. });
        let groups = grouped.then_some(self.groups.len() as u64);
        let mut largest: Vec<SplitGroup> =
            self.groups.into_iter().map(|(key, pictures)| SplitGroup { key, pictures }).collect();
        largest.sort_by(|a, b| b.pictures.cmp(&a.pictures).then_with(|| a.key.cmp(&b.key)));
        largest.truncate(MOST_SHOWN);
        SplitPreview {
            counts: rows(self.counts),
            moved: self.moved,
            groups,
            largest,
            unmatched: self.unmatched,
            unmatched_names: self.unmatched_names,
        }
    }
}

fn count(row: &mut [u64; 4], part: Option<Part>, more: u64) {
    let [train, validation, test, none] = row;
    let place = match part {
        Some(Part::Train) => train,
        Some(Part::Validation) => validation,
        Some(Part::Test) => test,
        None => none,
    };
    *place += more;
}

fn rows(counts: BTreeMap<(Option<String>, Option<Id>), [u64; 4]>) -> Vec<SplitCount> {
    let one =
        |((verdict, class_id), [train, validation, test, none]): ((Option<String>, Option<Id>), [u64; 4])| {
            let verdict = verdict.as_deref().and_then(GoodOrBad::from_name);
            SplitCount { class_id, verdict, train, validation, test, none }
        };
    counts.into_iter().map(one).collect()
}

async fn split(app: &App, project: Id) -> ApiResult<Split> {
    let found = app.store.project(project).await?;
    let mut counts: BTreeMap<(Option<String>, Option<Id>), [u64; 4]> = BTreeMap::new();
    for one in app.store.split_counts(project).await? {
        let part = one.split.as_deref().and_then(Part::from_name);
        count(counts.entry((one.verdict, one.class_id)).or_default(), part, one.pictures.unsigned_abs());
    }
    Ok(Split { rule: found.split_rule()?.map(rule), counts: rows(counts) })
}

pub(crate) fn rule(rule: dataset::SplitRule) -> SplitRule {
    let (by, pattern, column) = match rule.by {
        dataset::SplitBy::Random => (SplitBy::Random, None, None),
        dataset::SplitBy::Class => (SplitBy::Class, None, None),
        dataset::SplitBy::Folder => (SplitBy::Folder, None, None),
        dataset::SplitBy::Pattern { pattern } => (SplitBy::Pattern, Some(pattern), None),
        dataset::SplitBy::Column { column, pattern } => (SplitBy::Column, pattern, Some(column)),
    };
    SplitRule { by, pattern, column, validation: rule.shares.validation, test: rule.shares.test }
}

/// With the salt that the project has, unless it is to be dealt anew.
async fn rule_of(store: &Store, project: Id, wanted: &SplitWanted) -> ApiResult<dataset::SplitRule> {
    let by = match wanted.by {
        SplitBy::Random => dataset::SplitBy::Random,
        SplitBy::Class => dataset::SplitBy::Class,
        SplitBy::Folder => dataset::SplitBy::Folder,
        SplitBy::Pattern => {
            let pattern = check::name("pattern", wanted.pattern.as_deref().unwrap_or_default(), 200)?;
            dataset::SplitBy::Pattern { pattern }
        }
        SplitBy::Column => {
            let wanted_column = wanted.column.as_deref().unwrap_or_default();
            check::name("column", wanted_column, LONGEST_COLUMN)?;
            let column =
                column_name(wanted_column).ok_or_else(|| ApiError::field("column", "field.invalid"))?;
            let pattern = wanted.pattern.as_deref().map(str::trim).filter(|text| !text.is_empty());
            let pattern = pattern.map(|text| check::name("pattern", text, 200)).transpose()?;
            dataset::SplitBy::Column { column, pattern }
        }
    };
    let there = store.project(project).await?.split_rule()?;
    let salt = match there {
        Some(rule) if !wanted.reshuffle => rule.salt,
        // The first one is the project's own, so that what a preview says is what is done.
        None if !wanted.reshuffle => project.to_string(),
        _ => Id::new().to_string(),
    };
    let rule =
        dataset::SplitRule { by, shares: Shares { validation: wanted.validation, test: wanted.test }, salt };
    rule.check().map_err(|fault| match fault {
        SplitFault::Validation => ApiError::field("validation", "field.out_of_range"),
        SplitFault::Test | SplitFault::TooLittleLeft => ApiError::field("test", "field.out_of_range"),
    })?;
    Ok(rule)
}
