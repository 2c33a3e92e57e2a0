//! Coming in, and staying out.

use crate::app::{Client, NAME, PASSWORD, TestApp, id};
use crate::people::{make, role};
use fovea_store::now;
use hmac_of_tests::code;
use serde_json::{Value, json};
use std::time::Duration;

/// Codes as an authenticator makes them, written a second time so that one mistake does not hide another.
mod hmac_of_tests {
    pub fn code(base32: &str, seconds: i64) -> String {
        let script = "import sys,hmac,hashlib,base64,struct\n\
            k=base64.b32decode(sys.argv[1]);h=hmac.new(k,struct.pack('>q',int(sys.argv[2])//30),hashlib.sha1).digest()\n\
            o=h[-1]&15;print('%06d'%((struct.unpack('>I',h[o:o+4])[0]&0x7fffffff)%1000000))";
        let mut python = std::process::Command::new("python3");
        let out = python.args(["-c", script, base32, &seconds.to_string()]).output().unwrap();
        String::from_utf8(out.stdout).unwrap().trim().to_string()
    }
}

fn session(test: &TestApp, answer: &crate::app::Answer) -> Client {
    test.anonymous().with("cookie", &answer.cookie()).with("x-fovea", "1")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_begins_another_session_whatever_cookie_came_with_it() {
    let test = TestApp::new().await;
    test.administrator().await;
    let planted = test.anonymous().with("cookie", "fovea_session=0000");
    let answer = planted.post("/session", json!({"name": NAME, "password": PASSWORD})).await;
    answer.expect(200);
    assert_ne!(answer.cookie(), "fovea_session=0000");
    planted.get("/session").await.refused(401, "auth.required");
    let own = session(&test, &answer);
    let again = own.post("/session", json!({"name": NAME, "password": PASSWORD})).await;
    assert_ne!(again.cookie(), answer.cookie());
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_with_their_device_and_can_be_ended() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let other = test.anonymous().with("user-agent", firefox);
    let other = other.post("/session", json!({"name": NAME, "password": PASSWORD})).await;
    let listed = admin.get("/sessions").await.expect(200);
    let items = listed["items"].as_array().unwrap();
    assert_eq!(
        (items.len(), &items[0]["device"], &items[0]["current"]),
        (2, &json!("Firefox on Linux"), &json!(false))
    );
    assert_eq!(items[1]["current"], true);
    let bob = test.member(&admin, "bob", "auditor").await;
    bob.delete(&format!("/sessions/{}", id(&items[0]))).await.refused(404, "not_found");
    admin.delete(&format!("/sessions/{}", id(&items[0]))).await.expect(204);
    session(&test, &other).get("/session").await.refused(401, "auth.required");
    let third = test.log_in().await;
    admin.delete("/sessions").await.expect(204);
    for gone in [&admin, &third] {
        gone.get("/session").await.refused(401, "auth.required");
    }
    bob.get("/session").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_password_ends_other_sessions_and_tokens() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let other = test.log_in().await;
    let kept = admin.post("/tokens", json!({"name": "line"})).await.expect(201);
    let program =
        test.anonymous().with("authorization", &format!("Bearer {}", kept["secret"].as_str().unwrap()));
    let wanted =
        |current: &str, new: &str, end: bool| json!({"current": current, "new": new, "end_tokens": end});
    let changed = admin.put("/account/password", wanted(PASSWORD, "another long one", false)).await;
    changed.expect(204);
    other.get("/session").await.refused(401, "auth.required");
    program.get("/session").await.expect(200);
    program
        .put("/account/password", wanted("another long one", PASSWORD, true))
        .await
        .refused(403, "auth.session_needed");
    let admin = session(&test, &changed);
    admin.put("/account/password", json!({"current": "another long one", "new": PASSWORD})).await.expect(204);
    program.get("/session").await.refused(401, "auth.required");
}

#[tokio::test(flavor = "multi_thread")]
async fn locked_and_reset_users_are_out_with_their_sessions_and_tokens() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let made = make(&admin, "bob", "platform_user").await;
    let bob = test.accept(&made).await;
    let token = bob.post("/tokens", json!({"name": "x"})).await.expect(201);
    let program =
        test.anonymous().with("authorization", &format!("Bearer {}", token["secret"].as_str().unwrap()));
    let act = |action: &str| json!({"action": action, "ids": [made["user"]["id"]]});
    let login = |password: &str| json!({"name": "bob", "password": password});
    admin.post("/users/actions", act("lock")).await.expect(200);
    bob.get("/session").await.refused(401, "auth.required");
    program.get("/session").await.refused(401, "auth.required");
    // Only who knows the password is told more than that something is wrong.
    test.anonymous().post("/session", login("a wrong password")).await.refused(401, "auth.wrong");
    test.anonymous().post("/session", login(PASSWORD)).await.refused(403, "auth.locked");
    admin.post("/users/actions", act("unlock")).await.expect(200);
    program.get("/session").await.expect(200);
    test.anonymous().post("/session", login(PASSWORD)).await.expect(200);
    let path = format!("/users/{}/password", id(&made["user"]));
    admin.put(&path, json!({"password": "12345678"})).await.refused(422, "request.fields");
    admin.put(&path, json!({"password": "set by the admin"})).await.expect(204);
    program.get("/session").await.refused(401, "auth.required");
    let me = test.anonymous().post("/session", login("set by the admin")).await.expect(200);
    assert_eq!(me["must_change_password"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_asked_for_and_no_code_works_twice() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let begin = |password: &str| json!({"password": password});
    admin.post("/account/second_factor", begin("wrong, wrong")).await.refused(403, "account.wrong_password");
    let begun = admin.post("/account/second_factor", begin(PASSWORD)).await.expect(200);
    let secret = begun["secret"].as_str().unwrap();
    assert!(begun["url"].as_str().unwrap().starts_with("otpauth://totp/Fovea:ada?secret="));
    // Begun only, it is not asked for.
    test.log_in().await;
    // Not where one half minute turns into the next: a code of the one before would be too old a moment later.
    while now() / 1000 % 30 > 20 {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    let at = now() / 1000;
    admin.post("/account/second_factor/confirm", json!({"code": "000"})).await.refused(422, "request.fields");
    let codes = admin
        .post("/account/second_factor/confirm", json!({"code": code(secret, at - 30)}))
        .await
        .expect(200);
    let codes: Vec<&str> =
        codes["recovery_codes"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
    assert_eq!(codes.len(), 10);
    let login = |code: Option<&str>| json!({"name": NAME, "password": PASSWORD, "code": code});
    let anonymous = test.anonymous();
    anonymous.post("/session", login(None)).await.refused(401, "auth.second_factor_needed");
    anonymous.post("/session", login(Some("000000"))).await.refused(401, "auth.second_factor_wrong");
    let wrong = json!({"name": NAME, "password": "not the password", "code": code(secret, at)});
    anonymous.post("/session", wrong).await.refused(401, "auth.wrong");
    let now_code = code(secret, now() / 1000);
    anonymous.post("/session", login(Some(&now_code))).await.expect(200);
    anonymous.post("/session", login(Some(&now_code))).await.refused(401, "auth.second_factor_wrong");
    anonymous.post("/session", login(Some(&codes[0].to_uppercase().replace('-', " ")))).await.expect(200);
    anonymous.post("/session", login(Some(codes[0]))).await.refused(401, "auth.second_factor_wrong");
    assert_eq!(
        admin.get("/account/second_factor").await.expect(200),
        json!({"on": true, "recovery_codes_left": 9})
    );
    let renewed = admin.post("/account/recovery_codes", begin(PASSWORD)).await.expect(200);
    anonymous.post("/session", login(Some(codes[1]))).await.refused(401, "auth.second_factor_wrong");
    anonymous.post("/session", login(renewed["recovery_codes"][0].as_str())).await.expect(200);
    admin.post("/account/second_factor/remove", begin(PASSWORD)).await.expect(204);
    anonymous.post("/session", login(None)).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_codes_is_stopped_as_guessing_passwords_is() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let begun = admin.post("/account/second_factor", json!({"password": PASSWORD})).await.expect(200);
    let first = code(begun["secret"].as_str().unwrap(), now() / 1000);
    admin.post("/account/second_factor/confirm", json!({"code": first})).await.expect(200);
    let guess = json!({"name": NAME, "password": PASSWORD, "code": "123456"});
    for _ in 0..10 {
        test.anonymous().post("/session", guess.clone()).await.refused(401, "auth.second_factor_wrong");
    }
    test.anonymous().post("/session", guess).await.refused(429, "auth.too_many_tries");
    let rows = admin.get("/audit?action=session.open&result=refused").await.expect(200);
    assert_eq!(rows["total"], 11, "each try, and that there were too many");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_registers_waits_without_rights() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let wanted = json!({"name": "新人", "password": PASSWORD});
    test.anonymous().post("/registrations", wanted.clone()).await.refused(403, "registration.closed");
    assert_eq!(test.anonymous().get("/branding").await.expect(200)["self_registration"], false);
    admin
        .patch("/settings", json!({"self_registration": true, "modules_off": [], "product_name": "检测台"}))
        .await
        .expect(200);
    let branding = test.anonymous().get("/branding").await.expect(200);
    assert_eq!(
        branding,
        json!({"product_name": "检测台", "self_registration": true, "modules_off": [], "logo": null})
    );
    test.anonymous().post("/registrations", wanted.clone()).await.expect(201);
    test.anonymous().post("/registrations", wanted.clone()).await.refused(409, "user.name_taken");
    test.anonymous().post("/session", wanted.clone()).await.refused(403, "auth.waiting");
    let waiting = admin.get("/users?state=waiting").await.expect(200)["items"][0].clone();
    assert_eq!((&waiting["name"], &waiting["roles"]), (&json!("新人"), &json!([])));
    assert_eq!(admin.get("/console").await.expect(200)["waiting"], 1);
    admin.post("/users/actions", json!({"action": "unlock", "ids": [waiting["id"]]})).await.expect(200);
    let answer = test.anonymous().post("/session", wanted).await;
    let me = answer.expect(200);
    assert_eq!((&me["permissions"], &me["must_change_password"]), (&json!([]), &json!(false)));
    session(&test, &answer).get("/projects").await.refused(403, "auth.forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_does_no_more_than_its_scopes_and_its_owner() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let bob = test.member(&admin, "bob", "platform_user").await;
    let asked = bob.post("/tokens", json!({"name": "x", "scopes": ["user.read"]})).await;
    assert_eq!(asked.refused(422, "request.fields")["fields"], json!({"scopes": "field.not_allowed"}));
    let program = async |wanted: Value| {
        let made = bob.post("/tokens", wanted).await.expect(201);
        test.anonymous().with("authorization", &format!("Bearer {}", made["secret"].as_str().unwrap()))
    };
    let reader = program(json!({"name": "r", "scopes": ["project.read"]})).await;
    assert_eq!(reader.get("/session").await.expect(200)["permissions"], json!(["project.read"]));
    reader.get("/jobs").await.refused(403, "auth.forbidden");
    // What a cut token makes is cut as well.
    let child = reader.post("/tokens", json!({"name": "child"})).await.expect(201);
    assert_eq!(child["scopes"], json!(["project.read"]));
    reader.post("/tokens", json!({"name": "c", "scopes": ["train"]})).await.refused(422, "request.fields");

    let (one, two) = (bob.project().await, bob.project().await);
    let picture = async |project: &Value| {
        bob.bring(project, vec![("a.jpg", crate::app::jpeg(7))]).await;
        id(&bob.pictures(project, "").await[0]).to_string()
    };
    let (own, foreign) = (picture(&one).await, picture(&two).await);
    let bound = program(json!({"name": "b", "project_id": one["id"]})).await;
    bound.get(&format!("/projects/{}", id(&one))).await.expect(200);
    bound.get(&format!("/pictures/{own}")).await.expect(200);
    for hidden in [
        format!("/projects/{}", id(&two)),
        format!("/pictures/{foreign}"),
        format!("/projects/{}/pictures", id(&two)),
    ] {
        bound.get(&hidden).await.refused(404, "not_found");
    }
    assert_eq!(bound.get("/projects").await.expect(200)["total"], 1);
    bound.get(&format!("/jobs?project_id={}", id(&two))).await.expect(200);
    bound.post("/projects", json!({})).await.refused(403, "auth.project_only");
    bound.post("/tokens", json!({"name": "free again"})).await.refused(403, "auth.project_only");
    bound.get("/jobs/places/home/entries").await.refused(403, "auth.project_only");
    let listed = bob.get("/tokens").await.expect(200);
    assert_eq!(listed["items"][0]["project_name"], one["name"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_let_in_by_its_user_in_a_browser() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let begun = test.anonymous().post("/device", json!({"name": "fovea on host"})).await.expect(200);
    let ask =
        async || test.anonymous().post("/device/token", json!({"device_code": begun["device_code"]})).await;
    ask().await.refused(400, "device.pending");
    ask().await.refused(400, "device.slow_down");
    let typed = json!({"user_code": begun["user_code"].as_str().unwrap().to_lowercase().replace('-', " ")});
    let waiting = admin.post("/device/find", typed.clone()).await.expect(200);
    assert_eq!(waiting["name"], "fovea on host");
    admin.post("/device/find", json!({"user_code": "BBBB-BBBB"})).await.refused(404, "not_found");
    test.token().await.post("/device/approve", typed.clone()).await.refused(403, "auth.session_needed");
    admin.post("/device/approve", typed.clone()).await.expect(204);
    admin.post("/device/approve", typed).await.refused(404, "not_found");
    let got = ask().await.expect(200);
    assert_eq!(got["name"], NAME);
    ask().await.refused(410, "device.ended");
    let program =
        test.anonymous().with("authorization", &format!("Bearer {}", got["secret"].as_str().unwrap()));
    assert_eq!(program.get("/session").await.expect(200)["name"], NAME);

    let begun = test.anonymous().post("/device", json!({})).await.expect(200);
    admin.post("/device/refuse", json!({"user_code": begun["user_code"]})).await.expect(204);
    let refused = test.anonymous().post("/device/token", json!({"device_code": begun["device_code"]})).await;
    refused.refused(410, "device.ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_logins_does_not_stop_other_requests() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let mut storm = Vec::new();
    for number in 0..60 {
        // Each name and address of its own, so that only the bound on hashes is met.
        let client = test.anonymous();
        let login = json!({"name": format!("nobody {number}"), "password": "not the password"});
        storm.push(tokio::spawn(async move { client.post("/session", login).await }));
    }
    tokio::time::timeout(Duration::from_secs(20), admin.get("/session")).await.unwrap().expect(200);
    for task in storm {
        let answer = task.await.unwrap();
        assert!([401, 429, 503].contains(&answer.status.as_u16()), "{}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_that_come_all_at_once_are_no_more_than_one_after_another() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let guess = |n: usize| json!({"name": NAME, "password": format!("guess number {n}")});
    let tries = (0..40).map(|n| {
        let client = test.anonymous();
        tokio::spawn(async move { client.post("/session", guess(n)).await.status.as_u16() })
    });
    let mut looked_at = 0;
    for task in tries.collect::<Vec<_>>() {
        looked_at += usize::from(task.await.unwrap() == 401);
    }
    assert!(looked_at <= 10, "{looked_at}");
    for n in looked_at..10 {
        test.anonymous().post("/session", guess(n)).await.refused(401, "auth.wrong");
    }
    let right = json!({"name": NAME, "password": PASSWORD});
    test.anonymous().post("/session", right).await.refused(429, "auth.too_many_tries");
    // Whoever is in stays in.
    admin.get("/session").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_that_comes_to_work_behind_one_address_is_not_taken_for_an_attacker() {
    let test = TestApp::new().await;
    test.administrator().await;
    let right = || json!({"name": NAME, "password": PASSWORD});
    let storm = (0..60).map(|_| {
        let client = test.anonymous();
        tokio::spawn(async move { client.post("/session", right()).await.status.as_u16() })
    });
    for task in storm.collect::<Vec<_>>() {
        // Some are told to come back in seconds; nobody is told that there were too many tries.
        let status = task.await.unwrap();
        assert!([200, 503].contains(&status), "{status}");
    }
    test.anonymous().post("/session", right()).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_are_over_or_whose_owner_is_gone_let_nobody_in() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let expired = fovea_api::admin::create_token(&test.store, NAME, "old", Some(now() - 1)).await.unwrap();
    let bearer = |secret: &str| test.anonymous().with("authorization", &format!("Bearer {secret}"));
    bearer(&expired).get("/session").await.refused(401, "auth.required");
    let made = make(&admin, "bob", "platform_user").await;
    let bob = test.accept(&made).await;
    let token = bob.post("/tokens", json!({"name": "line"})).await.expect(201);
    let program = bearer(token["secret"].as_str().unwrap());
    program.get("/projects").await.expect(200);
    admin.delete(&format!("/users/{}", id(&made["user"]))).await.expect(204);
    program.get("/projects").await.refused(401, "auth.required");
    bob.get("/session").await.refused(401, "auth.required");
    for odd in ["fovea_", "Fovea_x", &token["secret"].as_str().unwrap().to_uppercase()] {
        bearer(odd).get("/session").await.refused(401, "auth.required");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_change_what_is_told_of_themselves_and_no_more() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let bob = test.member(&admin, "bob", "annotator").await;
    let wanted = json!({"nickname": "鲍勃", "phone": "+86 10", "mail": "bob@plant.example", "language": "zh-CN",
        "role_ids": [role(&admin, "administrator").await], "name": "root"});
    let me = bob.patch("/account", wanted).await.expect(200);
    assert_eq!(
        (&me["name"], &me["nickname"], &me["language"]),
        (&json!("bob"), &json!("鲍勃"), &json!("zh-CN"))
    );
    assert_eq!(me["roles"].as_array().unwrap().len(), 1);
    let wrong = bob.patch("/account", json!({"mail": "nowhere", "language": "fr"})).await;
    assert_eq!(wrong.refused(422, "request.fields")["fields"], json!({"mail": "field.invalid"}));
    assert!(bob.get("/users").await.status == 403);
}
