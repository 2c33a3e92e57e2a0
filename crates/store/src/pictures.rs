use crate::advice::AdviceKind;
use crate::entities::{picture, region};
use crate::page::keyset;
use crate::projects::find_project;
use crate::{
    BlobHash, Cursor, Id, Key, Moment, Page, PageRequest, Result, Store, StoreError, Topic, now, sql,
};
use fovea_domain::assist::Outcome;
use fovea_domain::dataset::Columns;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select,
};
use std::collections::HashMap;

pub type PictureRow = picture::Model;

/// A picture and the classes of its label: that of the whole and those of its regions, each once.
#[derive(Debug, Clone)]
pub struct Picture {
    pub row: PictureRow,
    pub class_ids: Vec<Id>,
    /// By name.
    pub tags: Vec<String>,
    pub columns: Columns,
}

/// A picture whose file is among the blobs.
#[derive(Debug, Clone)]
pub struct NewPicture {
    pub hash: BlobHash,
    /// With the folders it came in, `/`-separated.
    pub name: String,
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    pub format: &'static str,
    /// `upload`, `recheck` or `line`.
    pub source: &'static str,
    pub import_id: Option<Id>,
    /// Its bytes lie on a storage of the administrator's.
    pub linked: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    New(Id),
    /// The project has it already.
    Duplicate(Id),
}

#[derive(Debug, Clone, Default)]
pub struct PictureFilter {
    /// `Some(None)`: without a verdict.
    pub verdict: Option<Option<String>>,
    pub class_id: Option<Id>,
    pub labelled: Option<bool>,
    /// Part of the name.
    pub name: Option<String>,
    /// Part of a text that is marked in it.
    pub text: Option<String>,
    pub source: Option<String>,
    /// `Some(None)`: in no part.
    pub part: Option<Option<String>>,
    /// Those that a figure of a statistic is of: its number, its facet's number and the class.
    pub figure: Option<(i64, i32, i64)>,
    /// Those of which a model's proposal is in this state.
    pub proposal: Option<Outcome>,
    /// Those that the last look at all pictures tells of so.
    pub advice: Option<AdviceKind>,
    /// These only.
    pub ids: Option<Vec<Id>>,
    /// Of the bin, deleted since this moment, and not of the project.
    pub binned_since: Option<Moment>,
    /// With all of these.
    pub tags: Vec<String>,
    /// Of which columns say all of this, by name and value.
    pub columns: Vec<(String, String)>,
    /// Of the newest proposal.
    pub score: Span<f64>,
    /// How far it is in an open task; `none`: in none.
    pub work: Option<String>,
    /// Who said last what is said of it.
    pub said_by: Option<Id>,
    /// Somebody noted something at it.
    pub noted: Option<bool>,
    /// Longer side in pixels.
    pub side: Span<i64>,
    pub bytes: Span<i64>,
    pub added: Span<Moment>,
}

/// From the first on, up to the second and with it; what is `None` does not matter.
pub type Span<T> = (Option<T>, Option<T>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PictureOrder {
    #[default]
    Newest,
    Name,
    /// The highest first; those without one are not among them.
    Score,
    /// The lowest first.
    ScoreUp,
}

/// Wherever a content was only linked, its bytes are here now.
const HERE: &str = "UPDATE pictures SET linked = 0 WHERE hash = ? AND linked <> 0";

impl Store {
    /// The content of linked pictures was copied here.
    pub async fn content_is_here(&self, hash: &str) -> Result<()> {
        let change = self.begin().await?;
        sql::run(&change, HERE, [hash.into()]).await?;
        change.commit().await?;
        Ok(())
    }

    pub async fn picture(&self, id: Id) -> Result<Picture> {
        let row = find_picture(self.reader(), id).await?;
        Ok(self.with_classes(vec![row]).await?.remove(0))
    }

    /// Those of these that are there, in any order.
    pub(crate) async fn pictures_named(&self, ids: &[Id]) -> Result<Vec<Picture>> {
        let all = picture::Entity::find()
            .filter(picture::Column::Id.is_in(ids.iter().copied()))
            .filter(picture::Column::DeletedAt.is_null());
        self.with_classes(all.all(self.reader()).await?).await
    }

    /// Without a cursor as many as `skip` are passed over, so that a page may begin at any number.
    pub async fn pictures(
        &self,
        project: Id,
        filter: &PictureFilter,
        order: PictureOrder,
        page: &PageRequest,
        skip: u64,
    ) -> Result<Page<Picture>> {
        let mut all = filtered(project, filter);
        if matches!(order, PictureOrder::Score | PictureOrder::ScoreUp) {
            all = all.filter(picture::Column::Score.is_not_null());
        }
        let total = all.clone().count(self.reader()).await?;
        let rows = match order {
            PictureOrder::Newest => {
                keyset(all, picture::Column::AddedAt, picture::Column::Id, Order::Desc, page)
            }
            PictureOrder::Name => keyset(all, picture::Column::Name, picture::Column::Id, Order::Asc, page),
            PictureOrder::Score => by_score(all, Order::Desc, page),
            PictureOrder::ScoreUp => by_score(all, Order::Asc, page),
        };
        let rows = rows.offset((skip > 0).then_some(skip)).all(self.reader()).await?;
        let cut = Page::cut(rows, page.limit, total, |p| Cursor {
            key: match order {
                PictureOrder::Newest => Key::Number(p.added_at),
                PictureOrder::Name => Key::Text(p.name.clone()),
                PictureOrder::Score | PictureOrder::ScoreUp => {
                    Key::Number(p.score.unwrap_or_default().to_bits().cast_signed())
                }
            },
            id: p.id,
        });
        let items = self.with_classes(cut.items).await?;
        Ok(Page { items, next: cut.next, total: cut.total })
    }

    /// The first picture behind `after` in the order of names, or the first of all.
    pub async fn next_picture(
        &self,
        project: Id,
        after: Option<Id>,
        filter: &PictureFilter,
    ) -> Result<Option<Picture>> {
        find_project(self.reader(), project).await?;
        // Also behind one that was just removed.
        let after = match after {
            Some(id) => picture::Entity::find_by_id(id).one(self.reader()).await?,
            None => None,
        };
        let cursor = after.map(|p| Cursor { key: Key::Text(p.name), id: p.id });
        let page = PageRequest { limit: 0, cursor };
        let rows =
            keyset(filtered(project, filter), picture::Column::Name, picture::Column::Id, Order::Asc, &page);
        let found: Vec<PictureRow> = rows.all(self.reader()).await?;
        Ok(self.with_classes(found).await?.pop())
    }

    /// One event a picture, but of a great many one for the project.
    pub(crate) fn tell_pictures(&self, project: Id, ids: &[Id]) {
        match ids {
            [] => {}
            few if few.len() <= 20 => {
                few.iter().for_each(|id| self.events().tell(Topic::Picture, *id, Some(project)));
            }
            _ => self.events().tell(Topic::Project, project, Some(project)),
        }
    }

    pub(crate) async fn with_classes(&self, rows: Vec<PictureRow>) -> Result<Vec<Picture>> {
        let marked = rows.iter().filter(|r| r.region_count > 0).map(|r| r.id);
        let found: Vec<(Id, Id)> = region::Entity::find()
            .select_only()
            .columns([region::Column::PictureId, region::Column::ClassId])
            .distinct()
            .filter(region::Column::PictureId.is_in(marked))
            .order_by_asc(region::Column::ClassId)
            .into_tuple()
            .all(self.reader())
            .await?;
        let ids: Vec<Id> = rows.iter().map(|r| r.id).collect();
        let mut tags = self.tags_of(&ids).await?;
        let mut columns = self.columns_of(&ids).await?;
        let mut classes: HashMap<Id, Vec<Id>> = HashMap::new();
        for (picture, class) in found {
            classes.entry(picture).or_default().push(class);
        }
        Ok(rows
            .into_iter()
            .map(|row| {
                let mut class_ids: Vec<Id> = row.class_id.into_iter().collect();
                let regions = classes.remove(&row.id).unwrap_or_default();
                class_ids.extend(regions.into_iter().filter(|c| Some(*c) != row.class_id));
                let tags = tags.remove(&row.id).unwrap_or_default();
                let columns = columns.remove(&row.id).unwrap_or_default();
                Picture { row, class_ids, tags, columns }
            })
            .collect())
    }
}

/// As [`keyset`] does, where the key is no whole number: a cursor holds its bits, which tell it exactly.
fn by_score(all: Select<picture::Entity>, order: Order, page: &PageRequest) -> Select<picture::Entity> {
    let behind = if order == Order::Desc { "(score, id) < (?, ?)" } else { "(score, id) > (?, ?)" };
    let mut all = all
        .order_by(picture::Column::Score, order.clone())
        .order_by(picture::Column::Id, order)
        .limit(page.limit + 1);
    if let Some(Cursor { key: Key::Number(bits), id }) = page.cursor {
        let values: [sea_orm::Value; 2] = [f64::from_bits(bits.cast_unsigned()).into(), id.into()];
        all = all.filter(Expr::cust_with_values(behind, values));
    }
    all
}

pub(crate) fn filtered(project: Id, filter: &PictureFilter) -> Select<picture::Entity> {
    let mut all = picture::Entity::find().filter(picture::Column::ProjectId.eq(project)).filter(match filter
        .binned_since
    {
        None => picture::Column::DeletedAt.is_null(),
        Some(since) => picture::Column::DeletedAt.gte(since),
    });
    if let Some(ids) = &filter.ids {
        all = all.filter(picture::Column::Id.is_in(ids.iter().copied()));
    }
    if let Some(verdict) = &filter.verdict {
        all = all.filter(match verdict {
            Some(verdict) => picture::Column::Verdict.eq(verdict.as_str()),
            None => picture::Column::Verdict.is_null(),
        });
    }
    if let Some(class) = filter.class_id {
        let marked = Query::select()
            .column(region::Column::PictureId)
            .from(region::Entity)
            .and_where(region::Column::ClassId.eq(class))
            .to_owned();
        let whole = picture::Column::ClassId.eq(class);
        all = all.filter(Condition::any().add(whole).add(picture::Column::Id.in_subquery(marked)));
    }
    if let Some(labelled) = filter.labelled {
        let verdict = picture::Column::Verdict;
        all = all.filter(if labelled { verdict.is_not_null() } else { verdict.is_null() });
    }
    if let Some(name) = filter.name.as_deref().filter(|n| !n.is_empty()) {
        // Unlike LIKE, `instr` knows no wildcards: a `%` in a name is a `%`.
        all = all.filter(Expr::cust_with_values("instr(lower(name), lower(?)) > 0", [name]));
    }
    if let Some(text) = filter.text.as_deref().filter(|t| !t.is_empty()) {
        // As the index of such regions has it.
        let of = r#"id IN (SELECT x.picture_id FROM regions x WHERE substr(x.shape, 1, 14) = '{"kind":"text"'
            AND instr(lower(json_extract(x.shape, '$.text')), lower(?)) > 0)"#;
        all = all.filter(Expr::cust_with_values(of, [text]));
    }
    if let Some(source) = &filter.source {
        all = all.filter(picture::Column::Source.eq(source.as_str()));
    }
    if let Some(part) = &filter.part {
        all = all.filter(match part {
            Some(part) => picture::Column::Split.eq(part.as_str()),
            None => picture::Column::Split.is_null(),
        });
    }
    if let Some((statistic, facet, bin)) = filter.figure {
        let of =
            "id IN (SELECT picture_id FROM statistic_pictures WHERE statistic = ? AND facet = ? AND bin = ?)";
        let values: [sea_orm::Value; 3] = [statistic.into(), facet.into(), bin.into()];
        all = all.filter(Expr::cust_with_values(of, values));
    }
    if let Some(state) = filter.proposal {
        let of = "EXISTS (SELECT 1 FROM proposals x WHERE x.picture_id = pictures.id AND x.state = ?)";
        all = all.filter(Expr::cust_with_values(of, [state.name()]));
    }
    if let Some(kind) = filter.advice {
        all = all.filter(Expr::cust(kind.test()));
    }
    within(at_work(all, project, filter), filter)
}

/// What people do with it.
fn at_work(mut all: Select<picture::Entity>, project: Id, filter: &PictureFilter) -> Select<picture::Entity> {
    for tag in &filter.tags {
        let of = "id IN (SELECT x.picture_id FROM picture_tags x JOIN tags t ON t.number = x.tag
            WHERE t.project_id = ? AND t.name = ?)";
        let values: [sea_orm::Value; 2] = [project.into(), tag.as_str().into()];
        all = all.filter(Expr::cust_with_values(of, values));
    }
    for (name, value) in &filter.columns {
        let of = "id IN (SELECT x.picture_id FROM picture_columns x WHERE x.project_id = ? AND x.name = ? AND x.value = ?)";
        let values: [sea_orm::Value; 3] = [project.into(), name.as_str().into(), value.as_str().into()];
        all = all.filter(Expr::cust_with_values(of, values));
    }
    if let Some(work) = filter.work.as_deref() {
        let open = "SELECT x.picture_id FROM annotation_pieces x JOIN annotation_tasks t ON t.id = x.task_id
            WHERE t.project_id = ? AND t.closed_at IS NULL";
        all = all.filter(match work {
            "none" => Expr::cust_with_values(format!("id NOT IN ({open})"), [project]),
            state => {
                let values: [sea_orm::Value; 2] = [project.into(), state.into()];
                Expr::cust_with_values(format!("id IN ({open} AND x.state = ?)"), values)
            }
        });
    }
    if let Some(person) = filter.said_by {
        all =
            all.filter(picture::Column::UpdatedBy.eq(person)).filter(picture::Column::Verdict.is_not_null());
    }
    if let Some(noted) = filter.noted {
        let not = if noted { "" } else { "NOT " };
        let of = format!(
            "id {not}IN (SELECT x.picture_id FROM annotation_tasks t JOIN annotation_notes n ON n.task_id = t.id
            JOIN annotation_pieces x ON x.task_id = n.task_id AND x.position = n.position WHERE t.project_id = ?)"
        );
        all = all.filter(Expr::cust_with_values(of, [project]));
    }
    all
}

/// What can be measured.
fn within(mut all: Select<picture::Entity>, filter: &PictureFilter) -> Select<picture::Entity> {
    if let Some(from) = filter.side.0 {
        all = all.filter(Expr::cust_with_values("max(width, height) >= ?", [from]));
    }
    if let Some(to) = filter.side.1 {
        all = all.filter(Expr::cust_with_values("max(width, height) <= ?", [to]));
    }
    if let Some(least) = filter.score.0 {
        all = all.filter(picture::Column::Score.gte(least));
    }
    if let Some(most) = filter.score.1 {
        all = all.filter(picture::Column::Score.lte(most));
    }
    let columns = [(picture::Column::Bytes, filter.bytes), (picture::Column::AddedAt, filter.added)];
    for (column, (from, to)) in columns {
        if let Some(from) = from {
            all = all.filter(column.gte(from));
        }
        if let Some(to) = to {
            all = all.filter(column.lte(to));
        }
    }
    all
}

/// One that was removed, or whose project was, is not found.
pub(crate) async fn find_picture(db: &impl ConnectionTrait, id: Id) -> Result<PictureRow> {
    let gone = || StoreError::NotFound { what: "picture" };
    let found = picture::Entity::find_by_id(id).filter(picture::Column::DeletedAt.is_null()).one(db).await?;
    let found = found.ok_or_else(gone)?;
    find_project(db, found.project_id).await.map_err(|_| gone())?;
    Ok(found)
}

/// The same content is in a project once.
pub(crate) async fn insert_picture(
    db: &impl ConnectionTrait,
    project: Id,
    new: &NewPicture,
    by: Option<Id>,
) -> Result<Added> {
    let there = picture::Entity::find()
        .filter(picture::Column::ProjectId.eq(project))
        .filter(picture::Column::Hash.eq(new.hash.as_str()))
        .filter(picture::Column::DeletedAt.is_null())
        .one(db)
        .await?;
    if !new.linked {
        sql::run(db, HERE, [new.hash.as_str().into()]).await?;
    }
    if let Some(there) = there {
        return Ok(Added::Duplicate(there.id));
    }
    // What is here already stays here.
    let linked = new.linked && {
        let own = "SELECT EXISTS (SELECT 1 FROM pictures WHERE hash = ? AND linked = 0)";
        sql::number(db, own, [new.hash.as_str().into()]).await? == 0
    };
    let (id, at) = (Id::new(), now());
    let too_large = |_| StoreError::corrupt("a picture of impossible size");
    let row = picture::ActiveModel {
        id: Set(id),
        project_id: Set(project),
        hash: Set(new.hash.as_str().into()),
        name: Set(new.name.clone()),
        width: Set(i32::try_from(new.width).map_err(too_large)?),
        height: Set(i32::try_from(new.height).map_err(too_large)?),
        bytes: Set(i64::try_from(new.bytes).map_err(too_large)?),
        format: Set(new.format.into()),
        source: Set(new.source.into()),
        import_id: Set(new.import_id),
        added_at: Set(at),
        deleted_at: Set(None),
        verdict: Set(None),
        class_id: Set(None),
        region_count: Set(0),
        revision: Set(1),
        updated_at: Set(at),
        updated_by: Set(by),
        split: Set(None),
        score: Set(None),
        linked: Set(linked),
    };
    row.insert(db).await?;
    Ok(Added::New(id))
}

/// Of many the audit tells the first hundred, and how many there were.
pub(crate) fn some_of(ids: &[Id]) -> &[Id] {
    &ids[..ids.len().min(100)]
}
