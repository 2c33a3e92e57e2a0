//! A server of its own for each test, within the process, and clients of it.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use fovea_api::{App, Settings};
use fovea_store::Store;
use fovea_vision::{Picture, encode_jpeg, encode_png_rgb};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower::ServiceExt;

pub const NAME: &str = "ada";
pub const PASSWORD: &str = "a long password";

pub struct TestApp {
    pub app: App,
    pub store: Store,
    router: Router,
    folder: TempDir,
}

/// Who asks.
#[derive(Clone)]
pub struct Client {
    router: Router,
    headers: Vec<(&'static str, String)>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

/// A database as a first start makes it, to be copied: all the steps to today's tables take longer than many a test.
async fn fresh() -> &'static Path {
    static FRESH: OnceCell<PathBuf> = OnceCell::const_new();
    let made = || {
        Box::pin(async {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("it-fresh");
            let _ = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&folder).unwrap();
            let store = Store::open(&folder).await.unwrap();
            // What is in the log beside the database goes into it.
            store.close().await;
            store.place().database()
        })
    };
    FRESH.get_or_init(made).await
}

impl TestApp {
    pub async fn new() -> TestApp {
        TestApp::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> TestApp {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(fresh().await, folder.path().join("fovea.db")).unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let app = App::new(store.clone(), settings);
        fovea_api::begin_clusters(&app).await.unwrap();
        let router = fovea_api::service(app.clone());
        TestApp { app, store, router, folder }
    }

    /// As after a kill: what the server had in its memory is gone.
    pub fn again(self) -> TestApp {
        let TestApp { store, folder, .. } = self;
        let app = App::new(store.clone(), Settings::default());
        let router = fovea_api::service(app.clone());
        TestApp { app, store, router, folder }
    }

    /// Who asked before, of this server.
    pub fn known(&self, client: &Client) -> Client {
        Client { router: self.router.clone(), headers: client.headers.clone() }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn anonymous(&self) -> Client {
        Client { router: self.router.clone(), headers: Vec::new() }
    }

    /// Logged in with a session, as a browser is.
    pub async fn administrator(&self) -> Client {
        fovea_api::admin::create_administrator(&self.store, NAME, PASSWORD).await.unwrap();
        self.log_in().await
    }

    pub async fn log_in(&self) -> Client {
        let login = json!({"name": NAME, "password": PASSWORD});
        let answer = self.anonymous().post("/session", login).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let mut client = self.anonymous();
        client.headers = vec![("cookie", answer.cookie()), ("x-fovea", "1".into())];
        client
    }

    /// With a token, as programs are.
    pub async fn token(&self) -> Client {
        if self.store.user_by_name(NAME).await.unwrap().is_none() {
            fovea_api::admin::create_administrator(&self.store, NAME, PASSWORD).await.unwrap();
        }
        let secret = fovea_api::admin::create_token(&self.store, NAME, "test", None).await.unwrap();
        self.anonymous().with("authorization", &format!("Bearer {secret}"))
    }
}

impl Client {
    pub fn with(&self, name: &'static str, value: &str) -> Client {
        let mut client = self.clone();
        client.headers.retain(|(n, _)| *n != name);
        client.headers.push((name, value.into()));
        client
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }

    pub fn without(&self, name: &str) -> Client {
        let mut client = self.clone();
        client.headers.retain(|(n, _)| *n != name);
        client
    }

    /// An answer that may have no end.
    pub async fn open(&self, path: &str) -> axum::response::Response {
        let mut request = Request::builder().uri(format!("/api/v1{path}"));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    pub async fn send(&self, method: Method, path: &str, body: Body, kind: Option<&str>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// Beside the interface.
    pub async fn get_at_root(&self, path: &str) -> Answer {
        let mut request = Request::builder().uri(path);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty(), None).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, Body::empty(), None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Body::from(body.to_string()), Some("application/json")).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Body::from(body.to_string()), Some("application/json")).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Body::from(body.to_string()), Some("application/json")).await
    }

    /// A new project with the defects `scratch` and `dent`.
    pub async fn project(&self) -> Value {
        let wanted = json!({
            "name": format!("project {}", fovea_store::Id::new()),
            "product": "screws",
            "scene": "free",
            "good_name": "good",
            "classes": [{"name": "scratch"}, {"name": "dent"}],
        });
        self.post("/projects", wanted).await.expect(201)
    }

    pub async fn import(&self, project: &Value) -> Value {
        self.post(&format!("/projects/{}/imports", id(project)), json!({})).await.expect(201)
    }

    pub async fn file(&self, import: &Value, name: &str, bytes: Vec<u8>) -> Answer {
        let name: String = name.bytes().map(|b| format!("%{b:02X}")).collect();
        let path = format!("/imports/{}/files?name={name}", id(import));
        self.send(Method::PUT, &path, Body::from(bytes), Some("application/octet-stream")).await
    }

    pub async fn finish(&self, import: &Value) -> Value {
        self.post(&format!("/imports/{}/finish", id(import)), json!({})).await.expect(200)
    }

    /// Brings in files and ends the import.
    pub async fn bring(&self, project: &Value, files: Vec<(&str, Vec<u8>)>) -> Value {
        let import = self.import(project).await;
        for (name, bytes) in files {
            self.file(&import, name, bytes).await.expect(200);
        }
        self.finish(&import).await
    }

    pub async fn pictures(&self, project: &Value, query: &str) -> Vec<Value> {
        let found =
            self.get(&format!("/projects/{}/pictures?limit=200&{query}", id(project))).await.expect(200);
        found["items"].as_array().unwrap().clone()
    }

    pub async fn class_id(&self, project: &Value, name: &str) -> String {
        let project = self.get(&format!("/projects/{}", id(project))).await.expect(200);
        let classes = project["classes"].as_array().unwrap();
        let class = classes.iter().find(|c| c["name"] == name);
        class.unwrap_or_else(|| panic!("no class {name} in {classes:?}"))["id"].as_str().unwrap().to_string()
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    /// The body, where the status is the expected one.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        if self.bytes.is_empty() { Value::Null } else { self.json() }
    }

    /// Checks that it is a problem with this code.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Value {
        let problem = self.expect(status);
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        problem
    }

    pub fn cookie(&self) -> String {
        let cookie = self.headers[header::SET_COOKIE].to_str().unwrap();
        cookie.split(';').next().unwrap().to_string()
    }

    pub fn etag(&self) -> String {
        self.headers[header::ETAG].to_str().unwrap().to_string()
    }
}

pub fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap_or_else(|| panic!("no id in {thing}"))
}

/// A picture that no other number gives.
pub fn jpeg(number: u32) -> Vec<u8> {
    encode_jpeg(&picture(number, 64, 48), 90).unwrap()
}

pub fn png(number: u32) -> Vec<u8> {
    encode_png_rgb(&picture(number, 64, 48)).unwrap()
}

pub fn picture(number: u32, width: u32, height: u32) -> Picture {
    let mut picture = Picture::new(width, height);
    for (at, value) in picture.rgb.iter_mut().enumerate() {
        *value = ((at as u32 * 7 + number * 31 + (at as u32 / 90) * number) % 251) as u8;
    }
    picture
}
