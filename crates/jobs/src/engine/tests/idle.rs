//! Idle jobs: usage is written as a shim would, and time goes by when a test says so.

use super::*;
use crate::usage::{Sample, UsageWriter};
use fovea_store::{DeviceUserFilter, NoticeKind, UserChange};

impl House {
    /// Looks once, after so much time without use.
    async fn look(&mut self, keeper: &mut Keeper, id: Id, unused_ms: i64) -> Job {
        self.engine.round(&mut self.watched).await.unwrap();
        if let Some(kept) = keeper.jobs.get_mut(&id) {
            kept.used_at -= unused_ms;
            // What was measured before is long ago, too.
            if unused_ms > 0 {
                kept.looked_to = now();
            }
        }
        self.engine.keep_idle(keeper).await.unwrap();
        self.engine.0.store.job(id).await.unwrap()
    }

    fn busy(&self, id: Id) {
        let sample = Sample { at_ms: now(), cores: 0.5, ..Sample::default() };
        UsageWriter::open(&self.engine.folder(id)).unwrap().add(&sample);
    }

    async fn idle(&self, id: Id) -> Option<(i64, bool, Option<i64>)> {
        self.engine.0.store.job_limits(&[id]).await.unwrap()[&id].idle()
    }

    async fn warned(&self, id: Id) -> usize {
        self.events(id).await.iter().filter(|e| *e == fovea_store::IDLE_WARNED).count()
    }

    async fn idle_limits(&self, warn_ms: i64, pause_ms: i64) {
        let (idle_warn_ms, idle_pause_ms) = (Some(Some(warn_ms)), Some(Some(pause_ms)));
        self.change_cluster(ClusterChange { idle_warn_ms, idle_pause_ms, ..Default::default() }).await;
    }
}

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn an_idle_job_is_told_of_then_warned_then_paused_and_says_why() {
    let mut house = House::new().await;
    let (user, id) = house.user_with_training().await;
    let store = house.engine.0.store.clone();
    let change = UserChange { mail: Some("eve@plant.example".into()), ..Default::default() };
    store.change_own(user, change).await.unwrap();
    house.idle_limits(30 * MINUTE, 60 * MINUTE).await;
    house.until(id, JobState::Running).await;
    let mut keeper = Keeper::default();
    house.look(&mut keeper, id, 0).await;
    assert_eq!(house.idle(id).await, None);
    house.look(&mut keeper, id, 10 * MINUTE).await;
    let (_, warned, pauses_at) = house.idle(id).await.unwrap();
    assert!(!warned && pauses_at.is_some());
    house.look(&mut keeper, id, 21 * MINUTE).await;
    house.look(&mut keeper, id, 0).await;
    assert_eq!((house.warned(id).await, house.state(id).await), (1, JobState::Running));
    assert!(house.idle(id).await.unwrap().1);
    // Whoever was warned this moment has the half hour between, however long it was idle before.
    house.look(&mut keeper, id, 120 * MINUTE).await;
    assert_eq!(house.state(id).await, JobState::Running);
    let kept = keeper.jobs.get_mut(&id).unwrap();
    kept.warned_at = kept.warned_at.map(|at| at - 31 * MINUTE);
    let job = house.look(&mut keeper, id, 0).await;
    assert!(job.reason.unwrap().contains("job.idle_paused"));
    let job = house.until(id, JobState::Paused).await;
    assert!(job.reason.unwrap().contains("job.idle_paused") && house.idle(id).await.is_none());
    let notices = store.job_notices(10).await.unwrap();
    let kinds: Vec<NoticeKind> = notices.iter().map(|n| n.kind).collect();
    assert_eq!(kinds, [NoticeKind::IdleWarned, NoticeKind::IdlePaused]);
    assert_eq!((notices[0].mail.as_str(), notices[0].job_name.as_str()), ("eve@plant.example", "j"));
    // It begins anew, and nothing is held against it.
    house.engine.resume(&store, id).await.unwrap();
    house.until(id, JobState::Running).await;
    house.look(&mut keeper, id, 0).await;
    assert_eq!((house.idle(id).await, house.state(id).await), (None, JobState::Running));
}

#[tokio::test]
async fn one_that_works_again_is_idle_no_more_and_is_warned_anew_later() {
    let mut house = House::new().await;
    let (_, id) = house.user_with_training().await;
    house.idle_limits(30 * MINUTE, 60 * MINUTE).await;
    house.until(id, JobState::Running).await;
    let mut keeper = Keeper::default();
    house.look(&mut keeper, id, 0).await;
    house.look(&mut keeper, id, 31 * MINUTE).await;
    assert_eq!(house.warned(id).await, 1);
    house.busy(id);
    house.look(&mut keeper, id, 0).await;
    assert_eq!(house.idle(id).await, None);
    // Somebody at one of its endpoints is a use, too.
    house.look(&mut keeper, id, 10 * MINUTE).await;
    assert!(house.idle(id).await.is_some());
    house.engine.0.store.note_endpoint_use(id, "lab", now()).await.unwrap();
    house.look(&mut keeper, id, 0).await;
    assert_eq!((house.idle(id).await, house.warned(id).await), (None, 1));
}

#[tokio::test]
async fn another_engine_knows_since_when_a_job_is_idle_and_who_was_warned() {
    let mut house = House::new().await;
    let (_, id) = house.user_with_training().await;
    house.idle_limits(30 * MINUTE, 60 * MINUTE).await;
    house.until(id, JobState::Running).await;
    let mut keeper = Keeper::default();
    house.look(&mut keeper, id, 0).await;
    house.look(&mut keeper, id, 31 * MINUTE).await;
    let before = house.idle(id).await.unwrap();
    let mut other = Keeper::default();
    house.engine.keep_idle(&mut other).await.unwrap();
    let kept = &other.jobs[&id];
    assert_eq!((kept.used_at, kept.warned_at.is_some(), before.1), (before.0, true, true));
    assert_eq!((house.warned(id).await, house.state(id).await), (1, JobState::Running));
}

#[tokio::test]
async fn what_users_hold_and_how_much_of_it_idle_is_counted() {
    let mut house = House::new().await;
    let (user, id) = house.user_with_training().await;
    house.until(id, JobState::Running).await;
    let mut keeper = Keeper::default();
    house.look(&mut keeper, id, 0).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    house.look(&mut keeper, id, 10 * MINUTE).await;
    let (store, first) = (house.engine.0.store.clone(), house.first_cluster().await.id);
    let filter = DeviceUserFilter { most: 10, ..Default::default() };
    let (found, total) = store.device_users(first, &filter).await.unwrap();
    let one = &found[0];
    assert_eq!((total, one.user_id, one.device.as_str(), one.held, one.idle), (1, user, "cpu", 1, 1));
    assert!(one.held_ms >= 20 && one.idle_ms >= 20, "{one:?}");
    // Once it is over it is a thing of the past.
    house.seen.set(&house.engine.folder(id), Seen::Ended(exit(1, Some(3), false)));
    house.until(id, JobState::Failed).await;
    assert!(store.device_users(first, &filter).await.unwrap().0.is_empty());
    let filter = DeviceUserFilter { past: true, q: "ev".into(), ..filter };
    let (found, _) = store.device_users(first, &filter).await.unwrap();
    assert_eq!((found.len(), found[0].held, found[0].idle), (1, 0, 0));
    let filter = DeviceUserFilter { user: Some(Id::new()), ..filter };
    assert!(store.device_users(first, &filter).await.unwrap().0.is_empty());
    // And how devices were used is kept for the charts.
    let (_, points) = store.device_use(Some(first), now() - 3_600_000, now(), 100).await.unwrap();
    assert!(points.iter().any(|p| p.device == "cpu" && p.most_used == 1), "{points:?}");
}
