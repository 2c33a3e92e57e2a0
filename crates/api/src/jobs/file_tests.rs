use super::*;
use serde_json::json;

const WHOLE: &str = "
name: count parts
virtual_cluster: night
kind: command
type: regular
device: cpu
devices: 2
memory: 1GiB
command: |
  python3 count.py \"$INPUT\"
environment:
  INPUT: parts.csv
  EPOCHS: 10
mounts:
  - {source: work, target: /data/mine}
priority: 120
preemptible: true
longest_run: 2h
restart: on_failure
most_restarts: 2
tags: [night, 夜间]
notify: end
";

/// Line, field and code of what is refused.
fn refused(text: &str) -> (u64, String, String) {
    let problem = read(text, "ann").unwrap_err().problem();
    assert_eq!((problem.code, problem.status), ("job_file.invalid", 422));
    assert!(!problem.detail.contains('{') && problem.detail.len() < 900, "{}", problem.detail);
    let code = problem.fields.values().next().cloned().unwrap();
    (problem.params["line"].as_u64().unwrap(), problem.params["field"].as_str().unwrap().into(), code)
}

#[test]
fn a_whole_file_is_read() {
    let wanted = read(WHOLE, "ann").unwrap();
    assert_eq!((wanted.name.as_str(), wanted.virtual_cluster.as_deref()), ("count parts", Some("night")));
    assert_eq!(
        (wanted.ask.devices, wanted.ask.memory_mib, wanted.ask.limit_ms),
        (Some(2), 1024, Some(7_200_000))
    );
    assert_eq!(wanted.ask.tags, ["night", "夜间"]);
    assert!(wanted.ask.preemptible && wanted.priority == 120);
    let spec = wanted.spec;
    assert_eq!(spec.command, ["/bin/sh", "-c", "python3 count.py \"$INPUT\"\n"]);
    // A number is a text too where a text is wanted.
    assert_eq!(spec.environment["EPOCHS"], "10");
    assert_eq!((spec.work.as_str(), spec.restart, spec.most_restarts), ("/data/mine", Restart::OnFailure, 2));
    assert_eq!(spec.notify, Some(Notify::End));
}

#[test]
fn what_a_job_is_for_is_said_or_told_by_its_tools() {
    let kind = |more: &str| read(&format!("{{name: t, command: x{more}}}"), "ann").unwrap().kind;
    let tool = |kinds: &str| {
        let all: Vec<String> =
            kinds.split(' ').map(|kind| format!("{{name: {}, kind: {kind}}}", &kind[..1])).collect();
        format!(", endpoints: [{}]", all.join(", "))
    };
    assert_eq!(kind(""), JobKind::Command);
    assert_eq!(kind(", endpoints: [{name: web, port: 8000}]"), JobKind::Command);
    assert_eq!(kind(&tool("jupyter")), JobKind::Development);
    assert_eq!(kind(&tool("tensorboard vscode")), JobKind::Development);
    assert_eq!(kind(&tool("tensorboard")), JobKind::Visualisation);
    assert_eq!(kind(", kind: training"), JobKind::OwnTraining);
    assert_eq!(kind(&format!("{}, kind: command", tool("jupyter"))), JobKind::Command);
    assert_eq!(refused("name: t\ncommand: x\nkind: service\n").1, "kind");
}

#[test]
fn what_is_left_out_is_the_usual() {
    let wanted = read("{name: t, command: [\"true\"]}", "ann").unwrap();
    assert_eq!((wanted.ask.devices, wanted.ask.memory_mib, wanted.ask.limit_ms), (Some(1), 0, None));
    assert_eq!((wanted.spec.work.as_str(), wanted.spec.restart), ("/home/ann", Restart::Never));
    assert_eq!(wanted.spec.command, ["true"]);
    // The word `true` is a program as well.
    assert_eq!(read("name: t\ncommand: true\n", "ann").unwrap().spec.command[2], "true");
    let as_json = json!({"name": "t", "command": ["sh", "-c", "exit 1"], "cores": 3}).to_string();
    assert_eq!(read(&as_json, "ann").unwrap().ask.devices, Some(3));
}

#[test]
fn folders_that_jobs_share_have_their_usual_places() {
    let spec =
        |mounts: &str| read(&format!("{{name: t, command: x, mounts: {mounts}}}"), "ann").unwrap().spec;
    let targets =
        |spec: &CommandSpec| spec.mounts.iter().map(|m| (m.source, m.target.clone())).collect::<Vec<_>>();
    let home = spec("[{source: home}, {source: data}]");
    assert_eq!(home.work, "/work");
    assert_eq!(targets(&home), [(Shared::Home, "/home/ann".into()), (Shared::Data, "/data".into())]);
    let data = spec("[{source: data, target: /mnt/data}]");
    assert_eq!((data.work.as_str(), targets(&data)), ("/home/ann", vec![(Shared::Data, "/mnt/data".into())]));
    assert_eq!(spec("[{source: work}]").work, "/home/ann");
}

#[test]
fn versions_have_places_of_their_own_and_are_looked_up_later() {
    let text = "{name: t, command: x, mounts: [{source: version, version: screws/3}, {source: data}, {source: version, version: nuts/1}]}";
    let wanted = read(text, "ann").unwrap();
    let seen: Vec<(&str, &str, &str)> =
        wanted.spec.versions().map(|(m, v)| (m.target.as_str(), v.name.as_str(), v.id.as_str())).collect();
    assert_eq!(seen, [("/dataset", "screws/3", ""), ("/dataset-2", "nuts/1", "")]);
    let fields: Vec<(&str, &str)> =
        wanted.versions.iter().map(|t| (t.field.as_str(), t.text.as_str())).collect();
    assert_eq!(fields, [("mounts[0].version", "screws/3"), ("mounts[2].version", "nuts/1")]);
}

#[test]
fn line_and_field_of_what_is_wrong_are_named() {
    let after = |line: &str| format!("name: t\ncommand: \"true\"\n{line}\n");
    for (line, field, code) in [
        ("colour: red", "colour", "job_file.unknown_field"),
        ("priority: 0", "priority", "job_file.out_of_range"),
        ("priority: high", "priority", "job_file.not_readable"),
        ("priority: -1", "priority", "job_file.not_readable"),
        ("type: distributed", "type", "job_file.distributed"),
        ("nodes: 2", "nodes", "job_file.distributed"),
        ("device: quantum", "device", "vc.device_unknown"),
        ("memory: much", "memory", "job_file.memory"),
        ("longest_run: soon", "longest_run", "job_file.time"),
        ("processes: 1", "processes", "job_file.out_of_range"),
        ("most_restarts: 2", "most_restarts", "job_file.without_restart"),
        ("restart: always", "restart", "job_file.not_readable"),
        ("notify: sometimes", "notify", "job_file.not_readable"),
        ("mounts: [{source: work, target: /etc}]", "mounts[0].target", "job_file.path"),
        ("mounts: [{source: version}]", "mounts[0].version", "job_file.mount_version"),
        ("mounts: [{source: home, version: a/1}]", "mounts[0].version", "job_file.mount_version"),
        ("privileged: true", "privileged", "job_file.without_image"),
        ("mounts: [{source: home}, {source: home}]", "mounts[1].source", "job_file.twice"),
        ("mounts: [{source: data}, {source: work, target: /data/x}]", "mounts[1].target", "job_file.twice"),
        ("mounts: [{source: data, target: /home/ann}]", "mounts[0].target", "job_file.twice"),
        ("environment: {A-B: x}", "environment.A-B", "job_file.variable_name"),
        ("tags: [a, a]", "tags[1]", "job_file.twice"),
        ("endpoints: [{name: Lab, kind: jupyter}]", "endpoints[0].name", "job_file.endpoint_name"),
        ("endpoints: [{name: web}]", "endpoints[0].port", "job_file.endpoint_target"),
        ("endpoints: [{name: web, port: 80}]", "endpoints[0].port", "job_file.out_of_range"),
        ("endpoints: [{name: web, port: 99999}]", "endpoints", "job_file.not_readable"),
        (
            "endpoints: [{name: lab, kind: jupyter, port: 8000}]",
            "endpoints[0].port",
            "job_file.endpoint_kind",
        ),
        ("endpoints: [{name: web, socket: ../x}]", "endpoints[0].socket", "job_file.signs"),
        ("endpoints: [{name: web, port: 8000, colour: red}]", "colour", "job_file.unknown_field"),
        ("name: again", "name", "job_file.not_readable"),
    ] {
        assert_eq!(refused(&after(line)), (3, field.into(), code.into()), "{line}");
    }
    assert_eq!(refused("name: t\ndevices: 2\ncores: 3\ncommand: x\n").0, 3);
    let (_, field, code) = refused("name: t\n");
    assert_eq!((field.as_str(), code.as_str()), ("command", "job_file.required"));
    assert_eq!(refused("name: ' '\ncommand: x\n"), (1, "name".into(), "job_file.required".into()));
    assert_eq!(refused("name: t\ncommand: ''\n"), (2, "command".into(), "job_file.required".into()));
    for text in ["", "- a\n- b\n", "just words", "a: [", "\t", "name: t\n---\nname: u\n"] {
        refused(text);
    }
}

#[test]
fn what_stands_in_lists_and_maps_is_told_by_its_own_line() {
    let line = |text: &str| {
        let (line, field, _) = refused(&format!("name: t\ncommand: \"true\"\n{text}"));
        (line, field)
    };
    let second = "environment:\n  A: 1\n  FOVEA_X: 2\n";
    assert_eq!(line(second), (5, "environment.FOVEA_X".into()));
    assert_eq!(line("environment:\n  A: |\n    much\n    text\n  B-C: 2\n"), (7, "environment.B-C".into()));
    let ports = "endpoints:\n  - name: a\n    port: 8000\n  - name: b\n    port: 80\n";
    assert_eq!(line(ports), (7, "endpoints[1].port".into()));
    // What lacks stands where it would.
    assert_eq!(
        line("endpoints:\n  - name: a\n    port: 8000\n  - name: b\n"),
        (6, "endpoints[1].port".into())
    );
    assert_eq!(line("tags:\n  - a\n  - b\n  - a\n"), (6, "tags[2]".into()));
    assert_eq!(
        line("mounts:\n  - {source: home}\n  - source: data\n    target: /etc\n"),
        (6, "mounts[1].target".into())
    );
    assert_eq!(line("parameters:\n  - {name: a, type: number}\nvalues:\n  a: x\n"), (6, "values.a".into()));
}

#[test]
fn hostile_files_are_refused_at_once() {
    // Nine lists of nine of the one before: a thousand million words.
    let mut bomb = String::from("name: t\ncommand: x\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for i in 1..10 {
        let before = format!("*a{}", i - 1);
        bomb += &format!("a{i}: &a{i} [{}]\n", [before.as_str(); 9].join(", "));
    }
    refused(&bomb);
    refused(&format!("name: t\ncommand: x\ntags: {}\n", "[".repeat(5_000)));
    refused(&format!("name: {}\ncommand: x\n", "x".repeat(5_000)));
    let many: String = (0..20_000).map(|i| format!("  V{i}: x\n")).collect();
    refused(&format!("name: t\ncommand: x\nenvironment:\n{many}"));
    refused("name: t\ncommand: !!python/object:os.system x\nx: !include /etc/passwd\n");
}
