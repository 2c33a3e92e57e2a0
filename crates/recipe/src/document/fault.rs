use std::fmt;

/// What is wrong with a recipe, and where.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub struct RecipeFault {
    /// The step's id; `None` where it is the recipe as a whole.
    pub step: Option<String>,
    /// As a path within the step, such as `rules[2].min`.
    pub field: String,
    pub fault: Fault,
}

impl fmt::Display for RecipeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(step) = &self.step {
            write!(f, "step `{step}`, ")?;
        }
        if !self.field.is_empty() {
            write!(f, "field `{}`: ", self.field)?;
        }
        write!(f, "{}", self.fault)
    }
}

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// It does not have the form; serde's own words.
    #[error("{0}")]
    Form(String),
    #[error("the recipe is of format {found}; this Fovea reads up to format {known}")]
    Newer { found: u32, known: u32 },
    #[error("it is missing or empty")]
    Required,
    #[error("it is longer than {most} signs, or holds what cannot be printed")]
    Unprintable { most: usize },
    #[error("names are of small letters, digits, hyphens and low lines, and begin with a letter or a digit")]
    Name,
    #[error("there are more than {most}")]
    TooMany { most: usize },
    #[error("the name `{0}` is given twice")]
    Twice(String),
    #[error("there is no such field; there are {}", .known.join(", "))]
    UnknownField { known: Vec<String> },
    #[error("`{found}` is no kind; there are {}", .known.join(", "))]
    UnknownKind { found: String, known: Vec<String> },
    #[error("no step before is called `{0}`")]
    UnknownStep(String),
    #[error("the step `{0}` is switched off")]
    Off(String),
    #[error("this step cannot be switched off")]
    AlwaysOn,
    #[error("the step `{step}` gives {found}, but this takes {wanted}")]
    OtherType { step: String, found: &'static str, wanted: &'static str },
    #[error("the step `{step}` has no region `{region}`")]
    UnknownRegion { step: String, region: String },
    #[error("it must be from {least} to {most}")]
    OutOfRange { least: f64, most: f64 },
    #[error("what is located by `{0}` takes no `fit`: take it away, or locate by `features` or `fiducials`")]
    Fit(&'static str),
    #[error("this fit takes at least {least} marks: add some, or choose a less free fit")]
    Marks { least: usize },
    #[error(
        "the marks lie nearly in a line: this fit takes {least} of which no three do; move some, or choose a less free fit"
    )]
    InLine { least: usize },
    #[error("it is no box of x, y, width and height, or no outline of three corners and more, in pixels")]
    Shape,
    #[error("it is larger than any picture: {most} pixels at most can be looked at in one part")]
    Large { most: f64 },
    #[error("it takes min or max, min not above max")]
    Limit,
    #[error("it takes exactly one of {0}")]
    OneOf(&'static str),
    #[error("the pattern cannot be used: {0}")]
    Pattern(String),
    #[error("{0}")]
    Check(String),
    #[error("it takes one `acquire` step, before all others")]
    Acquire,
    #[error("it takes one `verdict` step, behind all others")]
    Verdict,
    #[error("no verdict counts it")]
    Uncounted,
    #[error("the path leads out of the recipe's folder")]
    Outside,
    #[error("{0}")]
    File(String),
    #[error("a model of task {task} gives no `{field}`")]
    NoSuchResult { task: String, field: String },
    #[error("the model knows no class `{class}`; it knows {}", .known.join(", "))]
    UnknownClass { class: String, known: Vec<String> },
    #[error("a model of task {task} {why}")]
    Task { task: String, why: &'static str },
}

impl Fault {
    /// A word for it, which is never renamed, and what its sentence speaks of.
    pub fn told(&self) -> (&'static str, serde_json::Value) {
        use serde_json::json;
        match self {
            Fault::Form(why) => ("form", json!({ "why": why })),
            Fault::Newer { found, known } => ("newer", json!({ "found": found, "known": known })),
            Fault::Required => ("required", json!({})),
            Fault::Unprintable { most } => ("unprintable", json!({ "most": most })),
            Fault::Name => ("name", json!({})),
            Fault::TooMany { most } => ("too_many", json!({ "most": most })),
            Fault::Twice(name) => ("twice", json!({ "name": name })),
            Fault::UnknownField { known } => ("unknown_field", json!({ "known": known.join(", ") })),
            Fault::UnknownKind { found, known } => {
                ("unknown_kind", json!({ "found": found, "known": known.join(", ") }))
            }
            Fault::UnknownStep(name) => ("unknown_step", json!({ "name": name })),
            Fault::Off(name) => ("off", json!({ "name": name })),
            Fault::AlwaysOn => ("always_on", json!({})),
            Fault::OtherType { step, found, wanted } => {
                ("other_type", json!({ "name": step, "found": found, "wanted": wanted }))
            }
            Fault::UnknownRegion { step, region } => {
                ("unknown_region", json!({ "name": step, "region": region }))
            }
            Fault::OutOfRange { least, most } => ("out_of_range", json!({ "least": least, "most": most })),
            Fault::Fit(by) => ("fit", json!({ "by": by })),
            Fault::Marks { least } => ("marks", json!({ "least": least })),
            Fault::InLine { least } => ("in_line", json!({ "least": least })),
            Fault::Shape => ("shape", json!({})),
            Fault::Large { most } => ("large", json!({ "most": most })),
            Fault::Limit => ("limit", json!({})),
            Fault::OneOf(of) => ("one_of", json!({ "of": of })),
            Fault::Pattern(why) => ("pattern", json!({ "why": why })),
            Fault::Check(why) => ("check", json!({ "why": why })),
            Fault::Acquire => ("acquire", json!({})),
            Fault::Verdict => ("verdict", json!({})),
            Fault::Uncounted => ("uncounted", json!({})),
            Fault::Outside => ("outside", json!({})),
            Fault::File(why) => ("file", json!({ "why": why })),
            Fault::NoSuchResult { task, field } => ("no_such_result", json!({ "task": task, "what": field })),
            Fault::UnknownClass { class, known } => {
                ("unknown_class", json!({ "class": class, "known": known.join(", ") }))
            }
            Fault::Task { task, why } => ("task", json!({ "task": task, "why": why })),
        }
    }

    /// At a step's field.
    pub fn at(self, step: &str, field: impl Into<String>) -> RecipeFault {
        RecipeFault { step: Some(step.into()), field: field.into(), fault: self }
    }

    /// At a field of the recipe as a whole.
    pub fn of_recipe(self, field: &str) -> RecipeFault {
        RecipeFault { step: None, field: field.into(), fault: self }
    }
}
