//! How far people agree with each other who label the same pictures apart, by pair of people and by class; and how they work, by class.

use super::agreement::Snapshot;
use super::find_task;
use super::pairs::LEAST_OVERLAP;
use crate::projects::classes_of;
use crate::{Id, Result, Store, StoreError, sql};
use fovea_domain::annotating::{Agreement, Look, agreement, kappa};
use sea_orm::FromQueryResult;
use std::collections::{BTreeMap, BTreeSet};

/// The newest of each task are enough to know it.
const MOST_COMPARED: u64 = 2_000;

/// Of two people, over pictures that both have finished.
#[derive(Debug, Clone, PartialEq)]
pub struct PeopleAgreement {
    pub first: Id,
    pub second: Id,
    pub pictures: u64,
    /// Of which they do not say the same
    pub differ: u64,
    pub places: Agreement,
    /// Of verdict and class of whole pictures
    pub kappa: Option<f64>,
}

/// Of one class, over all pictures that two have finished.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassAgreement {
    pub class_id: Id,
    pub places: Agreement,
    /// Of whether a picture shows it
    pub kappa: Option<f64>,
}

/// Of one person, over finished pictures in which they marked this class.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassWork {
    pub user_id: Id,
    /// `None`: pictures with no class at all
    pub class_id: Option<Id>,
    pub finished: u64,
    /// Of those, sent back once or more
    pub reworked: u64,
    pub worked_ms: u64,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct BetweenPeople {
    pub people: Vec<PeopleAgreement>,
    pub classes: Vec<ClassAgreement>,
    pub work: Vec<ClassWork>,
}

#[derive(Debug, FromQueryResult)]
struct PairRow {
    a_user: Id,
    b_user: Id,
    a_label: String,
    b_label: String,
}

#[derive(Debug, FromQueryResult)]
struct WorkRow {
    user_id: Id,
    first_label: String,
    sent_back: i64,
    worked_ms: i64,
}

#[derive(Default)]
struct Sums {
    pictures: u64,
    differ: u64,
    places: Agreement,
    said: Vec<(Option<String>, Option<String>)>,
}

impl Store {
    /// By what each said when they finished first. People in the order of their ids, classes in that of the project.
    pub async fn between_people(&self, task: Id) -> Result<BetweenPeople> {
        let project = find_task(self.reader(), task).await?.project_id;
        let query = format!(
            "SELECT a.user_id AS a_user, b.user_id AS b_user, a.first_label AS a_label, b.first_label AS b_label
             FROM annotation_pairs d
             JOIN annotation_pieces a ON a.task_id = d.task_id AND a.position = d.position
             JOIN annotation_pieces b ON b.task_id = d.task_id AND b.position = d.second
             JOIN pictures i ON i.id = a.picture_id AND i.deleted_at IS NULL
             WHERE d.task_id = ? AND a.first_label IS NOT NULL AND b.first_label IS NOT NULL
                AND a.user_id IS NOT NULL AND b.user_id IS NOT NULL
             ORDER BY max(a.first_done_at, b.first_done_at) DESC LIMIT {MOST_COMPARED}"
        );
        let rows: Vec<PairRow> = sql::all(self.reader(), query, [task.into()]).await?;
        let mut looks = Vec::with_capacity(rows.len());
        for row in rows {
            let (a, b) = (read(&row.a_label)?.look(), read(&row.b_label)?.look());
            // Whoever sorts first is the first, whichever of the two pieces they had.
            looks.push(if row.a_user <= row.b_user {
                (row.a_user, row.b_user, a, b)
            } else {
                (row.b_user, row.a_user, b, a)
            });
        }
        let classes: Vec<Id> =
            classes_of(self.reader(), project).await?.into_iter().filter(|c| !c.good).map(|c| c.id).collect();
        Ok(BetweenPeople {
            people: by_people(&looks),
            classes: classes.iter().filter_map(|class| of_class(*class, &looks)).collect(),
            work: self.work_by_class(task).await?,
        })
    }

    async fn work_by_class(&self, task: Id) -> Result<Vec<ClassWork>> {
        let query = format!(
            "SELECT x.user_id, x.first_label, x.sent_back, x.worked_ms FROM annotation_pieces x
             JOIN pictures i ON i.id = x.picture_id AND i.deleted_at IS NULL
             WHERE x.task_id = ? AND x.user_id IS NOT NULL AND x.first_label IS NOT NULL
             ORDER BY x.first_done_at DESC LIMIT {MOST_COMPARED}"
        );
        let rows: Vec<WorkRow> = sql::all(self.reader(), query, [task.into()]).await?;
        let mut sums: BTreeMap<(Id, Option<Id>), ClassWork> = BTreeMap::new();
        for row in rows {
            let mut classes: BTreeSet<Option<Id>> = read(&row.first_label)?.classes().map(Some).collect();
            if classes.is_empty() {
                classes.insert(None);
            }
            for class_id in classes {
                let empty =
                    ClassWork { user_id: row.user_id, class_id, finished: 0, reworked: 0, worked_ms: 0 };
                let sum = sums.entry((row.user_id, class_id)).or_insert(empty);
                sum.finished += 1;
                sum.reworked += u64::from(row.sent_back > 0);
                sum.worked_ms += u64::try_from(row.worked_ms).unwrap_or(0);
            }
        }
        Ok(sums.into_values().collect())
    }
}

type Looks = (Id, Id, Look<String>, Look<String>);

fn read(label: &str) -> Result<Snapshot> {
    serde_json::from_str(label).map_err(|e| StoreError::corrupt(format!("a label that was finished: {e}")))
}

fn by_people(looks: &[Looks]) -> Vec<PeopleAgreement> {
    let mut people: BTreeMap<(Id, Id), Sums> = BTreeMap::new();
    for (first, second, a, b) in looks {
        let sums = people.entry((*first, *second)).or_default();
        let found = agreement(a, b, LEAST_OVERLAP);
        let same =
            a.whole == b.whole && found.same_class == found.both && found.only_first + found.only_second == 0;
        sums.pictures += 1;
        sums.differ += u64::from(!same);
        sums.places = sums.places.plus(found);
        sums.said.push((a.whole.clone(), b.whole.clone()));
    }
    let one = |((first, second), sums): ((Id, Id), Sums)| PeopleAgreement {
        first,
        second,
        pictures: sums.pictures,
        differ: sums.differ,
        places: sums.places,
        kappa: kappa(&sums.said),
    };
    people.into_iter().map(one).collect()
}

/// `None` where nobody saw any.
fn of_class(class: Id, looks: &[Looks]) -> Option<ClassAgreement> {
    let name = class.to_string();
    let mut places = Agreement::default();
    let mut said = Vec::with_capacity(looks.len());
    for (_, _, a, b) in looks {
        let (a, b) = (a.of_class(&name), b.of_class(&name));
        places = places.plus(agreement(&a, &b, LEAST_OVERLAP));
        let shows = |look: &Look<String>| {
            !look.marks.is_empty() || look.whole.as_ref().is_some_and(|w| w.ends_with(name.as_str()))
        };
        said.push((shows(&a), shows(&b)));
    }
    said.iter().any(|(a, b)| *a || *b).then(|| ClassAgreement {
        class_id: class,
        places,
        kappa: kappa(&said),
    })
}
