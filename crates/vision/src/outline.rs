use fovea_domain::{Point, Polygon};

/// East, south, west, north, in steps of a pixel's corner.
const STEPS: [(i64, i64); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

/// A region's border along the edges of its pixels, with all its holes and separate parts in one closed line:
/// they are joined by lines walked there and back, which the even-odd rule does not see. Filling it gives
/// back the very same pixels.
pub fn outline(binary: &[u8], width: u32, height: u32) -> Polygon {
    let inside = |x: i64, y: i64| at(binary, width, height, x, y).is_some_and(|v| v != 0);
    // A border goes east exactly along the tops of pixels with nothing above them; each belongs to one loop.
    let mut seen = vec![false; binary.len()];
    let mut points: Vec<Point> = Vec::new();
    for i in 0..binary.len() {
        let (x, y) = place(i, width);
        if seen[i] || !inside(x, y) || inside(x, y - 1) {
            continue;
        }
        let turns = walk((x, y), inside, |x, y| {
            if let Some(mark) = seen.get_mut(index(width, x, y)) {
                *mark = true;
            }
        });
        append_loop(&mut points, turns);
    }
    Polygon(points)
}

fn append_loop(points: &mut Vec<Point>, turns: Vec<Point>) {
    let (home, first) = (points.first().copied(), turns.first().copied());
    match (home, first) {
        (Some(home), Some(first)) => {
            if points.last() != Some(&home) || points.len() == 1 {
                points.push(home);
            }
            points.extend(turns);
            points.extend([first, home]);
        }
        _ => *points = turns,
    }
}

/// The outer border of the component that `inside` tells, from its uppermost, then leftmost pixel.
pub(crate) fn outer(start: (i64, i64), inside: impl Fn(i64, i64) -> bool) -> Polygon {
    Polygon(walk(start, inside, |_, _| {}))
}

/// Follows the border with the region on the right hand, beginning eastwards along the top of pixel `start`,
/// until it closes; returns the corners where it turns. `top_of` hears of each pixel whose top it passes.
/// Where two pixels touch only at a corner it crosses over to the other: regions are 8-connected.
fn walk(
    start: (i64, i64),
    inside: impl Fn(i64, i64) -> bool,
    mut top_of: impl FnMut(i64, i64),
) -> Vec<Point> {
    let (mut x, mut y) = start;
    let mut heading = 0;
    let mut turns = vec![[x as f32, y as f32]];
    loop {
        if heading == 0 {
            top_of(x, y);
        }
        x += STEPS[heading].0;
        y += STEPS[heading].1;
        // The two pixels in front of this corner, to the left and to the right.
        let (left, right) = match heading {
            0 => ((x, y - 1), (x, y)),
            1 => ((x, y), (x - 1, y)),
            2 => ((x - 1, y), (x - 1, y - 1)),
            _ => ((x - 1, y - 1), (x, y - 1)),
        };
        let turned = if inside(left.0, left.1) {
            (heading + 3) % 4
        } else if inside(right.0, right.1) {
            heading
        } else {
            (heading + 1) % 4
        };
        if (x, y) == start && turned == 0 {
            return turns;
        }
        if turned != heading {
            turns.push([x as f32, y as f32]);
        }
        heading = turned;
    }
}

fn at(binary: &[u8], width: u32, height: u32, x: i64, y: i64) -> Option<u8> {
    if x < 0 || y < 0 || x >= i64::from(width) || y >= i64::from(height) {
        return None;
    }
    binary.get(index(width, x, y)).copied()
}

fn index(width: u32, x: i64, y: i64) -> usize {
    y as usize * width as usize + x as usize
}

fn place(i: usize, width: u32) -> (i64, i64) {
    let width = width.max(1) as usize;
    ((i % width) as i64, (i / width) as i64)
}

/// Beyond this the work can grow with the square of the points for no visible gain.
const MOST_POINTS: usize = 200_000;

/// Leaves out points within `tolerance` pixels of the line without them (Douglas and Peucker's way), which
/// makes a straight line of a staircase. An outline that would lose or gain more than a twentieth of its
/// area stays as it is.
pub fn simplify(polygon: &Polygon, tolerance: f32) -> Polygon {
    let points = &polygon.0;
    let Some(first) = points.first().filter(|_| points.len() > 4 && points.len() <= MOST_POINTS) else {
        return polygon.clone();
    };
    let far = |p: &Point| (p[0] - first[0]).hypot(p[1] - first[1]);
    let Some(opposite) = (0..points.len()).max_by(|&a, &b| far(&points[a]).total_cmp(&far(&points[b])))
    else {
        return polygon.clone();
    };
    // The closed line, cut open at the first point; the last index stands for the first point again.
    let point = |i: usize| points[i % points.len()];
    let mut keep = vec![false; points.len()];
    keep[0] = true;
    keep[opposite] = true;
    let mut open = vec![(0, opposite), (opposite, points.len())];
    while let Some((from, to)) = open.pop() {
        let gap = |i: &usize| distance(point(*i), point(from), point(to));
        let Some(worst) = (from + 1..to).max_by(|a, b| gap(a).total_cmp(&gap(b))) else { continue };
        if gap(&worst) > tolerance {
            keep[worst] = true;
            open.extend([(from, worst), (worst, to)]);
        }
    }
    let mut kept = keep.iter();
    let simple = Polygon(points.iter().copied().filter(|_| kept.next() == Some(&true)).collect());
    let (before, after) = (polygon.area(), simple.area());
    if (before - after).abs() > before * 0.05 { polygon.clone() } else { simple }
}

/// From a point to the stretch between two others.
fn distance(p: Point, a: Point, b: Point) -> f32 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    (p[0] - a[0] - along * dx).hypot(p[1] - a[1] - along * dy)
}

#[cfg(test)]
mod tests;
