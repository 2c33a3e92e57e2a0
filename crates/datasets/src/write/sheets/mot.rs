//! MOT: pictures as frames of a video, called by their numbers, and `gt/gt.txt` with boxes in them: a video for each folder and subset.

use super::Sheet;
use super::masks::folder_name;
use crate::mot::{FRAMES, IGNORED, TRACK, VISIBILITY, can_tell};
use crate::write::bounds;
use crate::write::set::{About, Listed};
use fovea_domain::{AttributeValue, BBox};
use std::collections::BTreeMap;
use std::fs;
use std::io;

pub(super) struct Mot<'a> {
    about: About<'a>,
    /// By their folders.
    videos: BTreeMap<String, Video>,
}

#[derive(Default)]
struct Video {
    frames: u64,
    boxes: String,
    /// Size and ending of the first frame; whether all others are so.
    first: Option<((u32, u32), String)>,
    mixed: bool,
}

impl<'a> Mot<'a> {
    pub(super) fn new(about: About<'a>) -> Mot<'a> {
        Mot { about, videos: BTreeMap::new() }
    }
}

/// The folder of a picture's video, empty for that of the set itself.
fn folder(about: &About, picture: &Listed) -> String {
    let mut below = picture.below_images().rsplit_once('/').map_or("", |(folder, _)| folder);
    if let Some(above) = below.strip_suffix(FRAMES).filter(|rest| rest.is_empty() || rest.ends_with('/')) {
        below = above.trim_end_matches('/');
    }
    let subset = picture.split.map_or("", |_| picture.subset());
    let class =
        picture.class().map_or_else(|| folder_name(about.good), |class| folder_name(about.name(class)));
    // Where pictures lie by what they are for already, or by what they are, which makes no video.
    for known in [subset, class.as_str()].into_iter().filter(|known| !known.is_empty()) {
        if let Some(rest) = below.strip_prefix(known).filter(|rest| rest.is_empty() || rest.starts_with('/'))
        {
            below = rest.trim_start_matches('/');
        }
    }
    let parts = [subset, below].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("/")
}

fn within(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.into() } else { format!("{folder}/{name}") }
}

impl Sheet for Mot<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        let folder = folder(&self.about, picture);
        let video = self.videos.entry(folder.clone()).or_default();
        video.frames += 1;
        let frame = video.frames;
        let ending =
            picture.file().rsplit_once('.').map_or_else(|| "png".into(), |(_, end)| end.to_lowercase());
        let to = self.about.path(&within(&folder, &format!("{FRAMES}/{frame:06}.{ending}")));
        let looks = ((picture.width, picture.height), ending);
        match &video.first {
            Some(first) => video.mixed |= *first != looks,
            None => video.first = Some(looks),
        }
        for one in picture.marks.iter().filter(|one| one.mark.covers()) {
            let (width, height) = (picture.width as f32, picture.height as f32);
            let Some(BBox { x, y, w, h }) = bounds(one.mark).clip(width, height) else { continue };
            let number = |name: &str| match one.attributes.get(name).filter(|value| can_tell(name, value)) {
                Some(AttributeValue::Number(value)) => Some(*value),
                _ => None,
            };
            let (track, seen) = (number(TRACK).unwrap_or(-1.0), number(VISIBILITY).unwrap_or(1.0));
            let counts = u8::from(one.attributes.get(IGNORED) != Some(&AttributeValue::Tick(true)));
            let class = one.class + 1;
            video.boxes += &format!("{frame},{track},{x},{y},{w},{h},{counts},{class},{seen}\n");
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::rename(self.about.path(picture.path), to)
    }

    fn end(&mut self) -> io::Result<()> {
        let names: String =
            self.about.names.iter().map(|name| format!("{}\n", name.replace(['\n', '\r'], " "))).collect();
        for (folder, video) in &self.videos {
            let gt = self.about.path(&within(folder, "gt"));
            fs::create_dir_all(&gt)?;
            fs::write(gt.join("gt.txt"), &video.boxes)?;
            fs::write(gt.join("labels.txt"), &names)?;
            // It can tell one size and ending only; without it frames are found by their names.
            if let (Some(((width, height), ending)), false) = (&video.first, video.mixed) {
                let name = folder.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("sequence");
                let info = format!(
                    "[Sequence]\nname={name}\nimDir={FRAMES}\nframeRate=1\nseqLength={}\nimWidth={width}\nimHeight={height}\nimExt=.{ending}\n",
                    video.frames
                );
                fs::write(self.about.path(&within(folder, "seqinfo.ini")), info)?;
            }
        }
        Ok(())
    }
}
