//! PaddleOCR: `Label.txt` tells what stands where on each picture; `rec_gt.txt` what stands on the pieces in `crop_img`.

use super::{Sheet, create};
use crate::write::set::{About, Listed, no_text};
use fovea_domain::{Mark, Point};
use fovea_vision::{decode_file, encode_jpeg, quad_size};
use serde_json::json;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};

/// Where the pieces lie.
pub(crate) const PIECES: &str = "crop_img";
const QUALITY: u8 = 95;
/// No text is longer, in pixels.
const LONGEST: f32 = 4096.0;

pub(super) struct Paddle<'a> {
    about: About<'a>,
    places: BufWriter<File>,
    pieces: BufWriter<File>,
    taken: HashSet<String>,
}

impl<'a> Paddle<'a> {
    pub(super) fn begin(about: About<'a>) -> io::Result<Paddle<'a>> {
        let places = create(&about.path("Label.txt"))?;
        let pieces = create(&about.path("rec_gt.txt"))?;
        Ok(Paddle { about, places, pieces, taken: HashSet::new() })
    }

    /// Cuts out what can be read, as it stands upright.
    fn cut(&mut self, picture: &Listed, texts: &[(&[Point; 4], &str)]) -> io::Result<()> {
        let readable: Vec<_> = texts.iter().filter(|(_, text)| !text.is_empty()).collect();
        if readable.is_empty() {
            return Ok(());
        }
        let whole =
            decode_file(&self.about.path(picture.path), &self.about.limits).map_err(io::Error::other)?;
        fs::create_dir_all(self.about.path(PIECES))?;
        let mut base = picture.stem().to_string();
        for number in 2.. {
            if self.taken.insert(base.to_lowercase()) {
                break;
            }
            base = format!("{}-{number}", picture.stem());
        }
        for (number, (quad, text)) in readable.into_iter().enumerate() {
            let (w, h) = quad_size(quad);
            let side = |v: f32| v.round().clamp(1.0, LONGEST) as u32;
            let piece = whole.cut_quad(quad, side(w), side(h));
            let to = format!("{PIECES}/{base}_crop_{number}.jpg");
            fs::write(self.about.path(&to), encode_jpeg(&piece, QUALITY).map_err(io::Error::other)?)?;
            writeln!(self.pieces, "{to}\t{}", text.replace('\t', " "))?;
        }
        Ok(())
    }
}

impl Sheet for Paddle<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        if no_text(picture) {
            return self.about.leave_out(picture);
        }
        let texts: Vec<(&[Point; 4], &str)> = picture
            .marks
            .iter()
            .filter_map(|one| match one.mark {
                Mark::Text { points, text } => Some((points, text.as_str())),
                _ => None,
            })
            .collect();
        let list = texts.iter().map(|(points, text)| {
            let said = if text.is_empty() { "###" } else { text };
            json!({"transcription": said, "points": points, "difficult": text.is_empty()})
        });
        let list = serde_json::Value::Array(list.collect());
        writeln!(self.places, "{}\t{list}", picture.path)?;
        self.cut(picture, &texts)
    }

    fn end(&mut self) -> io::Result<()> {
        self.places.flush()?;
        self.pieces.flush()
    }
}
