//! Preemption, borrowing and giving back.

use crate::town::*;
use fovea_scheduler::*;

#[test]
fn a_job_takes_the_place_of_preemptible_ones_after_their_grace() {
    let mut town = with(&gpus(1), Policy::default());
    assert_eq!(starts(&mut town, vec![soft(job(1, GPU, 4)), soft(job(2, GPU, 4))], 10), [1, 2]);
    town.submit(job(3, GPU, 4)).unwrap();
    let plan = round(&mut town, 1000);
    assert_eq!(victims(&plan), [2]);
    assert_eq!(plan.preempts[0].until_ms, 1000 + 30 * SECOND);
    assert_eq!(reason(&town, 3, 1000), Reason::MakingRoom { until_ms: 1000 + 30 * SECOND });
    // While it leaves nobody else is told to, and nobody else gets its place.
    let plan = {
        town.submit(soft(job(4, GPU, 4))).unwrap();
        round(&mut town, 2000)
    };
    assert_eq!(plan, Plan::default());
    town.yielded(JobId(2), 3000).unwrap();
    assert_eq!(starts(&mut town, vec![], 3000), [3]);
    assert_eq!(
        town.queue().waiting.iter().map(|j| (j.id.0, j.preempted)).collect::<Vec<_>>(),
        [(2, 1), (4, 0)]
    );
}

#[test]
fn the_fewest_leave_and_of_these_the_youngest() {
    let mut town = with(&gpus(2), Policy::default());
    // Node 1: two with four each. Node 2: one with eight.
    starts(&mut town, vec![soft(job(1, GPU, 4)), soft(job(2, GPU, 4))], 10);
    starts(&mut town, vec![soft(job(3, GPU, 8))], 20);
    let mut eight = town.clone();
    eight.submit(job(4, GPU, 8)).unwrap();
    assert_eq!(victims(&round(&mut eight, 30)), [3]);
    let mut four = town.clone();
    four.submit(job(4, GPU, 4)).unwrap();
    assert_eq!(victims(&round(&mut four, 30)), [3]);
    let mut all = town;
    all.submit(gang(job(4, GPU, 0), 2, 8)).unwrap();
    assert_eq!(victims(&round(&mut all, 30)), [1, 2, 3]);
}

#[test]
fn a_preemptible_job_never_takes_the_place_of_another() {
    let mut town = with(&gpus(1), Policy::default());
    starts(&mut town, vec![soft(job(1, GPU, 8))], 10);
    town.submit(soft(job(2, GPU, 8).but(|j| j.priority = 200))).unwrap();
    assert_eq!(round(&mut town, 20), Plan::default());
}

#[test]
fn nobody_is_made_to_leave_in_vain() {
    let mut town = with(&gpus(1), Policy::default());
    starts(&mut town, vec![job(1, GPU, 4), soft(job(2, GPU, 4))], 10);
    town.submit(job(3, GPU, 8)).unwrap();
    assert_eq!(round(&mut town, 20), Plan::default());
}

#[test]
fn a_job_that_made_room_often_enough_stays() {
    let mut town = with(&gpus(1), Policy::default());
    starts(&mut town, vec![soft(job(1, GPU, 8)).but(|j| j.preempted = 5)], 10);
    town.submit(job(2, GPU, 8)).unwrap();
    assert_eq!(round(&mut town, 20), Plan::default());
}

#[test]
fn own_preemptible_jobs_make_room_within_the_quota() {
    let town = cluster(vec![node(1, GPU, 8), node(2, GPU, 8)], vec![vc(1, vec![quota(GPU, 6, 6)])]);
    let mut town = with(&town, Policy::default());
    starts(&mut town, vec![soft(job(1, GPU, 2)), soft(job(2, GPU, 2)), soft(job(3, GPU, 2))], 10);
    // Ten devices are free, but the quota is used: two of the three have to go.
    town.submit(job(4, GPU, 4)).unwrap();
    let plan = round(&mut town, 20);
    assert_eq!(victims(&plan), [2, 3]);
    town.yielded(JobId(2), 21).unwrap();
    assert_eq!(round(&mut town, 21), Plan::default());
    town.yielded(JobId(3), 22).unwrap();
    assert_eq!(starts(&mut town, vec![], 22), [4]);
}

fn lending() -> Cluster {
    let mut lender = vc(1, vec![quota(GPU, 8, 8)]);
    lender.lends = true;
    let mut borrower = vc(2, vec![quota(GPU, 8, 24)]);
    borrower.borrows = true;
    cluster(vec![node(1, GPU, 8), node(2, GPU, 8)], vec![lender, borrower])
}

#[test]
fn idle_quota_is_lent_to_preemptible_jobs_and_given_back() {
    let mut town = with(&lending(), Policy::default());
    let jobs = vec![of_vc(job(1, GPU, 8), 2), of_vc(job(2, GPU, 4), 2), of_vc(soft(job(3, GPU, 4)), 2)];
    assert_eq!(starts(&mut town, jobs, 10), [1, 3]);
    assert_eq!(reason(&town, 2, 10), Reason::VcQuota { used: 8, limit: 8, need: 4 });
    let more = of_vc(soft(job(4, GPU, 8)), 2);
    assert!(starts(&mut town, vec![more], 20).is_empty());
    assert_eq!(reason(&town, 4, 20), Reason::NothingToBorrow { need: 8, lent: 4 });
    // The lender's own jobs come back to it, preemptible or not.
    town.submit(soft(job(5, GPU, 8))).unwrap();
    assert_eq!(victims(&round(&mut town, 30)), [3]);
    town.yielded(JobId(3), 31).unwrap();
    assert_eq!(starts(&mut town, vec![], 31), [5]);
}

#[test]
fn nothing_is_lent_where_it_is_not_wanted() {
    let soft_one = || vec![of_vc(job(1, GPU, 8), 2), of_vc(soft(job(2, GPU, 4)), 2)];
    let mut kept = lending();
    kept.vcs[0].lends = false;
    assert_eq!(starts(&mut with(&kept, Policy::default()), soft_one(), 10), [1]);
    let mut proud = lending();
    proud.vcs[1].borrows = false;
    assert_eq!(starts(&mut with(&proud, Policy::default()), soft_one(), 10), [1]);
    let none = Policy { borrowing: false, ..Policy::default() };
    assert_eq!(starts(&mut with(&lending(), none), soft_one(), 10), [1]);
    assert_eq!(starts(&mut with(&lending(), Policy::default()), soft_one(), 10), [1, 2]);
}

#[test]
fn lending_goes_on_beside_what_a_closed_node_left_beyond_the_quota() {
    let mut land = gpus(3);
    land.vcs = vec![vc(1, vec![quota(GPU, 20, 8)]), vc(2, vec![quota(GPU, 4, 8)])];
    (land.vcs[0].lends, land.vcs[1].borrows) = (true, true);
    let mut town = with(&land, Policy::default());
    assert_eq!(starts(&mut town, vec![of_vc(job(1, GPU, 4), 2)], 10), [1]);
    let busy = town.queue().running[0].seats[0].node;
    let idle = land.nodes.iter().find(|node| node.id != busy).unwrap().id;
    town.set_schedulable(idle, false).unwrap();
    // Two of sixteen are left of the quota, four run: one that stays has to wait, one that makes room need not.
    let more = vec![of_vc(job(2, GPU, 1), 2), of_vc(soft(job(3, GPU, 1)), 2)];
    assert_eq!(starts(&mut town, more, 20), [3]);
}

#[test]
fn a_gang_among_preemptible_ones_leaves_as_a_whole() {
    let mut town = with(&gpus(2), Policy::default());
    starts(&mut town, vec![soft(gang(job(1, GPU, 0), 2, 8))], 10);
    town.submit(job(2, GPU, 1)).unwrap();
    assert_eq!(victims(&round(&mut town, 20)), [1]);
    town.yielded(JobId(1), 30).unwrap();
    assert_eq!(starts(&mut town, vec![], 30), [2]);
    assert_eq!(town.limits(VcId(1), UserId(2), &device(GPU), false).unwrap().free, 15);
}

#[test]
fn one_that_a_person_stopped_is_waited_for() {
    let mut town = with(&gpus(1), Policy::default());
    starts(&mut town, vec![soft(job(1, GPU, 4)), soft(job(2, GPU, 4))], 10);
    town.leaving(JobId(1), 500).unwrap();
    town.submit(job(3, GPU, 4)).unwrap();
    assert_eq!(round(&mut town, 20), Plan::default());
    assert_eq!(reason(&town, 3, 20), Reason::MakingRoom { until_ms: 500 });
}
