mod chosen;
mod judged;

use super::{DONE, make_folder, open_data, percent, print_json};
use crate::cli::EvaluateArgs;
use crate::console::{note, say};
use crate::failure::Failure;
use crate::progress::Reporter;
use chosen::{Chosen, rank};
use fovea_datasets::{DataSet, Sample, Split};
use fovea_domain::Verdict;
use fovea_domain::bead::{BeadQuality, BreakResult};
use fovea_domain::components::ComponentQuality;
use fovea_domain::detection::{CocoQuality, DetectionPoint, DetectionQuality};
use fovea_domain::quality::Evaluation;
use fovea_domain::text::ReadingQuality;
use fovea_domain::{BBox, Polygon};
use fovea_infer::{LoadOptions, Model, enlarge};
use fovea_learn::evaluate::{Judged, Shown, run as judge};
use fovea_report::{Report, ReportBead, ReportPicture};
use fovea_vision::{Photo, Picture, encode_jpeg, encode_png_rgb, heat_picture, write_atomic};
use std::path::{Path, PathBuf};

pub fn run(args: &EvaluateArgs) -> Result<u8, Failure> {
    let set = open_data(&args.data)?;
    let load = LoadOptions { sessions: args.threads.count(), threads: 1, check: true };
    let model = Model::open(&args.model, load)?;
    let reporter = Reporter::new(args.progress);
    let outputs = Outputs {
        report: args.report.as_deref(),
        heatmaps: args.heatmaps.as_deref(),
        predictions: args.predictions.as_deref(),
        reporter: &reporter,
    };
    let (evaluation, report) = evaluate(&model, &set, outputs)?;
    if args.json {
        print_json(&evaluation)?;
    } else {
        tell(&evaluation)?;
    }
    if let Some(path) = report {
        note!("report: {}", path.display());
    }
    DONE
}

/// Longest side of a picture in the report.
const SHOWN_SIDE: u32 = 480;
/// Pictures drawn in the report: those that are judged wrongly, and the nearest to the threshold of the rest.
const SHOWN: usize = 600;
/// Beads drawn along their path, and the longest side of that.
const SHOWN_BEADS: usize = 24;
const STRIP_SIDE: u32 = 1600;

/// Longest side of a heat map.
const HEAT_SIDE: u32 = 512;

/// What is written beside the figures, and who watches.
pub struct Outputs<'a> {
    pub report: Option<&'a Path>,
    pub heatmaps: Option<&'a Path>,
    pub predictions: Option<&'a Path>,
    pub reporter: &'a Reporter,
}

/// Judges a data set: its test part where it has one, else all of it. Writes the report where a folder is given.
pub fn evaluate(
    model: &Model,
    set: &DataSet,
    outputs: Outputs,
) -> Result<(Evaluation, Option<PathBuf>), Failure> {
    let labelled = || set.samples.iter().filter(|s| s.class.is_some());
    let mut samples: Vec<&Sample> = labelled().filter(|s| s.split == Some(Split::Test)).collect();
    if samples.is_empty() {
        samples = labelled().collect();
    }
    let judged = Judged { set, samples: &samples };
    let mut drawn: Chosen<ReportPicture> = Chosen::new(SHOWN);
    let mut unwritten = None;
    let mut told = Vec::new();
    if let Some(dir) = outputs.heatmaps {
        make_folder(dir)?;
    }
    let collected = judge(model, &judged, outputs.reporter, &mut |shown| {
        if outputs.report.is_some() {
            let told = &shown.outcome.prediction;
            let right = (told.verdict == Verdict::Ng) == shown.bad;
            let beads = drawn.iter().filter(|d| d.bead.is_some()).count();
            drawn.offer(rank(right, told.score, model.manifest.threshold, shown.index), || {
                let bead = if beads < SHOWN_BEADS { draw_bead(model, &shown) } else { None };
                draw(&shown).map(|picture| ReportPicture { bead, ..picture })
            });
        }
        if let (Some(dir), None) = (outputs.heatmaps, &unwritten) {
            unwritten = write_heat(dir, &shown).err();
        }
        if outputs.predictions.is_some() {
            told.push(judged::told(model, &shown));
        }
    })?;
    if let Some(failure) = unwritten {
        return Err(failure);
    }
    let evaluation = collected.at(model.manifest.threshold);
    if let Some(path) = outputs.predictions {
        judged::write(path, judged::beside_truth(told, &collected, set, model))?;
    }
    let Some(dir) = outputs.report else { return Ok((evaluation, None)) };
    let title = model.manifest.name.clone();
    let page = fovea_report::render(&Report {
        title,
        evaluation: evaluation.clone(),
        pictures: drawn.in_order(),
        licence_note: None,
    });
    let path = dir.join("report.html");
    make_folder(dir)?;
    write_atomic(&path, page.as_bytes())?;
    Ok((evaluation, Some(path)))
}

/// The picture's size brought down until no side is longer than `most`.
fn within(most: u32, picture: &Photo) -> (u32, u32) {
    let (w, h) = (picture.width, picture.height);
    let scale = f64::from(most) / f64::from(w.max(h).max(most));
    let side = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
    (side(w), side(h))
}

fn write_heat(dir: &Path, shown: &Shown) -> Result<(), Failure> {
    let (w, h) = within(HEAT_SIDE, shown.picture);
    let heat = &shown.outcome.heat;
    let drawn = heat_picture(&heat.data, heat.width as u32, heat.height as u32, w, h);
    let png = encode_png_rgb(&drawn)?;
    Ok(write_atomic(&dir.join(format!("{}.png", shown.index)), &png)?)
}

/// The part of a picture where the texts stand that count, for they cannot be read on a small picture of the whole.
fn around_texts(shown: &Shown) -> Option<Picture> {
    let texts = &shown.outcome.prediction.texts;
    let ruled: Vec<_> = texts.iter().filter(|t| !t.checks.is_empty()).collect();
    let meant = if ruled.is_empty() { texts.iter().collect() } else { ruled };
    let corners: Vec<_> = meant.iter().flat_map(|t| t.quad).collect();
    let BBox { x, y, w, h } = Polygon(corners).bounds()?;
    let (left, top) = ((x - MARGIN).max(0.0), (y - MARGIN).max(0.0));
    let whole = shown.picture.resize(shown.picture.width, shown.picture.height);
    let (right, bottom) = (x + w + MARGIN, y + h + MARGIN);
    let part = whole.crop(left as u32, top as u32, (right - left) as u32, (bottom - top) as u32);
    let (w, h) = within(SHOWN_SIDE, &Photo::from(part.clone()));
    Some(part.resize(w, h))
}

/// Pixels around texts that are shown.
const MARGIN: f32 = 12.0;

fn draw(shown: &Shown) -> Option<ReportPicture> {
    if let Some(part) = around_texts(shown) {
        let jpeg = encode_jpeg(&part, 85).ok()?;
        return Some(ReportPicture { index: shown.index, jpeg, heat: None, truth: None, bead: None });
    }
    let (w, h) = within(SHOWN_SIDE, shown.picture);
    let small = shown.picture.resize(w, h);
    let heat = &shown.outcome.heat;
    let fine = enlarge(heat, w as usize, h as usize);
    let heat = heat_picture(&fine, w, h, w, h);
    let truth = shown.truth.map(|mask| {
        let mask = mask.resize_nearest(w, h);
        let rgb = mask.data.iter().flat_map(|&v| [if v > 0 { 255 } else { 0 }; 3]).collect();
        Picture { width: w, height: h, rgb }
    });
    Some(ReportPicture {
        index: shown.index,
        jpeg: encode_jpeg(&small, 82).ok()?,
        heat: encode_jpeg(&heat, 82).ok(),
        truth: truth.and_then(|t| encode_png_rgb(&t).ok()),
        bead: None,
    })
}

/// The strip and the measures of a bead that is not sound.
fn draw_bead(model: &Model, shown: &Shown) -> Option<ReportBead> {
    let told = &shown.outcome.prediction;
    let (gluer, bead) = (model.gluer()?, told.bead.as_ref().filter(|_| told.verdict == Verdict::Ng)?);
    let whole = shown.picture.resize(shown.picture.width, shown.picture.height);
    let strip = gluer.look(&whole).ok().map(|seen| seen.strip.picture()).and_then(|strip| {
        let scale = f64::from(STRIP_SIDE) / f64::from(strip.width.max(STRIP_SIDE));
        let side = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
        encode_jpeg(&strip.resize(side(strip.width), side(strip.height)), 82).ok()
    });
    Some(ReportBead { told: (**bead).clone(), limits: gluer.frame().wanted.width_mm, strip })
}

/// What it is worth on components of boards.
pub fn tell_components(c: &ComponentQuality) -> Result<(), Failure> {
    let (r, overkill, escape) = (&c.rates, c.overkill_interval, c.escape_interval);
    say!("  {} sound components, {} faulty", r.good, r.bad)?;
    let line = |what: &str, share: f64, n: usize, of: usize, (lo, hi): (f64, f64)| {
        say!("    {what:<9} {:>8}  ({n} of {of}; 95 %: {} to {})", percent(share), percent(lo), percent(hi))
    };
    line("overkill", r.overkill, r.overkilled, r.good, overkill)?;
    line("escapes", r.escape, r.escaped, r.bad, escape)?;
    if r.bad > 0 {
        let found = r.bad - r.escaped;
        say!("    {} of the {found} found are told as what they are", c.named_right)?;
        for at in &c.recall_at {
            let (allowed, recall) = (percent(at.overkill), percent(at.recall));
            say!("    recall at {allowed} overkill {recall} ({} of {})", at.found, r.bad)?;
        }
    }
    Ok(())
}

/// What it is worth on texts, and the worst of them.
pub fn tell_reading(r: &ReadingQuality) -> Result<(), Failure> {
    let interval = |(lo, hi): (f64, f64)| format!("95 %: {} to {}", percent(lo), percent(hi));
    say!("  {} texts", r.texts)?;
    say!(
        "    exact      {:>8}  ({} of {}; {})",
        percent(r.exact),
        r.right,
        r.texts,
        interval(r.exact_interval)
    )?;
    say!("    signs wrong {:>7}  ({})", percent(r.character_error), interval(r.character_error_interval))?;
    let (rates, wrong) = (&r.rates, r.rates.bad);
    let (over, passed) = (interval(r.overkill_interval), interval(r.escape_interval));
    say!("    right but unsure {} of {} ({over})", rates.overkilled, rates.good)?;
    say!("    wrong and passed {} of {wrong} ({passed})", rates.escaped)?;
    for j in r.judged.iter().filter(|j| !j.right).take(TOLD) {
        let read = if j.read.is_empty() { "nothing".into() } else { format!("`{}`", j.read) };
        say!("      {}: `{}` read as {read} ({:.3})", j.picture, j.wanted, j.score)?;
    }
    Ok(())
}

/// Texts that are told of by themselves.
const TOLD: usize = 10;

/// What it is worth on boxes.
pub fn tell_detection(d: &DetectionQuality) -> Result<(), Failure> {
    let (map, overlap) = (percent(d.mean_average_precision), percent(d.iou.into()));
    say!(
        "  {} marked defects; a box is right where it lies over one of its kind by more than {overlap}",
        d.marked
    )?;
    match &d.coco {
        Some(coco) => tell_coco(coco)?,
        None => say!("    mAP       {map:>8}")?,
    }
    let line = |what: &str, p: &DetectionPoint| {
        let (precision, recall) = (percent(p.precision), percent(p.recall));
        say!("    F {:.4} {what} {:.4}: precision {precision}, recall {recall}", p.f, p.threshold)
    };
    line("at the threshold", &d.at_threshold)?;
    line("at best, from", &d.best)?;
    let coco = d.coco.as_ref();
    for (n, k) in d.kinds.iter().enumerate() {
        let ap = coco.map_or(k.average_precision, |c| c.kinds.get(n).and_then(|k| k.ap50));
        let (ap, recall, precision) = (told(ap), told(k.recall), told(k.precision));
        say!("    {:<16} {:>6} marked  AP {ap}  recall {recall}  precision {precision}", k.name, k.marked)?;
    }
    Ok(())
}

fn told(share: Option<f64>) -> String {
    share.map_or("–".into(), percent)
}

fn tell_coco(c: &CocoQuality) -> Result<(), Failure> {
    say!("    mAP50     {:>8}", percent(c.map50))?;
    say!("    mAP50:95  {:>8}", percent(c.map50_95))?;
    for size in &c.sizes {
        let (map50, map) = (told(size.map50), told(size.map50_95));
        say!("    {:<9} {:>8} marked  mAP50 {map50}  mAP50:95 {map}", size.name, size.marked)?;
    }
    Ok(())
}

/// What it is worth on beads whose true measures are known.
pub fn tell_bead(b: &BeadQuality) -> Result<(), Failure> {
    say!("  {} beads with true measures", b.pictures)?;
    if let Some(w) = &b.width {
        say!(
            "    width off by {:.3} px mean, {:.3} px at most in 99 of 100, {:.3} px at most ({} places)",
            w.mean_px,
            w.p99_px,
            w.max_px,
            w.places
        )?;
        let (bias, untold) = (w.bias_px, percent(w.untold));
        say!(
            "    that is {:.4} mm; {bias:+.3} px with its sign; {untold} of the places not told",
            w.mean_mm
        )?;
    }
    let line = |what: &str, r: &BreakResult| {
        say!(
            "    {what:<9} {} of {} found; {} told where none is; {} of {} pictures without any alarmed",
            r.found,
            r.marked,
            r.false_ones,
            r.pictures_alarmed,
            r.pictures_without
        )
    };
    for (what, result) in [("breaks", &b.breaks), ("overflow", &b.overflow), ("bubbles", &b.bubbles)] {
        if let Some(result) = result {
            line(what, result)?;
        }
    }
    Ok(())
}

pub fn tell(e: &Evaluation) -> Result<(), Failure> {
    let r = &e.rates;
    say!(
        "{} pictures ({} good, {} bad), threshold {:.4}",
        e.data.pictures,
        e.data.good,
        e.data.bad,
        e.threshold
    )?;
    let line = |what: &str, share: f64, n: usize, of: usize, (lo, hi): (f64, f64)| {
        say!("  {what:<9} {:>8}  ({n} of {of}; 95 %: {} to {})", percent(share), percent(lo), percent(hi))
    };
    line("overkill", r.rates.overkill, r.rates.overkilled, r.rates.good, r.overkill_interval)?;
    line("escapes", r.rates.escape, r.rates.escaped, r.rates.bad, r.escape_interval)?;
    let figures = [
        ("AUROC", e.auroc),
        ("AP", e.average_precision),
        ("accuracy", e.accuracy),
        ("balanced", e.balanced_accuracy),
        ("mean IoU", e.pixel.and_then(|p| p.mean_iou)),
        ("pixel AUROC", e.pixel.and_then(|p| p.auroc)),
        ("PRO", e.pixel.and_then(|p| p.pro)),
    ];
    for (name, value) in figures.into_iter().filter_map(|(n, v)| Some((n, v?))) {
        say!("  {name:<11} {value:>6.4}")?;
    }
    let value = |v: Option<f64>| v.map_or("     –".into(), |v| format!("{v:.4}"));
    for c in &e.classes {
        let (recall, precision, iou) = (value(c.recall), value(c.precision), value(c.iou));
        say!(
            "  {:<20} {:>6} pictures  recall {recall}  precision {precision}  IoU {iou}",
            c.name,
            c.pictures
        )?;
    }
    if let Some(c) = &e.components {
        tell_components(c)?;
    }
    if let Some(r) = &e.reading {
        tell_reading(r)?;
    }
    if let Some(d) = &e.detection {
        tell_detection(d)?;
    }
    if let Some(b) = &e.bead {
        tell_bead(b)?;
    }
    if let Some(t) = &e.timing {
        say!("  {:.1} pictures a second", t.pictures_per_second)?;
    }
    Ok(())
}
