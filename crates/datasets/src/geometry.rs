use fovea_domain::{BBox, Mark, MarkFault, Point, Polygon, Shape};

/// A shape as a label file tells it, unchecked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RawShape {
    /// Left, top, width, height.
    Box([f64; 4]),
    Polygon(Vec<[f64; 2]>),
    Drawn(Mark),
}

/// So far from a right angle, as a part of the sides, corners may lie that stand for a turned box.
const SQUARE: f64 = 0.01;
/// The same in pixels, for small boxes whose corners were rounded.
const SQUARE_PX: f64 = 0.75;

/// A box that is turned, where four corners are one; `None` for an upright one and for anything else. The angle is that of the first side.
pub(crate) fn turned_box(points: &[[f64; 2]]) -> Option<Mark> {
    let [a, b, c, d] = points else { return None };
    if points.iter().flatten().any(|v| !v.is_finite()) {
        return None;
    }
    let (w, h) = ((b[0] - a[0]).hypot(b[1] - a[1]), (d[0] - a[0]).hypot(d[1] - a[1]));
    // In a box the corner opposite of the first is the sum of both sides, and both diagonals are of one length.
    let odd = (b[0] + d[0] - a[0] - c[0]).hypot(b[1] + d[1] - a[1] - c[1]);
    let skew = ((c[0] - a[0]).hypot(c[1] - a[1]) - (d[0] - b[0]).hypot(d[1] - b[1])).abs();
    let most = (SQUARE * w.min(h)).max(SQUARE_PX);
    if w <= 0.0 || h <= 0.0 || odd > most || skew > most || h < 2.0 * SQUARE_PX || w < 2.0 * SQUARE_PX {
        return None;
    }
    // As a clock goes, so that the second side is the height.
    let clockwise = (b[0] - a[0]) * (d[1] - a[1]) - (b[1] - a[1]) * (d[0] - a[0]) > 0.0;
    let ([w, h], [x, y]) =
        if clockwise { ([w, h], [b[0] - a[0], b[1] - a[1]]) } else { ([h, w], [d[0] - a[0], d[1] - a[1]]) };
    let upright = x.abs().min(y.abs()) <= 1e-3 * x.hypot(y);
    let (cx, cy) = ((a[0] + c[0]) / 2.0, (a[1] + c[1]) / 2.0);
    (!upright).then(|| Mark::Rotated {
        cx: cx as f32,
        cy: cy as f32,
        w: w as f32,
        h: h as f32,
        angle: y.atan2(x).to_degrees() as f32,
    })
}

/// What is left of a told shape.
#[derive(Debug, PartialEq)]
pub(crate) enum Fitted {
    Inside(Shape),
    /// Cut off at the picture's border.
    Clipped(Shape),
    Outside,
    /// Without area, or with numbers that are none.
    Degenerate,
}

/// Labels reach over the border by rounding; so much is not worth a word.
const ROUNDING: f64 = 1.0;

/// Cuts a shape to the picture.
pub(crate) fn fit(raw: &RawShape, width: u32, height: u32) -> Fitted {
    let (w, h) = (f64::from(width), f64::from(height));
    if let RawShape::Drawn(mark) = raw {
        return fit_drawn(mark, width, height);
    }
    let corners = match raw {
        RawShape::Drawn(_) => Vec::new(),
        RawShape::Box([x, y, bw, bh]) => vec![[*x, *y], [x + bw, y + bh]],
        RawShape::Polygon(points) => points.clone(),
    };
    if corners.iter().flatten().any(|v| !v.is_finite()) {
        return Fitted::Degenerate;
    }
    let over =
        |p: &[f64; 2]| p[0] < -ROUNDING || p[1] < -ROUNDING || p[0] > w + ROUNDING || p[1] > h + ROUNDING;
    let reaches_out = corners.iter().any(over);
    let shape = match raw {
        RawShape::Drawn(_) => None,
        RawShape::Box([x, y, bw, bh]) => {
            if *bw <= 0.0 || *bh <= 0.0 {
                return Fitted::Degenerate;
            }
            let (x0, x1) = (x.clamp(0.0, w), (x + bw).clamp(0.0, w));
            let (y0, y1) = (y.clamp(0.0, h), (y + bh).clamp(0.0, h));
            let bbox = BBox { x: x0 as f32, y: y0 as f32, w: (x1 - x0) as f32, h: (y1 - y0) as f32 };
            (bbox.area() > 0.0).then_some(Shape::Box(bbox))
        }
        RawShape::Polygon(points) => {
            if points.len() < 3 || area(points) <= 0.0 {
                return Fitted::Degenerate;
            }
            let cut = clip(points.clone(), w, h);
            let polygon = Polygon(cut.iter().map(|p| -> Point { [p[0] as f32, p[1] as f32] }).collect());
            (polygon.0.len() >= 3 && polygon.area() > 0.0).then_some(Shape::Polygon(polygon))
        }
    };
    match shape {
        None => Fitted::Outside,
        Some(shape) if reaches_out => Fitted::Clipped(shape),
        Some(shape) => Fitted::Inside(shape),
    }
}

/// What is drawn is cut at the border only where nothing else helps: its own kind of shape is worth more.
fn fit_drawn(mark: &Mark, width: u32, height: u32) -> Fitted {
    match mark.check(width, height) {
        Ok(()) => return Fitted::Inside(Shape::Drawn(mark.clone())),
        Err(MarkFault::Outside) => {}
        Err(_) => return Fitted::Degenerate,
    }
    let held = |points: &[Point]| -> Vec<Point> {
        points.iter().map(|p| [p[0].clamp(0.0, width as f32), p[1].clamp(0.0, height as f32)]).collect()
    };
    let cut = match mark {
        Mark::Line { points, width } => Mark::Line { points: held(points), width: *width },
        Mark::Points { points } => {
            let inside = |p: &&Point| held(&[**p]) == [**p];
            Mark::Points { points: points.iter().filter(inside).copied().collect() }
        }
        Mark::Text { points, text } => match held(points).try_into() {
            Ok(points) => Mark::Text { points, text: text.clone() },
            Err(_) => return Fitted::Outside,
        },
        turned => {
            let ring = turned.rings().into_iter().next().unwrap_or_default();
            let outline = ring.iter().map(|p| p.map(f64::from)).collect();
            return fit(&RawShape::Polygon(outline), width, height);
        }
    };
    match cut.check(width, height) {
        Ok(()) => Fitted::Clipped(Shape::Drawn(cut)),
        Err(_) => Fitted::Outside,
    }
}

fn area(points: &[[f64; 2]]) -> f64 {
    let next = points.iter().cycle().skip(1);
    (points.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0).abs()
}

/// Cuts off at one border line after the other (Sutherland and Hodgman's way). Parts of a bent shape stay
/// joined by lines along the border, which enclose nothing.
fn clip(mut points: Vec<[f64; 2]>, w: f64, h: f64) -> Vec<[f64; 2]> {
    let inside_all = |p: &[f64; 2]| p[0] >= 0.0 && p[1] >= 0.0 && p[0] <= w && p[1] <= h;
    if points.iter().all(inside_all) {
        return points;
    }
    // Axis, border, and which side of it is in.
    for (axis, border, sign) in [(0, 0.0, 1.0), (0, w, -1.0), (1, 0.0, 1.0), (1, h, -1.0)] {
        let depth = |p: &[f64; 2]| (p[axis] - border) * sign;
        let mut cut = Vec::with_capacity(points.len() + 4);
        for i in 0..points.len() {
            let (a, b) = (points[i], points[(i + 1) % points.len()]);
            let (da, db) = (depth(&a), depth(&b));
            if da >= 0.0 {
                cut.push(a);
            }
            if (da >= 0.0) != (db >= 0.0) {
                let part = da / (da - db);
                let mut crossing = [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
                crossing[axis] = border;
                cut.push(crossing);
            }
        }
        points = cut;
    }
    points
}

#[cfg(test)]
mod tests;
