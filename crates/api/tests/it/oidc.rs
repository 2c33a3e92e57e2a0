//! Coming in by a provider of OpenID Connect.

use crate::app::{Client, NAME, PASSWORD, TestApp, id};
use crate::people::{make, role};
use crate::provider::Provider;
use serde_json::{Value, json};
use std::time::Instant;

async fn group(admin: &Client, name: &str, key: &str) -> String {
    let wanted = json!({"name": name, "role_ids": [role(admin, key).await]});
    id(&admin.post("/groups", wanted).await.expect(201)).to_string()
}

/// `labelling` is a role here, `line 1` a group.
async fn mapping(admin: &Client) -> Value {
    let (annotator, line) = (role(admin, "annotator").await, group(admin, "一号线", "reviewer").await);
    json!([
        {"their_group": "labelling", "role_id": annotator},
        {"their_group": "line 1", "group_id": line},
    ])
}

async fn rows(admin: &Client, query: &str) -> Vec<Value> {
    admin.get(&format!("/audit?{query}")).await.expect(200)["items"].as_array().unwrap().clone()
}

async fn set(admin: &Client, setting: &Value, wanted: &Value) -> Value {
    let path = format!("/identity_providers/{}", id(setting));
    let tag = format!("\"{}\"", setting["revision"]);
    admin.with("if-match", &tag).put(&path, wanted.clone()).await.expect(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_login_makes_the_user_with_what_the_mapping_gives() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let setting = provider.setting(mapping(&admin).await);
    let setting = admin.post("/identity_providers", setting).await.expect(201);
    let ways = test.anonymous().get("/login_ways").await.expect(200);
    assert_eq!(ways, json!({"providers": [{"id": setting["id"], "name": "Works ID"}], "directories": []}));
    let answer = test.anonymous().log_in_by(&provider, &setting, "eve").await;
    assert_eq!(answer.goes_to(), "/projects?tab=mine");
    let me = test.inside(&answer).get("/session").await.expect(200);
    assert_eq!(
        (&me["name"], &me["nickname"], &me["mail"], &me["phone"], &me["has_password"]),
        (&json!("eve"), &json!("夏娃 Eve"), &json!("eve@id.example"), &json!("+49 30 1234"), &json!(false))
    );
    assert_eq!(me["groups"][0]["name"], "一号线");
    assert_eq!(me["roles"].as_array().unwrap().len(), 2);
    let made = rows(&admin, "action=user.create").await;
    assert_eq!((&made[0]["object_name"], &made[0]["after"]["provider"]), (&json!("eve"), &json!("Works ID")));
    assert_eq!(rows(&admin, "action=session.open&actor=eve").await.len(), 1);
    // Again: the same user.
    let again = test.anonymous().log_in_by(&provider, &setting, "eve").await;
    assert_eq!(test.inside(&again).get("/session").await.expect(200)["id"], me["id"]);
    // A password of ours she has none, also not an empty one.
    let empty = test.anonymous().post("/session", json!({"name": "eve", "password": ""})).await;
    empty.refused(401, "auth.wrong");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_login_brings_what_the_mapping_governs_up_to_date_and_nothing_else() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let setting = provider.setting(mapping(&admin).await);
    let setting = admin.post("/identity_providers", setting).await.expect(201);
    let first = test.anonymous().log_in_by(&provider, &setting, "eve").await;
    let me = test.inside(&first).get("/session").await.expect(200);
    let other = group(&admin, "by hand", "auditor").await;
    let by_hand = json!({"action": "add_groups", "ids": [me["id"]], "group_ids": [other]});
    admin.post("/users/actions", by_hand).await.expect(200);
    provider.change("eve", json!({"groups": ["line 1"], "name": "Eve the second"}));
    let second = test.anonymous().log_in_by(&provider, &setting, "eve").await;
    let me = test.inside(&second).get("/session").await.expect(200);
    let names: Vec<&str> =
        me["groups"].as_array().unwrap().iter().map(|g| g["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["by hand", "一号线"]);
    let keys: Vec<&str> =
        me["roles"].as_array().unwrap().iter().map(|r| r["key"].as_str().unwrap()).collect();
    assert!(!keys.contains(&"annotator"), "{keys:?}");
    // What stands here already is not the provider's to change.
    assert_eq!(me["nickname"], "夏娃 Eve");
    let changed = &rows(&admin, "action=user.change").await[0];
    assert_eq!(changed["after"]["provider"], "Works ID");
    // With no groups at all what was given by hand stays.
    provider.change("eve", json!({"groups": null}));
    let third = test.anonymous().log_in_by(&provider, &setting, "eve").await;
    let me = test.inside(&third).get("/session").await.expect(200);
    assert_eq!((me["groups"].as_array().unwrap().len(), &me["groups"][0]["name"]), (1, &json!("by hand")));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_the_mapping_gives_nothing_waits_to_be_let_in() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let setting = provider.setting(mapping(&admin).await);
    let setting = admin.post("/identity_providers", setting).await.expect(201);
    let answer = test.anonymous().log_in_by(&provider, &setting, "mal").await;
    assert_eq!(answer.goes_to(), "/login?problem=auth.waiting");
    let waiting = admin.get("/users?state=waiting").await.expect(200);
    assert_eq!((&waiting["total"], &waiting["items"][0]["name"]), (&json!(1), &json!("mal")));
    let refused = rows(&admin, "action=session.open&result=refused").await;
    assert_eq!(
        (refused.len(), &refused[0]["object_name"], &refused[0]["after"]["reason"]),
        (1, &json!("mal"), &json!("auth.waiting"))
    );
    // Let in by hand: with the provider as the way in, and not by an invitation.
    let unlock = json!({"action": "unlock", "ids": [waiting["items"][0]["id"]]});
    admin.post("/users/actions", unlock).await.expect(200);
    let answer = test.anonymous().log_in_by(&provider, &setting, "mal").await;
    assert_eq!(test.inside(&answer).get("/session").await.expect(200)["permissions"], json!([]));
    // Where nobody is made, nobody comes in either.
    let mut closed = provider.setting(json!([]));
    closed["create_users"] = json!(false);
    set(&admin, &setting, &closed).await;
    let answer = test.anonymous().log_in_by(&provider, &setting, "ada").await;
    assert_eq!(answer.goes_to(), "/login?problem=oidc.no_account");
    assert_eq!(admin.get("/users").await.expect(200)["total"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_equal_name_takes_nobody_over_and_only_the_user_links() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let setting = admin.post("/identity_providers", provider.setting(json!([]))).await.expect(201);
    // `ada` there is not `ada` here, who is the administrator.
    let answer = test.anonymous().log_in_by(&provider, &setting, "ada").await;
    assert_eq!(answer.goes_to(), "/login?problem=auth.waiting");
    let found = admin.get("/users?state=waiting").await.expect(200);
    assert_eq!(found["items"][0]["name"], "ada-2");
    // Linking needs the password, comes back to the same session, and takes no one that is somebody else.
    let wanted = |password: &str| json!({"provider_id": setting["id"], "password": password});
    let path = "/account/identities/oidc";
    admin.post(path, wanted("not it at all")).await.refused(403, "account.wrong_password");
    test.token().await.post(path, wanted(PASSWORD)).await.refused(403, "auth.session_needed");
    let link = async |login: &str| {
        let begun = admin.post(path, wanted(PASSWORD)).await;
        let url = begun.expect(200)["url"].as_str().unwrap().to_string();
        let cookies = format!("{}; {}", admin.header("cookie").unwrap(), begun.cookie());
        (admin.with("cookie", &cookies), provider.browse(&url, Some(login)), begun.cookie())
    };
    let (browser, back, _) = link("ada").await;
    assert_eq!(browser.come(&back).await.goes_to(), "/account?problem=identity.taken");
    let (_, back, cookie) = link("eve").await;
    let stranger = test.anonymous().with("cookie", &cookie);
    assert_eq!(stranger.come(&back).await.goes_to(), "/account?problem=oidc.begin_again");
    let (browser, back, _) = link("eve").await;
    assert_eq!(browser.come(&back).await.goes_to(), "/account?linked=1");
    let listed = admin.get("/account/identities").await.expect(200);
    assert_eq!(
        (&listed["total"], &listed["items"][0]["name"], &listed["items"][0]["provider"]),
        (&json!(1), &json!("eve"), &json!("Works ID"))
    );
    let answer = test.anonymous().log_in_by(&provider, &setting, "eve").await;
    let inside = test.inside(&answer);
    assert_eq!(inside.get("/session").await.expect(200)["name"], NAME);
    assert_eq!(rows(&admin, "action=identity.link").await[0]["after"]["provider"], "Works ID");
    // With a password the link is not the last way in.
    let path = format!("/account/identities/{}", id(&listed["items"][0]));
    let bob = test.member(&admin, "bob", "annotator").await;
    bob.delete(&path).await.refused(404, "not_found");
    admin.delete(&path).await.expect(204);
    let answer = test.anonymous().log_in_by(&provider, &setting, "eve").await;
    assert_eq!(answer.goes_to(), "/login?problem=auth.waiting");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_way_in_cannot_be_unlinked() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let setting = provider.setting(mapping(&admin).await);
    let setting = admin.post("/identity_providers", setting).await.expect(201);
    let answer = test.anonymous().log_in_by(&provider, &setting, "eve").await;
    let eve = test.inside(&answer);
    let listed = eve.get("/account/identities").await.expect(200);
    let path = format!("/account/identities/{}", id(&listed["items"][0]));
    eve.delete(&path).await.refused(409, "identity.last_way_in");
    // With a password it is not the last one.
    let me = eve.get("/session").await.expect(200);
    let password = json!({"password": "set by the admin"});
    admin.put(&format!("/users/{}/password", id(&me)), password).await.expect(204);
    let answer = test.anonymous().log_in_by(&provider, &setting, "eve").await;
    let eve = test.inside(&answer);
    let changed = json!({"current": "set by the admin", "new": "one of my own"});
    let changed = eve.put("/account/password", changed).await;
    changed.expect(204);
    eve.with("cookie", &changed.cookie()).delete(&path).await.expect(204);
}

#[tokio::test(flavor = "multi_thread")]
async fn locked_users_stay_out_and_the_built_in_administrator_stays_in() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let chiefs = json!([{"their_group": "labelling", "role_id": role(&admin, "annotator").await},
        {"their_group": "none of mine", "role_id": role(&admin, "administrator").await}]);
    let setting = admin.post("/identity_providers", provider.setting(chiefs)).await.expect(201);
    let answer = test.anonymous().log_in_by(&provider, &setting, "eve").await;
    let me = test.inside(&answer).get("/session").await.expect(200);
    let lock = json!({"action": "lock", "ids": [me["id"]]});
    admin.post("/users/actions", lock).await.expect(200);
    test.inside(&answer).get("/session").await.refused(401, "auth.required");
    let answer = test.anonymous().log_in_by(&provider, &setting, "eve").await;
    assert_eq!(answer.goes_to(), "/login?problem=auth.locked");
    // The mapping would take the role of administrators from whoever is not of that group there.
    let begun =
        admin.post("/account/identities/oidc", json!({"provider_id": setting["id"], "password": PASSWORD}));
    let begun = begun.await;
    let url = begun.expect(200)["url"].as_str().unwrap().to_string();
    let cookies = format!("{}; {}", admin.header("cookie").unwrap(), begun.cookie());
    let back = provider.browse(&url, Some("mal"));
    assert_eq!(admin.with("cookie", &cookies).come(&back).await.goes_to(), "/account?linked=1");
    let answer = test.anonymous().log_in_by(&provider, &setting, "mal").await;
    let me = test.inside(&answer).get("/session").await.expect(200);
    assert_eq!((&me["name"], &me["roles"][0]["key"]), (&json!(NAME), &json!("administrator")));
    test.log_in().await.get("/session").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spoilt_token_lets_nobody_in() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let setting = provider.setting(mapping(&admin).await);
    let setting = admin.post("/identity_providers", setting).await.expect(201);
    for way in [
        "forged",
        "unsigned",
        "confused",
        "stranger",
        "unknown_key",
        "expired",
        "nonce",
        "audience",
        "issuer",
    ] {
        provider.spoil(way);
        let answer = test.anonymous().log_in_by(&provider, &setting, "eve").await;
        assert_eq!(answer.goes_to(), "/login?problem=oidc.untrusted", "{way}");
        let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
        assert!(!cookies.iter().any(|c| c.to_str().unwrap().contains("fovea_session")), "{way}");
    }
    assert_eq!(admin.get("/users").await.expect(200)["total"], 1);
    let refused = rows(&admin, "action=session.open&result=refused").await;
    assert_eq!((refused.len(), &refused[0]["after"]["reason"]), (9, &json!("oidc.untrusted")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_of_the_provider_is_asked_for_once() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let setting = provider.setting(mapping(&admin).await);
    let setting = admin.post("/identity_providers", setting).await.expect(201);
    test.inside(&test.anonymous().log_in_by(&provider, &setting, "eve").await);
    assert_eq!(provider.asked_for_keys(), 1);
    provider.spoil("rotated");
    test.inside(&test.anonymous().log_in_by(&provider, &setting, "eve").await);
    assert_eq!(provider.asked_for_keys(), 2);
    // A key that nobody knows does not make us ask again and again: no more often than each 5 s.
    let begun = Instant::now();
    for _ in 0..3 {
        provider.spoil("unknown_key");
        let answer = test.anonymous().log_in_by(&provider, &setting, "eve").await;
        assert_eq!(answer.goes_to(), "/login?problem=oidc.untrusted");
    }
    assert!(provider.asked_for_keys() <= 3 + begun.elapsed().as_secs() / 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_is_open_once_to_the_same_browser_and_from_the_same_provider() {
    let (test, provider, other) = (TestApp::new().await, Provider::start(), Provider::start());
    let admin = test.administrator().await;
    let setting = provider.setting(mapping(&admin).await);
    let setting = admin.post("/identity_providers", setting).await.expect(201);
    let mut second = other.setting(json!([]));
    second["name"] = json!("Other ID");
    let second = admin.post("/identity_providers", second).await.expect(201);
    let again = "/login?problem=oidc.begin_again";
    let off = async || {
        let browser = test.anonymous().leave(&setting, "/").await;
        let back = provider.browse(&browser.url, Some("eve"));
        (browser.client, back)
    };
    // Replayed: by the same browser, and after a whole login.
    let (browser, back) = off().await;
    test.inside(&browser.come(&back).await);
    assert_eq!(browser.come(&back).await.goes_to(), again);
    // In another browser: somebody would be logged in as whoever sent them.
    let (_, back) = off().await;
    assert_eq!(test.anonymous().come(&back).await.goes_to(), again);
    // With a state that nobody has given out, or none.
    let (browser, back) = off().await;
    let (head, _) = back.split_once('?').unwrap();
    for query in ["code=x&state=y", "code=x", ""] {
        assert_eq!(browser.come(&format!("{head}?{query}")).await.goes_to(), again, "{query}");
    }
    // To the place of another provider, or as the answer of another one.
    let (browser, back) = off().await;
    let mixed = back.replace(id(&setting), id(&second));
    assert_eq!(browser.come(&mixed).await.goes_to(), again);
    let (browser, back) = off().await;
    let issuer = |url: &str| url.replace(':', "%3A").replace('/', "%2F");
    let mixed = back.replace(&issuer(&provider.issuer), &issuer(&other.issuer));
    assert_ne!(mixed, back);
    assert_eq!(browser.come(&mixed).await.goes_to(), "/login?problem=oidc.untrusted");
    let (browser, back) = off().await;
    let unsaid = back.split("&iss=").next().unwrap();
    assert_eq!(browser.come(unsaid).await.goes_to(), "/login?problem=oidc.untrusted");
    // Refused there.
    let browser = test.anonymous().leave(&setting, "/").await;
    let back = provider.browse(&browser.url, None);
    assert_eq!(browser.client.come(&back).await.goes_to(), "/login?problem=oidc.refused");
    // Changed or switched off on the way.
    let (browser, back) = off().await;
    let mut wanted = provider.setting(json!([]));
    wanted["enabled"] = json!(false);
    set(&admin, &setting, &wanted).await;
    assert_eq!(browser.come(&back).await.goes_to(), "/login?problem=not_found");
    let start = format!("/oidc/{}/start", id(&setting));
    test.anonymous().post(&start, json!({})).await.refused(404, "not_found");
    let ways = test.anonymous().get("/login_ways").await.expect(200);
    assert_eq!(ways["providers"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_leads_on_to_our_own_pages_only() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let setting = provider.setting(mapping(&admin).await);
    let setting = admin.post("/identity_providers", setting).await.expect(201);
    for (wanted, to) in [
        ("/projects?q=划痕", "/projects?q=%E5%88%92%E7%97%95"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\r\nset-cookie: a=b", "/"),
        ("", "/"),
    ] {
        let browser = test.anonymous().leave(&setting, wanted).await;
        let back = provider.browse(&browser.url, Some("eve"));
        assert_eq!(browser.client.come(&back).await.goes_to(), to, "{wanted:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_to_the_provider_is_fresh_each_time_and_challenged() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let setting = admin.post("/identity_providers", provider.setting(json!([]))).await.expect(201);
    let first = test.anonymous().leave(&setting, "/").await;
    let second = test.anonymous().leave(&setting, "/").await;
    assert!(first.url.contains("code_challenge_method=S256") && first.url.contains("response_type=code"));
    let of = |url: &str, name: &str| -> String {
        let query = url.split_once('?').unwrap().1;
        let found = query.split('&').find_map(|p| p.strip_prefix(&format!("{name}=")));
        found.unwrap_or_else(|| panic!("no {name} in {url}")).to_string()
    };
    for name in ["state", "nonce", "code_challenge"] {
        assert!(of(&first.url, name).len() >= 43, "{name}");
        assert_ne!(of(&first.url, name), of(&second.url, name), "{name}");
    }
    let cookie = test.anonymous().post(&format!("/oidc/{}/start", id(&setting)), json!({})).await;
    let cookie = cookie.headers["set-cookie"].to_str().unwrap().to_string();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/api/v1/oidc"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_for_who_may_do_everything_and_never_tell_the_secret() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let wanted = provider.setting(mapping(&admin).await);
    let keeper = json!({"name": "keeper", "permissions": ["setting.write"]});
    let keeper = id(&admin.post("/roles", keeper).await.expect(201)).to_string();
    let made = make(&admin, "kim", "annotator").await;
    let kim = test.accept(&made).await;
    let give = json!({"action": "add_roles", "ids": [made["user"]["id"]], "role_ids": [keeper]});
    admin.post("/users/actions", give).await.expect(200);
    kim.get("/identity_providers").await.expect(200);
    kim.post("/identity_providers", wanted.clone()).await.refused(403, "auth.above_you");
    let tried = json!({"provider": wanted, "id": null, "name": ""});
    kim.post("/identity_providers/test", tried.clone()).await.refused(403, "auth.above_you");

    let made = admin.post("/identity_providers", wanted.clone()).await.expect(201);
    admin.post("/identity_providers", wanted.clone()).await.refused(409, "identity_provider.name_taken");
    assert_eq!((&made["has_secret"], &made["users"]), (&json!(true), &json!(0)));
    let callback = format!("http://localhost/api/v1/oidc/{}/callback", id(&made));
    assert_eq!(made["redirect_uri"], callback.as_str());
    // The secret stays where it is not given, and must be given where it would go elsewhere.
    let mut kept = wanted.clone();
    kept["secret"] = json!(null);
    kept["name"] = json!("Werk");
    let path = format!("/identity_providers/{}", id(&made));
    admin.put(&path, kept.clone()).await.refused(428, "precondition.required");
    let changed = set(&admin, &made, &kept).await;
    assert_eq!((&changed["has_secret"], &changed["name"]), (&json!(true), &json!("Werk")));
    let stale = admin.with("if-match", "\"1\"").put(&path, kept.clone()).await;
    stale.refused(412, "precondition.failed");
    let mut moved = kept.clone();
    moved["oidc"]["issuer"] = json!("https://evil.example");
    let refused =
        admin.with("if-match", "\"2\"").put(&path, moved.clone()).await.refused(422, "request.fields");
    assert_eq!(refused["fields"], json!({"secret": "field.required"}));
    let tried = json!({"provider": moved, "id": made["id"], "name": ""});
    admin.post("/identity_providers/test", tried).await.refused(422, "request.fields");
    for (field, value, code) in [
        ("issuer", "http://id.example", "field.not_allowed"),
        ("issuer", "", "field.required"),
        ("client_id", "", "field.required"),
        ("server_url", "fovea", "field.invalid"),
        ("server_url", "https://fovea.example/x", "field.invalid"),
        ("ca_pem", "no certificate", "field.invalid"),
    ] {
        let mut bad = wanted.clone();
        bad["oidc"][field] = json!(value);
        let refused = admin.post("/identity_providers", bad).await.refused(422, "request.fields");
        assert_eq!(refused["fields"], json!({field: code}), "{field} {value}");
    }
    let mut bad = wanted.clone();
    bad["mapping"] = json!([{"their_group": "x"}]);
    admin.post("/identity_providers", bad).await.refused(422, "request.fields");
    let audit = admin.get("/audit?action=identity_provider.").await.expect(200);
    assert_eq!(audit["total"], 2);
    admin.delete(&path).await.expect(204);
    admin.get(&path).await.refused(404, "not_found");
    let all =
        [admin.get("/audit").await.text(), admin.get("/identity_providers").await.text(), made.to_string()];
    assert!(all.iter().all(|t| !t.contains("a secret of the test")));
    test.store.close().await;
    for file in ["fovea.db", "fovea.db-wal"] {
        let bytes = std::fs::read(test.folder().join(file)).unwrap_or_default();
        assert!(!bytes.windows(20).any(|w| w == b"a secret of the test"), "{file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_tells_the_stage_that_fails() {
    let (test, provider) = (TestApp::new().await, Provider::start());
    let admin = test.administrator().await;
    let run = async |change: fn(&mut Value)| {
        let mut wanted = provider.setting(json!([]));
        change(&mut wanted);
        let body = json!({"provider": wanted, "id": null, "name": ""});
        admin.post("/identity_providers/test", body).await.expect(200)
    };
    let good = run(|_| ()).await;
    assert_eq!(
        (&good["ok"], &good["keys"], &good["client_known"], &good["stage"]),
        (&json!(true), &json!(1), &json!(true), &json!(null))
    );
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 5] = [
        (|w| w["secret"] = json!("wrong"), "client"),
        (|w| w["oidc"]["client_id"] = json!("nobody"), "client"),
        (
            |w| w["oidc"]["issuer"] = json!(format!("{}/x", w["oidc"]["issuer"].as_str().unwrap())),
            "discovery",
        ),
        (|w| w["oidc"]["issuer"] = json!("http://127.0.0.1:1"), "connect"),
        (
            |w| w["oidc"]["issuer"] = json!(w["oidc"]["issuer"].as_str().unwrap().replace("http:", "https:")),
            "tls",
        ),
    ];
    for (change, stage) in cases {
        let told = run(change).await;
        assert_eq!((&told["ok"], &told["stage"]), (&json!(false), &json!(stage)), "{told}");
        assert!(!told["reason"].as_str().unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_away_is_told_and_the_password_still_opens() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let provider = Provider::start();
    let setting = admin.post("/identity_providers", provider.setting(json!([]))).await.expect(201);
    let browser = test.anonymous().leave(&setting, "/").await;
    let back = provider.browse(&browser.url, Some("eve"));
    drop(provider);
    assert_eq!(browser.client.come(&back).await.goes_to(), "/login?problem=oidc.unavailable");
    let away = json!({"provider_id": setting["id"], "password": PASSWORD});
    // What it said of itself is known for a while; a fresh server has to ask.
    admin.post("/account/identities/oidc", away).await.expect(200);
    test.log_in().await;
}
