//! Rules over what the steps found: pure functions of it, of the texts that are given for a run, and of the day.

mod places;
mod text;

pub use text::TableRows;
pub(crate) use text::TextRule;

use crate::FoundCode;
use crate::document::{NumberLimit, Place, Rule, RuleKind};
use crate::result::{Measured, Reason, ReasonKind, RuleResult, State, StepResult, StepValue, Verdict};
use fovea_domain::text::Date;
use fovea_domain::{BBox, Polygon, Prediction};
use serde_json::Value;
use std::collections::BTreeMap;

/// What rules look at.
pub(crate) struct Facts<'a> {
    pub steps: BTreeMap<&'a str, &'a StepResult>,
    /// Texts that are given for the run, by name.
    pub given: &'a BTreeMap<String, String>,
    pub today: Date,
    /// Tables by file and columns.
    pub tables: &'a BTreeMap<String, TableRows>,
    /// Rules on texts made ready, by step and path.
    pub texts: &'a BTreeMap<(String, String), TextRule>,
}

/// A text or the content of a code, and where it stands.
#[derive(Debug, Clone, PartialEq)]
struct Said<'a> {
    text: &'a str,
    score: f32,
    bbox: Option<BBox>,
}

/// The rules of one step.
pub(crate) fn judge(step: &str, rules: &[Rule], facts: &Facts) -> Vec<RuleResult> {
    let each = |(n, rule): (usize, &Rule)| {
        let at = At { step, name: rule.name.clone(), path: format!("rules[{n}]") };
        let told = at.judge(rule, facts);
        let verdict = Verdict::from(rule.otherwise);
        let reasons = told.reasons.into_iter().map(|r| Reason { verdict, ..r }).collect();
        RuleResult { name: rule.name.clone(), holds: told.holds, measured: told.measured, reasons }
    };
    rules.iter().enumerate().map(each).collect()
}

/// What came of a rule or of a part of it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Told {
    /// `None` where what it is about is missing.
    holds: Option<bool>,
    measured: Option<Measured>,
    reasons: Vec<Reason>,
}

impl Told {
    fn unknown() -> Told {
        Told::default()
    }

    fn of(reasons: Vec<Reason>, measured: Option<Measured>) -> Told {
        Told { holds: Some(reasons.is_empty()), measured, reasons }
    }

    /// Several that must all hold.
    fn all(parts: Vec<Told>) -> Told {
        let holds = if parts.iter().any(|p| p.holds == Some(false)) {
            Some(false)
        } else if parts.iter().any(|p| p.holds.is_none()) {
            None
        } else {
            Some(true)
        };
        let measured = match parts.as_slice() {
            [one] => one.measured.clone(),
            _ => None,
        };
        Told { holds, measured, reasons: parts.into_iter().flat_map(|p| p.reasons).collect() }
    }
}

/// A rule's place.
struct At<'a> {
    step: &'a str,
    name: String,
    path: String,
}

impl At<'_> {
    fn judge(&self, rule: &Rule, facts: &Facts) -> Told {
        match &rule.kind {
            RuleKind::Passes { of, region } => self.each(of, region, facts, |r| self.passes(r)),
            RuleKind::Class { of, region, classes } => self.each(of, region, facts, |r| {
                let class = r.found.class.clone().unwrap_or_default();
                let fails = !classes.contains(&class);
                let reason = || Reason {
                    measured: Some(Measured::Text(class.clone())),
                    limit: Some(Measured::List(classes.clone())),
                    ..self.reason(ReasonKind::Class, r)
                };
                let reasons = fails.then(reason).into_iter().collect();
                Told::of(reasons, Some(Measured::Text(class)))
            }),
            RuleKind::Number { of, region, field, limit } => self.number(of, region, (field, limit), facts),
            RuleKind::Count { of, region, class, area_px2, score, limit } => {
                let wanted = Wanted { class: class.as_deref(), area: *area_px2, score: *score };
                self.count((of, region.as_deref()), &wanted, limit, facts)
            }
            RuleKind::Limits { of, region, classes } => {
                self.each(of, region, facts, |r| Told::of(self.limits(r, classes), None))
            }
            RuleKind::Text { .. } => match facts.texts.get(&(self.step.to_string(), self.path.clone())) {
                Some(ready) => self.text(ready, facts),
                None => Told::unknown(),
            },
            RuleKind::Same { of, and } => self.same(of, and, facts),
            RuleKind::All { rules } => Told::all(self.inner(rules, facts)),
            RuleKind::Any { rules } => {
                let parts = self.inner(rules, facts);
                match parts.iter().any(|p| p.holds == Some(true)) {
                    true => Told { holds: Some(true), ..Told::default() },
                    false => {
                        let unknown = parts.iter().any(|p| p.holds.is_none());
                        let told = Told::all(parts);
                        if unknown { Told::unknown() } else { told }
                    }
                }
            }
            RuleKind::Not { rule } => {
                let inner = At { path: format!("{}.rule", self.path), name: self.name.clone(), ..*self };
                let told = inner.judge(rule, facts);
                let Some(holds) = told.holds else { return Told::unknown() };
                let (of, region) = rule.kind.places().first().copied().unwrap_or((self.step, None));
                let reason = || Reason {
                    of: Some(of.into()),
                    region: region.map(String::from),
                    what: Some(rule.kind.name().into()),
                    measured: told.measured.clone(),
                    crop: facts.steps.get(of).and_then(|s| s.areas.get(region?).copied()),
                    ..self.bare(ReasonKind::Holds)
                };
                let reasons = holds.then(reason).into_iter().collect();
                Told { holds: Some(!holds), measured: told.measured.clone(), reasons }
            }
        }
    }

    fn inner(&self, rules: &[Rule], facts: &Facts) -> Vec<Told> {
        let each = |(n, rule): (usize, &Rule)| {
            let path = format!("{}.rules[{n}]", self.path);
            At { step: self.step, name: format!("{}/{}", self.name, rule.name), path }.judge(rule, facts)
        };
        rules.iter().enumerate().map(each).collect()
    }

    fn bare(&self, kind: ReasonKind) -> Reason {
        Reason {
            step: self.step.into(),
            rule: Some(self.name.clone()),
            of: None,
            region: None,
            // The rule says later what it makes of the picture.
            verdict: Verdict::Ng,
            kind,
            what: None,
            measured: None,
            limit: None,
            fault: None,
            crop: None,
            crop_file: None,
        }
    }

    fn reason(&self, kind: ReasonKind, looked: &Looked) -> Reason {
        Reason {
            of: Some(looked.of.into()),
            region: Some(looked.region.into()),
            crop: looked.area,
            ..self.bare(kind)
        }
    }

    /// Something for each region that a model looked at.
    fn each(&self, of: &str, region: &Option<String>, facts: &Facts, tell: impl Fn(&Looked) -> Told) -> Told {
        let Some(StepResult { state: State::Done, value: StepValue::Found { found }, areas, id, .. }) =
            facts.steps.get(of)
        else {
            return Told::unknown();
        };
        let chosen = found.iter().filter(|(name, _)| region.as_ref().is_none_or(|r| r == *name));
        let parts: Vec<Told> = chosen
            .map(|(name, found)| {
                tell(&Looked { of: id, region: name, found, area: areas.get(name).copied() })
            })
            .collect();
        match region {
            Some(region) if parts.is_empty() => self.missing(of, region),
            _ => Told::all(parts),
        }
    }

    /// A region that is told by name and was not there to look at.
    fn missing(&self, of: &str, region: &str) -> Told {
        let reason =
            Reason { of: Some(of.into()), region: Some(region.into()), ..self.bare(ReasonKind::NoValue) };
        Told::of(vec![reason], None)
    }

    fn number(
        &self,
        of: &str,
        region: &Option<String>,
        (field, limit): (&String, &NumberLimit),
        facts: &Facts,
    ) -> Told {
        let of_value = |value: &Value, reason: &dyn Fn(ReasonKind) -> Reason| {
            let number = value_at(value, field).and_then(Value::as_f64);
            let Some(number) = number.filter(|v| v.is_finite()).map(tidy) else {
                return Told::of(
                    vec![Reason { what: Some(field.clone()), ..reason(ReasonKind::NoValue) }],
                    None,
                );
            };
            let reasons = outside(number, limit).map(|(kind, limit)| Reason {
                what: Some(field.clone()),
                measured: Some(Measured::Number(number)),
                limit: Some(Measured::Number(limit)),
                ..reason(kind)
            });
            Told::of(reasons.into_iter().collect(), Some(Measured::Number(number)))
        };
        match facts.steps.get(of) {
            Some(StepResult { state: State::Skipped, .. }) | None => Told::unknown(),
            Some(StepResult { value: StepValue::Shot { shot }, .. }) => {
                let reason = |kind| Reason { of: Some(of.into()), ..self.bare(kind) };
                of_value(&plain(shot), &reason)
            }
            Some(StepResult { state: State::Done, value: StepValue::Place { place }, .. }) => {
                let reason = |kind| Reason { of: Some(of.into()), ..self.bare(kind) };
                of_value(&plain(place), &reason)
            }
            _ => self.each(of, region, facts, |looked| {
                of_value(&plain(looked.found), &|kind| self.reason(kind, looked))
            }),
        }
    }

    fn count(
        &self,
        (of, region): (&str, Option<&str>),
        wanted: &Wanted,
        limit: &NumberLimit,
        facts: &Facts,
    ) -> Told {
        let Some(step) = facts.steps.get(of).filter(|s| s.state == State::Done) else {
            return Told::unknown();
        };
        let here = |name: &str| region.is_none_or(|r| r == name);
        let places: Vec<BBox> = match &step.value {
            StepValue::Found { found } => {
                let all = found.iter().filter(|(name, _)| here(name));
                all.flat_map(|(_, found)| wanted.places(found)).collect()
            }
            StepValue::Codes { codes } => {
                let all = codes.iter().filter(|(name, _)| here(name)).flat_map(|(_, codes)| codes);
                let kind = |c: &&FoundCode| wanted.class.is_none_or(|class| c.kind.name() == class);
                all.filter(kind).filter_map(|c| Polygon(c.quad.to_vec()).bounds()).collect()
            }
            _ => return Told::unknown(),
        };
        let count = places.len() as f64;
        let area = region.and_then(|r| step.areas.get(r).copied());
        let reasons = outside(count, limit).map(|(kind, limit)| Reason {
            of: Some(of.into()),
            region: region.map(String::from),
            what: Some(wanted.class.unwrap_or("count").into()),
            measured: Some(Measured::Number(count)),
            limit: Some(Measured::Number(limit)),
            crop: around(&places).or(area),
            ..self.bare(kind)
        });
        Told::of(reasons.into_iter().collect(), Some(Measured::Number(count)))
    }

    fn same(&self, of: &Place, and: &Place, facts: &Facts) -> Told {
        let (Some(first), Some(second)) = (facts.said(of), facts.said(and)) else { return Told::unknown() };
        let equal =
            |a: &Said, b: &Said| fovea_domain::text::normal(a.text) == fovea_domain::text::normal(b.text);
        for (place, said) in [(of, &first), (and, &second)] {
            if said.is_empty() {
                return Told::of(vec![self.nothing_read(place, facts)], None);
            }
        }
        let text = |said: &[Said]| said.iter().map(|s| s.text.to_string()).collect::<Vec<_>>();
        let pair = first.iter().find(|a| second.iter().any(|b| equal(a, b)));
        match pair {
            Some(said) => Told::of(Vec::new(), Some(Measured::Text(said.text.into()))),
            None => {
                let reason = Reason {
                    of: Some(of.step.clone()),
                    region: of.region.clone(),
                    what: Some(and.step.clone()),
                    measured: Some(Measured::List(text(&first))),
                    limit: Some(Measured::List(text(&second))),
                    crop: first.first().and_then(|s| s.bbox),
                    ..self.bare(ReasonKind::Different)
                };
                Told::of(vec![reason], None)
            }
        }
    }

    fn nothing_read(&self, place: &Place, facts: &Facts) -> Reason {
        let area = facts.steps.get(place.step.as_str()).and_then(|s| match &place.region {
            Some(region) => s.areas.get(region).copied(),
            None => s.areas.values().next().copied(),
        });
        Reason {
            of: Some(place.step.clone()),
            region: place.region.clone(),
            crop: area,
            ..self.bare(ReasonKind::NoText)
        }
    }
}

/// A region that a model looked at.
struct Looked<'a> {
    of: &'a str,
    region: &'a str,
    found: &'a Prediction,
    area: Option<BBox>,
}

/// What a count is of.
struct Wanted<'a> {
    class: Option<&'a str>,
    area: f32,
    score: f32,
}

impl Wanted<'_> {
    /// Places of a model's findings; of a model that reads without a class, its texts.
    fn places(&self, found: &Prediction) -> Vec<BBox> {
        if self.class.is_none() && !found.texts.is_empty() {
            let sure = found.texts.iter().filter(|t| t.score >= self.score && !t.text.is_empty());
            return sure.filter_map(|t| Polygon(t.quad.to_vec()).bounds()).collect();
        }
        let counts = |r: &&fovea_domain::PredictedRegion| {
            self.class.is_none_or(|c| r.class == c) && r.area >= self.area && r.score >= self.score
        };
        found.regions.iter().filter(counts).map(|r| r.bbox).collect()
    }
}

impl<'a> Facts<'a> {
    /// What was read at a place, of all its regions where none is named; `None` where nothing was looked at.
    fn said(&self, place: &Place) -> Option<Vec<Said<'a>>> {
        let by_region = self.said_by_region(&place.step, place.region.as_deref())?;
        Some(by_region.into_iter().flat_map(|(_, said)| said).collect())
    }

    fn said_by_region(&self, step: &str, region: Option<&str>) -> Option<Vec<(&'a str, Vec<Said<'a>>)>> {
        let step: &'a StepResult = self.steps.get(step).copied().filter(|s| s.state == State::Done)?;
        let here = |name: &str| region.is_none_or(|r| r == name);
        let bounds = |quad: &[fovea_domain::Point; 4]| Polygon(quad.to_vec()).bounds();
        match &step.value {
            StepValue::Found { found } => {
                let all = found.iter().filter(|(name, _)| here(name)).map(|(name, found)| {
                    let texts = found.texts.iter().filter(|t| !t.text.trim().is_empty());
                    let said = texts.map(|t| Said { text: &t.text, score: t.score, bbox: bounds(&t.quad) });
                    (name.as_str(), said.collect())
                });
                Some(all.collect())
            }
            StepValue::Codes { codes } => {
                let all = codes.iter().filter(|(name, _)| here(name)).map(|(name, codes)| {
                    let said =
                        codes.iter().map(|c| Said { text: &c.text, score: 1.0, bbox: bounds(&c.quad) });
                    (name.as_str(), said.collect())
                });
                Some(all.collect())
            }
            _ => None,
        }
    }
}

/// A result as it is told.
fn plain(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Which limit a number breaks.
fn outside(number: f64, limit: &NumberLimit) -> Option<(ReasonKind, f64)> {
    match (limit.min, limit.max) {
        (Some(min), _) if number < min => Some((ReasonKind::Below, min)),
        (_, Some(max)) if number > max => Some((ReasonKind::Above, max)),
        _ => None,
    }
}

/// Without the digits that single precision makes up.
fn tidy(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A value by the names of its fields with dots between; names may have dots themselves.
fn value_at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if path.is_empty() {
        return Some(value);
    }
    let all = value.as_object()?;
    let ends = path.char_indices().filter(|(_, c)| *c == '.').map(|(at, _)| at).chain([path.len()]);
    ends.into_iter().find_map(|end| {
        let rest = path.get(end + 1..).unwrap_or("");
        all.get(&path[..end]).and_then(|inner| value_at(inner, rest))
    })
}

/// The smallest box around boxes.
fn around(boxes: &[BBox]) -> Option<BBox> {
    let corners = boxes.iter().flat_map(|b| [[b.x, b.y], [b.x + b.w, b.y + b.h]]).collect();
    Polygon(corners).bounds()
}

#[cfg(test)]
mod tests;
