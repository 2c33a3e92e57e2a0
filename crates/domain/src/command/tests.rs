use super::*;
use proptest::prelude::*;

#[test]
fn memory_has_a_unit_or_is_in_mib() {
    for (text, mib) in [("4GiB", 4096), ("512 MiB", 512), ("1T", 1 << 20), ("64", 64), ("2G", 2048)] {
        assert_eq!(parse_memory(text), Ok(mib), "{text}");
    }
    for wrong in ["", "GiB", "4.5GiB", "-1GiB", "4 Kites", "4KiB"] {
        assert_eq!(parse_memory(wrong), Err(Fault::Memory), "{wrong}");
    }
    for far in ["1MiB", "0", "99999999TiB", "18446744073709551615G"] {
        assert!(matches!(parse_memory(far), Err(Fault::OutOfRange { .. })), "{far}");
    }
}

#[test]
fn a_time_has_a_unit_or_is_in_seconds() {
    for (text, s) in [("90s", 90), ("30m", 1800), ("2h", 7200), ("1d", 86_400), ("5", 5)] {
        assert_eq!(parse_time(text), Ok(s), "{text}");
    }
    assert_eq!(parse_time("soon"), Err(Fault::Time));
    assert!(matches!(parse_time("0"), Err(Fault::OutOfRange { .. })));
    assert!(matches!(parse_time("400d"), Err(Fault::OutOfRange { .. })));
}

fn variables(all: &[(&str, &str)]) -> Result<(), FieldFault> {
    check_environment(&all.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect())
}

#[test]
fn variables_are_named_as_shells_name_them() {
    assert_eq!(variables(&[("EPOCHS_2", "10"), ("_x", "a b\n'\"$HOME")]), Ok(()));
    for wrong in ["", "2X", "A-B", "A B", "Ä", "A=B", "x;rm -rf"] {
        assert_eq!(variables(&[(wrong, "")]).unwrap_err().fault, Fault::VariableName, "{wrong}");
    }
    assert_eq!(variables(&[("FOVEA_JOB_ID", "1")]).unwrap_err().field, "environment.FOVEA_JOB_ID");
    assert_eq!(variables(&[("A", "a\0b")]).unwrap_err().fault, Fault::Invalid);
}

#[test]
fn a_mount_hides_nothing_of_the_system_and_leads_nowhere_else() {
    assert_eq!(check_target("/home/ann/"), Ok("/home/ann".into()));
    assert_eq!(check_target("/data/a b"), Ok("/data/a b".into()));
    for wrong in [
        "",
        "work",
        "/",
        "//",
        "/usr",
        "/usr/x",
        "/etc/passwd",
        "/home",
        "/a/../etc",
        "/a//b",
        "/./a",
        "/pod.env",
    ] {
        assert_eq!(check_target(wrong), Err(Fault::Path), "{wrong}");
    }
}

#[test]
fn an_image_has_a_name_as_registries_have_it() {
    let digest = format!("docker.io/library/python@sha256:{}", "0a".repeat(32));
    for good in ["busybox", "tools:1", "localhost/tools:1.2-x", "host:5000/a/b_c:Tag", digest.as_str()] {
        assert_eq!(check_image(good), Ok(good.into()), "{good}");
    }
    assert_eq!(check_image(" tools:1 "), Ok("tools:1".into()));
    let wrong = [
        "",
        "Tools",
        "a b",
        "a/../b",
        "docker://busybox",
        "a:",
        "a:b:c",
        "a/b:1/c",
        "a@sha256:12",
        "../x",
        "a?b",
        "a%2f",
        "-a",
        "a/",
        "fovea/job-1:pause-1",
        "localhost/fovea/job-1",
    ];
    for wrong in wrong {
        assert_eq!(check_image(wrong), Err(Fault::Image), "{wrong}");
    }
}

#[test]
fn a_command_has_a_program_and_no_end_of_text_within() {
    let argv = |all: &[&str]| check_command(&all.iter().map(|a| a.to_string()).collect::<Vec<_>>());
    assert_eq!(argv(&["true"]), Ok(()));
    assert_eq!(argv(&[]), Err(Fault::Required));
    assert_eq!(argv(&[" "]), Err(Fault::Required));
    assert_eq!(argv(&["a", "b\0"]), Err(Fault::Invalid));
    assert!(matches!(check_command(&vec!["a".to_string(); 300]), Err(Fault::TooMany { .. })));
}

#[test]
fn tags_are_short_and_each_stands_once() {
    let tags = |all: &[&str]| check_tags(&all.iter().map(|a| a.to_string()).collect::<Vec<_>>());
    assert_eq!(tags(&[" night ", "夜间"]).unwrap(), ["night", "夜间"]);
    assert_eq!(tags(&["a", "A"]).unwrap_err(), Fault::Twice.at("tags[1]"));
    assert!(matches!(tags(&["x"; 21]).unwrap_err().fault, Fault::TooMany { .. }));
}

#[test]
fn a_user_has_a_folder_whatever_the_name() {
    assert_eq!(home_of("ann"), "/home/ann");
    assert_eq!(home_of("王工"), "/home/王工");
    for odd in ["", "..", ".x", "a/b"] {
        assert_eq!(home_of(odd), "/home/user", "{odd}");
    }
}

proptest! {
    #[test]
    fn no_target_leads_above_itself(path in "[a-z./ ]{0,30}") {
        if let Ok(kept) = check_target(&path) {
            prop_assert!(kept.starts_with('/') && kept.len() > 1);
            prop_assert!(kept[1..].split('/').all(|p| !p.is_empty() && p != "." && p != ".."));
            prop_assert_eq!(check_target(&kept), Ok(kept));
        }
    }

    #[test]
    fn no_image_leaves_its_place_in_an_address(name in "[a-zA-Z0-9/:@.%?#& _-]{0,40}") {
        if let Ok(kept) = check_image(&name) {
            let sign = |c: char| c.is_ascii_alphanumeric() || "._-/:@".contains(c);
            prop_assert!(kept.chars().all(sign) && !kept.contains("..") && !kept.contains("//"));
        }
    }
}

#[test]
fn folders_of_a_job_lie_apart() {
    assert_eq!(check_apart(["/home/ann", "/data", "/work"]), Ok(()));
    assert_eq!(check_apart(["/data", "/database"]), Ok(()));
    assert_eq!(check_apart(["/data", "/work", "/data"]), Err(2));
    assert_eq!(check_apart(["/data", "/data/own"]), Err(1));
    assert_eq!(check_apart(["/data/own", "/work", "/data"]), Err(2));
}
