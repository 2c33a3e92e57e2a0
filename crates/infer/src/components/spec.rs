use super::COARSE_ROW;
use crate::InferError;
use fovea_domain::BBox;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a package says of the board that it knows; stands in the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardSpec {
    /// The picture of the good board, a file of the package.
    pub golden: String,
    pub width: u32,
    pub height: u32,
    /// What sound and faulty components look like, a file of the package.
    pub bank: String,
    /// Numbers of a look, in two parts of places × channels.
    pub channels: [u32; 2],
    pub places: u32,
    /// A picture that agrees less with the good board shows something else, and is not judged.
    pub least_agreement: f32,
    pub states: StateRule,
    /// What counts beside the distance to sound looks; older packages have nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Beside>,
    pub components: Vec<ComponentSpec>,
}

/// What else than the distance to sound looks tells of a fault, and how much it counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Beside {
    /// Small coloured pictures of each component on the good board and without it, a file of the package.
    pub coarse: String,
    /// How many a component has; the first is of the good board.
    pub rows: u32,
    /// So much farther than usual a component must be from sound looks to be looked at again.
    pub doubtful: f32,
    /// How much it counts that a look is nearer to that of a fault than to a sound one.
    pub faulty: f32,
    /// How much it counts that a look is, place by place, nearer to the turned good one; 0 where passed boards tell more.
    pub turned: f32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComponentSpec {
    pub name: String,
    /// On the good board.
    pub bbox: BBox,
    /// How many rows of the bank show it sound, turned by half a turn, and absent; in that order.
    pub sound: u32,
    pub turned: u32,
    pub absent: u32,
    /// Mean colour of each of those rows.
    pub colors: Vec<[f32; 3]>,
    /// How far sound ones usually are from the nearest other sound one.
    pub usual: f32,
    /// How much its colour counts beside its look; where many boards tell how it varies, that is not needed.
    pub color: f32,
    pub tolerance: Tolerance,
    /// Whether it may as well lie turned by half a turn: then it has no turned looks, and is never told to be reversed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub either_way: bool,
}

/// What is still in its place, in pixels of the good board and degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Tolerance {
    pub dx: [f32; 2],
    pub dy: [f32; 2],
    pub angle: [f32; 2],
}

/// How a faulty component is told to be missing or turned: where `bias + look × a - color × b` is above 0, it is turned. `a`
/// is how much nearer it looks to a turned one than to an absent one, `b` how much nearer its colour is to that of an
/// absent one than to that of a sound one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StateRule {
    pub bias: f32,
    pub look: f32,
    pub color: f32,
}

const MOST_COMPONENTS: usize = 1000;
const MOST_ROWS: u32 = 200;
const LONGEST_NAME: usize = 100;
const MOST_SIDE: u32 = 16_384;

impl BoardSpec {
    /// Numbers of one look.
    pub fn row(&self) -> usize {
        (self.channels[0] as usize + self.channels[1] as usize) * self.places as usize
    }

    /// Whether it can be used as it stands, with the files that come with it.
    pub fn check(&self, files: &BTreeMap<String, Vec<u8>>) -> Result<(), InferError> {
        let refuse = |why: String| Err(InferError::Refused(format!("its board: {why}")));
        let file = |name: &str| {
            files.get(name).ok_or_else(|| InferError::Damaged(format!("the file `{name}` is missing")))
        };
        file(&self.golden)?;
        let sides = [self.width, self.height];
        if sides.iter().any(|s| !(64..=MOST_SIDE).contains(s)) {
            return refuse("its size is out of range".into());
        }
        if self.channels.iter().any(|c| !(1..=1024).contains(c)) || !(1..=1024).contains(&self.places) {
            return refuse("the size of a look is out of range".into());
        }
        if !(1..=MOST_COMPONENTS).contains(&self.components.len()) {
            return refuse(format!("it must have 1 to {MOST_COMPONENTS} components"));
        }
        let rule = [self.states.bias, self.states.look, self.states.color, self.least_agreement];
        if !rule.iter().all(|v| v.is_finite()) {
            return refuse("a number is none".into());
        }
        let mut rows = 0usize;
        for (i, c) in self.components.iter().enumerate() {
            if c.name.is_empty() || c.name.len() > LONGEST_NAME || c.name.chars().any(char::is_control) {
                return refuse("a component's name is empty, too long, or cannot be printed".into());
            }
            if self.components[..i].iter().any(|d| d.name == c.name) {
                return refuse(format!("the component {} stands in it twice", c.name));
            }
            let [x, y, w, h]: [f32; 4] = c.bbox.into();
            let inside = x >= 0.0
                && y >= 0.0
                && w >= 1.0
                && h >= 1.0
                && x + w <= self.width as f32
                && y + h <= self.height as f32;
            if !inside {
                return refuse(format!("the component {} lies outside", c.name));
            }
            let counts = [c.sound, c.turned, c.absent];
            if c.sound == 0 || counts.iter().any(|n| *n > MOST_ROWS) {
                return refuse(format!("the component {} has no or too many examples", c.name));
            }
            let all = counts.iter().sum::<u32>() as usize;
            let Tolerance { dx, dy, angle } = c.tolerance;
            let numbers = c
                .colors
                .iter()
                .flatten()
                .chain([&c.usual, &c.color])
                .chain(dx.iter())
                .chain(&dy)
                .chain(&angle);
            if c.colors.len() != all || !numbers.into_iter().all(|v| v.is_finite()) {
                return refuse(format!("the component {} has numbers that are none, or too few", c.name));
            }
            rows += all;
        }
        if let Some(beside) = &self.beside {
            if !(1..=MOST_ROWS).contains(&beside.rows)
                || ![beside.doubtful, beside.faulty, beside.turned].iter().all(|v| v.is_finite())
                || file(&beside.coarse)?.len() != self.components.len() * beside.rows as usize * COARSE_ROW
            {
                return refuse(
                    "what counts beside looks is out of range, or its file has another size".into(),
                );
            }
            if beside.turned != 0.0 && self.components.iter().any(|c| c.turned == 0 && !c.either_way) {
                return refuse("it weighs turned looks without having any".into());
            }
        }
        if file(&self.bank)?.len() != rows * self.row() {
            return Err(InferError::Damaged(format!(
                "`{}` has another size than its board tells",
                self.bank
            )));
        }
        Ok(())
    }
}
