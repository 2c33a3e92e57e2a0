use super::corners::Spot;
use super::{FEWEST, Gray, distance};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Corners in rows and columns, row by row from the top left.
pub(super) struct Grid {
    pub columns: usize,
    pub rows: usize,
    pub places: Vec<[f64; 2]>,
}

/// Corners that a grid is begun from.
const SEEDS: usize = 40;
/// How far the next corner may lie from where the one before has it, in steps.
const OFF: f64 = 0.25;
/// How differently long the two ways from the first corner may be.
const UNLIKE: f64 = 1.7;
/// Light must differ from square to square by at least this.
const CONTRAST: f32 = 8.0;

#[derive(Clone, Copy)]
struct Node {
    spot: usize,
    /// One step along a row and down a column, as seen here.
    u: [f64; 2],
    v: [f64; 2],
}

type Nodes = BTreeMap<(i32, i32), Node>;

/// The largest chessboard among the corners.
pub(super) fn grow(gray: &Gray, spots: &[Spot]) -> Option<Grid> {
    let mut best: Option<Grid> = None;
    let mut used = BTreeSet::new();
    for seed in 0..spots.len().min(SEEDS) {
        // Of a grid that was found each corner would give the same.
        if used.contains(&seed) {
            continue;
        }
        let Some(nodes) = grown(spots, seed) else { continue };
        let Some(grid) = whole(gray, spots, &nodes) else { continue };
        used.extend(nodes.values().map(|n| n.spot));
        if best.as_ref().is_none_or(|b| grid.places.len() > b.places.len()) {
            best = Some(grid);
        }
    }
    best
}

fn minus(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0] - b[0], a[1] - b[1]]
}

/// From the seed to its neighbours, and on from those.
fn grown(spots: &[Spot], seed: usize) -> Option<Nodes> {
    let at = spots[seed].at;
    let mut others: Vec<usize> = (0..spots.len()).filter(|&i| i != seed).collect();
    others.sort_by(|&a, &b| distance(spots[a].at, at).total_cmp(&distance(spots[b].at, at)));
    let u = minus(spots[*others.first()?].at, at);
    let length = u[0].hypot(u[1]);
    let across = |i: &&usize| {
        let v = minus(spots[**i].at, at);
        let long = v[0].hypot(v[1]);
        // Between 60 and 120 degrees.
        (u[0] * v[0] + u[1] * v[1]).abs() < 0.5 * length * long && long < UNLIKE * length
    };
    let v = minus(spots[*others.iter().take(12).find(across)?].at, at);
    let mut taken = vec![false; spots.len()];
    taken[seed] = true;
    let mut nodes = Nodes::from([((0, 0), Node { spot: seed, u, v })]);
    let mut line = VecDeque::from([(0, 0)]);
    while let Some((i, j)) = line.pop_front() {
        let Some(&node) = nodes.get(&(i, j)) else { continue };
        let from = spots[node.spot].at;
        for (di, dj) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
            let key = (i + di, j + dj);
            if nodes.contains_key(&key) {
                continue;
            }
            let sign = f64::from(di + dj);
            let step = if di != 0 { node.u } else { node.v };
            let wanted = [from[0] + sign * step[0], from[1] + sign * step[1]];
            let near = (0..spots.len())
                .filter(|&k| !taken[k])
                .map(|k| (distance(spots[k].at, wanted), k))
                .min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((_, spot)) = near.filter(|n| n.0 < OFF * step[0].hypot(step[1])) else { continue };
            taken[spot] = true;
            let way = minus(spots[spot].at, from);
            let seen = [sign * way[0], sign * way[1]];
            let (u, v) = if di != 0 { (seen, node.v) } else { (node.u, seen) };
            nodes.insert(key, Node { spot, u, v });
            line.push_back(key);
        }
    }
    Some(nodes)
}

/// The rectangle in which no corner is missing, if its colours are those of a chessboard.
fn whole(gray: &Gray, spots: &[Spot], nodes: &Nodes) -> Option<Grid> {
    let ends = |of: &dyn Fn(&(i32, i32)) -> i32| -> Option<[i32; 2]> {
        Some([nodes.keys().map(of).min()?, nodes.keys().map(of).max()?])
    };
    let (mut is, mut js) = (ends(&|k| k.0)?, ends(&|k| k.1)?);
    loop {
        let (w, h) = (is[1] - is[0] + 1, js[1] - js[0] + 1);
        if w < FEWEST as i32 || h < FEWEST as i32 {
            return None;
        }
        let missing = |cells: &mut dyn Iterator<Item = (i32, i32)>, all: i32| {
            cells.filter(|k| !nodes.contains_key(k)).count() as f64 / f64::from(all)
        };
        let (i, j) = (is, js);
        let sides = [
            missing(&mut (j[0]..=j[1]).map(|n| (i[0], n)), h),
            missing(&mut (j[0]..=j[1]).map(|n| (i[1], n)), h),
            missing(&mut (i[0]..=i[1]).map(|n| (n, j[0])), w),
            missing(&mut (i[0]..=i[1]).map(|n| (n, j[1])), w),
        ];
        let mut all = (i[0]..=i[1]).flat_map(|a| (j[0]..=j[1]).map(move |b| (a, b)));
        if all.all(|k| nodes.contains_key(&k)) {
            break;
        }
        let worst = (0..4).max_by(|&a, &b| sides[a].total_cmp(&sides[b]))?;
        match worst {
            0 => is[0] += 1,
            1 => is[1] -= 1,
            2 => js[0] += 1,
            _ => js[1] -= 1,
        }
    }
    if !alternates(gray, spots, nodes, (is, js)) {
        return None;
    }
    Some(upright(spots, nodes, (is, js)))
}

/// Whether light and dark change from each corner to the next.
fn alternates(gray: &Gray, spots: &[Spot], nodes: &Nodes, (is, js): ([i32; 2], [i32; 2])) -> bool {
    let mut first = None;
    for i in is[0]..=is[1] {
        for j in js[0]..=js[1] {
            let Some(node) = nodes.get(&(i, j)) else { return false };
            let [x, y] = spots[node.spot].at;
            let value = |a: f64, b: f64| {
                let (dx, dy) = (a * node.u[0] + b * node.v[0], a * node.u[1] + b * node.v[1]);
                gray.near((x + dx).floor() as isize, (y + dy).floor() as isize)
            };
            let told = value(0.3, 0.3) + value(-0.3, -0.3) - value(0.3, -0.3) - value(-0.3, 0.3);
            let told = if (i + j) % 2 == 0 { told } else { -told };
            let sign = told > 0.0;
            if told.abs() < 2.0 * CONTRAST || *first.get_or_insert(sign) != sign {
                return false;
            }
        }
    }
    true
}

/// Columns to the right and rows downwards, as one sees the picture.
fn upright(spots: &[Spot], nodes: &Nodes, (is, js): ([i32; 2], [i32; 2])) -> Grid {
    let place = |i: i32, j: i32| nodes.get(&(i, j)).map_or([0.0; 2], |n| spots[n.spot].at);
    let (u, v) =
        (minus(place(is[1], js[0]), place(is[0], js[0])), minus(place(is[0], js[1]), place(is[0], js[0])));
    let slope = |d: [f64; 2]| d[0].abs() / d[0].hypot(d[1]).max(1e-9);
    let turned = slope(u) < slope(v);
    let (along, down) = if turned { (v, u) } else { (u, v) };
    let order = |[from, to]: [i32; 2], back: bool| -> Vec<i32> {
        if back { (from..=to).rev().collect() } else { (from..=to).collect() }
    };
    let (columns, rows) = if turned { (js, is) } else { (is, js) };
    let (columns, rows) = (order(columns, along[0] < 0.0), order(rows, down[1] < 0.0));
    let cell = |column: i32, row: i32| if turned { place(row, column) } else { place(column, row) };
    let places =
        rows.iter().flat_map(|&r| columns.iter().map(move |&c| (c, r))).map(|(c, r)| cell(c, r)).collect();
    Grid { columns: columns.len(), rows: rows.len(), places }
}
