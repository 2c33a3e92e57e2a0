//! From probabilities a step to a text (CTC): the likeliest sign of each step, or, where a pattern says what may stand there, a
//! beam search over the texts that fit it.

use super::Automaton;
use super::shapes::Shapes;
use fovea_domain::text::ReadChar;
use std::collections::HashMap;

/// What the reader of signs gave for one line: a row a step, a column a sign. The first column means that nothing stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps<'a> {
    pub columns: usize,
    pub data: &'a [f32],
}

impl Steps<'_> {
    /// The middles of these steps, as parts of all.
    fn along(&self, at: &[usize]) -> Vec<f32> {
        let count = (self.data.len() / self.columns.max(1)).max(1) as f32;
        at.iter().map(|step| (*step as f32 + 0.5) / count).collect()
    }
}

/// A text and how sure it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decoded {
    pub chars: Vec<ReadChar>,
    /// How far along the steps each sign is likeliest, from 0 to 1.
    pub along: Vec<f32>,
    /// Mean of what the reader alone gives its signs.
    pub mean: f32,
    /// Whether it fits the rule, where there is one.
    pub fits: bool,
}

impl Decoded {
    pub fn text(&self) -> String {
        self.chars.iter().map(|c| c.char).collect()
    }

    /// Of the least sure sign; 0 of none.
    pub fn least(&self) -> f32 {
        self.chars.iter().map(|c| c.score).reduce(f32::min).unwrap_or(0.0)
    }
}

/// The signs that there are, and what they may make.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoder {
    /// By column, from the second on.
    signs: Vec<char>,
    /// Whether a column may be told; empty where all may.
    allowed: Vec<bool>,
    rule: Option<Automaton>,
    /// Of a pattern: columns that come in it anywhere.
    used: Vec<bool>,
}

const NOTHING: usize = 0;
/// Texts that are followed at a time.
const BEAM: usize = 12;
/// Signs that are looked at in a step, and how likely they must be.
const MOST_SIGNS: usize = 12;
const LEAST: f32 = 1e-6;
/// A text that fits is told where the reader gives its signs at least this on average: else something else stands there.
const ACCEPTED: f32 = 0.5;
/// A sign is forced where the reader hardly sees it, and clearly sees one that is no look-alike. Of so many signs one may be.
const FORCED: f32 = 0.02;
const SEEN: f32 = 0.5;
const MOST_AGAINST: usize = 5;

impl Decoder {
    pub fn new(signs: Vec<char>, alphabet: Option<&str>, rule: Option<Automaton>) -> Decoder {
        let allowed = alphabet.map_or_else(Vec::new, |alphabet| {
            let signs = signs.iter().map(|c| alphabet.contains(*c));
            std::iter::once(true).chain(signs).collect()
        });
        let used = rule
            .as_ref()
            .map_or_else(Vec::new, |rule| std::iter::once(false).chain(rule.uses(signs.len())).collect());
        Decoder { signs, allowed, rule, used }
    }

    pub fn columns(&self) -> usize {
        self.signs.len() + 1
    }

    /// Whether a text fits the rule, where there is one.
    pub fn fits(&self, text: &str) -> bool {
        let place = |c: char| self.signs.iter().position(|s| *s == c).map(|i| i as u32);
        self.rule.as_ref().is_none_or(|rule| {
            let places: Option<Vec<u32>> = text.chars().map(place).collect();
            places.is_some_and(|p| rule.accepts(p))
        })
    }

    /// Changes what was read to what the shapes of its line say, as far as those signs may be told.
    pub(super) fn heed(&self, shapes: &Shapes, decoded: &mut Decoded) {
        let Decoded { chars, along, .. } = decoded;
        let signs: Vec<char> = chars.iter().map(|c| c.char).collect();
        for (i, sign) in shapes.told_apart(&signs, along) {
            if self.allows(sign) {
                chars[i].char = sign;
            }
        }
        if !self.allows(' ') {
            return;
        }
        for i in shapes.blanks(&signs, along).into_iter().rev() {
            // It is as sure as the signs beside it.
            let score = chars[i].score.min(chars[i + 1].score);
            chars.insert(i + 1, ReadChar { char: ' ', score, place: None });
            along.insert(i + 1, (along[i] + along[i + 1]) / 2.0);
        }
    }

    fn allows(&self, sign: char) -> bool {
        let place = self.signs.iter().position(|s| *s == sign);
        place.is_some_and(|i| self.allowed.get(i + 1).is_none_or(|a| *a))
    }

    /// The likeliest text that fits, or where none does surely enough, what seems to stand there.
    pub fn decode(&self, steps: &Steps) -> Decoded {
        if let Some(rule) = &self.rule {
            let fitting = self.beam(rule, steps).and_then(|columns| self.scored(rule, &columns, steps));
            if let Some(fitting) = fitting.filter(|f| f.mean >= ACCEPTED) {
                return fitting;
            }
        }
        let mut plain = self.greedy(steps);
        plain.fits = self.rule.is_none();
        plain
    }

    fn sign(&self, column: usize) -> char {
        column.checked_sub(1).and_then(|i| self.signs.get(i)).copied().unwrap_or('\u{fffd}')
    }

    fn greedy(&self, steps: &Steps) -> Decoded {
        let (mut chars, mut at): (Vec<ReadChar>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut before = NOTHING;
        for (step, row) in steps.data.chunks_exact(steps.columns).enumerate() {
            let (best, p) = self.likeliest(row);
            match (chars.last_mut(), at.last_mut()) {
                (Some(last), Some(at)) if best == before && best != NOTHING => {
                    if p > last.score {
                        *at = step;
                    }
                    last.score = last.score.max(p);
                }
                _ if best != NOTHING => {
                    chars.push(ReadChar { char: self.sign(best), score: p.min(1.0), place: None });
                    at.push(step);
                }
                _ => {}
            }
            before = best;
        }
        let mean = mean(chars.iter().map(|c| c.score));
        Decoded { chars, along: steps.along(&at), mean, fits: true }
    }

    fn likeliest(&self, row: &[f32]) -> (usize, f32) {
        let mut best = (NOTHING, row.first().copied().unwrap_or(0.0));
        for (column, &p) in row.iter().enumerate().skip(1) {
            if p > best.1 && self.allowed.get(column).is_none_or(|a| *a) {
                best = (column, p);
            }
        }
        best
    }

    /// Columns of a step that the pattern has anywhere, the likeliest first.
    fn candidates(&self, row: &[f32]) -> Vec<(u32, f32)> {
        let likely = row.iter().enumerate().filter(|(c, p)| **p >= LEAST && self.used.get(*c) == Some(&true));
        let mut found: Vec<(u32, f32)> = likely.map(|(c, &p)| (c as u32, p)).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(MOST_SIGNS);
        found
    }

    /// Prefix beam search (Graves and Jaitly 2014; Hannun et al., arXiv 1408.2873) where a prefix also is a state of the rule.
    fn beam(&self, rule: &Automaton, steps: &Steps) -> Option<Vec<usize>> {
        let count = steps.data.len() / steps.columns;
        let mut tree = Tree::default();
        let mut beams = vec![Beam { prefix: Tree::ROOT, ends_in_nothing: 1.0, ends_in_sign: 0.0 }];
        for (step, row) in steps.data.chunks_exact(steps.columns).enumerate() {
            let nothing = row.first().copied().unwrap_or(0.0);
            let candidates = self.candidates(row);
            let mut next = Beams::default();
            for beam in &beams {
                let prefix = tree.at(beam.prefix);
                let stay = next.of(beam.prefix);
                stay.ends_in_nothing += beam.all() * nothing;
                if prefix.column != 0 {
                    stay.ends_in_sign += beam.ends_in_sign * row.get(prefix.column as usize).unwrap_or(&0.0);
                }
                for &(column, p) in &candidates {
                    let Some(state) = rule.next(prefix.state, column - 1) else { continue };
                    // What is missing must still find room, a step a sign.
                    if rule.left(state) as usize > count - step - 1 {
                        continue;
                    }
                    let from = if column == prefix.column { beam.ends_in_nothing } else { beam.all() };
                    if from > 0.0 {
                        next.of(tree.child(beam.prefix, column, state)).ends_in_sign += from * p;
                    }
                }
            }
            beams = next.best();
        }
        let done = beams.iter().filter(|b| rule.ends(tree.at(b.prefix).state) && b.prefix != Tree::ROOT);
        done.max_by(|a, b| a.all().total_cmp(&b.all())).map(|b| tree.columns(b.prefix))
    }

    /// Each sign's likeliest step in the best way to lay the text over the steps, and how sure it is there. `None` where too
    /// many signs would have to be others than seem to stand there.
    fn scored(&self, rule: &Automaton, columns: &[usize], steps: &Steps) -> Option<Decoded> {
        let at = align(columns, steps);
        let (mut chars, mut raw, mut state) = (Vec::new(), Vec::new(), Automaton::START);
        let mut against = 0;
        for (&column, &step) in columns.iter().zip(&at) {
            let row = &steps.data[step * steps.columns..(step + 1) * steps.columns];
            let p = row.get(column).copied().unwrap_or(0.0);
            let of = |c: usize| row.get(c).copied().unwrap_or(0.0);
            let possible: f32 = rule.edges(state).iter().map(|(place, _)| of(*place as usize + 1)).sum();
            let (rival, seen) =
                row.iter().enumerate().fold((0, 0.0), |b, (c, &p)| if p > b.1 { (c, p) } else { b });
            let excluded = rival != NOTHING && rule.next(state, rival as u32 - 1).is_none();
            // The rule settles what looks alike. Anything else stays as unsure as the reader was.
            let other = excluded && !alike(self.sign(rival), self.sign(column));
            against += usize::from(other && seen >= SEEN && p < FORCED);
            let score = match other {
                true => p,
                false => p / (possible + of(NOTHING)).max(1e-9),
            };
            chars.push(ReadChar { char: self.sign(column), score: score.clamp(0.0, 1.0), place: None });
            // A look-alike that the rule excludes is no evidence against the text.
            raw.push(if excluded && score > p { score } else { p });
            state = rule.next(state, column as u32 - 1).unwrap_or(state);
        }
        let told = Decoded { chars, along: steps.along(&at), mean: mean(raw.into_iter()), fits: true };
        (against * MOST_AGAINST <= columns.len()).then_some(told)
    }
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, n) = values.fold((0.0, 0), |(sum, n), v| (sum + v, n + 1));
    if n == 0 { 0.0 } else { sum / n as f32 }
}

/// Signs of one line of these are taken for each other in print.
const ALIKE: [&str; 15] = [
    "0OoDQ○〇",
    "1Il|i!丨",
    "2Zz",
    "5Ss",
    "6Gb",
    "8B&",
    "9gq",
    "4A",
    "7T",
    "UVv",
    "CcG(",
    "-_一—",
    ".,·",
    ":;",
    "'’`",
];

fn alike(a: char, b: char) -> bool {
    let same = a.to_lowercase().eq(b.to_lowercase());
    same || ALIKE.iter().any(|group| group.contains(a) && group.contains(b))
}

/// Prefixes that were ever followed.
#[derive(Debug)]
struct Tree {
    nodes: Vec<Prefix>,
    children: HashMap<(u32, u32), u32>,
}

#[derive(Debug, Clone, Copy)]
struct Prefix {
    before: u32,
    /// Of the last sign; 0 of the empty prefix.
    column: u32,
    state: u32,
}

impl Default for Tree {
    fn default() -> Tree {
        let root = Prefix { before: 0, column: 0, state: Automaton::START };
        Tree { nodes: vec![root], children: HashMap::new() }
    }
}

impl Tree {
    const ROOT: u32 = 0;

    fn at(&self, node: u32) -> Prefix {
        self.nodes[node as usize]
    }

    fn child(&mut self, before: u32, column: u32, state: u32) -> u32 {
        let nodes = &mut self.nodes;
        *self.children.entry((before, column)).or_insert_with(|| {
            nodes.push(Prefix { before, column, state });
            nodes.len() as u32 - 1
        })
    }

    fn columns(&self, mut node: u32) -> Vec<usize> {
        let mut columns = Vec::new();
        while node != Tree::ROOT {
            let prefix = self.at(node);
            columns.push(prefix.column as usize);
            node = prefix.before;
        }
        columns.reverse();
        columns
    }
}

#[derive(Debug, Clone, Copy)]
struct Beam {
    prefix: u32,
    ends_in_nothing: f32,
    ends_in_sign: f32,
}

impl Beam {
    fn all(&self) -> f32 {
        self.ends_in_nothing + self.ends_in_sign
    }
}

/// The beams of the next step, in the order of their first mention.
#[derive(Debug, Default)]
struct Beams {
    list: Vec<Beam>,
    place: HashMap<u32, usize>,
}

impl Beams {
    fn of(&mut self, prefix: u32) -> &mut Beam {
        let list = &mut self.list;
        let at = *self.place.entry(prefix).or_insert_with(|| {
            list.push(Beam { prefix, ends_in_nothing: 0.0, ends_in_sign: 0.0 });
            list.len() - 1
        });
        &mut list[at]
    }

    /// The likeliest, made to sum up to one, so that long lines do not vanish.
    fn best(mut self) -> Vec<Beam> {
        self.list.sort_by(|a, b| b.all().total_cmp(&a.all()).then(a.prefix.cmp(&b.prefix)));
        self.list.truncate(BEAM);
        let sum: f32 = self.list.iter().map(Beam::all).sum();
        let scale = if sum > 0.0 { 1.0 / sum } else { 1.0 };
        self.list.iter_mut().for_each(|b| {
            b.ends_in_nothing *= scale;
            b.ends_in_sign *= scale;
        });
        self.list
    }
}

/// The best way through the steps that gives the text (Viterbi); for each sign the step where it is likeliest on that way.
fn align(columns: &[usize], steps: &Steps) -> Vec<usize> {
    let count = steps.data.len() / steps.columns;
    // Nothing, sign, nothing, sign, … nothing.
    let label = |s: usize| if s.is_multiple_of(2) { NOTHING } else { columns[s / 2] };
    let states = 2 * columns.len() + 1;
    let p = |t: usize, s: usize| steps.data[t * steps.columns + label(s)].max(1e-12).ln();
    let mut best = vec![f32::NEG_INFINITY; states];
    let mut from = vec![0u8; count * states];
    for t in 0..count {
        let before = best.clone();
        for s in 0..states {
            let stay = if t == 0 { if s <= 1 { 0.0 } else { f32::NEG_INFINITY } } else { before[s] };
            let mut choice = (stay, 0u8);
            if t > 0 {
                let leap = s >= 2 && s % 2 == 1 && label(s) != label(s - 2);
                for (back, open) in [(1, s >= 1), (2, leap)] {
                    if open && before[s - back] > choice.0 {
                        choice = (before[s - back], back as u8);
                    }
                }
            }
            best[s] = choice.0 + p(t, s);
            from[t * states + s] = choice.1;
        }
    }
    let mut at = vec![0usize; columns.len()];
    let mut likeliest = vec![f32::NEG_INFINITY; columns.len()];
    let mut s = if states > 1 && best[states - 2] > best[states - 1] { states - 2 } else { states - 1 };
    for t in (0..count).rev() {
        if s % 2 == 1 && p(t, s) > likeliest[s / 2] {
            (at[s / 2], likeliest[s / 2]) = (t, p(t, s));
        }
        s -= usize::from(from[t * states + s]);
    }
    at
}
