//! Files in parts by tus 1.0, as a client of that protocol sends them.

use crate::app::{Answer, Client, TestApp, id, jpeg};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

/// `filename` in base64, as `Upload-Metadata` has it.
fn metadata(name: &str) -> String {
    use base64::Engine as _;
    format!("filetype aW1hZ2U=,filename {}", base64::engine::general_purpose::STANDARD.encode(name))
}

struct Sender {
    client: Client,
    base: String,
}

impl Sender {
    async fn begin(&self, name: &str, length: usize) -> Answer {
        let client = self.client.with("tus-resumable", "1.0.0").with("upload-metadata", &metadata(name));
        bare(&client.with("upload-length", &length.to_string()), Method::POST, &self.base).await
    }

    async fn part(&self, at: &str, offset: usize, bytes: &[u8]) -> Answer {
        let client = self.client.with("tus-resumable", "1.0.0").with("upload-offset", &offset.to_string());
        client
            .send(Method::PATCH, at, Body::from(bytes.to_vec()), Some("application/offset+octet-stream"))
            .await
    }

    async fn offset(&self, at: &str) -> String {
        let told = bare(&self.client.with("tus-resumable", "1.0.0"), Method::HEAD, at).await;
        assert_eq!(told.status, 200);
        assert_eq!(told.headers["cache-control"], "no-store");
        told.headers["upload-offset"].to_str().unwrap().to_string()
    }
}

async fn house() -> (TestApp, Client, Value, Sender) {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let import = admin.post(&format!("/projects/{}/imports", id(&project)), json!({})).await.expect(201);
    let sender = Sender { client: admin.clone(), base: format!("/imports/{}/tus", id(&import)) };
    (test, admin, project, sender)
}

async fn bare(client: &Client, method: Method, path: &str) -> Answer {
    client.send(method, path, Body::empty(), None).await
}

/// Where the parts go, from below the interface's base.
fn place(begun: &Answer) -> String {
    let location = begun.headers["location"].to_str().unwrap();
    location.strip_prefix("/api/v1").unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_in_parts_and_goes_on_where_it_was() {
    let (_test, admin, project, sender) = house().await;
    let told = admin.get(&sender.base).await;
    assert_eq!(
        (&told.headers["tus-version"], &told.headers["tus-extension"]),
        (&"1.0.0".parse().unwrap(), &"creation,termination".parse().unwrap())
    );
    let bytes = jpeg(7);
    let begun = sender.begin("批次/scratch/a.jpg", bytes.len()).await;
    assert_eq!((begun.status.as_u16(), &begun.headers["tus-resumable"]), (201, &"1.0.0".parse().unwrap()));
    let at = place(&begun);
    assert_eq!(sender.offset(&at).await, "0");
    let half = bytes.len() / 2;
    let sent = sender.part(&at, 0, &bytes[..half]).await;
    assert_eq!(
        (sent.status.as_u16(), sent.headers["upload-offset"].to_str().unwrap()),
        (204, half.to_string().as_str())
    );
    assert_eq!(sender.offset(&at).await, half.to_string());
    // From another place it does not go on, and more than was said is not taken.
    sender.part(&at, 0, &bytes).await.refused(409, "work.upload_place");
    sender.part(&at, half, &bytes).await.refused(413, "import.too_large");
    assert_eq!(admin.pictures(&project, "").await.len(), 0);
    assert_eq!(sender.part(&at, half, &bytes[half..]).await.status, 204);
    let pictures = admin.pictures(&project, "").await;
    assert_eq!((pictures.len(), &pictures[0]["name"]), (1, &json!("批次/scratch/a.jpg")));
    let whole = admin.get(&format!("/pictures/{}/file", id(&pictures[0]))).await;
    assert_eq!(whole.bytes, bytes);
    // It has been taken in, so there is nothing to go on with.
    let gone = bare(&sender.client.with("tus-resumable", "1.0.0"), Method::HEAD, &at).await;
    assert_eq!(gone.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_tus_is_refused_and_what_is_given_up_goes() {
    let (test, admin, _, sender) = house().await;
    sender.begin("../a.jpg", 9).await.refused(422, "import.bad_name");
    bare(&admin.with("upload-length", "9"), Method::POST, &sender.base)
        .await
        .refused(412, "precondition.failed");
    bare(&admin.with("tus-resumable", "1.0.0"), Method::POST, &sender.base)
        .await
        .refused(422, "request.fields");
    let begun = sender.begin("a.jpg", 9).await;
    let at = place(&begun);
    let typed = admin.with("tus-resumable", "1.0.0").with("upload-offset", "0");
    typed
        .send(Method::PATCH, &at, Body::from("x"), Some("image/jpeg"))
        .await
        .refused(415, "request.media_type");
    let other = test.member(&admin, "bob", "annotator").await;
    other.get(&at).await.refused(403, "auth.forbidden");
    admin.with("tus-resumable", "1.0.0").delete(&at).await.expect(204);
    sender.part(&at, 0, b"x").await.refused(404, "not_found");
    // With the end of the import all of it goes.
    let begun = sender.begin("b.jpg", 9).await;
    sender.part(&place(&begun), 0, b"half").await;
    let import = sender.base.strip_suffix("/tus").unwrap();
    admin.post(&format!("{import}/cancel"), json!({})).await.expect(200);
    sender.part(&place(&begun), 4, b"more").await.refused(409, "import.ended");
}
