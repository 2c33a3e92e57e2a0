//! What helps to annotate: similar pictures, what to label next, suspects and outliers, and their being called right.

use crate::app::{Client, TestApp, id, jpeg};
use fovea_domain::JobEvent;
use fovea_domain::assist::pack;
use fovea_store::{FoundAdvice, Id};
use serde_json::{Value, json};

struct House {
    test: TestApp,
    admin: Client,
    project: Value,
    /// In the order of their names: two without labels, one good, one with a scratch
    pictures: Vec<Value>,
}

async fn house() -> House {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let files =
        vec![("a.jpg", jpeg(1)), ("b.jpg", jpeg(2)), ("good/c.jpg", jpeg(3)), ("scratch/d.jpg", jpeg(4))];
    admin.bring(&project, files).await;
    let pictures = admin.pictures(&project, "sort=name").await;
    House { test, admin, project, pictures }
}

impl House {
    fn path(&self, more: &str) -> String {
        format!("/projects/{}/{more}", id(&self.project))
    }

    fn id(&self, at: usize) -> Id {
        id(&self.pictures[at]).parse().unwrap()
    }

    /// As if a job had run: it found that the second is to be labelled before the first, that the good one has a scratch, and that the
    /// scratched one is like no other.
    async fn advised(&self) {
        let begun = self.admin.post(&self.path("advice"), json!({})).await.expect(201);
        let job: Id = begun["newer"]["id"].as_str().unwrap().parse().unwrap();
        self.test.store.move_job(job, JobEvent::Start, None).await.unwrap();
        let job = self.test.store.job(job).await.unwrap();
        let looks = [[1.0, 0.0, 0.2], [0.9, 0.1, 0.2], [0.0, 1.0, 0.0], [1.0, 0.0, 0.9]];
        let features: Vec<_> = self
            .pictures
            .iter()
            .zip(looks)
            .map(|(p, looks)| (p["hash"].as_str().unwrap().to_string(), Some(pack(&looks, &[3]))))
            .collect();
        self.test.store.keep_features(&features).await.unwrap();
        let rows = self.test.store.advice_rows(id(&self.project).parse().unwrap(), None, 10).await.unwrap();
        let of = |at: usize| FoundAdvice {
            picture: self.id(at),
            revision: rows.iter().find(|r| r.id == self.id(at)).unwrap().revision,
            place: None,
            suspect: None,
            outlier: None,
        };
        let found = [
            FoundAdvice { place: Some(1), ..of(0) },
            FoundAdvice { place: Some(0), ..of(1) },
            FoundAdvice { suspect: Some((0.75, 1)), ..of(2) },
            FoundAdvice { outlier: Some(8.5), ..of(3) },
        ];
        self.test.store.finish_advice(&job, (JobEvent::Done, None), Some(&found)).await.unwrap();
    }

    async fn told(&self, what: &str) -> Vec<Value> {
        let found = self.admin.get(&self.path(&format!("advice/pictures?what={what}"))).await.expect(200);
        found["items"].as_array().unwrap().clone()
    }

    async fn counts(&self) -> Value {
        let advice = self.admin.get(&self.path("advice")).await.expect(200);
        json!([advice["useful"], advice["suspects"], advice["outliers"]])
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_at_all_pictures_is_a_job_and_one_at_a_time() {
    let house = house().await;
    let begun = house.admin.post(&house.path("advice"), json!({})).await.expect(201);
    assert_eq!((&begun["done"], &begun["newer"]["pictures"]), (&Value::Null, &json!(4)));
    house.admin.post(&house.path("advice"), json!({})).await.refused(409, "advice.running");
    let job = begun["newer"]["id"].as_str().unwrap();
    assert_eq!(house.admin.get(&format!("/jobs/{job}")).await.expect(200)["kind"], "advise");
    house.admin.post(&format!("/jobs/{job}/stop"), json!({})).await.expect(200);
    house.admin.post(&house.path("advice"), json!({})).await.expect(201);
    let empty = house.admin.project().await;
    let path = format!("/projects/{}/advice", id(&empty));
    house.admin.post(&path, json!({})).await.refused(422, "advice.none");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_to_label_next_is_in_order_and_goes_once_it_is_labelled() {
    let house = house().await;
    house.advised().await;
    let useful: Vec<Value> =
        house.told("useful").await.iter().map(|one| one["picture"]["id"].clone()).collect();
    assert_eq!(useful, [house.pictures[1]["id"].clone(), house.pictures[0]["id"].clone()]);
    // Handed out by use, not by chance.
    let task =
        json!({ "name": "t", "pool": true, "pictures": { "labelled": false }, "sample": 1, "useful": true });
    let task = house.admin.post(&house.path("annotation_tasks"), task).await.expect(201);
    let of = house.admin.get(&format!("/annotation_tasks/{}/pictures", id(&task))).await.expect(200);
    assert_eq!(of["items"][0]["picture"]["id"], house.pictures[1]["id"]);
    let bulk = json!({ "ids": [house.pictures[1]["id"]], "verdict": "good" });
    house.admin.post(&house.path("annotations/bulk"), bulk).await.expect(200);
    assert_eq!(house.counts().await, json!([1, 1, 1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn suspects_and_outliers_are_told_until_somebody_calls_them_right() {
    let house = house().await;
    house.advised().await;
    let suspect = house.told("suspect").await.remove(0);
    let scratch = house.admin.class_id(&house.project, "scratch").await;
    assert_eq!(
        (&suspect["picture"]["id"], &suspect["class_id"]),
        (&house.pictures[2]["id"], &json!(scratch))
    );
    assert_eq!((&suspect["score"], house.counts().await), (&json!(0.75), json!([2, 1, 1])));
    let right =
        |what: &str| json!({ "ids": house.pictures.iter().map(id).collect::<Vec<_>>(), "what": what });
    for what in ["suspect", "outlier"] {
        let told = house.admin.post(&house.path("advice/right"), right(what)).await.expect(200);
        assert_eq!(told["changed"], 1);
    }
    assert_eq!(house.counts().await, json!([2, 0, 0]));
    house.admin.post(&house.path("advice/right"), right("useful")).await.refused(422, "request.fields");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspect_label_that_was_changed_is_no_suspect_any_more() {
    let house = house().await;
    house.advised().await;
    let bulk = json!({ "ids": [house.pictures[2]["id"]], "verdict": "bad" });
    house.admin.post(&house.path("annotations/bulk"), bulk).await.expect(200);
    assert_eq!(house.counts().await, json!([2, 0, 1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn similar_pictures_come_by_likeness_and_only_of_what_was_looked_at() {
    let house = house().await;
    let path = format!("/pictures/{}/similar", id(&house.pictures[0]));
    house.admin.get(&path).await.refused(409, "advice.unseen");
    house.advised().await;
    let found = house.admin.get(&path).await.expect(200);
    let order: Vec<&Value> =
        found["items"].as_array().unwrap().iter().map(|one| &one["picture"]["id"]).collect();
    assert_eq!(order, [&house.pictures[1]["id"], &house.pictures[3]["id"], &house.pictures[2]["id"]]);
    assert!(found["items"][0]["likeness"].as_f64().unwrap() > 0.9, "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wall_filters_by_advice_together_with_other_filters() {
    let house = house().await;
    house.advised().await;
    let found = async |query: &str| -> Vec<Value> {
        let found = house.admin.get(&house.path(&format!("pictures?sort=name&{query}"))).await.expect(200);
        found["items"].as_array().unwrap().iter().map(|p| p["id"].clone()).collect()
    };
    assert_eq!(found("advice=useful").await.len(), 2);
    assert_eq!(found("advice=suspect").await, [house.pictures[2]["id"].clone()]);
    assert_eq!(found("advice=outlier").await.len(), 1);
    let name = house.pictures[0]["name"].as_str().unwrap().to_string();
    assert_eq!(found(&format!("advice=useful&name={name}")).await, [house.pictures[0]["id"].clone()]);
    assert!(found("advice=suspect&labelled=false").await.is_empty());
}
