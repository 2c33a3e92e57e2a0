use super::*;
use proptest::prelude::*;

fn object(name: &str, numbers: &str) -> String {
    let n: Vec<&str> = numbers.split(' ').collect();
    format!(
        "<object><name>{name}</name><bndbox><xmin>{}</xmin><ymin>{}</ymin><xmax> {} </xmax><ymax>{}</ymax></bndbox></object>",
        n[0], n[1], n[2], n[3]
    )
}

#[test]
fn objects_are_read() {
    let text = format!(
        "<annotation><size/>{}{}</annotation>",
        object("划痕", "1 2 3.5 4"),
        object("b", "nan 0 inf 1e300")
    );
    let voc = parse_voc(&text).unwrap();
    assert_eq!(voc.objects[0], VocObject { name: "划痕".into(), corners: [1.0, 2.0, 3.5, 4.0] });
    assert!(voc.objects[1].corners[0].is_nan());
    assert_eq!(parse_voc("<annotation/>").unwrap().objects, []);
}

#[test]
fn hostile_files_are_errors_and_cost_no_stack() {
    let deep = format!("<annotation>{}{}</annotation>", "<a>".repeat(300_000), "</a>".repeat(300_000));
    assert!(parse_voc(&deep[..deep.len() - 4]).is_err());
    let _ = parse_voc(&deep);
    let bomb = r#"<!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;">]><annotation><object><name>&y;</name></object></annotation>"#;
    let file = r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotation>&x;</annotation>"#;
    for text in [
        "",
        "<a/>",
        "<annotation>",
        bomb,
        file,
        "<annotation><object/></annotation>",
        "<annotation><object><name>a</name></object></annotation>",
    ] {
        assert!(parse_voc(text).is_err(), "{text}");
    }
    assert!(parse_voc(&format!("<annotation>{}</annotation>", object("a", "1 2 3 four"))).is_err());
    assert!(parse_voc(&" ".repeat(5 << 20)).is_err());
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "[<>/a-c\"= &;!-]{0,60}") {
        let _ = parse_voc(&format!("<annotation>{text}</annotation>"));
    }
}
