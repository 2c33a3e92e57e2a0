//! What edges look like, found from good beads alone: edges are guessed where they belong, their mean look is taken, edges are
//! found again by that look, and so on. Where the look is then torn from the ground the edge lies.

use super::lesson::{Lesson, Look};
use fovea_infer::glue::{
    BINS, CHANNELS, Edges, Frame, Inside, Looks, Mix, Rule, STATION, Search, Shape, Side, around, evidence,
    presence, trace_edges, traits,
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
/// Pixels of a look outside and inside of an edge; wider where the edge is looked for in it.
const OUTWARD: u32 = 4;
const INWARD: u32 = 7;
const WIDE: u32 = 10;
/// Places from edge to edge at which the inside is kept.
const ACROSS: u32 = 24;
/// Columns over which looks are averaged along the path.
const ALONG: [f32; 2] = [16.0, 3.0];
/// Noise below this is none: values are whole numbers in the picture.
const LEAST_NOISE: f32 = 1.0;
/// From what part of the farthest from ground on a place that lies farther out may be the edge.
const STEEP: f64 = 0.3;

fn shape(frame: &Frame, wide: bool) -> Shape {
    let half = (frame.wanted.width_px / 2.0).floor().max(2.0) as u32;
    let (outward, inward) = if wide { (WIDE, WIDE.min(half + 2)) } else { (OUTWARD, INWARD.min(half)) };
    Shape { stations: Shape::stations_for(frame.columns()), outward, inward: inward.max(2), across: ACROSS }
}

/// How much an edge is held from bending: what wets a ground draws itself even over a part of its width, whatever lies below.
pub(super) fn stiff(frame: &Frame) -> f64 {
    (frame.wanted.width_px / EVEN).powi(4)
}

/// Parts of the width over which edges are even.
const EVEN: f64 = 6.0;

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
            colors: Vec::new(),
        })
        .collect();
    let marked = lesson.looks.iter().any(|l| l.marked.is_some());
    for (edges, look) in edges.iter_mut().zip(&lesson.looks) {
        take_marks(edges, look);
    }
    let taught: Vec<usize> = (0..lesson.looks.len()).collect();
    let narrow = shape(frame, false);
    let search = Search { reach: frame.reach, usual: [0.0; 2], stiff: stiff(frame) };
    let mut looks = take(frame, lesson, &edges, &taught, narrow);
    for _ in 0..ROUNDS {
        for (look, edges) in lesson.looks.iter().zip(&mut edges) {
            *edges = trace_edges(&look.strip, frame, &looks, &search);
        }
        looks = take(frame, lesson, &edges, &taught, narrow);
    }
    let wide = take(frame, lesson, &edges, &taught, shape(frame, true));
    for side in [Side::Left, Side::Right] {
        let shift = match marked {
            true => calibrated(frame, lesson, &edges, side),
            false => vec![torn(frame, &wide, side); columns],
        };
        for edges in &mut edges {
            let rows = if side == Side::Left { &mut edges.left } else { &mut edges.right };
            rows.iter_mut().zip(&shift).for_each(|(row, s)| *row += side.out() * s);
        }
    }
    let mut looks = take(frame, lesson, &edges, &taught, narrow);
    let usual = usual(frame, &edges, &taught);
    let search = Search { reach: frame.reach, usual, stiff: stiff(frame) };
    // Colours draw edges a little to one side of where looks have them.
    let wanted = means(frame, &edges);
    let traced: Vec<Edges> =
        lesson.looks.iter().map(|look| trace_edges(&look.strip, frame, &looks, &search)).collect();
    let found = means(frame, &traced);
    looks.mix.shift = [(found[0] - wanted[0]) as f32, (wanted[1] - found[1]) as f32];
    for (look, edges) in lesson.looks.iter().zip(&mut edges) {
        *edges = trace_edges(&look.strip, frame, &looks, &search);
    }
    looks.noise = rest(frame, lesson, &edges, &looks);
    Fitted { looks, usual, edges, bubble: f32::MAX }
}

/// Mean rows of both edges.
fn means(frame: &Frame, edges: &[Edges]) -> [f64; 2] {
    let count = (edges.len() * sure(frame).len()).max(1) as f64;
    let sum = |of: &dyn Fn(&Edges) -> &[f64]| {
        edges.iter().map(|e| of(e)[sure(frame)].iter().sum::<f64>()).sum::<f64>() / count
    };
    [sum(&|e| e.left.as_slice()), sum(&|e| e.right.as_slice())]
}

fn take_marks(edges: &mut Edges, look: &Look) {
    for (c, marked) in look.marked.iter().flatten().enumerate() {
        if let Some([left, right]) = marked {
            (edges.left[c], edges.right[c]) = (*left, *right);
        }
    }
}

/// How far outwards of where an edge was found marks have it, by column: a mean over many, since hands shake.
fn calibrated(frame: &Frame, lesson: &Lesson, edges: &[Edges], side: Side) -> Vec<f64> {
    let mut sums = vec![[0.0f64; 2]; frame.columns()];
    for (look, edges) in lesson.looks.iter().zip(edges) {
        let Some(marked) = &look.marked else { continue };
        for c in sure(frame) {
            let Some([left, right]) = marked[c] else { continue };
            let far = if side == Side::Left { edges.left[c] - left } else { right - edges.right[c] };
            if far.abs() <= frame.reach / 2.0 {
                sums[c] = [sums[c][0] + far, sums[c][1] + 1.0];
            }
        }
    }
    let mean = |near: &mut dyn Iterator<Item = (f64, &[f64; 2])>| {
        let (sum, weight) = near.fold((0.0, 0.0), |(s, w), (k, v)| (s + k * v[0], w + k * v[1]));
        (weight > 0.5).then(|| sum / weight)
    };
    let whole = mean(&mut sums.iter().map(|v| (1.0, v))).unwrap_or(0.0);
    let reach = 3 * MARKED as usize;
    (0..frame.columns())
        .map(|c| {
            let from = c.saturating_sub(reach);
            let near = sums[from..(c + reach + 1).min(sums.len())].iter().enumerate();
            let bell = |i: usize| (-0.5 * ((from + i) as f64 - c as f64).powi(2) / (MARKED * MARKED)).exp();
            mean(&mut near.map(|(i, v)| (bell(i), v))).unwrap_or(whole)
        })
        .collect()
}

/// Columns that marks are averaged over.
const MARKED: f64 = 24.0;

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
    let (colors, usual) = colors(frame, lesson, edges, taught);
    let mix = Mix { usual, ..MIX };
    // Where the ground is the same in all pictures, looks differ from place to place; else many places tell more.
    let tried = ALONG.map(|along| {
        let mut data = Vec::with_capacity(shape.stations as usize * numbers);
        for station in 0..shape.stations as usize {
            let middle = (station * STATION + STATION / 2) as f32;
            data.extend(weighed(&sums, &counts, mean_of, (middle, along)));
            data.extend(std::iter::repeat_n(1.0f32, CHANNELS * across));
        }
        let cuts = vec![0.0; shape.stations as usize];
        let looks = Looks { shape, data, colors: colors.clone(), cuts, noise: [LEAST_NOISE; CHANNELS], mix };
        let noise = rest_of(frame, lesson, edges, &looks, taught);
        // A mean of few lies nearer to each of them than to others.
        let few = (taught.len() as f32 * along * 2.5).max(1.5);
        let worth: f32 = noise.iter().map(|n| (n * (few / (few - 1.0)).sqrt()).ln()).sum();
        (worth, Looks { noise, ..looks })
    });
    let [(wide, broad), (close, local)] = tried;
    let looks = if close < wide - CLEARLY { local } else { broad };
    let mix = mixed(frame, lesson, edges, &looks, taught);
    Looks { mix, ..looks }
}

/// The same weight for look and colour, until it is known better.
const MIX: Mix = Mix { look: 0.5, color: 0.5, usual: 1.0, shift: [0.0; 2] };
/// Looks of few places must be so much nearer, as a logarithm over all channels.
const CLEARLY: f32 = 0.25;

/// How much each value of each channel speaks for bead, and how much the colour of bead usually does.
fn colors(frame: &Frame, lesson: &Lesson, edges: &[Edges], taught: &[usize]) -> (Vec<f32>, f32) {
    let mut counts = [vec![0.0f64; CHANNELS * BINS], vec![0.0f64; CHANNELS * BINS]];
    for &i in taught {
        let (strip, edges) = (&lesson.looks[i].strip, &edges[i]);
        for c in sure(frame).filter(|&c| edges.left_grip[c] > 0.0) {
            let (left, right) = (edges.left[c], edges.right[c]);
            for channel in 0..CHANNELS {
                for (row, value) in strip.column(channel, c).iter().enumerate() {
                    let at = row as f64;
                    let inside = at >= left + 2.0 && at <= right - 2.0;
                    if inside || at <= left - 2.0 || at >= right + 2.0 {
                        counts[usize::from(inside)][channel * BINS + Looks::bin(channel, *value)] += 1.0;
                    }
                }
            }
        }
    }
    let shares = counts.map(|c| smooth_shares(&c));
    let table: Vec<f32> = shares[1].iter().zip(&shares[0]).map(|(b, g)| (b / g).ln() as f32).collect();
    let (mut sum, mut n) = (0.0f64, 0usize);
    let looks = Looks {
        shape: Shape { stations: 1, outward: 2, inward: 2, across: 4 },
        data: vec![],
        colors: table.clone(),
        cuts: vec![],
        noise: [1.0; CHANNELS],
        mix: MIX,
    };
    for &i in taught {
        let strip = &lesson.looks[i].strip;
        let colors = looks.color_of(strip);
        for c in sure(frame).step_by(4) {
            let (left, right) = (edges[i].left[c] + 2.0, edges[i].right[c] - 2.0);
            for (row, v) in colors[c * strip.rows..(c + 1) * strip.rows].iter().enumerate() {
                if (left..=right).contains(&(row as f64)) {
                    sum += f64::from(*v);
                    n += 1;
                }
            }
        }
    }
    (table, (sum / n.max(1) as f64).max(0.05) as f32)
}

/// Shares of the bins of each channel, drawn out over neighbours, and none of them 0.
fn smooth_shares(counts: &[f64]) -> Vec<f64> {
    const BELL: [f64; 5] = [0.1, 0.2, 0.4, 0.2, 0.1];
    counts
        .chunks_exact(BINS)
        .flat_map(|of| {
            let all: f64 = of.iter().sum::<f64>().max(1.0);
            let near = |k: usize, by: usize| of[(k + by).saturating_sub(2).min(BINS - 1)];
            (0..BINS)
                .map(move |k| {
                    BELL.iter().enumerate().map(|(by, w)| w * near(k, by)).sum::<f64>() / all * 0.99
                        + 0.01 / BINS as f64
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// How much the look of an edge and how much colours count: what parts edges best from other places (Fisher's discriminant).
fn mixed(frame: &Frame, lesson: &Lesson, edges: &[Edges], looks: &Looks, taught: &[usize]) -> Mix {
    let half = frame.wanted.width_px / 2.0;
    let (mut there, mut other) = (Vec::new(), Vec::new());
    for &i in taught {
        for (side, rows) in [(Side::Left, &edges[i].left), (Side::Right, &edges[i].right)] {
            let home = frame.middle() + side.out() * half;
            let strip = &lesson.looks[i].strip;
            let seen = evidence((strip, &looks.color_of(strip)), looks, side, home, frame.reach);
            for c in sure(frame).step_by(3) {
                let own = (rows[c].round() as usize).saturating_sub(seen.first).min(seen.states - 1);
                let at = |k: usize| [seen.fit[c * seen.states + k], seen.color[c * seen.states + k]];
                there.push(at(own));
                let away = || (0..seen.states).filter(|k| k.abs_diff(own) >= 3);
                for channel in 0..2 {
                    let worst = away().max_by(|a, b| at(*a)[channel].total_cmp(&at(*b)[channel]));
                    other.extend(worst.map(at));
                }
            }
        }
    }
    let mean =
        |rows: &[[f32; 2]]| [0, 1].map(|k| rows.iter().map(|r| r[k]).sum::<f32>() / rows.len().max(1) as f32);
    let (a, b) = (mean(&there), mean(&other));
    let mut within = [[0.01f32, 0.0], [0.0, 0.01]];
    for (rows, middle) in [(&there, a), (&other, b)] {
        for row in rows.iter() {
            for (i, line) in within.iter_mut().enumerate() {
                for (j, sum) in line.iter_mut().enumerate() {
                    *sum += (row[i] - middle[i]) * (row[j] - middle[j]) / rows.len() as f32;
                }
            }
        }
    }
    let apart = [a[0] - b[0], a[1] - b[1]];
    let det = within[0][0] * within[1][1] - within[0][1] * within[1][0];
    let look = ((apart[0] * within[1][1] - apart[1] * within[0][1]) / det).max(0.0);
    let color = ((apart[1] * within[0][0] - apart[0] * within[1][0]) / det).max(0.0);
    match look + color > 1e-6 {
        true => Mix { look: look / (look + color), color: color / (look + color), ..looks.mix },
        false => looks.mix,
    }
}

/// The mean of columns around `middle`, nearer ones counting more; of the nearest ones where none is near.
fn weighed(sums: &[f32], counts: &[f32], width: usize, (middle, along): (f32, f32)) -> Vec<f32> {
    let mut reach = along;
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

/// How far outwards of where edges were taken they are in truth. Of a step that is where half of it is done. Where an edge is a
/// line, as of clear glue, light is bent most at the very edge and less farther in: blurred, that is where the outer side of the
/// line has most of its height.
fn torn(frame: &Frame, looks: &Looks, side: Side) -> f64 {
    let each = sure(frame).step_by(4 * STATION).filter_map(|c| torn_at(looks, side, c));
    let mut each: Vec<f64> = each.collect();
    each.sort_by(f64::total_cmp);
    // Where a shine falls onto the edge it looks otherwise: the middle one is of most.
    each.get(each.len() / 2).copied().unwrap_or(0.0)
}

fn torn_at(looks: &Looks, side: Side, column: usize) -> Option<f64> {
    let taps = looks.shape.taps();
    let mut far = vec![0.0f64; taps];
    for channel in 0..CHANNELS {
        let look = looks.edge(side, column, channel);
        let ground = look[..GROUND].iter().sum::<f32>() / GROUND as f32;
        for (far, v) in far.iter_mut().zip(look) {
            *far += f64::from((v - ground) / looks.noise[channel]).powi(2);
        }
    }
    let far: Vec<f64> = far.iter().map(|f| f.sqrt()).collect();
    let most = far.iter().copied().fold(0.0, f64::max);
    let top =
        (GROUND..taps - 1).find(|&k| far[k] >= STEEP * most && far[k] >= far[k - 1] && far[k] >= far[k + 1]);
    let top = top.unwrap_or(taps - 1);
    let valley = far[top..(top + 6).min(taps)].iter().copied().fold(far[top], f64::min);
    let line = ((1.0 - valley / far[top].max(1e-9)) / 0.6).clamp(0.0, 1.0);
    let height = (STEP + (LINE - STEP) * line) * far[top];
    let below = (0..top).rev().find(|&k| far[k] < height)?;
    let part = (height - far[below]) / (far[below + 1] - far[below]).max(1e-9);
    Some(f64::from(looks.shape.outward) - (below as f64 + part))
}

/// Taps of the outermost ground.
const GROUND: usize = 4;
/// What part of its height a step, and a line, have at the edge.
const STEP: f64 = 0.5;
const LINE: f64 = 0.77;

/// Adds how much the inside varies, and from where on a place is odd.
pub(super) fn fit_inside(frame: &Frame, lesson: &Lesson, mut fitted: Fitted, rule: &Rule) -> Fitted {
    fitted.looks.cuts = cuts(frame, lesson, &fitted, rule);
    let shape = fitted.looks.shape;
    let across = shape.across as usize;
    let first = CHANNELS * (2 * shape.taps() + across);
    let seen: Vec<(Inside, &Edges)> = lesson
        .looks
        .iter()
        .zip(&fitted.edges)
        .map(|(look, edges)| {
            let there: Vec<bool> = presence(&traits(&look.strip, &fitted.looks, edges), rule, &fitted.looks)
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

/// Where sound beads come near to none, as over a pad that shines as they do, the rule has to allow it.
fn cuts(frame: &Frame, lesson: &Lesson, fitted: &Fitted, rule: &Rule) -> Vec<f32> {
    let columns = sure(frame);
    let mut least = vec![f32::MAX; frame.columns()];
    for (look, edges) in lesson.looks.iter().zip(&fitted.edges) {
        let told = presence(&traits(&look.strip, &fitted.looks, edges), rule, &fitted.looks);
        for c in columns.clone() {
            least[c] = least[c].min(told[c] as f32);
        }
    }
    (0..fitted.looks.shape.stations as usize)
        .map(|station| {
            let middle = station * STATION;
            let near = middle.saturating_sub(CUT_REACH)..(middle + STATION + CUT_REACH).min(least.len());
            let least = least[near].iter().copied().fold(f32::MAX, f32::min);
            if least < 1.0 { (least - CUT_MARGIN * (1.0 - least)).min(0.0) } else { 0.0 }
        })
        .collect()
}

/// Columns around a station that count for it, and how much lower than ever seen the rule goes there.
const CUT_REACH: usize = 2;
const CUT_MARGIN: f32 = 0.5;
