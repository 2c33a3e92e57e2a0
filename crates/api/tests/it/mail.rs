//! Letters: to whom, in which language, through which server, and what becomes of those that cannot be sent.

use crate::app::{Client, PASSWORD, TestApp, id};
use crate::people::role;
use crate::smtp::{self, Mode, Smtp};
use serde_json::{Value, json};

fn settings(server: &Smtp, encryption: &str) -> Value {
    json!({"host": "localhost", "port": server.port, "encryption": encryption,
        "sender": "Fovea <fovea@plant.example>", "server_url": "https://fovea.plant.example"})
}

async fn set_up(admin: &Client, server: &Smtp) {
    admin.put("/settings/mail", settings(server, "none")).await.expect(200);
}

async fn invite(admin: &Client, name: &str, mail: &str, language: &str) -> Value {
    let wanted = json!({"name": name, "mail": mail, "language": language,
        "role_ids": [role(admin, "annotator").await]});
    admin.post("/users", wanted).await.expect(201)
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_go_by_mail_in_the_users_language_and_the_link_works() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    // Without a server nothing is sent, and the link is in the answer.
    assert_eq!(invite(&admin, "early", "early@plant.example", "").await["invitation"]["mail"], json!(null));
    let server = Smtp::start(Mode::Plain, false, None);
    set_up(&admin, &server).await;
    let made = invite(&admin, "王芳", "wang@plant.example", "zh-CN").await;
    assert_eq!(made["invitation"]["mail"], "sent");
    assert_eq!(invite(&admin, "bob", "bob@plant.example", "en").await["invitation"]["mail"], "sent");
    assert_eq!(invite(&admin, "silent", "", "en").await["invitation"]["mail"], json!(null));
    let got = server.got();
    assert_eq!(
        got.iter().map(|m| m.to.as_str()).collect::<Vec<_>>(),
        ["wang@plant.example", "bob@plant.example"]
    );
    assert_eq!(got[0].from, "fovea@plant.example");
    let (chinese, english) = (got[0].text(), got[1].text());
    assert!(
        chinese.contains("王芳，您好") && chinese.contains("72 小时") && !chinese.contains("Hello"),
        "{chinese}"
    );
    assert!(
        english.contains("Hello bob,") && english.contains("72 hours") && !english.contains("您好"),
        "{english}"
    );
    for letter in [&chinese, &english] {
        assert!(letter.contains("multipart/alternative") && letter.contains("text/html"), "{letter}");
    }
    let secret = made["invitation"]["secret"].as_str().unwrap();
    assert_eq!(got[0].link(), format!("https://fovea.plant.example/invitation#secret={secret}"));
    // Nothing secret but the link stands in it, and only once in the text.
    assert_eq!(chinese.matches(secret).count(), 3, "{chinese}");
    test.accept(&made).await;
    let rows = admin.get("/audit?action=mail.send").await.expect(200);
    assert_eq!(rows["total"], 2);
    assert!(!rows.to_string().contains(secret));
    assert_eq!(rows["items"][1]["after"], json!({"occasion": "invitation", "to": "wang@plant.example"}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_refused_is_told_and_the_user_is_made_all_the_same() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let server = Smtp::start(Mode::Plain, false, None);
    set_up(&admin, &server).await;
    let made = invite(&admin, "bob", "nobody@plant.example", "en").await;
    assert_eq!(made["invitation"]["mail"], "failed");
    let row = admin.get("/audit?action=mail.send").await.expect(200)["items"][0].clone();
    assert_eq!(row["result"], "refused");
    assert!(row["after"]["reason"].as_str().unwrap().contains("no such mailbox"), "{row}");
    test.accept(&made).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_for_a_new_password_works_once_and_ends_what_was_open() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let server = Smtp::start(Mode::Plain, false, None);
    set_up(&admin, &server).await;
    let made = invite(&admin, "bob", "bob@plant.example", "en").await;
    let path = format!("/users/{}/reset_link", id(&made["user"]));
    admin.post(&path, json!({})).await.refused(409, "user.not_active");
    let bob = test.accept(&made).await;
    let token = bob.post("/tokens", json!({"name": "t"})).await.expect(201);
    let first = admin.post(&path, json!({})).await.expect(201);
    let second = admin.post(&path, json!({})).await.expect(201);
    assert_eq!(second["mail"], "sent");
    let letter = server.got().pop().unwrap();
    assert!(
        letter.text().contains("24 hours") && letter.link().ends_with(second["secret"].as_str().unwrap())
    );
    let at = |link: &Value| format!("/invitations/{}", link["secret"].as_str().unwrap());
    // The one before is void, the password holds, and who is in stays in, until it is used.
    test.anonymous().get(&at(&first)).await.refused(410, "invitation.used");
    assert_eq!(test.anonymous().get(&at(&second)).await.expect(200)["reset"], true);
    bob.get("/session").await.expect(200);
    let login = |password: &str| json!({"name": "bob", "password": password});
    test.anonymous().post("/session", login(PASSWORD)).await.expect(200);
    let weak = test.anonymous().post(&at(&second), json!({"password": "password"})).await;
    weak.refused(422, "request.fields");
    let new = json!({"password": "another long password"});
    let answer = test.anonymous().post(&at(&second), new.clone()).await;
    answer.expect(204);
    // There may be a second factor: nobody is let in by the link alone.
    assert!(answer.headers.get("set-cookie").is_none());
    test.anonymous().post(&at(&second), new).await.refused(410, "invitation.used");
    bob.get("/session").await.refused(401, "auth.required");
    let by_token =
        test.anonymous().with("authorization", &format!("Bearer {}", token["secret"].as_str().unwrap()));
    by_token.get("/session").await.refused(401, "auth.required");
    test.anonymous().post("/session", login(PASSWORD)).await.refused(401, "auth.wrong");
    test.anonymous().post("/session", login("another long password")).await.expect(200);
    // One who is locked, or has chosen a password meanwhile, has no use of an old link.
    let link = admin.post(&path, json!({})).await.expect(201);
    admin.post("/users/actions", json!({"action": "lock", "ids": [made["user"]["id"]]})).await.expect(200);
    test.anonymous().get(&at(&link)).await.refused(410, "invitation.used");
    admin.post("/users/actions", json!({"action": "unlock", "ids": [made["user"]["id"]]})).await.expect(200);
    test.anonymous().get(&at(&link)).await.refused(410, "invitation.used");
    // Nobody makes one for somebody who may do more.
    let clerk =
        admin.post("/roles", json!({"name": "clerk", "permissions": ["user.write"]})).await.expect(201);
    let wanted = json!({"name": "clerk", "role_ids": [id(&clerk)]});
    let clerk = test.accept(&admin.post("/users", wanted).await.expect(201)).await;
    let ada = admin.get("/session").await.expect(200);
    clerk.post(&format!("/users/{}/reset_link", id(&ada)), json!({})).await.refused(403, "auth.above_you");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_of_the_server_is_sealed_told_to_nobody_and_sent_to_no_other() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let certificates = tempfile::tempdir().unwrap();
    crate::slapd::certificates(certificates.path());
    let ca = std::fs::read_to_string(certificates.path().join("ca.pem")).unwrap();
    assert_eq!(admin.get("/settings/mail").await.expect(200), json!({"mail": null}));
    admin.post("/settings/mail/test", json!({"to": "a@b.example"})).await.refused(409, "mail.off");
    for (mode, word) in [(Mode::StartTls, "start_tls"), (Mode::Tls, "tls")] {
        let server = Smtp::start(mode, true, Some(certificates.path()));
        let mut wanted = settings(&server, word);
        wanted["user"] = json!(smtp::USER);
        wanted["password"] = json!(smtp::PASSWORD);
        // Whom nobody vouches for is not told the password.
        admin.put("/settings/mail", wanted.clone()).await.expect(200);
        let to = json!({"to": "chief@plant.example"});
        let refused = admin.post("/settings/mail/test", to.clone()).await.refused(422, "mail.failed");
        assert!(refused["params"]["reason"].as_str().unwrap().contains("encrypted"), "{refused}");
        wanted["ca_pem"] = json!(ca);
        let kept = admin.put("/settings/mail", wanted.clone()).await;
        assert_eq!(kept.expect(200)["mail"]["has_password"], true);
        assert!(!kept.text().contains(smtp::PASSWORD));
        admin.post("/settings/mail/test", to).await.expect(204);
        let got = server.got();
        assert_eq!((got.len(), got[0].logged_in, got[0].encrypted), (1, true, true), "{mode:?}");
        // Left out it stays; for another server it has to be given anew.
        wanted.as_object_mut().unwrap().remove("password");
        admin.put("/settings/mail", wanted.clone()).await.expect(200);
        admin.post("/settings/mail/test", json!({"to": "b@plant.example"})).await.expect(204);
        wanted["host"] = json!("mail.elsewhere.example");
        let refused = admin.put("/settings/mail", wanted).await.refused(422, "request.fields");
        assert_eq!(refused["fields"]["password"], "field.required");
    }
    let audit = admin.get("/audit?action=setting.change").await.text();
    assert!(!audit.contains(smtp::PASSWORD) && audit.contains("changed"), "{audit}");
    let database = std::fs::read(test.folder().join("fovea.db")).unwrap();
    let plain = |bytes: &[u8]| bytes.windows(smtp::PASSWORD.len()).any(|w| w == smtp::PASSWORD.as_bytes());
    assert!(!plain(&database));
    admin.delete("/settings/mail").await.expect(204);
    assert_eq!(admin.get("/settings/mail").await.expect(200), json!({"mail": null}));
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_cannot_be_are_told_by_field_and_only_who_may_do_everything_sets_them() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let server = Smtp::start(Mode::Plain, false, None);
    let good = settings(&server, "none");
    for (field, value, code) in [
        ("host", json!(" "), "field.required"),
        ("host", json!("a b"), "field.invalid"),
        ("port", json!(0), "field.out_of_range"),
        ("sender", json!("fovea"), "field.invalid"),
        ("sender", json!("a@b.example\r\nBcc: eve@c.example"), "field.invalid"),
        ("server_url", json!("fovea.plant.example"), "field.invalid"),
        ("ca_pem", json!("no certificate"), "field.invalid"),
    ] {
        let mut wanted = good.clone();
        wanted[field] = value;
        let refused = admin.put("/settings/mail", wanted).await.refused(422, "request.fields");
        assert_eq!(refused["fields"][field], code, "{refused}");
    }
    let mut plain = good.clone();
    plain["host"] = json!("mail.plant.example");
    plain["user"] = json!("fovea");
    let refused = admin.put("/settings/mail", plain).await.refused(422, "request.fields");
    assert_eq!(refused["fields"]["encryption"], "mail.password_in_plain");
    // Who holds the mail server reads every link that lets somebody in.
    let keeper = admin.post("/roles", json!({"name": "keeper", "permissions": ["setting.write"]})).await;
    let wanted = json!({"name": "kim", "role_ids": [id(&keeper.expect(201))]});
    let kim = test.accept(&admin.post("/users", wanted).await.expect(201)).await;
    kim.put("/settings/mail", good.clone()).await.refused(403, "auth.above_you");
    kim.delete("/settings/mail").await.refused(403, "auth.above_you");
    admin.put("/settings/mail", good).await.expect(200);
    kim.post("/settings/mail/test", json!({"to": "kim@plant.example"})).await.refused(403, "auth.above_you");
    let refused = admin.post("/settings/mail/test", json!({"to": ""})).await.refused(422, "request.fields");
    assert_eq!(refused["fields"]["to"], "field.required");
}
