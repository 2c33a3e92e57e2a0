//! Pictures that machines of the line sent: kept as they came, until somebody takes them into the project's data or they are too old.

use crate::annotations::{Label, MarkedRegion, write_label};
use crate::audit::Entry;
use crate::columns::put_columns;
use crate::entities::class;
use crate::idle::day_of;
use crate::jobs::check_project;
use crate::pictures::{Added, NewPicture, find_picture, insert_picture, some_of};
use crate::projects::{classes_of, find_project};
use crate::{
    BlobHash, Cursor, Id, Key, Moment, Page, PageRequest, Result, Store, StoreError, TagCount, now, sql,
};
use fovea_domain::dataset::Columns;
use fovea_domain::text::Date;
use fovea_domain::{Mark, innocent_shape};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

const GONE: StoreError = StoreError::NotFound { what: "raw picture" };
/// Of what can be filtered by, so many are told.
const MOST_CHOICES: i64 = 200;

/// A marked place that a machine told, with the name of its class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RawLabel {
    pub class: String,
    pub shape: Mark,
}

/// What is not known is empty.
#[derive(Debug, Clone, Default)]
pub struct RawAbout {
    pub name: String,
    pub machine: String,
    pub product: String,
    pub station: String,
    pub serial: String,
    pub version: String,
    /// `ok` or `ng`
    pub flag: Option<String>,
    pub labels: Vec<RawLabel>,
    pub taken_at: Moment,
}

/// One whose file is among the blobs.
#[derive(Debug, Clone)]
pub struct NewRawPicture {
    pub project: Id,
    /// By what the same one is known that is sent again
    pub request: String,
    pub hash: BlobHash,
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    pub format: &'static str,
    pub about: RawAbout,
    pub by: Id,
}

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct RawPicture {
    pub id: Id,
    pub project_id: Id,
    pub hash: String,
    pub name: String,
    pub width: i64,
    pub height: i64,
    pub bytes: i64,
    pub format: String,
    pub machine: String,
    pub product: String,
    pub station: String,
    pub serial: String,
    pub version: String,
    pub flag: Option<String>,
    pub labels: String,
    pub taken_at: Moment,
    pub received_at: Moment,
    /// Name of the user
    pub sent_by: Option<String>,
    pub picture_id: Option<Id>,
}

impl RawPicture {
    pub fn labels(&self) -> Result<Vec<RawLabel>> {
        serde_json::from_str(&self.labels)
            .map_err(|e| StoreError::corrupt(format!("a raw picture's labels: {e}")))
    }
}

#[derive(Debug, Clone, Default)]
pub struct RawFilter {
    /// These only
    pub ids: Option<Vec<Id>>,
    pub machine: Option<String>,
    pub product: Option<String>,
    pub station: Option<String>,
    pub serial: Option<String>,
    pub flag: Option<String>,
    pub from: Option<Moment>,
    /// Not included
    pub to: Option<Moment>,
    /// Whether it is in the project's data
    pub taken: Option<bool>,
}

/// What can be filtered by, most first.
#[derive(Debug, Clone, Default)]
pub struct RawChoices {
    pub machines: Vec<TagCount>,
    pub products: Vec<TagCount>,
    pub stations: Vec<TagCount>,
}

/// What became of those that were taken into the data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenRaw {
    /// New pictures
    pub added: u64,
    /// Pictures that the project had already
    pub known: u64,
    /// Pictures that got a label
    pub labelled: u64,
    /// Places that became no label, by class and why
    pub left_out: BTreeMap<(String, LeftOut), u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// The project has no such class.
    Unknown,
    /// It is the class of good pictures.
    Good,
    /// The class has regions of another kind of shape only.
    Shape,
}

const ROWS: &str = "SELECT r.id, r.project_id, r.hash, r.name, r.width, r.height, r.bytes, r.format, r.machine, r.product, r.station,
        r.serial, r.version, r.flag, r.labels, r.taken_at, r.received_at, u.name AS sent_by, r.picture_id
    FROM raw_pictures r LEFT JOIN users u ON u.id = r.sent_by";

impl Store {
    /// Newest first, by the moment they were taken at.
    pub async fn raw_pictures(
        &self,
        project: Id,
        filter: &RawFilter,
        page: &PageRequest,
    ) -> Result<Page<RawPicture>> {
        check_project(self.reader(), project).await?;
        let (of, mut values) = condition(project, filter);
        let total = sql::number(
            self.reader(),
            format!("SELECT COUNT(*) FROM raw_pictures r WHERE {of}"),
            values.clone(),
        );
        let total = u64::try_from(total.await?).unwrap_or(0);
        let mut behind = "";
        if let Some(cursor) = &page.cursor {
            behind = "AND (r.taken_at, r.id) < (?, ?)";
            let at = match cursor.key {
                Key::Number(at) => at,
                Key::Text(_) => Moment::MAX,
            };
            values.extend([at.into(), cursor.id.into()]);
        }
        values.push(i64::try_from(page.limit + 1).unwrap_or(i64::MAX).into());
        let query = format!("{ROWS} WHERE {of} {behind} ORDER BY r.taken_at DESC, r.id DESC LIMIT ?");
        let rows: Vec<RawPicture> = sql::all(self.reader(), query, values).await?;
        Ok(Page::cut(rows, page.limit, total, |r| Cursor { key: Key::Number(r.taken_at), id: r.id }))
    }

    /// Those of projects that were taken away are not found.
    pub async fn raw_picture(&self, id: Id) -> Result<RawPicture> {
        let found: Option<RawPicture> =
            sql::one(self.reader(), format!("{ROWS} WHERE r.id = ?"), [id.into()]).await?;
        let found = found.ok_or(GONE)?;
        check_project(self.reader(), found.project_id).await.map_err(|_| GONE)?;
        Ok(found)
    }

    /// What was kept of the same one, sent earlier.
    pub async fn raw_of_request(&self, project: Id, request: &str) -> Result<Option<RawPicture>> {
        of_request(self.reader(), project, request).await
    }

    pub async fn raw_choices(&self, project: Id) -> Result<RawChoices> {
        check_project(self.reader(), project).await?;
        let mut all = Vec::new();
        for column in ["machine", "product", "station"] {
            let query = format!(
                "SELECT {column} AS name, COUNT(*) AS pictures FROM raw_pictures WHERE project_id = ? AND {column} <> ''
                GROUP BY {column} ORDER BY pictures DESC, name LIMIT ?"
            );
            let rows = sql::rows(self.reader(), query, [project.into(), MOST_CHOICES.into()]).await?;
            let counts = rows.iter().map(|row| {
                let pictures = row.try_get::<i64>("", "pictures")?;
                Ok(TagCount { name: row.try_get("", "name")?, pictures })
            });
            all.push(counts.collect::<Result<Vec<_>>>()?);
        }
        let mut all = all.into_iter();
        let mut next = || all.next().unwrap_or_default();
        Ok(RawChoices { machines: next(), products: next(), stations: next() })
    }

    /// True where it is new. Not told in the audit: it is a row of its own, with who sent it.
    pub async fn keep_raw_picture(&self, new: &NewRawPicture) -> Result<(RawPicture, bool)> {
        let change = self.begin().await?;
        find_project(&change, new.project).await?;
        if let Some(known) = of_request(&change, new.project, &new.request).await? {
            return Ok((known, false));
        }
        let about = &new.about;
        let labels = serde_json::to_string(&about.labels).map_err(|e| StoreError::corrupt(e.to_string()))?;
        let values: [Sql; 20] = [
            Id::new().into(),
            new.project.into(),
            new.request.as_str().into(),
            new.hash.as_str().into(),
            about.name.as_str().into(),
            new.width.into(),
            new.height.into(),
            i64::try_from(new.bytes).unwrap_or(i64::MAX).into(),
            new.format.into(),
            about.machine.as_str().into(),
            about.product.as_str().into(),
            about.station.as_str().into(),
            about.serial.as_str().into(),
            about.version.as_str().into(),
            about.flag.clone().into(),
            labels.into(),
            about.taken_at.into(),
            now().into(),
            new.by.into(),
            None::<Id>.into(),
        ];
        sql::run(&change, format!("INSERT INTO raw_pictures VALUES ({})", sql::marks(20)), values).await?;
        let kept = of_request(&change, new.project, &new.request).await?.ok_or(GONE)?;
        change.commit().await?;
        Ok((kept, true))
    }

    /// Those of these that are not in the data yet, in the order in which they were taken.
    pub async fn raw_to_take(&self, project: Id, filter: &RawFilter, most: usize) -> Result<Vec<Id>> {
        let filter = RawFilter { taken: Some(false), ..filter.clone() };
        self.raw_ids(project, &filter, most).await
    }

    /// The first of those that are found, the oldest first.
    pub async fn raw_ids(&self, project: Id, filter: &RawFilter, most: usize) -> Result<Vec<Id>> {
        check_project(self.reader(), project).await?;
        let (of, mut values) = condition(project, filter);
        values.push(i64::try_from(most).unwrap_or(i64::MAX).into());
        let query = format!("SELECT r.id FROM raw_pictures r WHERE {of} ORDER BY r.taken_at, r.id LIMIT ?");
        let rows = sql::rows(self.reader(), query, values).await?;
        rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
    }

    /// How many are found.
    pub async fn raw_count(&self, project: Id, filter: &RawFilter) -> Result<u64> {
        let (of, values) = condition(project, filter);
        let query = format!("SELECT COUNT(*) FROM raw_pictures r WHERE {of}");
        Ok(u64::try_from(sql::number(self.reader(), query, values).await?).unwrap_or(0))
    }

    /// Makes some of them pictures of the project, once, in one change. Places that a machine told become labels where their class is
    /// known, and with `flags` OK and NG do; a picture that has a label keeps it.
    pub async fn take_raw(&self, project: Id, ids: &[Id], flags: bool, by: Id) -> Result<TakenRaw> {
        let change = self.begin().await?;
        let scene = find_project(&change, project).await?.scene;
        let classes = classes_of(&change, project).await?;
        let filter = RawFilter { ids: Some(ids.to_vec()), taken: Some(false), ..RawFilter::default() };
        let (of, values) = condition(project, &filter);
        let rows: Vec<RawPicture> =
            sql::all(&change, format!("{ROWS} WHERE {of} ORDER BY r.taken_at, r.id"), values).await?;
        let (mut taken, mut pictures, mut raw) = (TakenRaw::default(), Vec::new(), Vec::new());
        for row in &rows {
            let added = insert_picture(&change, project, &as_picture(row)?, Some(by)).await?;
            let (Added::New(picture) | Added::Duplicate(picture)) = added;
            match added {
                Added::New(_) => taken.added += 1,
                Added::Duplicate(_) => taken.known += 1,
            }
            let label = label_of(row, &classes, innocent_shape(&scene), flags, &mut taken)?;
            put_columns(&change, project, picture, &columns_of(row), false).await?;
            let there = find_picture(&change, picture).await?;
            if let Some(label) = label.filter(|_| there.verdict.is_none()) {
                write_label(&change, there, &label, Some(by)).await?;
                taken.labelled += 1;
            }
            let update = "UPDATE raw_pictures SET picture_id = ? WHERE id = ?";
            sql::run(&change, update, [picture.into(), row.id.into()]).await?;
            pictures.push(picture);
            raw.push(row.id);
        }
        if rows.is_empty() {
            self.nothing_changed();
            return Ok(taken);
        }
        let told = json!({"pictures": raw.len(), "added": taken.added, "labelled": taken.labelled, "ids": some_of(&raw)});
        self.note(&change, Entry::new("raw_picture.take").project(project).after(told)).await?;
        change.commit().await?;
        self.tell_pictures(project, &pictures);
        Ok(taken)
    }

    /// Takes some away; what was taken into the data stays there. Returns contents, of which others may still speak.
    pub async fn delete_raw(&self, project: Id, ids: &[Id]) -> Result<Vec<BlobHash>> {
        let change = self.begin().await?;
        find_project(&change, project).await?;
        let filter = RawFilter { ids: Some(ids.to_vec()), ..RawFilter::default() };
        let (of, values) = condition(project, &filter);
        let gone =
            remove(&change, &format!("SELECT r.id, r.hash FROM raw_pictures r WHERE {of}"), values).await?;
        if gone.is_empty() {
            self.nothing_changed();
            return Ok(Vec::new());
        }
        let named: Vec<Id> = gone.iter().map(|(id, _)| *id).collect();
        let told = json!({"pictures": gone.len(), "ids": some_of(&named)});
        self.note(&change, Entry::new("raw_picture.delete").project(project).after(told)).await?;
        change.commit().await?;
        gone.iter().map(|(_, hash)| hash.parse()).collect()
    }

    /// Takes away those that came before this moment and are in no data, some at a time. Returns their contents, of which others may
    /// still speak.
    pub async fn purge_raw(&self, before: Moment, most: u64) -> Result<Vec<BlobHash>> {
        let change = self.begin().await?;
        let query = "SELECT id, hash FROM raw_pictures WHERE received_at < ? AND picture_id IS NULL LIMIT ?";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let gone = remove(&change, query, vec![before.into(), most.into()]).await?;
        change.commit().await?;
        gone.iter().map(|(_, hash)| hash.parse()).collect()
    }
}

/// Those of a project that goes, within its change; `None` where none is left.
pub(crate) async fn purge_raw_of(
    change: &DatabaseTransaction,
    project: Id,
    most: u64,
) -> Result<Option<Vec<String>>> {
    let query = "SELECT id, hash FROM raw_pictures WHERE project_id = ? LIMIT ?";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let gone = remove(change, query, vec![project.into(), most.into()]).await?;
    Ok((!gone.is_empty()).then(|| gone.into_iter().map(|(_, hash)| hash).collect()))
}

/// Of which of these contents a row speaks.
pub(crate) async fn spoken_of(db: &impl ConnectionTrait, hashes: &[BlobHash]) -> Result<Vec<String>> {
    let query =
        format!("SELECT DISTINCT hash FROM raw_pictures WHERE hash IN ({})", sql::marks(hashes.len()));
    let rows = sql::rows(db, query, hashes.iter().map(|hash| hash.as_str().into())).await?;
    rows.iter().map(|row| Ok(row.try_get("", "hash")?)).collect()
}

async fn remove(change: &DatabaseTransaction, query: &str, values: Vec<Sql>) -> Result<Vec<(Id, String)>> {
    let rows = sql::rows(change, query, values).await?;
    let gone: Vec<(Id, String)> = rows
        .iter()
        .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "hash")?)))
        .collect::<Result<_>>()?;
    for some in gone.chunks(500) {
        let delete = format!("DELETE FROM raw_pictures WHERE id IN ({})", sql::marks(some.len()));
        sql::run(change, delete, some.iter().map(|(id, _)| (*id).into())).await?;
    }
    Ok(gone)
}

async fn of_request(db: &impl ConnectionTrait, project: Id, request: &str) -> Result<Option<RawPicture>> {
    let query = format!("{ROWS} WHERE r.project_id = ? AND r.request = ?");
    sql::one(db, query, [project.into(), request.into()]).await
}

fn condition(project: Id, filter: &RawFilter) -> (String, Vec<Sql>) {
    let (mut all, mut values) = (vec!["r.project_id = ?".to_string()], vec![Sql::from(project)]);
    if let Some(ids) = &filter.ids {
        all.push(format!("r.id IN ({})", sql::marks(ids.len())));
        values.extend(ids.iter().map(|id| Sql::from(*id)));
    }
    let words = [
        ("machine", &filter.machine),
        ("product", &filter.product),
        ("station", &filter.station),
        ("serial", &filter.serial),
        ("flag", &filter.flag),
    ];
    for (column, wanted) in words {
        if let Some(wanted) = wanted {
            all.push(format!("r.{column} = ?"));
            values.push(wanted.as_str().into());
        }
    }
    for (sign, moment) in [(">=", filter.from), ("<", filter.to)] {
        if let Some(moment) = moment {
            all.push(format!("r.taken_at {sign} ?"));
            values.push(moment.into());
        }
    }
    if let Some(taken) = filter.taken {
        all.push(format!("r.picture_id IS {}NULL", if taken { "NOT " } else { "" }));
    }
    (all.join(" AND "), values)
}

fn as_picture(row: &RawPicture) -> Result<NewPicture> {
    // Names of machines may look like paths.
    let plain = |text: &str| text.replace(['/', '\\'], "_");
    let corrupt = |_| StoreError::corrupt("a raw picture of impossible size");
    Ok(NewPicture {
        hash: row.hash.parse()?,
        name: format!("line/{}/{}", plain(&row.machine), plain(&row.name)),
        width: u32::try_from(row.width).map_err(corrupt)?,
        height: u32::try_from(row.height).map_err(corrupt)?,
        bytes: u64::try_from(row.bytes).map_err(corrupt)?,
        format: match row.format.as_str() {
            "jpeg" => "jpeg",
            "png" => "png",
            "bmp" => "bmp",
            "tiff" => "tiff",
            "webp" => "webp",
            "gif" => "gif",
            "pnm" => "pnm",
            _ => "unknown",
        },
        source: "line",
        import_id: None,
        linked: false,
    })
}

/// What is known of it where the machine stands, so that pictures can be found and parted by it.
fn columns_of(row: &RawPicture) -> Columns {
    let told = [
        ("machine", &row.machine),
        ("product", &row.product),
        ("station", &row.station),
        ("serial", &row.serial),
        ("version", &row.version),
    ];
    let told = told.into_iter().map(|(name, value)| (name, value.clone()));
    let flag = row.flag.iter().map(|flag| ("flag", flag.clone()));
    let taken = utc_text(row.taken_at).map(|text| ("taken_at", text));
    told.chain(flag).chain(taken).map(|(name, value)| (name.to_string(), value)).collect()
}

/// `2026-03-01 08:00:00`, in UTC.
fn utc_text(at: Moment) -> Option<String> {
    let day = Date::of_number(day_of(at))?;
    let second = at.rem_euclid(24 * 3600 * 1000) / 1000;
    Some(format!("{day} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60))
}

/// What a machine told, as a label of the project; `None` where that says nothing. `innocent` is the kind of shape that says nothing is
/// wrong.
fn label_of(
    row: &RawPicture,
    classes: &[class::Model],
    innocent: Option<&str>,
    flags: bool,
    taken: &mut TakenRaw,
) -> Result<Option<Label>> {
    let mut regions = Vec::new();
    for (number, told) in (1..).zip(row.labels()?) {
        let known = classes.iter().find(|c| c.name.eq_ignore_ascii_case(&told.class));
        let left = match known {
            None => LeftOut::Unknown,
            Some(class) if class.good => LeftOut::Good,
            Some(class) if class.shape.as_deref().is_some_and(|only| only != told.shape.kind()) => {
                LeftOut::Shape
            }
            Some(class) => {
                regions.push(MarkedRegion {
                    id: format!("line-{number}"),
                    class_id: class.id,
                    shape: told.shape,
                    attributes: Default::default(),
                    group: None,
                });
                continue;
            }
        };
        *taken.left_out.entry((told.class, left)).or_default() += 1;
    }
    let wrong = regions.iter().any(|r| Some(r.shape.kind()) != innocent);
    let verdict = match (wrong, row.flag.as_deref().filter(|_| flags)) {
        (true, _) | (false, Some("ng")) => "bad",
        (false, Some(_)) => "good",
        (false, None) if !regions.is_empty() => "good",
        (false, None) => return Ok(None),
    };
    let class_id = if verdict == "good" { classes.iter().find(|c| c.good).map(|c| c.id) } else { None };
    Ok(Some(Label { verdict: Some(verdict.into()), class_id, regions }))
}
