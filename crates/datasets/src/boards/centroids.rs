//! A centroid file (pick and place): where the middle of each component lies on the board, in its own measures. Two or three
//! components whose place on the picture is known tell where all the others are. The pages do the same (`centroids.ts`).

mod cells;

use super::layout::{Component, MOST_COMPONENTS, SMALLEST};
use cells::cells_of;
use fovea_domain::BBox;
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoardSide {
    Top,
    Bottom,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Centroid {
    pub name: String,
    pub x: f64,
    pub y: f64,
    /// Degrees, against the clock.
    pub turn: f64,
    pub side: BoardSide,
    /// Its case, such as `0603`.
    pub size: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Centroids {
    pub rows: Vec<Centroid>,
    /// A millimetre in the file's measure.
    pub mm: f64,
}

/// A component of the file, and where its middle is seen on the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown<'a> {
    pub row: &'a Centroid,
    pub at: [f64; 2],
}

/// From the file's measure to pixels: x' = a x + b y + c, y' = d x + e y + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CentroidMap([f64; 6]);

struct Heads {
    name: Regex,
    x: Regex,
    y: Regex,
    turn: Regex,
    side: Regex,
    size: Regex,
    middle: Regex,
    unit: Regex,
}

static HEADS: LazyLock<Option<Heads>> = LazyLock::new(|| {
    let of = |pattern: &str| Regex::new(&format!("(?i){pattern}")).ok();
    let axis = |axis: &str| {
        of(&format!(
            r"^(mid|center|centre|centroid|pos|ref|location|中心|坐标)?[\s_-]*{axis}([\s_-]*(pos|mid|center|坐标))?$"
        ))
    };
    Some(Heads {
        name: of(r"^(designator|ref\s?des|refdes|ref|reference|part|component|位号|元件位号)$")?,
        x: axis("x")?,
        y: axis("y")?,
        turn: of(r"^(rotation|rot|angle|orientation|角度|旋转|旋转角度)$")?,
        side: of(r"^(layer|side|tb|board side|层|面|板面)$")?,
        size: of(r"^(package|footprint|pattern|case|封装)$")?,
        middle: of("mid|cent|中心")?,
        unit: of(r"[\d\s(\[](mils?|thou|inch|in|mm)\b")?,
    })
});

/// Sizes of usual cases in mm, by what stands in their name.
const CASES: [(&[&str], [f64; 2]); 12] = [
    (&["01005"], [0.4, 0.2]),
    (&["0201"], [0.6, 0.3]),
    (&["0402"], [1.0, 0.5]),
    (&["0603"], [1.6, 0.8]),
    (&["0805"], [2.0, 1.25]),
    (&["1206"], [3.2, 1.6]),
    (&["1210"], [3.2, 2.5]),
    (&["2010"], [5.0, 2.5]),
    (&["2512"], [6.4, 3.2]),
    (&["sot23", "sot-23"], [3.0, 2.6]),
    (&["sod123", "sod-123"], [3.7, 1.6]),
    (&["soic8", "soic-8", "sop8", "sop-8"], [5.0, 6.0]),
];

/// A heading without its unit, which stands behind it in brackets.
fn bare(head: &str) -> &str {
    let head = head.strip_prefix('#').unwrap_or(head);
    head.split(['(', '[']).next().unwrap_or_default().trim()
}

/// A number with a unit behind it, with a point or a comma.
fn number(text: &str) -> Option<f64> {
    let digits = |c: char| c.is_ascii_digit() || ".,eE+-".contains(c);
    let end = text.find(|c: char| !digits(c)).unwrap_or(text.len());
    text[..end].replacen(',', ".", 1).parse().ok().filter(|v: &f64| v.is_finite())
}

fn unit_of(text: &str) -> Option<f64> {
    let unit = HEADS.as_ref()?.unit.captures(text)?.get(1)?.as_str().to_ascii_lowercase();
    Some(match unit.as_str() {
        "mil" | "mils" | "thou" => 1.0 / 0.0254,
        "in" | "inch" => 1.0 / 25.4,
        _ => 1.0,
    })
}

fn side_of(text: &str) -> BoardSide {
    let first = text.chars().find(|c| !(c.is_whitespace() || *c == '_' || *c == '-'));
    if first.is_some_and(|c| "bB底反".contains(c)) { BoardSide::Bottom } else { BoardSide::Top }
}

/// Lines below the headings that tell whether the first of them is one.
const LOOKED_AT: usize = 20;

/// Columns of a file, as far as it has them.
struct Columns {
    name: usize,
    x: usize,
    y: usize,
    turn: Option<usize>,
    side: Option<usize>,
    size: Option<usize>,
}

impl Columns {
    /// By the headings of a line; `None` where it has none of a name and of x and y. `below` are the lines behind it.
    fn of(line: &[String], below: &[Vec<String>]) -> Option<Columns> {
        let known = HEADS.as_ref()?;
        let mut heads: Vec<&str> = line.iter().map(|cell| bare(cell)).collect();
        // A line of remarks has its sign in front, below which there is nothing; where numbers stand there, it is their heading.
        let alike = |cells: usize| below.iter().take(LOOKED_AT).filter(|line| line.len() == cells).count();
        if heads.first() == Some(&"") && alike(line.len() - 1) > alike(line.len()) {
            heads.remove(0);
        }
        let column = |pattern: &Regex| {
            let all = || heads.iter().enumerate().filter(move |(_, one)| pattern.is_match(one));
            // Of several, such as that of the middle and that of a pad, the middle counts.
            all().find(|(_, one)| known.middle.is_match(one)).or_else(|| all().next()).map(|(i, _)| i)
        };
        Some(Columns {
            name: column(&known.name)?,
            x: column(&known.x)?,
            y: column(&known.y)?,
            turn: column(&known.turn),
            side: column(&known.side),
            size: column(&known.size),
        })
    }
}

/// `None` where no line has the headings of a name and of x and y.
pub fn read_centroids(text: &str) -> Option<Centroids> {
    let lines = cells_of(text);
    let below = |i: usize| lines.get(i + 1..).unwrap_or_default();
    let (at, columns) =
        lines.iter().enumerate().find_map(|(i, line)| Some((i, Columns::of(line, below(i))?)))?;
    let mut unit = lines.get(at).and_then(|line| unit_of(&line.join(" ")));
    let mut rows = Vec::new();
    let mut seen = HashSet::new();
    for cells in lines.iter().skip(at + 1) {
        let cell = |column: usize| cells.get(column).map_or("", String::as_str);
        let name = cell(columns.name).trim();
        let place = number(cell(columns.x)).zip(number(cell(columns.y)));
        let Some((x, y)) = place.filter(|_| !name.is_empty() && !name.starts_with('#')) else { continue };
        if !seen.insert(name) {
            continue;
        }
        unit = unit.or_else(|| unit_of(cell(columns.x)));
        rows.push(Centroid {
            name: name.to_string(),
            x,
            y,
            turn: columns.turn.and_then(|c| number(cell(c))).unwrap_or(0.0),
            side: side_of(columns.side.map_or("", cell)),
            size: columns.size.map_or("", cell).to_string(),
        });
    }
    rows.truncate(10 * MOST_COMPONENTS);
    (!rows.is_empty()).then(|| Centroids { rows, mm: unit.unwrap_or(1.0) })
}

impl CentroidMap {
    /// By two known places: shifted, turned, scaled; by three also stretched and leaning. `None` where they lie in one place or on
    /// one line.
    pub fn of(known: &[Shown], side: BoardSide) -> Option<CentroidMap> {
        let [p, q, rest @ ..] = known else { return None };
        let (x1, y1) = (q.row.x - p.row.x, q.row.y - p.row.y);
        let (u1, v1) = (q.at[0] - p.at[0], q.at[1] - p.at[1]);
        let [a, b, d, e] = match rest.first() {
            None => {
                // Files have y going up; from below, x goes the other way as well.
                let sign = if side == BoardSide::Top { -1.0 } else { 1.0 };
                let (dx, dy) = (x1, sign * y1);
                let long = dx * dx + dy * dy;
                if long < 1e-9 || u1 * u1 + v1 * v1 < 1.0 {
                    return None;
                }
                let (cos, sin) = ((dx * u1 + dy * v1) / long, (dx * v1 - dy * u1) / long);
                [cos, -sin * sign, sin, cos * sign]
            }
            Some(r) => {
                let (x2, y2) = (r.row.x - p.row.x, r.row.y - p.row.y);
                let det = x1 * y2 - x2 * y1;
                if det.abs() < 1e-6 * (x1.hypot(y1) * x2.hypot(y2) + 1e-12) {
                    return None;
                }
                let solve = |w1: f64, w2: f64| [(w1 * y2 - w2 * y1) / det, (x1 * w2 - x2 * w1) / det];
                let ([a, b], [d, e]) = (solve(u1, r.at[0] - p.at[0]), solve(v1, r.at[1] - p.at[1]));
                [a, b, d, e]
            }
        };
        let (c, f) = (p.at[0] - a * p.row.x - b * p.row.y, p.at[1] - d * p.row.x - e * p.row.y);
        Some(CentroidMap([a, b, c, d, e, f]))
    }

    pub fn apply(&self, x: f64, y: f64) -> [f64; 2] {
        let [a, b, c, d, e, f] = self.0;
        [a * x + b * y + c, d * x + e * y + f]
    }
}

impl Centroids {
    /// Boxes on a picture of `size`; what lies outside or on the other side is left out. `usual` is the size in mm of cases that
    /// nobody knows.
    pub fn placed(
        &self,
        map: &CentroidMap,
        side: BoardSide,
        usual: [f64; 2],
        (width, height): (u32, u32),
    ) -> Vec<Component> {
        let (width, height) = (f64::from(width), f64::from(height));
        let on_side = self.rows.iter().filter(|row| row.side == side);
        let placed = on_side.filter_map(|row| {
            let case = row.size.to_lowercase();
            let known = CASES.iter().find(|(names, _)| names.iter().any(|name| case.contains(name)));
            let [w, h] = known.map_or(usual, |(_, size)| *size);
            let (sin, cos) = row.turn.to_radians().sin_cos();
            let corners = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[i, j]: [f64; 2]| {
                let (x, y) = (i * w * self.mm / 2.0, j * h * self.mm / 2.0);
                map.apply(row.x + x * cos - y * sin, row.y + x * sin + y * cos)
            });
            let least = |k: usize| corners.iter().map(|c| c[k]).fold(f64::INFINITY, f64::min);
            let most = |k: usize| corners.iter().map(|c| c[k]).fold(f64::NEG_INFINITY, f64::max);
            let (left, top, right, bottom) = (least(0), least(1), most(0), most(1));
            let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
            if !(0.0..=width).contains(&x) || !(0.0..=height).contains(&y) {
                return None;
            }
            let (w, h) = ((right - left).max(SMALLEST).min(width), (bottom - top).max(SMALLEST).min(height));
            let within =
                |middle: f64, size: f64, all: f64| tenth((middle - size / 2.0).max(0.0).min(all - size));
            let bbox = BBox { x: within(x, w, width), y: within(y, h, height), w: tenth(w), h: tenth(h) };
            Some(Component { name: row.name.clone(), bbox, either_way: false })
        });
        placed.take(MOST_COMPONENTS).collect()
    }
}

/// To a tenth of a pixel.
fn tenth(value: f64) -> f32 {
    ((value * 10.0).round() / 10.0) as f32
}

#[cfg(test)]
mod tests;
