//! The measure of COCO (Lin et al. 2014, arXiv 1405.0312): precision at 101 recalls, averaged, at ten overlaps from 0.5 to
//! 0.95, and the same of small, medium and large boxes. As its makers' program counts: at most a hundred boxes a picture
//! and kind; boxes of another size neither help nor harm.

use super::is_finite;
use super::{MarkedBox, ToldBox};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Values of this measure, each averaged over the kinds that are marked at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CocoQuality {
    pub map50: f64,
    pub map75: f64,
    /// The mean over overlaps from 0.50 to 0.95.
    pub map50_95: f64,
    pub kinds: Vec<CocoKind>,
    /// Small, medium, large.
    pub sizes: Vec<CocoSize>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CocoKind {
    pub name: String,
    pub marked: usize,
    /// `None` where none is marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ap50: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ap50_95: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CocoSize {
    /// `small`, `medium` or `large`.
    pub name: String,
    /// Square pixels of the picture, from and up to.
    pub area: [f32; 2],
    pub marked: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map50: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map50_95: Option<f64>,
}

const OVERLAPS: usize = 10;
/// Boxes of a picture and kind that are looked at, the most certain first.
const MOST: usize = 100;
const RECALLS: usize = 101;
/// Beyond any picture.
const END: f32 = 1e10;
const SIZES: [(&str, f32, f32); 3] =
    [("small", 0.0, 32.0 * 32.0), ("medium", 32.0 * 32.0, 96.0 * 96.0), ("large", 96.0 * 96.0, END)];

fn overlap(k: usize) -> f32 {
    0.5 + 0.05 * k as f32
}

impl CocoQuality {
    /// `kinds` names them in the order of their numbers; boxes of other kinds are not judged. `None` where nothing is
    /// marked.
    pub fn of(marked: &[MarkedBox], told: &[ToldBox], kinds: &[String]) -> Option<CocoQuality> {
        let tables: Vec<Vec<Table>> = (0..kinds.len()).map(|kind| tables(marked, told, kind)).collect();
        let each: Vec<Option<[f64; OVERLAPS]>> = tables.iter().map(|t| precisions(t, 0.0, END)).collect();
        let all: Vec<[f64; OVERLAPS]> = each.iter().flatten().copied().collect();
        if all.is_empty() {
            return None;
        }
        let count = |kind: usize| tables[kind].iter().map(|t| t.marked.len()).sum();
        let kind = |(k, name): (usize, &String)| CocoKind {
            name: name.clone(),
            marked: count(k),
            ap50: each[k].map(|p| p[0]),
            ap50_95: each[k].map(|p| mean(&p)),
        };
        let size = |&(name, from, to): &(&str, f32, f32)| {
            let own: Vec<[f64; OVERLAPS]> = tables.iter().filter_map(|t| precisions(t, from, to)).collect();
            let inside = |t: &Table| t.marked.iter().filter(|a| (from..=to).contains(*a)).count();
            CocoSize {
                name: name.into(),
                area: [from, to],
                marked: tables.iter().flatten().map(inside).sum(),
                map50: (!own.is_empty()).then(|| mean_at(&own, 0)),
                map50_95: (!own.is_empty()).then(|| mean(&own.iter().map(|p| mean(p)).collect::<Vec<_>>())),
            }
        };
        Some(CocoQuality {
            map50: mean_at(&all, 0),
            map75: mean_at(&all, 5),
            map50_95: mean(&all.iter().map(|p| mean(p)).collect::<Vec<_>>()),
            kinds: kinds.iter().enumerate().map(kind).collect(),
            sizes: SIZES.iter().map(size).collect(),
        })
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn mean_at(all: &[[f64; OVERLAPS]], k: usize) -> f64 {
    mean(&all.iter().map(|p| p[k]).collect::<Vec<_>>())
}

/// Boxes of one kind in one picture.
#[derive(Default)]
struct Table {
    /// Areas of the marked ones.
    marked: Vec<f32>,
    /// The told ones, the most certain first: score, area, and the overlap with each marked one.
    told: Vec<(f32, f32, Vec<f32>)>,
}

fn tables(marked: &[MarkedBox], told: &[ToldBox], kind: usize) -> Vec<Table> {
    let mut by_picture: BTreeMap<usize, (Vec<&MarkedBox>, Vec<&ToldBox>)> = BTreeMap::new();
    for m in marked.iter().filter(|m| m.kind == kind && is_finite(&m.bbox)) {
        by_picture.entry(m.picture).or_default().0.push(m);
    }
    for t in told.iter().filter(|t| t.kind == kind && t.score.is_finite() && is_finite(&t.bbox)) {
        by_picture.entry(t.picture).or_default().1.push(t);
    }
    let table = |(marked, mut told): (Vec<&MarkedBox>, Vec<&ToldBox>)| {
        told.sort_by(|a, b| b.score.total_cmp(&a.score));
        let row = |t: &&ToldBox| {
            let over = marked.iter().map(|m| m.bbox.iou(&t.bbox)).collect();
            (t.score, t.bbox.area(), over)
        };
        let told = told.iter().take(MOST).map(row).collect();
        Table { marked: marked.iter().map(|m| m.bbox.area()).collect(), told }
    };
    by_picture.into_values().map(table).collect()
}

/// The average precision at each overlap of boxes whose area lies within; `None` where none is marked.
fn precisions(tables: &[Table], from: f32, to: f32) -> Option<[f64; OVERLAPS]> {
    let counts = |area: &f32| (from..=to).contains(area);
    let wanted = tables.iter().map(|t| t.marked.iter().filter(|a| counts(a)).count()).sum::<usize>();
    if wanted == 0 {
        return None;
    }
    let mut out = [0.0; OVERLAPS];
    for (k, out) in out.iter_mut().enumerate() {
        let mut judged: Vec<(f32, bool)> = Vec::new();
        for table in tables {
            matched(table, overlap(k), &counts, &mut judged);
        }
        judged.sort_by(|a, b| b.0.total_cmp(&a.0));
        *out = interpolated(&judged, wanted);
    }
    Some(out)
}

/// Adds the told boxes that count, each with whether it is right.
fn matched(table: &Table, least: f32, counts: &dyn Fn(&f32) -> bool, judged: &mut Vec<(f32, bool)>) {
    let mut taken = vec![false; table.marked.len()];
    for (score, area, over) in &table.told {
        let fits = |own: bool| {
            let free = (0..taken.len()).filter(|&m| !taken[m] && counts(&table.marked[m]) == own);
            free.filter(|&m| over[m] >= least).max_by(|&a, &b| over[a].total_cmp(&over[b]))
        };
        // One of another size is taken only where none of this size fits, and then counts for nothing.
        let found = fits(true).map(|m| (m, true)).or_else(|| fits(false).map(|m| (m, false)));
        match found {
            Some((m, own)) => {
                taken[m] = true;
                if own {
                    judged.push((*score, true));
                }
            }
            None if counts(area) => judged.push((*score, false)),
            None => {}
        }
    }
}

/// The highest precision from each of 101 recalls on, averaged.
fn interpolated(judged: &[(f32, bool)], wanted: usize) -> f64 {
    let mut right = 0usize;
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(judged.len());
    for (n, (_, is_right)) in judged.iter().enumerate() {
        right += usize::from(*is_right);
        points.push((right as f64 / wanted as f64, right as f64 / (n + 1) as f64));
    }
    let mut best = 0.0f64;
    for p in points.iter_mut().rev() {
        best = best.max(p.1);
        p.1 = best;
    }
    let at = |r: usize| {
        let recall = r as f64 / (RECALLS - 1) as f64;
        let first = points.partition_point(|p| p.0 < recall - 1e-12);
        points.get(first).map_or(0.0, |p| p.1)
    };
    (0..RECALLS).map(at).sum::<f64>() / RECALLS as f64
}
