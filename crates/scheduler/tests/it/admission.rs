//! What is refused at once, and what the form shows.

use crate::town::*;
use fovea_domain::device::{Counts, DeviceFault};
use fovea_scheduler::*;

fn town() -> Scheduler {
    let mut first = vc(1, vec![quota(GPU, 12, 10), quota(NPU, 16, 16)]);
    first.borrows = true;
    let mut second = vc(2, vec![quota(GPU, 4, 4)]);
    second.lends = true;
    let nodes = vec![node(1, GPU, 8), node(2, GPU, 8), node(3, NPU, 8), node(4, NPU, 8)];
    with(&cluster(nodes, vec![first, second]), Policy::default())
}

#[test]
fn what_can_never_start_is_refused_with_the_reason() {
    let town = town();
    let refused = |job: Job| town.admit(&job).unwrap_err();
    assert_eq!(town.admit(&job(1, GPU, 8)), Ok(()));
    assert_eq!(refused(job(1, GPU, 11)), NeverFits::UserQuota { need: 11, limit: 10 });
    assert_eq!(refused(of_vc(job(1, NPU, 1), 2)), NeverFits::NotInVc { device: device(NPU) });
    assert_eq!(refused(job(1, CPU, 1)), NeverFits::NotInCluster { device: device(CPU) });
    assert_eq!(refused(of_vc(job(1, GPU, 1), 9)), NeverFits::UnknownVc);
    assert!(matches!(
        refused(job(1, NPU, 3)),
        NeverFits::Device { fault: DeviceFault::Count { count: 3, .. } }
    ));
    assert!(matches!(refused(gang(job(1, NPU, 0), 3, 8)), NeverFits::UserQuota { need: 24, .. }));
    let hungry = job(1, GPU, 1).but(|j| j.cores = 65);
    assert_eq!(refused(hungry), NeverFits::Node { nodes: 1, cores: 65, memory_mib: 1024, found: 0 });
    let huge = gang(job(1, NPU, 0), 2, 8).but(|j| j.memory_mib = 1 << 30);
    assert!(matches!(refused(huge), NeverFits::Node { nodes: 2, found: 0, .. }));
}

#[test]
fn preemptible_jobs_may_count_on_what_is_lent() {
    let mut first = vc(1, vec![quota(GPU, 4, 8)]);
    first.borrows = true;
    let mut second = vc(2, vec![quota(GPU, 4, 4)]);
    second.lends = true;
    let town = with(&cluster(vec![node(1, GPU, 8)], vec![first, second]), Policy::default());
    assert_eq!(town.admit(&job(1, GPU, 6)), Err(NeverFits::VcQuota { need: 6, quota: 4 }));
    assert_eq!(town.admit(&soft(job(1, GPU, 6))), Ok(()));
}

#[test]
fn a_node_that_is_down_is_no_reason_to_refuse() {
    let mut town = town();
    town.set_schedulable(NodeId(1), false).unwrap();
    town.set_schedulable(NodeId(2), false).unwrap();
    assert_eq!(town.admit(&job(1, GPU, 8)), Ok(()));
    starts(&mut town, vec![job(1, GPU, 8)], 5);
    assert_eq!(reason(&town, 1, 5), Reason::NodesDown);
}

#[test]
fn the_form_shows_what_may_be_asked_for_and_what_is_there() {
    let mut town = town();
    starts(&mut town, vec![job(1, GPU, 5), job(2, NPU, 2)], 5);
    let limits = town.limits(VcId(1), UserId(1), &device(GPU), false).unwrap();
    assert_eq!(limits.offer.regular, Counts::Range { least: 0, most: 8 });
    assert_eq!((limits.free, limits.left_to_user, limits.left_to_vc), (11, 5, 7));
    assert_eq!((limits.most_on_one, limits.whole_nodes_free), (5, 1));
    assert_eq!(limits.offer.distributed.unwrap().most_nodes(8), 1);
    let other = town.limits(VcId(1), UserId(2), &device(GPU), false).unwrap();
    assert_eq!((other.left_to_user, other.most_on_one), (10, 7));
    let npu = town.limits(VcId(1), UserId(1), &device(NPU), false).unwrap();
    assert_eq!(npu.offer.regular, Counts::OneOf(vec![0, 1, 2, 4, 8]));
    assert_eq!(npu.most_on_one, 8);
}

#[test]
fn the_form_says_whether_a_job_would_start_and_when() {
    let mut town = town();
    assert_eq!(town.outlook(&job(9, GPU, 8), 5), Ok(Outlook::StartsNow));
    starts(&mut town, vec![limit(job(1, GPU, 8), 1000)], 5);
    let Ok(Outlook::Waits(why)) = town.outlook(&limit(job(9, GPU, 4), 50), 6) else { panic!() };
    assert_eq!(why.reason, Reason::UserQuota { used: 8, limit: 10, need: 4 });
    assert_eq!((why.ahead, why.expected_start_ms), (0, Some(1005)));
    assert!(town.outlook(&job(9, GPU, 11), 6).is_err());
    assert_eq!((town.running(), town.waiting()), (1, 0));
}
