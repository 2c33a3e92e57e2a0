//! A million jobs: how long pages of the list take, whatever they are filtered by, and a change of a job. Prints milliseconds;
//! the budget of a page is 20 ms at the 99th percentile.
//!
//!     cargo bench -p fovea-store --bench jobs
#![expect(clippy::unwrap_used, reason = "a bench has nobody to tell")]

use fovea_domain::JobEvent;
use fovea_store::{
    ConnectionTrait, Id, JobFilter, JobKind, NewJob, NewProject, NewUserRow, PageRequest, Store,
};
use std::time::Instant;

const ROWS: usize = 1_000_000;
const PAGES: usize = 300;
const OWNERS: usize = 200;

#[tokio::main]
async fn main() {
    let rows = std::env::args().find_map(|a| a.parse().ok()).unwrap_or(ROWS);
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let user = store.create_administrator("a", "x").await.unwrap().id;
    store.begin_clusters(&fovea_store::Totals::new()).await.unwrap();
    let project = project(&store, user).await;
    let began = Instant::now();
    fill(&store, project, rows).await;
    println!("{rows} jobs written in {:.0} s", began.elapsed().as_secs_f64());
    let text = |t: &str| Some(t.to_string());
    let owner = store.user_by_name("user7").await.unwrap().unwrap().id;
    let filters = [
        ("all", JobFilter::default()),
        ("of an owner", JobFilter { owner: Some(owner), ..Default::default() }),
        (
            "of an owner, or administered",
            JobFilter { owner: Some(owner), administrator: Some(owner), ..Default::default() },
        ),
        ("of a project", JobFilter { project_id: Some(project), ..Default::default() }),
        ("queued", JobFilter { state: text("queued"), ..Default::default() }),
        ("failed", JobFilter { state: text("failed"), ..Default::default() }),
        ("commands", JobFilter { kind: text("command"), ..Default::default() }),
        ("failed trainings", JobFilter { kind: text("train"), state: text("failed"), ..Default::default() }),
    ];
    for (name, filter) in &filters {
        let (mut times, mut cursor, mut total) = (Vec::new(), None, 0);
        for _ in 0..PAGES {
            let began = Instant::now();
            let page = store.jobs(filter, &PageRequest { limit: 50, cursor }).await.unwrap();
            times.push(began.elapsed().as_secs_f64() * 1e3);
            (cursor, total) = (page.next, page.total);
        }
        tell(&format!("page of 50: {name} ({total})"), &mut times);
    }
    let mut times = Vec::new();
    for _ in 0..100 {
        let job = store.create_job(new(project, user)).await.unwrap().id;
        let began = Instant::now();
        store.move_job(job, JobEvent::StopAsked, None).await.unwrap();
        times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    tell("a change of a job", &mut times);
}

fn tell(what: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{what:<52} p50 {:>7.2} ms   p99 {:>7.2} ms", at(0.5), at(0.99));
}

fn new(project: Id, owner: Id) -> NewJob {
    NewJob {
        kind: JobKind::Command,
        project_id: Some(project),
        name: "t".into(),
        owner: Some(owner),
        spec: serde_json::Value::Null,
        service_id: None,
        virtual_cluster: None,
        priority: 100,
        ask: Default::default(),
    }
}

async fn project(store: &Store, user: Id) -> Id {
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
    store.create_project(new).await.unwrap().id
}

/// Rows as years of work leave them: most have ended, a third belongs to a project, one in a hundred waits.
async fn fill(store: &Store, project: Id, rows: usize) {
    let template = store.create_job(new(project, users(store).await)).await.unwrap();
    let change = store.begin().await.unwrap();
    let hex = |id: Id| u128::from(id);
    let sql = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
        INSERT INTO jobs (id, kind, project_id, name, state, attempt, losses, spec, owner, created_at, started_at, ended_at,
            virtual_cluster_id, device, devices, priority, memory_mib, preemptible, tags, preemptions, restarts)
        SELECT randomblob(16), CASE i % 3 WHEN 0 THEN 'train' WHEN 1 THEN 'command' ELSE 'command' END,
            CASE i % 3 WHEN 0 THEN x'{:032x}' END, 'job ' || i,
            CASE WHEN i % 100 = 0 THEN 'queued' WHEN i % 7 = 0 THEN 'failed' WHEN i % 31 = 0 THEN 'stopped' ELSE 'succeeded' END,
            1, 0, t.spec, (SELECT id FROM users WHERE number = 2 + i % {OWNERS}), t.created_at - i * 1000,
            t.created_at - i * 1000, t.created_at - i * 900, t.virtual_cluster_id, t.device, 0, 100, 0, 0, '[]', 0, 0
        FROM n, jobs t WHERE t.id = x'{:032x}'",
        hex(project),
        hex(template.id),
    );
    change.execute_unprepared(&sql).await.unwrap();
    change.commit().await.unwrap();
}

/// Makes some people; gives one of them.
async fn users(store: &Store) -> Id {
    let row = |n: usize| NewUserRow { name: format!("user{n}"), ..Default::default() };
    store.create_users((0..OWNERS).map(row).collect()).await.unwrap();
    store.user_by_name("user7").await.unwrap().unwrap().id
}
