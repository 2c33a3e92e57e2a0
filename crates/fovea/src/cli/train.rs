//! The words of `fovea train`: what to learn, for how long, and by which rules text is read.

use super::{DataArgs, ProgressArg, ThreadArgs, duration, positive, share};
use clap::{Args, ValueEnum};
use fovea_domain::text::{Check, TextArc};
use fovea_domain::{BBox, Task};
use fovea_infer::read::{ReadSpec, Try};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum TaskArg {
    Anomaly,
    Classify,
    Segment,
    /// Boxes around defects or parts, each with its class
    Detect,
    /// Wrong, missing and reversed components of boards
    Components,
    /// Defects of bare boards, each beside its template
    Compare,
    /// Text: found on the picture or in regions, held against a pattern and checks
    Read,
    /// Width, place, breaks and bubbles of a bead of glue along its path
    Glue,
}

impl From<TaskArg> for Task {
    fn from(task: TaskArg) -> Task {
        match task {
            TaskArg::Anomaly => Task::Anomaly,
            TaskArg::Classify => Task::Classify,
            TaskArg::Segment => Task::Segment,
            TaskArg::Detect => Task::Detect,
            TaskArg::Components => Task::Components,
            TaskArg::Compare => Task::Compare,
            TaskArg::Read => Task::Read,
            TaskArg::Glue => Task::Glue,
        }
    }
}

#[derive(Debug, Args)]
pub struct TrainArgs {
    /// What to learn
    #[arg(long)]
    pub task: TaskArg,
    #[command(flatten)]
    pub data: DataArgs,
    /// The model package to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Name that the model carries [default: that of the file]
    #[arg(long)]
    pub name: Option<String>,
    /// Equal seed and threads give equal bytes
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Side in pixels that pictures are looked at with, 64 to 2048 [default: by task]
    #[arg(long, value_parser = clap::value_parser!(u32).range(64..=2048))]
    pub size: Option<u32>,
    /// Of `segment` and `detect`: judge each picture also turned over and average; four times slower, surer [default: of `segment`
    /// where pictures are seen whole]
    #[arg(long, conflicts_with = "no_flips")]
    pub flips: bool,
    /// Of `segment` and `detect`: judge each picture once; four times faster
    #[arg(long)]
    pub no_flips: bool,
    /// Of `segment` and `detect`: steps before the threshold is chosen; more are made over all pictures then. More take longer and
    /// mostly learn more [default: by the pictures]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub steps: Option<u32>,
    /// Of `detect` and `segment`: let the deeper layers of the backbone learn as well; about twice as long a step, and kinds that
    /// differ by fine texture are told better. Of `read`: let the reader's last layer learn from the texts that are told, 50 or more
    #[arg(long)]
    pub tune: bool,
    /// Of `anomaly`: paste cuts and foreign textures into good pictures to learn what bad is, where there are no or few bad ones
    #[arg(long)]
    pub paste_in: bool,
    /// Longest time, such as 60s, 10m or 1h; what was learnt by then is kept
    #[arg(long, value_parser = duration)]
    pub budget: Option<Duration>,
    /// Choose the threshold for at most this much overkill, such as 1%
    #[arg(long, value_parser = share, conflicts_with = "cost")]
    pub overkill: Option<f64>,
    /// Choose the threshold so that one escape costs as much as this many overkills [default: 20]
    #[arg(long, value_parser = positive)]
    pub cost: Option<f64>,
    #[command(flatten)]
    pub read: ReadArgs,
    /// Of `compare`: pack this picture as what others are compared with where no template lies beside them
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// Begin anew even where an earlier training of the same data was cut short
    #[arg(long)]
    pub restart: bool,
    /// Print the result as one JSON document
    #[arg(long)]
    pub json: bool,
    /// How progress is told on stderr
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub progress: ProgressArg,
}

/// Where text stands and what it must be (`--task read`).
#[derive(Debug, Args)]
#[command(next_help_heading = "Of --task read")]
pub struct ReadArgs {
    /// Regular expression that a text must fit as a whole; what looks alike (8 and B, 0 and O) is settled by it
    #[arg(long, value_name = "REGEX")]
    pub pattern: Option<String>,
    /// The only signs that can stand there, such as 0-9A-Z/
    #[arg(long, value_name = "SIGNS")]
    pub alphabet: Option<String>,
    /// A box that holds one line, in pixels from the top left: x,y,width,height; may be repeated. `all`: the picture is one line
    /// [default: lines are looked for]
    #[arg(long, value_name = "BOX")]
    pub region: Vec<RegionArg>,
    /// A line that is bent along a circle, by three points on its middle from where it begins, and its height, in pixels:
    /// x,y,x,y,x,y,height; may be repeated
    #[arg(long, value_name = "ARC", value_parser = arc)]
    pub arc: Vec<TextArc>,
    /// The text that must stand there
    #[arg(long, value_name = "TEXT")]
    pub expect: Option<String>,
    /// A rule that a text must fulfil: gs1, imei, mod10, mod11, mod37, date:YYYY-MM-DD or date:FORMAT:FROM..TO with days such as
    /// 2026-05-31, today or today-30; may be repeated
    #[arg(long, value_name = "RULE")]
    pub check: Vec<Check>,
    /// Ways that a line may be turned, in degrees, the usual one first [default: 0,180]
    #[arg(long, value_name = "DEGREES", value_delimiter = ',', value_parser = turn)]
    pub turns: Vec<u16>,
    /// Ways to look at a line that cannot be read surely, until one of them does [default: soft,stretched,inverted]
    #[arg(long, value_name = "WAYS", value_delimiter = ',', value_enum)]
    pub tries: Vec<TryArg>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RegionArg {
    Whole,
    Box(BBox),
}

impl FromStr for RegionArg {
    type Err = String;

    fn from_str(text: &str) -> Result<RegionArg, String> {
        if text.trim() == "all" {
            return Ok(RegionArg::Whole);
        }
        let numbers: Option<Vec<f32>> = text.split(',').map(|n| n.trim().parse().ok()).collect();
        match numbers.as_deref() {
            Some(&[x, y, w, h]) if w >= 1.0 && h >= 1.0 => Ok(RegionArg::Box(BBox { x, y, w, h })),
            _ => Err("give x,y,width,height in pixels, or all".into()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TryArg {
    /// Only as it is
    None,
    /// Light print on a dark ground
    Inverted,
    /// Faint print
    Stretched,
    /// Grain, dots
    Soft,
    /// Dot matrix: gaps between dots closed, over three widths
    Dots,
    /// Engraved, in light from a side
    Engraved,
}

fn arc(text: &str) -> Result<TextArc, String> {
    let numbers: Option<Vec<f32>> = text.split(',').map(|n| n.trim().parse().ok()).collect();
    let arc = match numbers.as_deref() {
        Some(&[a, b, c, d, e, f, height]) => TextArc { start: [a, b], middle: [c, d], end: [e, f], height },
        _ => {
            return Err(
                "give x,y,x,y,x,y,height in pixels: where the line begins, between, and where it ends".into(),
            );
        }
    };
    match arc.is_sound() {
        true => Ok(arc),
        false => Err(
            "the points are one or told in a wrong order, or the line is higher than its circle has room for"
                .into(),
        ),
    }
}

fn turn(text: &str) -> Result<u16, String> {
    match text.trim().parse::<u16>() {
        Ok(degrees @ (0 | 90 | 180 | 270)) => Ok(degrees),
        _ => Err("give 0, 90, 180 or 270".into()),
    }
}

impl ReadArgs {
    /// Whether anything of it was given.
    pub fn given(&self) -> bool {
        let some = self.pattern.is_some() || self.alphabet.is_some() || self.expect.is_some();
        let any = !self.region.is_empty()
            || !self.arc.is_empty()
            || !self.check.is_empty()
            || !self.turns.is_empty();
        some || any || !self.tries.is_empty()
    }

    pub fn spec(&self, side: Option<u32>) -> ReadSpec {
        let usual = ReadSpec::default();
        let expect = self.expect.iter().map(|text| Check::Equals { text: text.clone() });
        let boxes = self.region.iter().filter_map(|r| match r {
            RegionArg::Box(bbox) => Some(*bbox),
            RegionArg::Whole => None,
        });
        let way = |t: &TryArg| match t {
            TryArg::None => None,
            TryArg::Inverted => Some(Try::Inverted),
            TryArg::Stretched => Some(Try::Stretched),
            TryArg::Soft => Some(Try::Soft),
            TryArg::Dots => Some(Try::Dots),
            TryArg::Engraved => Some(Try::Engraved),
        };
        ReadSpec {
            regions: boxes.collect(),
            arcs: self.arc.clone(),
            whole: self.region.contains(&RegionArg::Whole),
            side: side.unwrap_or(usual.side),
            alphabet: self.alphabet.as_deref().map(ReadSpec::signs_of),
            pattern: self.pattern.clone(),
            checks: self.check.iter().cloned().chain(expect).collect(),
            turns: if self.turns.is_empty() { usual.turns } else { self.turns.clone() },
            tries: if self.tries.is_empty() {
                usual.tries
            } else {
                self.tries.iter().filter_map(way).collect()
            },
            ..usual
        }
    }
}
