//! A picture of colours as the pixels of its classes.

use super::{BLACK, LabelColor};
use fovea_domain::Runs;
use fovea_vision::{Limits, Picture, decode_file};
use std::collections::HashMap;
use std::path::Path;

/// Runs of one colour in one picture: more are noise or an attack, and each costs memory.
const MOST_RUNS: usize = 4 << 20;

/// Classes by colour; black is none.
pub(super) struct Palette {
    classes: HashMap<[u8; 3], Option<usize>>,
}

impl Palette {
    /// With the names of the classes, each once.
    pub(super) fn of(colors: &[LabelColor]) -> (Palette, Vec<String>) {
        let mut names: Vec<String> = Vec::new();
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        let mut classes = HashMap::from([(BLACK, None)]);
        for LabelColor { name, color } in colors.iter().filter(|c| c.color != BLACK) {
            let class = *by_name.entry(name.as_str()).or_insert_with(|| {
                names.push(name.clone());
                names.len() - 1
            });
            classes.insert(*color, Some(class));
        }
        (Palette { classes }, names)
    }
}

/// What a picture of colours marks.
#[derive(Debug, PartialEq)]
pub(super) struct Painted {
    /// In the order of the classes.
    pub runs: Vec<(usize, Runs)>,
    /// A colour that is no class, and how many pixels have such.
    pub unknown: Option<([u8; 3], u64)>,
}

pub(super) fn read(path: &Path, palette: &Palette, limits: &Limits) -> Result<Painted, String> {
    let picture = decode_file(path, limits).map_err(|e| e.to_string())?;
    painted(&picture, palette)
        .ok_or_else(|| format!("its colours change more than {MOST_RUNS} times, as no mask does"))
}

/// Of one class: lengths in turn outside and inside, and where they end.
#[derive(Default)]
struct Counts {
    lengths: Vec<u32>,
    end: u32,
}

fn painted(picture: &Picture, palette: &Palette) -> Option<Painted> {
    let mut of: HashMap<usize, Counts> = HashMap::new();
    let mut unknown: Option<([u8; 3], u64)> = None;
    let (mut from, mut changes) = (0u32, 0usize);
    let all = u32::try_from(picture.rgb.len() / 3).ok()?;
    let pixels = picture.rgb.as_chunks::<3>().0;
    for run in pixels.chunk_by(|a, b| a == b) {
        let Some(color) = run.first() else { continue };
        let long = run.len() as u32;
        changes += 1;
        if changes > MOST_RUNS {
            return None;
        }
        match palette.classes.get(color) {
            Some(Some(class)) => {
                let counts = of.entry(*class).or_default();
                match counts.lengths.last_mut() {
                    // Another colour of the same class.
                    Some(last) if counts.end == from => *last += long,
                    _ => counts.lengths.extend([from - counts.end, long]),
                }
                counts.end = from + long;
            }
            Some(None) => {}
            None => {
                unknown = Some(unknown.map_or((*color, u64::from(long)), |(c, n)| (c, n + u64::from(long))))
            }
        }
        from += long;
    }
    let mut runs: Vec<(usize, Runs)> = of
        .into_iter()
        .map(|(class, Counts { lengths: mut counts, end })| {
            counts.extend((end < all).then_some(all - end));
            (class, Runs { width: picture.width, height: picture.height, counts })
        })
        .collect();
    runs.sort_by_key(|(class, _)| *class);
    Some(Painted { runs, unknown })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_label_colors;

    #[test]
    fn each_class_has_the_runs_of_its_pixels_and_unknown_colours_are_counted() {
        let colors = parse_label_colors("0 0 0 Void\n10 0 0 a\n0 10 0 b\n0 0 10 a\n").unwrap();
        let (palette, names) = Palette::of(&colors);
        assert_eq!(names, ["a", "b"]);
        let mut picture = Picture::new(4, 3);
        let shades = [
            [10, 0, 0],
            [0, 0, 10],
            [0, 0, 0],
            [0, 10, 0],
            [0, 10, 0],
            [9, 9, 9],
            [9, 9, 8],
            [0, 0, 0],
            [0, 0, 0],
            [0, 0, 0],
            [10, 0, 0],
            [0, 0, 0],
        ];
        picture.rgb = shades.into_iter().flatten().collect();
        let found = painted(&picture, &palette).unwrap();
        assert_eq!(found.unknown, Some(([9, 9, 9], 2)));
        let pixels = |class: usize| -> Vec<u8> {
            shades
                .iter()
                .map(|c| u8::from(palette.classes.get(c).copied().flatten() == Some(class)))
                .collect()
        };
        let expected: Vec<(usize, Runs)> =
            (0..2).map(|class| (class, Runs::of(4, 3, &pixels(class)))).collect();
        assert_eq!(found.runs, expected);
    }

    #[test]
    fn noise_is_given_up() {
        let (palette, _) = Palette::of(&parse_label_colors("1 1 1 a").unwrap());
        let mut picture = Picture::new(4_096, 2_048);
        picture.rgb.chunks_exact_mut(6).for_each(|two| two[..3].fill(1));
        assert_eq!(painted(&picture, &palette), None);
    }
}
