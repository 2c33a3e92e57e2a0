//! Idle jobs: what virtual clusters do about them, who is told, who holds devices for nothing, and devices over time. What the engine
//! sees is written down by the tests as it would write it.

use crate::app::{Client, TestApp, id};
use crate::smtp::{Mode, Smtp};
use fovea_api::Settings;
use fovea_domain::JobEvent;
use fovea_domain::device::Cards;
use fovea_store::{DeviceSample, HeldPart, Id, Job, JobTask, day_of, now};
use serde_json::{Value, json};

const CLUSTER: &str = "
nodes:
  - name: npu-1
    cores: 16
    memory: 64GiB
    devices: [{type: huawei_npu_arm64, count: 8}]
    device_logs: {folder: FOLDER, utc_offset: '+08:00'}
";

async fn house() -> (TestApp, Client) {
    let test = TestApp::with(Settings { unsandboxed_jobs: true, ..Settings::default() }).await;
    let admin = test.administrator().await;
    (test, admin)
}

async fn first(client: &Client) -> Value {
    client.get("/virtual_clusters").await.expect(200)["items"][0].clone()
}

async fn limits(admin: &Client, body: Value) -> crate::app::Answer {
    let found = first(admin).await;
    let path = format!("/virtual_clusters/{}", id(&found));
    admin.with("if-match", &found["revision"].to_string()).patch(&path, body).await
}

impl TestApp {
    /// A job of this user that runs on one core.
    async fn running(&self, client: &Client, more: Value) -> Job {
        let mut file = json!({ "name": "夜训", "command": "x" });
        file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = client.post("/jobs", file).await.expect(201);
        let key: Id = id(&made).parse().unwrap();
        self.store.start_job(key, &[JobTask::of_cores("local", 1)], None).await.unwrap();
        self.store.move_job(key, JobEvent::Up, None).await.unwrap()
    }
}

fn reason(code: &str, params: Value) -> Value {
    json!({ "code": code, "detail": "because of a test", "params": params })
}

#[tokio::test]
async fn a_virtual_cluster_warns_before_it_pauses() {
    let (_test, admin) = house().await;
    let set = limits(&admin, json!({ "idle_warn_s": 1800, "idle_pause_s": 3600 })).await.expect(200);
    assert_eq!((&set["idle_warn_s"], &set["idle_pause_s"]), (&json!(1800), &json!(3600)));
    let refused =
        |answer: crate::app::Answer| answer.refused(422, "request.fields")["fields"]["idle_pause_s"].clone();
    assert_eq!(refused(limits(&admin, json!({ "idle_pause_s": 1800 })).await), "vc.idle_not_after_warning");
    assert_eq!(refused(limits(&admin, json!({ "idle_warn_s": null })).await), "vc.idle_without_warning");
    limits(&admin, json!({ "idle_warn_s": 30 })).await.refused(422, "request.fields");
    let none = limits(&admin, json!({ "idle_warn_s": null, "idle_pause_s": null })).await.expect(200);
    assert_eq!((&none["idle_warn_s"], &none["idle_pause_s"]), (&Value::Null, &Value::Null));
    let made = json!({ "name": "lab", "idle_warn_s": 600, "idle_pause_s": 900 });
    let made = admin.post("/virtual_clusters", made).await.expect(201);
    assert_eq!((&made["idle_warn_s"], &made["idle_pause_s"]), (&json!(600), &json!(900)));
    let wrong = json!({ "name": "lab 2", "idle_pause_s": 900 });
    assert_eq!(refused(admin.post("/virtual_clusters", wrong).await), "vc.idle_without_warning");
    let rows = admin.get("/audit?action=virtual_cluster.change").await.expect(200);
    assert_eq!(rows["items"][1]["after"]["idle_warn_s"], 1800, "{rows}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_of_an_idle_job_sees_it_and_gets_mail() {
    let (test, admin) = house().await;
    limits(&admin, json!({ "idle_warn_s": 1800, "idle_pause_s": 3600 })).await.expect(200);
    let server = Smtp::start(Mode::Plain, false, None);
    let settings = json!({"host": "localhost", "port": server.port, "encryption": "none",
        "sender": "Fovea <fovea@plant.example>", "server_url": "https://fovea.plant.example"});
    admin.put("/settings/mail", settings).await.expect(200);
    admin.patch("/account", json!({ "mail": "ada@plant.example", "language": "zh-CN" })).await.expect(200);
    let job = test.running(&admin, json!({})).await;
    let path = format!("/jobs/{}", job.id);
    assert_eq!(admin.get(&path).await.expect(200)["idle"], Value::Null);
    let since = now() - 1_800_000;
    test.store.note_idle(&job, since).await.unwrap();
    assert_eq!(admin.get(&path).await.expect(200)["idle"]["warned"], false);
    let why = reason("job.idle_warned", json!({ "minutes": 30, "left": 30 }));
    test.store.warn_idle(&job, since, &why).await.unwrap();
    let idle = admin.get(&path).await.expect(200)["idle"].clone();
    assert!(idle["warned"] == true && idle["pauses_at"].is_string(), "{idle}");
    let events = admin.get(&format!("{path}/events")).await.expect(200);
    let last = &events["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["event"], &last["state"]), (&json!("idle_warned"), &json!("running")));
    assert_eq!(last["reason"]["code"], "job.idle_warned");
    assert!(fovea_api::send_notices(&test.app).await.unwrap());
    let paused = reason("job.idle_paused", json!({ "minutes": 60 }));
    test.store.pause_idle(job.id, &paused).await.unwrap();
    test.store.move_job(job.id, JobEvent::Yielded, None).await.unwrap();
    let shown = admin.get(&path).await.expect(200);
    assert_eq!(
        (&shown["state"], &shown["idle"], &shown["reason"]["code"]),
        (&json!("paused"), &Value::Null, &json!("job.idle_paused"))
    );
    assert!(fovea_api::send_notices(&test.app).await.unwrap());
    assert!(fovea_api::send_notices(&test.app).await.unwrap());
    let got = server.got();
    assert_eq!(got.len(), 2);
    assert!(
        got[0].text().contains("30 分钟后会被暂停") && got[1].text().contains("已被暂停"),
        "{}",
        got[1].text()
    );
    assert_eq!(got[0].link(), format!("https://fovea.plant.example{path}"));
    let rows = admin.get("/audit?action=mail.send").await.expect(200);
    assert_eq!((&rows["total"], &rows["items"][0]["after"]["occasion"]), (&json!(2), &json!("job_paused")));
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_at_the_end_is_as_the_account_or_the_job_file_says() {
    let (test, admin) = house().await;
    let server = Smtp::start(Mode::Plain, false, None);
    let settings = json!({"host": "localhost", "port": server.port, "encryption": "none",
        "sender": "fovea@plant.example", "server_url": "https://fovea.plant.example"});
    admin.put("/settings/mail", settings).await.expect(200);
    let me =
        admin.patch("/account", json!({ "mail": "ada@plant.example", "language": "en" })).await.expect(200);
    assert_eq!(me["job_mail"], "failure");
    let end = async |more: Value, event: JobEvent, why: Option<Value>| {
        let job = test.running(&admin, more).await;
        if event == JobEvent::StopAsked {
            test.store.move_job(job.id, event, why.as_ref()).await.unwrap();
            test.store.move_job(job.id, JobEvent::Yielded, None).await.unwrap();
        } else {
            test.store.move_job(job.id, event, why.as_ref()).await.unwrap();
        }
        fovea_api::send_notices(&test.app).await.unwrap();
        server.got().len()
    };
    let failed = || Some(reason("job.step_failed", json!({ "step": "command", "code": 3, "signal": null })));
    let limit =
        || Some(reason("job.longest_run", json!({ "seconds": 7200, "hours": 2.0, "virtual_cluster": "v" })));
    assert_eq!(end(json!({}), JobEvent::Done, None).await, 0);
    assert_eq!(end(json!({}), JobEvent::StopAsked, None).await, 0);
    assert_eq!(end(json!({}), JobEvent::Failed, failed()).await, 1);
    assert_eq!(end(json!({}), JobEvent::StopAsked, limit()).await, 2);
    assert_eq!(end(json!({ "notify": "end" }), JobEvent::Done, None).await, 3);
    assert_eq!(end(json!({ "notify": "never" }), JobEvent::Failed, failed()).await, 3);
    admin.patch("/account", json!({ "job_mail": "never" })).await.expect(200);
    assert_eq!(end(json!({}), JobEvent::Failed, failed()).await, 3);
    let got = server.got();
    assert!(
        got[0].text().contains("ended with code 3") && got[1].text().contains("2.0 hours"),
        "{}",
        got[1].text()
    );
    assert!(got[2].text().contains("is done"));
    // Without a mail server news are none, and do not wait for one.
    admin.patch("/account", json!({ "job_mail": "end" })).await.expect(200);
    admin.delete("/settings/mail").await.expect(204);
    assert_eq!(end(json!({}), JobEvent::Done, None).await, 3);
    assert!(test.store.job_notices(10).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_holds_devices_is_told_to_those_who_look_after_them() {
    let (test, admin) = house().await;
    let bob = test.member(&admin, "bob", "annotator").await;
    let job = test.running(&admin, json!({})).await;
    let vc = first(&admin).await;
    let path = format!("/virtual_clusters/{}/device_users", id(&vc));
    let cluster: Id = id(&vc).parse().unwrap();
    let bob_id: Id = id(&bob.get("/session").await.expect(200)).parse().unwrap();
    let part = HeldPart {
        cluster,
        user: bob_id,
        device: "cpu".into(),
        day: day_of(now()),
        held_ms: 7_200_000,
        idle_ms: 1_800_000,
    };
    test.store.add_held(&[part.clone(), part], day_of(now())).await.unwrap();
    test.store.note_idle(&job, now() - 600_000).await.unwrap();
    let told = admin.get(&path).await.expect(200);
    assert_eq!((&told["total"], &told["items"][0]["name"]), (&json!(1), &json!("ada")));
    assert_eq!((&told["items"][0]["held"], &told["items"][0]["idle"]), (&json!(1), &json!(1)));
    let told = admin.get(&format!("{path}?past=true")).await.expect(200);
    let hours = (&told["items"][1]["held_hours"], &told["items"][1]["idle_hours"]);
    assert_eq!((&told["total"], hours), (&json!(2), (&json!(4.0), &json!(1.0))));
    assert_eq!(admin.get(&format!("{path}?past=true&q=BO")).await.expect(200)["total"], 1);
    // Others see themselves.
    let own = bob.get(&format!("{path}?past=true")).await.expect(200);
    assert_eq!((&own["total"], &own["items"][0]["name"]), (&json!(1), &json!("bob")));
}

#[tokio::test]
async fn devices_over_time_are_for_members_and_the_whole_for_those_who_may() {
    let (test, admin) = house().await;
    let bob = test.member(&admin, "bob", "annotator").await;
    let vc = first(&admin).await;
    let cluster: Id = id(&vc).parse().unwrap();
    let sample = |cluster, used| DeviceSample {
        cluster,
        device: "cpu".into(),
        used,
        available: 8 - used,
        unschedulable: 0,
    };
    test.store.add_device_use(now(), &[sample(None, 5), sample(Some(cluster), 2)]).await.unwrap();
    let whole = admin.get("/virtual_clusters/device_use").await.expect(200);
    assert_eq!(
        (&whole["step_s"], &whole["items"][0]["points"][0]["used"]),
        (&json!(600.0), &json!(5.0)),
        "{whole}"
    );
    bob.get("/virtual_clusters/device_use").await.refused(403, "auth.forbidden");
    let own =
        bob.get(&format!("/virtual_clusters/device_use?virtual_cluster_id={cluster}")).await.expect(200);
    assert_eq!(own["items"][0]["points"][0]["used"], 2.0);
    let nowhere = format!("/virtual_clusters/device_use?virtual_cluster_id={}", Id::new());
    bob.get(&nowhere).await.refused(404, "not_found");
    let late = "/virtual_clusters/device_use?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z";
    admin.get(late).await.refused(422, "request.fields");
    let disk = bob.get("/virtual_clusters/storage").await.expect(200);
    assert!(disk["total_bytes"].as_u64() > disk["used_bytes"].as_u64(), "{disk}");
    // One's own of it, and of nobody else.
    assert_eq!((&disk["home_bytes"], &disk["work_bytes"]), (&json!(0), &json!(0)));
    let me: Id = id(&bob.get("/session").await.expect(200)).parse().unwrap();
    let folder = test.store.place().home(me).join("deep");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a"), vec![1; 100_000]).unwrap();
    let own = bob.get("/virtual_clusters/storage").await.expect(200);
    assert!(own["home_bytes"].as_u64().unwrap() >= 100_000, "{own}");
    assert_eq!(admin.get("/virtual_clusters/storage").await.expect(200)["home_bytes"], 0);
    // Work folders of commands, whatever they are for.
    for (kind, bytes) in [("command", 200_000), ("development", 300_000)] {
        let file = json!({ "name": "t", "command": "x", "kind": kind });
        let made = admin.post("/jobs", file).await.expect(201);
        let work = test.store.place().job(id(&made).parse().unwrap()).join("work");
        std::fs::create_dir_all(&work).unwrap();
        std::fs::write(work.join("a"), vec![1; bytes]).unwrap();
    }
    let own = admin.get("/virtual_clusters/storage").await.expect(200);
    assert!(own["work_bytes"].as_u64().unwrap() >= 500_000, "{own}");
}

#[tokio::test]
async fn a_virtual_cluster_tells_how_much_of_it_makes_room() {
    let (test, admin) = house().await;
    test.running(&admin, json!({})).await;
    test.running(&admin, json!({ "preemptible": true })).await;
    let vc = first(&admin).await;
    let cpu = &vc["quotas"][0];
    assert_eq!((&cpu["used"], &cpu["used_preemptible"]), (&json!(2), &json!(1)), "{vc}");
}

#[tokio::test]
async fn errors_of_a_jobs_cards_come_from_the_logs_of_its_node() {
    let logs = tempfile::tempdir().unwrap();
    let file = logs.path().join("cluster.yaml");
    std::fs::write(&file, CLUSTER.replace("FOLDER", &logs.path().display().to_string())).unwrap();
    let declared = fovea_api::read_cluster_file(&file).unwrap();
    let test = TestApp::with(Settings { unsandboxed_jobs: true, declared, ..Settings::default() }).await;
    let admin = test.administrator().await;
    let ask = json!({ "name": "n", "command": "x", "device": "huawei_npu_arm64", "devices": 2 });
    let made = admin.post("/jobs", ask).await.expect(201);
    let path = format!("/jobs/{}/device_errors", id(&made));
    assert_eq!(admin.get(&path).await.expect(200)["nodes"], json!([]));
    let key: Id = id(&made).parse().unwrap();
    let task = JobTask { cards: Cards::range(2, 2), devices: 2, ..JobTask::of_cores("npu-1", 1) };
    test.store.start_job(key, &[task], None).await.unwrap();
    test.store.move_job(key, JobEvent::Up, None).await.unwrap();
    // At +08:00, as the driver's clock is.
    let wall = fovea_wall(now() + 8 * 3_600_000);
    let line = |card: u32, n: usize| {
        format!("[ERROR] RUNTIME(7,python3):{wall}.000 [task.cc:1]7 error {n}, device_id={card}\n")
    };
    let many: String = (0..30).map(|n| line(2, n)).collect();
    std::fs::create_dir(logs.path().join("device-2")).unwrap();
    std::fs::write(logs.path().join("device-2/device-2_1.log"), many).unwrap();
    std::fs::write(logs.path().join("device-4_1.log"), line(4, 0)).unwrap();
    std::fs::write(logs.path().join("host-0_1.log"), [line(3, 0), line(4, 0)].concat()).unwrap();
    let told = admin.get(&format!("{path}?limit=20")).await.expect(200);
    assert_eq!(
        told["nodes"],
        json!([{ "node": "npu-1", "rank": 0, "cards": [2, 3], "configured": true, "readable": true }])
    );
    let groups: Vec<_> =
        told["groups"].as_array().unwrap().iter().map(|g| (&g["card"], &g["lines"])).collect();
    assert_eq!(groups, [(&json!(2), &json!(30)), (&json!(3), &json!(1))]);
    assert_eq!(
        (&told["total"], &told["next"], told["items"].as_array().unwrap().len()),
        (&json!(31), &json!(20), 20)
    );
    assert_eq!(told["items"][0]["module"], "RUNTIME");
    let rest = admin.get(&format!("{path}?from=20")).await.expect(200);
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (11, &Value::Null));
    let third = admin.get(&format!("{path}?card=3")).await.expect(200);
    assert_eq!((&third["total"], &third["items"][0]["by_host"]), (&json!(1), &json!(true)));
    // Another's job is not there.
    let bob = test.member(&admin, "bob", "annotator").await;
    assert!([403, 404].contains(&bob.get(&path).await.status.as_u16()));
}

/// `2025-01-10-17:53:52.846`
fn fovea_wall(ms: i64) -> String {
    let at = time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000).unwrap();
    let (date, (h, m, s, f)) = (at.date(), at.time().as_hms_milli());
    format!("{:04}-{:02}-{:02}-{h:02}:{m:02}:{s:02}.{f:03}", date.year(), u8::from(date.month()), date.day())
}
