use super::*;
use crate::names::{fold, in_order, job_search};
use crate::{JobAsk, JobKind, NewJob, NewProject, NewUserRow, Totals};
use fovea_domain::JobEvent;
use fovea_domain::device::DeviceType;
use std::cmp::Ordering;

const NARROW: Limits = Limits { placed: 0, groups: 0 };
const BY_GROUPS: Limits = Limits { placed: 0, groups: 1_000_000 };

struct House {
    store: Store,
    owners: [Id; 2],
    project: Id,
    _dir: tempfile::TempDir,
}

async fn house() -> House {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let admin = store.create_administrator("ada", "x").await.unwrap().id;
    store.begin_clusters(&Totals::new()).await.unwrap();
    store.create_users(vec![NewUserRow { name: "王芳".into(), ..Default::default() }]).await.unwrap();
    let other = store.user_by_name("王芳").await.unwrap().unwrap().id;
    let project = NewProject {
        name: "p".into(),
        product: String::new(),
        scene: "free".into(),
        good_name: "good".into(),
        good_colour: "#00ff00".into(),
        note: String::new(),
        classes: vec![],
        created_by: admin,
    };
    let project = store.create_project(project).await.unwrap().id;
    House { store, owners: [admin, other], project, _dir: dir }
}

impl House {
    /// Sixty jobs of all sorts, some of which have run.
    async fn fill(&self) -> Vec<Job> {
        let names = ["训练 run", "夜间评估", "Count parts", "a'b\"c%_", "导出"];
        for n in 0..60_usize {
            let device = if n % 7 == 0 { "nvidia_gpu_amd64" } else { "cpu" };
            let new = NewJob {
                kind: [JobKind::Train, JobKind::Command, JobKind::Command][n % 3],
                project_id: (n % 4 == 0).then_some(self.project),
                name: format!("{} {n}", names[n % names.len()]),
                owner: Some(self.owners[usize::from(n % 5 < 2)]),
                spec: serde_json::Value::Null,
                service_id: None,
                virtual_cluster: None,
                priority: 100 + u16::try_from(n % 6).unwrap(),
                ask: JobAsk {
                    tags: if n % 8 == 0 { vec!["Nacht".into(), "夜".into()] } else { vec![] },
                    device: DeviceType::parse(device).ok(),
                    ..Default::default()
                },
            };
            let job = self.store.create_job(new).await.unwrap().id;
            let events: &[JobEvent] = match n % 6 {
                0 => &[JobEvent::Start, JobEvent::Up, JobEvent::Done],
                1 => &[JobEvent::Start, JobEvent::Failed],
                2 => &[JobEvent::Start, JobEvent::Up],
                3 => &[JobEvent::StopAsked],
                _ => &[],
            };
            for event in events {
                self.store.move_job(job, *event, None).await.unwrap();
            }
            // Times apart from each other, so that orders are told apart.
            let at = 1_000_000 + i64::try_from(n * 1000).unwrap();
            let change = self.store.begin().await.unwrap();
            let query = "UPDATE jobs SET created_at = ?1, started_at = started_at - started_at + ?1 + 10,
                ended_at = ended_at - ended_at + ?1 + 20 + ?2 WHERE id = ?3";
            let slow = i64::try_from((n * 37) % 60).unwrap() * 2000;
            sql::run(&change, query, [at.into(), slow.into(), job.into()]).await.unwrap();
            sql::run(&change, "UPDATE job_list SET submitted = ? WHERE id = ?", [at.into(), job.into()])
                .await
                .unwrap();
            change.commit().await.unwrap();
        }
        let rows = sql::rows(self.store.reader(), "SELECT * FROM jobs", []).await.unwrap();
        rows.iter().map(|row| job::Model::from_query_result(row, "").unwrap()).collect()
    }

    fn name_of(&self, owner: Option<Id>) -> &'static str {
        owner.map_or("", |id| if id == self.owners[0] { "ada" } else { "王芳" })
    }

    fn fits(&self, job: &Job, filter: &JobFilter) -> bool {
        let one_of = |all: &[String], word: &str| all.is_empty() || all.iter().any(|w| w == word);
        let inside = |span: Span, at: Option<Moment>| {
            span == Span::default()
                || at.is_some_and(|at| span.from.is_none_or(|f| at >= f) && span.to.is_none_or(|t| at < t))
        };
        let owned = match &filter.owner {
            None => true,
            Some(JobOwner::Id(id)) => job.owner == Some(*id),
            Some(JobOwner::Words(text)) => self.name_of(job.owner).contains(text.as_str()),
        };
        let found = filter.q.as_deref().is_none_or(|q| {
            let tags: Vec<String> = serde_json::from_str(&job.tags).unwrap();
            let text = job_search(&job.name, &tags);
            text.contains(&fold(q)) || job.id.to_string().starts_with(&q.to_lowercase()) && q.len() >= 8
        });
        owned
            && found
            && filter.seen_by.is_none_or(|user| job.owner == Some(user))
            && filter.project_id.is_none_or(|p| job.project_id == Some(p))
            && one_of(&filter.kinds, &job.kind)
            && one_of(&filter.states, &job.state)
            && filter.device.as_ref().is_none_or(|d| *d == job.device)
            && inside(filter.submitted, Some(job.created_at))
            && inside(filter.ended, job.ended_at)
    }

    fn before(&self, sort: JobSort, a: &Job, b: &Job) -> Ordering {
        let took = |j: &Job| match (j.started_at, j.ended_at) {
            (None, _) => -1,
            (Some(started), None) => i64::MAX - started,
            (Some(started), Some(ended)) => ended - started,
        };
        let rank = |j: &Job| {
            [
                "running",
                "starting",
                "pausing",
                "preempting",
                "stopping",
                "queued",
                "paused",
                "failed",
                "stopped",
            ]
            .iter()
            .position(|s| *s == j.state)
        };
        let rank = |j: &Job| rank(j).unwrap_or(9);
        match sort {
            JobSort::Submitted => a.created_at.cmp(&b.created_at),
            JobSort::Started => a.started_at.cmp(&b.started_at),
            JobSort::Ended => a.ended_at.cmp(&b.ended_at),
            JobSort::Name => in_order(&a.name).cmp(&in_order(&b.name)),
            JobSort::Priority => a.priority.cmp(&b.priority),
            // Within a state the newer comes first.
            JobSort::State => rank(a).cmp(&rank(b)).then(b.created_at.cmp(&a.created_at)),
            JobSort::Duration => took(a).cmp(&took(b)),
            JobSort::Owner => self.name_of(a.owner).cmp(self.name_of(b.owner)),
        }
        .then(a.id.cmp(&b.id))
    }
}

fn filters(house: &House, some: &Job) -> Vec<JobFilter> {
    let one = |word: &str| vec![word.to_string()];
    let words = |q: &str| JobFilter { q: Some(q.into()), ..Default::default() };
    let span = |from, to| Span { from, to };
    vec![
        JobFilter::default(),
        JobFilter { owner: Some(JobOwner::Id(house.owners[1])), ..Default::default() },
        JobFilter { owner: Some(JobOwner::Words("王".into())), ..Default::default() },
        JobFilter { owner: Some(JobOwner::Words("nobody".into())), ..Default::default() },
        JobFilter { seen_by: Some(house.owners[1]), states: one("queued"), ..Default::default() },
        JobFilter { project_id: Some(house.project), ..Default::default() },
        JobFilter { kinds: one("train"), ..Default::default() },
        JobFilter { states: vec!["running".into(), "failed".into()], ..Default::default() },
        JobFilter { device: Some("nvidia_gpu_amd64".into()), ..Default::default() },
        JobFilter { submitted: span(Some(1_010_000), Some(1_030_000)), ..Default::default() },
        JobFilter { submitted: span(None, Some(1_002_000)), states: one("failed"), ..Default::default() },
        JobFilter { submitted: span(Some(9_000_000), None), ..Default::default() },
        JobFilter { ended: span(Some(1_020_000), Some(1_090_000)), ..Default::default() },
        JobFilter { ended: span(None, Some(1_050_000)), q: Some("run".into()), ..Default::default() },
        words("训"),
        words("夜间"),
        words("夜间评"),
        words("COUNT PARTS 1"),
        words("a'b\"c%_"),
        words("' OR 1"),
        words("nacht"),
        words("no such thing"),
        words(&some.id.to_string()),
        words(&some.id.to_string()[..34]),
        JobFilter { owner: Some(JobOwner::Id(house.owners[0])), kinds: one("command"), ..words("导出") },
    ]
}

#[tokio::test]
async fn every_way_gives_what_looking_at_each_job_gives() {
    let house = house().await;
    let jobs = house.fill().await;
    let sorts = [
        JobSort::Submitted,
        JobSort::Started,
        JobSort::Ended,
        JobSort::Name,
        JobSort::Priority,
        JobSort::State,
        JobSort::Duration,
        JobSort::Owner,
    ];
    for filter in filters(&house, &jobs[20]) {
        for (n, sort) in sorts.into_iter().enumerate() {
            let descending = n % 2 == 0;
            let order = JobOrder { sort, descending };
            let mut expected: Vec<&Job> = jobs.iter().filter(|job| house.fits(job, &filter)).collect();
            expected.sort_by(|a, b| house.before(sort, a, b));
            if descending {
                expected.reverse();
            }
            let expected: Vec<&str> = expected.iter().map(|job| job.name.as_str()).collect();
            for limits in [USUAL, NARROW, BY_GROUPS] {
                // An id is found where words do not fill the list.
                if limits.placed == 0 && filter.q.as_deref().is_some_and(|q| q.len() > 30) {
                    continue;
                }
                let (mut found, mut cursor) = (Vec::new(), None);
                loop {
                    let request = PageRequest { limit: 7, cursor };
                    let page = house.store.jobs_within(&filter, order, &request, limits).await.unwrap();
                    assert_eq!(page.total, expected.len() as u64, "{filter:?} {order:?} {limits:?}");
                    found.extend(page.items.into_iter().map(|job| job.name));
                    cursor = page.next;
                    if cursor.is_none() {
                        break;
                    }
                }
                assert_eq!(found, expected, "{filter:?} {order:?} {limits:?}");
            }
        }
    }
}

#[tokio::test]
async fn the_list_follows_whatever_happens_to_jobs_and_their_owners() {
    let house = house().await;
    let store = &house.store;
    let jobs = house.fill().await;
    let count = async |filter: &JobFilter| {
        store.jobs(filter, JobOrder::default(), &PageRequest::default()).await.unwrap().total
    };
    let of = |text: &str| JobFilter { owner: Some(JobOwner::Words(text.into())), ..Default::default() };
    assert_eq!(count(&of("王芳")).await, 24);
    let run = async |query: &str, values: Vec<Sql>| {
        let change = store.begin().await.unwrap();
        sql::run(&change, query, values).await.unwrap();
        change.commit().await.unwrap();
    };
    run("UPDATE users SET name_key = 'zoe' WHERE name = '王芳'", vec![]).await;
    assert_eq!((count(&of("王芳")).await, count(&of("zoe")).await), (0, 24));
    let by_owner = JobOrder { sort: JobSort::Owner, descending: true };
    let page = store.jobs(&JobFilter::default(), by_owner, &PageRequest::default()).await.unwrap();
    assert_eq!(page.items[0].owner, Some(house.owners[1]));
    // A priority that is changed moves the job.
    let waiting = jobs.iter().find(|j| j.state == "queued").unwrap();
    store.set_priority(waiting.id, 900).await.unwrap();
    let first = JobOrder { sort: JobSort::Priority, descending: true };
    let page =
        store.jobs(&JobFilter::default(), first, &PageRequest { limit: 1, cursor: None }).await.unwrap();
    assert_eq!((page.items[0].id, page.items[0].priority), (waiting.id, 900));
    // What is taken away is found by nothing any more.
    let gone = jobs.iter().find(|j| j.state == "failed").unwrap();
    let by_id = JobFilter { q: Some(gone.id.to_string()), ..Default::default() };
    let by_name = JobFilter { q: Some(gone.name.clone()), ..Default::default() };
    let (one, before) = (count(&by_id).await, count(&by_name).await);
    store.delete_job(gone.id).await.unwrap();
    assert_eq!((one, count(&by_id).await, count(&by_name).await), (1, 0, before - 1));
    let indexed = "SELECT COUNT(*) FROM job_words WHERE job_words MATCH '\"run\"'";
    let listed = "SELECT COUNT(*) FROM job_list WHERE instr(search, 'run') > 0";
    let number = async |query: &str| sql::number(store.reader(), query, []).await.unwrap();
    assert_eq!(number(indexed).await, number(listed).await);
    run("DELETE FROM projects", vec![]).await;
    assert_eq!(number(indexed).await, number(listed).await);
    let kept = "SELECT SUM(jobs) FROM job_groups";
    assert_eq!(number(kept).await, number("SELECT COUNT(*) FROM jobs WHERE deleted_at IS NULL").await);
}

#[test]
fn what_may_be_the_beginning_of_an_id_is_one() {
    for (text, fits) in
        [("0197a3b2", true), ("0197a3b2-11", true), ("0197a3b", false), ("0197a3bx", false), ("", false)]
    {
        assert_eq!(ids_that_begin(text).is_some(), fits, "{text}");
    }
    let id = Id::new();
    let (from, to) = ids_that_begin(&id.to_string()[..20]).unwrap();
    assert!(from <= id && id <= to);
    assert_eq!(ids_that_begin(&id.to_string()), Some((id, id)));
}
