//! From a picture to the texts on it and a verdict.

use super::decode::{Decoded, Decoder, Steps};
use super::place::Place;
use super::shapes::Shapes;
use super::spec::{MISSING, UNSURE, WRONG};
use super::{CHARACTERS, LINE, ReadSpec, SIGNS, TEXT, Try, find, line, rows};
use crate::manifest::Manifest;
use crate::outcome::{GOOD, HeatMap, Outcome};
use crate::runtime::{Session, Tensor};
use crate::{InferError, LoadOptions, Package};
use fovea_domain::text::{Check, CheckFault, CheckResult, Date, ReadText, edits, normal};
use fovea_domain::{BBox, Polygon, PredictedRegion, Prediction, Timings, Verdict};
use fovea_vision::{Picture, Quad};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError, TryLockError};
use std::time::Instant;

/// The graph that finds lines; the one that reads them is the package's main one.
pub const FINDER: &str = "finder.onnx";
/// Widest line that is read, in pixels at the height of lines; longer ones are squeezed.
pub(super) const MOST_WIDTH: u32 = 2400;
/// The finder halves sizes five times.
const MULTIPLE: u32 = 32;
/// Pictures below this are enlarged before lines are looked for, by up to `ENLARGED`.
const SMALL: f32 = 736.0;
const ENLARGED: f32 = 2.0;
/// Lines that were looked for and cannot be read at all are no text.
const READABLE: f32 = 0.5;
/// Of lines that were found and cannot be read surely so many are looked at again: each takes up to six times as long.
const MOST_AGAIN: usize = 8;
/// A line whose signs are as sure as this on average lies as it was read; those that stand on their heads reach a third.
const UPRIGHT: f32 = 0.85;
/// Two turns whose signs are nearly as sure as each other on average are both looked at in other ways: neither is told for sure
/// by the first look, as where part of the print is gone.
const NEAR: f32 = 0.2;
/// Most signs that a package may know.
const MOST_SIGNS: usize = 100_000;
/// Cells of the map of doubt along the longer side.
const CELLS: usize = 96;

pub(crate) fn signs_input() -> [u64; 4] {
    [1, 3, LINE.into(), MOST_WIDTH.into()]
}

pub(crate) fn finder_input(spec: &ReadSpec) -> [u64; 4] {
    let side = spec.side.max(SMALL as u32).next_multiple_of(MULTIPLE).into();
    [1, 3, side, side]
}

/// The reading part of a package, ready to use.
pub struct Reader {
    spec: ReadSpec,
    decoder: Decoder,
    /// Empty where no lines are looked for.
    finders: Vec<Mutex<Session>>,
}

/// What is known of a picture that is not on it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Beside<'a> {
    /// The text that must stand there.
    pub expected: Option<&'a str>,
    /// The day on which it is read.
    pub today: Option<Date>,
}

/// A line that is read, in one of the ways that were tried.
#[derive(Clone)]
struct Attempt {
    decoded: Decoded,
    /// What was looked for or asked for, as it was read.
    around: Place,
    /// The part of it that was looked at.
    place: Place,
}

impl Reader {
    pub fn of(package: &Package, spec: &ReadSpec, options: LoadOptions) -> Result<Reader, InferError> {
        let signs = signs_of(package.graph())?;
        let rule = spec.automaton(&signs)?;
        let finder = package.files.get(FINDER).map_or(&[][..], Vec::as_slice);
        let count = if spec.finds() { options.sessions.max(1) } else { 0 };
        let finders: Result<Vec<_>, _> =
            (0..count).map(|_| Session::new(finder, options.threads).map(Mutex::new)).collect();
        let decoder = Decoder::new(signs, spec.alphabet.as_deref(), rule);
        Ok(Reader { spec: spec.clone(), decoder, finders: finders? })
    }

    /// Whether the rules are for one text among those that are found.
    pub fn picks_one(&self) -> bool {
        self.spec.finds() && self.spec.has_rules()
    }

    /// Whether a text fulfils all rules.
    pub fn allows(&self, text: &str) -> bool {
        self.decoder.fits(text) && self.spec.checks.iter().all(|c| c.run(text).ok)
    }

    /// Whether a rule hangs on the day on which is read. An evaluation, whose pictures are of other days, leaves such limits open.
    pub fn asks_the_day(&self) -> bool {
        self.spec.checks.iter().any(Check::asks_the_day)
    }

    /// Holds what was read against what is known beside the picture: rules that hang on the day, and the text that was expected of
    /// this very picture, instead of one that the rules expect; one of the texts must be this one. `size` is that of the picture.
    pub fn hold_against(&self, beside: &Beside, threshold: f32, size: (u32, u32), outcome: &mut Outcome) {
        let today = beside.today.filter(|_| self.asks_the_day());
        let prediction = &mut outcome.prediction;
        let texts = &mut prediction.texts;
        if today.is_some() {
            for text in texts.iter_mut() {
                text.checks = self.checks(&text.text, self.decoder.fits(&text.text), today);
            }
        }
        let told = match beside.expected {
            Some(expected) => {
                let Some(told) = self.hold_expected(expected, today, texts) else { return };
                told
            }
            None if today.is_some() => self.judge(texts),
            None => return,
        };
        outcome.heat = heat(&told, texts, size);
        prediction.score = told.score;
        prediction.regions = told.regions(texts, threshold);
        prediction.verdict = if told.score >= threshold { Verdict::Ng } else { Verdict::Ok };
        let class = if prediction.verdict == Verdict::Ng { told.class } else { GOOD };
        prediction.class = Some(class.into());
    }

    /// `None` where there is no text at all.
    fn hold_expected(&self, expected: &str, today: Option<Date>, texts: &mut [ReadText]) -> Option<Told> {
        let wanted = normal(expected);
        let far =
            |t: &ReadText| (!self.allows_but_expected(&t.text, today), edits(&wanted, &normal(&t.text)));
        let nearest = (0..texts.len()).min_by_key(|&i| far(&texts[i]))?;
        let text = &mut texts[nearest];
        let check = Check::Equals { text: expected.into() };
        text.checks = self.checks(&text.text, self.decoder.fits(&text.text), today);
        text.checks.retain(|c| c.check != check.name());
        text.checks.push(check.run(&text.text));
        // Of lines that were looked for only this one is asked about.
        let wanted = if self.spec.finds() { vec![nearest] } else { (0..texts.len()).collect() };
        Some(self.tell(texts, wanted))
    }

    /// Whether a text fulfils all rules but that of a constant text.
    fn allows_but_expected(&self, text: &str, today: Option<Date>) -> bool {
        let mut rules = self.spec.checks.iter().filter(|c| !matches!(c, Check::Equals { .. }));
        self.decoder.fits(text) && rules.all(|c| held(c, text, today).ok)
    }

    pub(crate) fn outcome(
        &self,
        session: &mut Session,
        manifest: &Manifest,
        picture: &Picture,
    ) -> Result<Outcome, InferError> {
        let start = Instant::now();
        let mut texts = self.read(session, picture)?;
        let told = self.judge(&mut texts);
        let size = (picture.width, picture.height);
        let heat = heat(&told, &texts, size);
        let regions = told.regions(&texts, manifest.threshold);
        let verdict = if told.score >= manifest.threshold { Verdict::Ng } else { Verdict::Ok };
        let class = match verdict {
            Verdict::Ok => GOOD,
            Verdict::Ng => told.class,
        };
        let run = start.elapsed().as_secs_f32() * 1e3;
        let prediction = Prediction {
            verdict,
            score: told.score,
            class: Some(class.into()),
            scores: BTreeMap::new(),
            regions,
            components: BTreeMap::new(),
            texts,
            bead: None,
            ms: Timings { decode: 0.0, run, total: run },
        };
        Ok(Outcome { prediction, heat, mask: None, candidates: Vec::new() })
    }

    /// The texts of a picture; of regions each one, empty where nothing stands there.
    fn read(&self, session: &mut Session, picture: &Picture) -> Result<Vec<ReadText>, InferError> {
        let finds = self.spec.finds();
        let places: Vec<Place> = match finds {
            true => self.find(picture)?.into_iter().map(Place::Flat).collect(),
            false => self.regions(picture),
        };
        let mut lines = Vec::with_capacity(places.len());
        for place in &places {
            lines.push(self.look(session, picture, place)?);
        }
        for i in self.doubtful(&lines) {
            lines[i] = self.look_again(session, picture, &places[i], lines[i].clone())?;
        }
        let readable = |a: &Attempt| !finds || (a.decoded.mean >= READABLE && !a.decoded.chars.is_empty());
        Ok(lines.into_iter().filter(readable).map(|a| self.told(a)).collect())
    }

    fn told(&self, Attempt { decoded, around, place }: Attempt) -> ReadText {
        let (text, score, quad) = (decoded.text(), decoded.least(), around.quad());
        let checks = self.checks(&text, decoded.fits, None);
        let mut chars = decoded.chars;
        for (sign, along) in chars.iter_mut().zip(&decoded.along) {
            sign.place = Some(place.at(*along));
        }
        ReadText { text, score, quad, chars, checks }
    }

    /// What comes of the rules; `fits`: it is of the pattern.
    fn checks(&self, text: &str, fits: bool, today: Option<Date>) -> Vec<CheckResult> {
        let pattern = self.spec.pattern.as_ref().map(|pattern| {
            let fault = CheckFault::Pattern { pattern: pattern.clone() };
            CheckResult::of("pattern", if fits { Ok(()) } else { Err(fault) })
        });
        pattern.into_iter().chain(self.spec.checks.iter().map(|c| held(c, text, today))).collect()
    }

    /// Lines that are worth another look: those of regions that are not sure; of those found none where the one that the rules
    /// are for is sure, else the surest that are not.
    fn doubtful(&self, lines: &[Attempt]) -> Vec<usize> {
        let sure = |a: &Attempt| self.sure(a);
        let right = |a: &Attempt| sure(a) && self.spec.checks.iter().all(|c| c.run(&a.decoded.text()).ok);
        if self.picks_one() && lines.iter().any(right) {
            return Vec::new();
        }
        let mut doubtful: Vec<usize> = (0..lines.len()).filter(|&i| !sure(&lines[i])).collect();
        if self.spec.finds() {
            doubtful.sort_by(|&a, &b| order(&lines[b], &lines[a]).then(a.cmp(&b)));
            doubtful.truncate(MOST_AGAIN);
        }
        doubtful
    }

    /// Boxes first, then what is bent.
    fn regions(&self, picture: &Picture) -> Vec<Place> {
        let (w, h) = (picture.width as f32, picture.height as f32);
        let whole = BBox { x: 0.0, y: 0.0, w, h };
        let boxes = if self.spec.whole { std::slice::from_ref(&whole) } else { &self.spec.regions };
        let quad = |b: &BBox| {
            // One that lies outside altogether shows nothing, and nothing is read there.
            let BBox { x, y, w, h } = b.clip(w, h).unwrap_or(BBox { x: 0.0, y: 0.0, w: 0.0, h: 0.0 });
            let quad = [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
            // A box that is higher than wide holds a line that stands upright, unless its turns say otherwise.
            if self.spec.turns.contains(&90) || self.spec.turns.contains(&270) {
                quad
            } else {
                find::reading_way(quad)
            }
        };
        let bent = self.spec.arcs.iter().map(|arc| Place::Bent(*arc));
        boxes.iter().map(quad).map(Place::Flat).chain(bent).collect()
    }

    fn find(&self, picture: &Picture) -> Result<Vec<Quad>, InferError> {
        let (w, h) = (picture.width as f32, picture.height as f32);
        let longest = w.max(h).max(1.0);
        let factor = match longest {
            l if l > self.spec.side as f32 => self.spec.side as f32 / l,
            l => (SMALL / l).clamp(1.0, ENLARGED),
        };
        let side = |v: f32| ((v * factor / MULTIPLE as f32).round() as u32).max(1) * MULTIPLE;
        let (width, height) = (side(w), side(h));
        let scaled = picture.resize(width, height);
        let (columns, rows) = (width as usize, height as usize);
        let mut data = Vec::new();
        line::tensor(&scaled, (columns, rows), &mut data);
        let run = |s: &mut Session| s.run(&data, [1, 3, rows, columns]).map(|o| named(s, o, TEXT));
        let map = with_any(&self.finders, run)??
            .filter(|t| t.data.len() == columns * rows && t.data.iter().all(|v| v.is_finite()));
        let map =
            map.ok_or_else(|| InferError::Graph(format!("{FINDER} gives no map of the picture's size")))?;
        Ok(find::lines(&map.data, (columns, rows), &self.spec, (w / width as f32, h / height as f32)))
    }

    /// The line in its usual look, turned as most are.
    fn look(&self, session: &mut Session, picture: &Picture, place: &Place) -> Result<Attempt, InferError> {
        if place.is_empty() {
            return Ok(Attempt { decoded: Decoded::default(), around: *place, place: *place });
        }
        let around = place.turned(self.spec.turns.first().copied().unwrap_or(0));
        let (place, cut) = self.fitted(picture, around);
        let decoded = self.usual_signs(session, &cut)?;
        Ok(Attempt { decoded, around, place })
    }

    /// Of a box the part that its line takes up, and what stands there.
    fn fitted(&self, picture: &Picture, place: Place) -> (Place, Picture) {
        let cut = place.cut(picture, MOST_WIDTH);
        let fits = self.spec.fit && !self.spec.finds() && matches!(place, Place::Flat(_));
        match fits.then(|| rows::line_within(&cut)).flatten() {
            Some((from, to)) => {
                let place = place.between(from, to);
                let cut = place.cut(picture, MOST_WIDTH);
                (place, cut)
            }
            None => (place, cut),
        }
    }

    /// What stands on a line as it is looked at first.
    fn usual_signs(&self, session: &mut Session, cut: &Picture) -> Result<Decoded, InferError> {
        let seen = self.spec.first.and_then(|how| line::seen(cut, how).into_iter().next());
        let seen = seen.as_ref().unwrap_or(cut);
        // A stroke is less than twice as wide as what blurs it.
        let shapes = if self.spec.first == Some(Try::Smooth) { cut } else { seen };
        self.signs(session, seen, shapes)
    }

    /// The line in its other turns, if it may lie otherwise, and then looked at in other ways until one of them reads it surely:
    /// else what the looks agree on most.
    fn look_again(
        &self,
        session: &mut Session,
        picture: &Picture,
        place: &Place,
        first: Attempt,
    ) -> Result<Attempt, InferError> {
        if place.is_empty() {
            return Ok(first);
        }
        let (best, rival) = self.turned(session, picture, place, first)?;
        if self.sure(&best) {
            return Ok(best);
        }
        // Of lines that were looked for many are none.
        let rival = rival.filter(|rival| !self.spec.finds() && nearly(&best, rival));
        let mut attempts: Vec<Attempt> = std::iter::once(best).chain(rival).collect();
        let places: Vec<(Place, Place)> = attempts.iter().map(|a| (a.around, a.place)).collect();
        for (around, place) in places {
            let cut = place.cut(picture, MOST_WIDTH);
            let seen = |how: Option<Try>| how.map_or_else(|| vec![cut.clone()], |how| line::seen(&cut, how));
            for seen in self.spec.ways().flat_map(seen) {
                let attempt = Attempt { decoded: self.signs(session, &seen, &seen)?, around, place };
                if self.sure(&attempt) {
                    return Ok(attempt);
                }
                attempts.push(attempt);
            }
        }
        Ok(voted(attempts))
    }

    /// The turn that is read best, and the next.
    fn turned(
        &self,
        session: &mut Session,
        picture: &Picture,
        place: &Place,
        first: Attempt,
    ) -> Result<(Attempt, Option<Attempt>), InferError> {
        let (mut best, mut next) = (first, None);
        // What is unsure for a sign or two does not stand on its head.
        let turns = if best.decoded.mean < UPRIGHT { self.spec.turns.as_slice() } else { &[] };
        for turn in turns.iter().skip(1) {
            let around = place.turned(*turn);
            let (place, cut) = self.fitted(picture, around);
            let decoded = self.usual_signs(session, &cut)?;
            let mut other = Attempt { decoded, around, place };
            if order(&other, &best).is_gt() {
                std::mem::swap(&mut other, &mut best);
            }
            if next.as_ref().is_none_or(|next| order(&other, next).is_gt()) {
                next = Some(other);
            }
        }
        Ok((best, next))
    }

    fn sure(&self, attempt: &Attempt) -> bool {
        attempt.decoded.fits && attempt.decoded.least() >= self.spec.doubt
    }

    /// What stands on a line; `shapes`: the same line as widths and gaps are told by.
    fn signs(&self, session: &mut Session, cut: &Picture, shapes: &Picture) -> Result<Decoded, InferError> {
        let width = line::room(cut.width);
        let mut data = Vec::new();
        line::tensor(cut, (width, LINE as usize), &mut data);
        let outputs = session.run(&data, [1, 3, LINE as usize, width])?;
        let steps = named(session, outputs, SIGNS)
            .filter(|t| t.dims.len() == 3 && t.dims.last() == Some(&self.decoder.columns()));
        let steps = steps.filter(|t| t.data.len() == t.dims.iter().product::<usize>() && !t.data.is_empty());
        let steps =
            steps.ok_or_else(|| InferError::Graph("its `signs` are not those that it names".into()))?;
        if !steps.data.iter().all(|v| v.is_finite()) {
            return Err(InferError::Graph("its `signs` hold what is no number".into()));
        }
        let mut decoded = self.decoder.decode(&Steps { columns: self.decoder.columns(), data: &steps.data });
        // Short lines have room behind them.
        let room = width as f32 / cut.width.max(1) as f32;
        decoded.along.iter_mut().for_each(|along| *along = (*along * room).min(1.0));
        if self.spec.pattern.is_none() {
            self.decoder.heed(&Shapes::of(shapes), &mut decoded);
        }
        Ok(decoded)
    }

    /// What is wrong, if anything. Of regions each text counts; of what was found the one that the rules are for, which is the
    /// surest that fulfils them all, or else the one that fulfils most; without rules all of them.
    fn judge(&self, texts: &mut [ReadText]) -> Told {
        let wanted: Vec<usize> = if !self.picks_one() {
            (0..texts.len()).collect()
        } else {
            let passed = |t: &ReadText| t.checks.iter().filter(|c| c.ok).count();
            let better = |a: &usize, b: &usize| {
                let (a, b) = (&texts[*a], &texts[*b]);
                passed(a).cmp(&passed(b)).then(a.score.total_cmp(&b.score))
            };
            (0..texts.len()).max_by(better).into_iter().collect()
        };
        self.tell(texts, wanted)
    }

    /// What the texts that count make of the picture; rules are not for the others.
    fn tell(&self, texts: &mut [ReadText], wanted: Vec<usize>) -> Told {
        (0..texts.len()).filter(|i| !wanted.contains(i)).for_each(|i| texts[i].checks.clear());
        let score = wanted.iter().map(|&i| doubt(&texts[i])).reduce(f32::max).unwrap_or(1.0);
        let of = |is: fn(&ReadText) -> bool| wanted.iter().any(|&i| is(&texts[i]));
        let class = if wanted.is_empty() || of(|t| t.text.is_empty()) {
            MISSING
        } else if of(|t| !t.passes()) {
            WRONG
        } else {
            UNSURE
        };
        Told { score: score.clamp(0.0, 1.0), class, wanted }
    }
}

/// What comes of a rule, on this day where one is known.
fn held(check: &Check, text: &str, today: Option<Date>) -> CheckResult {
    match today {
        Some(today) => check.on(today).run(text),
        None => check.run(text),
    }
}

/// What the picture as a whole is told to be.
struct Told {
    score: f32,
    class: &'static str,
    /// Places of the texts that count.
    wanted: Vec<usize>,
}

impl Told {
    fn regions(&self, texts: &[ReadText], threshold: f32) -> Vec<PredictedRegion> {
        let region = |t: &ReadText| {
            let score = doubt(t);
            let class = match () {
                () if t.text.is_empty() => MISSING,
                () if !t.passes() => WRONG,
                () if score >= threshold => UNSURE,
                () => return None,
            };
            let polygon = Polygon(t.quad.to_vec());
            let (bbox, area) = (polygon.bounds()?, polygon.area());
            Some(PredictedRegion { class: class.into(), score, bbox, polygon, area })
        };
        self.wanted.iter().filter_map(|&i| region(texts.get(i)?)).collect()
    }
}

/// How far a text is from being surely right: 1 where it fails a rule or there is none.
fn doubt(text: &ReadText) -> f32 {
    if text.passes() && !text.text.is_empty() { (1.0 - text.score).clamp(0.0, 1.0) } else { 1.0 }
}

fn order(a: &Attempt, b: &Attempt) -> std::cmp::Ordering {
    a.decoded.fits.cmp(&b.decoded.fits).then(a.decoded.mean.total_cmp(&b.decoded.mean))
}

/// Whether another turn is read nearly as well as the best.
fn nearly(best: &Attempt, other: &Attempt) -> bool {
    best.decoded.fits == other.decoded.fits && best.decoded.mean - other.decoded.mean < NEAR
}

/// The text that the tries give most weight together, in its surest form. One that fits beats all that do not.
fn voted(attempts: Vec<Attempt>) -> Attempt {
    let mut votes: Vec<(String, bool, f32)> = Vec::new();
    for a in &attempts {
        let text = a.decoded.text();
        match votes.iter_mut().find(|v| v.0 == text) {
            Some(vote) => (vote.1, vote.2) = (vote.1 || a.decoded.fits, vote.2 + a.decoded.mean),
            None => votes.push((text, a.decoded.fits, a.decoded.mean)),
        }
    }
    // Of equals the first, which is the line as it is.
    let best = votes.into_iter().rev().max_by(|a, b| a.1.cmp(&b.1).then(a.2.total_cmp(&b.2)));
    let text = best.map(|b| b.0).unwrap_or_default();
    let of_it = attempts.into_iter().filter(|a| a.decoded.text() == text).rev();
    let nowhere = Place::Flat([[0.0; 2]; 4]);
    let nothing = || Attempt { decoded: Decoded::default(), around: nowhere, place: nowhere };
    of_it.max_by(order).unwrap_or_else(nothing)
}

/// The signs that a graph says it knows. It means a blank by the last column, which it does not name.
pub(super) fn signs_of(graph: &[u8]) -> Result<Vec<char>, InferError> {
    let refuse = |why: &str| InferError::Refused(format!("the reader's signs {why}"));
    let text = fovea_onnx::metadata(graph, CHARACTERS).map_err(|e| InferError::Refused(e.to_string()))?;
    let text = text.ok_or_else(|| refuse("are not told"))?;
    let sign = |line: &str| {
        let mut chars = line.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() => Ok(c),
            _ => Err(refuse("are not one a line")),
        }
    };
    let mut signs: Vec<char> = text.lines().map(sign).collect::<Result<_, _>>()?;
    signs.push(' ');
    if signs.len() > MOST_SIGNS { Err(refuse("are too many")) } else { Ok(signs) }
}

fn named(session: &Session, outputs: Vec<Tensor>, name: &str) -> Option<Tensor> {
    session.outputs().iter().zip(outputs).find(|(n, _)| *n == name).map(|(_, tensor)| tensor)
}

/// Runs on a session that nobody uses, or waits for the first.
fn with_any<T>(sessions: &[Mutex<Session>], run: impl FnOnce(&mut Session) -> T) -> Result<T, InferError> {
    for session in sessions {
        match session.try_lock() {
            Ok(mut free) => return Ok(run(&mut free)),
            Err(TryLockError::Poisoned(free)) => return Ok(run(&mut free.into_inner())),
            Err(TryLockError::WouldBlock) => {}
        }
    }
    let first = sessions.first().ok_or_else(|| InferError::Graph("no finder is loaded".into()))?;
    Ok(run(&mut first.lock().unwrap_or_else(PoisonError::into_inner)))
}

/// How doubtful the texts that count are, where they stand.
fn heat(told: &Told, texts: &[ReadText], (width, height): (u32, u32)) -> HeatMap {
    let cell = (width.max(height) as f32 / CELLS as f32).max(1.0);
    let size = |v: u32| ((v as f32 / cell).ceil() as usize).max(1);
    let (w, h) = (size(width), size(height));
    let mut data = vec![0.0f32; w * h];
    for text in told.wanted.iter().filter_map(|&i| texts.get(i)) {
        let Some(bbox) = Polygon(text.quad.to_vec()).bounds() else { continue };
        let doubt = doubt(text);
        let cells = |from: f32, size: f32, most: usize| {
            let start = ((from / cell).floor().max(0.0) as usize).min(most);
            start..(((from + size) / cell).ceil().max(0.0) as usize).min(most)
        };
        for y in cells(bbox.y, bbox.h, h) {
            for x in cells(bbox.x, bbox.w, w) {
                data[y * w + x] = data[y * w + x].max(doubt);
            }
        }
    }
    HeatMap { width: w, height: h, data }
}
