use super::*;
use crate::told::TRANSCRIPTION;

const META: &str = r#"<version>1.1</version><meta><task><labels><label><name>scratch</name><attributes>
  <attribute><name>deep</name><input_type>checkbox</input_type></attribute>
  <attribute><name>um</name><input_type>number</input_type></attribute>
  <attribute><name>lot</name><input_type>text</input_type></attribute></attributes></label></labels></task></meta>"#;

fn parsed(shapes: &str) -> CvatImage {
    let text = format!(
        "<annotations>{META}<image id=\"0\" name=\"sub/a.png\" subset=\"Train\" width=\"40\" height=\"30\">{shapes}</image>\
         </annotations>"
    );
    parse_cvat(&text).unwrap().images.remove(0)
}

fn raw(shape: &str) -> RawShape {
    let image = parsed(shape);
    assert_eq!(image.problems, []);
    image.shapes[0].raw((40, 30)).unwrap()
}

#[test]
fn each_shape_of_cvat_is_read() {
    let label = "label=\"scratch\" occluded=\"0\"";
    assert_eq!(
        raw(&format!("<box {label} xtl=\"1.5\" ytl=\"2\" xbr=\"11.5\" ybr=\"6\"/>")),
        RawShape::Box([1.5, 2.0, 10.0, 4.0])
    );
    assert_eq!(
        raw(&format!("<box {label} xtl=\"1\" ytl=\"2\" xbr=\"11\" ybr=\"6\" rotation=\"30\"/>")),
        RawShape::Drawn(Mark::Rotated { cx: 6.0, cy: 4.0, w: 10.0, h: 4.0, angle: 30.0 })
    );
    assert_eq!(
        raw(&format!("<polygon {label} points=\"1,2;3.5,4;5,0\"/>")),
        RawShape::Polygon(vec![[1.0, 2.0], [3.5, 4.0], [5.0, 0.0]])
    );
    assert_eq!(
        raw(&format!("<polyline {label} points=\"1,2;3,4\"/>")),
        RawShape::Drawn(Mark::Line { points: vec![[1.0, 2.0], [3.0, 4.0]], width: 1.0 })
    );
    assert_eq!(
        raw(&format!("<ellipse {label} cx=\"9\" cy=\"8\" rx=\"3\" ry=\"2\"/>")),
        RawShape::Drawn(Mark::Ellipse { cx: 9.0, cy: 8.0, rx: 3.0, ry: 2.0, angle: 0.0 })
    );
    // Three wide, two high: the upper left and the lower right pixel.
    let mask =
        raw(&format!("<mask {label} rle=\"0, 1, 4, 1\" left=\"2\" top=\"1\" width=\"3\" height=\"2\"/>"));
    let mut pixels = vec![0; 40 * 30];
    (pixels[42], pixels[84]) = (1, 1);
    assert_eq!(mask, RawShape::Drawn(Mark::Brush { rle: fovea_domain::Runs::of(40, 30, &pixels) }));
}

#[test]
fn attributes_are_read_as_their_label_asks_them() {
    let image = parsed(
        "<tag label=\"dirty\"/><points label=\"scratch\" group_id=\"3\" points=\"1,2\"><attribute name=\"deep\">true</attribute>\
         <attribute name=\"um\">12.5</attribute><attribute name=\"lot\">0042</attribute><attribute name=\"free\">7</attribute>\
         <attribute name=\"not said\"></attribute></points>",
    );
    assert_eq!(
        (image.tags.as_slice(), image.subset.as_deref()),
        (["dirty".to_string()].as_slice(), Some("Train"))
    );
    let told = &image.shapes[0];
    assert_eq!(told.group, Some(3));
    let expected = [
        ("deep", AttributeValue::Tick(true)),
        ("um", AttributeValue::Number(12.5)),
        ("lot", AttributeValue::Text("0042".into())),
        ("free", AttributeValue::Number(7.0)),
    ];
    assert_eq!(told.attributes, expected.map(|(name, value)| (name.to_string(), value)).into());
    let text = parsed(&format!(
        "<polygon label=\"scratch\" points=\"1,2;9,2;9,5;1,5\"><attribute name=\"{TRANSCRIPTION}\">A &lt;1</attribute></polygon>"
    ));
    let RawShape::Drawn(Mark::Text { text, .. }) = text.shapes[0].raw((40, 30)).unwrap() else { panic!() };
    assert_eq!(text, "A <1");
}

#[test]
fn what_lies_is_told_with_its_line_and_the_rest_is_in() {
    let image = parsed(
        "\n<box label=\"scratch\" xtl=\"x\" ytl=\"2\" xbr=\"11\" ybr=\"6\"/>\n<cuboid label=\"scratch\"/>\n\
         <polygon label=\"scratch\" points=\"1,2;3\"/><box xtl=\"1\"/><points label=\"scratch\" points=\"1,2\"/>",
    );
    assert_eq!(image.shapes.len(), 1);
    let codes: Vec<&str> = image.problems.iter().map(|(code, _)| *code).collect();
    assert_eq!(
        codes,
        ["label.unreadable", "label.unsupported_shape", "label.unreadable", "label.unreadable"]
    );
    assert_eq!(image.problems[0].1, "line 5: `xtl` of <box> is no number");
    let mask = |rle: &str, place: &str| {
        let image = parsed(&format!("<mask label=\"scratch\" rle=\"{rle}\" {place}/>"));
        image.shapes.first().map(|shape| shape.raw((40, 30)).is_ok())
    };
    let whole = "left=\"0\" top=\"0\" width=\"40\" height=\"30\"";
    assert_eq!(mask("0,1200", whole), Some(true));
    for (rle, place) in [
        ("0,1199", whole),
        ("18446744073709551615,2", whole),
        ("0,12000000000", "left=\"0\" top=\"0\" width=\"400000\" height=\"30000\""),
        ("0,1", "left=\"18446744073709551615\" top=\"0\" width=\"1\" height=\"1\""),
    ] {
        assert_eq!(mask(rle, place), Some(false), "{rle}");
    }
    assert_eq!(mask("-1,2", whole), None);
}

#[test]
fn what_is_no_file_of_cvat_is_refused() {
    for text in ["", "<annotation/>", "<annotations/>", "<annotations><track/></annotations>", "{}"] {
        assert!(parse_cvat(text).is_err(), "{text}");
    }
    let laughs = "<!DOCTYPE a [<!ENTITY b \"bb\">]><annotations><meta>&b;</meta></annotations>";
    assert!(parse_cvat(laughs).is_err());
}
