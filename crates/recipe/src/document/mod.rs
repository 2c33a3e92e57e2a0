//! A recipe as plain data, what makes it one, and how two of them differ. Pure: no files, no clock.

mod check;
mod diff;
mod fault;
mod fit;
mod read;
mod rule;
mod schema;
mod steps;

pub use check::check;
pub(crate) use check::{MOST_PIXELS, WHOLE, check_of, regex_of, room_of, shapes};
pub use diff::{Change, compare_recipes};
pub use fault::{Fault, RecipeFault};
pub use fit::Fit;
pub use read::parse;
pub use rule::{ClassLimit, DateRule, Day, Expected, Key, NumberLimit, Place, Rule, RuleKind, Rules, Table};
pub use schema::schema;
pub use steps::{
    Acquire, By, Code, Exposure, Found, Locate, Look, Otherwise, Regions, Same, Shape, Verdicts,
};

use serde::Serialize;

/// The newest form of the data that this version writes and reads.
pub const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recipe {
    pub format: u32,
    pub name: String,
    /// Counted by whoever changes it.
    pub version: u32,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    pub id: String,
    /// It is left out until somebody switches it on again.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
    #[serde(flatten)]
    pub kind: StepKind,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StepKind {
    Acquire(Acquire),
    Locate(Locate),
    Regions(Regions),
    Look(Look),
    Code(Code),
    Rules(Rules),
    Verdict(Verdicts),
}

impl StepKind {
    pub const NAMES: [&'static str; 7] = ["acquire", "locate", "regions", "look", "code", "rules", "verdict"];

    /// The word in the file.
    pub fn name(&self) -> &'static str {
        let at = match self {
            StepKind::Acquire(_) => 0,
            StepKind::Locate(_) => 1,
            StepKind::Regions(_) => 2,
            StepKind::Look(_) => 3,
            StepKind::Code(_) => 4,
            StepKind::Rules(_) => 5,
            StepKind::Verdict(_) => 6,
        };
        StepKind::NAMES[at]
    }

    /// The step that it works on, where it is one.
    pub fn on(&self) -> Option<&str> {
        match self {
            StepKind::Locate(Locate { on, .. })
            | StepKind::Regions(Regions { on, .. })
            | StepKind::Look(Look { on, .. })
            | StepKind::Code(Code { on, .. }) => Some(on),
            StepKind::Acquire(_) | StepKind::Rules(_) | StepKind::Verdict(_) => None,
        }
    }
}

impl Recipe {
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|s| s.id == id)
    }

    /// The same without steps that are switched off, which no other step builds on.
    pub fn working(mut self) -> Recipe {
        let off: Vec<String> = self.steps.iter().filter(|s| s.off).map(|s| s.id.clone()).collect();
        self.steps.retain(|s| !s.off);
        if let Some(Step { kind: StepKind::Verdict(verdict), .. }) = self.steps.last_mut() {
            verdict.of.retain(|id| !off.contains(id));
        }
        self
    }

    /// Steps that are not switched off.
    fn on(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|s| !s.off)
    }

    /// For each step the places of those that must be done before.
    pub fn needs(&self) -> Vec<Vec<usize>> {
        let place = |id: &str| self.steps.iter().position(|s| s.id == id);
        let of = |step: &Step| -> Vec<usize> {
            let mut ids: Vec<&str> = step.kind.on().into_iter().collect();
            match &step.kind {
                StepKind::Rules(rules) => rules.rules.iter().for_each(|r| add_steps(r, &mut ids)),
                StepKind::Verdict(verdict) => ids.extend(verdict.of.iter().map(String::as_str)),
                _ => {}
            }
            let mut places: Vec<usize> = ids.into_iter().filter_map(place).collect();
            places.sort_unstable();
            places.dedup();
            places
        };
        self.steps.iter().map(of).collect()
    }

    /// Every file that it needs, each once: of which step, under which field, and the name.
    pub fn files(&self) -> Vec<(String, &'static str, String)> {
        let mut all: Vec<(String, &'static str, String)> = Vec::new();
        for step in self.on() {
            let mut add = |field, name: &str| all.push((step.id.clone(), field, name.to_string()));
            match &step.kind {
                StepKind::Acquire(a) => {
                    a.scene.iter().for_each(|s| add("scene.picture", &s.picture));
                    a.empty.iter().for_each(|s| add("empty.picture", &s.picture));
                }
                StepKind::Locate(l) => add("picture", &l.picture),
                StepKind::Regions(r) => r.layout.iter().for_each(|l| add("layout", l)),
                StepKind::Look(l) => {
                    add("model", &l.model);
                    l.template.iter().for_each(|t| add("template", t));
                }
                StepKind::Rules(rules) => {
                    let mut tables = Vec::new();
                    rules.rules.iter().for_each(|r| add_tables(r, &mut tables));
                    tables.into_iter().for_each(|t| add("rules.expected.table.file", &t.file));
                }
                StepKind::Code(_) | StepKind::Verdict(_) => {}
            }
        }
        all
    }

    /// Names that texts must be given under at each run.
    pub fn asked(&self) -> Vec<String> {
        let mut names = Vec::new();
        for step in self.on() {
            if let StepKind::Rules(rules) = &step.kind {
                rules.rules.iter().for_each(|r| add_asked(r, &mut names));
            }
        }
        names.sort();
        names.dedup();
        names
    }

    /// The same with every file called by another name.
    pub(crate) fn with_files(mut self, rename: &dyn Fn(&str) -> String) -> Recipe {
        let change = |name: &mut String| *name = rename(name);
        for step in &mut self.steps {
            match &mut step.kind {
                StepKind::Acquire(a) => {
                    a.scene.iter_mut().chain(a.empty.iter_mut()).for_each(|s| change(&mut s.picture));
                }
                StepKind::Locate(l) => change(&mut l.picture),
                StepKind::Regions(r) => r.layout.iter_mut().for_each(change),
                StepKind::Look(l) => {
                    change(&mut l.model);
                    l.template.iter_mut().for_each(change);
                }
                StepKind::Rules(rules) => rules.rules.iter_mut().for_each(|r| rename_tables(r, &change)),
                StepKind::Code(_) | StepKind::Verdict(_) => {}
            }
        }
        self
    }
}

fn add_steps<'a>(rule: &'a Rule, ids: &mut Vec<&'a str>) {
    ids.extend(rule.kind.places().into_iter().map(|(step, _)| step));
    rule.kind.inner().iter().for_each(|r| add_steps(r, ids));
}

fn add_tables<'a>(rule: &'a Rule, tables: &mut Vec<&'a Table>) {
    if let RuleKind::Text { expected: Some(Expected::Table(table)), .. } = &rule.kind {
        tables.push(table);
    }
    rule.kind.inner().iter().for_each(|r| add_tables(r, tables));
}

fn add_asked(rule: &Rule, names: &mut Vec<String>) {
    match &rule.kind {
        RuleKind::Text { expected: Some(Expected::Given(name)), .. }
        | RuleKind::Text { expected: Some(Expected::Table(Table { key: Key::Given(name), .. })), .. } => {
            names.push(name.clone());
        }
        _ => {}
    }
    rule.kind.inner().iter().for_each(|r| add_asked(r, names));
}

fn rename_tables(rule: &mut Rule, change: &dyn Fn(&mut String)) {
    match &mut rule.kind {
        RuleKind::Text { expected: Some(Expected::Table(table)), .. } => change(&mut table.file),
        RuleKind::All { rules } | RuleKind::Any { rules } => {
            rules.iter_mut().for_each(|r| rename_tables(r, change));
        }
        RuleKind::Not { rule } => rename_tables(rule, change),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
