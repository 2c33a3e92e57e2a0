//! Pictures that the server takes from a bucket of an S3 server, which is a small one here that checks every signature by itself.

use crate::app::{Client, TestApp, id, jpeg};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use fovea_api::{Bucket, BucketAccess, BucketServer, Settings};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

const SECRET: &str = "a secret of the tests/+";
/// A page of a list, whatever is asked for.
const PAGE: usize = 2;

#[derive(Clone)]
struct S3 {
    objects: Arc<BTreeMap<String, Vec<u8>>>,
    /// How often each key was fetched
    fetched: Arc<Mutex<HashMap<String, usize>>>,
    endpoint: String,
}

impl S3 {
    async fn start(objects: &[(&str, Vec<u8>)]) -> S3 {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let objects = objects.iter().map(|(key, bytes)| (key.to_string(), bytes.clone())).collect();
        let s3 = S3 { objects: Arc::new(objects), fetched: Arc::default(), endpoint };
        let router = Router::new().fallback(answer).with_state(s3.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        s3
    }

    fn bucket(&self, secret: &str) -> Bucket {
        let access = BucketAccess { key_id: "key".into(), secret: secret.into(), session: None };
        let server = BucketServer::new(Some(&self.endpoint), "local-1", access).unwrap();
        Bucket::new(server, "s3://pictures/lines").unwrap()
    }

    async fn app(&self, secret: &str) -> TestApp {
        let buckets = vec![("cloud".to_string(), self.bucket(secret))];
        TestApp::with(Settings { buckets, ..Settings::default() }).await
    }

    fn fetched(&self, key: &str) -> usize {
        self.fetched.lock().unwrap().get(key).copied().unwrap_or(0)
    }

    fn list(&self, query: &HashMap<String, String>) -> String {
        let prefix = query["prefix"].as_str();
        let folder = query.get("delimiter").is_some_and(|d| d == "/");
        // Keys, or folders that they are in, each once.
        let mut rows: Vec<(String, Option<usize>)> = Vec::new();
        for (key, bytes) in self.objects.iter().filter(|(key, _)| key.starts_with(prefix)) {
            let row = match key[prefix.len()..].split_once('/') {
                Some((name, _)) if folder => (format!("{prefix}{name}/"), None),
                _ => (key.clone(), Some(bytes.len())),
            };
            if rows.last() != Some(&row) {
                rows.push(row);
            }
        }
        let most = query["max-keys"].parse::<usize>().unwrap().min(PAGE);
        let from =
            query.get("continuation-token").map_or(0, |t| t.strip_prefix("+t/=").unwrap().parse().unwrap());
        let more = from + most < rows.len();
        let mut text =
            format!("<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>{more}</IsTruncated>");
        for (name, bytes) in rows.iter().skip(from).take(most) {
            let name = encode(name, "-._/").replace("%20", "+");
            text += &match bytes {
                Some(bytes) => format!(
                    "<Contents><Key>{name}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>\"e\"</ETag><Size>{bytes}</Size></Contents>"
                ),
                None => format!("<CommonPrefixes><Prefix>{name}</Prefix></CommonPrefixes>"),
            };
        }
        if more {
            text += &format!("<NextContinuationToken>+t/={}</NextContinuationToken>", from + most);
        }
        text + "</ListBucketResult>"
    }
}

fn encode(text: &str, kept: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || kept.as_bytes().contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn decode(text: &str) -> String {
    let (mut out, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            out.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            out.push(*first);
        }
    }
    String::from_utf8(out).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(text).finalize().into_bytes().to_vec()
}

/// The whole of Signature Version 4, from the other side.
fn signed(uri: &Uri, headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).map(|v| v.to_str().unwrap().to_string());
    let Some(told) = header("authorization") else { return false };
    let Some(told) = told.strip_prefix("AWS4-HMAC-SHA256 ") else { return false };
    let parts: HashMap<&str, &str> = told.split(',').filter_map(|p| p.trim().split_once('=')).collect();
    let Some(scope) = parts["Credential"].strip_prefix("key/") else { return false };
    let names: Vec<&str> = parts["SignedHeaders"].split(';').collect();
    if ["host", "x-amz-content-sha256", "x-amz-date"].iter().any(|needed| !names.contains(needed)) {
        return false;
    }
    let moment = header("x-amz-date").unwrap();
    let scoped: Vec<&str> = scope.split('/').collect();
    if scoped[1..] != ["local-1", "s3", "aws4_request"] || !moment.starts_with(scoped[0]) {
        return false;
    }
    let pairs = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<String> = pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| format!("{}={}", encode(&decode(name), "-._~"), encode(&decode(value), "-._~")))
        .collect();
    pairs.sort();
    let lines: String = names.iter().map(|name| format!("{name}:{}\n", header(name).unwrap())).collect();
    let request = format!(
        "GET\n{}\n{}\n{lines}\n{}\n{}",
        encode(&decode(uri.path()), "-._~/"),
        pairs.join("&"),
        names.join(";"),
        header("x-amz-content-sha256").unwrap()
    );
    let text = format!("AWS4-HMAC-SHA256\n{moment}\n{scope}\n{}", hex(&Sha256::digest(request)));
    let key = scoped.iter().fold(format!("AWS4{SECRET}").into_bytes(), |key, part| mac(&key, part));
    hex(&mac(&key, &text)) == parts["Signature"]
}

async fn answer(State(s3): State<S3>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let say = |status: u16, text: String| Response::builder().status(status).body(Body::from(text)).unwrap();
    let error = |status, code| say(status, format!("<Error><Code>{code}</Code></Error>"));
    if !signed(&uri, &headers) {
        return error(403, "SignatureDoesNotMatch");
    }
    let path = decode(uri.path());
    let query = uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let query: HashMap<String, String> = query.map(|(name, value)| (decode(name), decode(value))).collect();
    if path == "/pictures" {
        return say(200, s3.list(&query));
    }
    let key = path.strip_prefix("/pictures/").unwrap_or_default().to_string();
    let Some(bytes) = s3.objects.get(&key) else { return error(404, "NoSuchKey") };
    let times = {
        let mut fetched = s3.fetched.lock().unwrap();
        let times = fetched.entry(key.clone()).or_default();
        *times += 1;
        *times
    };
    let response = Response::builder().status(200).header("content-length", bytes.len());
    if key.contains("broken") && times == 1 {
        let half = Bytes::copy_from_slice(&bytes[..bytes.len() / 2]);
        let parts = [Ok(half), Err(std::io::Error::other("it breaks off"))];
        return response.body(Body::from_stream(futures_util::stream::iter(parts))).unwrap();
    }
    response.body(Body::from(bytes.clone())).unwrap()
}

async fn ended(client: &Client, begun: &Value) -> Value {
    loop {
        let now = client.get(&format!("/imports/{}", id(begun))).await.expect(200);
        if now["state"] != "running" {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

async fn take(client: &Client, project: &Value, path: &str) -> Value {
    let wanted = json!({"storage": "cloud", "path": path});
    let begun =
        client.post(&format!("/projects/{}/imports/from_storage", id(project)), wanted).await.expect(201);
    ended(client, &begun).await
}

async fn set() -> S3 {
    S3::start(&[
        ("lines/set/", Vec::new()),
        ("lines/set/../evil.jpg", jpeg(8)),
        ("lines/set/good/1.jpg", jpeg(1)),
        ("lines/set/scratch/broken.jpg", jpeg(3)),
        ("lines/set/scratch/螺丝 2+.jpg", jpeg(2)),
        ("lines/set/words.txt.bin", vec![7; 50]),
        ("lines/one.jpg", jpeg(4)),
        ("outside/secret.jpg", jpeg(9)),
    ])
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_is_looked_into_page_by_page() {
    let s3 = set().await;
    let test = s3.app(SECRET).await;
    let admin = test.administrator().await;
    let storages = admin.get("/storages").await.expect(200);
    assert_eq!(storages["items"], json!([{"name": "cloud", "own": false, "links": false}]));
    let (mut names, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let more = cursor.map(|c| format!("&cursor={}", encode(&c, ""))).unwrap_or_default();
        let page = admin.get(&format!("/storages/cloud/entries?path=set{more}")).await.expect(200);
        let items = page["items"].as_array().unwrap();
        names.extend(
            items.iter().map(|f| format!("{} {}", f["kind"].as_str().unwrap(), f["path"].as_str().unwrap())),
        );
        assert_eq!(page["total"], json!(names.len()));
        match page["next"].as_str() {
            Some(next) => cursor = Some(next.into()),
            None => break,
        }
    }
    assert_eq!(names, ["folder set/..", "folder set/good", "folder set/scratch", "file set/words.txt.bin"]);
    let deep =
        admin.get(&format!("/storages/cloud/entries?path={}", encode("set/scratch", ""))).await.expect(200);
    let file = &deep["items"][1];
    assert_eq!(
        (&file["name"], &file["bytes"], file["changed_at"].as_str().map(|at| &at[..19])),
        (&json!("螺丝 2+.jpg"), &json!(jpeg(2).len()), Some("2026-01-02T03:04:05"))
    );
    let root = admin.get("/storages/cloud/entries").await.expect(200).to_string();
    assert!(root.contains("one.jpg") && !root.contains("secret"), "{root}");
    for path in ["..", "set/../..", "a//b"] {
        let path = format!("/storages/cloud/entries?path={path}");
        admin.get(&path).await.refused(422, "work.bad_path");
    }
    admin.get("/storages/cloud/entries?cursor=x").await.refused(400, "list.bad_cursor");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_a_bucket_comes_in_and_what_broke_off_is_fetched_anew() {
    let s3 = set().await;
    let test = s3.app(SECRET).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let begin = format!("/projects/{}/imports/from_storage", id(&project));
    let link = json!({"storage": "cloud", "path": "set", "link": true});
    admin.post(&begin, link).await.refused(422, "storage.link_bucket");
    for (path, status, code) in [("none", 404, "work.not_found"), ("../outside", 422, "work.bad_path")] {
        admin.post(&begin, json!({"storage": "cloud", "path": path})).await.refused(status, code);
    }
    let import = take(&admin, &project, "set").await;
    assert_eq!(
        (&import["state"], &import["added"], &import["labels"], &import["refused"]),
        (&json!("done"), &json!(3), &json!(3), &json!(2)),
        "{import}"
    );
    let found = admin.pictures(&project, "sort=name").await;
    let names: Vec<_> = found.iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["set/good/1.jpg", "set/scratch/broken.jpg", "set/scratch/螺丝 2+.jpg"]);
    for (picture, number) in found.iter().zip([1, 3, 2]) {
        assert_eq!(admin.get(&format!("/pictures/{}/file", id(picture))).await.bytes, jpeg(number));
    }
    assert_eq!((s3.fetched("lines/set/good/1.jpg"), s3.fetched("lines/set/scratch/broken.jpg")), (1, 2));
    let refusals = admin.get(&format!("/imports/{}/refusals", id(&import))).await.expect(200);
    let mut told: Vec<_> = refusals["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["name"].as_str().unwrap(), r["code"].as_str().unwrap()))
        .collect();
    told.sort();
    assert_eq!(told, [("set/../evil.jpg", "import.bad_name"), ("set/words.txt.bin", "import.unknown_kind")]);
    // One object alone, and all of the prefix.
    assert_eq!(take(&admin, &project, "one.jpg").await["added"], 1);
    let all = take(&admin, &project, "").await;
    assert_eq!((&all["added"], &all["duplicates"]), (&json!(0), &json!(4)));
    assert_eq!(s3.fetched("outside/secret.jpg"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_already_is_not_fetched_twice() {
    let s3 = set().await;
    let test = s3.app(SECRET).await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    // Begun by a server that took the first object and ended.
    let by = admin.get("/session").await.expect(200);
    let source = fovea_store::ImportSource { storage: "cloud".into(), path: "set".into(), linked: false };
    let begun =
        test.store.create_import_from(id(&project).parse().unwrap(), id(&by).parse().unwrap(), &source);
    let begun = json!({"id": begun.await.unwrap().id.to_string()});
    admin.file(&begun, "set/good/1.jpg", jpeg(1)).await.expect(200);
    fovea_api::end_overdue_imports(&test.app, fovea_store::now()).await.unwrap();
    let import = ended(&admin, &begun).await;
    assert_eq!((&import["state"], &import["added"]), (&json!("done"), &json!(3)));
    assert_eq!((s3.fetched("lines/set/good/1.jpg"), s3.fetched("lines/set/scratch/螺丝 2+.jpg")), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_or_is_away_is_told_without_its_key() {
    let s3 = set().await;
    let test = s3.app("another secret").await;
    let admin = test.administrator().await;
    let told = admin.get("/storages/cloud/entries").await.refused(502, "storage.bucket");
    assert_eq!(told["params"]["storage"], "cloud");
    let reason = told["params"]["reason"].as_str().unwrap();
    assert!(
        reason.contains("SignatureDoesNotMatch") && !told.to_string().contains("another secret"),
        "{told}"
    );
    let project = admin.project().await;
    let begin = format!("/projects/{}/imports/from_storage", id(&project));
    admin.post(&begin, json!({"storage": "cloud", "path": "set"})).await.refused(502, "storage.bucket");
    // Nobody listens there.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let gone = S3 { endpoint, ..s3 };
    let test = gone.app(SECRET).await;
    let admin = test.administrator().await;
    admin.get("/storages/cloud/entries").await.refused(502, "storage.bucket");
}
