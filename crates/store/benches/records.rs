//! A million records: how long pages of the list, the counts and a group of new records take. Prints milliseconds;
//! the budget of a page is 20 ms at the 99th percentile.
#![expect(clippy::unwrap_used, reason = "a bench has nobody to tell")]

use fovea_domain::JobEvent;
use fovea_store::{
    CountFilter, Id, JobKind, NewJob, NewModel, NewProject, NewRecord, PageRequest, RecordFilter,
    RecordWriter, Store,
};
use std::time::Instant;

const ROWS: usize = 1_000_000;
const PAGES: usize = 300;

#[tokio::main]
async fn main() {
    let rows = std::env::args().find_map(|a| a.parse().ok()).unwrap_or(ROWS);
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let user = store.create_administrator("a", "x").await.unwrap().id;
    let (project, model) = project(&store, user).await;
    let mut services = Vec::new();
    for name in ["one", "two", "three"] {
        services.push(store.create_service((project, model), name, "ng", None).await.unwrap().row.id);
    }
    let began = Instant::now();
    fill(&store, project, model, &services, rows).await;
    let seconds = began.elapsed().as_secs_f64();
    println!("{rows} records written in {seconds:.0} s, {:.0} a second", rows as f64 / seconds);
    let text = |t: &str| Some(t.to_string());
    let filters = [
        ("all", RecordFilter::default()),
        ("service", RecordFilter { service_id: Some(services[1]), ..Default::default() }),
        ("ng", RecordFilter { verdict: text("ng"), ..Default::default() }),
        (
            "ng, not rechecked",
            RecordFilter { verdict: text("ng"), recheck: text("none"), ..Default::default() },
        ),
        ("rechecked", RecordFilter { recheck: text("ok"), ..Default::default() }),
        ("class", RecordFilter { class: text("scratch"), ..Default::default() }),
        (
            "class of a service",
            RecordFilter { class: text("dent"), service_id: Some(services[0]), ..Default::default() },
        ),
        ("serial", RecordFilter { serial: text("S4711"), ..Default::default() }),
    ];
    for (name, filter) in &filters {
        let (mut times, mut cursor) = (Vec::new(), None);
        for _ in 0..PAGES {
            let began = Instant::now();
            let page = store.records(project, filter, &PageRequest { limit: 50, cursor }).await.unwrap();
            times.push(began.elapsed().as_secs_f64() * 1e3);
            cursor = page.next;
        }
        tell(&format!("page of 50: {name}"), &mut times);
    }
    let mut times = Vec::new();
    for _ in 0..100 {
        let began = Instant::now();
        store.record_counts(project, &CountFilter::default()).await.unwrap();
        times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    tell("counts of all", &mut times);
}

fn tell(what: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{what:<34} p50 {:>7.2} ms   p99 {:>7.2} ms", at(0.5), at(0.99));
}

async fn project(store: &Store, user: Id) -> (Id, Id) {
    let new = NewProject {
        name: "p".into(),
        product: String::new(),
        scene: "free".into(),
        good_name: "good".into(),
        good_colour: "#00ff00".into(),
        note: String::new(),
        classes: vec![],
        created_by: user,
    };
    let project = store.create_project(new).await.unwrap().id;
    let spec = serde_json::json!({});
    let (kind, name) = (JobKind::Train, "t".to_string());
    let new = NewJob {
        kind,
        project_id: Some(project),
        name,
        owner: None,
        spec,
        service_id: None,
        virtual_cluster: None,
        priority: 100,
        ask: Default::default(),
    };
    let job = store.create_job(new).await.unwrap().id;
    store.move_job(job, JobEvent::Start, None).await.unwrap();
    let model = NewModel {
        id: Id::new(),
        version_id: None,
        name: "m".into(),
        task: "anomaly".into(),
        note: String::new(),
        threshold: 0.5,
        classes: vec![],
        bytes: 1,
        summary: None,
    };
    (project, store.finish_training(job, (JobEvent::Done, None), model).await.unwrap().id)
}

async fn fill(store: &Store, project: Id, model: Id, services: &[Id], rows: usize) {
    let writer = RecordWriter::start(store.clone());
    let prediction = format!("{{\"regions\":[{}]}}", "[123.5,45.25],".repeat(40));
    for part in (0..rows).collect::<Vec<_>>().chunks(1024) {
        let waiting: Vec<_> = part
            .iter()
            .map(|&n| {
                writer.add(NewRecord {
                    project_id: project,
                    service_id: services[n % services.len()],
                    model_id: model,
                    serial: Some(format!("S{}", n / 2)),
                    verdict: if n.is_multiple_of(20) { "ng" } else { "ok" }.into(),
                    asks: n.is_multiple_of(200),
                    score: 0.3,
                    class: Some(match n % 200 {
                        0 => "scratch".into(),
                        7 => "dent".into(),
                        _ => "good".into(),
                    }),
                    width: 1920,
                    height: 1080,
                    picture: None,
                    heat: None,
                    request: None,
                    prediction: prediction.clone(),
                })
            })
            .collect();
        futures_util::future::join_all(waiting).await;
    }
}
