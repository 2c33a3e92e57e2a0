use crate::audit::Entry;
use crate::entities::{class, picture, region};
use crate::projects::{classes_of, find_project, touch_project};
use crate::{Id, Result, Store, StoreError, Topic, now};
use fovea_domain::Attribute;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QuerySelect,
};

pub type Class = class::Model;

/// What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ClassChange {
    pub name: Option<String>,
    pub colour: Option<String>,
    pub position: Option<i32>,
    pub attributes: Option<Vec<Attribute>>,
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

    pub async fn change_class(&self, id: Id, wanted: ClassChange) -> Result<Class> {
        let change = self.begin().await?;
        let found = find_class(&change, id).await?;
        let before = told(&found);
        let mut row = found.clone().into_active_model();
        row.name = Set(wanted.name.unwrap_or(found.name));
        row.colour = Set(wanted.colour.unwrap_or(found.colour));
        row.position = Set(wanted.position.unwrap_or(found.position));
        if let Some(asked) = &wanted.attributes {
            let text = serde_json::to_string(asked).map_err(|e| StoreError::corrupt(e.to_string()))?;
            row.attributes = Set(text);
        }
        let changed = row.update(&change).await.map_err(StoreError::taken("class"))?;
        if changed.good {
            rename_good(&change, changed.project_id, &changed.name).await?;
        }
        touch_project(&change, changed.project_id, now()).await?;
        let entry = Entry::new("class.change").on(id, &changed.name).project(changed.project_id);
        self.note(&change, entry.changed(before, told(&changed))).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, changed.project_id, Some(changed.project_id));
        Ok(changed)
    }

    /// Refused while a label uses it, and for the good class, which every project has.
    pub async fn delete_class(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find_class(&change, id).await?;
        if found.good {
            return Err(StoreError::WrongState { what: "class", state: "the good class".into() });
        }
        forget_of_removed(&change, id).await?;
        let whole = picture::Entity::find().filter(picture::Column::ClassId.eq(id)).count(&change).await?;
        let parts = region::Entity::find().filter(region::Column::ClassId.eq(id)).count(&change).await?;
        if whole + parts > 0 {
            return Err(StoreError::InUse { what: "class" });
        }
        class::Entity::delete_by_id(id).exec(&change).await?;
        touch_project(&change, found.project_id, now()).await?;
        let entry = Entry::new("class.delete").on(id, &found.name).project(found.project_id);
        self.note(&change, entry.before(told(&found))).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, found.project_id, Some(found.project_id));
        Ok(())
    }
}

/// What the audit tells of a class.
fn told(class: &Class) -> serde_json::Value {
    serde_json::json!({"name": class.name, "colour": class.colour, "position": class.position,
        "attributes": class.asked().unwrap_or_default()})
}

/// Labels of pictures that were removed hold no class back. What versions say stays with the versions.
async fn forget_of_removed(db: &impl ConnectionTrait, class: Id) -> Result<()> {
    let removed = Query::select()
        .column(picture::Column::Id)
        .from(picture::Entity)
        .and_where(picture::Column::DeletedAt.is_not_null())
        .to_owned();
    region::Entity::delete_many()
        .filter(region::Column::ClassId.eq(class))
        .filter(region::Column::PictureId.in_subquery(removed))
        .exec(db)
        .await?;
    picture::Entity::update_many()
        .col_expr(picture::Column::ClassId, Expr::value(Option::<Id>::None))
        .filter(picture::Column::ClassId.eq(class))
        .filter(picture::Column::DeletedAt.is_not_null())
        .exec(db)
        .await?;
    Ok(())
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
