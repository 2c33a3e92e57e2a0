//! Which of the waiting jobs start now, and with how many cores: a pure rule over what there is.

use fovea_domain::JobState;
use fovea_domain::quota::real_quotas;
use std::collections::HashMap;
use std::hash::Hash;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// Takes all cores that it may have, for a while.
    Training,
    /// Waits for requests most of the time.
    Service,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting<T> {
    pub id: T,
    pub load: Load,
    pub state: JobState,
    /// `None`: of one that is gone
    pub cluster: Option<T>,
    pub owner: Option<T>,
    pub priority: i32,
    /// Cores that it holds
    pub held: u32,
}

/// What a virtual cluster may use of the cores, and each of its users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share<T> {
    pub cluster: T,
    pub quota: u32,
    pub per_user: u32,
}

/// One to start, with its cores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begin<T> {
    pub id: T,
    pub cores: u32,
}

/// Jobs in the order in which they came; a higher priority goes before. A training gets all cores that it may have and
/// begins once they are free, so that it has the cores that it was measured with; the first one that waits for the machine
/// keeps those behind it from taking what it waits for, one that waits for its own quota does not. Services start at once,
/// since a line waits for them; they take none of the quota.
pub fn plan<T: Copy + Eq + Hash>(jobs: &[Waiting<T>], total: u32, shares: &[Share<T>]) -> Vec<Begin<T>> {
    let mut start: Vec<Begin<T>> = jobs
        .iter()
        .filter(|j| j.load == Load::Service && j.state == JobState::Queued)
        .map(|j| Begin { id: j.id, cores: 0 })
        .collect();
    let quotas: Vec<u32> = shares.iter().map(|s| s.quota).collect();
    // Where the machine has fewer cores than were given, each has its part of them.
    let real: HashMap<T, (u32, u32)> = shares
        .iter()
        .zip(real_quotas(&quotas, total))
        .map(|(share, real)| (share.cluster, (real, share.per_user)))
        .collect();
    let mut used = Used { all: 0, cluster: HashMap::new(), user: HashMap::new() };
    for job in jobs.iter().filter(|j| j.state.active()) {
        used.take(job, job.held);
    }
    let mut queue: Vec<&Waiting<T>> =
        jobs.iter().filter(|j| j.load == Load::Training && j.state == JobState::Queued).collect();
    // Stable: of one priority the first that came.
    queue.sort_by_key(|j| std::cmp::Reverse(j.priority));
    for job in queue {
        let Some((quota, per_user)) = job.cluster.and_then(|c| real.get(&c).copied()) else { continue };
        let wanted = quota.min(per_user).min(total);
        if wanted == 0 || !used.fits(job, wanted, quota, per_user) {
            continue;
        }
        if wanted > total.saturating_sub(used.all) {
            break;
        }
        used.take(job, wanted);
        start.push(Begin { id: job.id, cores: wanted });
    }
    start
}

struct Used<T> {
    all: u32,
    cluster: HashMap<T, u32>,
    user: HashMap<(T, T), u32>,
}

impl<T: Copy + Eq + Hash> Used<T> {
    fn take(&mut self, job: &Waiting<T>, cores: u32) {
        self.all = self.all.saturating_add(cores);
        if let Some(cluster) = job.cluster {
            *self.cluster.entry(cluster).or_default() += cores;
            if let Some(owner) = job.owner {
                *self.user.entry((cluster, owner)).or_default() += cores;
            }
        }
    }

    fn fits(&self, job: &Waiting<T>, cores: u32, quota: u32, per_user: u32) -> bool {
        let Some(cluster) = job.cluster else { return false };
        let all = self.cluster.get(&cluster).copied().unwrap_or(0);
        let own = job.owner.and_then(|o| self.user.get(&(cluster, o)).copied()).unwrap_or(0);
        all + cores <= quota && own + cores <= per_user
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn job(id: usize, load: Load, state: JobState, held: u32) -> Waiting<usize> {
        Waiting { id, load, state, cluster: Some(0), owner: Some(0), priority: 100, held }
    }

    fn share(cluster: usize, quota: u32, per_user: u32) -> Share<usize> {
        Share { cluster, quota, per_user }
    }

    fn ids(begun: &[Begin<usize>]) -> Vec<(usize, u32)> {
        begun.iter().map(|b| (b.id, b.cores)).collect()
    }

    #[test]
    fn services_do_not_wait_for_trainings() {
        let jobs = [
            job(0, Load::Training, JobState::Running, 4),
            job(1, Load::Training, JobState::Queued, 0),
            job(2, Load::Service, JobState::Queued, 0),
        ];
        assert_eq!(ids(&plan(&jobs, 4, &[share(0, 4, 4)])), [(2, 0)]);
    }

    #[test]
    fn where_one_has_everything_trainings_run_one_after_the_other() {
        let all = [share(0, 4, 4)];
        let mut jobs =
            [job(0, Load::Training, JobState::Queued, 0), job(1, Load::Training, JobState::Queued, 0)];
        assert_eq!(ids(&plan(&jobs, 4, &all)), [(0, 4)]);
        jobs[1].priority = 101;
        assert_eq!(ids(&plan(&jobs, 4, &all)), [(1, 4)]);
    }

    #[test]
    fn virtual_clusters_run_side_by_side_within_their_quotas() {
        let of = |id, cluster, owner| Waiting {
            cluster: Some(cluster),
            owner: Some(owner),
            ..job(id, Load::Training, JobState::Queued, 0)
        };
        let jobs = [of(0, 0, 0), of(1, 0, 0), of(2, 0, 1), of(3, 1, 0)];
        // Two users side by side in the first, a second one of the same user waits, and keeps nobody.
        assert_eq!(ids(&plan(&jobs, 8, &[share(0, 4, 2), share(1, 4, 4)])), [(0, 2), (2, 2), (3, 4)]);
        // Half the machine is gone: each has half of what it was given.
        assert_eq!(ids(&plan(&jobs, 4, &[share(0, 4, 4), share(1, 4, 4)])), [(0, 2), (3, 2)]);
        assert_eq!(plan(&jobs, 8, &[share(0, 0, 0)]), []);
    }

    proptest! {
        #[test]
        fn no_quota_is_exceeded_and_nothing_starts_twice(
            kinds in proptest::collection::vec((any::<bool>(), 0usize..10, 0usize..3, 0usize..3, 0i32..3), 0..25),
            quotas in proptest::collection::vec((0u32..6, 0u32..6), 3),
            total in 0u32..12,
        ) {
            let shares: Vec<_> =
                quotas.iter().enumerate().map(|(c, &(q, u))| share(c, q, u.min(q))).collect();
            let jobs: Vec<_> = kinds.iter().enumerate().map(|(id, &(training, state, cluster, owner, priority))| {
                let load = if training { Load::Training } else { Load::Service };
                Waiting { id, load, state: JobState::ALL[state], cluster: Some(cluster), owner: Some(owner), priority, held: 0 }
            }).collect();
            let begun = plan(&jobs, total, &shares);
            let sum = |of: &dyn Fn(&Waiting<usize>) -> bool| -> u32 {
                begun.iter().filter(|b| of(&jobs[b.id])).map(|b| b.cores).sum()
            };
            prop_assert!(sum(&|_| true) <= total);
            for s in &shares {
                prop_assert!(sum(&|j| j.cluster == Some(s.cluster)) <= s.quota);
                for owner in 0..3 {
                    prop_assert!(sum(&|j| j.cluster == Some(s.cluster) && j.owner == Some(owner)) <= s.per_user);
                }
            }
            let mut once: Vec<usize> = begun.iter().map(|b| b.id).collect();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), begun.len());
            for b in &begun {
                prop_assert_eq!(jobs[b.id].state, JobState::Queued);
                prop_assert_eq!(b.cores > 0, jobs[b.id].load == Load::Training);
            }
            for job in jobs.iter().filter(|j| j.load == Load::Service && j.state == JobState::Queued) {
                prop_assert!(begun.iter().any(|b| b.id == job.id));
            }
        }
    }
}
