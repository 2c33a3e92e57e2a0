//! Devices over time, in three levels: short steps for two days, hours for two months, days for two years.

use crate::{Id, Moment, Result, Store, sql};
use sea_orm::{FromQueryResult, Value as Sql};

/// Steps of so long, so many of them.
const LEVELS: [(i64, i64); 3] = [(300_000, 576), (3_600_000, 1_464), (86_400_000, 730)];

/// How a type of device was used at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceSample {
    /// `None`: of the whole cluster
    pub cluster: Option<Id>,
    pub device: String,
    pub used: u32,
    pub available: u32,
    pub unschedulable: u32,
}

/// Means over a step of time.
#[derive(Debug, Clone, PartialEq)]
pub struct DevicePoint {
    pub device: String,
    /// Its beginning
    pub at: Moment,
    pub used: f64,
    pub available: f64,
    pub unschedulable: f64,
    pub most_used: u32,
}

#[derive(FromQueryResult)]
struct Row {
    device: String,
    part: i64,
    samples: i64,
    used: i64,
    available: i64,
    unschedulable: i64,
    most_used: i64,
}

fn key(cluster: Option<Id>) -> Sql {
    match cluster {
        Some(id) => id.into(),
        None => Vec::<u8>::new().into(),
    }
}

impl Store {
    /// Adds what was seen at a moment, and forgets what is too old.
    pub async fn add_device_use(&self, at: Moment, samples: &[DeviceSample]) -> Result<()> {
        let change = self.begin().await?;
        for (level, (length, kept)) in (0i64..).zip(LEVELS) {
            let step = at.div_euclid(length);
            for s in samples {
                let query = "INSERT INTO device_use
                        (cluster_id, device, level, step, samples, used, available, unschedulable, most_used)
                    VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?5)
                    ON CONFLICT (cluster_id, device, level, step) DO UPDATE SET samples = samples + 1,
                        used = used + excluded.used, available = available + excluded.available,
                        unschedulable = unschedulable + excluded.unschedulable,
                        most_used = MAX(most_used, excluded.most_used)";
                let values = [
                    key(s.cluster),
                    s.device.clone().into(),
                    level.into(),
                    step.into(),
                    i64::from(s.used).into(),
                    i64::from(s.available).into(),
                    i64::from(s.unschedulable).into(),
                ];
                sql::run(&change, query, values).await?;
            }
            let query = "DELETE FROM device_use WHERE level = ? AND step <= ?";
            sql::run(&change, query, [level.into(), (step - kept).into()]).await?;
        }
        change.commit().await?;
        Ok(())
    }

    /// Of a virtual cluster, or of the whole one, from a moment up to another: how long a step is, and the points in order of devices
    /// and time, each device with at most so many.
    pub async fn device_use(
        &self,
        cluster: Option<Id>,
        from: Moment,
        to: Moment,
        points: u64,
    ) -> Result<(i64, Vec<DevicePoint>)> {
        let points = i64::try_from(points).unwrap_or(i64::MAX).max(1);
        // The finest level that reaches back so far.
        let reaches = |(length, kept): &(i64, i64)| to.saturating_sub(from) <= length.saturating_mul(*kept);
        let newest = crate::now();
        let back = |(length, kept): &(i64, i64)| from > newest.saturating_sub(length.saturating_mul(*kept));
        let found = (0i64..).zip(LEVELS).find(|(_, level)| reaches(level) && back(level));
        let (level, (length, _)) = found.unwrap_or((2, LEVELS[2]));
        let (first, last) = (from.div_euclid(length), to.div_euclid(length));
        // Several steps of the level make one that is told.
        let width = ((last - first + 1) + points - 1) / points;
        let query = "SELECT device, (step - ?3) / ?5 AS part, SUM(samples) AS samples, SUM(used) AS used,
                SUM(available) AS available, SUM(unschedulable) AS unschedulable, MAX(most_used) AS most_used
            FROM device_use WHERE cluster_id = ?1 AND level = ?2 AND step BETWEEN ?3 AND ?4
            GROUP BY device, part ORDER BY device, part";
        let values = [key(cluster), level.into(), first.into(), last.into(), width.into()];
        let rows: Vec<Row> = sql::all(self.reader(), query, values).await?;
        let one = |row: Row| {
            let mean = |sum: i64| sum as f64 / row.samples.max(1) as f64;
            DevicePoint {
                at: (first + row.part * width) * length,
                used: mean(row.used),
                available: mean(row.available),
                unschedulable: mean(row.unschedulable),
                most_used: u32::try_from(row.most_used).unwrap_or(0),
                device: row.device,
            }
        };
        Ok((length * width, rows.into_iter().map(one).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::now;

    fn sample(cluster: Option<Id>, used: u32) -> DeviceSample {
        DeviceSample { cluster, device: "cpu".into(), used, available: 8 - used, unschedulable: 0 }
    }

    #[tokio::test]
    async fn samples_become_means_of_steps_and_few_points_of_long_spans() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let end = now().div_euclid(86_400_000) * 86_400_000;
        let cluster = Id::new();
        for (minutes, used) in [(0, 2), (1, 4), (6, 8)] {
            let at = end - 3_600_000 + minutes * 60_000;
            store.add_device_use(at, &[sample(None, used), sample(Some(cluster), 1)]).await.unwrap();
        }
        let (step, points) = store.device_use(None, end - 3_600_000, end, 100).await.unwrap();
        assert_eq!((step, points.len()), (300_000, 2));
        assert_eq!((points[0].used, points[0].available, points[0].most_used), (3.0, 5.0, 4));
        assert_eq!((points[1].at, points[1].used), (end - 3_300_000, 8.0));
        let (step, points) = store.device_use(Some(cluster), end - 20 * 86_400_000, end, 10).await.unwrap();
        assert_eq!((step % 3_600_000, points.len(), points[0].used), (0, 1, 1.0));
        let (_, points) = store.device_use(None, 0, end, 50).await.unwrap();
        assert_eq!((points.len(), points[0].most_used), (1, 8));
    }

    #[tokio::test]
    async fn what_is_too_old_is_forgotten_in_short_steps_first() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let at = now();
        store.add_device_use(at - 3 * 86_400_000, &[sample(None, 1)]).await.unwrap();
        store.add_device_use(at, &[sample(None, 1)]).await.unwrap();
        let count = "SELECT COUNT(*) FROM device_use WHERE level = ?";
        let rows = async |level: i64| sql::number(store.reader(), count, [level.into()]).await.unwrap();
        assert_eq!((rows(0).await, rows(1).await, rows(2).await), (1, 2, 2));
    }
}
