//! Rules over sets of pictures: into which part each goes, what is different between two states of a set, which pictures are nearly
//! the same, and the classes of its statistics.

mod alike;
mod columns;
mod difference;
mod fitting;
mod near;
mod split;
mod statistics;

pub use alike::{MOST_NEAREST, Nearest, Usual, likely_pairs, nearest, usual_pairs};
pub use columns::{
    Columns, LONGEST_COLUMN, LONGEST_VALUE, MOST_COLUMNS, column_name, column_value, column_wish,
};
pub use difference::{RegionChanges, region_changes};
pub use fitting::{LabelFacts, fitting};
pub use near::{NEAR_BITS, groups, near_pairs};
pub use split::{Balance, Part, Shares, SplitBy, SplitFault, SplitRule, fraction};
pub use statistics::{
    BINS, Facet, HEAT_SIDE, bin_of_aspect, bin_of_brightness, bin_of_extent, bin_of_sharpness, heat_cell,
};
