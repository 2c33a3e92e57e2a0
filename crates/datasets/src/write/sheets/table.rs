//! One table, `annotations.csv`: a line a box, or a line for a picture without.

use super::{Sheet, create};
use crate::Split;
use crate::tags::joined;
use crate::write::set::{About, Listed, Said};
use csv::Writer;
use fovea_domain::{BBox, Mark, Point};
use fovea_vision::smallest_rect;
use std::fs::File;
use std::io::{self, BufWriter};

const HEAD: [&str; 11] =
    ["picture", "picture_width", "picture_height", "split", "class", "x", "y", "w", "h", "angle", "text"];
const GROUP: &str = "group";
/// Only where a word was put to any picture.
const TAGS: &str = "tags";

pub(super) struct Table<'a> {
    about: About<'a>,
    file: Writer<BufWriter<File>>,
    /// What else is known of pictures, behind all others.
    columns: Vec<&'a str>,
}

impl<'a> Table<'a> {
    pub(super) fn begin(about: About<'a>) -> io::Result<Table<'a>> {
        let mut file = Writer::from_writer(create(&about.path("annotations.csv"))?);
        let tagged = about.survey.tagged;
        let known = |name: &&str| !HEAD.contains(name) && *name != GROUP && !(tagged && *name == TAGS);
        let columns: Vec<&str> = about.survey.columns.iter().map(String::as_str).filter(known).collect();
        let tags = tagged.then_some(TAGS);
        file.write_record(HEAD.into_iter().chain([GROUP]).chain(tags).chain(columns.iter().copied()))?;
        Ok(Table { about, file, columns })
    }

    fn row(&mut self, picture: &Listed, class: &str, place: [String; 7]) -> io::Result<()> {
        let split = match picture.split {
            Some(Split::Train) => "train",
            Some(Split::Val) => "val",
            Some(Split::Test) => "test",
            None => "",
        };
        let [x, y, w, h, angle, text, group] = place;
        let (width, height) = (picture.width.to_string(), picture.height.to_string());
        let row = [picture.path, &width, &height, split, class, &x, &y, &w, &h, &angle, &text, &group];
        let told = |name: &&str| picture.columns.and_then(|all| all.get(*name)).map_or("", String::as_str);
        let tags = joined(picture.tags);
        let tags = self.about.survey.tagged.then_some(tags.as_str());
        Ok(self.file.write_record(row.into_iter().chain(tags).chain(self.columns.iter().map(told)))?)
    }
}

impl Sheet for Table<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        let about = self.about;
        let mut any = false;
        for one in picture.marks {
            let Some((place, angle)) = place(one.mark, picture) else { continue };
            any = true;
            let BBox { x, y, w, h } = place;
            let text = match one.mark {
                Mark::Text { text, .. } => text.as_str(),
                _ => "",
            };
            let angle = if angle == 0.0 { String::new() } else { angle.to_string() };
            let group = one.group.map(|g| g.to_string()).unwrap_or_default();
            let [x, y, w, h] = [x, y, w, h].map(|v| v.to_string());
            self.row(picture, one.name, [x, y, w, h, angle, text.into(), group])?;
        }
        if any {
            return Ok(());
        }
        let class = match picture.said {
            Said::Good => about.good,
            _ => picture.class().map_or("", |class| about.name(class)),
        };
        self.row(picture, class, Default::default())
    }

    fn end(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A box, and how far it is turned around its middle.
fn place(mark: &Mark, picture: &Listed) -> Option<(BBox, f32)> {
    let turned = |quad: &[Point; 4]| {
        let [a, b, _, d] = quad;
        let (w, h) = ((b[0] - a[0]).hypot(b[1] - a[1]), (d[0] - a[0]).hypot(d[1] - a[1]));
        let (cx, cy) = ((b[0] + d[0]) / 2.0, (b[1] + d[1]) / 2.0);
        let angle = (b[1] - a[1]).atan2(b[0] - a[0]).to_degrees();
        (BBox { x: cx - w / 2.0, y: cy - h / 2.0, w, h }, angle)
    };
    match mark {
        Mark::Points { .. } => None,
        Mark::Rotated { cx, cy, w, h, angle } => {
            Some((BBox { x: cx - w / 2.0, y: cy - h / 2.0, w: *w, h: *h }, *angle))
        }
        Mark::Text { points, .. } => {
            let own = fovea_domain::Polygon(points.to_vec()).area();
            let quad = smallest_rect(points)?;
            // A rectangle keeps its corners in their order, so that its text stays the right way up.
            let around = fovea_domain::Polygon(quad.to_vec()).area();
            Some(turned(if around <= own * 1.001 + 0.01 { points } else { &quad }))
        }
        Mark::Box { x, y, w, h } => Some((BBox { x: *x, y: *y, w: *w, h: *h }, 0.0)),
        mark => Some((mark.bounds()?.clip(picture.width as f32, picture.height as f32)?, 0.0)),
    }
}
