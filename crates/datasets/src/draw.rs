use crate::{DataError, Sample};
use fovea_domain::{Region, Shape};
use fovea_vision::{Limits, Mask, read_mask_file};

/// Values a mask can hold besides 0 and a spare one.
const MOST_CLASSES: usize = 254;

impl Sample {
    /// A mask of the picture's size with class index + 1 where a region lies and 0 elsewhere. Smaller regions
    /// lie over larger ones, so that a scratch inside a stain stays. `None` where nothing is marked: what that
    /// means depends on the class. Regions of classes from `classes` on are left out.
    pub fn label_mask(&self, classes: usize, limits: &Limits) -> Result<Option<Mask>, DataError> {
        if classes > MOST_CLASSES {
            return Err(DataError::TooManyClasses { count: classes });
        }
        let mut layers = Vec::new();
        let covers = |shape: &Shape| !matches!(shape, Shape::Drawn(mark) if !mark.covers());
        for region in self.regions.iter().filter(|r| r.class < classes && covers(&r.shape)) {
            layers.push(self.layer(region, limits)?);
        }
        if layers.is_empty() {
            return Ok(None);
        }
        layers.sort_by(|a, b| b.area.total_cmp(&a.area));
        let mut mask = Mask::new(self.width, self.height);
        for layer in &layers {
            let value = layer.region.class as u8 + 1;
            match (&layer.region.shape, &layer.pixels) {
                (Shape::Box(bbox), _) => mask.fill_box(bbox, value),
                (Shape::Polygon(polygon), _) => mask.fill_polygon(polygon, value),
                (Shape::Drawn(mark), _) => mask.fill_mark(mark, value),
                (Shape::Mask { .. }, Some(pixels)) => {
                    for (to, _) in mask.data.iter_mut().zip(&pixels.data).filter(|(_, from)| **from != 0) {
                        *to = value;
                    }
                }
                (Shape::Mask { .. }, None) => {}
            }
        }
        Ok(Some(mask))
    }

    fn layer<'a>(&self, region: &'a Region, limits: &Limits) -> Result<Layer<'a>, DataError> {
        Ok(match &region.shape {
            Shape::Box(bbox) => Layer { region, area: bbox.area(), pixels: None },
            Shape::Polygon(polygon) => Layer { region, area: polygon.area(), pixels: None },
            Shape::Drawn(mark) => Layer { region, area: mark.area(), pixels: None },
            Shape::Mask { path, value } => {
                let pixels = read_mask_file(path, *value, limits)?;
                if (pixels.width, pixels.height) != (self.width, self.height) {
                    return Err(DataError::MaskSize {
                        mask: path.clone(),
                        mask_width: pixels.width,
                        mask_height: pixels.height,
                        picture: self.path.clone(),
                        width: self.width,
                        height: self.height,
                    });
                }
                let area = pixels.data.iter().filter(|v| **v != 0).count() as f32;
                Layer { region, area, pixels: Some(pixels) }
            }
        })
    }
}

struct Layer<'a> {
    region: &'a Region,
    area: f32,
    pixels: Option<Mask>,
}
