//! Order, quotas, gangs, backfill, shares.

use crate::town::*;
use fovea_domain::device::Extent;
use fovea_scheduler::*;

#[test]
fn jobs_are_packed_so_that_whole_nodes_stay() {
    let mut town = with(&gpus(3), Policy::default());
    starts(&mut town, vec![job(1, GPU, 4)], 10);
    starts(&mut town, vec![job(2, GPU, 2), job(3, GPU, 2), job(4, GPU, 8), job(5, GPU, 8)], 11);
    assert_eq!(town.running(), 5);
}

#[test]
fn priority_comes_before_arrival_and_waiting_makes_up_for_it() {
    let mut town = with(&gpus(1), Policy::default());
    starts(&mut town, vec![job(1, GPU, 8)], 1);
    let urgent = |id, at| job(id, GPU, 8).but(|j| (j.priority, j.submitted_ms) = (110, at));
    let patient = job(2, GPU, 8);
    town.submit(patient).unwrap();
    town.submit(urgent(3, 5 * MINUTE)).unwrap();
    town.submit(urgent(4, 11 * MINUTE)).unwrap();
    let mut order = Vec::new();
    for turn in 0..3u128 {
        town.ended(JobId(order.last().copied().unwrap_or(1)), 20 * MINUTE).unwrap();
        order.extend(starts(&mut town, vec![], 20 * MINUTE + turn as u64));
    }
    // Ten points are worth ten minutes.
    assert_eq!(order, [3, 2, 4]);
}

#[test]
fn jobs_that_are_alike_start_by_their_turn_in_whatever_order_they_are_told() {
    let mut town = with(&gpus(1), Policy::default());
    for id in [5, 2, 7, 1, 6, 3, 4] {
        town.submit(job(id, GPU, 4)).unwrap();
    }
    // The first of them and one in the middle go.
    for gone in [1, 4] {
        town.withdraw(JobId(gone)).unwrap();
    }
    assert_eq!(starts(&mut town, Vec::new(), 10), [2, 3]);
    town.ended(JobId(2), 20).unwrap();
    // One that came before all of them is told of late.
    assert_eq!(starts(&mut town, vec![job(0, GPU, 4)], 20), [0]);
    town.ended(JobId(0), 30).unwrap();
    town.ended(JobId(3), 30).unwrap();
    assert_eq!(starts(&mut town, vec![job(8, GPU, 4)], 30), [5, 6]);
    assert_eq!(town.waiting(), 2);
}

#[test]
fn preemptible_jobs_come_after_the_others_until_they_waited_a_day_longer() {
    let mut town = with(&gpus(1), Policy::default());
    assert_eq!(starts(&mut town, vec![soft(job(1, GPU, 8)), job(2, GPU, 8)], 5), [2]);
    town.ended(JobId(2), 6).unwrap();
    let late = job(3, GPU, 8).but(|j| j.submitted_ms = 25 * HOUR);
    assert_eq!(starts(&mut town, vec![late], 25 * HOUR), [1]);
}

#[test]
fn a_user_and_a_virtual_cluster_get_no_more_than_their_quota() {
    let town = cluster(vec![node(1, GPU, 8), node(2, GPU, 8)], vec![vc(1, vec![quota(GPU, 6, 4)])]);
    let mut town = with(&town, Policy::default());
    let jobs = vec![job(1, GPU, 3), job(2, GPU, 2), of_user(job(3, GPU, 2), 2), of_user(job(4, GPU, 2), 2)];
    assert_eq!(starts(&mut town, jobs, 9), [1, 3]);
    assert_eq!(reason(&town, 2, 9), Reason::UserQuota { used: 3, limit: 4, need: 2 });
    assert_eq!(reason(&town, 4, 9), Reason::VcQuota { used: 5, limit: 6, need: 2 });
}

#[test]
fn one_whose_quota_is_used_does_not_keep_others_from_starting() {
    let vcs = vec![vc(1, vec![quota(GPU, 4, 4)]), vc(2, vec![quota(GPU, 4, 4)])];
    let mut town = with(&cluster(vec![node(1, GPU, 8)], vcs), Policy::default());
    let jobs = vec![job(1, GPU, 4), job(2, GPU, 4), of_vc(job(3, GPU, 4), 2)];
    assert_eq!(starts(&mut town, jobs, 9), [1, 3]);
}

#[test]
fn a_gang_starts_as_a_whole_or_not_at_all() {
    let mut town = with(&gpus(3), Policy::default());
    starts(&mut town, vec![job(1, GPU, 1)], 1);
    let plan = {
        town.submit(gang(job(2, GPU, 0), 3, 8)).unwrap();
        round(&mut town, 2)
    };
    assert!(plan.starts.is_empty());
    town.ended(JobId(1), 3).unwrap();
    let plan = round(&mut town, 3);
    let nodes: Vec<u128> = plan.starts[0].seats.iter().map(|seat| seat.node.0).collect();
    assert_eq!(nodes, [1, 2, 3]);
}

#[test]
fn npu_jobs_fill_a_ring_and_never_cross_it() {
    let town = cluster(vec![node(1, NPU, 8), node(2, NPU, 8)], vec![vc(1, vec![quota(NPU, 16, 16)])]);
    let mut town = with(&town, Policy::default());
    let jobs: Vec<Job> =
        [1, 1, 2, 2, 4].into_iter().zip(1..).map(|(count, id)| job(id, NPU, count)).collect();
    for job in jobs {
        town.submit(job).unwrap();
    }
    let plan = round(&mut town, 9);
    let seats: Vec<(u128, String)> =
        plan.starts.iter().map(|s| (s.seats[0].node.0, s.seats[0].cards.list())).collect();
    let on = |cards: &str| (1, cards.to_string());
    assert_eq!(seats[..4], [on("0"), on("1"), on("2,3"), on("4,5")]);
    assert_eq!(seats[4], (2, "0,1,2,3".into()));
    // Four are free: two on the first node, so four of one ring are on the second only.
    town.ended(JobId(1), 10).unwrap();
    town.ended(JobId(2), 10).unwrap();
    town.submit(job(6, NPU, 4)).unwrap();
    town.submit(job(7, NPU, 4)).unwrap();
    assert_eq!(round(&mut town, 11).starts.len(), 1);
    assert_eq!(reason(&town, 7, 11), Reason::Scattered { free: 4, need: 4 });
}

#[test]
fn short_jobs_pass_the_first_but_never_put_it_off() {
    let mut town = with(&gpus(2), Policy::default());
    // Both nodes are half used until 100 and 60; the gang of both waits for 100.
    starts(&mut town, vec![limit(job(1, GPU, 4), 100)], 0);
    let blocker = limit(job(2, GPU, 8), 60);
    starts(&mut town, vec![blocker], 0);
    let wide = limit(gang(job(3, GPU, 0), 2, 8), 1000);
    let (short, long) = (limit(job(4, GPU, 4), 90), limit(job(5, GPU, 4), 200));
    assert_eq!(starts(&mut town, vec![wide, long, short], 10), [4]);
    // The gang is all that the quota has.
    assert_eq!(reason(&town, 5, 10), Reason::BehindQuota { need: 4 });
    assert_eq!(town.why(JobId(3), 10).unwrap().expected_start_ms, Some(100));
    town.ended(JobId(2), 60).unwrap();
    assert!(round(&mut town, 60).starts.is_empty());
    town.ended(JobId(1), 100).unwrap();
    town.ended(JobId(4), 100).unwrap();
    assert_eq!(starts(&mut town, vec![], 100), [3]);
}

#[test]
fn a_job_on_devices_that_the_first_does_not_need_may_stay() {
    let mut town = with(&gpus(2), Policy::default());
    starts(&mut town, vec![limit(job(1, GPU, 7), 50), limit(job(2, GPU, 6), 500)], 0);
    // The first waits for node 1 until 50; on node 2 it does not fit, so its two free cards are nobody's.
    let jobs = vec![limit(job(3, GPU, 5), 100), limit(job(4, GPU, 2), 9000), limit(job(5, GPU, 1), 9000)];
    assert_eq!(starts(&mut town, jobs, 1), [4, 5]);
}

#[test]
fn without_limits_the_first_is_passed_only_for_some_time() {
    let mut town = with(&gpus(3), Policy::default());
    starts(&mut town, vec![job(1, GPU, 5), job(2, GPU, 5), job(3, GPU, 5)], 0);
    let jobs = vec![job(4, GPU, 8), job(5, GPU, 2).but(|j| j.extent = Extent::Regular { count: 1 })];
    assert_eq!(starts(&mut town, jobs, 5), [5]);
    assert_eq!(reason(&town, 4, 5), Reason::Scattered { free: 9, need: 8 });
    town.ended(JobId(5), 6).unwrap();
    // Of the node that is kept nothing is to be had; its other three cards are as good as gone.
    let late = 2 * HOUR;
    let others = (6..=12).map(|id| job(id, GPU, 1).but(|j| j.submitted_ms = late)).collect();
    assert_eq!(starts(&mut town, others, late).len(), 1);
    assert_eq!(reason(&town, 8, late), Reason::BehindQuota { need: 1 });
}

#[test]
fn one_that_waits_for_its_users_quota_has_that_of_the_virtual_cluster_kept_too() {
    let town = cluster(vec![node(1, GPU, 8)], vec![vc(1, vec![quota(GPU, 4, 4)])]);
    let mut town = with(&town, Policy::default());
    starts(&mut town, vec![limit(job(1, GPU, 2), 100)], 0);
    // At 100 the first user may have four, and so may all of them together: others that stay longer would be in the way.
    let others = [limit(job(3, GPU, 2), 200), limit(job(4, GPU, 2), 90)].map(|other| of_user(other, 2));
    let jobs = std::iter::once(job(2, GPU, 4)).chain(others).collect();
    assert_eq!(starts(&mut town, jobs, 5), [4]);
    assert_eq!(reason(&town, 3, 5), Reason::BehindQuota { need: 2 });
    town.ended(JobId(4), 95).unwrap();
    assert!(starts(&mut town, vec![], 95).is_empty());
    town.ended(JobId(1), 100).unwrap();
    assert_eq!(starts(&mut town, vec![], 100), [2]);
}

#[test]
fn one_that_waits_for_cores_opens_no_gate_at_which_another_waited_long() {
    let mut town = with(&gpus(1), Policy::default());
    let cores = |id, cores| job(id, GPU, 0).but(|j| j.cores = cores);
    starts(&mut town, vec![job(1, GPU, 4), limit(cores(2, 40), 9 * HOUR)], 10);
    let late = 2 * HOUR;
    // Nobody knows when the third has its eight devices; the fourth needs none, and has its cores when the second ends.
    let jobs = vec![job(3, GPU, 8), cores(4, 50), limit(job(5, GPU, 1), HOUR)];
    assert!(starts(&mut town, jobs, late).is_empty());
    assert_eq!(reason(&town, 5, late), Reason::BehindQuota { need: 1 });
    town.ended(JobId(1), late + 1).unwrap();
    assert_eq!(starts(&mut town, vec![], late + 1), [3]);
}

#[test]
fn small_jobs_of_a_virtual_cluster_do_not_starve_its_large_one() {
    let town = cluster(vec![node(1, GPU, 8), node(2, GPU, 8)], vec![vc(1, vec![quota(GPU, 8, 8)])]);
    let mut town = with(&town, Policy::default());
    starts(&mut town, vec![limit(job(1, GPU, 4), 100)], 0);
    // Eight of the quota are free only at 100: who is gone by then may pass, others not.
    let jobs = vec![limit(job(2, GPU, 8), 50), limit(job(3, GPU, 1), 90), limit(job(4, GPU, 1), 200)];
    assert_eq!(starts(&mut town, jobs, 5), [3]);
    assert_eq!(reason(&town, 4, 5), Reason::BehindQuota { need: 1 });
}

#[test]
fn strictly_in_order_nobody_passes() {
    let mut town = with(&gpus(3), Policy::named("fifo").unwrap());
    let fives = (1..=3).map(|id| limit(job(id, GPU, 5), 100)).collect();
    assert_eq!(starts(&mut town, fives, 0).len(), 3);
    assert!(starts(&mut town, vec![limit(job(4, GPU, 8), 9), limit(job(5, GPU, 1), 1)], 1).is_empty());
    assert_eq!(reason(&town, 5, 1), Reason::Behind { job: JobId(4) });
    let mut town = with(&gpus(1), Policy::named("greedy").unwrap());
    starts(&mut town, vec![limit(job(1, GPU, 4), 100)], 0);
    assert_eq!(starts(&mut town, vec![job(2, GPU, 8), job(3, GPU, 1)], 1), [3]);
}

#[test]
fn by_shares_who_used_least_comes_first() {
    let mut town = gpus(1);
    town.usage.push(Usage { vc: VcId(1), user: UserId(1), device_ms: 8.0 * HOUR as f64, at_ms: 0 });
    let policy = Policy { order: Order::FairShare, ..Policy::default() };
    let mut fair = with(&town, policy.clone());
    let jobs = vec![job(1, GPU, 8), of_user(job(2, GPU, 8), 2)];
    assert_eq!(starts(&mut fair, jobs.clone(), 9), [2]);
    assert_eq!(starts(&mut with(&town, Policy::default()), jobs, 9), [1]);
    // Within a round what is given counts at once, so that two users share what is free.
    town.usage.clear();
    let mut jobs: Vec<Job> = (1..=8).map(|id| job(id, GPU, 1)).collect();
    jobs.extend((9..=16).map(|id| of_user(job(id, GPU, 1), 2)));
    let started = starts(&mut with(&town, policy.clone()), jobs, 20);
    assert_eq!(started.iter().filter(|&&id| id <= 8).count(), 4);
    // One who waited a day comes first all the same.
    town.usage.push(Usage { vc: VcId(1), user: UserId(1), device_ms: 1e12, at_ms: 0 });
    let late = of_user(job(2, GPU, 8), 2).but(|j| j.submitted_ms = 25 * HOUR);
    assert_eq!(starts(&mut with(&town, policy), vec![job(1, GPU, 8), late], 25 * HOUR), [1]);
}

#[test]
fn usage_of_long_ago_counts_less() {
    let mut town = gpus(1);
    let used = |user, hours: u64, at_ms| Usage {
        vc: VcId(1),
        user: UserId(user),
        device_ms: (hours * HOUR) as f64,
        at_ms,
    };
    let weeks = 4 * 7 * 24 * HOUR;
    town.usage = vec![used(1, 100, 0), used(2, 20, weeks)];
    let policy = Policy { order: Order::FairShare, ..Policy::default() };
    let jobs = vec![of_user(job(1, GPU, 8), 2), job(2, GPU, 8)];
    let jobs = jobs.into_iter().map(|j| j.but(|j| j.submitted_ms += weeks)).collect();
    assert_eq!(starts(&mut with(&town, policy), jobs, weeks + 9), [2]);
}

#[test]
fn failed_nodes_make_quotas_smaller_in_proportion() {
    let vcs = vec![vc(1, vec![quota(GPU, 16, 16)]), vc(2, vec![quota(GPU, 8, 8)])];
    let nodes = (1..=3).map(|id| node(id, GPU, 8)).collect();
    let mut town = with(&cluster(nodes, vcs), Policy::default());
    town.set_schedulable(NodeId(3), false).unwrap();
    // 16 of 24 are left: 10.7 and 5.3.
    let limits = |town: &Scheduler, vc| town.limits(VcId(vc), UserId(1), &device(GPU), false).unwrap().quota;
    assert_eq!((limits(&town, 1), limits(&town, 2)), (11, 5));
    assert!(starts(&mut town, vec![of_vc(job(1, GPU, 6), 2)], 5).is_empty());
    assert_eq!(reason(&town, 1, 5), Reason::VcQuota { used: 0, limit: 5, need: 6 });
    town.set_schedulable(NodeId(3), true).unwrap();
    assert_eq!(starts(&mut town, vec![], 6), [1]);
}

#[test]
fn what_runs_on_a_closed_node_takes_nothing_of_what_is_left() {
    let nodes = (1..=2).map(|id| node(id, GPU, 8)).collect();
    let mut town = with(&cluster(nodes, vec![vc(1, vec![quota(GPU, 16, 16)])]), Policy::default());
    assert_eq!(starts(&mut town, vec![job(1, GPU, 8)], 1), [1]);
    let first = town.queue().running[0].seats[0].node;
    town.set_schedulable(first, false).unwrap();
    // Eight run on the closed node, eight are free on the other: that is the whole quota.
    assert_eq!(starts(&mut town, vec![job(2, GPU, 8), job(3, GPU, 1)], 2), [2]);
    town.ended(JobId(1), 3).unwrap();
    assert_eq!(town.limits(VcId(1), UserId(1), &device(GPU), false).unwrap().quota, 8);
    assert!(starts(&mut town, vec![], 4).is_empty());
    assert_eq!(town.sanity(), Ok(()));
}

#[test]
fn it_is_told_that_nodes_are_down_or_that_cores_are_missing() {
    let mut town = with(&gpus(2), Policy::default());
    town.set_schedulable(NodeId(2), false).unwrap();
    starts(&mut town, vec![gang(job(1, GPU, 0), 2, 8)], 1);
    assert_eq!(reason(&town, 1, 1), Reason::NodesDown);
    // Also with all of them, where no quota is left.
    let mut town = with(&gpus(2), Policy::default());
    town.set_schedulable(NodeId(1), false).unwrap();
    town.set_schedulable(NodeId(2), false).unwrap();
    starts(&mut town, vec![job(1, GPU, 4)], 1);
    assert_eq!(reason(&town, 1, 1), Reason::NodesDown);
    town.set_schedulable(NodeId(1), true).unwrap();
    assert_eq!(starts(&mut town, vec![], 2), [1]);
    let mut town = with(&gpus(1), Policy::default());
    starts(&mut town, vec![job(1, GPU, 1).but(|j| j.cores = 60), job(2, GPU, 1).but(|j| j.cores = 8)], 2);
    assert_eq!(reason(&town, 2, 2), Reason::CoresOrMemory { cores: 8, memory_mib: 1024 });
}

#[test]
fn cores_are_shared_between_jobs_with_and_without_cards() {
    let nodes = vec![node(1, GPU, 8)];
    let mut town =
        with(&cluster(nodes, vec![vc(1, vec![quota(GPU, 8, 8), quota(CPU, 64, 64)])]), Policy::default());
    let greedy = job(1, GPU, 1).but(|j| j.cores = 40);
    assert_eq!(
        starts(&mut town, vec![greedy, job(2, CPU, 30), job(3, CPU, 20), job(4, GPU, 0)], 5),
        [1, 3, 4]
    );
    // 24 were free when its turn came.
    assert_eq!(reason(&town, 2, 5), Reason::Devices { free: 24, need: 30 });
}

#[test]
fn the_place_in_the_queue_and_the_start_are_told() {
    let mut town = with(&gpus(1), Policy::default());
    let jobs = (1..=4).map(|id| limit(job(id, GPU, 8), 1000)).collect();
    assert_eq!(starts(&mut town, jobs, 10), [1]);
    let why = town.why(JobId(4), 10).unwrap();
    assert_eq!((why.ahead, why.expected_start_ms), (2, Some(3010)));
    assert_eq!(why.reason, Reason::UserQuota { used: 8, limit: 8, need: 8 });
    assert_eq!(town.why(JobId(1), 10), Err(Unknown::NotWaiting(JobId(1))));
    // Asking changes nothing.
    assert_eq!((town.running(), town.waiting()), (1, 3));
}

#[test]
fn a_longest_run_of_the_virtual_cluster_is_a_limit_of_its_jobs() {
    let mut town = gpus(1);
    town.vcs[0].longest_run_ms = Some(500);
    let mut town = with(&town, Policy::default());
    starts(&mut town, vec![job(1, GPU, 8), job(2, GPU, 8)], 10);
    assert_eq!(town.why(JobId(2), 10).unwrap().expected_start_ms, Some(510));
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    let mut town = with(&gpus(1), Policy::default());
    town.submit(job(1, GPU, 1)).unwrap();
    assert_eq!(town.submit(job(1, GPU, 1)), Err(Unknown::JobTwice(JobId(1))));
    assert_eq!(town.submit(of_vc(job(2, GPU, 1), 7)), Err(Unknown::Vc(VcId(7))));
    assert_eq!(town.submit(job(2, NPU, 1)), Err(Unknown::Device(device(NPU))));
    assert_eq!(town.ended(JobId(1), 5), Err(Unknown::NotRunning(JobId(1))));
    assert_eq!(town.withdraw(JobId(9)), Err(Unknown::Job(JobId(9))));
    assert!(town.withdraw(JobId(1)).is_ok() && town.waiting() == 0);
    town.sanity().unwrap();
}
