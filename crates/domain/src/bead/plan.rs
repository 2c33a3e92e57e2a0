use serde::{Deserialize, Serialize};

/// What `glue.json` says: where the bead belongs on the reference picture, and what is allowed. Its schema stands in
/// `docs/glue.schema.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeadPlan {
    /// The picture that the path was drawn on, as a path from the plan's folder.
    pub image: String,
    /// The middle of the bead, in pixels of that picture.
    pub path: Vec<[f64; 2]>,
    /// Whether the last point joins the first.
    #[serde(default)]
    pub closed: bool,
    pub width: Length,
    /// How far an edge may lie beside its place; beyond is overflow.
    pub tolerance: Length,
    pub scale: Scale,
    /// Whether the part may lie shifted or turned, and is looked for in each picture.
    #[serde(default)]
    pub locate: bool,
    /// Angle at which the bead meets the ground: its cross-section is the segment of a circle with it, for the volume.
    #[serde(default = "half_circle")]
    pub contact_angle_deg: f64,
    #[serde(default)]
    pub limits: BeadLimits,
    /// Tells bead from ground by light or colour alone; without it good pictures teach that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<BeadThreshold>,
}

/// From what value on and up to which a place is bead.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeadThreshold {
    pub of: BeadTone,
    pub least: f64,
    pub most: f64,
}

/// What of a place is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BeadTone {
    /// Brightness, 0 to 255.
    Light,
    /// Red less green, -255 to 255.
    RedGreen,
    /// Blue less green, -255 to 255.
    BlueGreen,
}

impl BeadTone {
    /// Which value of a place it is.
    pub fn channel(self) -> usize {
        match self {
            BeadTone::Light => 0,
            BeadTone::RedGreen => 1,
            BeadTone::BlueGreen => 2,
        }
    }
}

fn half_circle() -> f64 {
    90.0
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Length {
    Mm { mm: f64 },
    Px { px: f64 },
}

impl Length {
    pub fn px(self, mm_per_px: f64) -> f64 {
        match self {
            Length::Mm { mm } => mm / mm_per_px,
            Length::Px { px } => px,
        }
    }
}

/// How large a pixel is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Scale {
    Direct {
        mm_per_px: f64,
    },
    /// Two places on the reference picture, and how far they are apart.
    Known {
        from: [f64; 2],
        to: [f64; 2],
        mm: f64,
    },
}

impl Scale {
    pub fn mm_per_px(self) -> f64 {
        match self {
            Scale::Direct { mm_per_px } => mm_per_px,
            Scale::Known { from, to, mm } => mm / (to[0] - from[0]).hypot(to[1] - from[1]),
        }
    }
}

/// What is allowed; what is not told follows from width and tolerance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeadLimits {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width_mm: Option<[f64; 2]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_mm: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub break_mm: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overflow_mm2: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bubble_mm2: Option<f64>,
    /// How much later or earlier than its path the bead may begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_mm: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_mm: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length_mm: Option<[f64; 2]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume_mm3: Option<[f64; 2]>,
}

/// Why a plan cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PlanFault(pub String);

/// A plan's numbers with all that was left out filled in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    pub mm_per_px: f64,
    pub width_px: f64,
    pub tolerance_px: f64,
    pub width_mm: [f64; 2],
    pub offset_mm: f64,
    pub break_mm: f64,
    pub overflow_mm2: f64,
    pub bubble_mm2: f64,
    pub start_mm: f64,
    pub end_mm: f64,
    pub length_mm: Option<[f64; 2]>,
    pub volume_mm3: Option<[f64; 2]>,
    /// Area of a cross-section of width 1.
    pub fullness: f64,
}

/// A path of more corners, or longer, is a mistake or meant to harm.
const MOST_POINTS: usize = 2000;
const LONGEST_PX: f64 = 40_000.0;
const MOST_SIDE: f64 = 32_768.0;
/// Widths in pixels that can be measured, and tolerances beside them.
const WIDTHS: std::ops::RangeInclusive<f64> = 4.0..=400.0;
const TOLERANCES: std::ops::RangeInclusive<f64> = 1.0..=200.0;
/// A break must be so long to be told, unless the plan says otherwise.
const BREAK_PX: f64 = 2.0;

impl BeadPlan {
    /// Reads and checks a plan.
    pub fn parse(json: &[u8]) -> Result<BeadPlan, PlanFault> {
        let plan: BeadPlan = serde_json::from_slice(json).map_err(|e| PlanFault(e.to_string()))?;
        plan.wanted()?;
        Ok(plan)
    }

    /// Its numbers, if they can be used.
    pub fn wanted(&self) -> Result<Wanted, PlanFault> {
        self.check_path()?;
        let mm_per_px = self.scale.mm_per_px();
        if !(1e-5..=1e3).contains(&mm_per_px) {
            return fault(
                "`scale` tells no size of a pixel; give mm_per_px, or two places and the mm between them",
            );
        }
        let (width_px, tolerance_px) = (self.width.px(mm_per_px), self.tolerance.px(mm_per_px));
        if !WIDTHS.contains(&width_px) {
            let (least, most) = (WIDTHS.start(), WIDTHS.end());
            return fault(&format!(
                "`width` is {width_px:.1} px; beads of {least} to {most} px can be measured"
            ));
        }
        if !TOLERANCES.contains(&tolerance_px) {
            let (least, most) = (TOLERANCES.start(), TOLERANCES.end());
            return fault(&format!("`tolerance` is {tolerance_px:.1} px; it must be {least} to {most} px"));
        }
        if !(10.0..=170.0).contains(&self.contact_angle_deg) {
            return fault("`contact_angle_deg` must be 10 to 170");
        }
        if let Some(BeadThreshold { least, most, .. }) = self.threshold {
            let value = -255.0..=255.0;
            if !(value.contains(&least) && value.contains(&most) && least < most) {
                return fault("`threshold` must tell two values from -255 to 255, the smaller as `least`");
            }
        }
        let (width, tolerance) = (width_px * mm_per_px, tolerance_px * mm_per_px);
        let limits = self.limits;
        let width_mm = limits.width_mm.unwrap_or([(width - tolerance).max(width * 0.25), width + tolerance]);
        if !(width_mm[0] > 0.0 && width_mm[0] < width && width < width_mm[1] && width_mm[1].is_finite()) {
            return fault(&format!("`limits.width_mm` must lie around the width of {width:.3} mm"));
        }
        let of_width = 0.05 * width * width;
        let wanted = Wanted {
            mm_per_px,
            width_px,
            tolerance_px,
            width_mm,
            offset_mm: limits.offset_mm.unwrap_or(tolerance),
            break_mm: limits.break_mm.unwrap_or(BREAK_PX * mm_per_px),
            overflow_mm2: limits.overflow_mm2.unwrap_or(of_width),
            bubble_mm2: limits.bubble_mm2.unwrap_or(of_width),
            start_mm: limits.start_mm.unwrap_or(width.max(tolerance)),
            end_mm: limits.end_mm.unwrap_or(width.max(tolerance)),
            length_mm: limits.length_mm,
            volume_mm3: limits.volume_mm3,
            fullness: fullness(self.contact_angle_deg),
        };
        let single = [
            ("offset_mm", wanted.offset_mm),
            ("break_mm", wanted.break_mm),
            ("overflow_mm2", wanted.overflow_mm2),
            ("bubble_mm2", wanted.bubble_mm2),
            ("start_mm", wanted.start_mm),
            ("end_mm", wanted.end_mm),
        ];
        if let Some((name, _)) = single.iter().find(|(_, v)| !(*v > 0.0 && v.is_finite())) {
            return fault(&format!("`limits.{name}` must be more than 0"));
        }
        for (name, pair) in [("length_mm", wanted.length_mm), ("volume_mm3", wanted.volume_mm3)] {
            if pair.is_some_and(|[a, b]| !(a >= 0.0 && a < b && b.is_finite())) {
                return fault(&format!("`limits.{name}` must be two numbers, the smaller first"));
            }
        }
        Ok(wanted)
    }

    fn check_path(&self) -> Result<(), PlanFault> {
        let least = if self.closed { 3 } else { 2 };
        if !(least..=MOST_POINTS).contains(&self.path.len()) {
            return fault(&format!(
                "`path` has {} points; it takes {least} to {MOST_POINTS}",
                self.path.len()
            ));
        }
        if !self.path.iter().flatten().all(|v| (-1.0..=MOST_SIDE).contains(v)) {
            return fault("`path` has a point outside of any picture");
        }
        let first = self.path.first().filter(|_| self.closed);
        let around = self.path.iter().chain(first).collect::<Vec<_>>();
        let length: f64 = around.windows(2).map(|w| (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1])).sum();
        if !(16.0..=LONGEST_PX).contains(&length) {
            return fault(&format!("`path` is {length:.0} px long; it takes 16 to {LONGEST_PX}"));
        }
        Ok(())
    }
}

fn fault<T>(why: &str) -> Result<T, PlanFault> {
    Err(PlanFault(why.into()))
}

/// Area of a circle's segment over a chord of length 1 that it meets at this angle.
fn fullness(contact_angle_deg: f64) -> f64 {
    let angle = contact_angle_deg.to_radians();
    (angle - angle.sin() * angle.cos()) / (4.0 * angle.sin().powi(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(change: &str, by: &str) -> String {
        let plan = r#"{"image": "good.png", "path": [[10, 20], [200, 20]], "width": {"mm": 2}, "tolerance": {"px": 8},
            "scale": {"mm_per_px": 0.1}, "limits": {"break_mm": 0.5}}"#;
        assert!(plan.contains(change), "{change}");
        plan.replacen(change, by, 1)
    }

    fn refused(change: &str, by: &str) -> String {
        BeadPlan::parse(json(change, by).as_bytes()).unwrap_err().0
    }

    #[test]
    fn what_is_left_out_follows_from_width_and_tolerance() {
        let wanted = BeadPlan::parse(json("{", "{").as_bytes()).unwrap().wanted().unwrap();
        assert!((wanted.width_px - 20.0).abs() < 1e-9 && wanted.tolerance_px == 8.0);
        assert!((wanted.width_mm[0] - 1.2).abs() < 1e-9 && (wanted.width_mm[1] - 2.8).abs() < 1e-9);
        assert_eq!((wanted.break_mm, wanted.length_mm), (0.5, None));
        // Half a circle: an eighth of pi times the width squared.
        assert!((wanted.fullness - std::f64::consts::PI / 8.0).abs() < 1e-12);
    }

    #[test]
    fn a_pixel_is_told_by_a_known_length_too() {
        let plan = json(r#"{"mm_per_px": 0.1}"#, r#"{"from": [0, 0], "to": [30, 40], "mm": 10}"#);
        assert_eq!(BeadPlan::parse(plan.as_bytes()).unwrap().wanted().unwrap().mm_per_px, 0.2);
        assert!(
            refused(r#"{"mm_per_px": 0.1}"#, r#"{"from": [3, 3], "to": [3, 3], "mm": 10}"#).contains("scale")
        );
    }

    #[test]
    fn plans_that_cannot_be_used_are_refused_with_the_reason() {
        for (change, by, why) in [
            ("[[10, 20], [200, 20]]", "[[10, 20]]", "1 points"),
            ("[[10, 20], [200, 20]]", "[[10, 20], [11, 20]]", "px long"),
            ("[200, 20]", "[2e300, 20]", "outside of any picture"),
            ("[200, 20]", "[null, 20]", "null"),
            (r#"{"mm": 2}"#, r#"{"mm": 2e9}"#, "can be measured"),
            (r#"{"px": 8}"#, r#"{"px": -8}"#, "tolerance"),
            (r#"{"mm_per_px": 0.1}"#, r#"{"mm_per_px": 0}"#, "scale"),
            (
                r#""scale": {"mm_per_px": 0.1}"#,
                r#""scale": {"mm_per_px": 0.1}, "threshold": {"of": "light", "least": 200, "most": 90}"#,
                "threshold",
            ),
            (r#""break_mm": 0.5"#, r#""break_mm": 0"#, "break_mm"),
            (r#""break_mm": 0.5"#, r#""brake_mm": 0.5"#, "brake_mm"),
            (r#""break_mm": 0.5"#, r#""width_mm": [2.5, 3]"#, "around the width"),
            (r#""break_mm": 0.5"#, r#""length_mm": [5, 1]"#, "smaller first"),
            (r#""limits""#, r#""contact_angle_deg": 180, "limits""#, "contact_angle_deg"),
        ] {
            let told = refused(change, by);
            assert!(told.contains(why), "{by}: {told}");
        }
        let many = format!("[{}]", vec!["[1, 2]"; MOST_POINTS + 1].join(","));
        assert!(refused("[[10, 20], [200, 20]]", &many).contains("points"));
    }

    #[test]
    fn the_published_schema_knows_every_field() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../../../docs/glue.schema.json")).unwrap();
        let all = BeadLimits {
            width_mm: Some([1.0, 3.0]),
            offset_mm: Some(1.0),
            break_mm: Some(1.0),
            overflow_mm2: Some(1.0),
            bubble_mm2: Some(1.0),
            start_mm: Some(1.0),
            end_mm: Some(1.0),
            length_mm: Some([1.0, 3.0]),
            volume_mm3: Some([1.0, 3.0]),
        };
        let mut plan = BeadPlan::parse(json("{", "{").as_bytes()).unwrap();
        plan.limits = all;
        plan.threshold = Some(BeadThreshold { of: BeadTone::RedGreen, least: 30.0, most: 255.0 });
        let written = serde_json::to_value(&plan).unwrap();
        let names = |v: &serde_json::Value| {
            let mut names: Vec<String> = v.as_object().unwrap().keys().cloned().collect();
            names.sort();
            names
        };
        let properties = &schema["properties"];
        assert_eq!(names(&written), names(properties));
        assert_eq!(names(&written["limits"]), names(&properties["limits"]["properties"]));
        assert_eq!(names(&written["threshold"]), names(&properties["threshold"]["properties"]));
        let tones = properties["threshold"]["properties"]["of"]["enum"].as_array().unwrap();
        assert!(tones.contains(&written["threshold"]["of"]), "{written}");
    }
}
