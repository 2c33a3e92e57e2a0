//! A table of every route and what each preset role gets there, made by really asking.

use crate::app::{Answer, Client, PASSWORD, TestApp, id, jpeg};
use axum::body::Body;
use axum::http::Method;
use fovea_domain::permission::Preset;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Things of an administrator, one of each kind that a path may name.
struct Things(BTreeMap<&'static str, String>);

impl Things {
    async fn make(test: &TestApp, admin: &Client, guest: &str) -> Things {
        let project = admin.project().await;
        let import = admin.bring(&project, vec![("good/a.jpg", jpeg(1)), ("scratch/b.jpg", jpeg(2))]).await;
        let version = admin.post(&format!("/projects/{}/versions", id(&project)), json!({"note": ""})).await;
        let me = admin.get("/session").await.expect(200);
        let job = fovea_store::NewJob {
            kind: fovea_store::JobKind::Train,
            project_id: Some(id(&project).parse().unwrap()),
            name: "lesson".into(),
            owner: Some(id(&me).parse().unwrap()),
            spec: json!({"command": ["x"], "environment": {}, "work": "/w", "processes": 16, "restart": "never",
                "most_restarts": 0, "endpoints": [{"name": "web", "kind": "http", "port": 8000}]}),
            service_id: None,
            virtual_cluster: None,
            priority: 100,
            ask: Default::default(),
        };
        let job = test.store.create_job(job).await.unwrap();
        let group = json!({"name": "group", "role_ids": [crate::people::role(admin, "annotator").await]});
        let role = json!({"name": "own", "permissions": ["train"]});
        let task = json!({"name": "lot", "people": [guest]});
        let task = admin.post(&format!("/projects/{}/annotation_tasks", id(&project)), task).await;
        let template = json!({"name": "t", "scope": "mine", "file": "name: t\ncommand: x\n"});
        let raw = format!("/projects/{}/raw_pictures?machine=M", id(&project));
        let raw = admin.send(Method::POST, &raw, Body::from(jpeg(3)), Some("image/jpeg")).await;
        let made = |answer: Answer| id(&answer.expect(201)).to_string();
        let sessions = admin.get("/sessions").await.expect(200);
        Things(BTreeMap::from([
            ("projects", id(&project).to_string()),
            ("classes", admin.class_id(&project, "dent").await),
            ("imports", id(&import).to_string()),
            ("pictures", id(&admin.pictures(&project, "").await[0]).to_string()),
            ("raw_pictures", made(raw)),
            ("versions", made(version)),
            ("jobs", job.id.to_string()),
            ("annotation_tasks", made(task)),
            ("users", guest.to_string()),
            ("groups", made(admin.post("/groups", group).await)),
            ("roles", made(admin.post("/roles", role).await)),
            ("tokens", made(admin.post("/tokens", json!({"name": "t"})).await)),
            ("sessions", id(&sessions["items"][0]).to_string()),
            ("templates", made(admin.post("/templates", template).await)),
            ("virtual_clusters", made(admin.post("/virtual_clusters", json!({"name": "theirs"})).await)),
        ]))
    }

    /// A kind without a thing names one that is not there.
    fn fill(&self, path: &str) -> String {
        let kind = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let id = self.0.get(kind).cloned().unwrap_or_else(|| fovea_store::Id::new().to_string());
        let name = if kind == "nodes" { "local" } else { "web" };
        let path = path.replace("{id}", &id).replace("{index}", "0").replace("{secret}", "none");
        let other = fovea_store::Id::new().to_string();
        let path = path.replace("{other}", &id);
        path.replace("{name}", name).replace("{share}", &other).replace("{upload}", &other)
    }
}

/// Reading first, what takes things away last, and what ends the session of who asks at the very end.
fn order(route: &fovea_api::Access) -> (u8, bool, String) {
    let late = match route.method {
        "GET" => 0,
        "DELETE" => 2,
        _ => 1,
    };
    let end = route.path.starts_with("/session") || route.path == "/projects/{id}";
    (late, end, route.path.clone())
}

/// So much that the right to the very thing is asked for, which comes behind the reading of the body; and where that is
/// there, as little as can be.
fn body(route: &fovea_api::Access) -> Value {
    match (route.method, route.path.as_str()) {
        ("PATCH", "/models/{id}") => json!({"note": "n"}),
        ("POST", "/jobs/{id}/exec") => json!({"command": ["x"]}),
        ("PATCH", "/services/{id}") => json!({"name": "n"}),
        ("PATCH", "/jobs/{id}") => json!({"priority": 100}),
        ("POST", "/records/{id}/recheck") => json!({"verdict": "ok"}),
        ("PUT", "/identity_providers/{id}") => json!({"kind": "oidc", "name": "n",
            "enabled": false, "create_users": false, "mapping": [], "oidc": {"issuer": "https://id.example",
            "client_id": "c", "scopes": [], "group_claim": "", "ca_pem": "", "server_url": "https://f.example"}}),
        ("POST", "/account/identities/directory") => {
            json!({"provider_id": fovea_store::Id::new(), "name": "n", "directory_password": "p",
                "password": PASSWORD})
        }
        ("POST", "/account/identities/oidc") => {
            json!({"provider_id": fovea_store::Id::new(), "password": PASSWORD})
        }
        _ => json!({}),
    }
}

fn verdict(route: &fovea_api::Access, answer: &Answer) -> &'static str {
    let problem: Value = serde_json::from_slice(&answer.bytes).unwrap_or_default();
    match (answer.status.as_u16(), problem["code"].as_str()) {
        (403, _) => "refused",
        (404, Some("not_found")) => "hidden",
        (500.., Some("internal")) => "BROKEN",
        // Whoever is not let in because they are nobody shows nothing of what they may.
        (401, Some("auth.required")) if route.guard != "public" => "BROKEN",
        _ => "allowed",
    }
}

async fn ask(role: Preset) -> BTreeMap<String, &'static str> {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let guest = crate::people::make(&admin, "guest", "annotator").await;
    let things = Things::make(&test, &admin, id(&guest["user"])).await;
    let client = test.member(&admin, "asker", role.key()).await;
    let mut routes = fovea_api::access();
    routes.sort_by_key(order);
    let mut all = BTreeMap::new();
    // Answers without an end are asked for in `live.rs`.
    for route in routes.iter().filter(|r| r.path != "/events" && !r.path.ends_with("/follow")) {
        let method: Method = route.method.parse().unwrap();
        let path = things.fill(&route.path);
        // What ends a session is asked by somebody who has just come.
        let client = match order(route).1 {
            true => test.member(&admin, &format!("asker{}", all.len()), role.key()).await,
            false => client.clone(),
        };
        let client = client.with("if-match", "1");
        let body = if method == Method::GET { Body::empty() } else { Body::from(body(route).to_string()) };
        let answer = client.send(method, &path, body, Some("application/json")).await;
        all.insert(format!("{} {} [{}]", route.path, route.method, route.guard), verdict(route, &answer));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_gets_at_each_route_what_the_table_says() {
    let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for role in Preset::ALL {
        for (route, verdict) in ask(role).await {
            table.entry(route).or_default().push(format!("{}={verdict}", role.key()));
        }
    }
    let text: String = table.iter().map(|(route, all)| format!("{route}: {}\n", all.join(" "))).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/rights.txt");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept != text {
        let seen = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rights.txt");
        std::fs::write(&seen, &text).unwrap();
        let lines = text.lines().zip(kept.lines().chain(std::iter::repeat(""))).find(|(a, b)| a != b);
        panic!(
            "{} says otherwise than tests/it/rights.txt; look at each line that differs: {lines:?}",
            seen.display()
        );
    }
    assert!(!text.contains("BROKEN"), "{text}");
}
