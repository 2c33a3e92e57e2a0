//! Measures of quality. Throughout: a *score* grows with badness, a picture is NG from the threshold on
//! (`score >= threshold`), *overkill* (过杀) is a good picture called NG and *escape* (漏检) a bad one called
//! OK. Scores and labels are parallel slices; the longer one is cut. A score that is not a number compares
//! below every threshold here as it does on the line, so it counts as OK, never silently as right.

mod calibration;
mod confusion;
mod curve;
mod evaluation;
mod facts;
mod folds;
mod overlap;
mod pixels;
mod rates;
mod regions;
mod size;
mod threshold;

pub use calibration::{Platt, Temperature, expected_calibration_error};
pub use confusion::Confusion;
pub use curve::{CurvePoint, auroc, auroc_interval, average_precision, pr_curve, roc_curve};
pub use evaluation::Evaluation;
pub use facts::{
    ClassResult, DataFacts, Histogram, MeasuredRates, ModelFacts, PictureResult, PixelResult, Skipped,
    Spread, Timing,
};
pub use folds::{group_folds, holdout};
pub use overlap::{Overlap, PixelCounts};
pub use pixels::{PRO_LIMIT, PixelMap, PixelQuality, pro};
pub use rates::{Rates, rates_at, wilson};
pub use regions::{Regions, regions};
pub use size::{SizeResult, found_by_size};
pub use threshold::{Choice, OVERKILL_WITHOUT_BAD, ThresholdRule, choose_threshold};

/// Two pixel arrays that should describe one picture do not have the same number of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} pixels, got {found}")]
pub struct SizeMismatch {
    pub expected: usize,
    pub found: usize,
}

impl SizeMismatch {
    fn check(expected: usize, found: usize) -> Result<(), SizeMismatch> {
        if expected == found { Ok(()) } else { Err(SizeMismatch { expected, found }) }
    }
}
