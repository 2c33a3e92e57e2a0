//! Recipes: several looks at one picture that together make a verdict. A recipe is plain data, a list of steps of which each says
//! what it works on: the shot is checked, the part located, regions laid out, models and readers of codes look at them, rules hold
//! what they found against limits, and the verdict tells every reason with its place. Nothing runs before all of it was checked.
//!
//! `document` is the data with its checks, `rules` what is allowed, both without files and clock; `run` does the steps.

mod code;
mod document;
mod error;
mod ignored;
mod pack;
mod result;
mod rules;
mod run;

pub use code::{CodeKind, FoundCode, read_codes};
pub use document::{
    Acquire, By, Change, Code, Day, Expected, Exposure, FORMAT, Fault, Found, Locate, Look, NumberLimit,
    Otherwise, Recipe, RecipeFault, Regions, Rule, RuleKind, Rules, Same, Shape, Step, StepKind, Verdicts,
    compare_recipes, parse, schema,
};
pub use error::RecipeError;
pub use ignored::Ignored;
pub use pack::{RecipePackage, is_recipe, pack};
pub use result::{
    Measured, Reason, ReasonKind, RuleResult, State, StepResult, StepValue, Verdict, Verdicted,
};
pub use run::{Given, Loaded, Ran, Runner, Shown, Source, open_model, pixels_digest, run_pictures};
