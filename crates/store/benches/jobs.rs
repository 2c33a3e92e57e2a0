//! A million jobs: how long pages of the list take, whatever they are filtered by, and a change of a job. Prints milliseconds;
//! the budget of a page is 20 ms at the 99th percentile.
//!
//!     cargo bench -p fovea-store --bench jobs
#![expect(clippy::unwrap_used, reason = "a bench has nobody to tell")]

use fovea_domain::JobEvent;
use fovea_store::{
    ConnectionTrait, Id, JobFilter, JobKind, JobOrder, JobOwner, JobSort, NewJob, NewProject, NewUserRow,
    PageRequest, Span, Store,
};
use std::time::Instant;

const ROWS: usize = 1_000_000;
const PAGES: usize = 200;
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
    for (name, filter, order) in queries(&store, project, rows).await {
        let (mut times, mut cursor, mut total) = (Vec::new(), None, 0);
        for _ in 0..PAGES {
            let began = Instant::now();
            let page = store.jobs(&filter, order, &PageRequest { limit: 50, cursor }).await.unwrap();
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

/// Each condition alone and several together, each order both ways; also what is all old while the newest come first.
async fn queries(store: &Store, project: Id, rows: usize) -> Vec<(String, JobFilter, JobOrder)> {
    let one = |word: &str| vec![word.to_string()];
    let words = |q: &str| JobFilter { q: Some(q.into()), ..Default::default() };
    let of = |text: &str| Some(JobOwner::Words(text.into()));
    let user = async |name: &str| store.user_by_name(name).await.unwrap().map(|u| JobOwner::Id(u.id));
    let (seven, zero) = (user("user7").await, user("user0").await);
    let me = store.user_by_name("user7").await.unwrap().map(|u| u.id);
    let newest =
        store.jobs(&JobFilter::default(), JobOrder::default(), &PageRequest::default()).await.unwrap();
    let (id, now) = (newest.items[0].id, newest.items[0].created_at);
    let back = |share: usize| Some(now - i64::try_from(rows / share).unwrap() * 1000);
    let span = |from, to| Span { from, to };
    let filters = [
        ("all", JobFilter::default()),
        ("of an owner", JobFilter { owner: seven.clone(), ..Default::default() }),
        ("of an owner, all old", JobFilter { owner: zero.clone(), ..Default::default() }),
        ("owner by words", JobFilter { owner: of("user1"), ..Default::default() }),
        ("own or administered", JobFilter { seen_by: me, ..Default::default() }),
        ("of a project", JobFilter { project_id: Some(project), ..Default::default() }),
        ("queued", JobFilter { states: one("queued"), ..Default::default() }),
        (
            "failed or stopped",
            JobFilter { states: vec!["failed".into(), "stopped".into()], ..Default::default() },
        ),
        ("commands", JobFilter { kinds: one("command"), ..Default::default() }),
        ("failed trainings", JobFilter { kinds: one("train"), states: one("failed"), ..Default::default() }),
        ("on a type of device", JobFilter { device: Some("nvidia_gpu_amd64".into()), ..Default::default() }),
        ("submitted, a hundredth", JobFilter { submitted: span(back(100), None), ..Default::default() }),
        ("submitted, a third", JobFilter { submitted: span(back(2), back(6)), ..Default::default() }),
        ("ended, a hundredth", JobFilter { ended: span(back(50), back(100)), ..Default::default() }),
        ("ended, the older half", JobFilter { ended: span(None, back(2)), ..Default::default() }),
        ("words of all", words("jo")),
        ("words of many", words("磁瓦")),
        ("words of many, all old", words("exp2023")),
        ("words of few", words("计数 1234")),
        ("words of one", words(&format!("计数 {}", rows / 5 * 4 + 4))),
        ("words of none", words("no such words")),
        ("an id", words(&id.to_string())),
        ("words and failed", JobFilter { states: one("failed"), ..words("磁瓦") }),
        ("words and owner", JobFilter { owner: seven.clone(), ..words("磁瓦") }),
        (
            "words, kind, state and time",
            JobFilter {
                kinds: one("train"),
                states: one("succeeded"),
                submitted: span(back(2), None),
                ..words("parts")
            },
        ),
    ];
    let sorts = [
        ("start", JobSort::Started),
        ("end", JobSort::Ended),
        ("name", JobSort::Name),
        ("priority", JobSort::Priority),
        ("state", JobSort::State),
        ("duration", JobSort::Duration),
        ("owner", JobSort::Owner),
    ];
    let mut all: Vec<(String, JobFilter, JobOrder)> = filters
        .iter()
        .map(|(name, filter)| (name.to_string(), filter.clone(), JobOrder::default()))
        .collect();
    for (name, sort) in sorts {
        for descending in [false, true] {
            let way = if descending { "down" } else { "up" };
            let order = JobOrder { sort, descending };
            all.push((format!("all by {name}, {way}"), JobFilter::default(), order));
            let failed = JobFilter { states: one("failed"), ..Default::default() };
            all.push((format!("failed by {name}, {way}"), failed, order));
            all.push((
                format!("of an owner by {name}, {way}"),
                JobFilter { owner: seven.clone(), ..Default::default() },
                order,
            ));
            all.push((format!("words by {name}, {way}"), words("磁瓦"), order));
        }
    }
    all
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
    let old = rows / 50;
    let sql = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
        INSERT INTO jobs (id, kind, project_id, name, state, attempt, losses, spec, owner, created_at, started_at, ended_at,
            virtual_cluster_id, device, devices, priority, memory_mib, preemptible, tags, preemptions, restarts)
        SELECT randomblob(16), CASE i % 3 WHEN 0 THEN 'train' ELSE 'command' END,
            CASE i % 3 WHEN 0 THEN x'{:032x}' END,
            CASE WHEN i < {old} THEN 'exp2023 ' ELSE CASE i % 5 WHEN 0 THEN '磁瓦训练 ' WHEN 1 THEN 'count parts ' WHEN 2 THEN 'job of night '
                WHEN 3 THEN '板卡评估 ' ELSE '计数 ' END END || i,
            CASE WHEN i % 100 = 0 THEN 'queued' WHEN i % 7 = 0 THEN 'failed' WHEN i % 31 = 0 THEN 'stopped' ELSE 'succeeded' END,
            1, 0, t.spec, (SELECT id FROM users WHERE number = CASE WHEN i < {old} THEN 2 ELSE 3 + i % ({OWNERS} - 1) END),
            t.created_at - ({rows} - i) * 1000, t.created_at - ({rows} - i) * 1000,
            CASE WHEN i % 100 <> 0 THEN t.created_at - ({rows} - i) * 1000 + i * 7919 % 1000000 END, t.virtual_cluster_id,
            CASE WHEN i % 50 = 1 THEN 'nvidia_gpu_amd64' ELSE t.device END, 0, 100 + i % 9, 0, 0, '[]', 0, 0
        FROM n, jobs t WHERE t.id = x'{:032x}'",
        hex(project),
        hex(template.id),
    );
    change.execute_unprepared(&sql).await.unwrap();
    // As the server writes them: the words, and each sign between two others.
    let words = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
        INSERT INTO job_words(rowid, words) SELECT l.number, l.search || char(10) || char(1)
            || (SELECT group_concat(substr(l.search, n.i, 1), char(1)) FROM n WHERE n.i <= length(l.search)) || char(1)
        FROM job_list l WHERE l.number > 1";
    change.execute_unprepared(words).await.unwrap();
    change.commit().await.unwrap();
}

/// Makes some people; gives one of them.
async fn users(store: &Store) -> Id {
    let row = |n: usize| NewUserRow { name: format!("user{n}"), ..Default::default() };
    store.create_users((0..OWNERS).map(row).collect()).await.unwrap();
    store.user_by_name("user7").await.unwrap().unwrap().id
}
