use super::Automaton;
use crate::InferError;
use fovea_domain::BBox;
use fovea_domain::text::{Check, TextArc};
use serde::{Deserialize, Serialize};

/// What can be wrong with a text; the manifest's classes.
pub const READ_CLASSES: [&str; 3] = [UNSURE, WRONG, MISSING];
/// It fulfils the rules, but was not to be read surely enough.
pub(super) const UNSURE: &str = "unsure";
/// It does not fulfil a rule.
pub(super) const WRONG: &str = "wrong";
/// There is none.
pub(super) const MISSING: &str = "missing";

/// A way to look at a line that could not be read surely as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Try {
    /// Light and dark changed: print that is lighter than its ground.
    Inverted,
    /// Contrast spread over the whole range.
    Stretched,
    /// Blurred a little and contrast spread: steps of an enlarged line and its grain fade. Only a way to look at lines first.
    Smooth,
    /// Blurred, so that dots of a dot-matrix print become strokes, and the grain of an engraved one fades.
    Soft,
    /// Gaps between the dots of a dot-matrix print closed, narrow and wide ones.
    Dots,
    /// What is brighter or darker than all around it, as the edges of an engraved sign are in light from a side.
    Engraved,
}

impl Try {
    pub fn name(self) -> &'static str {
        match self {
            Try::Inverted => "inverted",
            Try::Stretched => "stretched",
            Try::Smooth => "smooth",
            Try::Soft => "soft",
            Try::Dots => "dots",
            Try::Engraved => "engraved",
        }
    }
}

/// What a package says of how it reads; stands in the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadSpec {
    /// Boxes that hold one line of text each, in pixels of the picture. Without any, lines are looked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<BBox>,
    /// Lines that are bent along a circle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arcs: Vec<TextArc>,
    /// The picture as a whole is one line of text.
    #[serde(default)]
    pub whole: bool,
    /// Longest side in pixels that lines are looked for at.
    pub side: u32,
    /// Of a box only the rows that its line takes up are read, where it is low in it.
    #[serde(default)]
    pub fit: bool,
    /// The only signs that can stand there; without it all that the reader knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alphabet: Option<String>,
    /// A regular expression that a text must fit as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Ways that a line may be turned, in degrees: 0, 90, 180, 270, the usual one first. The others are tried where it cannot be
    /// read surely.
    pub turns: Vec<u16>,
    /// As `turns`, ways to look at it.
    pub tries: Vec<Try>,
    /// The way that lines are looked at first; none: as they are, which is a try then where this is not read surely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Try>,
    /// A pixel is text from this value on.
    pub pixel: f32,
    /// A line must have this mean of its pixels.
    pub line: f32,
    /// How far a line reaches beyond its found core: area over circumference, times this.
    pub grow: f32,
    /// A line with a sign that is less sure is tried otherwise, too.
    pub doubt: f32,
}

impl Default for ReadSpec {
    fn default() -> Self {
        ReadSpec {
            regions: Vec::new(),
            arcs: Vec::new(),
            whole: false,
            side: 1280,
            fit: true,
            alphabet: None,
            pattern: None,
            checks: Vec::new(),
            turns: vec![0, 180],
            tries: vec![Try::Stretched, Try::Inverted, Try::Soft],
            first: None,
            pixel: 0.3,
            line: 0.5,
            grow: 1.6,
            doubt: 0.8,
        }
    }
}

/// Tries that settle most first, and those that are several looks last.
const ORDER: [Try; 5] = [Try::Soft, Try::Stretched, Try::Inverted, Try::Dots, Try::Engraved];
const MOST_REGIONS: usize = 64;
const MOST_CHECKS: usize = 16;
const LONGEST_TEXT: usize = 1000;

impl ReadSpec {
    /// Ways to look at a line that was not read surely at first, in the order in which they are tried; none of a kind: as it is.
    pub(super) fn ways(&self) -> impl Iterator<Item = Option<Try>> {
        let plain = self.first.map(|_| None);
        let others = ORDER.into_iter().filter(|how| self.tries.contains(how)).map(Some);
        plain.into_iter().chain(others).filter(|how| *how != self.first)
    }

    /// Whether lines are looked for.
    pub fn finds(&self) -> bool {
        self.regions.is_empty() && self.arcs.is_empty() && !self.whole
    }

    pub fn has_rules(&self) -> bool {
        self.pattern.is_some() || !self.checks.is_empty()
    }

    /// Whether some text of signs that print has can fit the pattern; the reader's own signs are known once it is packed.
    pub fn check_pattern(&self) -> Result<(), InferError> {
        let text = self.pattern.iter().chain(&self.alphabet).flat_map(|t| t.chars());
        let mut signs: Vec<char> = (' '..='~').chain(text).collect();
        signs.sort_unstable();
        signs.dedup();
        self.automaton(&signs).map(|_| ())
    }

    /// Whether it can be used as it stands.
    pub fn check(&self) -> Result<(), InferError> {
        let refuse = |why: &str| Err(InferError::Refused(format!("reading: {why}")));
        let sound = |b: &BBox| {
            <[f32; 4]>::from(*b).iter().all(|v| (0.0..=1e6).contains(v)) && b.w >= 1.0 && b.h >= 1.0
        };
        if self.regions.len() > MOST_REGIONS || !self.regions.iter().all(sound) {
            return refuse("a region is no box of x, y, width and height, or there are too many");
        }
        if self.arcs.len() > MOST_REGIONS || !self.arcs.iter().all(TextArc::is_sound) {
            return refuse("a bent line is no arc of three points with a height, or there are too many");
        }
        if !(64..=4096).contains(&self.side) {
            return refuse("the side must be 64 to 4096 pixels");
        }
        let long =
            |text: &Option<String>| text.as_ref().is_some_and(|t| t.is_empty() || t.len() > LONGEST_TEXT);
        if long(&self.pattern) || self.alphabet.as_ref().is_some_and(|a| a.is_empty() || a.len() > 64 << 10) {
            return refuse("the pattern or the alphabet is empty or too long");
        }
        if self.checks.len() > MOST_CHECKS {
            return refuse("it has too many checks");
        }
        let turns = self.turns.len() <= 4 && self.turns.iter().all(|t| matches!(t, 0 | 90 | 180 | 270));
        if self.turns.is_empty() || !turns || self.tries.len() > 8 {
            return refuse("turns are 0, 90, 180 or 270, and tries at most eight");
        }
        let numbers = (0.01..=0.99).contains(&self.pixel)
            && (0.0..=1.0).contains(&self.line)
            && (0.0..=5.0).contains(&self.grow)
            && (0.0..=1.0).contains(&self.doubt);
        if numbers { Ok(()) } else { refuse("a number is out of range") }
    }

    /// The signs that a short form means: ranges such as `0-9A-Z`, all else for itself; a hyphen first or last is one.
    pub fn signs_of(short: &str) -> String {
        let signs: Vec<char> = short.chars().collect();
        let (mut out, mut i) = (String::new(), 0);
        while i < signs.len() {
            match signs[i..] {
                [from, '-', to, ..] if from <= to => {
                    out.extend(from..=to);
                    i += 3;
                }
                [sign, ..] => {
                    out.push(sign);
                    i += 1;
                }
                [] => {}
            }
        }
        out
    }

    /// The pattern over the signs that can be read and may stand there.
    pub(super) fn automaton(&self, signs: &[char]) -> Result<Option<Automaton>, InferError> {
        let Some(pattern) = &self.pattern else { return Ok(None) };
        let allowed = |c: char| self.alphabet.as_ref().is_none_or(|a| a.contains(c));
        let found = Automaton::compile(pattern, signs, allowed);
        found.map(Some).map_err(|e| InferError::Refused(format!("the pattern `{pattern}`: {e}")))
    }
}
