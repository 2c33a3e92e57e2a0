//! The simulator on small traces that can be reckoned by hand.

use fovea_scheduler::Policy;
use fovea_scheduler::sim::*;

fn cluster(text: &str) -> ClusterFile {
    ClusterFile::parse(text).unwrap()
}

fn one_node() -> ClusterFile {
    cluster(r#"{"nodes":[{"cores":64,"memory_gib":64,"devices":{"nvidia_gpu_amd64":8}}]}"#)
}

fn play(name: &str, cluster: &ClusterFile, table: &str) -> Report {
    let mut simulation = Simulation::new(name, Policy::named(name).unwrap(), cluster).unwrap();
    for job in CsvTrace::open(table.as_bytes()).unwrap() {
        simulation.submit(&job.unwrap());
    }
    simulation.finish()
}

const HEAD: &str = "submit,duration,devices,nodes,user,vc,limit,priority,preemptible\n";

#[test]
fn waits_use_and_makespan_are_as_reckoned() {
    // Four of eight for 100 s, then all for 50 s, and at 10 a small one that fits beside the first.
    let table = format!("{HEAD}0,100,4,1,a,v,100,,\n5,50,8,1,b,v,50,,\n10,90,4,1,a,v,90,,\n");
    let report = play("fovea", &one_node(), &table);
    assert_eq!((report.jobs, report.refused, report.left_waiting), (3, 0, 0));
    assert_eq!(report.makespan_s, 150.0);
    assert_eq!(report.wait_s.max, 95.0);
    assert!((report.wait_s.mean - 95.0 / 3.0).abs() < 1e-9);
    assert_eq!((report.wait_s.p50, report.wait_s.p90), (0.0, 95.0));
    let used = (400.0 + 360.0 + 400.0) / (8.0 * 150.0);
    assert!((report.utilisation - used).abs() < 1e-9);
    // User a: 1 and 1; user b: 145/50.
    let (a, b) = (1.0, 2.9f64);
    assert!((report.fairness - (a + b) * (a + b) / (2.0 * (a * a + b * b))).abs() < 1e-9);
    // Strictly in order the small one waits behind the large.
    assert_eq!(play("fifo", &one_node(), &table).makespan_s, 240.0);
    assert_eq!(play("greedy", &one_node(), &table).makespan_s, 150.0);
}

#[test]
fn a_job_that_makes_room_goes_on_where_it_was() {
    let table = format!("{HEAD}0,1000,8,1,a,v,,,yes\n100,50,8,1,b,v,,,no\n");
    let report = play("fovea", &one_node(), &table);
    assert_eq!((report.jobs, report.preempted), (2, 1));
    // 100 s of work, 30 s of grace, 50 s of the other, 900 s that were left.
    assert_eq!(report.makespan_s, 1080.0);
    assert_eq!(report.wait_s.max, 50.0);
}

#[test]
fn a_limit_cuts_a_job_short() {
    let report = play("fovea", &one_node(), &format!("{HEAD}0,100,1,1,a,v,30,,\n"));
    assert_eq!((report.jobs, report.cut_short, report.makespan_s), (1, 1, 30.0));
}

#[test]
fn what_can_never_run_is_counted_and_left_out() {
    let table = format!("{HEAD}0,10,9,1,a,v,,,\n0,10,8,2,a,v,,,\n0,10,1,1,a,v,,,\n");
    let report = play("fovea", &one_node(), &table);
    assert_eq!((report.jobs, report.refused), (1, 2));
    let vcs = cluster(
        r#"{"nodes":[{"count":2,"cores":9,"memory_gib":9,"devices":{"nvidia_gpu_amd64":8}}],
            "vcs":[{"name":"v","quotas":{"nvidia_gpu_amd64":{"quota":8}}}]}"#,
    );
    let report = play("fovea", &vcs, &format!("{HEAD}0,10,1,1,a,v,,,\n0,10,1,1,a,other,,,\n"));
    assert_eq!((report.jobs, report.refused), (1, 1));
}

#[test]
fn all_policies_end_all_jobs_and_the_same_trace_gives_the_same_report() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/traces");
    let table = std::fs::read_to_string(format!("{path}/small.csv")).unwrap();
    let town = cluster(&std::fs::read_to_string(format!("{path}/cluster.json")).unwrap());
    for (name, _) in Policy::NAMED {
        let report = play(name, &town, &table);
        assert_eq!((report.jobs + report.refused, report.left_waiting), (400, 0), "{name}");
        assert!(report.utilisation <= 1.0 && report.held.iter().all(|&h| h <= 1.0 + 1e-9), "{name}");
        assert_eq!(report, play(name, &town, &table));
    }
}

#[test]
fn a_cluster_that_contradicts_itself_is_refused() {
    let refused = |text: &str| {
        let file = ClusterFile::parse(text)?;
        Simulation::new("fovea", Policy::default(), &file).map(|_| ())
    };
    assert!(matches!(refused(r#"{"nodes":[]}"#), Err(ClusterFault::NoNodes)));
    assert!(matches!(
        refused(r#"{"nodes":[{"cores":1,"memory_gib":1,"gpus":2}]}"#),
        Err(ClusterFault::Json(_))
    ));
    let cards = r#"{"nodes":[{"cores":1,"memory_gib":1,"devices":{"nvidia_gpu_amd64":65}}]}"#;
    assert!(matches!(refused(cards), Err(ClusterFault::TooManyCards(65))));
    let given = r#"{"nodes":[{"cores":1,"memory_gib":1}],"vcs":[{"name":"a","quotas":{"cpu":{"quota":2}}}]}"#;
    assert!(matches!(refused(given), Err(ClusterFault::TooMuchGiven { given: 2, total: 1, .. })));
}
