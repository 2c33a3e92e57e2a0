//! Which colour stands for which class.

use crate::LabelError;
use std::collections::HashSet;

/// The class of what is nothing in particular.
pub(crate) const BACKGROUND: &str = "background";
pub(crate) const BLACK: [u8; 3] = [0, 0, 0];
/// Classes beyond this number are a mistake or an attack.
const MOST: usize = 10_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelColor {
    pub name: String,
    pub color: [u8; 3],
}

/// Lines `red green blue name`. Where no line has a colour they are the usual ones, in the order of the lines and behind that of
/// the background.
pub fn parse_label_colors(text: &str) -> Result<Vec<LabelColor>, LabelError> {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let parts: Vec<(Option<[u8; 3]>, &str)> = lines.take(MOST + 1).map(parted).collect();
    if parts.is_empty() {
        return Err(LabelError("it names no class".into()));
    }
    if parts.len() > MOST {
        return Err(LabelError(format!("it names more than {MOST} classes")));
    }
    let colorless = parts.iter().all(|(color, _)| color.is_none());
    let mut names: Vec<&str> = Vec::new();
    if colorless {
        // Wherever it stands among them it is the first.
        names.push(BACKGROUND);
        names.extend(parts.iter().map(|(_, name)| *name).filter(|name| *name != BACKGROUND));
    }
    let colored = names.iter().enumerate().map(|(at, name)| (Some(color_of(at)), *name));
    let all: Vec<(Option<[u8; 3]>, &str)> = if colorless { colored.collect() } else { parts };
    let mut used = HashSet::new();
    let mut colors = Vec::with_capacity(all.len());
    for (color, name) in all {
        let shown: String = name.chars().take(40).collect();
        let color = color.ok_or_else(|| LabelError(format!("`{shown}` has no colour, but others have")))?;
        if !used.insert(color) {
            let [r, g, b] = color;
            return Err(LabelError(format!("two classes have the colour {r} {g} {b}")));
        }
        colors.push(LabelColor { name: name.into(), color });
    }
    Ok(colors)
}

fn parted(line: &str) -> (Option<[u8; 3]>, &str) {
    let mut rest = line;
    let mut color = BLACK;
    for channel in &mut color {
        let Some((number, behind)) = rest.split_once(char::is_whitespace) else { return (None, line) };
        let Ok(value) = number.parse() else { return (None, line) };
        (*channel, rest) = (value, behind.trim_start());
    }
    (Some(color), rest)
}

/// The colour of a class by its number, as Pascal VOC counts them: each is another up to 2^24, the first is black.
pub(crate) fn color_of(number: usize) -> [u8; 3] {
    let mut color = BLACK;
    for bit in 0..8 {
        for (channel, value) in color.iter_mut().enumerate() {
            *value |= (((number >> (3 * bit + channel)) & 1) as u8) << (7 - bit);
        }
    }
    color
}
