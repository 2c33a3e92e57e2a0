//! Doors: who is let in by which, and what passes. What a job serves is played by the test, in the job's own folder of sockets.

use crate::app::{Client, TestApp, id};
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use fovea_api::Settings;
use fovea_domain::JobEvent;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;
use tower::ServiceExt;

struct House {
    test: TestApp,
    admin: Client,
    /// Heads of the requests that the job got
    heads: Arc<Mutex<Vec<String>>>,
}

/// Answers everything with its own cookies.
async fn play(listener: UnixListener, heads: Arc<Mutex<Vec<String>>>) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let heads = Arc::clone(&heads);
        tokio::spawn(async move {
            let mut head = Vec::new();
            while !head.windows(4).any(|w| w == b"\r\n\r\n") {
                let mut part = [0; 1024];
                match stream.read(&mut part).await {
                    Ok(0) | Err(_) => return,
                    Ok(length) => head.extend(&part[..length]),
                }
            }
            heads.lock().unwrap().push(String::from_utf8_lossy(&head).to_lowercase());
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\
                Set-Cookie: own=1; Domain=localhost\r\nSet-Cookie: fovea_session=mine; Path=/\r\n\r\nhere";
            let _ = stream.write_all(answer.as_bytes()).await;
        });
    }
}

impl House {
    async fn new() -> House {
        let test = TestApp::with(Settings { unsandboxed_jobs: true, ..Settings::default() }).await;
        let admin = test.administrator().await.with("host", "127.0.0.1:8585");
        House { test, admin, heads: Arc::default() }
    }

    /// A job of this user that runs, and serves by `web`; `own` is there but nothing listens.
    async fn job(&self, owner: &Client) -> String {
        let endpoints = json!([{ "name": "web", "port": 8000 }, { "name": "own", "socket": "a.sock" }]);
        let file = json!({ "name": "t", "command": "x", "endpoints": endpoints });
        let job = owner.post("/jobs", file).await.expect(201);
        let (id, key) = (id(&job).to_string(), id(&job).parse().unwrap());
        self.test.store.start_job(key, &[fovea_store::JobTask::of_cores("local", 1)], None).await.unwrap();
        self.test.store.move_job(key, JobEvent::Up, None).await.unwrap();
        let sockets = self.test.store.place().job(key).join("sockets");
        std::fs::create_dir_all(&sockets).unwrap();
        tokio::spawn(play(UnixListener::bind(sockets.join(".web.sock")).unwrap(), Arc::clone(&self.heads)));
        id
    }

    async fn send(&self, request: Request<Body>) -> (Response<()>, String) {
        let router = fovea_api::service(self.test.app.clone());
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (Response::from_parts(parts, ()), String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A visit to a door, as a browser on its page makes it.
    async fn visit(&self, host: &str, cookie: &str, more: &[(&str, &str)]) -> (StatusCode, String) {
        let mut request = Request::get("/").header("host", host).header("cookie", cookie);
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        let (head, body) = self.send(request.body(Body::empty()).unwrap()).await;
        (head.status(), body)
    }

    async fn link(&self, client: &Client, job: &str, name: &str) -> String {
        let opened = client.post(&format!("/jobs/{job}/endpoints/{name}/open"), json!({})).await.expect(200);
        opened["url"].as_str().unwrap().into()
    }

    /// Host and cookie of a visitor who followed a link.
    async fn enter(&self, link: &str) -> Option<(String, String)> {
        let (host, path) = link.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let request = Request::get(format!("/{path}")).header("host", host).header("accept", "text/html");
        let (head, _) = self.send(request.body(Body::empty()).unwrap()).await;
        if head.status() != 303 {
            return None;
        }
        assert_eq!(head.headers()["location"], "/");
        let cookie = head.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.contains("; HttpOnly; SameSite=Lax; Path=/; "), "{cookie}");
        Some((host.into(), cookie.split(';').next().unwrap().into()))
    }
}

async fn member(house: &House, name: &str) -> Client {
    let client = house.test.member(&house.admin, name, "annotator").await.with("host", "127.0.0.1:8585");
    let me = client.get("/session").await.expect(200);
    let role = json!({ "name": format!("r {name}"), "permissions": ["job.write_own"] });
    let role = house.admin.post("/roles", role).await.expect(201);
    let holders = json!({ "add_user_ids": [id(&me)] });
    house.admin.post(&format!("/roles/{}/holders", id(&role)), holders).await.expect(200);
    client
}

#[tokio::test]
async fn a_link_works_once_for_one_door_and_leaves_a_cookie_of_that_door() {
    let house = House::new().await;
    let job = house.job(&house.admin).await;
    let link = house.link(&house.admin, &job, "web").await;
    let expected = format!("http://web--{}.localhost:8585/.fovea/enter?ticket=", job.replace('-', ""));
    assert!(link.starts_with(&expected), "{link}");
    // Not by another door, and that try used it up.
    let moved = link.replace("//web--", "//own--");
    assert!(house.enter(&moved).await.is_none() && house.enter(&link).await.is_none());
    let link = house.link(&house.admin, &job, "web").await;
    let (host, cookie) = house.enter(&link).await.unwrap();
    assert!(house.enter(&link).await.is_none(), "twice");
    assert_eq!(house.visit(&host, &cookie, &[]).await, (StatusCode::OK, "here".into()));
    // Nor does the cookie open another door, or one that was made up open any.
    let other = host.replace("web--", "own--");
    assert_eq!(house.visit(&other, &cookie, &[]).await.0, StatusCode::UNAUTHORIZED);
    let (name, value) = cookie.split_once('=').unwrap();
    let (user, sealed) = value.split_once('.').unwrap();
    let turned: String = sealed.chars().rev().collect();
    for wrong in [String::new(), "x".into(), format!("{user}.{turned}"), format!("{user}.00"), sealed.into()]
    {
        let (status, _) = house.visit(&host, &format!("{name}={wrong}"), &[]).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{wrong}");
    }
    // One that somebody put beside it does not hide it.
    assert_eq!(house.visit(&host, &format!("{name}=tossed; {cookie}"), &[]).await.0, StatusCode::OK);
    let told = house.admin.get("/audit?action=endpoint.open").await.expect(200);
    assert_eq!((&told["total"], &told["items"][0]["after"]["endpoint"]), (&json!(2), &json!("web")));
}

#[tokio::test]
async fn code_in_a_job_cannot_act_as_its_visitor() {
    let house = House::new().await;
    let job = house.job(&house.admin).await;
    let (host, door) = house.enter(&house.link(&house.admin, &job, "web").await).await.unwrap();
    let session = house.admin.header("cookie").unwrap();

    // What a browser may hold for the platform never reaches the job, nor do ours for its doors.
    let cookies = format!("{session}; {door}; own=1");
    let token = [("authorization", "Bearer fovea_0123"), ("x-fovea", "1")];
    assert_eq!(house.visit(&host, &cookies, &token).await.0, StatusCode::OK);
    let head = house.heads.lock().unwrap().last().unwrap().clone();
    assert!(head.contains("cookie: own=1\r\n") && !head.contains("fovea_"), "{head}");
    assert!(!head.contains("authorization") && !head.contains("x-fovea:"), "{head}");

    // Its page asks its own host for the platform: that is the job again, whoever's session comes along.
    let asked = Request::get("/api/v1/session").header("host", &host).header("cookie", &cookies);
    let (_, body) = house.send(asked.body(Body::empty()).unwrap()).await;
    assert_eq!(body, "here");
    let asked = Request::get("/api/v1/session").header("host", &host).header("cookie", session);
    let (head, body) = house.send(asked.body(Body::empty()).unwrap()).await;
    assert_eq!(head.status(), StatusCode::UNAUTHORIZED, "{body}");

    // It asks the platform itself: the answer is not for it to read, and a change needs a header that it cannot send.
    let from = format!("http://{host}");
    let asked = Request::get("/api/v1/session").header("host", "127.0.0.1:8585").header("origin", &from);
    let (head, _) = house.send(asked.header("cookie", session).body(Body::empty()).unwrap()).await;
    assert!(head.headers().keys().all(|name| !name.as_str().starts_with("access-control")));
    let asked = Request::builder().method("OPTIONS").uri("/api/v1/session").header("host", "127.0.0.1:8585");
    let asked = asked.header("origin", &from).header("access-control-request-headers", "x-fovea");
    let (head, _) = house.send(asked.body(Body::empty()).unwrap()).await;
    assert!(head.headers().keys().all(|name| !name.as_str().starts_with("access-control")));
    let change = Request::post("/api/v1/tokens").header("host", "127.0.0.1:8585").header("origin", &from);
    let change = change.header("cookie", session).header("content-type", "application/json");
    let (_, body) = house.send(change.body(Body::from("{\"name\":\"t\"}")).unwrap()).await;
    assert!(body.contains("auth.csrf"), "{body}");

    // A door's own cookie is no session.
    let value = door.split_once('=').unwrap().1;
    let asked = Request::get("/api/v1/session").header("cookie", format!("fovea_session={value}"));
    assert_eq!(house.send(asked.body(Body::empty()).unwrap()).await.0.status(), StatusCode::UNAUTHORIZED);

    // Two sessions at once: one was put there by a page beside, and nobody is taken for somebody else.
    let asked = Request::get("/api/v1/session").header("cookie", format!("fovea_session=planted; {session}"));
    assert_eq!(house.send(asked.body(Body::empty()).unwrap()).await.0.status(), StatusCode::UNAUTHORIZED);

    // Its cookies are for its own host, none of them in our name; and no page may frame or embed what is there.
    let asked = Request::get("/").header("host", &host).header("cookie", &door).body(Body::empty()).unwrap();
    let (head, _) = house.send(asked).await;
    let set: Vec<&str> = head.headers().get_all("set-cookie").iter().map(|v| v.to_str().unwrap()).collect();
    assert_eq!(set, ["own=1"]);
    assert_eq!(head.headers()["cross-origin-resource-policy"], "same-origin");
    assert_eq!(head.headers()["content-security-policy"], "frame-ancestors 'self'");
}

#[tokio::test]
async fn a_page_of_another_job_cannot_use_this_door() {
    let house = House::new().await;
    let (mine, theirs) = (house.job(&house.admin).await, house.job(&house.admin).await);
    let (host, door) = house.enter(&house.link(&house.admin, &mine, "web").await).await.unwrap();
    let other = format!("http://web--{}.localhost:8585", theirs.replace('-', ""));
    let own = format!("http://{host}");
    let before = house.heads.lock().unwrap().len();
    for more in [
        vec![("origin", other.as_str())],
        vec![("origin", "null")],
        vec![("origin", "http://127.0.0.1:8585")],
        vec![("sec-fetch-site", "same-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "script")],
        vec![("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")],
        vec![("origin", other.as_str()), ("connection", "upgrade"), ("upgrade", "websocket")],
    ] {
        assert_eq!(house.visit(&host, &door, &more).await.0, StatusCode::FORBIDDEN, "{more:?}");
    }
    assert_eq!(house.heads.lock().unwrap().len(), before, "some of it reached the job");
    assert_eq!(house.visit(&host, &door, &[("origin", &own)]).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_in_is_added_by_those_who_may_change_the_job() {
    let house = House::new().await;
    let owner = house.test.member(&house.admin, "owner", "platform_user").await;
    let file = json!({ "name": "t", "command": "x", "endpoints": [{ "name": "web", "port": 8000 }] });
    let job = owner.post("/jobs", file).await.expect(201);
    let path = format!("/jobs/{}/endpoints", id(&job));
    // It waits for its turn, so nobody has to be told.
    let wanted = json!({ "name": "api", "port": 40001 });
    let made = owner.post(&path, wanted.clone()).await.expect(201);
    assert_eq!(
        (&made["state"], &made["port"], &made["may_open"]),
        (&json!("waiting"), &json!(40001), &json!(true))
    );
    let told = owner.post(&path, wanted).await.refused(422, "request.fields");
    assert_eq!(told["fields"], json!({ "name": "job_file.twice" }));
    owner.post(&path, json!({ "name": "low", "port": 80 })).await.refused(422, "request.fields");
    let other = house.test.member(&house.admin, "other", "platform_user").await;
    other.post(&path, json!({ "name": "x", "port": 40002 })).await.refused(404, "not_found");
    let names = |all: Value| -> Vec<String> {
        all["items"].as_array().unwrap().iter().map(|e| e["name"].as_str().unwrap().into()).collect()
    };
    assert_eq!(names(owner.get(&path).await.expect(200)), ["web", "api"]);
    house.admin.post(&path, json!({ "name": "theirs", "socket": "a.sock" })).await.expect(201);
    let audit = house.admin.get("/audit?limit=100").await.expect(200).to_string();
    assert!(audit.contains("endpoint.add"));
    owner.post(&format!("/jobs/{}/stop", id(&job)), json!({})).await.expect(200);
    owner.post(&path, json!({ "name": "late", "port": 40003 })).await.refused(409, "endpoint.ended");
    // What it had is still read once it was deleted.
    owner.delete(&format!("/jobs/{}", id(&job))).await.expect(204);
    assert_eq!(names(owner.get(&path).await.expect(200)), ["web", "api", "theirs"]);
    other.get(&path).await.refused(404, "not_found");
    // Whatever a command is for: it is one all the same.
    for kind in ["training", "development", "visualisation"] {
        let one = owner.post("/jobs", json!({ "name": "t", "command": "x", "kind": kind })).await.expect(201);
        assert_eq!(one["kind"], kind);
        let path = format!("/jobs/{}/endpoints", id(&one));
        owner.post(&path, json!({ "name": "api", "port": 40001 })).await.expect(201);
    }
}

#[tokio::test]
async fn who_may_change_a_job_may_open_it_and_whom_they_let_in() {
    let house = House::new().await;
    let (ann, bob) = (member(&house, "ann").await, member(&house, "bob").await);
    let job = house.job(&ann).await;
    let at = |rest: &str| format!("/jobs/{job}/endpoints{rest}");
    // Its owner, and who may change all jobs; to others it is not there.
    house.link(&ann, &job, "web").await;
    house.link(&house.admin, &job, "web").await;
    for path in ["/web/open", "/web/shares"] {
        bob.post(&at(path), json!({ "user": "bob", "hours": 1 })).await.refused(404, "not_found");
    }
    bob.get(&at("")).await.refused(404, "not_found");
    ann.post(&at("/none/open"), json!({})).await.refused(404, "not_found");

    // For a time, and one endpoint alone.
    let wanted = |user: &str, hours: u32| json!({ "user": user, "hours": hours });
    ann.post(&at("/web/shares"), wanted("nobody", 1)).await.refused(404, "user.not_found");
    ann.post(&at("/web/shares"), wanted("ann", 1)).await.refused(422, "endpoint.share_owner");
    ann.post(&at("/web/shares"), wanted("bob", 0)).await.refused(422, "request.fields");
    house.test.member(&house.admin, "eve", "annotator").await;
    ann.post(&at("/web/shares"), wanted("eve", 1)).await.refused(422, "endpoint.share_user");
    let share = ann.post(&at("/web/shares"), wanted("bob", 1)).await.expect(201);
    let again = ann.post(&at("/web/shares"), wanted("bob", 2)).await.expect(201);
    assert_eq!((id(&share), share["expires_at"] == again["expires_at"]), (id(&again), false));
    let seen = bob.get(&at("")).await.expect(200);
    let names: Vec<&Value> = seen["items"].as_array().unwrap().iter().map(|e| &e["name"]).collect();
    assert_eq!((names, &seen["items"][0]["shares"]), (vec![&json!("web")], &json!([])));
    let told = bob.get("/jobs/shared_endpoints").await.expect(200);
    assert_eq!((&told["items"][0]["owner"], &told["items"][0]["endpoint"]), (&json!("ann"), &json!("web")));
    bob.get(&format!("/jobs/{job}")).await.refused(404, "not_found");
    bob.post(&at("/own/open"), json!({})).await.refused(404, "not_found");
    bob.post(&at("/web/shares"), wanted("eve", 1)).await.refused(403, "auth.forbidden");
    let (host, door) = house.enter(&house.link(&bob, &job, "web").await).await.unwrap();
    assert_eq!(house.visit(&host, &door, &[]).await.0, StatusCode::OK);

    // Ended, it is over at once.
    ann.delete(&at(&format!("/web/shares/{}", id(&share)))).await.expect(204);
    assert_eq!(house.visit(&host, &door, &[]).await.0, StatusCode::UNAUTHORIZED);
    bob.get(&at("")).await.refused(404, "not_found");
    assert_eq!(bob.get("/jobs/shared_endpoints").await.expect(200)["items"], json!([]));
    ann.delete(&at(&format!("/web/shares/{}", id(&share)))).await.refused(404, "not_found");
    let audit = house.admin.get("/audit?action=endpoint.").await.expect(200);
    let actions: Vec<&str> =
        audit["items"].as_array().unwrap().iter().map(|r| r["action"].as_str().unwrap()).collect();
    assert_eq!(actions[..3], ["endpoint.unshare", "endpoint.open", "endpoint.share"]);
}

#[tokio::test]
async fn a_visit_ends_with_the_session_that_it_came_from() {
    let house = House::new().await;
    let ann = member(&house, "ann").await;
    let job = house.job(&ann).await;
    let link = house.link(&ann, &job, "web").await;
    // Logged out before the link was followed.
    ann.delete("/session").await.expect(204);
    assert!(house.enter(&link).await.is_none());
    // A token that may only look opens nothing; one that may do all does.
    let looks = json!({ "name": "t", "scopes": ["job.read", "job.read_own"] });
    let looks = house.admin.post("/tokens", looks).await.expect(201);
    let bearer = |made: &Value| format!("Bearer {}", made["secret"].as_str().unwrap());
    let looking = house.test.anonymous().with("authorization", &bearer(&looks));
    looking.post(&format!("/jobs/{job}/endpoints/web/open"), json!({})).await.refused(403, "auth.forbidden");
    assert_eq!(
        looking.get(&format!("/jobs/{job}/endpoints")).await.expect(200)["items"][0]["may_open"],
        false
    );
    let full = house.admin.post("/tokens", json!({ "name": "u" })).await.expect(201);
    let acting = house.test.anonymous().with("authorization", &bearer(&full));
    let (host, door) = house.enter(&house.link(&acting, &job, "web").await).await.unwrap_or_else(|| panic!());
    assert_eq!(house.visit(&host, &door, &[]).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_browser_elsewhere_is_told_that_the_names_lead_to_itself() {
    let house = House::new().await;
    let job = house.job(&house.admin).await;
    let path = format!("/jobs/{job}/endpoints/web/open");
    let far = house.admin.with("host", "fovea.example.com");
    far.post(&path, json!({})).await.refused(409, "endpoint.no_host");
    let settings = Settings {
        unsandboxed_jobs: true,
        secure_cookie: true,
        gateway_domain: "apps.example.com:8443".into(),
        ..Settings::default()
    };
    let test = TestApp::with(settings).await;
    let admin = test.administrator().await.with("host", "fovea.example.com");
    assert!(admin.header("cookie").unwrap().starts_with("__Host-fovea_session="));
    let house = House { test, admin, heads: Arc::default() };
    let job = house.job(&house.admin).await;
    let link = house.link(&house.admin, &job, "web").await;
    let expected = format!("https://web--{}.apps.example.com:8443/", job.replace('-', ""));
    assert!(link.starts_with(&expected), "{link}");
}

#[tokio::test]
async fn what_cannot_be_shown_is_said_in_the_visitors_language() {
    let house = House::new().await;
    let job = house.job(&house.admin).await;
    let (host, door) = house.enter(&house.link(&house.admin, &job, "own").await).await.unwrap();
    let html = ("accept", "text/html");
    let (status, page) = house.visit(&host, &door, &[html, ("accept-language", "en")]).await;
    assert!(status == 503 && page.contains("It is starting") && page.contains("refresh"), "{page}");
    let (_, page) = house.visit(&host, &door, &[html, ("accept-language", "zh-CN")]).await;
    assert!(page.contains("正在启动"), "{page}");
    let (status, page) = house.visit(&host, "", &[("accept-language", "en")]).await;
    assert!(status == 401 && page.starts_with("Open it from the job's page: "), "{page}");
    house.admin.post(&format!("/jobs/{job}/stop"), json!({})).await.expect(200);
    house.test.store.move_job(job.parse().unwrap(), JobEvent::Done, None).await.unwrap();
    assert_eq!(house.visit(&host, &door, &[]).await.0, StatusCode::GONE);
    house
        .admin
        .post(&format!("/jobs/{job}/endpoints/own/open"), json!({}))
        .await
        .refused(409, "endpoint.ended");
    // A name that is like a door's but none is the platform's.
    let other = Request::get("/api/v1/health").header("host", "lab--1.localhost:8585");
    assert_eq!(house.send(other.body(Body::empty()).unwrap()).await.0.status(), StatusCode::OK);
}

#[tokio::test]
async fn one_that_is_closed_lets_nobody_in_until_it_is_opened_again() {
    let house = House::new().await;
    let job = house.job(&house.admin).await;
    let bob = member(&house, "bob").await;
    let at = format!("/jobs/{job}/endpoints/web");
    house.admin.post(&format!("{at}/shares"), json!({ "user": "bob", "hours": 1 })).await.expect(201);
    let (host, own) = house.enter(&house.link(&house.admin, &job, "web").await).await.unwrap();
    let (_, guest) = house.enter(&house.link(&bob, &job, "web").await).await.unwrap();
    let late = house.link(&house.admin, &job, "web").await;
    // Guests close nothing.
    bob.post(&format!("{at}/close"), json!({})).await.refused(403, "auth.forbidden");
    house.admin.post(&format!("{at}/close"), json!({})).await.expect(204);
    for cookie in [&own, &guest] {
        assert_eq!(house.visit(&host, cookie, &[]).await.0, StatusCode::UNAUTHORIZED);
    }
    assert!(house.enter(&late).await.is_none(), "a link of before");
    let refused = house.admin.post(&format!("{at}/open"), json!({})).await;
    refused.refused(409, "endpoint.closed");
    let states =
        |all: Value| all["items"].as_array().unwrap().iter().map(|e| e["state"].clone()).collect::<Vec<_>>();
    let told = states(house.admin.get(&format!("/jobs/{job}/endpoints")).await.expect(200));
    assert!(told[0] == "closed" && told[1] != "closed", "{told:?}");
    // Twice is once.
    house.admin.post(&format!("{at}/close"), json!({})).await.expect(204);
    house.admin.post(&format!("{at}/reopen"), json!({})).await.expect(204);
    for cookie in [&own, &guest] {
        assert_eq!(house.visit(&host, cookie, &[]).await, (StatusCode::OK, "here".into()));
    }
    let told = house.admin.get("/audit?action=endpoint.").await.expect(200);
    let actions: Vec<&str> =
        told["items"].as_array().unwrap().iter().map(|r| r["action"].as_str().unwrap()).collect();
    assert_eq!(actions[..2], ["endpoint.reopen", "endpoint.close"]);
}
