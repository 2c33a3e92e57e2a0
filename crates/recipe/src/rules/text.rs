//! Rules on what was read.

use super::{At, Facts, Said, Told, tidy};
use crate::document::{DateRule, Expected, Fault, Key, Place, RuleKind, Table, check_of, regex_of};
use crate::result::{Measured, Reason, ReasonKind};
use fovea_domain::text::{Check, CheckFault, Date, normal};
use regex::Regex;
use std::collections::BTreeMap;

/// What is expected, by key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableRows(pub BTreeMap<String, String>);

impl TableRows {
    /// Reads the two columns of a table with a head. Keys that stand in it twice with different texts are a fault: nobody could
    /// say which of them counts.
    pub fn read(bytes: &[u8], table: &Table) -> Result<TableRows, String> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
        let head = reader.headers().map_err(|e| e.to_string())?.clone();
        let column = |name: &str| {
            let at = head.iter().position(|h| h == name);
            at.ok_or_else(|| {
                let known = head.iter().collect::<Vec<_>>().join(", ");
                format!("there is no column `{name}`; there are {known}")
            })
        };
        let (key, value) = (column(&table.key_column)?, column(&table.column)?);
        let mut rows = BTreeMap::new();
        for (n, row) in reader.records().enumerate() {
            let row = row.map_err(|e| e.to_string())?;
            let (key, value) = (row.get(key).unwrap_or_default(), row.get(value).unwrap_or_default());
            let before = rows.insert(normal(key), value.to_string());
            if before.is_some_and(|b| b != value) {
                return Err(format!("the key `{key}` stands in it twice, the second time in row {}", n + 2));
            }
        }
        Ok(TableRows(rows))
    }
}

/// A rule on texts made ready.
#[derive(Debug, Clone)]
pub(crate) struct TextRule {
    of: Place,
    pattern: Option<(String, Regex)>,
    checks: Vec<Check>,
    date: Option<DateRule>,
    expected: Option<Expected>,
    score: Option<f32>,
}

impl TextRule {
    /// `None` for rules of other kinds.
    pub fn of(kind: &RuleKind) -> Option<Result<TextRule, Fault>> {
        let RuleKind::Text { of, region, pattern, checks, date, expected, score } = kind else { return None };
        let ready = || {
            let regex = pattern.as_ref().map(|p| regex_of(p).map(|regex| (p.clone(), regex)));
            Ok(TextRule {
                of: Place { step: of.clone(), region: region.clone() },
                pattern: regex.transpose()?,
                checks: checks.iter().map(|c| check_of(c)).collect::<Result<_, _>>()?,
                date: date.clone(),
                expected: expected.clone(),
                score: *score,
            })
        };
        Some(ready())
    }
}

/// One thing that is wrong with a text.
struct Wrong {
    kind: ReasonKind,
    what: &'static str,
    measured: Measured,
    limit: Option<Measured>,
    fault: Option<CheckFault>,
}

impl At<'_> {
    pub(super) fn text(&self, rule: &TextRule, facts: &Facts) -> Told {
        let Some(regions) = facts.said_by_region(&rule.of.step, rule.of.region.as_deref()) else {
            return Told::unknown();
        };
        let mut checks = rule.checks.clone();
        checks.extend(rule.date.iter().flat_map(|d| dates(d, facts.today)));
        match rule.expected.as_ref().map(|e| self.expected(e, facts)) {
            None => {}
            Some(Ok(text)) => checks.push(Check::Equals { text }),
            Some(Err(reason)) => return reason.map_or_else(Told::unknown, |r| Told::of(vec![*r], None)),
        }
        if regions.is_empty() {
            return Told::of(vec![self.nothing_read(&rule.of, facts)], None);
        }
        let each = |(region, said): (&str, Vec<Said>)| {
            let judged = said.into_iter().map(|s| (rule.wrong(&s, &checks), s));
            let best =
                judged.min_by(|(a, s), (b, t)| a.len().cmp(&b.len()).then(t.score.total_cmp(&s.score)));
            let here = Place { step: rule.of.step.clone(), region: Some(region.into()) };
            let Some((wrong, said)) = best else {
                return Told::of(vec![self.nothing_read(&here, facts)], None);
            };
            let reason = |w: Wrong| Reason {
                of: Some(rule.of.step.clone()),
                region: Some(region.into()),
                what: Some(w.what.into()),
                measured: Some(w.measured),
                limit: w.limit,
                fault: w.fault,
                crop: said.bbox,
                ..self.bare(w.kind)
            };
            Told::of(wrong.into_iter().map(reason).collect(), Some(Measured::Text(said.text.into())))
        };
        Told::all(regions.into_iter().map(each).collect())
    }

    /// The text that must stand there. No reason where what it hangs on was not looked at.
    fn expected(&self, expected: &Expected, facts: &Facts) -> Result<String, Option<Box<Reason>>> {
        let given = |name: &str| facts.given.get(name).cloned().ok_or(None);
        match expected {
            Expected::Text(text) => Ok(text.clone()),
            Expected::Given(name) => given(name),
            Expected::Table(table) => {
                let rows = facts.tables.get(&table.id()).ok_or(None)?;
                let keys = match &table.key {
                    Key::Given(name) => vec![given(name)?],
                    Key::Read(place) => {
                        let said = facts.said(place).ok_or(None)?;
                        if said.is_empty() {
                            return Err(Some(Box::new(self.nothing_read(place, facts))));
                        }
                        said.into_iter().map(|s| s.text.to_string()).collect()
                    }
                };
                let row = keys.iter().find_map(|key| rows.0.get(&normal(key)));
                row.cloned().ok_or_else(|| {
                    let reason = Reason {
                        of: match &table.key {
                            Key::Read(place) => Some(place.step.clone()),
                            Key::Given(_) => None,
                        },
                        what: Some(table.key_column.clone()),
                        measured: Some(Measured::List(keys)),
                        ..self.bare(ReasonKind::NoRow)
                    };
                    Some(Box::new(reason))
                })
            }
        }
    }
}

/// The checks of a date on this day. Limits beyond the calendar are none.
fn dates(rule: &DateRule, today: Date) -> Vec<Check> {
    let check =
        |not_before, not_after| Check::Date { format: rule.format.clone(), not_before, not_after }.on(today);
    let equal = rule.equals.filter(|day| day.on(today).is_some()).map(|day| check(Some(day), Some(day)));
    let range = (rule.not_before.is_some() || rule.not_after.is_some())
        .then(|| check(rule.not_before, rule.not_after));
    range.into_iter().chain(equal).collect()
}

impl TextRule {
    fn wrong(&self, said: &Said, checks: &[Check]) -> Vec<Wrong> {
        let text = normal(said.text);
        let mut wrong = Vec::new();
        if let Some((pattern, _)) = self.pattern.as_ref().filter(|(_, regex)| !regex.is_match(&text)) {
            wrong.push(Wrong {
                kind: ReasonKind::Text,
                what: "pattern",
                measured: Measured::Text(text.clone()),
                limit: Some(Measured::Text(pattern.clone())),
                fault: Some(CheckFault::Pattern { pattern: pattern.clone() }),
            });
        }
        for check in checks {
            let Some(fault) = check.run(&text).fault else { continue };
            let limit = match (&fault, check) {
                (CheckFault::TooEarly { limit, .. } | CheckFault::TooLate { limit, .. }, _) => {
                    Some(limit.to_string())
                }
                (_, Check::Equals { text }) => Some(text.clone()),
                (CheckFault::CheckSign { expected, .. }, _) => Some(expected.to_string()),
                _ => None,
            };
            wrong.push(Wrong {
                kind: ReasonKind::Text,
                what: check.name(),
                measured: Measured::Text(text.clone()),
                limit: limit.map(Measured::Text),
                fault: Some(fault),
            });
        }
        if let Some(least) = self.score.filter(|least| said.score < *least) {
            wrong.push(Wrong {
                kind: ReasonKind::Unsure,
                what: "score",
                measured: Measured::Number(tidy(said.score.into())),
                limit: Some(Measured::Number(tidy(least.into()))),
                fault: None,
            });
        }
        wrong
    }
}
