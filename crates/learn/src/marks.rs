//! The boxes that people marked, whatever they drew: of outlines and masks those around them.

use crate::LearnError;
use crate::evaluate::box_of;
use fovea_datasets::{DataSet, Sample};
use fovea_domain::{BBox, Shape};
use fovea_infer::InferError;
use fovea_vision::{Limits, components, read_mask_file};

/// Specks of a mask with fewer pixels are none of its own boxes.
const LEAST_PIXELS: u32 = 4;

/// The boxes of defects on a picture, each with its class in the data set.
pub fn boxes(set: &DataSet, sample: &Sample) -> Result<Vec<(usize, BBox)>, LearnError> {
    let mut found = Vec::new();
    for region in &sample.regions {
        if set.classes.get(region.class).is_none_or(|c| c.good) {
            continue;
        }
        let own = match &region.shape {
            // Each part of a mask that hangs together has a box of its own.
            Shape::Mask { path, value } => {
                let mask = read_mask_file(path, *value, &Limits::default()).map_err(InferError::from)?;
                components(&mask.data, mask.width, mask.height, LEAST_PIXELS)
                    .0
                    .iter()
                    .map(|c| c.bbox)
                    .collect()
            }
            shape => Vec::from_iter(box_of(shape)),
        };
        let inside = own.iter().filter_map(|b| b.clip(sample.width as f32, sample.height as f32));
        found.extend(inside.map(|b| (region.class, b)));
    }
    Ok(found)
}
