//! CVAT's `annotations.xml` ("CVAT for images 1.1"). What CVAT has no word for, how broad a line is and what a text says, stands
//! as an attribute.

use super::{Sheet, create};
use crate::told::{TRANSCRIPTION, WIDTH};
use crate::write::WrittenMark;
use crate::write::set::{About, Asked, DEFAULT, Listed, Said};
use crate::xml::escaped;
use fovea_domain::{AttributeValue, Mark, Point, Runs};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};

pub(super) struct Cvat<'a> {
    about: About<'a>,
    file: BufWriter<File>,
    pictures: u64,
    /// Subsets are those of a project.
    project: bool,
}

impl<'a> Cvat<'a> {
    pub(super) fn begin(about: About<'a>) -> io::Result<Cvat<'a>> {
        let mut file = create(&about.path("annotations.xml"))?;
        file.write_all(
            b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations>\n<version>1.1</version>\n",
        )?;
        let subsets = &about.survey.subsets;
        let project = subsets.iter().any(|subset| *subset != DEFAULT);
        let outer = if project { "project" } else { "task" };
        writeln!(file, "<meta><{outer}><labels>")?;
        for (class, name) in about.names.iter().enumerate() {
            let mut asked = about.survey.asked.get(&class).cloned().unwrap_or_default();
            asked.entry(WIDTH.into()).or_insert(Asked::Number);
            asked.entry(TRANSCRIPTION.into()).or_insert(Asked::Text);
            write_label(&mut file, name, &asked)?;
        }
        write_label(&mut file, about.good, &BTreeMap::new())?;
        file.write_all(b"</labels>\n")?;
        if project {
            file.write_all(b"<tasks>")?;
            for subset in subsets {
                write!(file, "<task><subset>{subset}</subset></task>")?;
            }
            file.write_all(b"</tasks>\n")?;
        }
        writeln!(file, "</{outer}></meta>")?;
        Ok(Cvat { about, file, pictures: 0, project })
    }
}

fn write_label(to: &mut impl Write, name: &str, asked: &BTreeMap<String, Asked>) -> io::Result<()> {
    write!(to, "<label><name>{}</name><attributes>", escaped(name))?;
    for (name, kind) in asked {
        let (kind, values) = match kind {
            Asked::Tick => ("checkbox", "false"),
            // From, to and step.
            Asked::Number => ("number", "-1000000000;1000000000;1"),
            Asked::Text => ("text", ""),
        };
        write!(
            to,
            "<attribute><name>{}</name><mutable>False</mutable><input_type>{kind}</input_type>\
             <default_value></default_value><values>{values}</values></attribute>",
            escaped(name)
        )?;
    }
    to.write_all(b"</attributes></label>\n")
}

impl Sheet for Cvat<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        if !picture.told() {
            return Ok(());
        }
        let subset = if self.project { format!(" subset=\"{}\"", picture.subset()) } else { String::new() };
        writeln!(
            self.file,
            "<image id=\"{}\" name=\"{}\"{subset} width=\"{}\" height=\"{}\">",
            self.pictures,
            escaped(picture.below_images()),
            picture.width,
            picture.height
        )?;
        self.pictures += 1;
        let tag = match picture.said {
            Said::Good => Some(self.about.good),
            _ => picture.tag().map(|class| self.about.name(class)),
        };
        if let Some(tag) = tag {
            writeln!(self.file, "<tag label=\"{}\" source=\"manual\"></tag>", escaped(tag))?;
        }
        for (order, one) in picture.marks.iter().enumerate() {
            write_shape(&mut self.file, order, one)?;
        }
        self.file.write_all(b"</image>\n")
    }

    fn end(&mut self) -> io::Result<()> {
        self.file.write_all(b"</annotations>\n")?;
        self.file.flush()
    }
}

fn write_shape(to: &mut impl Write, order: usize, one: &WrittenMark) -> io::Result<()> {
    let turn = |angle: &f32| if *angle == 0.0 { String::new() } else { format!(" rotation=\"{angle}\"") };
    let (tag, place) = match one.mark {
        Mark::Box { x, y, w, h } => ("box", corners(*x, *y, *w, *h)),
        Mark::Rotated { cx, cy, w, h, angle } => {
            ("box", format!("{}{}", corners(cx - w / 2.0, cy - h / 2.0, *w, *h), turn(angle)))
        }
        Mark::Ellipse { cx, cy, rx, ry, angle } => {
            ("ellipse", format!("cx=\"{cx}\" cy=\"{cy}\" rx=\"{rx}\" ry=\"{ry}\"{}", turn(angle)))
        }
        Mark::Polygon { points } => ("polygon", listed(points)),
        Mark::Text { points, .. } => ("polygon", listed(points)),
        Mark::Line { points, .. } => ("polyline", listed(points)),
        Mark::Points { points } => ("points", listed(points)),
        Mark::Brush { rle } => ("mask", mask(rle)),
    };
    let group = one.group.filter(|g| *g > 0).map(|g| format!(" group_id=\"{g}\"")).unwrap_or_default();
    write!(
        to,
        "<{tag} label=\"{}\" source=\"manual\" occluded=\"0\" {place}{group} z_order=\"{order}\">",
        escaped(one.name)
    )?;
    let mut attributes = one.attributes.clone();
    match one.mark {
        Mark::Line { width, .. } => {
            attributes.insert(WIDTH.into(), AttributeValue::Number(f64::from(*width)));
        }
        Mark::Text { text, .. } => {
            attributes.insert(TRANSCRIPTION.into(), AttributeValue::Text(text.clone()));
        }
        _ => {}
    }
    for (name, value) in &attributes {
        let value = match value {
            AttributeValue::Tick(on) => on.to_string(),
            AttributeValue::Number(number) => number.to_string(),
            AttributeValue::Text(text) => escaped(text),
        };
        write!(to, "<attribute name=\"{}\">{value}</attribute>", escaped(name))?;
    }
    writeln!(to, "</{tag}>")
}

fn corners(x: f32, y: f32, w: f32, h: f32) -> String {
    format!("xtl=\"{x}\" ytl=\"{y}\" xbr=\"{}\" ybr=\"{}\"", x + w, y + h)
}

fn listed(points: &[Point]) -> String {
    let points: Vec<String> = points.iter().map(|[x, y]| format!("{x},{y}")).collect();
    format!("points=\"{}\"", points.join(";"))
}

/// Runs row by row within the box around what is marked.
fn mask(rle: &Runs) -> String {
    let Some(around) = rle.bounds() else { return String::new() };
    let [left, top, width, height] = [around.x, around.y, around.w, around.h].map(|v| v as usize);
    let mut pixels = vec![0; rle.width as usize * rle.height as usize];
    rle.fill(&mut pixels, 1);
    let rows = pixels.chunks_exact(rle.width.max(1) as usize).skip(top).take(height);
    let inside: Vec<u8> =
        rows.flat_map(|row| row.get(left..left + width).unwrap_or_default().to_vec()).collect();
    let counts = Runs::of(around.w as u32, around.h as u32, &inside).counts;
    let counts: Vec<String> = counts.iter().map(u32::to_string).collect();
    let counts = counts.join(", ");
    format!("rle=\"{counts}\" left=\"{left}\" top=\"{top}\" width=\"{width}\" height=\"{height}\"")
}
