//! What models propose: kept apart from labels, taken over or refused by people, and counted by what became of it.

use crate::app::{Client, TestApp, id, jpeg};
use crate::line::model_of;
use fovea_domain::assist::{Proposal, ProposedRegion};
use fovea_domain::{JobEvent, Mark};
use fovea_store::Id;
use serde_json::{Value, json};

struct House {
    test: TestApp,
    admin: Client,
    project: Value,
    model: String,
    /// In the order of their names
    pictures: Vec<String>,
}

/// Four pictures, of which one has a label, and a model.
async fn house() -> House {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    furnish(test, admin, project, "anomaly").await
}

async fn furnish(test: TestApp, admin: Client, project: Value, task: &str) -> House {
    let files = vec![("a.jpg", jpeg(1)), ("b.jpg", jpeg(2)), ("c.jpg", jpeg(3)), ("good/d.jpg", jpeg(4))];
    admin.bring(&project, files).await;
    let model = model_of(&test, &admin, &project, task).await;
    let pictures = admin.pictures(&project, "sort=name").await.iter().map(|p| id(p).to_string()).collect();
    House { test, admin, project, model, pictures }
}

fn square(x: f32) -> Mark {
    Mark::Box { x, y: 4.0, w: 10.0, h: 10.0 }
}

fn place(x: f32, score: f32) -> ProposedRegion {
    ProposedRegion { class: None, score, shape: square(x) }
}

fn bad(regions: Vec<ProposedRegion>) -> Proposal {
    Proposal { bad: true, score: 0.9, uncertainty: 0.2, class: None, regions }
}

fn text(says: &str, x: f32, score: f32) -> ProposedRegion {
    let points = [[x, 4.0], [x + 20.0, 4.0], [x + 20.0, 14.0], [x, 14.0]];
    ProposedRegion { class: None, score, shape: Mark::Text { points, text: says.into() } }
}

fn read(regions: Vec<ProposedRegion>) -> Proposal {
    Proposal { bad: false, score: 0.1, uncertainty: 0.2, class: None, regions }
}

fn good() -> Proposal {
    Proposal { bad: false, score: 0.1, uncertainty: 0.2, class: None, regions: Vec::new() }
}

impl House {
    fn path(&self, more: &str) -> String {
        format!("/projects/{}/{more}", id(&self.project))
    }

    async fn begin(&self, body: Value) -> Value {
        self.admin.post(&self.path("prelabels"), body).await.expect(201)
    }

    /// As if its job had run and said this of the pictures.
    async fn end(&self, prelabels: &Value, said: &[(usize, Proposal)]) {
        let job: Id = id(prelabels).parse().unwrap();
        self.test.store.move_job(job, JobEvent::Start, None).await.unwrap();
        let job = self.test.store.job(job).await.unwrap();
        let said: Vec<(Id, Proposal)> =
            said.iter().map(|(at, p)| (self.pictures[*at].parse().unwrap(), p.clone())).collect();
        self.test.store.finish_prelabels(&job, (JobEvent::Done, None), &said).await.unwrap();
    }

    /// The id of a new class that is for this kind of shape only.
    async fn class(&self, name: &str, shape: &str) -> String {
        let made = self.admin.post(&self.path("classes"), json!({ "name": name })).await.expect(201);
        let path = format!("/classes/{}", id(&made));
        self.admin.patch(&path, json!({ "shape": shape })).await.expect(200);
        id(&made).to_string()
    }

    async fn proposed(&self) -> Value {
        let begun = self.begin(json!({ "model_id": self.model })).await;
        self.end(&begun, &[(0, bad(vec![place(2.0, 0.9), place(30.0, 0.5)])), (1, good()), (2, good())])
            .await;
        begun
    }

    async fn annotation(&self, at: usize) -> Value {
        self.admin.get(&format!("/pictures/{}/annotation", self.pictures[at])).await.expect(200)
    }

    async fn say(&self, at: usize, label: Value) -> Value {
        let path = format!("/pictures/{}/annotation", self.pictures[at]);
        let revision = self.admin.get(&path).await.etag();
        self.admin.with("if-match", &revision).put(&path, label).await.expect(200)
    }

    async fn run(&self) -> Value {
        self.admin.get(&self.path("prelabels")).await.expect(200)["items"][0].clone()
    }
}

fn counts(run: &Value) -> Value {
    json!([run["open"], run["accepted"], run["mended"], run["refused"]])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_asked_for_pictures_without_labels_as_a_job() {
    let house = house().await;
    let count = house.admin.get(&house.path("prelabels/pictures?name=a")).await.expect(200);
    assert_eq!(count["pictures"], 1);
    let begun = house.begin(json!({ "model_id": house.model })).await;
    assert_eq!((&begun["pictures"], &begun["state"]), (&json!(3), &json!("queued")));
    let job = house.admin.get(&format!("/jobs/{}", id(&begun))).await.expect(200);
    assert_eq!((&job["kind"], &job["spec"]["task"]), (&json!("prelabel"), &json!("anomaly")));
    // Of the fourth somebody has spoken already, and nothing is left to ask of it alone.
    let labelled = json!({ "model_id": house.model, "pictures": { "name": "d.jpg" } });
    house.admin.post(&house.path("prelabels"), labelled).await.refused(409, "prelabel.none");
    let other = house.admin.project().await;
    let body = json!({ "model_id": house.model });
    house.admin.post(&format!("/projects/{}/prelabels", id(&other)), body).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_no_label() {
    let house = house().await;
    house.proposed().await;
    let first = house.annotation(0).await;
    assert_eq!((&first["verdict"], &first["regions"]), (&Value::Null, &json!([])));
    let proposal = &first["proposal"];
    assert_eq!((&proposal["state"], &proposal["bad"]), (&json!("open"), &json!(true)));
    assert_eq!(proposal["regions"].as_array().unwrap().len(), 2);
    let project = house.admin.get(&format!("/projects/{}", id(&house.project))).await.expect(200);
    assert_eq!(project["steps"]["annotate"]["labelled"], 1);
    assert_eq!(house.admin.pictures(&house.project, "labelled=false").await.len(), 3);
    assert_eq!(house.admin.pictures(&house.project, "proposal=open").await.len(), 3);
    let version = house.admin.post(&house.path("versions"), json!({ "held_back": 0 })).await.expect(201);
    assert_eq!(version["labelled"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_it_follows_the_label_and_undoing_opens_it_again() {
    let house = house().await;
    house.proposed().await;
    let scratch = house.admin.class_id(&house.project, "scratch").await;
    let proposal = house.annotation(0).await["proposal"].clone();
    let taken = |at: usize, x: f32| {
        json!({ "id": proposal["regions"][at]["id"], "class_id": scratch,
            "shape": { "kind": "box", "x": x, "y": 4, "w": 10, "h": 10 } })
    };
    let all = house.say(0, json!({ "regions": [taken(0, 2.0), taken(1, 30.0)] })).await;
    assert_eq!(all["proposal"]["state"], "accepted");
    assert_eq!(all["proposal"]["model"]["id"], house.model.as_str());
    assert_eq!(counts(&house.run().await), json!([2, 1, 0, 0]));
    // Moved by hand.
    let moved = house.say(0, json!({ "regions": [taken(0, 5.0), taken(1, 30.0)] })).await;
    assert_eq!(moved["proposal"]["state"], "mended");
    let none = house.say(0, json!({ "verdict": null, "regions": [] })).await;
    assert_eq!(none["proposal"]["state"], "open");
    // Many at once: both were proposed as good, and one answer for both is a yes to each.
    let ids = json!([house.pictures[1], house.pictures[2]]);
    let bulk = json!({ "ids": ids, "verdict": "good" });
    house.admin.post(&house.path("annotations/bulk"), bulk).await.expect(200);
    assert_eq!(counts(&house.run().await), json!([1, 2, 0, 0]));
    assert_eq!(house.admin.pictures(&house.project, "proposal=accepted").await.len(), 2);
    house.say(0, json!({ "verdict": "good" })).await;
    assert_eq!(counts(&house.run().await), json!([0, 2, 0, 1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn saying_no_stays_no_until_something_of_it_is_taken() {
    let house = house().await;
    let begun = house.proposed().await;
    let refuse = format!("/pictures/{}/proposal/refuse", house.pictures[1]);
    for _ in 0..2 {
        house.admin.post(&refuse, json!({})).await.expect(204);
    }
    assert_eq!(house.annotation(1).await["proposal"]["state"], "refused");
    // Good by the person's own mind.
    assert_eq!(house.say(1, json!({ "verdict": "good" })).await["proposal"]["state"], "refused");
    assert_eq!(counts(&house.run().await), json!([2, 0, 0, 1]));
    // A picture of which no model has said anything has nothing to refuse.
    let none = format!("/pictures/{}/proposal/refuse", house.pictures[3]);
    house.admin.post(&none, json!({})).await.refused(404, "not_found");
    let gone = house.admin.post(&format!("/prelabels/{}/discard", id(&begun)), json!({})).await.expect(200);
    assert_eq!(gone["changed"], 2);
    assert_eq!(house.annotation(0).await["proposal"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_look_replaces_what_nobody_answered_and_pictures_labelled_meanwhile_get_none() {
    let house = house().await;
    house.proposed().await;
    let again = house.begin(json!({ "model_id": house.model })).await;
    house.say(1, json!({ "verdict": "bad" })).await;
    house.end(&again, &[(0, good()), (1, good())]).await;
    let first = house.annotation(0).await["proposal"].clone();
    assert_eq!((&first["state"], &first["bad"]), (&json!("open"), &json!(false)));
    // Of the second the answer to the first look stands; the third was not looked at again and keeps its first.
    assert_eq!(house.annotation(1).await["proposal"]["state"], "refused");
    assert_eq!(house.annotation(2).await["proposal"]["state"], "open");
    let runs = house.admin.get(&house.path("prelabels")).await.expect(200);
    let told: Vec<Value> = runs["items"].as_array().unwrap().iter().map(counts).collect();
    assert_eq!(told, [json!([1, 0, 0, 0]), json!([1, 0, 0, 1])]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_stopped_before_it_ran_leaves_nothing_behind() {
    let house = house().await;
    let begun = house.begin(json!({ "model_id": house.model })).await;
    house.admin.post(&format!("/jobs/{}/stop", id(&begun)), json!({})).await.expect(200);
    let run = house.run().await;
    assert_eq!((&run["state"], counts(&run)), (&json!("stopped"), json!([0, 0, 0, 0])));
    assert_eq!(house.annotation(0).await["proposal"], Value::Null);
    house.begin(json!({ "model_id": house.model })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wall_is_filtered_and_put_in_order_by_what_a_model_said() {
    let house = house().await;
    let begun = house.begin(json!({ "model_id": house.model })).await;
    let scored = |score| Proposal { score, ..bad(Vec::new()) };
    house.end(&begun, &[(0, scored(0.75)), (1, scored(0.25)), (2, scored(0.5))]).await;
    let names = async |query: &str| -> Vec<String> {
        let found = house.admin.pictures(&house.project, query).await;
        found.iter().map(|p| p["name"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(names("sort=-score").await, ["a.jpg", "c.jpg", "b.jpg"]);
    assert_eq!(names("sort=score").await, ["b.jpg", "c.jpg", "a.jpg"]);
    assert_eq!(names("sort=name&score_min=0.5").await, ["a.jpg", "c.jpg"]);
    assert_eq!(names("sort=name&score_min=0.3&score_max=0.5").await, ["c.jpg"]);
    assert_eq!(house.admin.pictures(&house.project, "name=a.jpg").await[0]["score"], 0.75);
    house.admin.get(&house.path("pictures?score_max=1.5")).await.refused(422, "request.fields");
    // Page by page nothing is lost or doubled.
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page =
            house.admin.get(&house.path(&format!("pictures?sort=-score&limit=1{cursor}"))).await.expect(200);
        all.push(page["items"][0]["name"].as_str().unwrap().to_string());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(all, ["a.jpg", "c.jpg", "b.jpg"]);
    // An answered proposal keeps its score; one that is taken away has none.
    house.say(0, json!({"verdict": "good", "class_id": null, "regions": []})).await;
    assert_eq!(names("score_min=0.7").await, ["a.jpg"]);
    house.admin.post(&format!("/prelabels/{}/discard", id(&begun)), json!({})).await.expect(200);
    assert_eq!(names("sort=-score").await, ["a.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reader_needs_no_model_and_proposes_texts_of_the_class_that_is_for_them() {
    let house = house().await;
    let begin = house.path("prelabels");
    house.admin.post(&begin, json!({})).await.refused(422, "prelabel.no_text_class");
    let number = house.class("number", "text").await;
    let begun = house.begin(json!({})).await;
    assert_eq!((&begun["model"], &begun["class_id"]), (&Value::Null, &json!(number)));
    let job = house.admin.get(&format!("/jobs/{}", id(&begun))).await.expect(200);
    assert_eq!((&job["kind"], &job["spec"]["task"]), (&json!("prelabel"), &json!("read")));
    house.end(&begun, &[(0, read(vec![text("A1", 2.0, 0.9), text("B2", 30.0, 0.5)]))]).await;
    let proposal = house.annotation(0).await["proposal"].clone();
    // In a project about something else a text is a mark like others.
    assert_eq!((&proposal["model"], &proposal["bad"]), (&Value::Null, &json!(true)));
    let first = &proposal["regions"][0];
    assert_eq!((&first["class_id"], &first["shape"]["kind"]), (&json!(number), &json!("text")));
    assert_eq!(first["shape"]["text"], "A1");
    // Pictures of which nothing was read have no proposal.
    assert_eq!(house.annotation(1).await["proposal"], Value::Null);

    let taken = |at: usize| {
        let region = &proposal["regions"][at];
        json!({ "id": region["id"], "class_id": number, "shape": region["shape"] })
    };
    let all = house.say(0, json!({ "regions": [taken(0), taken(1)] })).await;
    assert_eq!((&all["proposal"]["state"], &all["verdict"]), (&json!("accepted"), &json!("bad")));
    let mut mended = taken(1);
    mended["shape"]["text"] = json!("B8");
    let told = house.say(0, json!({ "regions": [taken(0), mended] })).await;
    assert_eq!(told["proposal"]["state"], "mended");
    assert_eq!(counts(&house.run().await), json!([0, 0, 1, 0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_classes_for_texts_one_has_to_be_said() {
    let house = house().await;
    let begin = house.path("prelabels");
    let number = house.class("number", "text").await;
    let date = house.class("date", "text").await;
    let boxed = house.class("hole", "box").await;
    house.admin.post(&begin, json!({})).await.refused(422, "prelabel.text_class");
    for wrong in [json!(boxed), json!(Id::new()), json!(house.admin.class_id(&house.project, "good").await)] {
        house.admin.post(&begin, json!({ "class_id": wrong })).await.refused(422, "request.fields");
    }
    // Only what reads has such a class.
    let found = json!({ "model_id": house.model, "class_id": date });
    house.admin.post(&begin, found).await.refused(422, "request.fields");
    let begun = house.begin(json!({ "class_id": date })).await;
    assert_eq!(begun["class_id"], date.as_str());
    // While the job runs the class becomes another.
    house.admin.post(&format!("/classes/{date}/merge"), json!({ "into": number })).await.expect(200);
    house.end(&begun, &[(0, read(vec![text("A1", 2.0, 0.9)]))]).await;
    assert_eq!(house.annotation(0).await["proposal"]["regions"][0]["class_id"], number.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_project_is_about_texts_what_is_read_is_no_fault() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let wanted = json!({
        "name": "labels",
        "product": "",
        "scene": "text",
        "good_name": "good",
        "classes": [{ "name": "text" }, { "name": "scratch" }],
    });
    let project = admin.post("/projects", wanted).await.expect(201);
    let house = furnish(test, admin, project, "read").await;
    // A class of any shape is for texts by its usual name.
    let class = house.admin.class_id(&house.project, "text").await;
    let begun = house.begin(json!({ "model_id": house.model })).await;
    assert_eq!((&begun["model"]["id"], &begun["class_id"]), (&json!(house.model), &json!(class)));
    house.end(&begun, &[(0, read(vec![text("A1", 2.0, 0.9)]))]).await;
    let proposal = house.annotation(0).await["proposal"].clone();
    assert_eq!((&proposal["bad"], &proposal["regions"][0]["class_id"]), (&json!(false), &json!(class)));
    let region = &proposal["regions"][0];
    let label = json!({ "regions": [{ "id": region["id"], "class_id": class, "shape": region["shape"] }] });
    let said = house.say(0, label).await;
    assert_eq!((&said["proposal"]["state"], &said["verdict"]), (&json!("accepted"), &json!("good")));
}
