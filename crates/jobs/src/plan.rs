//! Which of the waiting jobs start now: a pure rule over what there is.

use fovea_domain::JobState;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// Takes all cores for a while.
    Training,
    /// Waits for requests most of the time.
    Service,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting<T> {
    pub id: T,
    pub load: Load,
    pub state: JobState,
}

/// Jobs in the order in which they came. One training runs at a time, so that each has the cores that it was measured
/// with; services start at once, since a line waits for them.
pub fn plan<T: Copy>(jobs: &[Waiting<T>]) -> Vec<T> {
    let training = |j: &&Waiting<T>| j.load == Load::Training;
    let mut free = !jobs.iter().filter(training).any(|j| j.state.active());
    let mut start = Vec::new();
    for job in jobs.iter().filter(|j| j.state == JobState::Queued) {
        match job.load {
            Load::Service => start.push(job.id),
            Load::Training if free => {
                free = false;
                start.push(job.id);
            }
            Load::Training => {}
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn job(id: usize, load: Load, state: JobState) -> Waiting<usize> {
        Waiting { id, load, state }
    }

    #[test]
    fn services_do_not_wait_for_trainings() {
        let jobs = [
            job(0, Load::Training, JobState::Running),
            job(1, Load::Training, JobState::Queued),
            job(2, Load::Service, JobState::Queued),
        ];
        assert_eq!(plan(&jobs), [2]);
    }

    proptest! {
        #[test]
        fn never_two_trainings_and_always_the_first(
            kinds in proptest::collection::vec((any::<bool>(), 0usize..7), 0..20)
        ) {
            let jobs: Vec<_> = kinds.iter().enumerate().map(|(id, &(training, state))| {
                job(id, if training { Load::Training } else { Load::Service }, JobState::ALL[state])
            }).collect();
            let started = plan(&jobs);
            let trainings: Vec<_> = started.iter().filter(|&&id| jobs[id].load == Load::Training).collect();
            prop_assert!(trainings.len() <= 1);
            let active = jobs.iter().any(|j| j.load == Load::Training && j.state.active());
            let first = jobs.iter().find(|j| j.load == Load::Training && j.state == JobState::Queued);
            prop_assert_eq!(trainings.first().map(|&&id| id), first.filter(|_| !active).map(|j| j.id));
            for job in jobs.iter().filter(|j| j.load == Load::Service && j.state == JobState::Queued) {
                prop_assert!(started.contains(&job.id));
            }
        }
    }
}
