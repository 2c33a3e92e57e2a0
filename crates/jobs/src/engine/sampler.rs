//! How devices are used, seen now and then, so that it can be shown over time.

use super::Engine;
use crate::error::Result;
use crate::inventory::DeviceCount;
use fovea_domain::device::DeviceType;
use fovea_domain::quota::{real_quotas, standing};
use fovea_store::{DeviceSample, Id, Moment, QuotaUse};
use std::collections::BTreeMap;

impl Engine {
    pub(super) async fn sample_devices(&self, now: Moment) -> Result<()> {
        let counts = self.device_counts().await?;
        let quotas = self.0.store.quota_uses().await?;
        let mut samples: Vec<DeviceSample> = counts.iter().map(whole).collect();
        samples.extend(parts(&counts, &quotas));
        self.0.store.add_device_use(now, &samples).await?;
        Ok(())
    }
}

fn whole((device, count): (&DeviceType, &DeviceCount)) -> DeviceSample {
    let used = count.schedulable.saturating_sub(count.free).saturating_add(count.kept).min(count.total);
    DeviceSample {
        cluster: None,
        device: device.name().into(),
        used,
        available: count.free,
        unschedulable: count.total.saturating_sub(used).saturating_sub(count.free),
    }
}

/// Of each virtual cluster, by the rules that its members see.
fn parts(counts: &BTreeMap<DeviceType, DeviceCount>, quotas: &[(Id, QuotaUse)]) -> Vec<DeviceSample> {
    let mut by_device: BTreeMap<&DeviceType, Vec<&(Id, QuotaUse)>> = BTreeMap::new();
    for one in quotas {
        by_device.entry(&one.1.quota.device).or_default().push(one);
    }
    let mut samples = Vec::with_capacity(quotas.len());
    for (device, all) in by_device {
        let count = counts.get(device).copied().unwrap_or_default();
        let given: Vec<u32> = all.iter().map(|(_, q)| q.quota.quota).collect();
        for ((cluster, q), real) in all.iter().zip(real_quotas(&given, count.shared())) {
            let seen = standing(q.quota.quota, real, q.used, 0, count.free);
            samples.push(DeviceSample {
                cluster: Some(*cluster),
                device: device.name().into(),
                used: seen.used,
                available: seen.available,
                unschedulable: seen.unschedulable,
            });
        }
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_domain::quota::Quota;

    #[test]
    fn what_is_used_free_and_lost_makes_up_the_whole() {
        let cpu = DeviceType::parse("cpu").unwrap();
        let count = DeviceCount { total: 16, schedulable: 8, free: 5, kept: 2 };
        let seen = whole((&cpu, &count));
        assert_eq!((seen.used, seen.available, seen.unschedulable), (5, 5, 6));
        let quota = |quota| QuotaUse {
            quota: Quota { device: cpu.clone(), quota, per_user: quota },
            used: 3,
            preemptible: 0,
            most_used: 3,
        };
        let (a, b) = (Id::new(), Id::new());
        let of = parts(&BTreeMap::from([(cpu.clone(), count)]), &[(a, quota(8)), (b, quota(8))]);
        // Ten can be had of sixteen that were given: five each.
        let told: Vec<_> = of.iter().map(|s| (s.cluster, s.used, s.available, s.unschedulable)).collect();
        assert_eq!(told, [(Some(a), 3, 2, 3), (Some(b), 3, 2, 3)]);
    }
}
