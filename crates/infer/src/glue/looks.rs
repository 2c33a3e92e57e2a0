use crate::InferError;
use fovea_vision::Strip;

pub const CHANNELS: usize = 3;
/// Columns from one place where looks are kept to the next: light falls otherwise on each part of a path.
pub const STATION: usize = 2;
/// Steps that the values of a channel are told in, for colours.
pub const BINS: usize = 64;
const BIN: f32 = 4.0;

/// A single place's colour says no more than this.
const MOST_COLOR: f32 = 4.0;

/// How many numbers a look has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Shape {
    pub stations: u32,
    /// Pixels of an edge's look outside and inside of the edge.
    pub outward: u32,
    pub inward: u32,
    /// Places from edge to edge at which the inside is kept.
    pub across: u32,
}

impl Shape {
    pub fn taps(&self) -> usize {
        (self.outward + self.inward + 1) as usize
    }

    /// Numbers of one station: both edges, the inside, and how much that varies.
    pub fn numbers(&self) -> usize {
        CHANNELS * (2 * self.taps() + 2 * self.across as usize)
    }

    /// Numbers of all stations, of colours, and from where on there is bead at each station.
    pub fn all(&self) -> usize {
        self.stations as usize * (self.numbers() + 1) + CHANNELS * BINS
    }

    pub fn stations_for(columns: usize) -> u32 {
        columns.div_ceil(STATION) as u32
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

impl Side {
    /// Rows to the outside: up of the left edge, down of the right one.
    pub fn out(self) -> f64 {
        match self {
            Side::Left => -1.0,
            Side::Right => 1.0,
        }
    }
}

/// What an edge is told by: how much its look counts, how much that colours are of bead inside and of ground outside, and the
/// usual size of the latter.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Mix {
    pub look: f32,
    pub color: f32,
    pub usual: f32,
    /// Rows outwards of where they are found that edges lie, left and right.
    pub shift: [f32; 2],
}

/// What sound beads look like along the path: for each station the values around both edges, from outside to inside, and
/// from edge to edge; and how much each colour speaks for bead.
#[derive(Debug, Clone, PartialEq)]
pub struct Looks {
    pub shape: Shape,
    pub data: Vec<f32>,
    /// By channel and bin: above 0 where bead has that value more often than ground.
    pub colors: Vec<f32>,
    /// By station what is taken off the rule that tells bead from none: where ground looks much like bead it is below 0.
    pub cuts: Vec<f32>,
    /// Usual rest of each channel around the edges.
    pub noise: [f32; CHANNELS],
    pub mix: Mix,
}

impl Looks {
    pub fn read(shape: Shape, noise: [f32; CHANNELS], mix: Mix, bytes: &[u8]) -> Result<Looks, InferError> {
        let data: Vec<f32> =
            bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        if bytes.len() != 4 * shape.all() || !data.iter().all(|v| v.is_finite() && v.abs() < 1e6) {
            return Err(InferError::Damaged(
                "the looks of its bead have another size than its plan tells".into(),
            ));
        }
        let (looks, rest) = data.split_at(shape.stations as usize * shape.numbers());
        let (colors, cuts) = rest.split_at(CHANNELS * BINS);
        Ok(Looks { shape, data: looks.to_vec(), colors: colors.to_vec(), cuts: cuts.to_vec(), noise, mix })
    }

    pub fn write(&self) -> Vec<u8> {
        let all = self.data.iter().chain(&self.colors).chain(&self.cuts);
        all.flat_map(|v| v.to_le_bytes()).collect()
    }

    /// The bin of a channel's value.
    pub fn bin(channel: usize, value: f32) -> usize {
        let lift = if channel == 0 { 0.0 } else { BINS as f32 / 2.0 };
        ((value / BIN + lift).max(0.0) as usize).min(BINS - 1)
    }

    /// How much the colour of each place of a strip speaks for bead; the rows of a column lie side by side.
    pub fn color_of(&self, strip: &Strip) -> Vec<f32> {
        let mut out = vec![0.0f32; strip.columns * strip.rows];
        for (channel, table) in self.colors.chunks_exact(BINS).enumerate() {
            let values = &strip.data[channel];
            out.iter_mut().zip(values).for_each(|(o, v)| *o += table[Looks::bin(channel, *v)]);
        }
        out.iter_mut().for_each(|o| *o = o.clamp(-MOST_COLOR, MOST_COLOR));
        out
    }

    pub fn cut(&self, column: usize) -> f32 {
        self.cuts.get(self.station(column)).copied().unwrap_or(0.0)
    }

    fn station(&self, column: usize) -> usize {
        (column / STATION).min(self.shape.stations as usize - 1)
    }

    fn part(&self, column: usize, from: usize, count: usize) -> &[f32] {
        let at = self.station(column) * self.shape.numbers() + from;
        &self.data[at..at + count]
    }

    /// Values around an edge, from the outermost tap to the innermost.
    pub fn edge(&self, side: Side, column: usize, channel: usize) -> &[f32] {
        let taps = self.shape.taps();
        let first = if side == Side::Left { 0 } else { CHANNELS * taps };
        self.part(column, first + channel * taps, taps)
    }

    /// Values from the left edge to the right one.
    pub fn inside(&self, column: usize, channel: usize) -> &[f32] {
        let across = self.shape.across as usize;
        self.part(column, CHANNELS * 2 * self.shape.taps() + channel * across, across)
    }

    /// How much those vary.
    pub fn spread(&self, column: usize, channel: usize) -> &[f32] {
        let across = self.shape.across as usize;
        self.part(column, CHANNELS * (2 * self.shape.taps() + across) + channel * across, across)
    }

    /// What an edge is told by: its look without its mean, in units of the noise, and the sum of its squares.
    pub fn template(&self, side: Side, column: usize) -> (Vec<f32>, f32) {
        let taps = self.shape.taps();
        let mut template = Vec::with_capacity(CHANNELS * taps);
        for (channel, noise) in self.noise.iter().enumerate() {
            let look = self.edge(side, column, channel);
            let mean = look.iter().sum::<f32>() / taps as f32;
            template.extend(look.iter().map(|v| (v - mean) / noise));
        }
        let energy = template.iter().map(|v| v * v).sum();
        (template, energy)
    }
}

/// Values of a strip around an edge at a row, from outside to inside, by channel.
pub fn around(strip: &Strip, shape: &Shape, side: Side, column: usize, row: f64, out: &mut Vec<f32>) {
    out.clear();
    for channel in 0..CHANNELS {
        for tap in 0..shape.taps() {
            let far = f64::from(shape.outward) - tap as f64;
            out.push(strip.at(channel, column, row + side.out() * far));
        }
    }
}

/// The value of a row of `across` places, between two of them; `t` is 0 at the left edge and 1 at the right one.
pub fn between(row: &[f32], t: f64) -> f32 {
    let at = (t * row.len() as f64 - 0.5).clamp(0.0, (row.len() - 1) as f64);
    let (i, u) = (at as usize, at.fract() as f32);
    row[i] + u * (row[(i + 1).min(row.len() - 1)] - row[i])
}
