//! Writes a report on made-up pictures, to look at the page:
//! `cargo run -p fovea-report --example demo -- [anomaly|good|classify|many|empty] report.html`

mod png;

use fovea_domain::heat_pixel;
use fovea_domain::quality::{
    DataFacts, Evaluation, ModelFacts, PictureResult, PixelCounts, PixelResult, Skipped, Spread, Timing,
    found_by_size,
};
use fovea_domain::{Class, Task, Verdict};
use fovea_report::{Report, ReportPicture, render};
use std::collections::BTreeMap;

const CLASSES: [&str; 5] = ["良品", "划痕", "凹坑", "burr <edge>", "污渍"];

struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }
    fn bell(&mut self) -> f32 {
        (0..6).map(|_| self.roll()).sum::<f32>() / 3.0 - 1.0
    }
}

fn main() -> std::io::Result<()> {
    let kind = std::env::args().nth(1).unwrap_or_else(|| "anomaly".into());
    let path = std::env::args().nth(2).unwrap_or_else(|| "report.html".into());
    std::fs::write(path, render(&made_up(&kind)))
}

fn made_up(kind: &str) -> Report {
    let (count, side, bad_share) = match kind {
        "many" => (2000, 48, 0.1),
        "good" => (60, 120, 0.0),
        "empty" => (0, 0, 0.0),
        _ => (240, 120, 0.25),
    };
    let told = kind == "classify";
    let mut dice = Dice(41);
    let (mut results, mut pictures) = (Vec::new(), Vec::new());
    for index in 0..count {
        let bad = dice.roll() < bad_share;
        let class = if bad { 1 + (dice.roll() * 4.0) as usize } else { 0 };
        let middle = if bad { 0.68 - 0.06 * class as f32 } else { 0.24 };
        let score = (middle + dice.bell() * 0.34).clamp(0.0, 1.0);
        let told_class = if dice.roll() < 0.9 { class } else { (dice.roll() * 5.0) as usize };
        results.push(PictureResult {
            path: format!("test/{}/2026-03-{:02}/cam1_{index:05}.jpg", CLASSES[class], index % 28 + 1),
            truth: Some(CLASSES[class].into()),
            bad,
            score,
            verdict: Verdict::Ok,
            class: told.then(|| CLASSES[told_class].into()),
            scores: if told { scores(told_class, score) } else { BTreeMap::new() },
        });
        // Every tenth is left out, as where pictures are too many.
        if index % 10 != 9 {
            pictures.push(picture(index, side, bad.then_some(score), !told, &mut dice));
        }
    }
    let mut evaluation = Evaluation::of(model(kind, told), data(kind), 0.5, results);
    if !told && bad_share > 0.0 {
        add_pixels(&mut evaluation, &mut dice);
    }
    if count > 0 {
        evaluation.timing = Some(timing(&mut dice));
    }
    Report {
        title: "螺母外观 · Nut surface v3".into(),
        evaluation,
        pictures,
        licence_note: (count > 0).then(|| "Made-up pictures, free to use. 图片为程序生成。".into()),
    }
}

fn model(kind: &str, told: bool) -> ModelFacts {
    ModelFacts {
        name: "nut-surface-v3".into(),
        task: if told { Task::Classify } else { Task::Anomaly },
        classes: CLASSES.iter().map(|name| Class { name: (*name).into(), good: *name == "良品" }).collect(),
        created: (kind != "empty").then(|| "2026-03-29T08:15:00Z".into()),
        size: Some([448, 448]),
    }
}

fn data(kind: &str) -> DataFacts {
    let skip = |path: &str, reason: &str| Skipped { path: path.into(), reason: reason.into() };
    let skipped = match kind {
        "good" | "empty" => Vec::new(),
        _ => vec![
            skip("test/划痕/broken_0012.jpg", "file ends in the middle of the picture"),
            skip("test/notes.txt", "not a picture"),
        ],
    };
    DataFacts { root: "/data/nuts/2026-03".into(), skipped, ..DataFacts::default() }
}

fn scores(class: usize, score: f32) -> BTreeMap<String, f32> {
    let of = |i: usize| if i == class { 0.4 + score / 2.0 } else { (0.6 - score / 2.0) / 4.0 };
    CLASSES.iter().enumerate().map(|(i, name)| ((*name).to_owned(), of(i))).collect()
}

fn add_pixels(evaluation: &mut Evaluation, dice: &mut Dice) {
    evaluation.pixel = Some(PixelResult { auroc: Some(0.9731), pro: Some(0.8912), mean_iou: None });
    let defects: Vec<(f32, bool)> = (0..evaluation.data.bad)
        .map(|_| {
            let side = 5.0 + dice.roll().powi(2) * 180.0;
            (side * side, dice.roll() < 0.55 + side / 200.0)
        })
        .collect();
    evaluation.by_size = found_by_size(&defects);
    for row in evaluation.classes.iter_mut().skip(1) {
        let pixels = PixelCounts { truth: 48_200, predicted: 51_000, both: 37_400 };
        (row.iou, row.pixels) = (pixels.iou(), Some(pixels));
    }
}

fn timing(dice: &mut Dice) -> Timing {
    let mut spread =
        |middle: f32| Spread::of(&(0..200).map(|_| middle * (1.0 + 0.2 * dice.bell())).collect::<Vec<_>>());
    Timing {
        decode_ms: spread(6.4),
        run_ms: spread(23.1),
        total_ms: spread(30.2),
        pictures_per_second: 61.37,
    }
}

/// A turned metal disc; a bad one has a dark line as long as its score.
fn picture(index: usize, side: usize, flaw: Option<f32>, heat: bool, dice: &mut Dice) -> ReportPicture {
    let (cx, cy) = (0.5 + dice.bell() * 0.1, 0.5 + dice.bell() * 0.1);
    let (slope, reach) = (dice.roll() - 0.5, 0.05 + flaw.unwrap_or(0.0) * 0.25);
    let (mut grey, mut hot, mut line) = (Vec::new(), Vec::new(), Vec::new());
    for pixel in 0..side * side {
        let (x, y) = ((pixel % side) as f32 / side as f32, (pixel / side) as f32 / side as f32);
        let far = (x - 0.5).hypot(y - 0.5);
        let turned = (far * 180.0).sin() * 9.0 + dice.bell() * 10.0;
        let disc = if !(0.18..=0.46).contains(&far) { 46.0 } else { 168.0 };
        let off = ((y - cy - slope * (x - cx)).abs() * 40.0).max(((x - cx).abs() - reach).max(0.0) * 60.0);
        let on = flaw.is_some() && off < 1.0;
        grey.push((disc + turned - if on { 110.0 } else { 0.0 }).clamp(0.0, 255.0) as u8);
        let warmth = flaw.map_or(0.1, |f| f * (-off * 0.25).exp()) + dice.roll() * 0.06;
        hot.extend(heat_pixel(warmth));
        let edge = flaw.is_some() && (1.2..2.2).contains(&off);
        line.extend(if edge { [80, 220, 255, 255] } else { [0; 4] });
    }
    ReportPicture {
        index,
        jpeg: png::encode(side, 1, &grey),
        heat: heat.then(|| png::encode(side, 4, &hot)),
        truth: (heat && flaw.is_some()).then(|| png::encode(side, 4, &line)),
        bead: None,
    }
}
