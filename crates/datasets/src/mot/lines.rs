//! Lines of `gt.txt`: `frame,track,left,top,width,height,confidence,class,visibility`, the last three of which may be missing.

use fovea_domain::{AttributeValue, Attributes};

/// Which thing it is, over all frames of a sequence.
pub(crate) const TRACK: &str = "track_id";
/// How much of it is seen, from 0 to 1.
pub(crate) const VISIBILITY: &str = "visibility";
/// It is there, but does not count.
pub(crate) const IGNORED: &str = "ignored";
/// Whole numbers that are told exactly.
const MOST_TRACK: f64 = 9_007_199_254_740_992.0;
/// Problems told of one file.
const MOST_PROBLEMS: usize = 1_000;

#[derive(Debug, Clone, PartialEq)]
pub struct MotBox {
    /// From 1 on.
    pub frame: u64,
    /// Left, top, width, height.
    pub sides: [f64; 4],
    /// From 1 on; `None` where it is not told.
    pub class: Option<u64>,
    pub attributes: Attributes,
}

/// What is wrong with a line, and of which frame it is where that can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct MotProblem {
    pub frame: Option<u64>,
    pub reason: String,
}

pub fn parse_mot(text: &str) -> (Vec<MotBox>, Vec<MotProblem>) {
    let (mut boxes, mut problems) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match parse(line) {
            Ok(one) => boxes.push(one),
            Err((frame, reason)) if problems.len() < MOST_PROBLEMS => {
                problems.push(MotProblem { frame, reason: format!("line {number}: {reason}") });
            }
            Err(_) => {}
        }
    }
    (boxes, problems)
}

fn parse(line: &str) -> Result<MotBox, (Option<u64>, &'static str)> {
    let fields: Vec<&str> = line.split(',').map(str::trim).collect();
    let number = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok());
    let frame = number(0).filter(|n| n.fract() == 0.0 && (1.0..=MOST_TRACK).contains(n));
    let frame = frame.map(|n| n as u64).ok_or((None, "its frame is no whole number from 1 on"))?;
    let wrong = |reason| (Some(frame), reason);
    let track = number(1).ok_or(wrong("its track is no number"))?;
    let mut sides = [0.0; 4];
    for (at, side) in (2..).zip(&mut sides) {
        *side = number(at).ok_or(wrong("it has no four numbers of a box"))?;
    }
    // What a field does not hold is as if it were not there; what it holds has to be a number.
    let told = |at: usize| match fields.get(at) {
        None | Some(&"") => Ok(None),
        Some(_) => number(at).filter(|n| n.is_finite()).map(Some).ok_or(wrong("a field is no number")),
    };
    let (confidence, class, visibility) = (told(6)?, told(7)?, told(8)?);
    let class = match class {
        None => None,
        Some(-1.0) => None,
        Some(n) if n.fract() == 0.0 && (1.0..=MOST_TRACK).contains(&n) => Some(n as u64),
        Some(_) => return Err(wrong("its class is no whole number from 1 on")),
    };
    let mut attributes = Attributes::new();
    if track.fract() == 0.0 && (1.0..=MOST_TRACK).contains(&track) {
        attributes.insert(TRACK.into(), AttributeValue::Number(track));
    }
    // Older files have a place in the world in the last three fields.
    if let Some(seen) = visibility.filter(|v| (0.0..1.0).contains(v)) {
        attributes.insert(VISIBILITY.into(), AttributeValue::Number(seen));
    }
    if confidence == Some(0.0) {
        attributes.insert(IGNORED.into(), AttributeValue::Tick(true));
    }
    Ok(MotBox { frame, sides, class, attributes })
}

/// Whether a line can tell this attribute.
pub(crate) fn can_tell(name: &str, value: &AttributeValue) -> bool {
    match (name, value) {
        (TRACK, AttributeValue::Number(n)) => n.fract() == 0.0 && (1.0..=MOST_TRACK).contains(n),
        (VISIBILITY, AttributeValue::Number(n)) => (0.0..=1.0).contains(n),
        (IGNORED, AttributeValue::Tick(_)) => true,
        _ => false,
    }
}
