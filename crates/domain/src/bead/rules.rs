use super::{Bead, Wanted};
use serde::{Deserialize, Serialize};

/// What can be wrong with a bead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BeadRule {
    /// A stretch without bead, inside of it.
    Break,
    /// Glue outside of the band that is allowed.
    Overflow,
    Narrow,
    Wide,
    /// The middle of the bead lies beside its path.
    Offset,
    Bubble,
    /// It begins later or earlier than its path.
    Start,
    End,
    Length,
    Volume,
}

impl BeadRule {
    /// The worst first.
    pub const ALL: [BeadRule; 10] = [
        BeadRule::Break,
        BeadRule::Overflow,
        BeadRule::Narrow,
        BeadRule::Wide,
        BeadRule::Offset,
        BeadRule::Bubble,
        BeadRule::Start,
        BeadRule::End,
        BeadRule::Length,
        BeadRule::Volume,
    ];

    pub fn name(self) -> &'static str {
        match self {
            BeadRule::Break => "break",
            BeadRule::Overflow => "overflow",
            BeadRule::Narrow => "narrow",
            BeadRule::Wide => "wide",
            BeadRule::Offset => "offset",
            BeadRule::Bubble => "bubble",
            BeadRule::Start => "start",
            BeadRule::End => "end",
            BeadRule::Length => "length",
            BeadRule::Volume => "volume",
        }
    }

    pub fn unit(self) -> &'static str {
        match self {
            BeadRule::Overflow | BeadRule::Bubble => "mm2",
            BeadRule::Volume => "mm3",
            _ => "mm",
        }
    }
}

/// A rule, what was measured, and how much of what is allowed that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ruled {
    pub rule: BeadRule,
    pub value: f64,
    pub limit: f64,
    /// 0 as wanted, 1 at the limit.
    pub ratio: f64,
    /// The stretch of the path that it is about, in mm.
    pub from_mm: f64,
    pub to_mm: f64,
    /// Across the path, in mm.
    pub across_mm: f64,
}

/// A score of 0 to 1 from the ratio: 0.5 at the limit.
pub fn score_of(ratio: f64) -> f32 {
    let ratio = if ratio.is_nan() { f64::INFINITY } else { ratio.max(0.0) };
    if ratio.is_infinite() { 1.0 } else { (ratio / (1.0 + ratio)) as f32 }
}

/// The reverse of [`score_of`].
pub fn ratio_of(score: f32) -> f64 {
    let score = f64::from(score).clamp(0.0, 1.0);
    if score >= 1.0 { f64::INFINITY } else { score / (1.0 - score) }
}

/// Each rule at every place where it says something; those of one kind from the worst on.
pub fn judge(bead: &Bead, wanted: &Wanted) -> Vec<Ruled> {
    let nominal = wanted.width_px * wanted.mm_per_px;
    let mut found = Vec::new();
    let mut add = |rule, value: f64, limit: f64, ratio: f64, (from_mm, to_mm): (f64, f64), across_mm: f64| {
        found.push(Ruled { rule, value, limit, ratio, from_mm, to_mm, across_mm });
    };
    for b in &bead.breaks {
        let length: f64 = b.length_mm.into();
        let at = (b.from_mm.into(), b.to_mm.into());
        add(BeadRule::Break, length, wanted.break_mm, length / wanted.break_mm, at, 0.0);
    }
    for o in &bead.overflow {
        let area: f64 = o.area_mm2.into();
        let edge = (nominal / 2.0 + f64::from(o.reach_mm) / 2.0) * o.side.sign();
        let at = (o.from_mm.into(), o.to_mm.into());
        add(BeadRule::Overflow, area, wanted.overflow_mm2, area / wanted.overflow_mm2, at, edge);
    }
    let spot = |at: Option<f32>| {
        let at = f64::from(at.unwrap_or(0.0));
        (at - nominal / 2.0, at + nominal / 2.0)
    };
    let [least, most] = wanted.width_mm;
    if let (Some(min), Some(max)) = (bead.width_mm.min, bead.width_mm.max) {
        let (min, max) = (f64::from(min), f64::from(max));
        let narrow = (nominal - min).max(0.0) / (nominal - least);
        add(BeadRule::Narrow, min, least, narrow, spot(bead.width_mm.min_at_mm), 0.0);
        let wide = (max - nominal).max(0.0) / (most - nominal);
        add(BeadRule::Wide, max, most, wide, spot(bead.width_mm.max_at_mm), 0.0);
    }
    if let Some(offset) = bead.offset_max_mm {
        let offset = f64::from(offset);
        let (ratio, at) = (offset.abs() / wanted.offset_mm, spot(bead.offset_at_mm));
        add(BeadRule::Offset, offset, wanted.offset_mm, ratio, at, offset);
    }
    for b in &bead.bubbles {
        let (area, at) = (f64::from(b.area_mm2), f64::from(b.at_mm));
        let half = area.sqrt() / 2.0;
        let place = (at - half, at + half);
        let ratio = area / wanted.bubble_mm2;
        add(BeadRule::Bubble, area, wanted.bubble_mm2, ratio, place, b.across_mm.into());
    }
    let whole = f64::from(bead.path_mm);
    if let Some(start) = bead.start_mm.map(f64::from) {
        let at = (start.min(0.0), start.max(0.0));
        add(BeadRule::Start, start, wanted.start_mm, start.abs() / wanted.start_mm, at, 0.0);
    }
    if let Some(end) = bead.end_mm.map(f64::from) {
        let at = (whole - end.max(0.0), whole - end.min(0.0));
        add(BeadRule::End, end, wanted.end_mm, end.abs() / wanted.end_mm, at, 0.0);
    }
    let within = |value: f32, [a, b]: [f64; 2]| {
        let value = f64::from(value);
        let (middle, half) = ((a + b) / 2.0, (b - a) / 2.0);
        (value, if value < middle { a } else { b }, (value - middle).abs() / half)
    };
    for (rule, value, pair) in [
        (BeadRule::Length, bead.length_mm, wanted.length_mm),
        (BeadRule::Volume, bead.volume_mm3, wanted.volume_mm3),
    ] {
        if let Some(pair) = pair {
            let (value, limit, ratio) = within(value, pair);
            add(rule, value, limit, ratio, (0.0, whole), 0.0);
        }
    }
    found.sort_by(|a, b| a.rule.cmp(&b.rule).then(b.ratio.total_cmp(&a.ratio)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_a_half_at_the_limit_and_goes_back() {
        assert_eq!((score_of(0.0), score_of(1.0), score_of(f64::INFINITY)), (0.0, 0.5, 1.0));
        for ratio in [0.1, 0.7, 1.0, 3.0] {
            assert!((ratio_of(score_of(ratio)) - ratio).abs() < 1e-4);
        }
        assert_eq!((ratio_of(1.0), score_of(f64::NAN)), (f64::INFINITY, 1.0));
    }
}
