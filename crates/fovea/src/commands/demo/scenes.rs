//! A project for each scene, with drawn pictures, labelled and set up: what is left is to press "Start".

use super::drawn::{self, Fault, LAYOUT, Marked};
use super::{items, percent_encoded, text};
use crate::console::say;
use crate::failure::Failure;
use fovea_api::Insider;
use fovea_vision::{Picture, encode_png_rgb};
use serde_json::{Value, json};

/// A file of an import.
type File = (String, Vec<u8>);

/// Where it is set up, on the picture of which name, and how, given the id of that picture.
type Plan = (&'static str, &'static str, fn(&str) -> Value);

struct Sample {
    name: &'static str,
    scene: &'static str,
    good: &'static str,
    classes: &'static [&'static str],
    files: Vec<File>,
    plan: Option<Plan>,
}

/// Makes those that are not there yet.
pub async fn make(insider: &Insider) -> Result<(), Failure> {
    let there = insider.get("/projects?limit=200").await?;
    let known: Vec<&str> = items(&there).iter().filter_map(|p| p["name"].as_str()).collect();
    for sample in all()? {
        if known.contains(&sample.name) {
            say!("{} is there already", sample.name)?;
            continue;
        }
        let count = sample.files.len();
        make_one(insider, &sample).await?;
        say!("{}: {count} files", sample.name)?;
    }
    Ok(())
}

async fn make_one(insider: &Insider, sample: &Sample) -> Result<(), Failure> {
    let classes: Vec<Value> = sample.classes.iter().map(|name| json!({ "name": name })).collect();
    let wanted = json!({
        "name": sample.name, "product": "", "scene": sample.scene, "good_name": sample.good,
        "note": "Drawn pictures: all of it can be tried, and nothing of it is a measure of quality.", "classes": classes,
    });
    let project = text(&insider.post("/projects", &wanted).await?, "id");
    let import = text(&insider.post(&format!("/projects/{project}/imports"), &json!({})).await?, "id");
    for (name, bytes) in &sample.files {
        let path = format!("/imports/{import}/files?name={}", percent_encoded(name));
        insider.put_file(&path, bytes.clone()).await?;
    }
    insider.post(&format!("/imports/{import}/finish"), &json!({})).await?;
    let Some((path, picture, plan)) = sample.plan else { return Ok(()) };
    let pictures = insider.get(&format!("/projects/{project}/pictures?limit=200")).await?;
    if let Some(found) = items(&pictures).iter().find(|p| p["name"] == picture) {
        insider.put(&format!("/projects/{project}/{path}"), &plan(&text(found, "id"))).await?;
    }
    Ok(())
}

fn all() -> Result<Vec<Sample>, Failure> {
    Ok(vec![boards()?, bare_boards()?, labels()?, beads()?, trays()?])
}

fn png(name: String, picture: &Picture) -> Result<File, Failure> {
    Ok((name, encode_png_rgb(picture)?))
}

/// Boxes of one picture, as VOC has them.
fn voc(stem: &str, (width, height): (u32, u32), marked: &[Marked]) -> File {
    let object = |([x, y, w, h], class): &Marked| {
        let (x1, y1) = ((x + w).min(width as f32), (y + h).min(height as f32));
        format!(
            "<object><name>{class}</name><bndbox><xmin>{}</xmin><ymin>{}</ymin><xmax>{x1}</xmax><ymax>{y1}</ymax></bndbox></object>",
            x.max(0.0),
            y.max(0.0)
        )
    };
    let objects: String = marked.iter().map(object).collect();
    let size = format!("<size><width>{width}</width><height>{height}</height><depth>3</depth></size>");
    let name = format!("<filename>{stem}.png</filename>");
    (format!("boards/{stem}.xml"), format!("<annotation>{name}{size}{objects}</annotation>").into_bytes())
}

fn boards() -> Result<Sample, Failure> {
    let mut files = Vec::new();
    for number in 0..8 {
        files.push(png(format!("good/board-{}.png", letter(number)), &drawn::board(number, None))?);
    }
    let faults =
        [("U1", Fault::Missing), ("J1", Fault::Reversed), ("C1", Fault::Missing), ("U3", Fault::Reversed)];
    for (number, (name, fault)) in (20..).zip(faults) {
        let picture = drawn::board(number, Some((name, fault)));
        let stem = format!("fault-{}", letter(number));
        let class = if fault == Fault::Missing { "missing" } else { "reversed" };
        let place = LAYOUT.iter().find(|c| c.0 == name).map_or([0.0; 4], |c| c.1);
        files.push(voc(&stem, (picture.width, picture.height), &[(place, class)]));
        files.push(png(format!("boards/{stem}.png"), &picture)?);
    }
    let plan: fn(&str) -> Value = |id| {
        let components: Vec<Value> =
            LAYOUT.iter().map(|(name, bbox)| json!({ "name": name, "bbox": bbox })).collect();
        json!({ "picture_id": id, "components": components })
    };
    Ok(Sample {
        name: "器件错漏反 Components",
        scene: "components",
        good: "good",
        classes: &["missing", "reversed"],
        files,
        plan: Some(("board_layout", "good/board-a.png", plan)),
    })
}

fn bare_boards() -> Result<Sample, Failure> {
    let mut files = vec![png("good/golden.png".into(), &drawn::artwork())?];
    for number in 0..24 {
        let (picture, marked) = drawn::bare_board(number);
        let stem = format!("bare-{}", letter(number));
        files.push(voc(&stem, (picture.width, picture.height), &marked));
        files.push(png(format!("boards/{stem}.png"), &picture)?);
    }
    let plan: fn(&str) -> Value = |id| json!({ "picture_id": id });
    Ok(Sample {
        name: "金样比对 Golden comparison",
        scene: "compare",
        good: "good",
        classes: &["open", "pinhole", "copper"],
        files,
        plan: Some(("golden_picture", "good/golden.png", plan)),
    })
}

fn labels() -> Result<Sample, Failure> {
    let (mut files, mut list) = (Vec::new(), String::new());
    for number in 0..12u64 {
        let lot = 120_000 + number * 77_731 % 800_000;
        let says = format!("LOT {lot:06}");
        let name = format!("labels/label-{}.png", letter(number));
        files.push(png(name.clone(), &drawn::label(number, &says))?);
        let [x, y, w, h] = drawn::text_box(says.len());
        let corners = json!([[x, y], [x + w, y], [x + w, y + h], [x, y + h]]);
        list += &format!(
            "{name}\t{}\n",
            json!([{ "transcription": says, "points": corners, "difficult": false }])
        );
    }
    files.push(("Label.txt".into(), list.into_bytes()));
    let plan: fn(&str) -> Value = |id| {
        let regions = json!([drawn::text_box("LOT 123456".len())]);
        json!({ "picture_id": id, "regions": regions, "pattern": "LOT [0-9]{6}", "tries": ["soft"] })
    };
    Ok(Sample {
        name: "文字识别 Reading text",
        scene: "text",
        good: "good",
        classes: &["text"],
        files,
        plan: Some(("text_plan", "labels/label-a.png", plan)),
    })
}

fn beads() -> Result<Sample, Failure> {
    let mut files = Vec::new();
    for number in 0..8 {
        files.push(png(format!("good/bead-{}.png", letter(number)), &drawn::bead(number, false))?);
    }
    for number in 20..24 {
        files.push(png(format!("broken/bead-{}.png", letter(number)), &drawn::bead(number, true))?);
    }
    let plan: fn(&str) -> Value = |id| {
        let mm = drawn::BEAD_SCALE;
        json!({
            "picture_id": id, "path": drawn::BEAD, "closed": false, "locate": false,
            "width_mm": drawn::BEAD_WIDTH * mm, "tolerance_mm": 5.0 * mm, "mm_per_px": mm, "limits": { "break_mm": 0.3 },
        })
    };
    Ok(Sample {
        name: "胶体检测 Glue beads",
        scene: "glue",
        good: "good",
        classes: &["broken"],
        files,
        plan: Some(("bead_plan", "good/bead-a.png", plan)),
    })
}

fn trays() -> Result<Sample, Failure> {
    let mut files = Vec::new();
    for number in 0..20 {
        files.push(png(format!("good/tray-{}.png", letter(number)), &drawn::tray(number, false))?);
    }
    for number in 40..48 {
        files.push(png(format!("foreign/tray-{}.png", letter(number)), &drawn::tray(number, true))?);
    }
    Ok(Sample {
        name: "异物检测 Foreign objects",
        scene: "foreign_object",
        good: "good",
        classes: &["foreign"],
        files,
        plan: None,
    })
}

/// Letters only: numbers in names could pass for those of a part that is seen several times.
fn letter(number: u64) -> String {
    let sign = |n: u64| char::from(b'a' + (n % 26) as u8);
    if number < 26 {
        sign(number).to_string()
    } else {
        [sign(number / 26 - 1), sign(number)].iter().collect()
    }
}
