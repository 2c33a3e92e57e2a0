//! Coming in with the name and password of a directory.

use crate::app::{Answer, Client, NAME, PASSWORD as OWN, TestApp, id};
use crate::people::{make, role};
use crate::slapd::{BASE, PASSWORD, Slapd};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::time::{Duration, Instant};

async fn log_in(test: &TestApp, name: &str, password: &str) -> Answer {
    test.anonymous().post("/session", json!({"name": name, "password": password})).await
}

async fn add(admin: &Client, setting: Value) -> Value {
    admin.post("/identity_providers", setting).await.expect(201)
}

async fn line_1(admin: &Client) -> Value {
    json!([{"their_group": "Line 1", "role_id": role(admin, "annotator").await}])
}

async fn refused(admin: &Client) -> Vec<Value> {
    let found = admin.get("/audit?action=session.open&result=refused").await.expect(200);
    found["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_login_makes_the_user_and_later_ones_find_it() {
    let (test, slapd) = (TestApp::new().await, Slapd::start());
    let admin = test.administrator().await;
    add(&admin, slapd.setting(line_1(&admin).await)).await;
    let ways = test.anonymous().get("/login_ways").await.expect(200);
    assert_eq!(
        (&ways["providers"], &ways["directories"][0]["name"]),
        (&json!([]), &json!("Works directory"))
    );
    log_in(&test, "lin", "wrong").await.refused(401, "auth.wrong");
    assert_eq!(admin.get("/users").await.expect(200)["total"], 1);
    let me = log_in(&test, "lin", PASSWORD).await.expect(200);
    assert_eq!(
        (&me["name"], &me["nickname"], &me["mail"], &me["phone"], &me["has_password"]),
        (&json!("lin"), &json!("林 Lin"), &json!("lin@works.example"), &json!("+86 10 1234"), &json!(false))
    );
    assert_eq!(me["roles"][0]["key"], "annotator");
    // The same by another name that the filter knows, and by one with blanks around.
    for name in ["lin@works.example", " LIN "] {
        assert_eq!(log_in(&test, name, PASSWORD).await.expect(200)["id"], me["id"], "{name}");
    }
    for password in ["wrong", "", OWN] {
        log_in(&test, "lin", password).await.refused(401, "auth.wrong");
    }
    let made = admin.get("/audit?action=user.create").await.expect(200);
    assert_eq!(made["items"][0]["after"]["provider"], "Works directory");
    let lock = json!({"action": "lock", "ids": [me["id"]]});
    admin.post("/users/actions", lock).await.expect(200);
    log_in(&test, "lin", PASSWORD).await.refused(403, "auth.locked");
    log_in(&test, "lin", "wrong").await.refused(401, "auth.wrong");
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_are_found_by_attribute_or_by_a_search_and_kept_up_to_date() {
    let (test, slapd) = (TestApp::new().await, Slapd::start());
    let admin = test.administrator().await;
    let whole = format!("CN=line 1,ou=groups,{BASE}");
    let mut setting =
        slapd.setting(json!([{"their_group": whole, "role_id": role(&admin, "reviewer").await}]));
    setting["ldap"]["group_attribute"] = json!("");
    setting["ldap"]["group_base_dn"] = json!(format!("ou=groups,{BASE}"));
    let made = add(&admin, setting.clone()).await;
    let me = log_in(&test, "lin", PASSWORD).await.expect(200);
    assert_eq!(me["roles"][0]["key"], "reviewer");
    // Another mapping: from the next login on.
    setting["mapping"] = json!([
        {"their_group": "line 1", "role_id": role(&admin, "annotator").await},
        {"their_group": "chiefs", "role_id": role(&admin, "reviewer").await},
    ]);
    let path = format!("/identity_providers/{}", id(&made));
    admin.with("if-match", "\"1\"").put(&path, setting).await.expect(200);
    let me = log_in(&test, "lin", PASSWORD).await.expect(200);
    assert_eq!((me["roles"].as_array().unwrap().len(), &me["roles"][0]["key"]), (1, &json!("annotator")));
    // In no group that gives anything: waits.
    log_in(&test, "odd", PASSWORD).await.refused(403, "auth.waiting");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_local_account_comes_first_and_is_never_taken_over() {
    let (test, slapd) = (TestApp::new().await, Slapd::start());
    let admin = test.administrator().await;
    let everybody = json!([{"their_group": "chiefs", "role_id": role(&admin, "annotator").await}]);
    let setting = add(&admin, slapd.setting(everybody)).await;
    // `ada` is the administrator here, and somebody else there.
    log_in(&test, NAME, PASSWORD).await.refused(401, "auth.wrong");
    log_in(&test, NAME, OWN).await.expect(200);
    let there = log_in(&test, "ada@works.example", PASSWORD).await.expect(200);
    assert_eq!(there["name"], "ada-2");
    // Somebody who is invited under a name of the directory is not in yet.
    make(&admin, "lin", "annotator").await;
    log_in(&test, "lin", PASSWORD).await.refused(401, "auth.wrong");
    // Linked by the user, the password of the directory opens too; to no one who is somebody already.
    let link = |name: &str, there: &str, own: &str| json!({"provider_id": setting["id"], "name": name, "directory_password": there, "password": own});
    let path = "/account/identities/directory";
    admin.post(path, link("odd", PASSWORD, "wrong wrong")).await.refused(403, "account.wrong_password");
    admin.post(path, link("odd", "wrong", OWN)).await.refused(403, "identity.wrong");
    admin.post(path, link("odd", "", OWN)).await.refused(403, "identity.wrong");
    admin.post(path, link("ada", PASSWORD, OWN)).await.refused(409, "identity.taken");
    admin.post(path, link("odd", PASSWORD, OWN)).await.expect(204);
    assert_eq!(admin.get("/account/identities").await.expect(200)["items"][0]["kind"], "ldap");
    assert_eq!(log_in(&test, "odd", PASSWORD).await.expect(200)["name"], NAME);
    // By the own name and that password it is somebody else's entry, who is not linked to this user.
    log_in(&test, NAME, PASSWORD).await.refused(401, "auth.wrong");
    let reasons: Vec<Value> = refused(&admin).await.iter().map(|r| r["after"]["reason"].clone()).collect();
    assert!(reasons.iter().all(|r| r == "wrong"), "{reasons:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_the_answer_is_the_same_and_so_is_what_the_directory_is_asked() {
    let (test, slapd) = (TestApp::new().await, Slapd::start());
    let admin = test.administrator().await;
    add(&admin, slapd.setting(line_1(&admin).await)).await;
    log_in(&test, "lin", PASSWORD).await.expect(200);
    make(&admin, "kim", "annotator").await;
    let mut answers = Vec::new();
    for (name, password) in [
        ("lin", "wrong"),    // known here and there
        ("odd", "wrong"),    // known there only
        ("nobody", "wrong"), // known nowhere
        (NAME, "wrong"),     // known here, somebody else there
        ("kim", "wrong"),    // known here, without a password
        ("lin", ""),         // what a directory takes for a bind without a name
        ("*", PASSWORD),     // signs of filters
        ("lin)(uid=*", PASSWORD),
        ("two@works.example", PASSWORD), // two of them
    ] {
        let since = slapd.log_length();
        let answer = log_in(&test, name, password).await;
        answer.refused(401, "auth.wrong");
        answers.push(answer.text());
        assert_eq!(slapd.steps(since), ["BIND", "SRCH", "BIND"], "{name} {password}");
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_throttle_holds_as_for_our_own() {
    let (test, slapd) = (TestApp::new().await, Slapd::start());
    let admin = test.administrator().await;
    add(&admin, slapd.setting(line_1(&admin).await)).await;
    for _ in 0..10 {
        log_in(&test, "lin", "wrong").await.refused(401, "auth.wrong");
    }
    let since = slapd.log_length();
    log_in(&test, "lin", PASSWORD).await.refused(429, "auth.too_many_tries");
    assert!(slapd.steps(since).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_is_away_or_says_nothing_keeps_nobody_else_out() {
    let (test, mut slapd) = (TestApp::new().await, Slapd::start());
    let admin = test.administrator().await;
    let made = add(&admin, slapd.setting(line_1(&admin).await)).await;
    log_in(&test, "lin", PASSWORD).await.expect(200);
    slapd.end();
    log_in(&test, "lin", PASSWORD).await.refused(503, "auth.directory_down");
    log_in(&test, NAME, OWN).await.expect(200);
    // Whoever gives a wrong name or password is told the same: the answer names nobody.
    let texts =
        [log_in(&test, "nobody", "x").await, log_in(&test, NAME, "x").await, log_in(&test, "lin", "x").await];
    assert!(texts.iter().all(|a| a.text() == texts[0].text() && a.status == 503));
    assert!(refused(&admin).await.iter().any(|r| r["after"]["reason"] == "directory_down"));
    // One that takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut setting = slapd.setting(json!([]));
    setting["ldap"]["url"] = json!(format!("ldap://{}", silent.local_addr().unwrap()));
    let path = format!("/identity_providers/{}", id(&made));
    admin.with("if-match", "\"1\"").put(&path, setting).await.expect(200);
    let begun = Instant::now();
    log_in(&test, "lin", PASSWORD).await.refused(503, "auth.directory_down");
    assert!(begun.elapsed() < Duration::from_secs(60), "it hangs");
    log_in(&test, NAME, OWN).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_tells_the_stage_that_fails_and_whom_it_finds() {
    let (test, slapd) = (TestApp::new().await, Slapd::start());
    let admin = test.administrator().await;
    let run = async |name: &str, change: &dyn Fn(&mut Value)| {
        let mut wanted = slapd.setting(json!([]));
        change(&mut wanted);
        let body = json!({"provider": wanted, "id": null, "name": name});
        admin.post("/identity_providers/test", body).await.expect(200)
    };
    let found = run("lin", &|_| ()).await;
    assert_eq!(found["ok"], true, "{found}");
    assert_eq!(found["found"]["dn"], format!("uid=lin,ou=people,{BASE}"));
    assert_eq!(found["found"]["groups"], json!([format!("cn=line 1,ou=groups,{BASE}"), "line 1"]));
    let nobody = run("nobody", &|_| ()).await;
    assert_eq!((&nobody["ok"], &nobody["found"]), (&json!(true), &json!(null)));
    let (ca, secure) = (slapd.ca(), slapd.secure_url());
    // Over TLS, from the first packet on or begun later.
    assert_eq!(
        run("", &|w| (w["ldap"]["url"], w["ldap"]["ca_pem"]) = (json!(secure), json!(ca))).await["ok"],
        true
    );
    let begun = run("", &|w| (w["ldap"]["start_tls"], w["ldap"]["ca_pem"]) = (json!(true), json!(ca))).await;
    assert_eq!(begun["ok"], true, "{begun}");
    type Change<'a> = &'a dyn Fn(&mut Value);
    let cases: [(Change, &str); 7] = [
        (&|w| w["ldap"]["url"] = json!("ldap://127.0.0.1:1"), "connect"),
        (&|w| w["ldap"]["url"] = json!(secure), "tls"),
        (&|w| w["ldap"]["start_tls"] = json!(true), "tls"),
        (&|w| w["secret"] = json!("wrong"), "bind"),
        (&|w| w["ldap"]["bind_dn"] = json!("no name"), "bind"),
        (&|w| w["ldap"]["base_dn"] = json!("dc=else"), "search"),
        (&|w| w["ldap"]["id_attribute"] = json!("nothing"), "search"),
    ];
    for (change, stage) in cases {
        let told = run("lin", change).await;
        assert_eq!((&told["ok"], &told["stage"]), (&json!(false), &json!(stage)), "{told}");
        assert!(!told["reason"].as_str().unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_goes_over_tls_and_not_past_a_wrong_certificate() {
    let (test, slapd) = (TestApp::new().await, Slapd::start());
    let admin = test.administrator().await;
    let mut setting = slapd.setting(line_1(&admin).await);
    setting["ldap"]["url"] = json!(slapd.secure_url());
    let made = add(&admin, setting.clone()).await;
    log_in(&test, "lin", PASSWORD).await.refused(503, "auth.directory_down");
    setting["ldap"]["ca_pem"] = json!(slapd.ca());
    let path = format!("/identity_providers/{}", id(&made));
    admin.with("if-match", "\"1\"").put(&path, setting.clone()).await.expect(200);
    log_in(&test, "lin", PASSWORD).await.expect(200);
    // Beyond this machine nothing goes without TLS.
    setting["ldap"]["url"] = json!("ldap://ldap.example");
    let refused =
        admin.with("if-match", "\"2\"").put(&path, setting.clone()).await.refused(422, "request.fields");
    assert_eq!(refused["fields"], json!({"url": "field.not_allowed"}));
    for (field, value) in [
        ("user_filter", "(uid=lin)"),
        ("user_filter", "uid={name}"),
        ("base_dn", ""),
        ("mail_attribute", "a b"),
    ] {
        let mut bad = slapd.setting(json!([]));
        bad["ldap"][field] = json!(value);
        let refused = admin.post("/identity_providers", bad).await.refused(422, "request.fields");
        assert!(refused["fields"].get(field).is_some(), "{refused}");
    }
}
