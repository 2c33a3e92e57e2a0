use crate::{Report, ReportPicture, embed};
use fovea_domain::bead::Bead;
use fovea_domain::quality::Evaluation;
use serde::Serialize;

const PAGE: &str = include_str!("../assets/report.html");
const STYLE: &str = include_str!("../assets/report.css");
/// In the order they build on each other; together they are one script.
const SCRIPTS: [&str; 8] = [
    include_str!("../assets/words.js"),
    include_str!("../assets/data.js"),
    include_str!("../assets/charts.js"),
    include_str!("../assets/tables.js"),
    include_str!("../assets/gallery.js"),
    include_str!("../assets/beads.js"),
    include_str!("../assets/print.js"),
    include_str!("../assets/report.js"),
];

#[derive(Serialize)]
struct Data<'a> {
    title: &'a str,
    evaluation: &'a Evaluation,
    pictures: Vec<Shown<'a>>,
    licence_note: Option<&'a str>,
    heat_colours: [[u8; 3]; fovea_domain::HEAT_COLORS.len()],
}

/// Which images a picture has; they stand outside the JSON and are read when looked at.
#[derive(Serialize)]
struct Shown<'a> {
    index: usize,
    heat: bool,
    truth: bool,
    /// The truth is an opaque mask, to be blended instead of laid over.
    mask: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    bead: Option<ShownBead<'a>>,
}

#[derive(Serialize)]
struct ShownBead<'a> {
    told: &'a Bead,
    limits: [f64; 2],
    strip: bool,
}

/// Writes the report. Pictures whose index the evaluation does not have, and all after the first of an
/// index, are left out.
pub fn render(report: &Report) -> String {
    let pictures = shown(report);
    let data = Data {
        title: &report.title,
        evaluation: &report.evaluation,
        pictures: pictures.iter().map(|picture| facts(picture)).collect(),
        licence_note: report.licence_note.as_deref(),
        heat_colours: fovea_domain::HEAT_COLORS,
    };
    let script = format!("(() => {{\n\"use strict\";\n{}}})();", SCRIPTS.concat());
    let mut out = String::with_capacity(size(&pictures) + report.evaluation.pictures.len() * 300 + 100_000);
    fill(&mut out, PAGE, |out, name| match name {
        "title" => out.push_str(&embed::text(&report.title)),
        "style" => out.push_str(STYLE),
        "data" => out.push_str(&embed::json(&data)),
        "script" => out.push_str(&script),
        "images" => push_images(out, &pictures),
        _ => {}
    });
    out
}

fn shown(report: &Report) -> Vec<&ReportPicture> {
    let mut seen = vec![false; report.evaluation.pictures.len()];
    let first = |picture: &&ReportPicture| {
        seen.get_mut(picture.index).is_some_and(|seen| !std::mem::replace(seen, true))
    };
    report.pictures.iter().filter(first).collect()
}

fn facts(picture: &ReportPicture) -> Shown<'_> {
    let truth = picture.truth.as_deref();
    Shown {
        index: picture.index,
        heat: picture.heat.is_some(),
        truth: truth.is_some(),
        mask: truth.is_some_and(|image| !embed::see_through(image)),
        bead: picture.bead.as_ref().map(|b| ShownBead {
            told: &b.told,
            limits: b.limits,
            strip: b.strip.is_some(),
        }),
    }
}

/// About how many bytes the images take in the page.
fn size(pictures: &[&ReportPicture]) -> usize {
    let one = |p: &&ReportPicture| {
        let of = |image: Option<&Vec<u8>>| image.map_or(0, Vec::len);
        let strip = of(p.bead.as_ref().and_then(|b| b.strip.as_ref()));
        let bytes = p.jpeg.len() + of(p.heat.as_ref()) + of(p.truth.as_ref()) + strip;
        bytes.div_ceil(3) * 4 + 300
    };
    pictures.iter().map(one).sum()
}

/// One data block an image, named by kind and index.
fn push_images(out: &mut String, pictures: &[&ReportPicture]) {
    for picture in pictures {
        let strip = picture.bead.as_ref().and_then(|b| b.strip.as_ref());
        let layers = [
            ("p", Some(&picture.jpeg)),
            ("h", picture.heat.as_ref()),
            ("t", picture.truth.as_ref()),
            ("s", strip),
        ];
        for (kind, image) in layers {
            let Some(image) = image else { continue };
            out.push_str(&format!("<script type=\"text/plain\" id=\"{kind}{}\">", picture.index));
            embed::push_data_url(out, image);
            out.push_str("</script>\n");
        }
    }
}

/// Writes the page with values in the places marked `{{name}}`; what a value holds is not looked at again.
fn fill(out: &mut String, page: &str, push: impl Fn(&mut String, &str)) {
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        out.push_str(before);
        push(out, name);
        rest = after;
    }
    out.push_str(rest);
}
