//! What Fovea talks about, and the rules over it: pictures' labels and their geometry, learning tasks, verdicts, the
//! measures of quality, jobs with the devices and quotas that they run under. Everything here is a pure function over
//! plain data: no files, no clock, no threads, so every rule can be tested in microseconds and read on one screen.

pub mod annotating;
pub mod assist;
mod attribute;
pub mod bead;
pub mod command;
pub mod components;
pub mod dataset;
pub mod detection;
pub mod device;
pub mod device_log;
pub mod endpoint;
mod geometry;
mod heat;
pub mod identity;
pub mod idle;
mod job;
mod judged;
mod label;
pub mod label_set;
mod mark;
pub mod notify;
pub mod parameter;
pub mod permission;
mod prediction;
pub mod quality;
pub mod quota;
pub mod registry;
mod task;
pub mod text;

pub use attribute::{
    Attribute, AttributeFault, AttributeKind, AttributeValue, Attributes, MOST_ATTRIBUTES, check_asked,
    check_said,
};
pub use geometry::{BBox, Point, Polygon};
pub use heat::{HEAT_COLORS, heat_color, heat_pixel};
pub use job::{IllegalEvent, JobEvent, JobState, transition};
pub use judged::{JudgedPicture, NamedBox, surest};
pub use label::{Class, Extra, Region, Shape};
pub use mark::{MOST_MARKS, MOST_POINTS, MOST_TEXT, Mark, MarkFault, Runs, innocent_shape};
pub use prediction::{PredictedRegion, Prediction, Timings, Verdict};
pub use task::Task;
