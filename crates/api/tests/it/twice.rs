//! Pictures that two label apart from each other.

use crate::app::{Answer, Client, TestApp, id, jpeg};
use serde_json::{Value, json};

struct House {
    test: TestApp,
    admin: Client,
    project: Value,
    pictures: Vec<Value>,
    class: String,
}

struct Person {
    client: Client,
    id: String,
}

impl House {
    async fn new(pictures: u32) -> House {
        let test = TestApp::new().await;
        let admin = test.administrator().await;
        let project = admin.project().await;
        let names: Vec<String> = (1..=pictures).map(|n| format!("{n:03}.jpg")).collect();
        admin
            .bring(&project, names.iter().zip(1..).map(|(name, n)| (name.as_str(), jpeg(n))).collect())
            .await;
        let pictures = admin.pictures(&project, "sort=name").await;
        let class = admin.class_id(&project, "scratch").await;
        House { test, admin, project, pictures, class }
    }

    async fn person(&self, name: &str, role: &str) -> Person {
        let client = self.test.member(&self.admin, name, role).await;
        let me = client.get("/session").await.expect(200);
        Person { id: id(&me).to_string(), client }
    }

    async fn hand_out(&self, more: Value) -> Answer {
        let mut wanted = json!({"name": "lot"});
        wanted.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.admin.post(&format!("/projects/{}/annotation_tasks", id(&self.project)), wanted).await
    }

    fn boxes(&self, places: &[f32]) -> Value {
        let region = |(n, x): (usize, &f32)| {
            json!({"id": format!("r{n}"), "class_id": self.class,
            "shape": {"kind": "box", "x": x, "y": 4.0, "w": 10.0, "h": 10.0}})
        };
        json!({"verdict": if places.is_empty() { "good" } else { "bad" }, "class_id": null,
            "regions": places.iter().enumerate().map(region).collect::<Vec<_>>()})
    }
}

fn of(task: &Value, below: &str) -> String {
    format!("/annotation_tasks/{}{below}", id(task))
}

/// Says it of one's next picture and finishes it; returns the piece.
async fn work(who: &Person, task: &Value, label: &Value) -> Value {
    let piece = who.client.post(&of(task, "/next"), json!({})).await.expect(200)["next"].clone();
    say(who, &piece, label).await;
    who.client
        .post(&of(task, &format!("/pictures/{}/finish", piece["position"])), json!({}))
        .await
        .expect(200)
}

async fn say(who: &Person, piece: &Value, label: &Value) {
    let path = format!("/pictures/{}/annotation", id(&piece["picture"]));
    let tag = who.client.get(&path).await.etag();
    who.client.with("if-match", &tag).put(&path, label.clone()).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_label_apart_and_neither_word_is_the_label_until_a_reviewer_takes_one() {
    let house = House::new(1).await;
    let (bob, eve) = (house.person("bob", "annotator").await, house.person("eve", "annotator").await);
    let rita = house.person("rita", "reviewer").await;
    let task =
        house.hand_out(json!({"people": [bob.id, eve.id], "twice": 100, "blind": true})).await.expect(201);
    assert_eq!((&task["counts"]["open"], &task["pairs"]["waiting"]), (&json!(2), &json!(1)));
    let picture = id(&house.pictures[0]);
    let annotation = format!("/pictures/{picture}/annotation");

    // Both have it open at once, and neither sees the other.
    let lease = format!("/pictures/{picture}/lease");
    bob.client.put(&lease, json!({})).await.expect(200);
    eve.client.put(&lease, json!({"active": true})).await.expect(200);
    let first = work(&bob, &task, &house.boxes(&[5.0, 40.0])).await;
    assert_eq!(
        (&first["twofold"], &first["picture"]["verdict"], &first["picture"]["regions"]),
        (&json!(true), &json!("bad"), &json!(2))
    );
    let told = eve.client.get(&annotation).await.expect(200);
    assert_eq!(
        (&told["apart"], &told["verdict"], &told["regions"]),
        (&json!(true), &Value::Null, &json!([]))
    );
    let none = eve.client.post(&of(&task, "/pictures/1/finish"), json!({})).await;
    none.refused(409, "annotation.unsaid");
    work(&eve, &task, &house.boxes(&[6.0])).await;
    // The picture itself has no label: not on the wall, in no version.
    let seen = house.admin.get(&annotation).await.expect(200);
    assert_eq!((&seen["apart"], &seen["verdict"]), (&json!(false), &Value::Null));
    assert_eq!(house.admin.pictures(&house.project, "labelled=true").await.len(), 0);

    // It is not looked at alone, but beside each other.
    assert_eq!(rita.client.get(&of(&task, "/review")).await.expect(200)["next"], Value::Null);
    let alone = of(&task, "/pictures/0/review");
    rita.client.post(&alone, json!({"verdict": "accept"})).await.refused(409, "annotation.twofold");
    let told = rita.client.get(&of(&task, "")).await.expect(200);
    assert_eq!((&told["pairs"]["ready"], &told["to_review"]), (&json!(1), &json!(0)));
    let pair = rita.client.get(&of(&task, "/pairs/0")).await;
    let tag = pair.etag();
    let pair = pair.expect(200);
    assert_eq!((&pair["state"], &pair["same"]), (&json!("ready"), &json!(false)));
    assert!((pair["f1"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-9, "{pair}");
    assert!((pair["overlap"].as_f64().unwrap() - 9.0 / 11.0).abs() < 1e-3, "{pair}");
    let sides = [&pair["first"], &pair["second"]]
        .map(|s| (s["user"].clone(), s["regions"].as_array().unwrap().len()));
    assert_eq!(sides, [(json!("bob"), 2), (json!("eve"), 1)]);
    bob.client.get(&of(&task, "/pairs")).await.refused(403, "auth.forbidden");

    // Whoever looked at something older is told so.
    let settle = of(&task, "/pairs/0/settle");
    say(&eve, &json!({"picture": {"id": picture}}), &house.boxes(&[6.0, 20.0])).await;
    rita.client
        .with("if-match", &tag)
        .post(&settle, json!({"take": "both"}))
        .await
        .refused(412, "precondition.failed");
    let tag = rita.client.get(&of(&task, "/pairs/0")).await.etag();
    let settled = rita.client.with("if-match", &tag).post(&settle, json!({"take": "both"})).await.expect(200);
    assert_eq!((&settled["state"], &settled["taken"]), (&json!("settled"), &json!("both")));
    let label = house.admin.get(&annotation).await.expect(200);
    let places: Vec<f64> =
        label["regions"].as_array().unwrap().iter().map(|r| r["shape"]["x"].as_f64().unwrap()).collect();
    assert_eq!((&label["verdict"], places), (&json!("bad"), vec![5.0, 40.0, 20.0]));
    let counts = house.admin.get(&of(&task, "")).await.expect(200)["counts"].clone();
    assert_eq!(counts, json!({"open": 0, "sent_back": 0, "done": 0, "accepted": 2}));
    let pairs = rita.client.get(&of(&task, "/pairs?state=settled")).await.expect(200);
    assert_eq!(pairs["total"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn agreement_is_told_by_pair_of_people_and_by_class_with_where_they_differ() {
    let house = House::new(4).await;
    let (bob, eve) = (house.person("bob", "annotator").await, house.person("eve", "annotator").await);
    let task =
        house.hand_out(json!({"people": [bob.id, eve.id], "twice": 100, "blind": true})).await.expect(201);
    // Bob has 1 and 2 and then 3 and 4 as the second; Eve the other way round.
    for place in [5.0, 5.0, 40.0] {
        work(&bob, &task, &house.boxes(&[place])).await;
    }
    work(&bob, &task, &house.boxes(&[])).await;
    for _ in 0..4 {
        work(&eve, &task, &house.boxes(&[5.0])).await;
    }
    let told = house.admin.get(&of(&task, "/agreement")).await.expect(200);
    let people = told["people"].as_array().unwrap();
    assert_eq!(people.len(), 1, "{told}");
    // The same on two pictures; elsewhere on one; one says good, the other bad.
    assert_eq!((&people[0]["pictures"], &people[0]["differ"]), (&json!(4), &json!(2)));
    let close = |value: &Value, to: f64| assert!((value.as_f64().unwrap() - to).abs() < 1e-9, "{value} {to}");
    // Two places in common, one of each elsewhere, and one of the second alone: 4 of 7 marks.
    close(&people[0]["f1"], 4.0 / 7.0);
    close(&people[0]["overlap"], 1.0);
    close(&people[0]["kappa"], 0.0);
    let class = &told["classes"][0];
    assert_eq!(
        (&class["class_id"], &class["both"], &class["one"]),
        (&json!(house.class), &json!(2), &json!(3))
    );
    let work_of =
        |who: &Person| told["work"].as_array().unwrap().iter().filter(|w| w["user_id"] == who.id).count();
    // Bob also finished one without any class.
    assert_eq!((work_of(&bob), work_of(&eve)), (2, 1));
    let of_two = format!("/pairs?same=false&user={}&other={}", eve.id, bob.id);
    let differ = house.admin.get(&of(&task, &of_two)).await.expect(200);
    assert_eq!(differ["total"], 2, "{differ}");
    let page = house.admin.get(&of(&task, "/pairs?limit=3")).await.expect(200);
    let rest = format!("/pairs?limit=3&cursor={}", page["next"].as_str().unwrap());
    assert_eq!(house.admin.get(&of(&task, &rest)).await.expect(200)["items"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_labels_a_picture_twice_and_the_second_may_begin_with_what_the_first_said() {
    let house = House::new(4).await;
    let (bob, eve) = (house.person("bob", "annotator").await, house.person("eve", "annotator").await);
    house.hand_out(json!({"people": [bob.id], "twice": 50})).await.refused(422, "request.fields");
    house.hand_out(json!({"people": [bob.id, eve.id], "twice": 101})).await.refused(422, "request.fields");
    let task = house.hand_out(json!({"pool": true, "twice": 50})).await.expect(201);
    assert_eq!((&task["counts"]["open"], &task["pairs"]["waiting"]), (&json!(6), &json!(2)));
    // Not blind: until somebody has finished the first, the second is nobody's turn.
    let mut mine = Vec::new();
    loop {
        let next = bob.client.post(&of(&task, "/next"), json!({})).await.expect(200)["next"].clone();
        if next.is_null() {
            break;
        }
        mine.push(work(&bob, &task, &house.boxes(&[5.0])).await);
    }
    let names = |pieces: &[Value]| {
        let mut names: Vec<_> =
            pieces.iter().map(|p| p["picture"]["name"].as_str().unwrap().to_string()).collect();
        names.sort();
        names.dedup();
        names.len()
    };
    assert_eq!((mine.len(), names(&mine)), (4, 4));
    let second = eve.client.post(&of(&task, "/next"), json!({})).await.expect(200)["next"].clone();
    let told = eve.client.get(&format!("/pictures/{}/annotation", id(&second["picture"]))).await.expect(200);
    assert_eq!((&told["apart"], &told["regions"][0]["shape"]["x"]), (&json!(true), &json!(5.0)));
    // Handed over to whoever has the other piece, it stays where it is.
    let over = json!({"from": eve.id, "to": [bob.id]});
    assert_eq!(house.admin.post(&of(&task, "/hand_over"), over).await.expect(200)["changed"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_that_is_merged_or_removed_goes_from_what_two_said_and_from_proposals() {
    let house = House::new(1).await;
    let (bob, eve) = (house.person("bob", "annotator").await, house.person("eve", "annotator").await);
    let task =
        house.hand_out(json!({"people": [bob.id, eve.id], "twice": 100, "blind": true})).await.expect(201);
    let dent = house.admin.class_id(&house.project, "dent").await;
    work(&bob, &task, &house.boxes(&[5.0])).await;
    let annotation = format!("/pictures/{}/annotation", id(&house.pictures[0]));
    let merge = format!("/classes/{}/merge", house.class);
    let class_of_bob =
        async || bob.client.get(&annotation).await.expect(200)["regions"][0]["class_id"].clone();
    let edit = house.admin.post(&merge, json!({"into": dent})).await.expect(200)["edit"].clone();
    assert_eq!(class_of_bob().await, json!(dent));
    // Taken back, it says again what was said.
    house.admin.post(&format!("/edits/{}/undo", edit.as_str().unwrap()), json!({})).await.expect(200);
    assert_eq!(class_of_bob().await, json!(house.class));
    house.admin.post(&merge, json!({"into": dent})).await.expect(200);
    assert_eq!(class_of_bob().await, json!(dent));
    house.admin.post(&format!("/classes/{dent}/remove"), json!({})).await.expect(200);
    assert_eq!(bob.client.get(&annotation).await.expect(200)["regions"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_that_only_one_of_two_says_is_used_until_it_is_settled() {
    let house = House::new(1).await;
    let (bob, eve) = (house.person("bob", "annotator").await, house.person("eve", "annotator").await);
    let task =
        house.hand_out(json!({"people": [bob.id, eve.id], "twice": 100, "blind": true})).await.expect(201);
    let (of_class, used) = (format!("/classes/{}", house.class), format!("/classes/{}/use", house.class));
    assert_eq!(house.admin.get(&used).await.expect(200)["apart"], 0);
    work(&bob, &task, &house.boxes(&[5.0])).await;
    let told = house.admin.get(&used).await.expect(200);
    assert_eq!((&told["pictures"], &told["regions"], &told["apart"]), (&json!(0), &json!(0), &json!(1)));
    assert_eq!((&told["tasks"][0]["id"], &told["tasks"][0]["pictures"]), (&task["id"], &json!(1)));
    house.admin.delete(&of_class).await.refused(409, "class.in_use");

    // Taken away after the preview, what was said of it is gone; taken back, it is there again.
    let annotation = format!("/pictures/{}/annotation", id(&house.pictures[0]));
    let edit = house.admin.post(&format!("{of_class}/remove"), json!({})).await.expect(200)["edit"].clone();
    assert_eq!(bob.client.get(&annotation).await.expect(200)["regions"], json!([]));
    house.admin.post(&format!("/edits/{}/undo", edit.as_str().unwrap()), json!({})).await.expect(200);
    assert_eq!(bob.client.get(&annotation).await.expect(200)["regions"][0]["class_id"], json!(house.class));

    // What a task that has ended holds keeps nobody from it.
    let tag = house.admin.get(&of(&task, "")).await.etag();
    house.admin.with("if-match", &tag).patch(&of(&task, ""), json!({"closed": true})).await.expect(200);
    assert_eq!(house.admin.get(&used).await.expect(200)["apart"], 0);
    house.admin.delete(&of_class).await.expect(204);
}
