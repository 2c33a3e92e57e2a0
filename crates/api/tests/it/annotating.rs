//! Annotation as work of several people.

use crate::app::{Client, TestApp, id, jpeg};
use serde_json::{Value, json};

/// A project with so many pictures, and who hands them out.
struct House {
    test: TestApp,
    admin: Client,
    project: Value,
    pictures: Vec<Value>,
}

impl House {
    async fn new(pictures: u32) -> House {
        let test = TestApp::new().await;
        let admin = test.administrator().await;
        let project = admin.project().await;
        let names: Vec<String> = (1..=pictures).map(|n| format!("{n:03}.jpg")).collect();
        let files = names.iter().zip(1..).map(|(name, n)| (name.as_str(), jpeg(n))).collect();
        admin.bring(&project, files).await;
        let pictures = admin.pictures(&project, "sort=name").await;
        House { test, admin, project, pictures }
    }

    fn path(&self, below: &str) -> String {
        format!("/projects/{}{below}", id(&self.project))
    }

    async fn hand_out(&self, more: Value) -> Value {
        let mut wanted = json!({"name": "first lot", "instructions": "Mark every scratch.", "pictures": {"labelled": false}});
        wanted.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.admin.post(&self.path("/annotation_tasks"), wanted).await.expect(201)
    }

    /// An annotator with their id.
    async fn annotator(&self, name: &str) -> (Client, String) {
        let client = self.test.member(&self.admin, name, "annotator").await;
        let me = client.get("/session").await.expect(200);
        (client, id(&me).to_string())
    }
}

fn task_path(task: &Value, below: &str) -> String {
    format!("/annotation_tasks/{}{below}", id(task))
}

async fn next(client: &Client, task: &Value) -> Value {
    client.post(&task_path(task, "/next"), json!({})).await.expect(200)["next"].clone()
}

/// Says of a picture that it is good, and returns the answer's status.
async fn say_good(client: &Client, picture: &str) -> u16 {
    let path = format!("/pictures/{picture}/annotation");
    let tag = client.get(&path).await.etag();
    let label = json!({"verdict": "good", "class_id": null, "regions": []});
    client.with("if-match", &tag).put(&path, label).await.status.as_u16()
}

async fn finish(client: &Client, task: &Value, piece: &Value) -> Value {
    assert_eq!(say_good(client, id(&piece["picture"])).await, 200);
    client
        .post(&task_path(task, &format!("/pictures/{}/finish", piece["position"])), json!({}))
        .await
        .expect(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_goes_from_annotator_to_reviewer_and_back_until_it_is_accepted() {
    let house = House::new(3).await;
    let (bob, bob_id) = house.annotator("bob").await;
    let reviewer = house.test.member(&house.admin, "rita", "reviewer").await;
    let task = house.hand_out(json!({"people": [bob_id], "deadline": "2030-01-31T08:00:00Z"})).await;
    assert_eq!(task["counts"]["open"], 3);
    let mine = bob.get("/annotation_tasks").await.expect(200);
    assert_eq!((mine["total"].clone(), &mine["items"][0]["mine"]["open"]), (json!(1), &json!(3)));
    assert_eq!(mine["items"][0]["counts"], Value::Null);
    assert_eq!(mine["items"][0]["project"]["classes"].as_array().unwrap().len(), 3);

    let first = next(&bob, &task).await;
    assert_eq!((&first["picture"]["name"], &first["state"]), (&json!("001.jpg"), &json!("open")));
    let done = task_path(&task, "/pictures/0/finish");
    bob.post(&done, json!({})).await.refused(409, "annotation.unsaid");
    assert_eq!(finish(&bob, &task, &first).await["state"], "done");
    assert_eq!(next(&bob, &task).await["position"], 1);

    let waiting = reviewer.get(&task_path(&task, "/review")).await.expect(200)["next"].clone();
    assert_eq!((&waiting["position"], &waiting["user"]), (&json!(0), &json!("bob")));
    let review = task_path(&task, "/pictures/0/review");
    let note = |x: f64| json!({"verdict": "send_back", "note": "The scratch is missing.", "place": {"x": x, "y": 8.5}});
    reviewer.post(&review, json!({"verdict": "send_back", "note": " "})).await.refused(422, "request.fields");
    reviewer.post(&review, note(64.5)).await.refused(422, "request.fields");
    assert_eq!(reviewer.post(&review, note(12.0)).await.expect(200)["state"], "sent_back");
    reviewer.post(&review, json!({"verdict": "accept"})).await.refused(409, "annotation.state");
    bob.post(&review, json!({"verdict": "accept"})).await.refused(403, "auth.forbidden");

    // What was sent back comes first, with its note.
    let again = next(&bob, &task).await;
    assert_eq!(
        (&again["position"], &again["state"], &again["sent_back"]),
        (&json!(0), &json!("sent_back"), &json!(1))
    );
    let told = &again["notes"][0];
    assert_eq!((&told["text"], &told["by"]), (&json!("The scratch is missing."), &json!("rita")));
    assert_eq!(told["place"], json!({"x": 12.0, "y": 8.5}));
    finish(&bob, &task, &again).await;
    assert_eq!(reviewer.post(&review, json!({"verdict": "accept"})).await.expect(200)["state"], "accepted");

    // Accepted is accepted: not the annotator's any more.
    let picture = id(&first["picture"]);
    assert_eq!(say_good(&bob, picture).await, 409);
    assert_eq!(say_good(&reviewer, picture).await, 200);
    bob.post(&done, json!({})).await.refused(409, "annotation.state");
    let progress = reviewer.get(&task_path(&task, "/progress")).await.expect(200);
    let person = &progress["people"][0];
    assert_eq!(
        (&person["user"]["name"], &person["finished"], &person["rework"]),
        (&json!("bob"), &json!(1), &json!(1.0))
    );
    assert_eq!(person["counts"], json!({"open": 2, "sent_back": 0, "done": 0, "accepted": 1}));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_annotator_sees_nothing_but_what_was_handed_out_to_them() {
    let house = House::new(4).await;
    let (bob, bob_id) = house.annotator("bob").await;
    let (eve, eve_id) = house.annotator("eve").await;
    let task = house.hand_out(json!({"people": [bob_id, eve_id]})).await;
    let others = house.hand_out_of_eve(&eve_id).await;
    // Each has a stretch of neighbours.
    let of = async |who: &Client| -> Vec<Value> {
        let found = who.get(&task_path(&task, "/pictures?limit=200")).await.expect(200);
        found["items"].as_array().unwrap().iter().map(|p| p["position"].clone()).collect()
    };
    assert_eq!((of(&bob).await, of(&eve).await), (vec![json!(0), json!(1)], vec![json!(2), json!(3)]));

    let (own, foreign) = (id(&house.pictures[0]), id(&house.pictures[2]));
    for below in ["", "/thumb", "/file", "/tiles", "/annotation"] {
        assert_eq!(bob.get(&format!("/pictures/{own}{below}")).await.status, 200, "{below}");
        bob.get(&format!("/pictures/{foreign}{below}")).await.refused(404, "not_found");
    }
    let lease = |picture: &str| format!("/pictures/{picture}/lease");
    bob.put(&lease(foreign), json!({})).await.refused(404, "not_found");
    bob.get(&task_path(&task, "/pictures/2")).await.refused(404, "not_found");
    bob.post(&task_path(&task, "/pictures/2/finish"), json!({})).await.refused(404, "not_found");
    for below in ["", "/pictures", "/pictures/0"] {
        bob.get(&task_path(&others, below)).await.refused(404, "not_found");
    }
    bob.post(&task_path(&others, "/next"), json!({})).await.refused(404, "not_found");
    // It might be public, which is told nobody where it is not.
    for path in [house.path(""), house.path("/pictures")] {
        bob.get(&path).await.refused(404, "not_found");
    }
    for path in [house.path("/annotation_tasks"), "/projects".into()] {
        bob.get(&path).await.refused(403, "auth.forbidden");
    }
    bob.get(&task_path(&task, "/progress")).await.refused(403, "auth.forbidden");
    bob.get("/annotation_tasks/annotators").await.refused(403, "auth.forbidden");
    let bulk = json!({"ids": [foreign], "verdict": "good", "class_id": null});
    bob.post(&house.path("/annotations/bulk"), bulk).await.refused(403, "auth.forbidden");

    // Closed, it is nobody's any more.
    let tag = house.admin.get(&task_path(&task, "")).await.etag();
    house
        .admin
        .with("if-match", &tag)
        .patch(&task_path(&task, ""), json!({"closed": true}))
        .await
        .expect(200);
    bob.get(&task_path(&task, "")).await.refused(404, "not_found");
    bob.get(&format!("/pictures/{own}")).await.refused(404, "not_found");
    assert_eq!(bob.get("/annotation_tasks").await.expect(200)["total"], 0);
}

impl House {
    /// One picture of another project.
    async fn hand_out_of_eve(&self, eve: &str) -> Value {
        let project = self.admin.project().await;
        self.admin.bring(&project, vec![("a.jpg", jpeg(90))]).await;
        let wanted = json!({"name": "hers", "people": [eve]});
        self.admin.post(&format!("/projects/{}/annotation_tasks", id(&project)), wanted).await.expect(201)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_pool_each_takes_the_next_and_what_is_left_goes_to_others() {
    let house = House::new(5).await;
    let (bob, bob_id) = house.annotator("bob").await;
    let (eve, eve_id) = house.annotator("eve").await;
    let task = house.hand_out(json!({"pool": true})).await;
    assert_eq!(task["free"], 5);
    let (a, b) = (next(&bob, &task).await, next(&eve, &task).await);
    assert_eq!((&a["position"], &b["position"]), (&json!(0), &json!(1)));
    // One that is begun stays one's own until it is done.
    assert_eq!(next(&bob, &task).await["position"], 0);
    finish(&bob, &task, &a).await;
    assert_eq!(next(&bob, &task).await["position"], 2);
    assert_eq!(bob.get("/annotation_tasks").await.expect(200)["items"][0]["free"], 2);
    // Back to the pool, and then all of it to one.
    let over = |from: Value, to: Value| json!({"from": from, "to": to});
    let path = task_path(&task, "/hand_over");
    assert_eq!(house.admin.post(&path, over(json!(bob_id), json!([]))).await.expect(200)["changed"], 1);
    assert_eq!(house.admin.post(&path, over(Value::Null, json!([eve_id]))).await.expect(200)["changed"], 3);
    let open = eve.get(&task_path(&task, "/pictures?state=open")).await.expect(200);
    assert_eq!(open["total"], 4);
    let page = eve.get(&task_path(&task, "/pictures?state=open&limit=3")).await.expect(200);
    let rest = format!("/pictures?state=open&limit=3&cursor={}", page["next"].as_str().unwrap());
    let rest = eve.get(&task_path(&task, &rest)).await.expect(200);
    assert_eq!((page["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (3, 1));
    assert_eq!((&rest["items"][0]["position"], &rest["next"]), (&json!(4), &Value::Null));
    // Named people have their parts, so there is nothing to go back to.
    let other = house.hand_out_of_eve(&eve_id).await;
    let back = over(json!(eve_id), json!([]));
    house.admin.post(&task_path(&other, "/hand_over"), back).await.refused(409, "annotation.no_pool");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_are_at_work_are_not_handed_out_twice() {
    let house = House::new(6).await;
    let (bob, bob_id) = house.annotator("bob").await;
    let count = house.path("/annotation_tasks/pictures?labelled=false");
    assert_eq!(house.admin.get(&count).await.expect(200), json!({"found": 6, "at_work": 0}));
    let task = house.hand_out(json!({"people": [bob_id], "sample": 4})).await;
    assert_eq!(task["counts"]["open"], 4);
    assert_eq!(house.admin.get(&count).await.expect(200), json!({"found": 6, "at_work": 4}));
    let rest = house.hand_out(json!({"people": [bob_id]})).await;
    assert_eq!(rest["counts"]["open"], 2);
    let wanted = json!({"name": "more", "people": [bob_id]});
    let path = house.path("/annotation_tasks");
    house.admin.post(&path, wanted).await.refused(409, "annotation.task_empty");
    for (bad, field) in [
        (json!({"name": "x"}), "people"),
        (json!({"name": " ", "people": [bob_id]}), "name"),
        (json!({"name": "x", "people": [bob_id, bob_id]}), "people"),
        (json!({"name": "x", "people": [fovea_store::Id::new()]}), "people"),
        (json!({"name": "x", "people": [bob_id], "sample": 0}), "sample"),
    ] {
        let problem = house.admin.post(&path, bad).await.refused(422, "request.fields");
        assert!(problem.to_string().contains(field), "{problem}");
    }
    // Somebody without the right is no annotator.
    let auditor = house.test.member(&house.admin, "audrey", "auditor").await;
    let auditor = auditor.get("/session").await.expect(200);
    let wanted = json!({"name": "x", "people": [id(&auditor)]});
    house.admin.post(&path, wanted).await.refused(422, "request.fields");
    let found = house.admin.get("/annotation_tasks/annotators?q=bo").await.expect(200);
    assert_eq!((&found["total"], &found["items"][0]["name"]), (&json!(1), &json!("bob")));
    let all = house.admin.get("/annotation_tasks/annotators?limit=1").await.expect(200);
    assert_eq!((&all["total"], all["next"].is_string()), (&json!(2), true));
    // Pictures that were taken out of the project are nobody's work.
    let piece = next(&bob, &task).await;
    house.admin.delete(&format!("/pictures/{}", id(&piece["picture"]))).await.expect(204);
    assert_eq!(bob.get(&task_path(&task, "")).await.expect(200)["mine"]["open"], 3);
    assert_ne!(next(&bob, &task).await["position"], piece["position"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_picture_open_has_it_to_themselves() {
    let house = House::new(2).await;
    let (bob, bob_id) = house.annotator("bob").await;
    house.hand_out(json!({"people": [bob_id]})).await;
    let reviewer = house.test.member(&house.admin, "rita", "reviewer").await;
    let picture = id(&house.pictures[0]);
    let lease = format!("/pictures/{picture}/lease");
    let held = bob.put(&lease, json!({"active": true})).await.expect(200);
    assert_eq!(held["again_s"], 10);
    let problem = reviewer.put(&lease, json!({})).await.refused(409, "annotation.leased");
    assert_eq!(problem["params"]["name"], "bob");
    assert_eq!(say_good(&reviewer, picture).await, 409);
    // Many at once leave it out.
    let ids: Vec<_> = house.pictures.iter().map(id).collect();
    let bulk = json!({"ids": ids, "verdict": "good", "class_id": null});
    assert_eq!(reviewer.post(&house.path("/annotations/bulk"), bulk).await.expect(200)["changed"], 1);
    // Another cannot let go of it; its holder can.
    reviewer.delete(&lease).await.expect(204);
    assert_eq!(say_good(&bob, picture).await, 200);
    reviewer.put(&lease, json!({})).await.refused(409, "annotation.leased");
    bob.delete(&format!("{lease}?active=true")).await.expect(204);
    reviewer.put(&lease, json!({})).await.expect(200);
    // Where a lease ended by itself, the revision still tells that another was there.
    let path = format!("/pictures/{picture}/annotation");
    let old = bob.get(&path).await.etag();
    assert_eq!(say_good(&reviewer, picture).await, 200);
    reviewer.delete(&lease).await.expect(204);
    let label = json!({"verdict": "good", "class_id": null, "regions": []});
    bob.with("if-match", &old).put(&path, label).await.refused(412, "precondition.failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_at_once_share_a_pool_and_no_picture_is_lost_or_done_twice() {
    let house = House::new(60).await;
    let task = house.hand_out(json!({"pool": true})).await;
    let mut at_work = tokio::task::JoinSet::new();
    for number in 0..20 {
        let (client, _) = house.annotator(&format!("annotator-{number}")).await;
        let task = task.clone();
        at_work.spawn(async move {
            let mut done = Vec::new();
            loop {
                let piece = next(&client, &task).await;
                if piece.is_null() {
                    return done;
                }
                finish(&client, &task, &piece).await;
                done.push(piece["position"].as_u64().unwrap());
            }
        });
    }
    let mut all: Vec<u64> = at_work.join_all().await.into_iter().flatten().collect();
    all.sort_unstable();
    assert_eq!(all, (0..60).collect::<Vec<_>>());
    let counts = house.admin.get(&task_path(&task, "")).await.expect(200)["counts"].clone();
    assert_eq!(counts, json!({"open": 0, "sent_back": 0, "done": 60, "accepted": 0}));
    let people = house.admin.get(&task_path(&task, "/progress")).await.expect(200)["people"].clone();
    let finished: u64 = people.as_array().unwrap().iter().map(|p| p["finished"].as_u64().unwrap()).sum();
    assert_eq!(finished, 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_decides_of_the_whole_batch() {
    let house = House::new(20).await;
    let (bob, bob_id) = house.annotator("bob").await;
    let task = house.hand_out(json!({"people": [bob_id]})).await;
    let batch = task_path(&task, "/batch");
    let wanted = json!({"aql": 6.5, "level": "II"});
    let begin = async || house.admin.post(&batch, wanted.clone()).await;
    begin().await.refused(409, "annotation.batch_small");
    let finish_all = async || loop {
        let piece = next(&bob, &task).await;
        if piece.is_null() {
            break;
        }
        finish(&bob, &task, &piece).await;
    };
    finish_all().await;
    let looked = |query: &str| format!("{batch}?{query}");
    let plan = house.admin.get(&looked("aql=1.5&level=II")).await.expect(200);
    assert_eq!(
        (&plan["waiting"], &plan["plan"]),
        (&json!(20), &json!({"letter": "D", "sample": 8, "accept": 0}))
    );
    house.admin.get(&looked("aql=3&level=II")).await.refused(422, "request.fields");
    bob.get(&looked("aql=1&level=I")).await.refused(403, "auth.forbidden");

    // With 6.5 % eight of twenty are looked at, and one may be faulty.
    let begun = begin().await.expect(200)["batch"].clone();
    assert_eq!((&begun["size"], &begun["sample"], &begun["accept"]), (&json!(20), &json!(8), &json!(1)));
    begin().await.refused(409, "annotation.batch_open");
    let sample = begun["sample"].as_u64().unwrap();
    let review = async |verdict: &str| -> bool {
        let piece = house.admin.get(&task_path(&task, "/review")).await.expect(200)["next"].clone();
        let path = task_path(&task, &format!("/pictures/{}/review", piece["position"]));
        !piece.is_null() && house.admin.post(&path, json!({"verdict": verdict, "note": "again"})).await.expect(200)["state"].is_string()
    };
    for _ in 0..sample {
        assert!(review("accept").await);
    }
    assert!(!review("accept").await, "something was left to look at");
    let told = house.admin.get(&looked("aql=1&level=II")).await.expect(200);
    assert_eq!(
        (&told["batch"]["accepted"], &told["batch"]["reviewed"], &told["waiting"]),
        (&json!(true), &json!(sample), &json!(0))
    );
    assert_eq!(house.admin.get(&task_path(&task, "")).await.expect(200)["counts"]["accepted"], 20);
    house.admin.delete(&batch).await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_with_too_many_faults_goes_back_as_a_whole() {
    let house = House::new(9).await;
    let (bob, bob_id) = house.annotator("bob").await;
    let task = house.hand_out(json!({"people": [bob_id]})).await;
    for _ in 0..9 {
        let piece = next(&bob, &task).await;
        finish(&bob, &task, &piece).await;
    }
    let batch = task_path(&task, "/batch");
    let begun =
        house.admin.post(&batch, json!({"aql": 6.5, "level": "I"})).await.expect(200)["batch"].clone();
    assert_eq!((&begun["sample"], &begun["accept"]), (&json!(2), &json!(0)));
    let piece = house.admin.get(&task_path(&task, "/review")).await.expect(200)["next"].clone();
    let path = task_path(&task, &format!("/pictures/{}/review", piece["position"]));
    house.admin.post(&path, json!({"verdict": "send_back", "note": "no"})).await.expect(200);
    let found = house.admin.get(&task_path(&task, "/pictures?state=sent_back")).await.expect(200);
    assert_eq!(found["total"], 9);
    let unseen = found["items"].as_array().unwrap().iter().filter(|p| p["with_batch"] == true).count();
    // One was looked at.
    assert_eq!(unseen, 8);
    // Another one can be given up.
    let piece = next(&bob, &task).await;
    finish(&bob, &task, &piece).await;
    let piece = next(&bob, &task).await;
    finish(&bob, &task, &piece).await;
    house.admin.post(&batch, json!({"aql": 6.5, "level": "I"})).await.expect(200);
    house.admin.delete(&batch).await.expect(204);
    let told = house.admin.get(&format!("{batch}?aql=1&level=I")).await.expect(200);
    assert_eq!((&told["batch"]["accepted"], &told["waiting"]), (&Value::Null, &json!(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn agreement_holds_what_was_finished_first_beside_what_was_accepted() {
    let house = House::new(3).await;
    let (bob, bob_id) = house.annotator("bob").await;
    let task = house.hand_out(json!({"people": [bob_id]})).await;
    let class = house.admin.class_id(&house.project, "scratch").await;
    let other = house.admin.class_id(&house.project, "dent").await;
    let region = |id: &str, class: &str, x: f32| json!({"id": id, "class_id": class, "shape": {"kind": "box", "x": x, "y": 4.0, "w": 10.0, "h": 10.0}});
    let say = async |who: &Client, picture: &Value, regions: Value| {
        let path = format!("/pictures/{}/annotation", id(picture));
        let tag = who.get(&path).await.etag();
        let verdict = if regions.as_array().unwrap().is_empty() { "good" } else { "bad" };
        who.with("if-match", &tag)
            .put(&path, json!({"verdict": verdict, "class_id": null, "regions": regions}))
            .await
            .expect(200);
    };
    // The same; the same place with another class and one more; a good one that is bad.
    let first = [json!([region("a", &class, 5.0)]), json!([region("a", &class, 5.0)]), json!([])];
    let last = [
        json!([region("a", &class, 5.0)]),
        json!([region("a", &other, 5.0), region("b", &class, 40.0)]),
        json!([region("a", &class, 5.0)]),
    ];
    for (position, (first, last)) in first.into_iter().zip(last).enumerate() {
        let picture = &house.pictures[position];
        say(&bob, picture, first).await;
        let path = task_path(&task, &format!("/pictures/{position}"));
        bob.post(&format!("{path}/finish"), json!({})).await.expect(200);
        say(&house.admin, picture, last).await;
        house.admin.post(&format!("{path}/review"), json!({"verdict": "accept"})).await.expect(200);
    }
    let progress = house.admin.get(&task_path(&task, "/progress")).await.expect(200);
    let found = &progress["people"][0]["agreement"];
    assert_eq!((&found["pictures"], &found["overlap"]), (&json!(3), &json!(1.0)));
    // Two places in common, one of them of the same class; two more were added.
    let close = |value: &Value, to: f64| (value.as_f64().unwrap() - to).abs() < 1e-9;
    assert!(close(&found["f1"], 2.0 / 6.0), "{found}");
    // One said bad twice and good once, the other bad always: no more than by chance.
    assert!(close(&found["kappa"], 0.0), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_labels_a_picture_puts_tags_to_it() {
    let house = House::new(2).await;
    let (bob, bob_id) = house.annotator("bob").await;
    let task = house.hand_out(json!({"people": [bob_id], "sample": 1})).await;
    let piece = next(&bob, &task).await;
    let own = id(&piece["picture"]).to_string();
    let foreign = house.pictures.iter().map(id).find(|one| *one != own).unwrap();
    let tags = |picture: &str| format!("/pictures/{picture}/tags");
    let told = bob.post(&tags(&own), json!({"add": [" night ", "夜班"]})).await.expect(200);
    assert_eq!(told, json!({"tags": ["night", "夜班"]}));
    let told = bob.post(&tags(&own), json!({"add": ["Night"], "remove": ["夜班"]})).await.expect(200);
    assert_eq!(told, json!({"tags": ["night"]}));
    assert_eq!(house.admin.pictures(&house.project, "tags=night").await.len(), 1);
    assert_eq!(
        bob.get(&task_path(&task, "/pictures")).await.expect(200)["items"][0]["picture"]["tags"],
        json!(["night"])
    );
    bob.post(&tags(foreign), json!({"add": ["night"]})).await.refused(404, "not_found");
    for wrong in [json!({}), json!({"add": ["a,b"]})] {
        bob.post(&tags(&own), wrong).await.refused(422, "request.fields");
    }
    // What was accepted is not the annotator's any more.
    let done = finish(&bob, &task, &piece).await;
    let path = task_path(&task, &format!("/pictures/{}/review", done["position"]));
    house.admin.post(&path, json!({"verdict": "accept"})).await.expect(200);
    bob.post(&tags(&own), json!({"add": ["late"]})).await.refused(409, "annotation.state");
}
