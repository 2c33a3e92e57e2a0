//! Where a line stands in its picture: within four corners, or along a circle.

use super::{LINE, find, line};
use fovea_domain::Point;
use fovea_domain::text::TextArc;
use fovea_vision::{Picture, Quad, quad_size, smallest_rect};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    Flat(Quad),
    Bent(TextArc),
}

impl Place {
    /// As it reads after a turn by so many degrees; what is bent reads from one end or from the other.
    pub fn turned(&self, degrees: u16) -> Place {
        match self {
            Place::Flat(quad) => Place::Flat(find::turned(quad, usize::from(degrees / 90))),
            Place::Bent(arc) if degrees == 180 => Place::Bent(arc.reversed()),
            Place::Bent(arc) => Place::Bent(*arc),
        }
    }

    /// The part of it between these heights, from 0 at the top to 1; what is bent stays.
    pub fn between(&self, from: f32, to: f32) -> Place {
        let Place::Flat([a, b, c, d]) = self else { return *self };
        let down =
            |p: &Point, q: &Point, part: f32| [p[0] + part * (q[0] - p[0]), p[1] + part * (q[1] - p[1])];
        Place::Flat([down(a, d, from), down(b, c, from), down(b, c, to), down(a, d, to)])
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Place::Flat(quad) => {
                let (w, h) = quad_size(quad);
                w < 1.0 || h < 1.0
            }
            Place::Bent(arc) => !arc.is_sound(),
        }
    }

    /// The line as the reader of signs takes it, no wider than `widest`.
    pub fn cut(&self, picture: &Picture, widest: u32) -> Picture {
        match self {
            Place::Flat(quad) => line::cut(picture, quad, widest),
            Place::Bent(arc) => {
                let width = (LINE as f32 * arc.laid().length() / arc.height.max(1.0)).ceil() as u32;
                picture.cut_arc(arc, width.clamp(8, widest), LINE)
            }
        }
    }

    /// The place of the picture so far along its middle, from 0 to 1; to a tenth of a pixel.
    pub fn at(&self, along: f32) -> Point {
        let place = match self {
            Place::Flat([a, b, c, d]) => {
                let middle = |p: &Point, q: &Point| [(p[0] + q[0]) / 2.0, (p[1] + q[1]) / 2.0];
                let (from, to) = (middle(a, d), middle(b, c));
                [from[0] + along * (to[0] - from[0]), from[1] + along * (to[1] - from[1])]
            }
            Place::Bent(arc) => arc.laid().at(along, 0.5),
        };
        place.map(|v| (v * 10.0).round() / 10.0)
    }

    /// The corners that are told of it: of what is bent, those of the smallest rectangle around it.
    pub fn quad(&self) -> Quad {
        match self {
            Place::Flat(quad) => *quad,
            Place::Bent(arc) => smallest_rect(&arc.outline()).map_or([[0.0; 2]; 4], find::reading_way),
        }
    }
}
