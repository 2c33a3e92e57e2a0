use super::steps::Otherwise;
use fovea_domain::text::DateFormat;
pub use fovea_domain::text::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Holds what was found against what is allowed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    #[schema(min_items = 1, max_items = 100)]
    pub rules: Vec<Rule>,
}

/// A rule with its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Rule {
    /// Of one within another it may be left out.
    #[serde(default)]
    pub name: String,
    /// What a picture is where the rule does not hold.
    #[serde(default)]
    pub otherwise: Otherwise,
    #[serde(flatten)]
    pub kind: RuleKind,
}

/// What must hold. `of` names the step that found it, `region` one of its regions; without it the rule is for each of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RuleKind {
    /// The model finds nothing wrong.
    Passes {
        of: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        region: Option<String>,
    },
    /// The model tells one of these classes.
    Class {
        of: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        region: Option<String>,
        #[schema(min_items = 1)]
        classes: Vec<String>,
    },
    /// A number lies within limits.
    Number {
        of: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        region: Option<String>,
        /// Which one, as it stands in the result: `score`, `scores.dent`, `bead.width_mm.mean`, `components.R1.dx`; of a shot `sharpness`,
        /// `mean`, `dark`, `bright`; of a location `agreement`, `dx`, `dy`, `angle`, `scale`.
        field: String,
        #[serde(flatten)]
        limit: NumberLimit,
    },
    /// So many places, texts or codes were found.
    Count {
        of: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        region: Option<String>,
        /// Places of this class, or codes of this kind; all where there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<String>,
        /// Smaller places do not count, in square pixels.
        #[serde(default)]
        area_px2: f32,
        /// Less sure ones do not count.
        #[serde(default)]
        score: f32,
        #[serde(flatten)]
        limit: NumberLimit,
    },
    /// Places are few and small enough, class by class. Classes that are not named must not be there at all.
    Limits {
        of: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        region: Option<String>,
        classes: BTreeMap<String, ClassLimit>,
    },
    /// A text or the content of a code is as it must be. Of several the one that is nearest to it counts.
    Text {
        of: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        region: Option<String>,
        /// A regular expression that it must fit as a whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<String>,
        /// `gs1`, `imei`, `mod10`, `mod11` or `mod37`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        checks: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date: Option<DateRule>,
        /// The text that must stand there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<Expected>,
        /// How sure the least sure sign of a text must be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        score: Option<f32>,
    },
    /// Two steps read the same.
    Same { of: Place, and: Place },
    /// All of these hold.
    All {
        #[schema(no_recursion)]
        rules: Vec<Rule>,
    },
    /// One of these holds at least.
    Any {
        #[schema(no_recursion)]
        rules: Vec<Rule>,
    },
    /// This does not hold.
    Not {
        #[schema(no_recursion)]
        rule: Box<Rule>,
    },
}

/// A step, and one of its regions or all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub step: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// One of the two at least.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NumberLimit {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

/// What is allowed of one class of places. Without any limit all is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ClassLimit {
    /// Smaller places do not count, in square pixels.
    #[serde(skip_serializing_if = "is_zero")]
    pub area_px2: f32,
    /// Most places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<usize>,
    /// Largest one, in square pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest_px2: Option<f32>,
    /// Longest side of the smallest turned box around one, in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longest_px: Option<f32>,
    /// All together, in square pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_px2: Option<f32>,
}

fn is_zero(v: &f32) -> bool {
    *v == 0.0
}

/// A date of this format stands in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DateRule {
    /// Such as `YYYY-MM-DD`, `DD.MM.YY`, `MMM YYYY`, `YYYYMMDD`.
    #[schema(value_type = String)]
    pub format: DateFormat,
    /// A day such as `2026-05-31`, `today`, `today-30` or `today+365`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub not_before: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub not_after: Option<Day>,
    /// The very day; of a format without days, one of its month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub equals: Option<Day>,
}

/// Where an expected text comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Expected {
    /// It stands here.
    Text(String),
    /// It is given at each run under this name.
    Given(String),
    /// It stands in a table, in the row of a key.
    Table(Table),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// A file of comma-separated values with a head, as a path from that of the recipe.
    pub file: String,
    /// The column of keys.
    pub key_column: String,
    /// The column of what is expected.
    pub column: String,
    pub key: Key,
}

impl Table {
    /// File and columns: two rules may look into other columns of one file.
    pub(crate) fn id(&self) -> String {
        [&self.file, &self.key_column, &self.column].map(String::as_str).join("\n")
    }
}

/// What tells the row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Key {
    /// It is given at each run under this name.
    Given(String),
    /// It is read on the picture.
    Read(Place),
}

impl RuleKind {
    /// The word in the file.
    pub fn name(&self) -> &'static str {
        match self {
            RuleKind::Passes { .. } => "passes",
            RuleKind::Class { .. } => "class",
            RuleKind::Number { .. } => "number",
            RuleKind::Count { .. } => "count",
            RuleKind::Limits { .. } => "limits",
            RuleKind::Text { .. } => "text",
            RuleKind::Same { .. } => "same",
            RuleKind::All { .. } => "all",
            RuleKind::Any { .. } => "any",
            RuleKind::Not { .. } => "not",
        }
    }

    /// The fields that it may have in the file, beside `name`, `kind` and `otherwise`; `None` for a word that is no kind.
    pub(crate) fn fields(kind: &str) -> Option<&'static [&'static str]> {
        Some(match kind {
            "passes" => &["of", "region"],
            "class" => &["of", "region", "classes"],
            "number" => &["of", "region", "field", "min", "max"],
            "count" => &["of", "region", "class", "area_px2", "score", "min", "max"],
            "limits" => &["of", "region", "classes"],
            "text" => &["of", "region", "pattern", "checks", "date", "expected", "score"],
            "same" => &["of", "and"],
            "all" | "any" => &["rules"],
            "not" => &["rule"],
            _ => return None,
        })
    }

    /// The steps and regions that it looks at itself.
    pub fn places(&self) -> Vec<(&str, Option<&str>)> {
        match self {
            RuleKind::Passes { of, region }
            | RuleKind::Class { of, region, .. }
            | RuleKind::Number { of, region, .. }
            | RuleKind::Count { of, region, .. }
            | RuleKind::Limits { of, region, .. } => vec![(of, region.as_deref())],
            RuleKind::Text { of, region, expected, .. } => {
                let mut places = vec![(of.as_str(), region.as_deref())];
                if let Some(Expected::Table(Table { key: Key::Read(key), .. })) = expected {
                    places.push((&key.step, key.region.as_deref()));
                }
                places
            }
            RuleKind::Same { of, and } => {
                vec![(&of.step, of.region.as_deref()), (&and.step, and.region.as_deref())]
            }
            RuleKind::All { .. } | RuleKind::Any { .. } | RuleKind::Not { .. } => Vec::new(),
        }
    }

    /// The rules within it.
    pub fn inner(&self) -> &[Rule] {
        match self {
            RuleKind::All { rules } | RuleKind::Any { rules } => rules,
            RuleKind::Not { rule } => std::slice::from_ref(rule),
            _ => &[],
        }
    }
}
