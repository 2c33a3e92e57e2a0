//! The steps of a recipe on pictures.

mod acquire;
mod frame;
mod load;
mod locate;
mod look;
mod regions;
mod step;
mod stream;

pub(crate) use frame::{Frame, without};
pub use load::{Loaded, Source, open_model};
pub use step::{Runner, Shown};
pub use stream::{Ran, pixels_digest, run_pictures};

use crate::RecipeError;
use fovea_domain::text::Date;
use std::collections::BTreeMap;

/// What a run is given from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Texts by the names that the recipe asks for.
    pub texts: BTreeMap<String, String>,
    pub today: Date,
}

impl Given {
    /// Whether it has what the recipe asks for, and nothing that it does not.
    pub fn check(&self, loaded: &Loaded) -> Result<(), RecipeError> {
        let asked = loaded.recipe.asked();
        if let Some(name) = asked.iter().find(|name| !self.texts.contains_key(*name)) {
            return Err(RecipeError::NotGiven(name.clone()));
        }
        match self.texts.keys().find(|name| !asked.contains(name)) {
            Some(name) => Err(RecipeError::NotAsked { name: name.clone(), asked }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod aside;
#[cfg(test)]
mod marks;
#[cfg(test)]
mod tests;
