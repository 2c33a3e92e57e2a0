//! What holds whatever happens.

use crate::town::*;
use fovea_domain::device::{Cards, Extent};
use fovea_domain::quota::real_quotas;
use fovea_scheduler::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone)]
enum Step {
    Submit(Wish),
    /// One of those that run ends.
    End(usize),
    /// One of those that leave is gone.
    Yield(usize),
    Withdraw(usize),
    Switch(usize),
    Round,
}

#[derive(Debug, Clone)]
struct Wish {
    vc: u128,
    user: u128,
    kind: usize,
    size: usize,
    wide: bool,
    soft: bool,
    priority: u16,
    limit: Option<u64>,
    cores: u32,
}

const KINDS: [&str; 3] = [GPU, NPU, CPU];

fn wish() -> impl Strategy<Value = Wish> {
    (
        (1u128..4, 1u128..4, 0usize..3, 0usize..6, prop::bool::weighted(0.2)),
        (any::<bool>(), 1u16..300, prop::option::weighted(0.7, 1u64..200), 0u32..20),
    )
        .prop_map(|((vc, user, kind, size, wide), (soft, priority, limit, cores))| Wish {
            vc,
            user,
            kind,
            size,
            wide,
            soft,
            priority,
            limit,
            cores,
        })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => wish().prop_map(Step::Submit),
        3 => any::<prop::sample::Index>().prop_map(|i| Step::End(i.index(1 << 20))),
        2 => any::<prop::sample::Index>().prop_map(|i| Step::Yield(i.index(1 << 20))),
        1 => any::<prop::sample::Index>().prop_map(|i| Step::Withdraw(i.index(1 << 20))),
        1 => (0usize..7).prop_map(Step::Switch),
        5 => Just(Step::Round),
    ];
    prop::collection::vec(step, 1..60)
}

fn policies() -> impl Strategy<Value = Policy> {
    let order = prop::sample::select(vec![Order::Arrival, Order::Aged, Order::FairShare, Order::Shortest]);
    let passing = prop::sample::select(vec![Passing::Nobody, Passing::Harmless, Passing::Everybody]);
    (order, passing, any::<bool>(), any::<bool>(), 0u64..100).prop_map(
        |(order, passing, preemption, borrowing, patience_ms)| Policy {
            order,
            passing,
            preemption,
            borrowing,
            patience_ms,
            grace_ms: 5,
            preemptible_later_ms: 50,
            ageing_ms: 1,
            half_life_ms: 100,
            overdue_ms: 150,
            most_preemptions: 2,
        },
    )
}

fn mixed() -> Cluster {
    let nodes = vec![
        node(1, GPU, 8),
        node(2, GPU, 8),
        node(3, GPU, 4),
        node(4, NPU, 8),
        node(5, NPU, 8),
        node(6, CPU, 16),
        node(7, CPU, 16),
    ];
    let mut vcs = vec![
        vc(1, vec![quota(GPU, 8, 6), quota(NPU, 8, 8), quota(CPU, 100, 60)]),
        vc(2, vec![quota(GPU, 8, 8), quota(NPU, 8, 8), quota(CPU, 150, 90)]),
        vc(3, vec![quota(GPU, 3, 8), quota(NPU, 0, 8), quota(CPU, 50, 50)]),
    ];
    vcs[0].lends = true;
    vcs[1].borrows = true;
    vcs[2].lends = true;
    vcs[2].borrows = true;
    cluster(nodes, vcs)
}

fn asked(id: u128, wish: &Wish, now: u64) -> Job {
    let name = KINDS[wish.kind];
    let count = match name {
        NPU => [0, 1, 2, 4, 8, 8][wish.size],
        CPU => 1 + 3 * wish.size as u32,
        _ => [0, 1, 2, 3, 5, 8][wish.size],
    };
    let mut job = of_user(of_vc(job(id, name, count), wish.vc), wish.user);
    if wish.wide {
        let per_node = if name == CPU { count } else { 8 };
        job.extent = Extent::Distributed { nodes: 2, per_node };
    }
    (job.preemptible, job.priority, job.limit_ms) = (wish.soft, wish.priority, wish.limit);
    (job.submitted_ms, job.cores) = (now, wish.cores);
    job
}

/// A scheduler that lived through some steps, with what it decided.
struct Life {
    cluster: Cluster,
    town: Scheduler,
    now: u64,
    next: u128,
    plans: Vec<Plan>,
}

impl Life {
    fn new(policy: Policy) -> Life {
        let cluster = mixed();
        let town = with(&cluster, policy);
        Life { cluster, town, now: 0, next: 0, plans: Vec::new() }
    }

    fn step(&mut self, step: &Step) -> Option<Plan> {
        self.now += 3;
        let queue = self.town.queue();
        let running = |leaving: bool| -> Vec<JobId> {
            queue.running.iter().filter(|r| r.leaving_ms.is_some() == leaving).map(|r| r.job.id).collect()
        };
        let nth = |of: Vec<JobId>, n: usize| (!of.is_empty()).then(|| of[n % of.len()]);
        match step {
            Step::Submit(wish) => {
                self.next += 1;
                let job = asked(self.next, wish, self.now);
                if self.town.admit(&job).is_ok() {
                    self.town.submit(job).unwrap();
                }
            }
            Step::End(n) => {
                let any = queue.running.iter().map(|r| r.job.id).collect();
                if let Some(job) = nth(any, *n) {
                    self.town.ended(job, self.now).unwrap();
                }
            }
            Step::Yield(n) => {
                if let Some(job) = nth(running(true), *n) {
                    self.town.yielded(job, self.now).unwrap();
                }
            }
            Step::Withdraw(n) => {
                if let Some(job) = nth(queue.waiting.iter().map(|j| j.id).collect(), *n) {
                    self.town.withdraw(job).unwrap();
                }
            }
            Step::Switch(n) => {
                let node = &mut self.cluster.nodes[*n];
                node.schedulable = !node.schedulable;
                self.town.set_schedulable(node.id, node.schedulable).unwrap();
            }
            Step::Round => {
                let plan = self.town.round(self.now);
                self.plans.push(plan.clone());
                return Some(plan);
            }
        }
        None
    }
}

/// No device, core or memory twice; no ring crossed; gangs whole; counted from the outside.
fn check_seats(cluster: &Cluster, queue: &Queue) -> Result<(), TestCaseError> {
    let mut cards: BTreeMap<(NodeId, String), Cards> = BTreeMap::new();
    let mut cores: BTreeMap<NodeId, (u32, u64)> = BTreeMap::new();
    for running in &queue.running {
        let job = &running.job;
        let nodes: BTreeSet<NodeId> = running.seats.iter().map(|seat| seat.node).collect();
        prop_assert_eq!(nodes.len(), job.extent.nodes() as usize);
        for seat in &running.seats {
            let wanted = if job.device.name() == CPU { 0 } else { job.extent.per_node() };
            prop_assert_eq!(seat.cards.count(), wanted);
            let taken = cards.entry((seat.node, job.device.name().into())).or_default();
            prop_assert!(taken.both(seat.cards).is_empty(), "a card twice");
            *taken = taken.with(seat.cards);
            if job.device.name() == NPU && (1..8).contains(&wanted) {
                prop_assert!(Cards::all(4).holds(seat.cards) || Cards::range(4, 4).holds(seat.cards));
            }
            let used = cores.entry(seat.node).or_default();
            *used = (used.0 + job.cores_per_node(), used.1 + job.memory_mib);
        }
    }
    for node in &cluster.nodes {
        let used = cores.get(&node.id).copied().unwrap_or_default();
        prop_assert!(used.0 <= node.cores && used.1 <= node.memory_mib);
    }
    Ok(())
}

/// After a round: whoever was started has quota for it.
fn check_quotas(cluster: &Cluster, policy: &Policy, queue: &Queue, plan: &Plan) -> Result<(), TestCaseError> {
    let started: BTreeSet<JobId> = plan.starts.iter().map(|start| start.job).collect();
    let firm = |job: &Job| !job.preemptible || job.preempted >= policy.most_preemptions || !policy.preemption;
    for name in KINDS {
        let on = |node: &Node| match name {
            CPU => node.cores,
            _ => node.devices.iter().filter(|b| b.device.name() == name).map(|b| b.cards.count()).sum(),
        };
        let up: u32 = cluster.nodes.iter().filter(|node| node.schedulable).map(on).sum();
        let closed = |seat: &Seat| cluster.nodes.iter().any(|n| n.id == seat.node && !n.schedulable);
        let has = |job: &Job, seat: &Seat| match name {
            CPU => job.cores_per_node(),
            _ if job.device.name() == name => seat.cards.count(),
            _ => 0,
        };
        let held = |r: &Running| r.seats.iter().filter(|s| closed(s)).map(|s| has(&r.job, s)).sum::<u32>();
        // What runs on closed nodes counts in the quotas, and so do its devices.
        let up = up + queue.running.iter().map(held).sum::<u32>();
        let of = |vc: &Vc| vc.quotas.iter().find(|q| q.device.name() == name).cloned();
        let quotas: Vec<u32> = cluster.vcs.iter().map(|vc| of(vc).map_or(0, |q| q.quota)).collect();
        for (vc, real) in cluster.vcs.iter().zip(real_quotas(&quotas, up)) {
            let jobs: Vec<&Job> = queue.running.iter().map(|r| &r.job).collect();
            let jobs: Vec<&Job> =
                jobs.into_iter().filter(|j| j.vc == vc.id && j.device.name() == name).collect();
            let sum = |keep: &dyn Fn(&Job) -> bool| -> u32 {
                jobs.iter().filter(|j| keep(j)).map(|j| j.extent.total()).sum()
            };
            let new = |keep: &dyn Fn(&Job) -> bool| {
                jobs.iter().any(|j| started.contains(&j.id) && j.extent.total() > 0 && keep(j))
            };
            // One that stays never borrows. Those that ran before a node was closed may hold more than what is left
            // of the quota, and lending goes on beside them.
            if new(&|j| firm(j)) {
                prop_assert!(sum(&|j| firm(j)) <= real, "jobs that stay are beyond the quota");
            }
            if new(&|_| true) && sum(&|_| true) > real {
                prop_assert!(vc.borrows && policy.borrowing, "borrowed where that is not allowed");
            }
            for user in 1..4 {
                if new(&|j| j.user == UserId(user)) {
                    let limit = of(vc).map_or(0, |q| q.per_user);
                    prop_assert!(sum(&|j| j.user == UserId(user)) <= limit, "a user beyond the limit");
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_given_twice_nor_beyond_a_quota_nor_in_part(policy in policies(), steps in steps()) {
        let mut life = Life::new(policy.clone());
        for step in &steps {
            let before = life.town.queue();
            let plan = life.step(step);
            life.town.sanity().unwrap();
            let queue = life.town.queue();
            check_seats(&life.cluster, &queue)?;
            if let Some(plan) = plan {
                check_quotas(&life.cluster, &policy, &queue, &plan)?;
                for preempt in &plan.preempts {
                    let victim = before.running.iter().find(|r| r.job.id == preempt.job);
                    prop_assert!(victim.is_some_and(|v| v.job.preemptible && v.leaving_ms.is_none()));
                    prop_assert!(policy.preemption);
                }
            }
        }
    }

    #[test]
    fn a_round_from_nothing_decides_as_one_in_the_middle_of_life(policy in policies(), steps in steps()) {
        let mut life = Life::new(policy.clone());
        for step in &steps {
            let mut cluster = life.cluster.clone();
            cluster.usage = life.town.usage();
            let mut queue = life.town.queue();
            // In whatever order they are told.
            queue.waiting.reverse();
            queue.running.reverse();
            if let Some(decided) = life.step(step) {
                prop_assert_eq!(decided, plan(&policy, &cluster, &queue, life.now).unwrap());
            }
        }
    }

    #[test]
    fn the_same_life_decides_the_same(policy in policies(), steps in steps()) {
        let [mut one, mut other] = [Life::new(policy.clone()), Life::new(policy)];
        for step in &steps {
            one.step(step);
            other.step(step);
        }
        prop_assert_eq!(one.plans, other.plans);
    }

    #[test]
    fn a_plan_that_is_taken_back_leaves_all_as_it_was(policy in policies(), steps in steps()) {
        let mut life = Life::new(policy);
        for step in &steps {
            if matches!(step, Step::Round) {
                let mut trial = life.town.clone();
                let plan = trial.round(life.now + 3);
                trial.undo(&plan).unwrap();
                trial.sanity().unwrap();
                prop_assert_eq!(trial.queue(), life.town.queue());
                prop_assert_eq!(trial.round(life.now + 3), plan);
            }
            life.step(step);
        }
    }

    /// Jobs keep coming at the head of nothing: whoever waits has a turn within a bound. With limits of at most 40, the
    /// first in the row passes its user's gate, its virtual cluster's and the nodes within three times that.
    #[test]
    fn nobody_waits_longer_than_those_before_take(
        first in prop::collection::vec(wish(), 1..12), later in prop::collection::vec(wish(), 1..25), fair in any::<bool>()
    ) {
        const LONGEST: u64 = 40;
        let order = if fair { Order::FairShare } else { Order::Aged };
        // Overdue at once: shares may not put anybody off for longer than that.
        let policy = Policy { order, overdue_ms: 0, ageing_ms: 1, preemptible_later_ms: 0, ..Policy::default() };
        let mut town = with(&mixed(), policy);
        let job = |id: u128, wish: &Wish, now: u64| {
            let firm = Wish { soft: false, priority: 100, limit: Some(wish.limit.unwrap_or(9) % LONGEST + 1), ..wish.clone() };
            asked(id, &firm, now)
        };
        let mut waiting: BTreeMap<JobId, u64> = BTreeMap::new();
        let mut ends: BTreeSet<(u64, JobId)> = BTreeSet::new();
        let mut next = 0;
        for now in 0..2000u64 {
            while let Some(&(end, id)) = ends.first().filter(|(end, _)| *end <= now) {
                ends.remove(&(end, id));
                town.ended(id, now).unwrap();
            }
            // The flood goes on for as long as any of the first waits.
            let flood = std::iter::once(&later[now as usize % later.len()]).filter(|_| now > 0);
            let coming: Vec<&Wish> = if now == 0 { first.iter().collect() } else { flood.collect() };
            for wish in coming {
                next += 1;
                let job = job(next, wish, now);
                if town.admit(&job).is_ok() {
                    if now == 0 {
                        waiting.insert(job.id, 3 * (LONGEST + 1) * (waiting.len() as u64 + 1));
                    }
                    town.submit(job).unwrap();
                }
            }
            for start in town.round(now).starts {
                let queue = town.queue();
                let job = queue.running.iter().find(|r| r.job.id == start.job).unwrap();
                ends.insert((now + job.job.limit_ms.unwrap(), start.job));
                if let Some(bound) = waiting.remove(&start.job) {
                    prop_assert!(now <= bound, "{:?} waited until {now}, bound {bound}", start.job);
                }
            }
            if waiting.is_empty() {
                break;
            }
        }
        prop_assert!(waiting.is_empty(), "still waiting: {waiting:?}");
    }

    #[test]
    fn one_node_gives_up_the_fewest_jobs_that_could_be_enough(
        sizes in prop::collection::vec((1u32..5, any::<bool>()), 1..12), wanted in 1u32..9
    ) {
        let mut town = with(&gpus(3), Policy::default());
        for (&(count, firm), id) in sizes.iter().zip(1u128..) {
            let one = job(id, GPU, count);
            town.submit(if firm { one } else { soft(one) }).unwrap();
            town.round(id as u64);
        }
        let queue = town.queue();
        // Another that makes room, or has it made, would be counted along.
        prop_assume!(queue.waiting.iter().all(|j| j.preemptible));
        prop_assume!(queue.running.iter().all(|r| r.leaving_ms.is_none()));
        town.submit(job(99, GPU, wanted).but(|j| j.priority = 1000)).unwrap();
        let plan = town.round(1000);
        let mut fewest: Option<usize> = None;
        for node in 1..=3 {
            let on: Vec<_> = queue.running.iter().filter(|r| r.seats[0].node == NodeId(node)).collect();
            let used: u32 = on.iter().map(|r| r.job.extent.total()).sum();
            let mut soft: Vec<u32> =
                on.iter().filter(|r| r.job.preemptible).map(|r| r.job.extent.total()).collect();
            soft.sort_unstable_by(|a, b| b.cmp(a));
            let mut free = 8 - used;
            let mut count = 0;
            let mut rest = soft.into_iter();
            while free < wanted {
                let Some(more) = rest.next() else { break };
                (free, count) = (free + more, count + 1);
            }
            if free >= wanted {
                fewest = Some(fewest.map_or(count, |f: usize| f.min(count)));
            }
        }
        match fewest {
            None => prop_assert!(plan.starts.iter().all(|s| s.job.0 != 99) && plan.preempts.is_empty()),
            Some(0) => prop_assert!(plan.starts.iter().any(|s| s.job.0 == 99)),
            Some(count) => prop_assert_eq!(plan.preempts.len(), count),
        }
    }
}
