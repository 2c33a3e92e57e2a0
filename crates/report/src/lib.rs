//! The report on an evaluation: one HTML file that needs nothing else. It can be kept with the model, sent
//! by mail and opened in ten years on a machine without network. The threshold can be moved in it; all
//! figures that depend on it are worked out in the page from the pictures' scores.

mod embed;
mod page;

pub use page::render;

use fovea_domain::bead::Bead;
use fovea_domain::quality::Evaluation;

#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub title: String,
    pub evaluation: Evaluation,
    /// Those to show; the figures count all of the evaluation's pictures, with or without one here.
    pub pictures: Vec<ReportPicture>,
    /// Shown at the foot, such as the terms of the data.
    pub licence_note: Option<String>,
}

/// One picture to look at. All its images have the same shape.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportPicture {
    /// Into the evaluation's pictures.
    pub index: usize,
    /// At most about 480 px a side, to keep the file small.
    pub jpeg: Vec<u8>,
    /// The heat map, coloured by [`fovea_domain::heat_pixel`] (PNG) or [`fovea_domain::heat_color`] (JPEG), which the legend shows.
    pub heat: Option<Vec<u8>>,
    /// What is truly there as PNG: lines on a clear ground, or a white on black mask.
    pub truth: Option<Vec<u8>>,
    /// Of a bead of glue: what was measured, shown for the worst.
    pub bead: Option<ReportBead>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ReportBead {
    pub told: Bead,
    /// Least and largest width in mm.
    pub limits: [f64; 2],
    /// The picture along the path, as JPEG.
    pub strip: Option<Vec<u8>>,
}
