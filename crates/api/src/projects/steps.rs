use crate::dto::{
    AnnotateStep, CollectStep, DeployStep, InspectStep, PublishStep, StepName, StepState, Steps, TrainStep,
};
use fovea_store::StepCounts;

/// What the numbers of a project mean for its way.
pub(crate) fn steps(counts: &StepCounts) -> Steps {
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    let state = |done: bool, begun: bool| match (done, begun) {
        (true, _) => StepState::Done,
        (false, true) => StepState::Doing,
        (false, false) => StepState::Todo,
    };
    let training = counts.running_training.is_some();
    let collect = state(counts.pictures > 0, false);
    let annotate = state(counts.pictures > 0 && counts.labelled == counts.pictures, counts.labelled > 0);
    let train = state(counts.models > 0 && !training, training || counts.trainings > 0);
    let publish = state(counts.released > 0, counts.models > 0);
    let deploy = state(counts.services_running > 0, counts.services > 0);
    let inspect = state(counts.records > 0, false);
    let next = if counts.pictures == 0 {
        StepName::Collect
    } else if counts.models == 0 && !training {
        // A model can be learnt from some labels; all of them are not needed.
        if counts.labelled < ENOUGH.min(counts.pictures) { StepName::Annotate } else { StepName::Train }
    } else if counts.models == 0 {
        StepName::Train
    } else if counts.released == 0 {
        StepName::Publish
    } else if counts.services_running == 0 {
        StepName::Deploy
    } else {
        StepName::Inspect
    };
    Steps {
        collect: CollectStep { state: collect, pictures: number(counts.pictures) },
        annotate: AnnotateStep {
            state: annotate,
            labelled: number(counts.labelled),
            total: number(counts.pictures),
        },
        train: TrainStep {
            state: train,
            jobs: number(counts.trainings),
            running_job: counts.running_training,
        },
        publish: PublishStep {
            state: publish,
            models: number(counts.models),
            released: number(counts.released),
        },
        deploy: DeployStep {
            state: deploy,
            services: number(counts.services),
            running: number(counts.services_running),
        },
        inspect: InspectStep {
            state: inspect,
            records: number(counts.records),
            today: number(counts.records_today),
        },
        next,
    }
}

/// Labelled pictures from which on training is what comes next.
const ENOUGH: i64 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_step_follows_from_what_is_there() {
        let next = |change: fn(&mut StepCounts)| {
            let mut counts = StepCounts::default();
            change(&mut counts);
            steps(&counts).next
        };
        assert_eq!(next(|_| {}), StepName::Collect);
        assert_eq!(next(|c| c.pictures = 9), StepName::Annotate);
        assert_eq!(next(|c| (c.pictures, c.labelled) = (9, 9)), StepName::Train);
        assert_eq!(next(|c| (c.pictures, c.labelled) = (900, 30)), StepName::Train);
        assert_eq!(next(|c| (c.pictures, c.models) = (9, 1)), StepName::Publish);
        assert_eq!(next(|c| (c.pictures, c.models, c.released) = (9, 1, 1)), StepName::Deploy);
        let all = |c: &mut StepCounts| (c.pictures, c.models, c.released, c.services_running) = (9, 1, 1, 1);
        assert_eq!(next(all), StepName::Inspect);
    }
}
