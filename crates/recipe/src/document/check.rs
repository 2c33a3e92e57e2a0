//! Whether a recipe can be done: names, what each step takes and gives, limits. Whatever needs its files is checked when they
//! are loaded.

use super::{
    Acquire, By, ClassLimit, DateRule, Expected, Fault, Key, Locate, Look, NumberLimit, Recipe, RecipeFault,
    Regions, Rule, RuleKind, Same, Shape, Step, StepKind,
};
use fovea_domain::BBox;
use fovea_domain::text::Check;
use regex::RegexBuilder;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

/// What a step that looks at all of a picture calls it.
pub(crate) const WHOLE: &str = "whole";
/// Fields that rules on numbers may name, of steps without a model.
pub(crate) const SHOT_FIELDS: [&str; 7] =
    ["width", "height", "sharpness", "mean", "dark", "bright", "agreement"];
pub(crate) const PLACE_FIELDS: [&str; 6] = ["agreement", "second", "dx", "dy", "angle", "scale"];

const LONGEST_ID: usize = 40;
const LONGEST_NAME: usize = 100;
const LONGEST_NOTE: usize = 5000;
const LONGEST_PATTERN: usize = 1000;
const MOST_REGIONS: usize = 256;
const MOST_POINTS: usize = 1000;
const MOST_CHECKS: usize = 16;
const LARGEST_PX: f64 = 65_536.0;
/// Pixels of a part that is looked at: as many as a picture may have.
pub(crate) const MOST_PIXELS: f64 = 2e8;
/// Memory that a pattern may take.
const PATTERN_BYTES: usize = 1 << 20;

/// What a step gives to others.
enum Gives<'a> {
    /// It is switched off.
    Nothing,
    Picture,
    Frame,
    /// With their names, where they are known beforehand.
    Regions(Option<BTreeSet<&'a str>>),
    Findings(Option<BTreeSet<&'a str>>),
    Codes(Option<BTreeSet<&'a str>>),
    Rules,
    Verdict,
}

impl Gives<'_> {
    fn name(&self) -> &'static str {
        match self {
            Gives::Nothing => "nothing",
            Gives::Picture => "a picture",
            Gives::Frame => "a location",
            Gives::Regions(_) => "regions",
            Gives::Findings(_) => "findings of a model",
            Gives::Codes(_) => "codes",
            Gives::Rules => "results of rules",
            Gives::Verdict => "a verdict",
        }
    }
}

type Known<'a> = BTreeMap<&'a str, Gives<'a>>;
pub(crate) type Checked = Result<(), RecipeFault>;

pub fn check(recipe: &Recipe) -> Checked {
    printable(&recipe.name, LONGEST_NAME, true).map_err(|f| f.of_recipe("name"))?;
    printable(&recipe.note, LONGEST_NOTE, false).map_err(|f| f.of_recipe("note"))?;
    let is = |step: &Step, kind: &str| step.kind.name() == kind;
    let count = |kind: &str| recipe.steps.iter().filter(|s| is(s, kind)).count();
    if count("acquire") != 1 || !recipe.steps.first().is_some_and(|s| is(s, "acquire")) {
        return Err(Fault::Acquire.of_recipe("steps"));
    }
    if count("verdict") != 1 || !recipe.steps.last().is_some_and(|s| is(s, "verdict")) {
        return Err(Fault::Verdict.of_recipe("steps"));
    }
    let mut known = Known::new();
    for step in &recipe.steps {
        id_of(&step.id).map_err(|f| f.at(&step.id, "id"))?;
        if known.contains_key(step.id.as_str()) {
            return Err(Fault::Twice(step.id.clone()).at(&step.id, "id"));
        }
        let gives = match (step.off, step.kind.name()) {
            (true, "acquire" | "verdict") => return Err(Fault::AlwaysOn.at(&step.id, "off")),
            (true, _) => Gives::Nothing,
            (false, _) => checked(step, &known)?,
        };
        known.insert(&step.id, gives);
    }
    let Some(Step { kind: StepKind::Verdict(verdict), .. }) = recipe.steps.last() else { return Ok(()) };
    let uncounted = recipe.steps.iter().find(|s| is(s, "rules") && !s.off && !verdict.of.contains(&s.id));
    uncounted.map_or(Ok(()), |s| Err(Fault::Uncounted.at(&s.id, "")))
}

fn checked<'a>(step: &'a Step, known: &Known<'a>) -> Result<Gives<'a>, RecipeFault> {
    let id = step.id.as_str();
    match &step.kind {
        StepKind::Acquire(acquire) => acquire_step(id, acquire).map(|()| Gives::Picture),
        StepKind::Locate(locate) => locate_step(id, locate, known).map(|()| Gives::Frame),
        StepKind::Regions(regions) => regions_step(id, regions, known).map(Gives::Regions),
        StepKind::Look(look) => {
            let names = looked_at(id, &look.on, &look.regions, known)?;
            look_files(id, look)?;
            shapes(id, "ignore", &look.ignore)?;
            Ok(Gives::Findings(names))
        }
        StepKind::Code(code) => looked_at(id, &code.on, &code.regions, known).map(Gives::Codes),
        StepKind::Rules(rules) => {
            let mut names = BTreeSet::new();
            for (n, rule) in rules.rules.iter().enumerate() {
                let field = format!("rules[{n}]");
                printable(&rule.name, LONGEST_NAME, true).map_err(|f| f.at(id, format!("{field}.name")))?;
                if !names.insert(rule.name.as_str()) {
                    return Err(Fault::Twice(rule.name.clone()).at(id, format!("{field}.name")));
                }
                rule_of(id, rule, &field, known)?;
            }
            Ok(Gives::Rules)
        }
        StepKind::Verdict(verdict) => {
            // Rules that are switched off count for nothing.
            let off = |of: &String| matches!(known.get(of.as_str()), Some(Gives::Nothing));
            if verdict.of.iter().all(off) {
                return Err(Fault::Required.at(id, "of"));
            }
            for (n, of) in verdict.of.iter().enumerate().filter(|(_, of)| !off(of)) {
                let gives = step_of(id, &format!("of[{n}]"), of, known)?;
                if !matches!(gives, Gives::Rules) {
                    return Err(other_type(of, gives, "results of rules").at(id, format!("of[{n}]")));
                }
            }
            Ok(Gives::Verdict)
        }
    }
}

fn acquire_step(id: &str, acquire: &Acquire) -> Checked {
    if let Some(size) = acquire.size {
        within(size.iter().copied().map(f64::from), 1.0, LARGEST_PX).map_err(|f| f.at(id, "size"))?;
    }
    if let Some(part) = &acquire.part {
        box_of(part).map_err(|f| f.at(id, "part"))?;
    }
    within(acquire.sharpness.map(f64::from), 0.0, 1e6).map_err(|f| f.at(id, "sharpness"))?;
    if let Some(e) = &acquire.exposure {
        within(e.mean.iter().flatten().copied().map(f64::from), 0.0, 255.0)
            .map_err(|f| f.at(id, "exposure.mean"))?;
        if e.mean.is_some_and(|[least, most]| least > most) {
            return Err(Fault::Limit.at(id, "exposure.mean"));
        }
        for (share, field) in [(e.dark, "exposure.dark"), (e.bright, "exposure.bright")] {
            within(share.map(f64::from), 0.0, 1.0).map_err(|f| f.at(id, field))?;
        }
    }
    let same = |same: &Option<Same>, field: &str| -> Checked {
        let Some(same) = same else { return Ok(()) };
        path_of(&same.picture).map_err(|f| f.at(id, format!("{field}.picture")))?;
        within([f64::from(same.least)], -1.0, 1.0).map_err(|f| f.at(id, format!("{field}.least")))
    };
    same(&acquire.scene, "scene")?;
    same(&acquire.empty, "empty")
}

fn locate_step(id: &str, locate: &Locate, known: &Known) -> Checked {
    let gives = step_of(id, "on", &locate.on, known)?;
    if !matches!(gives, Gives::Picture) {
        return Err(other_type(&locate.on, gives, "a picture").at(id, "on"));
    }
    path_of(&locate.picture).map_err(|f| f.at(id, "picture"))?;
    within([locate.turn], 0.0, 180.0).map_err(|f| f.at(id, "turn"))?;
    within([locate.scale], 0.0, 0.5).map_err(|f| f.at(id, "scale"))?;
    within([f64::from(locate.least)], -1.0, 1.0).map_err(|f| f.at(id, "least"))?;
    within([f64::from(locate.margin)], 0.0, 1.0).map_err(|f| f.at(id, "margin"))?;
    match &locate.by {
        By::Template(bbox) => box_of(bbox).map_err(|f| f.at(id, "by.template"))?,
        By::Features(bbox) => box_of(bbox).map_err(|f| f.at(id, "by.features"))?,
        By::Scene(_) => {}
        By::Fiducials(f) => {
            if !(2..=16).contains(&f.marks.len()) {
                return Err(Fault::OutOfRange { least: 2.0, most: 16.0 }.at(id, "by.fiducials.marks"));
            }
            for (n, mark) in f.marks.iter().enumerate() {
                box_of(mark).map_err(|f| f.at(id, format!("by.fiducials.marks[{n}]")))?;
            }
            within([f64::from(f.reach_px)], 1.0, LARGEST_PX)
                .map_err(|f| f.at(id, "by.fiducials.reach_px"))?;
            within([f64::from(f.apart_px)], 0.1, 100.0).map_err(|f| f.at(id, "by.fiducials.apart_px"))?;
        }
    }
    super::fit::check(id, locate)
}

fn regions_step<'a>(
    id: &str,
    regions: &'a Regions,
    known: &Known<'a>,
) -> Result<Option<BTreeSet<&'a str>>, RecipeFault> {
    let gives = step_of(id, "on", &regions.on, known)?;
    let given =
        [!regions.regions.is_empty(), regions.layout.is_some(), regions.found.is_some()].map(usize::from);
    if given.iter().sum::<usize>() != 1 {
        return Err(Fault::OneOf("regions, layout and found").at(id, ""));
    }
    if let Some(found) = &regions.found {
        if !matches!(gives, Gives::Findings(_) | Gives::Codes(_)) {
            return Err(other_type(&regions.on, gives, "findings or codes").at(id, "on"));
        }
        within([f64::from(found.score)], 0.0, 1.0).map_err(|f| f.at(id, "found.score"))?;
        within([f64::from(found.grow_px)], 0.0, LARGEST_PX).map_err(|f| f.at(id, "found.grow_px"))?;
        within([found.most as f64], 1.0, MOST_REGIONS as f64).map_err(|f| f.at(id, "found.most"))?;
        return Ok(None);
    }
    if !matches!(gives, Gives::Picture | Gives::Frame) {
        return Err(other_type(&regions.on, gives, "a picture or a location").at(id, "on"));
    }
    if let Some(layout) = &regions.layout {
        return path_of(layout).map(|()| None).map_err(|f| f.at(id, "layout"));
    }
    shapes(id, "regions", &regions.regions)?;
    Ok(Some(regions.regions.keys().map(String::as_str).collect()))
}

/// Boxes and outlines by name.
pub(crate) fn shapes(id: &str, field: &str, shapes: &BTreeMap<String, Shape>) -> Checked {
    if shapes.len() > MOST_REGIONS {
        return Err(Fault::TooMany { most: MOST_REGIONS }.at(id, field));
    }
    for (name, shape) in shapes {
        let field = format!("{field}.{name}");
        printable(name, LONGEST_NAME, true).map_err(|f| f.at(id, &field))?;
        match shape {
            Shape::Box(bbox) => box_of(bbox).map_err(|f| f.at(id, &field))?,
            Shape::Polygon(points) => {
                let number = |v: &f32| v.is_finite() && f64::from(v.abs()) <= LARGEST_PX;
                let polygon = fovea_domain::Polygon(points.clone());
                let sound = points.iter().flatten().all(number) && polygon.area() >= 1.0;
                if !(3..=MOST_POINTS).contains(&points.len()) || !sound {
                    return Err(Fault::Shape.at(id, &field));
                }
                let bounds = polygon.bounds();
                bounds.map_or(Ok(()), |bounds| room_of(&bounds)).map_err(|f| f.at(id, &field))?;
            }
            Shape::Arc(arc) if !arc.is_sound() => return Err(Fault::Shape.at(id, &field)),
            Shape::Arc(_) => {}
        }
    }
    Ok(())
}

/// The names of the regions that a step looks at.
fn looked_at<'a>(
    id: &str,
    on: &str,
    only: &'a [String],
    known: &Known<'a>,
) -> Result<Option<BTreeSet<&'a str>>, RecipeFault> {
    let names = match step_of(id, "on", on, known)? {
        Gives::Picture | Gives::Frame => Some(BTreeSet::from([WHOLE])),
        Gives::Regions(names) => names.clone(),
        other => return Err(other_type(on, other, "regions, a picture or a location").at(id, "on")),
    };
    if only.is_empty() {
        return Ok(names);
    }
    for (n, name) in only.iter().enumerate() {
        if names.as_ref().is_some_and(|names| !names.contains(name.as_str())) {
            let fault = Fault::UnknownRegion { step: on.into(), region: name.clone() };
            return Err(fault.at(id, format!("regions[{n}]")));
        }
    }
    Ok(names.map(|_| only.iter().map(String::as_str).collect()))
}

fn look_files(id: &str, look: &Look) -> Checked {
    path_of(&look.model).map_err(|f| f.at(id, "model"))?;
    look.template.as_ref().map_or(Ok(()), |t| path_of(t).map_err(|f| f.at(id, "template")))
}

fn rule_of(id: &str, rule: &Rule, field: &str, known: &Known) -> Checked {
    let at = |name: &str| format!("{field}.{name}");
    for (step, region) in rule.kind.places() {
        let gives = step_of(id, &at("of"), step, known)?;
        let (fits, wanted) = match &rule.kind {
            RuleKind::Passes { .. } | RuleKind::Class { .. } | RuleKind::Limits { .. } => {
                (matches!(gives, Gives::Findings(_)), "findings of a model")
            }
            RuleKind::Number { .. } => (
                matches!(gives, Gives::Findings(_) | Gives::Picture | Gives::Frame),
                "findings of a model, a picture or a location",
            ),
            _ => (matches!(gives, Gives::Findings(_) | Gives::Codes(_)), "findings of a model or codes"),
        };
        if !fits {
            return Err(other_type(step, gives, wanted).at(id, at("of")));
        }
        let names = match gives {
            Gives::Findings(names) | Gives::Codes(names) => names.as_ref(),
            _ => Some(&NO_NAMES),
        };
        if let (Some(region), Some(names)) = (region, names)
            && !names.contains(region)
        {
            let fault = Fault::UnknownRegion { step: step.into(), region: region.into() };
            return Err(fault.at(id, at("region")));
        }
    }
    match &rule.kind {
        RuleKind::Passes { .. } | RuleKind::Same { .. } => Ok(()),
        RuleKind::Class { classes, .. } if classes.is_empty() => Err(Fault::Required.at(id, at("classes"))),
        RuleKind::Class { .. } => Ok(()),
        RuleKind::Number { of, field, limit, .. } => {
            let among = |all: &[&str]| match all.contains(&field.as_str()) {
                true => Ok(()),
                false => {
                    let known = all.iter().map(|f| f.to_string()).collect();
                    Err(Fault::UnknownField { known }.at(id, at("field")))
                }
            };
            match known.get(of.as_str()) {
                Some(Gives::Picture) => among(&SHOT_FIELDS)?,
                Some(Gives::Frame) => among(&PLACE_FIELDS)?,
                _ if field.trim().is_empty() => return Err(Fault::Required.at(id, at("field"))),
                _ => {}
            }
            limit_of(limit).map_err(|f| f.at(id, at("min")))
        }
        RuleKind::Count { area_px2, score, limit, .. } => {
            within([f64::from(*area_px2)], 0.0, 1e12).map_err(|f| f.at(id, at("area_px2")))?;
            within([f64::from(*score)], 0.0, 1.0).map_err(|f| f.at(id, at("score")))?;
            limit_of(limit).map_err(|f| f.at(id, at("min")))
        }
        RuleKind::Limits { classes, .. } => classes.iter().try_for_each(|(name, limit)| {
            class_limit(limit).map_err(|f| f.at(id, at(&format!("classes.{name}"))))
        }),
        RuleKind::Text { pattern, checks, date, expected, score, .. } => {
            let any = pattern.is_some() || !checks.is_empty() || date.is_some() || expected.is_some();
            if !any && score.is_none() {
                return Err(
                    Fault::OneOf("pattern, checks, date, expected and score, or several").at(id, field)
                );
            }
            if let Some(pattern) = pattern {
                regex_of(pattern).map_err(|f| f.at(id, at("pattern")))?;
            }
            if checks.len() > MOST_CHECKS {
                return Err(Fault::TooMany { most: MOST_CHECKS }.at(id, at("checks")));
            }
            for (n, check) in checks.iter().enumerate() {
                check_of(check).map_err(|f| f.at(id, at(&format!("checks[{n}]"))))?;
            }
            if let Some(DateRule { not_before: None, not_after: None, equals: None, .. }) = date {
                return Err(Fault::OneOf("not_before, not_after and equals, or two").at(id, at("date")));
            }
            within(score.map(f64::from), 0.0, 1.0).map_err(|f| f.at(id, at("score")))?;
            expected.as_ref().map_or(Ok(()), |e| expected_of(e).map_err(|(f, fault)| fault.at(id, at(&f))))
        }
        RuleKind::All { .. } | RuleKind::Any { .. } | RuleKind::Not { .. } => {
            let single = matches!(rule.kind, RuleKind::Not { .. });
            for (n, inner) in rule.kind.inner().iter().enumerate() {
                let place = if single { at("rule") } else { at(&format!("rules[{n}]")) };
                rule_of(id, inner, &place, known)?;
            }
            Ok(())
        }
    }
}

static NO_NAMES: BTreeSet<&str> = BTreeSet::new();

fn expected_of(expected: &Expected) -> Result<(), (String, Fault)> {
    let word = |text: &str, field: &str| {
        printable(text, LONGEST_PATTERN, true).map_err(|f| (format!("expected.{field}"), f))
    };
    match expected {
        Expected::Text(text) => word(text, "text"),
        Expected::Given(name) => id_of(name).map_err(|f| ("expected.given".into(), f)),
        Expected::Table(table) => {
            path_of(&table.file).map_err(|f| ("expected.table.file".into(), f))?;
            word(&table.key_column, "table.key_column")?;
            word(&table.column, "table.column")?;
            match &table.key {
                Key::Given(name) => id_of(name).map_err(|f| ("expected.table.key.given".into(), f)),
                Key::Read(_) => Ok(()),
            }
        }
    }
}

fn class_limit(limit: &ClassLimit) -> Result<(), Fault> {
    let numbers = [Some(limit.area_px2), limit.largest_px2, limit.longest_px, limit.total_px2];
    within(numbers.into_iter().flatten().map(f64::from), 0.0, 1e12)
}

fn limit_of(limit: &NumberLimit) -> Result<(), Fault> {
    let finite = [limit.min, limit.max].into_iter().flatten().all(f64::is_finite);
    let ordered = match (limit.min, limit.max) {
        (None, None) => false,
        (Some(min), Some(max)) => min <= max,
        _ => true,
    };
    if finite && ordered { Ok(()) } else { Err(Fault::Limit) }
}

/// A pattern for a text as a whole.
pub(crate) fn regex_of(pattern: &str) -> Result<regex::Regex, Fault> {
    printable(pattern, LONGEST_PATTERN, true)?;
    // Compiled alone first: a bracket too many must not close the one that is put around it.
    let built = |text: &str| RegexBuilder::new(text).size_limit(PATTERN_BYTES).build();
    built(pattern)
        .and_then(|_| built(&format!("^(?:{pattern})$")))
        .map_err(|e| Fault::Pattern(e.to_string().lines().last().unwrap_or_default().trim().to_string()))
}

/// A check digit by its word; dates have fields of their own.
pub(crate) fn check_of(word: &str) -> Result<Check, Fault> {
    match word.parse::<Check>() {
        Ok(check) if !matches!(check, Check::Date { .. }) => Ok(check),
        _ => Err(Fault::Check(format!("`{word}` is no check: known are gs1, imei, mod10, mod11, mod37"))),
    }
}

fn step_of<'k, 'a>(
    id: &str,
    field: &str,
    name: &str,
    known: &'k Known<'a>,
) -> Result<&'k Gives<'a>, RecipeFault> {
    match known.get(name) {
        Some(Gives::Nothing) => Err(Fault::Off(name.into()).at(id, field)),
        Some(gives) => Ok(gives),
        None => Err(Fault::UnknownStep(name.into()).at(id, field)),
    }
}

fn other_type(step: &str, gives: &Gives, wanted: &'static str) -> Fault {
    Fault::OtherType { step: step.into(), found: gives.name(), wanted }
}

fn within(values: impl IntoIterator<Item = f64>, least: f64, most: f64) -> Result<(), Fault> {
    let sound = values.into_iter().all(|v| (least..=most).contains(&v));
    if sound { Ok(()) } else { Err(Fault::OutOfRange { least, most }) }
}

fn box_of(bbox: &BBox) -> Result<(), Fault> {
    let numbers: [f32; 4] = (*bbox).into();
    let sound = numbers.iter().all(|v| v.is_finite() && f64::from(v.abs()) <= LARGEST_PX);
    if sound && bbox.w >= 1.0 && bbox.h >= 1.0 { room_of(bbox) } else { Err(Fault::Shape) }
}

/// Whatever lies in a box is drawn as large as it is told, wherever that is in a picture.
pub(crate) fn room_of(bbox: &BBox) -> Result<(), Fault> {
    let pixels = f64::from(bbox.w) * f64::from(bbox.h);
    if pixels <= MOST_PIXELS { Ok(()) } else { Err(Fault::Large { most: MOST_PIXELS }) }
}

fn printable(text: &str, most: usize, needed: bool) -> Result<(), Fault> {
    if needed && text.trim().is_empty() {
        return Err(Fault::Required);
    }
    let control = |c: char| c.is_control() && (needed || c != '\n');
    let sound = text.chars().count() <= most && !text.chars().any(control);
    if sound { Ok(()) } else { Err(Fault::Unprintable { most }) }
}

fn id_of(id: &str) -> Result<(), Fault> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let sound = id.starts_with(plain) && id.chars().all(|c| plain(c) || c == '-' || c == '_');
    if sound && id.len() <= LONGEST_ID { Ok(()) } else { Err(Fault::Name) }
}

/// A path from the recipe's file may not lead out of its folder; one from the root of the system is its writer's own will.
fn path_of(path: &str) -> Result<(), Fault> {
    printable(path, LONGEST_PATTERN, true)?;
    let inside = |c: Component| matches!(c, Component::Normal(_) | Component::CurDir);
    let path = Path::new(path);
    if path.is_absolute() || path.components().all(inside) { Ok(()) } else { Err(Fault::Outside) }
}
