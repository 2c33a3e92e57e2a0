//! Readers of traces, with files as they come.

use fovea_scheduler::sim::*;

fn rows(text: &str) -> Vec<Result<TraceJob, TraceFault>> {
    CsvTrace::open(text.as_bytes()).unwrap().collect()
}

#[test]
fn columns_stand_in_any_order_and_some_may_be_missing() {
    let text =
        "# a comment\nvc,user,nodes,devices,duration,submit,device,memory_gib\nv,u,2,8,10.5,0.25,cpu,4\n";
    let job = rows(text).remove(0).unwrap();
    assert_eq!((job.submit_ms, job.duration_ms, job.devices, job.nodes), (250, 10_500, 8, 2));
    assert_eq!((job.device.as_deref(), job.memory_mib, job.limit_ms), (Some("cpu"), 4096, None));
}

#[test]
fn a_wrong_row_is_named() {
    let head = "submit,duration,devices,nodes,user,vc,preemptible\n";
    for (row, column) in [
        ("-1,1,1,1,u,v,", "submit"),
        ("nan,1,1,1,u,v,", "submit"),
        ("1,1,1.5,1,u,v,", "devices"),
        ("1,1,1,0,u,v,", "nodes"),
        ("1,1,1,1,u,v,maybe", "preemptible"),
    ] {
        let fault = rows(&format!("{head}0,1,1,1,u,v,\n{row}\n")).remove(1).unwrap_err();
        assert!(matches!(fault, TraceFault::Value { row: 3, column: c, .. } if c == column), "{fault}");
    }
    assert!(matches!(
        rows(&format!("{head}5,1,1,1,u,v,\n4,1,1,1,u,v,\n"))[1],
        Err(TraceFault::Order { row: 3 })
    ));
    assert!(matches!(rows(&format!("{head}1,2\n"))[0], Err(TraceFault::Csv(_))));
    assert!(matches!(CsvTrace::open(&b"submit\n"[..]), Err(TraceFault::Column("duration"))));
}

#[test]
fn what_is_written_is_read_as_the_same() {
    let head = "submit,duration,devices,nodes,user,vc,device,limit,priority,preemptible,cores,memory_gib\n";
    let text = format!("{head}0,1.5,1,1,u,v,,,,,0,0\n3.25,7,8,2,\"a,b\",v,cpu,99,150,1,4,16\n");
    let jobs: Vec<TraceJob> = rows(&text).into_iter().map(Result::unwrap).collect();
    let mut written = Vec::new();
    write_csv(&mut written, &jobs).unwrap();
    let again: Vec<TraceJob> =
        rows(&String::from_utf8(written).unwrap()).into_iter().map(Result::unwrap).collect();
    assert_eq!(again, jobs);
}

#[test]
fn philly_jobs_are_spread_anew_and_attempts_added_up() {
    let log = r#"[
      {"status":"Pass","vc":"v1","jobid":"a","user":"u1","submitted_time":"2017-10-03 00:00:10","attempts":[
        {"start_time":"2017-10-03 00:00:20","end_time":"2017-10-03 00:01:20","detail":[{"ip":"m1","gpus":["g0"]}]},
        {"start_time":"2017-10-03 00:02:00","end_time":"2017-10-03 00:02:30",
         "detail":[{"ip":"m1","gpus":["g0","g1","g2","g3","g4","g5","g6","g7"]},{"ip":"m2","gpus":["g0","g1"]}]}]},
      {"status":"Failed","vc":"v2","jobid":"b","user":"u2","submitted_time":"2017-10-03 00:00:00","attempts":[
        {"start_time":"2017-10-03 00:00:00","end_time":"2017-10-03 00:00:05","detail":[{"ip":"m9","gpus":["g3"]}]}]},
      {"status":"Killed","vc":"v2","jobid":"c","user":"u2","submitted_time":"None","attempts":[]},
      {"status":"Killed","vc":"v2","jobid":"d","user":"u2","submitted_time":"2017-10-03 00:00:00",
       "attempts":[{"start_time":"2017-10-03 00:00:00","end_time":null,"detail":[]}]}
    ]"#;
    let jobs = philly(log.as_bytes(), 8).unwrap();
    assert_eq!(jobs.len(), 2);
    let of = |job: &TraceJob| (job.submit_ms, job.duration_ms, job.devices, job.nodes);
    assert_eq!((of(&jobs[0]), of(&jobs[1])), ((0, 5000, 1, 1), (10_000, 90_000, 5, 2)));
    assert!(matches!(philly(&b"[]"[..], 8), Err(TraceFault::Empty)));
    assert!(matches!(philly(&b"[{]"[..], 8), Err(TraceFault::Json(_))));
}

#[test]
fn alibaba_jobs_are_the_sum_of_their_tasks() {
    let jobs = "j1,i1,u1,Terminated,1000.0,1900.0\nj2,i2,u2,Failed,900.0,\nj3,i3,u3,Terminated,,\n";
    let tasks = "j1,ps,2.0,Terminated,1010.0,1500.0,600.0,29.0,,MISC\n\
                 j1,worker,12.0,Terminated,1020.0,1900.0,600.0,29.0,100.0,V100\n\
                 j2,worker,3.0,Failed,910.0,930.0,600.0,29.0,25.0,T4\n\
                 j3,worker,1.0,Terminated,1.0,2.0,1.0,1.0,100.0,T4\nj4,worker,1.0,Terminated,1.0,2.0,1.0,1.0,100.0,T4\n";
    let found = alibaba(jobs.as_bytes(), tasks.as_bytes(), 8).unwrap();
    let of = |job: &TraceJob| (job.submit_ms, job.duration_ms, job.devices, job.nodes, job.user.clone());
    assert_eq!(of(&found[0]), (0, 20_000, 1, 1, "u2".into()));
    assert_eq!(of(&found[1]), (100_000, 890_000, 6, 2, "u1".into()));
    let cut = alibaba(&b"j1,i1\n"[..], &b""[..], 8);
    assert!(matches!(cut, Err(TraceFault::Value { row: 1, .. })));
}
