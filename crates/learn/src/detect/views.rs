//! What the network sees while it learns: whole pictures, or pieces of large ones, with the boxes that lie there.

use crate::pool::Pool;
use crate::shelf::Shelf;
use crate::span::{Span, inside};
use crate::{LearnError, Progress};
use fovea_datasets::Sample;
use fovea_domain::BBox;
use fovea_infer::{Fit, InferError};
use fovea_vision::{Limits, Picture};
use std::sync::Arc;

/// Side of the piece that is seen of a picture too large to be seen whole, in scaled pixels.
const PIECE: u32 = 320;
/// Share of views that are drawn for a box where some pictures have none.
const ON_BOX: f32 = 0.8;
/// A box of which less is seen is not told.
const LEAST_SEEN: f32 = 0.25;
/// Natural logarithms of how much larger or smaller things are drawn, and longer or wider.
const ZOOM: f32 = 0.3;
const ASPECT: f32 = 0.1;
/// How far the middle moves either way, in sides of the view.
const MOVE: f32 = 0.12;

/// A box and its kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    pub kind: usize,
    pub bbox: BBox,
}

/// A picture and its boxes, scaled as the model will see it.
pub struct Scene {
    pub picture: Picture,
    pub marks: Vec<Mark>,
}

pub struct Views<'a> {
    samples: &'a [&'a Sample],
    /// In pixels of the pictures.
    marks: &'a [Vec<Mark>],
    kinds: usize,
    fit: Fit,
    shelf: Shelf<Scene>,
}

/// What views are drawn from.
pub struct Stock {
    /// For each kind the pictures that show it.
    by_kind: Vec<Pool>,
    /// Pictures, or places in pictures, without any box.
    good: Pool,
}

impl<'a> Views<'a> {
    pub fn new(samples: &'a [&'a Sample], marks: &'a [Vec<Mark>], kinds: usize, fit: Fit) -> Views<'a> {
        Views { samples, marks, kinds, fit, shelf: Shelf::new(samples.len()) }
    }

    /// Width and height that the network sees while training.
    pub fn view(&self) -> (u32, u32) {
        match self.fit {
            Fit::Stretch { width, height } => (width, height),
            Fit::Scale { .. } => (PIECE, PIECE),
        }
    }

    fn whole(&self) -> bool {
        matches!(self.fit, Fit::Stretch { .. })
    }

    fn scene(&self, i: usize) -> Result<Arc<Scene>, LearnError> {
        self.shelf.get(i, || {
            let sample = self.samples[i];
            let photo = self.fit.decode_file(&sample.path, &Limits::default()).map_err(InferError::from)?;
            let picture = self.fit.scale(&photo);
            let sx = picture.width as f32 / sample.width.max(1) as f32;
            let sy = picture.height as f32 / sample.height.max(1) as f32;
            let scaled = |m: &Mark| {
                let BBox { x, y, w, h } = m.bbox;
                Mark { kind: m.kind, bbox: BBox { x: x * sx, y: y * sy, w: w * sx, h: h * sy } }
            };
            let pixels = (picture.width * picture.height) as usize;
            Ok((Scene { picture, marks: self.marks[i].iter().map(scaled).collect() }, pixels))
        })
    }

    /// Reads the pictures `from`; also tells which could be read.
    pub fn stock(&self, from: &[bool], progress: &dyn Progress) -> (Stock, Vec<bool>) {
        let mut stock = Stock { by_kind: vec![Pool::default(); self.kinds], good: Pool::default() };
        let mut read = vec![false; self.samples.len()];
        for i in (0..self.samples.len()).filter(|&i| from[i]) {
            progress.step("reading", i + 1, self.samples.len(), "");
            if let Err(e) = self.scene(i) {
                progress.warn(&format!("left out: {e}"));
                continue;
            }
            read[i] = true;
            let (part, marks) = (&self.samples[i].group, &self.marks[i]);
            for kind in (0..self.kinds).filter(|&k| marks.iter().any(|m| m.kind == k)) {
                stock.by_kind[kind].push(part, i);
            }
            // Of a picture seen in pieces most are good even where something is elsewhere.
            if marks.is_empty() || !self.whole() {
                stock.good.push(part, i);
            }
        }
        (stock, read)
    }

    /// One view, drawn by chance, and its boxes.
    pub fn draw(&self, stock: &Stock, rng: &mut fastrand::Rng) -> Result<(Vec<f32>, Vec<Mark>), LearnError> {
        let kind = stock.kind(rng);
        let pool = kind.map_or(&stock.good, |k| &stock.by_kind[k]);
        let scene = self.scene(pool.draw(rng))?;
        let (vw, vh) = self.view();
        let mut spread = |most: f32| (rng.f32() * 2.0 - 1.0) * most;
        let (zoom, aspect) = (spread(ZOOM), spread(ASPECT));
        let sides = (vw as f32 * (zoom + aspect).exp(), vh as f32 * (zoom - aspect).exp());
        let (dx, dy) = (spread(MOVE) * vw as f32, spread(MOVE) * vh as f32);
        let (w, h) = (scene.picture.width as f32, scene.picture.height as f32);
        let own: Vec<&Mark> = scene.marks.iter().filter(|m| Some(m.kind) == kind).collect();
        let centre = match own.len() {
            _ if self.whole() => (w / 2.0 + dx, h / 2.0 + dy),
            0 => (inside(rng.f32() * w, sides.0, w), inside(rng.f32() * h, sides.1, h)),
            n => {
                let b = own[rng.usize(..n)].bbox;
                // Anywhere in the piece, not in its middle only.
                let (x, y) = (b.x + b.w / 2.0 + 3.0 * dx, b.y + b.h / 2.0 + 3.0 * dy);
                (inside(x, sides.0, w), inside(y, sides.1, h))
            }
        };
        let span = Span::by_chance(centre, sides, (vw as usize, vh as usize), rng);
        let marks = scene.marks.iter().filter_map(|m| seen(&span, m)).collect();
        Ok((span.image(&scene.picture), marks))
    }
}

impl Stock {
    /// Which kind the next view is drawn for; `None` for one without. Rare kinds come more often than they are there:
    /// by the root of their pictures.
    fn kind(&self, rng: &mut fastrand::Rng) -> Option<usize> {
        let weights: Vec<f32> = self.by_kind.iter().map(|p| (p.count() as f32).sqrt()).collect();
        let sum: f32 = weights.iter().sum();
        if sum == 0.0 || (!self.good.is_empty() && rng.f32() >= ON_BOX) {
            return None;
        }
        let mut left = rng.f32() * sum;
        let mut chosen = None;
        for (k, w) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            chosen = Some(k);
            left -= w;
            if left < 0.0 {
                break;
            }
        }
        chosen
    }
}

/// The part of a box that is seen.
fn seen(span: &Span, mark: &Mark) -> Option<Mark> {
    let b = mark.bbox;
    let (ax, ay) = span.seen(b.x, b.y);
    let (bx, by) = span.seen(b.x + b.w, b.y + b.h);
    let whole = BBox { x: ax.min(bx), y: ay.min(by), w: (ax - bx).abs(), h: (ay - by).abs() };
    let part = whole.clip(span.view.0 as f32, span.view.1 as f32)?;
    let enough = part.area() >= LEAST_SEEN * whole.area() && part.w >= 1.0 && part.h >= 1.0;
    enough.then_some(Mark { kind: mark.kind, bbox: part })
}
