use super::*;
use fovea_store::Moment;

/// A running job that may run for ten minutes, and both clocks as they were read last.
async fn running(house: &mut House) -> (Id, Moment, Instant) {
    let (_, id) = house.user_with_training().await;
    house.change_cluster(ClusterChange { longest_run_ms: Some(Some(600_000)), ..Default::default() }).await;
    house.until(id, JobState::Running).await;
    let (wall, at) = (now(), Instant::now());
    house.engine.keep_clock(wall, at).await.unwrap();
    (id, wall, at)
}

impl House {
    async fn steps(&self, id: Id) -> Vec<serde_json::Value> {
        let events = self.engine.0.store.job_events(id).await.unwrap();
        let steps = events.into_iter().filter(|e| e.event == "clock_stepped");
        steps.map(|e| serde_json::from_str(&e.reason.unwrap()).unwrap()).collect()
    }

    /// Ten minutes after a clock was set it ends, and not before.
    async fn runs_ten_minutes(&self, id: Id, wall: Moment, at: Instant) {
        self.engine.end_overdue(wall).await.unwrap();
        self.engine.keep_clock(wall + 500_000, at + Duration::from_secs(500)).await.unwrap();
        self.engine.end_overdue(wall + 500_000).await.unwrap();
        assert_eq!(self.state(id).await, JobState::Running);
        self.engine.end_overdue(wall + 600_000).await.unwrap();
        assert_eq!(self.state(id).await, JobState::Stopping);
    }
}

#[tokio::test]
async fn a_clock_that_is_set_forward_ends_nothing_and_each_running_job_tells_of_it() {
    let mut house = House::new().await;
    let (id, wall, at) = running(&mut house).await;
    let (wall, at) = (wall + 3_602_000, at + Duration::from_secs(2));
    house.engine.keep_clock(wall, at).await.unwrap();
    house.runs_ten_minutes(id, wall, at).await;
    let steps = house.steps(id).await;
    assert_eq!(steps.len(), 1, "{steps:?}");
    assert_eq!(steps[0]["code"], "job.clock_stepped");
    assert_eq!(steps[0]["params"], json!({ "seconds": 3600 }));
}

#[tokio::test]
async fn after_a_clock_was_set_back_a_job_runs_no_longer_than_it_may() {
    let mut house = House::new().await;
    let (id, wall, at) = running(&mut house).await;
    let (wall, at) = (wall - 3_598_000, at + Duration::from_secs(2));
    house.engine.keep_clock(wall, at).await.unwrap();
    house.runs_ten_minutes(id, wall, at).await;
    assert_eq!(house.steps(id).await[0]["params"], json!({ "seconds": -3600 }));
}

#[tokio::test]
async fn a_job_that_is_ending_keeps_its_grace_when_the_clock_is_set() {
    let mut house = House::new().await;
    let (id, wall, at) = running(&mut house).await;
    let job = house.engine.stop(&house.engine.0.store, id).await.unwrap();
    let before = job.leave_by.unwrap();
    house.engine.keep_clock(wall + 3_600_000, at).await.unwrap();
    let after = house.engine.0.store.job(id).await.unwrap();
    assert_eq!(after.leave_by, Some(before + 3_600_000));
    assert_eq!(after.run_since, job.run_since.map(|since| since + 3_600_000));
}

#[tokio::test]
async fn small_corrections_of_the_clock_are_no_event() {
    let mut house = House::new().await;
    let (id, wall, at) = running(&mut house).await;
    house.engine.keep_clock(wall + 29_000, at).await.unwrap();
    house.engine.keep_clock(wall + 5_000, at).await.unwrap();
    assert_eq!(house.steps(id).await, Vec::<serde_json::Value>::new());
}
