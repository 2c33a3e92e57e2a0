use crate::pictures::write;
use crate::program::{fovea, root, run};
use std::path::{Path, PathBuf};

fn trace() -> PathBuf {
    root().join("samples/traces/small.csv")
}

fn cluster() -> PathBuf {
    root().join("samples/traces/cluster.json")
}

fn simulate(trace: &Path, more: &[&str]) -> std::process::Command {
    simulate_on(&cluster(), trace, more)
}

fn simulate_on(cluster: &Path, trace: &Path, more: &[&str]) -> std::process::Command {
    let mut command = fovea();
    command.args(["simulate", "--trace"]).arg(trace).arg("--cluster").arg(cluster).args(more);
    command
}

#[test]
fn policies_are_compared_as_table_document_and_picture() {
    let folder = tempfile::tempdir().unwrap();
    let svg = folder.path().join("waits.svg");
    let policies = ["--policy", "fovea,fifo,greedy,fair,shortest", "--estimate", "2"];
    let told = run(simulate(&trace(), &policies).arg("--plot").arg(&svg)).exits(0);
    for word in ["fovea", "shortest", "utilisation", "fairness (Jain)", "makespan", "wait, p99"] {
        assert!(told.out.contains(word), "{}", told.out);
    }
    let picture = std::fs::read_to_string(&svg).unwrap();
    assert!(picture.starts_with("<svg") && picture.matches("<polyline").count() == 10, "{picture}");

    let json = run(simulate(&trace(), &policies).arg("--json")).exits(0).json();
    let reports = json.as_array().unwrap();
    assert_eq!(reports.len(), 5);
    for report in reports {
        assert_eq!(report["jobs"].as_u64().unwrap() + report["refused"].as_u64().unwrap(), 400);
        assert_eq!(report["left_waiting"], 0);
        let used = report["utilisation"].as_f64().unwrap();
        assert!(used > 0.2 && used <= 1.0, "{report}");
    }
    let wait = |at: usize| reports[at]["wait_s"]["mean"].as_f64().unwrap();
    assert!(wait(0) < wait(1), "backfill waits less than strict order: {} and {}", wait(0), wait(1));
    assert_eq!(json, run(simulate(&trace(), &policies).arg("--json")).exits(0).json());
}

#[test]
fn public_traces_are_converted_and_played() {
    let folder = tempfile::tempdir().unwrap();
    // Without virtual clusters, so that all of theirs are served.
    let open = folder.path().join("open.json");
    write(&open, br#"{"nodes":[{"cores":64,"memory_gib":64,"devices":{"nvidia_gpu_amd64":8}}]}"#);
    let philly = folder.path().join("cluster_job_log");
    write(
        &philly,
        br#"[{"status":"Pass","vc":"ee9e8c","jobid":"application_1","user":"ce2f4c",
          "attempts":[{"start_time":"2017-10-07 02:41:50","end_time":"2017-10-07 02:51:50",
          "detail":[{"ip":"m1","gpus":["gpu0","gpu1"]}]}],"submitted_time":"2017-10-07 02:41:42"},
          {"status":"Killed","vc":"ee9e8c","jobid":"application_2","user":"x","attempts":[],
          "submitted_time":"2017-10-07 02:41:00"}]"#,
    );
    let csv = folder.path().join("philly.csv");
    let told = run(simulate_on(&open, &philly, &["--from", "philly", "--json"]).arg("--convert").arg(&csv))
        .exits(0)
        .json();
    assert_eq!((&told[0]["jobs"], &told[0]["makespan_s"]), (&1.into(), &600.0.into()));
    let again = run(&mut simulate_on(&open, &csv, &["--json"])).exits(0).json();
    assert_eq!(told, again);

    write(
        &folder.path().join("pai/pai_job_table.csv"),
        b"j1,i1,u1,Terminated,100.0,400.0\nj2,i2,u1,Failed,90.0,\n",
    );
    write(
        &folder.path().join("pai/pai_task_table.csv"),
        b"j1,worker,2.0,Terminated,110.0,400.0,600.0,29.0,50.0,T4\nj2,worker,1.0,Failed,,,600.0,29.0,,\n",
    );
    let told = run(&mut simulate_on(&open, &folder.path().join("pai"), &["--from", "alibaba", "--json"]))
        .exits(0)
        .json();
    assert_eq!((&told[0]["jobs"], &told[0]["makespan_s"]), (&1.into(), &290.0.into()));
}

#[test]
fn what_is_wrong_is_named_with_its_row() {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str, text: &str| {
        let path = folder.path().join(name);
        write(&path, text.as_bytes());
        path
    };
    let head = "submit,duration,devices,nodes,user,vc\n";
    let wrong = of("wrong.csv", &format!("{head}0,5,1,1,a,v\n3,x,1,1,a,v\n"));
    let failed = run(&mut simulate(&wrong, &[])).fails(3, "simulate.trace");
    assert!(failed.err.contains("row 3") && failed.err.contains("duration"), "{}", failed.err);
    let unsorted = of("unsorted.csv", &format!("{head}9,5,1,1,a,v\n3,5,1,1,a,v\n"));
    let failed = run(&mut simulate(&unsorted, &[])).fails(3, "simulate.trace");
    assert!(failed.err.contains("row 3") && failed.err.contains("sort"), "{}", failed.err);
    run(&mut simulate(&of("no.csv", "submit,duration\n1,2\n"), &[])).fails(3, "simulate.trace");
    run(&mut simulate(&of("empty.csv", head), &[])).fails(3, "simulate.trace");
    run(&mut simulate(&folder.path().join("nowhere"), &[])).fails(3, "simulate.unreadable");
    run(&mut simulate(&trace(), &["--policy", "magic"])).exits(2);
    let cluster = of("cluster.json", r#"{"nodes":[{"cores":4,"memory_gib":8,"devices":{"abacus":1}}]}"#);
    let failed = run(&mut simulate_on(&cluster, &trace(), &[])).fails(3, "simulate.cluster");
    assert!(failed.err.contains("abacus"), "{}", failed.err);
}
