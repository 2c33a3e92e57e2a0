use super::*;
use proptest::prelude::*;

#[test]
fn a_line_of_the_driver_is_taken_apart() {
    let line = "[ERROR] RUNTIME(3813,python3):2025-01-10-17:53:52.846.403 [device_error_proc.cc:1409] 3813 Report: task exception, device_id=3";
    let read = parse_line(line).unwrap();
    assert_eq!((read.level, read.module, read.process), (Level::Error, "RUNTIME", "3813,python3"));
    assert_eq!(read.wall_ms, Some(1_736_531_632_846));
    assert_eq!(read.text, "[device_error_proc.cc:1409] 3813 Report: task exception, device_id=3");
    // An older driver, one of no process, one behind a time of somebody else's, and one with nothing.
    let old = parse_line("[ERROR] RUNTIME(8532)kernel task happen error").unwrap();
    assert_eq!((old.process, old.wall_ms, old.text), ("8532", None, "kernel task happen error"));
    let device =
        parse_line("[EVENT] TSCH(-1,null):2023-12-02-14:29:25.780.720 17641 ringbuffer.c:177").unwrap();
    assert_eq!((device.level, device.text), (Level::Event, "17641 ringbuffer.c:177"));
    let behind =
        parse_line("[2026-03-19 15:04:57] [ERROR] RUNTIME(1,a):2026-03-19-15:04:57.898.610 x").unwrap();
    assert_eq!((behind.module, behind.text), ("RUNTIME", "x"));
    assert_eq!(parse_line("[ERROR]").unwrap().text, "");
    assert_eq!(parse_line("        TraceBack (most recent call last):"), None);
}

#[test]
fn files_belong_to_cards_groups_or_the_host() {
    for (name, source) in [
        ("device-3_20250110175352846.log", Some(Source::Card(3))),
        ("device-os-4_20250110175352846.log", Some(Source::System(Some(4)))),
        ("device-os_20250110175352846.log", Some(Source::System(None))),
        ("host-0_20250110175352846.log", Some(Source::Host)),
        ("plog-3813_20250110175352846.log", Some(Source::Host)),
        ("device-app-77_1.log", Some(Source::Host)),
        ("device-3_2025.txt", None),
        ("device-x_1.log", None),
        ("device-osx_1.log", None),
        ("slogdlog", None),
    ] {
        assert_eq!(source_of(name), source, "{name}");
    }
}

#[test]
fn cards_are_known_by_many_names() {
    for (text, cards) in [
        ("Task exception! device_id=0, stream_id=7", vec![0]),
        ("ioctl failed, devId(2) tsid(0)", vec![2]),
        ("deviceId[5] rankSize[0] and TsdOpen failed. devId=5", vec![5]),
        ("open device 3 failed, Device[4] lost heartbeat", vec![3, 4]),
        ("8 devices 3, die_id=1, mydevice=2, device_id=123456, device=0x1, device 7b", vec![]),
    ] {
        assert_eq!(named_cards(text), cards, "{text}");
    }
}

#[test]
fn an_offset_has_a_sign_hours_and_minutes() {
    assert_eq!(
        (parse_offset("+08:00"), parse_offset("-03:30"), parse_offset("Z")),
        (Some(480), Some(-210), Some(0))
    );
    for wrong in ["", "8", "08:00", "+8:00", "+15:00", "+08:60", "+08", "时区"] {
        assert_eq!(parse_offset(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn whatever_stands_in_a_file_is_read_or_left(text in "\\PC*", more in "(\\[ERROR\\]|\\[INFO\\]|\\(|\\)|:|dev|device_id=|[0-9:.,=\\[ -]|é|片){0,60}") {
        for line in [&text, &more, &format!("[ERROR] {text}{more}")] {
            if let Some(read) = parse_line(line) {
                prop_assert!(line.contains(read.text) && line.contains(read.module));
            }
            named_cards(line);
            source_of(line);
            parse_offset(line);
        }
    }

    #[test]
    fn what_is_written_by_the_rule_is_read_back(
        module in "[A-Z]{2,10}", pid in -1i32..100_000, process in "[a-z0-9.]{1,12}", day in 0i64..20_000, ms in 0i64..86_400_000,
        words in "[a-zA-Z0-9 ,.]{0,40}",
    ) {
        let wall = day * 86_400_000 + ms;
        // The other way round, by counting: which year, month and day this is.
        let (mut left, mut year) = (day, 1970);
        let leap = |y: i64| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
        while left >= if leap(year) { 366 } else { 365 } {
            left -= if leap(year) { 366 } else { 365 };
            year += 1;
        }
        let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let mut month = 0;
        while left >= lengths[month] {
            left -= lengths[month];
            month += 1;
        }
        let (h, m, s, f) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
        let line = format!("[ERROR] {module}({pid},{process}):{year:04}-{:02}-{:02}-{h:02}:{m:02}:{s:02}.{f:03}.000 {words}", month + 1, left + 1);
        let read = parse_line(&line).unwrap();
        prop_assert_eq!((read.level, read.module, read.wall_ms), (Level::Error, module.as_str(), Some(wall)));
        prop_assert_eq!(read.text, words.trim());
    }
}
