//! How rows become a queue. The rules themselves are tested in the crate `scheduler`.

use super::*;
use crate::inventory::tests::eight;
use crate::inventory::{Declared, Fleet, machine};
use fovea_domain::device::Cards;
use fovea_domain::quota::Quota;
use fovea_scheduler::Reason;

struct Place(Around);

impl Place {
    /// Virtual clusters 1, 2, … with these quotas and mosts of a user.
    fn new(cores: u32, quotas: &[(u32, u32)]) -> Place {
        let share = |(i, (quota, per_user)): (u128, &(u32, u32))| ClusterShare {
            id: Id::from(i),
            longest_run_ms: None,
            lends: false,
            borrows: false,
            weight: 1,
            quotas: vec![Quota { device: device("cpu"), quota: *quota, per_user: *per_user }],
        };
        let shares = (1u128..).zip(quotas).map(share).collect();
        let nodes = vec![NamedNode { name: "local".into(), node: machine(cores, 1000) }];
        Place(Around {
            nodes,
            shares,
            user_limits: HashMap::new(),
            tasks: HashMap::new(),
            order: QueueOrder::Priority,
            uses: Vec::new(),
        })
    }

    /// The same with simulated nodes, all of whose cards are the first virtual cluster's.
    fn cards(nodes: &[&str]) -> Place {
        let mut place = Place::new(2, &[(34, 34)]);
        let specs = nodes.iter().map(|name| eight(name, NPU));
        let declared = Declared { nodes: specs.collect(), ..Declared::default() };
        place.0.nodes = Fleet::new(&declared, 2, 4096).planned(&[]);
        let all = nodes.len() as u32 * 8;
        place.0.shares[0].quotas.push(Quota { device: device(NPU), quota: all, per_user: all });
        place
    }

    fn orders(&self, jobs: &[Job]) -> Orders {
        Board::new(&self.0, jobs).unwrap().orders(HOUR)
    }

    /// Which start, with how many devices.
    fn starts(&self, jobs: &[Job]) -> Vec<(u128, u32)> {
        let sum = |b: &Begin| b.tasks.iter().map(|t| t.devices).sum();
        self.orders(jobs).begin.iter().map(|b| (b.id.into(), sum(b))).collect()
    }
}

const NPU: &str = "huawei_npu_arm64";

fn device(name: &str) -> DeviceType {
    DeviceType::parse(name).unwrap()
}

const HOUR: Moment = 3_600_000;

fn job(id: u128, kind: JobKind) -> Job {
    Job {
        id: Id::from(id),
        kind: kind.name().into(),
        project_id: None,
        name: "j".into(),
        state: "queued".into(),
        attempt: 0,
        losses: 0,
        reason: None,
        progress: None,
        spec: "{}".into(),
        owner: Some(Id::from(1)),
        service_id: None,
        model_id: None,
        created_at: 0,
        started_at: None,
        ended_at: None,
        virtual_cluster_id: Some(Id::from(1)),
        device: "cpu".into(),
        devices: 0,
        priority: 100,
        run_since: None,
        wanted: None,
        memory_mib: 0,
        preemptible: false,
        limit_ms: None,
        tags: "[]".into(),
        preemptions: 0,
        restarts: 0,
        leave_by: None,
        deleted_at: None,
        nodes: None,
        cores: 0,
    }
}

fn training(id: u128) -> Job {
    job(id, JobKind::Train)
}

fn of(id: u128, cluster: u128, owner: u128) -> Job {
    Job { virtual_cluster_id: Some(Id::from(cluster)), owner: Some(Id::from(owner)), ..training(id) }
}

fn running(job: Job, devices: i64) -> Job {
    Job { state: "running".into(), devices, run_since: Some(0), ..job }
}

#[test]
fn services_are_not_of_the_queue_and_take_nothing() {
    let place = Place::new(4, &[(4, 4)]);
    let service = running(job(1, JobKind::Service), 0);
    assert!(!queues(&service));
    assert_eq!(place.starts(&[service, training(2)]), [(2, 4)]);
}

#[test]
fn where_one_has_everything_trainings_run_one_after_the_other() {
    let place = Place::new(4, &[(4, 4)]);
    assert_eq!(place.starts(&[training(1), training(2)]), [(1, 4)]);
    assert_eq!(place.starts(&[training(1), Job { priority: 101, ..training(2) }]), [(2, 4)]);
    assert_eq!(place.starts(&[running(training(1), 4), training(2)]), []);
    // One from before it was written down what it has.
    assert_eq!(place.starts(&[running(training(1), 0), training(2)]), []);
}

#[test]
fn virtual_clusters_run_side_by_side_within_their_quotas() {
    let jobs = [of(1, 1, 1), of(2, 1, 1), of(3, 1, 2), of(4, 2, 1)];
    // Two users side by side in the first; a second one of the same user waits, and keeps nobody.
    assert_eq!(Place::new(8, &[(4, 2), (4, 4)]).starts(&jobs), [(1, 2), (3, 2), (4, 4)]);
    // Half the machine is gone: each has half of what it was given.
    assert_eq!(Place::new(4, &[(4, 4), (4, 4)]).starts(&jobs), [(1, 2), (4, 2)]);
    assert_eq!(Place::new(8, &[(0, 0)]).starts(&jobs), []);
}

#[test]
fn what_no_virtual_cluster_has_any_more_waits_and_still_holds_its_cores() {
    let place = Place::new(4, &[(4, 4)]);
    let stray = Job { virtual_cluster_id: None, ..training(1) };
    assert_eq!(place.starts(std::slice::from_ref(&stray)), []);
    let two = |job: Job| Job { wanted: Some(2), ..job };
    assert_eq!(place.starts(&[running(stray, 2), two(training(2)), two(training(3))]), [(2, 2)]);
}

#[test]
fn a_job_that_says_its_size_has_that_and_shares_cores_and_memory() {
    let place = Place::new(4, &[(4, 4)]);
    let small = |id: u128, memory_mib: i64| Job { wanted: Some(1), memory_mib, ..training(id) };
    assert_eq!(place.starts(&[small(1, 600), small(2, 600), small(3, 300)]), [(1, 1), (3, 1)]);
}

#[test]
fn a_preemptible_job_makes_room_and_is_told_for_whom() {
    let place = Place::new(4, &[(4, 4)]);
    let soft = running(Job { preemptible: true, ..training(1) }, 4);
    let orders = place.orders(&[soft.clone(), training(2)]);
    let leave = Leave { id: Id::from(1), room_for: Some(Id::from(2)), until: HOUR + 30_000, borrowed: false };
    assert_eq!((orders.begin.as_slice(), orders.leave.as_slice()), (&[][..], &[leave][..]));
    // While it leaves nobody else is asked.
    let leaving = Job { state: "preempting".into(), leave_by: Some(HOUR + 30_000), ..soft };
    assert_eq!(place.orders(&[leaving, training(2)]), Orders::default());
}

#[test]
fn a_clock_that_was_set_keeps_nobody_waiting_and_harms_nobody() {
    let place = Place::new(4, &[(4, 4)]);
    // Submitted, and begun, in what is the future by now.
    let early = Job { created_at: 9 * HOUR, wanted: Some(2), ..training(1) };
    assert_eq!(place.starts(std::slice::from_ref(&early)), [(1, 2)]);
    let limited = Job { limit_ms: Some(HOUR), run_since: Some(9 * HOUR), ..running(training(2), 4) };
    assert_eq!(place.orders(&[limited.clone(), early]), Orders::default());
    // And by far in the past: it is overdue and waits its turn no less.
    let late = Job { run_since: Some(-400 * 24 * HOUR), ..limited };
    assert_eq!(place.orders(&[late, training(3)]), Orders::default());
}

/// Two of four cores each; the first lends, the second borrows and lets a user have all.
fn neighbours() -> Place {
    let mut place = Place::new(4, &[(2, 2), (2, 4)]);
    place.0.shares[0].lends = true;
    place.0.shares[1].borrows = true;
    place
}

fn wants(id: u128, cluster: u128, cores: i64) -> Job {
    Job {
        wanted: Some(cores),
        virtual_cluster_id: Some(Id::from(cluster)),
        owner: Some(Id::from(cluster)),
        ..job(id, JobKind::Command)
    }
}

#[test]
fn what_another_lends_is_borrowed_by_preemptible_jobs_alone_and_told() {
    let place = neighbours();
    let soft = Job { preemptible: true, ..wants(2, 2, 3) };
    let begin = place.orders(std::slice::from_ref(&soft)).begin;
    assert_eq!((begin[0].id, begin[0].borrowed), (Id::from(2), 1));
    assert!(
        place.orders(&[wants(2, 2, 3)]).begin.is_empty(),
        "one that makes no room for others borrows nothing"
    );
    let mut alone = neighbours();
    alone.0.shares[0].lends = false;
    assert!(alone.orders(&[soft]).begin.is_empty());
}

#[test]
fn what_was_lent_comes_back_to_who_lent_it() {
    let place = neighbours();
    let soft = running(Job { preemptible: true, ..wants(2, 2, 3) }, 3);
    let orders = place.orders(&[soft, wants(1, 1, 2)]);
    let leave = Leave { id: Id::from(2), room_for: Some(Id::from(1)), until: HOUR + 30_000, borrowed: true };
    assert_eq!((orders.begin.as_slice(), orders.leave.as_slice()), (&[][..], &[leave][..]));
}

#[test]
fn who_used_least_comes_first_by_fair_share_and_weight_counts() {
    let mut place = Place::new(8, &[(4, 4), (4, 4)]);
    let waits = [wants(1, 1, 4), Job { created_at: 1, ..wants(2, 2, 4) }];
    assert_eq!(place.starts(&waits), [(1, 4), (2, 4)]);
    let used = |cluster: u128, device_ms: f64| DeviceUse {
        cluster_id: Id::from(cluster),
        user_id: Id::from(cluster),
        device_ms,
        at: HOUR,
    };
    place.0.uses = vec![used(1, 9e6), used(2, 6e6), used(77, 1.0)];
    assert_eq!(place.starts(&waits), [(1, 4), (2, 4)], "only where the order is by fair share");
    place.0.order = QueueOrder::FairShare;
    assert_eq!(place.starts(&waits), [(2, 4), (1, 4)]);
    place.0.shares[0].weight = 2;
    assert_eq!(place.starts(&waits), [(1, 4), (2, 4)]);
}

#[test]
fn one_that_waits_is_told_why_and_until_when() {
    let place = Place::new(4, &[(4, 4)]);
    let runs = running(Job { limit_ms: Some(2 * HOUR), ..training(1) }, 4);
    let mut board = Board::new(&place.0, &[runs, training(2), training(3)]).unwrap();
    assert_eq!(board.orders(HOUR), Orders::default());
    let why = board.why(Id::from(2), HOUR).unwrap();
    assert_eq!((why.ahead, why.expected_start_ms), (0, Some(7_200_000)));
    assert!(matches!(why.reason, Reason::UserQuota { used: 4, limit: 4, need: 4 }), "{why:?}");
    assert_eq!(board.why(Id::from(3), HOUR).unwrap().ahead, 1);
    assert_eq!(board.why(Id::from(1), HOUR), None);
}

#[test]
fn what_can_never_start_is_told_before() {
    let place = Place::new(4, &[(3, 2)]);
    let admit = |job: &Job| Board::new(&place.0, &[]).unwrap().outlook(job, &place.0, HOUR);
    let wants = |wanted, memory_mib| Job { wanted: Some(wanted), memory_mib, ..training(1) };
    assert_eq!(admit(&wants(2, 1000)), Ok(Outlook::StartsNow));
    assert!(matches!(admit(&wants(3, 0)), Err(NeverFits::UserQuota { need: 3, limit: 2 })));
    assert!(matches!(admit(&wants(2, 1001)), Err(NeverFits::Node { .. })));
    let card = Job { device: "nvidia_gpu_amd64".into(), ..wants(1, 0) };
    assert!(matches!(admit(&card), Err(NeverFits::NotInCluster { .. })));
}

fn on_cards(id: u128, devices: i64, nodes: Option<i64>) -> Job {
    Job { device: NPU.into(), wanted: Some(devices), nodes, cores: 1, ..job(id, JobKind::Command) }
}

#[test]
fn a_gang_has_whole_nodes_and_addresses_that_no_other_job_has() {
    let mut place = Place::cards(&["a", "b", "c", "d"]);
    let first = place.orders(&[on_cards(1, 8, Some(2))]).begin.remove(0);
    let told: Vec<_> =
        first.tasks.iter().map(|t| (t.rank, t.node.as_str(), t.cards, t.address.as_str())).collect();
    assert_eq!(told, [(0, "a", Cards::all(8), "127.64.1.1"), (1, "b", Cards::all(8), "127.64.1.2")]);
    let runs = running(on_cards(1, 8, Some(2)), 16);
    place.0.tasks.insert(Id::from(1), first.tasks);
    let second = place.orders(&[runs.clone(), on_cards(2, 8, Some(2))]).begin.remove(0);
    let told: Vec<_> = second.tasks.iter().map(|t| (t.node.as_str(), t.address.as_str())).collect();
    assert_eq!(told, [("c", "127.64.2.1"), ("d", "127.64.2.2")]);
    // Half of what it needs is none of it.
    assert_eq!(place.starts(&[runs, on_cards(2, 8, Some(2)), on_cards(3, 8, Some(2))]), [(2, 16)]);
}

#[test]
fn cards_of_one_job_are_of_one_group_and_one_group_is_filled_first() {
    let mut place = Place::cards(&["a"]);
    let mut jobs = Vec::new();
    let mut taken = Vec::new();
    for (id, count) in [(1, 1), (2, 2), (3, 2), (4, 1)] {
        jobs.push(on_cards(id, count, None));
        let begin = place.orders(&jobs).begin.remove(0);
        taken.push(begin.tasks[0].cards.list());
        *jobs.last_mut().unwrap() = running(jobs.last().unwrap().clone(), count);
        place.0.tasks.insert(begin.id, begin.tasks);
    }
    assert_eq!(taken, ["0", "1,2", "4,5", "3"]);
}

#[test]
fn what_runs_on_a_node_that_the_file_has_no_more_still_counts() {
    let mut place = Place::cards(&["a", "b"]);
    let tasks = |node: &str| vec![JobTask { cards: Cards::all(8), devices: 8, ..JobTask::of_cores(node, 1) }];
    place.0.tasks.insert(Id::from(1), tasks("gone"));
    let jobs = [running(on_cards(1, 8, None), 8), on_cards(2, 8, None), on_cards(3, 8, None)];
    assert_eq!(place.starts(&jobs), [(2, 8)]);
    let mut board = Board::new(&place.0, &jobs).unwrap();
    board.orders(HOUR);
    assert!(matches!(board.why(Id::from(3), HOUR).unwrap().reason, Reason::UserQuota { used: 16, .. }));
}

#[test]
fn none_of_a_card_is_a_job_too_and_takes_a_core() {
    let place = Place::cards(&["a"]);
    let begin = place.orders(&[on_cards(1, 0, None)]).begin.remove(0);
    assert_eq!((begin.tasks[0].cards, begin.tasks[0].devices, begin.tasks[0].cores), (Cards::NONE, 0, 1));
}

#[test]
fn what_is_offered_says_why_there_is_nothing_on_several_nodes() {
    let offers = |nodes: &[&str], asked: Option<Asked>| {
        let place = Place::cards(nodes);
        let mut board = Board::new(&place.0, &[]).unwrap();
        board.orders(HOUR);
        let all = board.offers(&on_cards(1, 1, None), asked.as_ref(), &place.0, HOUR);
        all.into_iter().find(|o| o.device.name() == NPU).unwrap()
    };
    let one = offers(&["a"], None);
    assert_eq!(one.no_spread, Some(DeviceFault::QuotaForDistributed { quota: 8, least: 16 }));
    let asked = |nodes| Asked { device: device(NPU), count: 8, nodes: Some(nodes) };
    let two = offers(&["a", "b"], Some(asked(2)));
    assert_eq!((two.no_spread, two.nodes, two.outlook), (None, Some(2), Ok(Outlook::StartsNow)));
    assert!(matches!(
        offers(&["a", "b"], Some(asked(3))).outlook,
        Err(NeverFits::UserQuota { need: 24, .. })
    ));
}

#[test]
fn an_address_tells_its_network() {
    for network in [1, 255, 256, MOST_NETWORKS] {
        assert_eq!(network_of(&address(network, 63)), Some(network));
    }
    assert_eq!(network_of(ALONE), None);
}
