//! What edges look like, found from good beads alone: edges are guessed where they belong, their mean look is taken, edges are
//! found again by that look, and so on. Where the look is then torn from the ground the edge lies.

use super::lesson::{Lesson, Look};
use fovea_infer::glue::{
    CHANNELS, Edges, Frame, Inside, Looks, Rule, STATION, Search, Shape, Side, around, presence, trace_edges,
    traits,
};

/// Looks as they were fitted, and the edges of each picture by them.
pub(super) struct Fitted {
    pub looks: Looks,
    pub usual: [f64; 2],
    pub edges: Vec<Edges>,
    /// A place inside that is odder than this is a bubble.
    pub bubble: f32,
}

/// Rounds of taking looks and finding edges by them.
const ROUNDS: usize = 5;
/// Pixels of a look outside and inside of an edge, while fitting wider than in the end.
const OUTWARD: u32 = 5;
const INWARD: u32 = 7;
const WIDE: u32 = 10;
/// Places from edge to edge at which the inside is kept.
const ACROSS: u32 = 24;
/// Columns over which looks are averaged along the path.
const ALONG: f32 = 16.0;
/// Noise below this is none: values are whole numbers in the picture.
const LEAST_NOISE: f32 = 1.0;
/// From what part of the steepest place on a place that is farther out may be the edge.
const STEEP: f32 = 0.4;

fn shape(frame: &Frame, wide: bool) -> Shape {
    let half = (frame.wanted.width_px / 2.0).floor().max(2.0) as u32;
    let (outward, inward) = if wide { (WIDE, WIDE.min(half + 2)) } else { (OUTWARD, INWARD.min(half)) };
    Shape { stations: Shape::stations_for(frame.columns()), outward, inward: inward.max(2), across: ACROSS }
}

/// Columns that surely show bead: those from start to end, without their own ends.
fn sure(frame: &Frame) -> std::ops::Range<usize> {
    let track = &frame.track;
    let margin = if track.closed { 0 } else { (frame.wanted.width_px * 0.75) as usize + 2 };
    let margin = margin.min(track.steps() / 3);
    track.lead + margin..track.lead + track.steps() - margin
}

pub(super) fn fit(frame: &Frame, lesson: &Lesson) -> Fitted {
    let half = frame.wanted.width_px / 2.0;
    let columns = frame.columns();
    let guess = |side: f64| vec![frame.middle() + side * half; columns];
    let mut edges: Vec<Edges> = lesson
        .looks
        .iter()
        .map(|_| Edges {
            left: guess(-1.0),
            right: guess(1.0),
            left_grip: vec![1.0; columns],
            right_grip: vec![1.0; columns],
        })
        .collect();
    let marked = lesson.looks.iter().any(|l| l.marked.is_some());
    let taught: Vec<usize> =
        (0..lesson.looks.len()).filter(|&i| !marked || lesson.looks[i].marked.is_some()).collect();
    if marked {
        for &i in &taught {
            take_marks(&mut edges[i], &lesson.looks[i]);
        }
    }
    let wide = shape(frame, true);
    let search = Search { reach: frame.reach, usual: [0.0; 2] };
    let mut looks = take(frame, lesson, &edges, &taught, wide);
    if !marked {
        for _ in 0..ROUNDS {
            for (look, edges) in lesson.looks.iter().zip(&mut edges) {
                *edges = trace_edges(&look.strip, frame, &looks, &search);
            }
            looks = take(frame, lesson, &edges, &taught, wide);
        }
        let shift = [Side::Left, Side::Right].map(|side| torn(frame, &looks, side));
        for edges in &mut edges {
            edges.left.iter_mut().for_each(|l| *l -= shift[0]);
            edges.right.iter_mut().for_each(|r| *r += shift[1]);
        }
    }
    let narrow = shape(frame, false);
    let mut looks = take(frame, lesson, &edges, &taught, narrow);
    let usual = usual(frame, &edges, &taught);
    let search = Search { reach: frame.reach, usual };
    for (look, edges) in lesson.looks.iter().zip(&mut edges) {
        *edges = trace_edges(&look.strip, frame, &looks, &search);
    }
    looks.noise = rest(frame, lesson, &edges, &looks);
    Fitted { looks, usual, edges, bubble: f32::MAX }
}

fn take_marks(edges: &mut Edges, look: &Look) {
    for (c, marked) in look.marked.iter().flatten().enumerate() {
        let grip = if marked.is_some() { 1.0 } else { 0.0 };
        (edges.left_grip[c], edges.right_grip[c]) = (grip, grip);
        if let Some([left, right]) = marked {
            (edges.left[c], edges.right[c]) = (*left, *right);
        }
    }
}

/// How far outwards of the wanted width edges lie on the whole.
fn usual(frame: &Frame, edges: &[Edges], taught: &[usize]) -> [f64; 2] {
    let half = frame.wanted.width_px / 2.0;
    let columns = sure(frame);
    let count = (taught.len() * columns.len()).max(1) as f64;
    let mean = |of: &dyn Fn(&Edges, usize) -> f64| {
        let all = taught.iter().flat_map(|&i| columns.clone().map(move |c| (i, c)));
        all.map(|(i, c)| of(&edges[i], c)).sum::<f64>() / count
    };
    [mean(&|e, c| frame.middle() - half - e.left[c]), mean(&|e, c| e.right[c] - frame.middle() - half)]
}

/// Mean looks along the path around the edges as they are now.
fn take(frame: &Frame, lesson: &Lesson, edges: &[Edges], taught: &[usize], shape: Shape) -> Looks {
    let (taps, across) = (shape.taps(), shape.across as usize);
    let (columns, numbers) = (frame.columns(), shape.numbers());
    let mean_of = CHANNELS * (2 * taps + across);
    let mut sums = vec![0.0f32; columns * mean_of];
    let mut counts = vec![0.0f32; columns];
    let mut window = Vec::new();
    for &i in taught {
        let (strip, edges) = (&lesson.looks[i].strip, &edges[i]);
        for c in sure(frame).filter(|&c| edges.left_grip[c] > 0.0) {
            let sum = &mut sums[c * mean_of..(c + 1) * mean_of];
            for (side, row, from) in
                [(Side::Left, edges.left[c], 0), (Side::Right, edges.right[c], CHANNELS * taps)]
            {
                around(strip, &shape, side, c, row, &mut window);
                sum[from..].iter_mut().zip(&window).for_each(|(s, v)| *s += v);
            }
            let (left, right) = (edges.left[c], edges.right[c]);
            for channel in 0..CHANNELS {
                for k in 0..across {
                    let row = left + (k as f64 + 0.5) / across as f64 * (right - left);
                    sum[CHANNELS * 2 * taps + channel * across + k] += strip.at(channel, c, row);
                }
            }
            counts[c] += 1.0;
        }
    }
    let mut data = Vec::with_capacity(shape.stations as usize * numbers);
    for station in 0..shape.stations as usize {
        let middle = (station * STATION + STATION / 2) as f32;
        data.extend(weighed(&sums, &counts, mean_of, middle));
        data.extend(std::iter::repeat_n(1.0f32, CHANNELS * across));
    }
    let looks = Looks { shape, data, noise: [LEAST_NOISE; CHANNELS] };
    let noise = rest_of(frame, lesson, edges, &looks, taught);
    Looks { noise, ..looks }
}

/// The mean of columns around `middle`, nearer ones counting more; of the nearest ones where none is near.
fn weighed(sums: &[f32], counts: &[f32], width: usize, middle: f32) -> Vec<f32> {
    let mut reach = ALONG;
    loop {
        let mut mean = vec![0.0f32; width];
        let mut weight = 0.0f32;
        for (c, count) in counts.iter().enumerate().filter(|(_, n)| **n > 0.0) {
            let far = (c as f32 - middle) / reach;
            if far.abs() > 3.0 {
                continue;
            }
            let w = (-0.5 * far * far).exp();
            mean.iter_mut().zip(&sums[c * width..]).for_each(|(m, s)| *m += w * s);
            weight += w * count;
        }
        if weight > 0.5 || reach > 1e6 {
            mean.iter_mut().for_each(|m| *m /= weight.max(1e-6));
            return mean;
        }
        reach *= 2.0;
    }
}

fn rest(frame: &Frame, lesson: &Lesson, edges: &[Edges], looks: &Looks) -> [f32; CHANNELS] {
    let all: Vec<usize> = (0..lesson.looks.len()).collect();
    rest_of(frame, lesson, edges, looks, &all)
}

/// How far windows around edges usually are from their look, by channel, each without its mean.
fn rest_of(
    frame: &Frame,
    lesson: &Lesson,
    edges: &[Edges],
    looks: &Looks,
    taught: &[usize],
) -> [f32; CHANNELS] {
    let taps = looks.shape.taps();
    let mut sums = [0.0f64; CHANNELS];
    let mut count = 0usize;
    let mut window = Vec::new();
    for &i in taught {
        let edges = &edges[i];
        for c in sure(frame).filter(|&c| edges.left_grip[c] > 0.0) {
            for (side, row) in [(Side::Left, edges.left[c]), (Side::Right, edges.right[c])] {
                around(&lesson.looks[i].strip, &looks.shape, side, c, row, &mut window);
                for (channel, sum) in sums.iter_mut().enumerate() {
                    let seen = &window[channel * taps..(channel + 1) * taps];
                    let look = looks.edge(side, c, channel);
                    let lift = seen.iter().zip(look).map(|(s, l)| s - l).sum::<f32>() / taps as f32;
                    *sum += seen.iter().zip(look).map(|(s, l)| f64::from(s - l - lift).powi(2)).sum::<f64>();
                }
                count += taps;
            }
        }
    }
    sums.map(|s| ((s / count.max(1) as f64).sqrt() as f32).max(LEAST_NOISE))
}

/// How far outwards of where edges were taken the look is torn from the ground: the outermost steep place.
fn torn(frame: &Frame, looks: &Looks, side: Side) -> f64 {
    let taps = looks.shape.taps();
    let mut steep = vec![0.0f32; taps];
    for c in sure(frame).step_by(STATION) {
        for channel in 0..CHANNELS {
            let look = looks.edge(side, c, channel);
            for (tap, steep) in steep.iter_mut().enumerate().take(taps - 1).skip(1) {
                *steep += ((look[tap + 1] - look[tap - 1]) / looks.noise[channel]).powi(2);
            }
        }
    }
    let steep: Vec<f32> = steep.iter().map(|s| s.sqrt()).collect();
    let most = steep.iter().copied().fold(0.0, f32::max);
    let top = (1..taps - 1)
        .find(|&k| steep[k] >= STEEP * most && steep[k] >= steep[k - 1] && steep[k] >= steep[k + 1]);
    let Some(top) = top.filter(|_| most > 0.0) else { return 0.0 };
    let (a, b, d) = (steep[top - 1], steep[top], steep[top + 1]);
    let bend = a - 2.0 * b + d;
    let part = if bend < -1e-6 { (0.5 * (a - d) / bend).clamp(-0.5, 0.5) } else { 0.0 };
    f64::from(looks.shape.outward) - (top as f64 + f64::from(part))
}

/// Adds how much the inside varies, and from where on a place is odd.
pub(super) fn fit_inside(frame: &Frame, lesson: &Lesson, mut fitted: Fitted, rule: &Rule) -> Fitted {
    let shape = fitted.looks.shape;
    let across = shape.across as usize;
    let first = CHANNELS * (2 * shape.taps() + across);
    let seen: Vec<(Inside, &Edges)> = lesson
        .looks
        .iter()
        .zip(&fitted.edges)
        .map(|(look, edges)| {
            let there: Vec<bool> = presence(&traits(&look.strip, frame, &fitted.looks, edges), rule)
                .iter()
                .map(|p| *p > 0.0)
                .collect();
            (Inside::of(&look.strip, frame, &fitted.looks, edges, &there), edges)
        })
        .collect();
    let mut sums = vec![0.0f64; CHANNELS * across];
    let mut counts = vec![0usize; across];
    for (inside, edges) in &seen {
        for at in (0..inside.within.len()).filter(|&at| inside.within[at]) {
            let (c, row) = (at / inside.rows, (at % inside.rows) as f64);
            let t = (row - edges.left[c]) / (edges.right[c] - edges.left[c]);
            let k = ((t * across as f64) as usize).min(across - 1);
            counts[k] += 1;
            for channel in 0..CHANNELS {
                sums[channel * across + k] += f64::from(inside.rest[channel][at]).powi(2);
            }
        }
    }
    let all: Vec<f64> = (0..CHANNELS)
        .map(|ch| {
            sums[ch * across..(ch + 1) * across].iter().sum::<f64>()
                / counts.iter().sum::<usize>().max(1) as f64
        })
        .collect();
    let spread: Vec<f32> = (0..CHANNELS * across)
        .map(|i| {
            let (channel, k) = (i / across, i % across);
            // Few places near the edges are drawn towards what is usual for all.
            let own = (sums[i] + 50.0 * all[channel]) / (counts[k] as f64 + 50.0);
            (own.sqrt() as f32).max(0.5)
        })
        .collect();
    let numbers = shape.numbers();
    for station in fitted.looks.data.chunks_exact_mut(numbers) {
        station[first..].copy_from_slice(&spread);
    }
    let oddest = seen
        .iter()
        .map(|(inside, edges)| inside.oddness(&fitted.looks, edges).into_iter().fold(0.0, f32::max))
        .fold(0.0, f32::max);
    fitted.bubble = (oddest * BEYOND).clamp(LEAST_ODD, MOST_ODD);
    fitted
}

/// What is odder than the oddest place of good beads by this factor is a bubble.
const BEYOND: f32 = 1.15;
const LEAST_ODD: f32 = 5.0;
const MOST_ODD: f32 = 40.0;
