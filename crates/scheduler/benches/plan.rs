//! How long the scheduler thinks: 10,000 nodes, 100,000 waiting jobs, 50 virtual clusters, 2,000 users.
//!
//!     cargo bench -p fovea-scheduler

#![expect(clippy::panic, reason = "a bench has nobody to tell")]

use fovea_domain::device::{Cards, DeviceType, Extent};
use fovea_domain::quota::Quota;
use fovea_scheduler::*;
use std::hint::black_box;
use std::time::{Duration, Instant};

const NODES: u128 = 10_000;
const WAITING: u128 = 100_000;
const VCS: u128 = 50;
const USERS: u64 = 2_000;

/// Equal numbers on every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }
}

fn device(name: &str) -> DeviceType {
    DeviceType::parse(name).unwrap_or_else(|fault| panic!("{fault}"))
}

fn kinds() -> [DeviceType; 3] {
    [device("nvidia_gpu_amd64"), device("huawei_npu_arm64"), device("cpu")]
}

fn cluster() -> Cluster {
    let kinds = kinds();
    let node = |id: u128| {
        let kind = [0, 0, 0, 1, 2][(id % 5) as usize];
        let devices = match kind {
            2 => Vec::new(),
            kind => vec![Bank { device: kinds[kind].clone(), cards: Cards::all(8) }],
        };
        Node { id: NodeId(id), cores: 96, memory_mib: 1 << 20, devices, schedulable: true }
    };
    let vc = |id: u128| {
        let of = |device: &DeviceType, total: u128| {
            let quota = (total / VCS) as u32;
            Quota { device: device.clone(), quota, per_user: quota }
        };
        let quotas =
            vec![of(&kinds[0], NODES * 24 / 5), of(&kinds[1], NODES * 8 / 5), of(&kinds[2], NODES * 96)];
        Vc {
            id: VcId(id),
            quotas,
            longest_run_ms: None,
            lends: id.is_multiple_of(2),
            borrows: true,
            weight: 1,
        }
    };
    Cluster { nodes: (0..NODES).map(node).collect(), vcs: (0..VCS).map(vc).collect(), usage: Vec::new() }
}

fn job(id: u128, dice: &mut Dice) -> Job {
    let kinds = kinds();
    let (kind, extent) = match dice.next(20) {
        0..=9 => (0, Extent::Regular { count: 1 << dice.next(4) }),
        10 => (0, Extent::Distributed { nodes: 2 + dice.next(7) as u32, per_node: 8 }),
        11..=14 => (1, Extent::Regular { count: 1 << dice.next(4) }),
        15 => (1, Extent::Distributed { nodes: 2 + dice.next(3) as u32, per_node: 8 }),
        _ => (2, Extent::Regular { count: 1 + dice.next(16) as u32 }),
    };
    let user = dice.next(USERS);
    Job {
        id: JobId(id),
        vc: VcId(u128::from(user) % VCS),
        user: UserId(user.into()),
        device: kinds[kind].clone(),
        extent,
        cores: 4 + 4 * dice.next(3) as u32,
        memory_mib: 16 << 10,
        priority: 100 + dice.next(101) as u16,
        preemptible: dice.next(10) < 3,
        preempted: 0,
        submitted_ms: id as u64,
        // Hardly two alike, so that lanes are many.
        limit_ms: Some(MINUTE + dice.next(100 * HOUR)),
    }
}

/// A full cluster with 100,000 jobs waiting.
fn busy(cluster: &Cluster, dice: &mut Dice) -> Queue {
    let mut scheduler = begin(cluster, &Queue::default());
    let mut id = 0;
    let mut now = 0;
    while scheduler.waiting() < WAITING as usize {
        for _ in 0..20_000 {
            id += 1;
            let job = job(id, dice);
            if scheduler.could_run(&job).is_ok() {
                scheduler.submit(job).unwrap_or_else(|fault| panic!("{fault}"));
            }
        }
        now += 1_000_000;
        // Nobody is to leave while the scene is set.
        let plan = scheduler.round(now);
        for preempt in plan.preempts {
            scheduler.yielded(preempt.job, now).unwrap_or_else(|fault| panic!("{fault}"));
        }
    }
    let mut queue = scheduler.queue();
    queue.waiting.truncate(WAITING as usize);
    queue
}

fn begin(cluster: &Cluster, queue: &Queue) -> Scheduler {
    Scheduler::from(&Policy::default(), cluster, queue).unwrap_or_else(|fault| panic!("{fault}"))
}

fn time<T>(act: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = act();
    (start.elapsed(), result)
}

fn told(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let ms = |at: usize| times[at.min(times.len() - 1)].as_secs_f64() * 1000.0;
    let n = times.len();
    println!("{name:<58} median {:9.3} ms   worst of {n} {:9.3} ms", ms(n / 2), ms(n - 1));
}

fn main() {
    let mut dice = Dice(1);
    let cluster = cluster();
    let queue = busy(&cluster, &mut dice);
    let lanes = queue.waiting.len();
    println!(
        "{NODES} nodes, {} running, {lanes} waiting, {VCS} virtual clusters, {USERS} users",
        queue.running.len()
    );
    let now = 100_000_000;

    let full = |_| time(|| black_box(plan(&Policy::default(), &cluster, &queue, now))).0;
    told("plan from nothing: state and round", (0..5).map(full).collect());
    let ready = begin(&cluster, &queue);
    let whole = |_| {
        let mut scheduler = ready.clone();
        time(|| black_box(scheduler.round(now))).0
    };
    told("full round over a full cluster", (0..9).map(whole).collect());

    let mut alive = ready.clone();
    alive.round(now);
    let mut times = Vec::new();
    for n in 0..50 {
        let running = alive.queue().running;
        let ends = running[dice.next(running.len() as u64) as usize].job.id;
        times.push(
            time(|| {
                alive.ended(ends, now + n).unwrap_or_else(|fault| panic!("{fault}"));
                black_box(alive.round(now + n))
            })
            .0,
        );
    }
    told("a job ends, and a round", times);
    let mut times = Vec::new();
    for n in 0..50 {
        let new = job(10_000_000 + u128::from(n), &mut dice);
        times.push(
            time(|| {
                alive.submit(new).unwrap_or_else(|fault| panic!("{fault}"));
                black_box(alive.round(now + 50 + n))
            })
            .0,
        );
    }
    told("a job comes, and a round", times);

    let empty = begin(&cluster, &Queue { running: Vec::new(), ..queue.clone() });
    let mut rates = Vec::new();
    for _ in 0..5 {
        let mut scheduler = empty.clone();
        let (took, plan) = time(|| scheduler.round(now));
        rates.push(plan.starts.len() as f64 / took.as_secs_f64());
        if rates.len() == 1 {
            println!(
                "{:<58} {} jobs in {:.1} ms",
                "an empty cluster is filled",
                plan.starts.len(),
                took.as_secs_f64() * 1e3
            );
        }
    }
    rates.sort_by(f64::total_cmp);
    println!("{:<58} {:.0} a second (median of 5)", "placements", rates[2]);
}
