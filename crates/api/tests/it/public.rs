//! Own, shared and public projects: who finds them, and what everybody may look at.

use crate::app::{Client, TestApp, id, jpeg};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

struct House {
    test: TestApp,
    admin: Client,
    project: Value,
    picture: String,
    version: String,
}

async fn house() -> House {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    admin.bring(&project, vec![("good/a.jpg", jpeg(1)), ("scratch/b.jpg", jpeg(2))]).await;
    let version = admin.post(&format!("/projects/{}/versions", id(&project)), json!({})).await.expect(201);
    let picture = id(&admin.pictures(&project, "").await[0]).to_string();
    House { version: id(&version).to_string(), picture, project, admin, test }
}

impl House {
    async fn open(&self, public: bool) {
        let path = format!("/projects/{}", id(&self.project));
        let tag = self.admin.get(&path).await.etag();
        let changed =
            self.admin.with("if-match", &tag).patch(&path, json!({"public": public})).await.expect(200);
        assert_eq!(changed["public"], public);
    }

    /// What everybody may look at where the project is public.
    fn to_look_at(&self) -> Vec<String> {
        let (project, picture, version) = (id(&self.project), &self.picture, &self.version);
        vec![
            format!("/projects/{project}"),
            format!("/projects/{project}/pictures"),
            format!("/projects/{project}/versions"),
            format!("/projects/{project}/statistics"),
            format!("/pictures/{picture}"),
            format!("/pictures/{picture}/file"),
            format!("/pictures/{picture}/thumb"),
            format!("/pictures/{picture}/tiles"),
            format!("/pictures/{picture}/annotation"),
            format!("/versions/{version}"),
            format!("/versions/{version}/facts"),
            format!("/versions/{version}/pictures"),
            format!("/versions/{version}/pictures/0/thumb"),
        ]
    }
}

async fn names(client: &Client, query: &str) -> Vec<String> {
    let found = client.get(&format!("/projects?{query}")).await.expect(200);
    found["items"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap().to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_project_is_looked_at_by_everybody_and_another_one_is_not_there() {
    let house = house().await;
    for role in ["annotator", "auditor"] {
        let bob = house.test.member(&house.admin, &format!("b-{role}"), role).await;
        for path in house.to_look_at() {
            bob.get(&path).await.refused(404, "not_found");
        }
        bob.get("/projects").await.refused(403, "auth.forbidden");
        assert_eq!(bob.get("/session").await.expect(200)["public_projects"], false);
    }
    house.open(true).await;
    let nobody = house.test.anonymous();
    for role in ["annotator", "auditor", "reviewer", "platform_user"] {
        let bob = house.test.member(&house.admin, &format!("c-{role}"), role).await;
        for path in house.to_look_at() {
            assert_eq!(bob.get(&path).await.status, 200, "{role} {path}");
        }
        assert_eq!(bob.get("/session").await.expect(200)["public_projects"], true);
        assert_eq!(names(&bob, "").await, [house.project["name"].as_str().unwrap()]);
    }
    for path in house.to_look_at() {
        nobody.get(&path).await.refused(401, "auth.required");
    }
    // And back.
    let bob = house.test.member(&house.admin, "d-auditor", "auditor").await;
    house.open(false).await;
    for path in house.to_look_at() {
        bob.get(&path).await.refused(404, "not_found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_looks_changes_nothing_and_sees_nothing_of_the_work() {
    let house = house().await;
    house.open(true).await;
    let bob = house.test.member(&house.admin, "bob", "auditor").await;
    let (project, picture, version) = (id(&house.project), &house.picture, &house.version);
    for path in [
        format!("/projects/{project}/pictures/choices"),
        format!("/projects/{project}/split"),
        format!("/projects/{project}/exports"),
        format!("/projects/{project}/prelabels"),
        format!("/projects/{project}/advice"),
        format!("/projects/{project}/bin"),
        format!("/projects/{project}/raw_pictures"),
        format!("/projects/{project}/models"),
        format!("/projects/{project}/services"),
        format!("/projects/{project}/pictures?work=none"),
        format!("/projects/{project}/pictures?score_min=0.5"),
        format!("/projects/{project}/pictures?sort=-score"),
        format!("/versions/{version}/export"),
    ] {
        bob.get(&path).await.refused(403, "auth.forbidden");
    }
    for (method, path) in [
        (Method::PATCH, format!("/projects/{project}")),
        (Method::DELETE, format!("/projects/{project}")),
        (Method::POST, format!("/projects/{project}/pictures/delete")),
        (Method::POST, format!("/projects/{project}/imports")),
        (Method::POST, format!("/projects/{project}/versions")),
        (Method::POST, format!("/projects/{project}/exports")),
        (Method::POST, format!("/projects/{project}/cuts")),
        (Method::POST, format!("/projects/{project}/statistics")),
        (Method::PUT, format!("/pictures/{picture}/annotation")),
        (Method::DELETE, format!("/pictures/{picture}")),
        (Method::POST, format!("/versions/{version}/exports")),
    ] {
        let bob = bob.with("if-match", "\"1\"");
        let answer = bob.send(method.clone(), &path, Body::from("{}"), Some("application/json")).await;
        assert_eq!(answer.status.as_u16(), 403, "{method} {path}");
    }
    let seen = bob.get(&format!("/projects/{project}")).await.expect(200);
    assert_eq!(
        (&seen["steps"]["collect"]["pictures"], &seen["steps"]["inspect"]["records"]),
        (&json!(2), &json!(0))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn projects_are_found_by_whose_they_are() {
    let house = house().await;
    let bob = house.test.member(&house.admin, "bob", "platform_user").await;
    let wanted = json!({"name": "bob's", "scene": "free", "good_name": "good", "classes": []});
    let own = bob.post("/projects", wanted).await.expect(201);
    assert_eq!((&own["owner"], &own["public"]), (&json!("bob"), &json!(false)));
    let other = house.project["name"].as_str().unwrap();
    assert_eq!(names(&bob, "scope=own").await, ["bob's"]);
    assert_eq!(names(&bob, "scope=shared").await, [other]);
    assert!(names(&bob, "scope=public").await.is_empty());
    house.open(true).await;
    assert!(names(&bob, "scope=shared").await.is_empty());
    assert_eq!(names(&bob, "scope=public").await, [other]);
    assert_eq!(names(&bob, "").await.len(), 2);
    assert_eq!(names(&bob, "scope=public&name=bob").await.len(), 0);
    // Who may not read projects finds the public ones, whatever is asked.
    let eve = house.test.member(&house.admin, "eve", "auditor").await;
    assert_eq!(names(&eve, "").await, [other]);
    assert!(names(&eve, "scope=own").await.is_empty());
    assert!(names(&eve, "scope=shared").await.is_empty());
    eve.get("/projects?deleted=true").await.refused(403, "auth.forbidden");
    // A token that is bound to another project does not reach it.
    let token = json!({"name": "t", "project_id": id(&own), "scopes": ["project.read", "data.read"]});
    let token = bob.post("/tokens", token).await.expect(201);
    let bound = house
        .test
        .anonymous()
        .with("authorization", &format!("Bearer {}", token["secret"].as_str().unwrap()));
    bound.get(&format!("/projects/{}", id(&own))).await.expect(200);
    bound.get(&format!("/projects/{}", id(&house.project))).await.refused(404, "not_found");
    bound.get(&format!("/pictures/{}", house.picture)).await.refused(404, "not_found");
}
