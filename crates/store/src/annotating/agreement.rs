//! How far annotators and reviewers agree: what was finished first, beside what was accepted in the end.

use super::find_task;
use crate::annotations::{Label, MarkedRegion, regions_of};
use crate::{Id, Result, Store, StoreError, sql};
use fovea_domain::Mark;
use fovea_domain::annotating::{Agreement, Look, agreement, kappa};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Places overlap from here on.
const LEAST_OVERLAP: f32 = 0.5;
/// The newest of each task are enough to know it.
const MOST_COMPARED: u64 = 2_000;
/// Pictures of one statement.
const AT_ONCE: usize = 500;

/// Over the pictures of one annotator that were accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewAgreement {
    pub user_id: Id,
    pub pictures: u64,
    pub places: Agreement,
    /// Of what is said of whole pictures: verdict and class
    pub kappa: Option<f64>,
}

/// A label as it was when it was finished first.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Snapshot {
    verdict: Option<String>,
    class_id: Option<Id>,
    marks: Vec<(Id, Mark)>,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    user_id: Id,
    picture_id: Id,
    first_label: String,
    verdict: Option<String>,
    class_id: Option<Id>,
}

impl Snapshot {
    pub(super) fn of(label: &Label) -> Snapshot {
        let marks = label.regions.iter().map(|r| (r.class_id, r.shape.clone())).collect();
        Snapshot { verdict: label.verdict.clone(), class_id: label.class_id, marks }
    }

    /// That of the whole picture and those of its places, some of them more than once.
    pub(super) fn classes(&self) -> impl Iterator<Item = Id> {
        self.class_id.into_iter().chain(self.marks.iter().map(|(class, _)| *class))
    }

    /// Of the whole picture one word: the verdict, and the class where there is one.
    pub(super) fn look(self) -> Look<String> {
        let class = self.class_id.map(|id| id.to_string()).unwrap_or_default();
        let whole = self.verdict.map(|verdict| format!("{verdict} {class}"));
        Look { whole, marks: self.marks.into_iter().map(|(id, mark)| (id.to_string(), mark)).collect() }
    }
}

#[derive(Default)]
struct Sums {
    pictures: u64,
    places: Agreement,
    said: Vec<(Option<String>, Option<String>)>,
}

impl Store {
    /// In the order of users; those of whom nothing was accepted are left out.
    pub async fn review_agreement(&self, task: Id) -> Result<Vec<ReviewAgreement>> {
        find_task(self.reader(), task).await?;
        let query = format!(
            "SELECT x.user_id, x.picture_id, x.first_label, i.verdict, i.class_id FROM annotation_pieces x
             JOIN pictures i ON i.id = x.picture_id AND i.deleted_at IS NULL
             WHERE x.task_id = ? AND x.state = 'accepted' AND x.first_label IS NOT NULL AND x.user_id IS NOT NULL
             ORDER BY x.accepted_at DESC LIMIT {MOST_COMPARED}"
        );
        let rows: Vec<Row> = sql::all(self.reader(), query, [task.into()]).await?;
        let mut people: BTreeMap<Id, Sums> = BTreeMap::new();
        for part in rows.chunks(AT_ONCE) {
            let ids: Vec<Id> = part.iter().map(|r| r.picture_id).collect();
            let mut now: BTreeMap<Id, Vec<MarkedRegion>> = BTreeMap::new();
            for (picture, region) in regions_of(self.reader(), &ids).await? {
                now.entry(picture).or_default().push(region);
            }
            for row in part {
                let first: Snapshot = serde_json::from_str(&row.first_label)
                    .map_err(|e| StoreError::corrupt(format!("a label that was finished: {e}")))?;
                // Where two label one picture, it is there twice.
                let regions = now.get(&row.picture_id).cloned().unwrap_or_default();
                let last =
                    Snapshot::of(&Label { verdict: row.verdict.clone(), class_id: row.class_id, regions });
                let (first, last) = (first.look(), last.look());
                let sums = people.entry(row.user_id).or_default();
                sums.pictures += 1;
                sums.places = sums.places.plus(agreement(&first, &last, LEAST_OVERLAP));
                sums.said.push((first.whole, last.whole));
            }
        }
        let one = |(user_id, sums): (Id, Sums)| ReviewAgreement {
            user_id,
            pictures: sums.pictures,
            places: sums.places,
            kappa: kappa(&sums.said),
        };
        Ok(people.into_iter().map(one).collect())
    }
}
