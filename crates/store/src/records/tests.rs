use super::*;
use crate::{
    CountFilter, Counts, Cursor, ModelFilter, NamedOrder, NewJob, NewModel, NewProject, Page, PageRequest,
    RecordFilter,
};
use fovea_domain::JobEvent;
use std::collections::HashSet;

struct House {
    _dir: tempfile::TempDir,
    store: Store,
    user: Id,
    project: Id,
    services: [Id; 2],
    model: Id,
}

async fn house() -> House {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    let user = store.create_administrator("a", "x").await.unwrap().id;
    let project = NewProject {
        name: "p".into(),
        product: String::new(),
        scene: "free".into(),
        good_name: "good".into(),
        good_colour: "#00ff00".into(),
        note: String::new(),
        classes: vec![("scratch".into(), "#ff0000".into())],
        created_by: user,
    };
    let project = store.create_project(project).await.unwrap().id;
    let new = NewJob {
        kind: crate::JobKind::Train,
        project_id: Some(project),
        name: "t".into(),
        owner: Some(user),
        spec: serde_json::json!({}),
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
        classes: vec!["anomaly".into()],
        bytes: 1,
        summary: None,
    };
    let model = store.finish_training(job, (JobEvent::Done, None), model).await.unwrap().id;
    let first = store.create_service((project, model), "one", "ng", None).await.unwrap().row.id;
    let second = store.create_service((project, model), "two", "ng", None).await.unwrap().row.id;
    House { _dir: dir, store, user, project, services: [first, second], model }
}

impl House {
    fn record(&self, number: usize) -> NewRecord {
        NewRecord {
            project_id: self.project,
            service_id: self.services[number % 2],
            model_id: self.model,
            serial: number.is_multiple_of(3).then(|| format!("S{}", number / 6)),
            verdict: if number.is_multiple_of(5) { "ng" } else { "ok" }.into(),
            asks: number.is_multiple_of(15),
            score: 0.25,
            class: Some(if number.is_multiple_of(7) { "scratch" } else { "good" }.into()),
            width: 1,
            height: 1,
            picture: None,
            heat: None,
            request: None,
            prediction: "{}".into(),
        }
    }

    async fn fill(&self, count: usize) -> Vec<Record> {
        let writer = RecordWriter::start(self.store.clone());
        let mut records = Vec::new();
        for part in (0..count).collect::<Vec<_>>().chunks(50) {
            let waiting: Vec<_> = part.iter().map(|n| writer.add(self.record(*n))).collect();
            for record in futures_util::future::join_all(waiting).await {
                records.push(record.unwrap());
            }
        }
        records
    }

    async fn all(&self, filter: &RecordFilter, limit: u64) -> (Vec<Id>, u64) {
        let (mut ids, mut cursor, mut total) = (Vec::new(), None::<Cursor>, 0);
        loop {
            let page = PageRequest { limit, cursor };
            let Page { items, next, total: told } =
                self.store.records(self.project, filter, &page).await.unwrap();
            ids.extend(items.iter().map(|r| r.id));
            total = total.max(told);
            match next {
                Some(next) => cursor = Some(next),
                None => return (ids, total),
            }
        }
    }

    async fn counts(&self, filter: CountFilter) -> Counts {
        self.store.record_counts(self.project, &filter).await.unwrap()
    }
}

#[tokio::test]
async fn every_filter_gives_its_records_newest_first_and_once() {
    let house = house().await;
    let records = house.fill(230).await;
    let text = |t: &str| Some(t.to_string());
    let filters = [
        RecordFilter::default(),
        RecordFilter { service_id: Some(house.services[1]), ..Default::default() },
        RecordFilter { verdict: text("ng"), ..Default::default() },
        RecordFilter { class: text("scratch"), verdict: text("ok"), ..Default::default() },
        RecordFilter { serial: text("S4"), ..Default::default() },
        RecordFilter { recheck: text("none"), service_id: Some(house.services[0]), ..Default::default() },
        RecordFilter { recheck: text("ok"), ..Default::default() },
        RecordFilter { asks: true, ..Default::default() },
        RecordFilter { asks: true, service_id: Some(house.services[0]), ..Default::default() },
        RecordFilter { asks: true, class: text("good"), ..Default::default() },
    ];
    for filter in filters {
        let fits = |r: &&Record| {
            let is = |wanted: &Option<String>, is: Option<&String>| wanted.is_none() || wanted.as_ref() == is;
            filter.service_id.is_none_or(|s| s == r.service_id)
                && is(&filter.verdict, Some(&r.verdict))
                && is(&filter.class, r.class.as_ref())
                && is(&filter.serial, r.serial.as_ref())
                && is(&filter.recheck, Some(&r.recheck))
                && (!filter.asks || r.asks)
        };
        let mut wanted: Vec<Id> = records.iter().filter(fits).map(|r| r.id).collect();
        wanted.sort_by(|a, b| b.cmp(a));
        for limit in [7, 200] {
            let (found, total) = house.all(&filter, limit).await;
            assert_eq!(found, wanted, "{filter:?}");
            assert_eq!(total, wanted.len() as u64, "{filter:?}");
        }
    }
}

#[tokio::test]
async fn whatever_people_said_is_found_together() {
    let house = house().await;
    let records = house.fill(40).await;
    for (number, record) in records.iter().enumerate().take(15) {
        let verdict = if number % 3 == 0 { "ok" } else { "ng" };
        let said = Recheck { verdict: verdict.into(), class_id: None, texts: None, by: house.user };
        house.store.recheck(record.id, &said).await.unwrap();
    }
    let any = RecordFilter { recheck: Some(RECHECKED.into()), ..Default::default() };
    let one = RecordFilter { service_id: Some(house.services[0]), ..any.clone() };
    let serial = RecordFilter { serial: records[4].serial.clone(), ..any.clone() };
    for filter in [any, one, serial] {
        let fits = |r: &&Record| {
            filter.service_id.is_none_or(|s| s == r.service_id)
                && (filter.serial.is_none() || filter.serial == r.serial)
        };
        let mut wanted: Vec<Id> = records[..15].iter().filter(fits).map(|r| r.id).collect();
        wanted.sort_by(|a, b| b.cmp(a));
        for limit in [4, 200] {
            assert_eq!(house.all(&filter, limit).await, (wanted.clone(), wanted.len() as u64), "{filter:?}");
        }
    }
}

#[tokio::test]
async fn from_and_to_cut_by_time() {
    let house = house().await;
    let records = house.fill(150).await;
    let (from, to) = (records[50].at(), records[100].at());
    let filter = RecordFilter { from: Some(from), to: Some(to), ..Default::default() };
    let wanted = records.iter().filter(|r| (from..to).contains(&r.at())).count();
    let (found, total) = house.all(&filter, 40).await;
    assert_eq!((found.len(), total), (wanted, wanted as u64));
    let counts = house.counts(CountFilter { from: Some(from), to: Some(to), ..Default::default() }).await;
    assert_eq!(counts.ok + counts.ng, wanted as u64);
}

#[tokio::test]
async fn counts_are_what_counting_gives_also_after_people_spoke() {
    let house = house().await;
    let records = house.fill(120).await;
    let said =
        |verdict: &str| Recheck { verdict: verdict.into(), class_id: None, texts: None, by: house.user };
    for record in &records[..40] {
        let verdict = if record.verdict == "ok" { "ng" } else { "ok" };
        house.store.recheck(record.id, &said(verdict)).await.unwrap();
        // Again, and once the other way and back.
        house.store.recheck(record.id, &said(verdict)).await.unwrap();
        house.store.recheck(record.id, &said(&record.verdict)).await.unwrap();
        house.store.recheck(record.id, &said(verdict)).await.unwrap();
    }
    house.store.recheck(records[40].id, &said(&records[40].verdict)).await.unwrap();
    // Said and taken back is as if never said, however often.
    house.store.recheck(records[41].id, &said("ng")).await.unwrap();
    for _ in 0..2 {
        let back = house.store.take_back_recheck(records[41].id).await.unwrap();
        assert_eq!((back.recheck.as_str(), back.recheck_by, back.recheck_at), ("none", None, None));
    }
    let counts = house.counts(CountFilter::default()).await;
    let ng = records.iter().filter(|r| r.verdict == "ng").count() as u64;
    let ng_said = records[..40].iter().filter(|r| r.verdict == "ng").count() as u64;
    assert_eq!((counts.ok, counts.ng, counts.rechecked), (120 - ng, ng, 41));
    // Whatever people say, a recipe left as many to them.
    assert_eq!(counts.asked, records.iter().filter(|r| r.asks).count() as u64);
    assert_eq!(counts.asked, 8);
    assert_eq!((counts.overkill, counts.escape), (ng_said, 40 - ng_said));
    assert_eq!(counts.by_hour.iter().map(|h| h.ok + h.ng).sum::<u64>(), 120);
    let of_one =
        house.counts(CountFilter { service_id: Some(house.services[0]), ..Default::default() }).await;
    assert_eq!(of_one.ok + of_one.ng, 60);
}

#[tokio::test]
async fn the_same_request_has_one_record() {
    let house = house().await;
    let writer = RecordWriter::start(house.store.clone());
    let asked = |key: &str| NewRecord { request: Some((house.user, key.into())), ..house.record(1) };
    // Within a group, and again later.
    let (a, b) = tokio::join!(writer.add(asked("k")), writer.add(asked("k")));
    let (a, b) = (a.unwrap(), b.unwrap());
    let c = writer.add(asked("k")).await.unwrap();
    let other = writer.add(asked("l")).await.unwrap();
    assert_eq!(HashSet::from([a.id, b.id, c.id]).len(), 1);
    assert_ne!(other.id, a.id);
    let counts = house.counts(CountFilter::default()).await;
    assert_eq!(counts.ok + counts.ng, 2);
    assert_eq!(house.store.record_of_request(house.user, "k").await.unwrap().unwrap().id, a.id);
}

#[tokio::test]
async fn a_picture_goes_into_the_data_set_once_and_keeps_a_label_that_somebody_gave() {
    let house = house().await;
    let writer = RecordWriter::start(house.store.clone());
    let hash = house.store.blobs().put(b"picture").unwrap();
    let kept = NewRecord { picture: Some(hash.to_string()), ..house.record(5) };
    let record = writer.add(kept.clone()).await.unwrap();
    let picture = crate::NewPicture {
        hash: hash.clone(),
        name: "recheck/a.png".into(),
        width: 1,
        height: 1,
        bytes: 7,
        format: "png",
        source: "recheck",
        import_id: None,
        linked: false,
    };
    let scratch = house.store.classes(house.project).await.unwrap().into_iter().find(|c| !c.good).unwrap();
    let bad = Recheck { verdict: "ng".into(), class_id: Some(scratch.id), texts: None, by: house.user };
    house.store.recheck(record.id, &bad).await.unwrap();
    let first = house.store.record_to_dataset(record.id, &picture, house.user).await.unwrap();
    let again = house.store.record_to_dataset(record.id, &picture, house.user).await.unwrap();
    assert_eq!(first.picture_id, again.picture_id);
    let there = house.store.picture(first.picture_id.unwrap()).await.unwrap().row;
    assert_eq!((there.verdict.as_deref(), there.class_id), (Some("bad"), Some(scratch.id)));
    // Another word moves the label along.
    let good = Recheck { verdict: "ok".into(), class_id: None, texts: None, by: house.user };
    house.store.recheck(record.id, &good).await.unwrap();
    house.store.record_to_dataset(record.id, &picture, house.user).await.unwrap();
    let there = house.store.picture(there.id).await.unwrap().row;
    assert_eq!(there.verdict.as_deref(), Some("good"));
    assert!(house.store.blob_is_used(&hash).await.unwrap());
}

#[tokio::test]
async fn a_training_gives_one_model_and_ends_once() {
    let house = house().await;
    let job = house.store.model(house.model).await.unwrap().job_id;
    let again = NewModel {
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
    let refused = house.store.finish_training(job, (JobEvent::Done, None), again).await;
    assert!(matches!(refused, Err(StoreError::WrongState { .. })));
    assert_eq!(
        house
            .store
            .models(house.project, &ModelFilter::default(), NamedOrder::default(), &PageRequest::default())
            .await
            .unwrap()
            .total,
        1
    );
}

/// Whatever is filtered by, an index gives the rows in their order: nothing is sorted, nothing is read as a whole.
#[tokio::test]
async fn every_filter_goes_through_an_index() {
    use sea_orm::{ConnectionTrait, QueryTrait, Statement};
    let house = house().await;
    let text = |on: bool, t: &str| on.then(|| t.to_string());
    for bits in 0..64u32 {
        let on = |bit: u32| bits & (1 << bit) != 0;
        let filter = RecordFilter {
            service_id: on(0).then_some(house.services[0]),
            verdict: text(on(1), "ng"),
            class: text(on(2), "scratch"),
            recheck: text(on(3), "none"),
            serial: text(on(4), "S1"),
            asks: false,
            from: on(5).then_some(1),
            to: None,
        };
        let page = PageRequest { limit: 50, cursor: None };
        let query = list::keyset_by_id(list::filtered(house.project, &filter), &page);
        let db = house.store.reader();
        let mut statement = query.build(db.get_database_backend());
        statement.sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
        let rows = db.query_all(Statement { ..statement }).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|r| r.try_get("", "detail").unwrap()).collect();
        let wanted = match (on(4), on(2), on(3), on(1)) {
            (true, ..) => "serial=?",
            (_, true, ..) => "class=?",
            (_, _, true, true) => "recheck=? AND verdict=?",
            (_, _, true, _) => "recheck=?",
            (.., true) => "verdict=?",
            _ => "=?",
        };
        assert!(plan.len() == 1 && plan[0].starts_with("SEARCH records USING INDEX"), "{filter:?}: {plan:?}");
        assert!(plan[0].contains(wanted), "{filter:?}: {plan:?}");
    }
}
