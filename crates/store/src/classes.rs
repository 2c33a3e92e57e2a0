use crate::annotating::{named_apart, rename_in_opinions};
use crate::audit::Entry;
use crate::edits::{ClassFacts, EditKind, EditWhat, Edited, Making, NewEdit, make_edit, of_class};
use crate::entities::{class, picture};
use crate::projects::{classes_of, find_project, touch_project};
use crate::proposals::reclass;
use crate::{Id, KEPT_MS, Result, Store, StoreError, Topic, now, sql};
use fovea_domain::Attribute;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult,
    IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};

pub type Class = class::Model;

/// What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ClassChange {
    pub name: Option<String>,
    pub colour: Option<String>,
    pub position: Option<i32>,
    pub attributes: Option<Vec<Attribute>>,
    /// The only kind of shape that its regions have; `Some(None)`: any.
    pub shape: Option<Option<String>>,
    /// The key that chooses it; `Some(None)`: by its place.
    pub key: Option<Option<String>>,
}

impl Class {
    /// What it asks of each of its regions.
    pub fn asked(&self) -> Result<Vec<Attribute>> {
        serde_json::from_str(&self.attributes)
            .map_err(|e| StoreError::corrupt(format!("a class's attributes: {e}")))
    }
}

/// Colours that are told apart, also by those who see few of them.
pub const COLOURS: [&str; 12] = [
    "#d55e00", "#0072b2", "#cc79a7", "#e69f00", "#56b4e9", "#9467bd", "#8c564b", "#bcbd22", "#e377c2",
    "#17becf", "#7f7f7f", "#1f3a93",
];
pub const GOOD_COLOUR: &str = "#009e73";

impl Store {
    pub async fn create_class(&self, project: Id, name: &str, colour: Option<&str>) -> Result<Class> {
        let change = self.begin().await?;
        find_project(&change, project).await?;
        let class = add_class(&change, project, name, colour).await?;
        touch_project(&change, project, now()).await?;
        let entry = Entry::new("class.create").on(class.id, &class.name).project(project);
        self.note(&change, entry.after(told(&class))).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, project, Some(project));
        Ok(class)
    }

    pub async fn class(&self, id: Id) -> Result<Class> {
        find_class(self.reader(), id).await
    }

    /// What it was before is kept as an edit, unless nothing is another.
    pub async fn change_class(&self, id: Id, wanted: ClassChange) -> Result<(Class, Option<Id>)> {
        let change = self.begin().await?;
        let found = find_class(&change, id).await?;
        let (before, told_before) = (found.facts(), told(&found));
        let mut after = before.clone();
        after.name = wanted.name.unwrap_or(after.name);
        after.colour = wanted.colour.unwrap_or(after.colour);
        after.position = wanted.position.unwrap_or(after.position);
        after.shape = wanted.shape.unwrap_or(after.shape);
        after.key = wanted.key.unwrap_or(after.key);
        if let Some(asked) = &wanted.attributes {
            after.attributes =
                serde_json::to_string(asked).map_err(|e| StoreError::corrupt(e.to_string()))?;
        }
        if before == after {
            self.nothing_changed();
            return Ok((found, None));
        }
        let project = found.project_id;
        let (changed, edit) = self.change_facts(&change, found, after).await?;
        touch_project(&change, project, now()).await?;
        let entry = Entry::new("class.change").on(id, &changed.name).project(project);
        self.note(&change, entry.changed(told_before, told(&changed))).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, project, Some(project));
        Ok((changed, Some(edit)))
    }

    /// With the edit by which it is taken back.
    pub(crate) async fn change_facts(
        &self,
        change: &DatabaseTransaction,
        found: Class,
        after: ClassFacts,
    ) -> Result<(Class, Id)> {
        let (before, project, id) = (found.facts(), found.project_id, found.id);
        let what = EditWhat {
            step: Some("change".into()),
            class_id: Some(id),
            class: Some(before.name.clone()),
            before: Some(before),
            after: Some(after.clone()),
            ..EditWhat::default()
        };
        let new =
            NewEdit { project, kind: EditKind::Class, what: &what, regions: false, by: self.actor_id() };
        // Its labels name it by its id, so that none of them changes.
        let made = make_edit(change, new, of_class(id).filter(picture::Column::DeletedAt.is_null())).await?;
        let forget = "DELETE FROM edit_pictures WHERE edit = ?";
        sql::run(change, forget, [made.number.into()]).await?;
        Ok((put_facts(change, found, &after).await?, made.id))
    }

    /// Refused while a label uses it or what one of two said of a picture that is not settled, and for the good class, which every
    /// project has.
    pub async fn delete_class(&self, id: Id, by: Id) -> Result<()> {
        let used = self.class_use(id).await?;
        if used.pictures > 0 || used.apart > 0 {
            return Err(StoreError::InUse { what: "class" });
        }
        self.take_class(id, None, by, "class.delete").await.map(|_| ())
    }

    /// With all that its labels say. Pictures of which nothing else is said are not labelled any more.
    pub async fn remove_class(&self, id: Id, by: Id) -> Result<Edited> {
        self.take_class(id, None, by, "class.remove").await
    }

    /// What was of the one is of the other.
    pub async fn merge_class(&self, id: Id, into: Id, by: Id) -> Result<Edited> {
        self.take_class(id, Some(into), by, "class.merge").await
    }

    async fn take_class(&self, id: Id, into: Option<Id>, by: Id, action: &'static str) -> Result<Edited> {
        let change = self.begin().await?;
        let found = find_class(&change, id).await?;
        let project = found.project_id;
        let into = match into {
            Some(into) => Some(find_class(&change, into).await?),
            None => None,
        };
        if found.good || into.as_ref().is_some_and(|c| c.good) {
            return Err(StoreError::WrongState { what: "class", state: "the good class".into() });
        }
        if into.as_ref().is_some_and(|c| c.project_id != project || c.id == id) {
            return Err(StoreError::NotFound { what: "class" });
        }
        let what = EditWhat {
            step: Some(if into.is_some() { "merge" } else { "remove" }.into()),
            class_id: Some(id),
            class: Some(found.name.clone()),
            into: into.as_ref().map(|c| c.name.clone()),
            before: Some(found.facts()),
            ..EditWhat::default()
        };
        let new = NewEdit { project, kind: EditKind::Class, what: &what, regions: true, by: Some(by) };
        let made = make_edit(&change, new, of_class(id)).await?;
        match &into {
            Some(other) => {
                merge_labels(&change, id, other.id).await?;
                rename_in_opinions(&change, &made, id, other.id).await?;
            }
            None => drop_labels(&change, id, &made).await?,
        }
        reclass(&change, project, id, into.as_ref().map(|c| c.id)).await?;
        let touch = format!(
            "UPDATE pictures SET revision = revision + 1, updated_at = ?, updated_by = ? WHERE id IN {}",
            made.set()
        );
        sql::run(&change, touch, [made.at.into(), by.into()]).await?;
        class::Entity::delete_by_id(id).exec(&change).await?;
        touch_project(&change, project, now()).await?;
        let mut before = told(&found);
        before["pictures"] = made.pictures.into();
        let after = serde_json::json!({"into": into.map(|c| c.name)});
        let entry = Entry::new(action).on(id, &found.name).project(project);
        self.note(&change, entry.before(before).after(after)).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, project, Some(project));
        Ok(made.done())
    }

    /// What speaks of a class.
    pub async fn class_use(&self, id: Id) -> Result<ClassUse> {
        let found = find_class(self.reader(), id).await?;
        let (db, live) = (self.reader(), of_class(id).filter(picture::Column::DeletedAt.is_null()));
        let pictures = live.clone().count(db).await?;
        let in_bin = of_class(id).filter(picture::Column::DeletedAt.gte(now() - KEPT_MS)).count(db).await?;
        let regions =
            "SELECT count(*) FROM regions r JOIN pictures p ON p.id = r.picture_id AND p.deleted_at IS NULL
            WHERE r.class_id = ?";
        let regions = sql::number(db, regions, [id.into()]).await?.unsigned_abs();
        let other = "(class_id IS NULL OR class_id = ?) AND NOT EXISTS
            (SELECT 1 FROM regions o WHERE o.picture_id = pictures.id AND o.class_id <> ?)";
        let only = live.filter(Expr::cust_with_values(other, [id, id])).count(db).await?;
        let query = "SELECT t.id, t.name, count(DISTINCT x.picture_id) AS pictures FROM annotation_tasks t
            JOIN annotation_pieces x ON x.task_id = t.id AND x.state <> 'accepted'
            JOIN pictures p ON p.id = x.picture_id AND p.deleted_at IS NULL
            WHERE t.project_id = ?1 AND t.closed_at IS NULL AND (p.class_id = ?2
                OR EXISTS (SELECT 1 FROM regions r WHERE r.picture_id = p.id AND r.class_id = ?2)
                OR EXISTS (SELECT 1 FROM annotation_opinions o
                    WHERE o.task_id = x.task_id AND o.position = x.position AND instr(o.label, ?3) > 0))
            GROUP BY t.id ORDER BY t.created_at";
        let tasks = sql::all(db, query, [found.project_id.into(), id.into(), id.to_string().into()]).await?;
        let apart = named_apart(db, found.project_id, id).await?;
        let shapes = "SELECT json_extract(r.shape, '$.kind') AS shape, count(*) AS regions FROM regions r
            JOIN pictures p ON p.id = r.picture_id AND p.deleted_at IS NULL WHERE r.class_id = ? GROUP BY 1 ORDER BY 1";
        let rows = sql::rows(db, shapes, [id.into()]).await?;
        let shapes = rows
            .iter()
            .map(|r| Ok((r.try_get::<String>("", "shape")?, r.try_get::<i64>("", "regions")?.unsigned_abs())))
            .collect::<Result<_>>()?;
        Ok(ClassUse { pictures, regions, in_bin, only, apart, tasks, shapes })
    }
}

/// What speaks of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassUse {
    pub pictures: u64,
    pub regions: u64,
    /// Pictures of the bin
    pub in_bin: u64,
    /// Of the pictures those of which nothing else is said
    pub only: u64,
    /// Pictures that two label, where one of them says it and nothing is settled yet
    pub apart: u64,
    /// Open ones that have pictures of it
    pub tasks: Vec<ClassTask>,
    /// Its regions by their kind of shape
    pub shapes: Vec<(String, u64)>,
}

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct ClassTask {
    pub id: Id,
    pub name: String,
    pub pictures: i64,
}

impl Class {
    pub(crate) fn facts(&self) -> ClassFacts {
        ClassFacts {
            name: self.name.clone(),
            colour: self.colour.clone(),
            position: self.position,
            attributes: self.attributes.clone(),
            shape: self.shape.clone(),
            key: self.key.clone(),
        }
    }
}

pub(crate) async fn put_facts(db: &impl ConnectionTrait, found: Class, facts: &ClassFacts) -> Result<Class> {
    let mut row = found.into_active_model();
    row.name = Set(facts.name.clone());
    row.colour = Set(facts.colour.clone());
    row.position = Set(facts.position);
    row.attributes = Set(facts.attributes.clone());
    row.shape = Set(facts.shape.clone());
    row.key = Set(facts.key.clone());
    let changed = row.update(db).await.map_err(StoreError::taken("class"))?;
    if changed.good {
        rename_good(db, changed.project_id, &changed.name).await?;
    }
    Ok(changed)
}

/// One that was merged or removed is there again.
pub(crate) async fn restore_class(
    db: &impl ConnectionTrait,
    project: Id,
    id: Id,
    facts: &ClassFacts,
) -> Result<()> {
    let row = class::ActiveModel {
        id: Set(id),
        project_id: Set(project),
        name: Set(facts.name.clone()),
        colour: Set(facts.colour.clone()),
        good: Set(false),
        position: Set(facts.position),
        attributes: Set(facts.attributes.clone()),
        shape: Set(facts.shape.clone()),
        key: Set(facts.key.clone()),
    };
    row.insert(db).await.map_err(StoreError::taken("class"))?;
    Ok(())
}

async fn merge_labels(db: &impl ConnectionTrait, from: Id, into: Id) -> Result<()> {
    for table in ["pictures", "regions"] {
        let merge = format!("UPDATE {table} SET class_id = ? WHERE class_id = ?");
        sql::run(db, merge, [into.into(), from.into()]).await?;
    }
    Ok(())
}

async fn drop_labels(db: &impl ConnectionTrait, id: Id, made: &Making) -> Result<()> {
    sql::run(db, "DELETE FROM regions WHERE class_id = ?", [id.into()]).await?;
    sql::run(db, "UPDATE pictures SET class_id = NULL WHERE class_id = ?", [id.into()]).await?;
    let count = format!(
        "UPDATE pictures SET region_count = (SELECT count(*) FROM regions r WHERE r.picture_id = pictures.id)
        WHERE id IN {}",
        made.set()
    );
    sql::run(db, count, []).await?;
    let nothing = format!(
        "UPDATE pictures SET verdict = NULL WHERE class_id IS NULL AND region_count = 0 AND id IN {}",
        made.set()
    );
    sql::run(db, nothing, []).await?;
    Ok(())
}

/// What the audit tells of a class.
fn told(class: &Class) -> serde_json::Value {
    serde_json::json!({"name": class.name, "colour": class.colour, "position": class.position,
        "attributes": class.asked().unwrap_or_default(), "shape": class.shape, "key": class.key})
}

async fn rename_good(db: &impl ConnectionTrait, project: Id, name: &str) -> Result<()> {
    use crate::entities::project;
    project::Entity::update_many()
        .col_expr(project::Column::GoodName, Expr::value(name))
        .filter(project::Column::Id.eq(project))
        .exec(db)
        .await?;
    Ok(())
}

/// One behind the others, in the given colour or one that the others do not have.
pub(crate) async fn add_class(
    db: &impl ConnectionTrait,
    project: Id,
    name: &str,
    colour: Option<&str>,
) -> Result<Class> {
    let others = classes_of(db, project).await?;
    let free = || COLOURS.iter().copied().find(|c| others.iter().all(|o| o.colour != *c));
    let colour = colour.or_else(free).unwrap_or_else(|| class_colour(others.len()));
    let position = others.iter().map(|c| c.position).max().unwrap_or(-1).saturating_add(1);
    insert_class(db, project, name, colour, false, position).await
}

pub(crate) async fn insert_class(
    db: &impl ConnectionTrait,
    project: Id,
    name: &str,
    colour: &str,
    good: bool,
    position: i32,
) -> Result<Class> {
    let row = class::ActiveModel {
        id: Set(Id::new()),
        project_id: Set(project),
        name: Set(name.into()),
        colour: Set(colour.into()),
        good: Set(good),
        position: Set(position),
        attributes: Set("[]".into()),
        shape: Set(None),
        key: Set(None),
    };
    row.insert(db).await.map_err(StoreError::taken("class"))
}

pub(crate) async fn find_class(db: &impl ConnectionTrait, id: Id) -> Result<Class> {
    let found = class::Entity::find_by_id(id).one(db).await?;
    let found = found.ok_or(StoreError::NotFound { what: "class" })?;
    find_project(db, found.project_id).await.map_err(|_| StoreError::NotFound { what: "class" })?;
    Ok(found)
}

pub(crate) async fn good_class(db: &impl ConnectionTrait, project: Id) -> Result<Class> {
    let found = class::Entity::find()
        .filter(class::Column::ProjectId.eq(project))
        .filter(class::Column::Good.eq(true))
        .limit(1)
        .one(db)
        .await?;
    found.ok_or_else(|| StoreError::corrupt("a project without a good class"))
}

/// For the class at this place where nobody chose one.
pub fn class_colour(place: usize) -> &'static str {
    COLOURS.get(place % COLOURS.len()).copied().unwrap_or(GOOD_COLOUR)
}
