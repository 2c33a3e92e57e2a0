use serde::{Deserialize, Serialize};

/// Classes of a histogram.
pub const BINS: u32 = 24;
/// Cells of the map of where labels lie, on each side.
pub const HEAT_SIDE: u32 = 32;

/// What pictures are counted by. Each is a number of classes or cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// Width and height, by the order of the table.
    Size,
    /// Mean brightness.
    Brightness,
    Sharpness,
    /// Of a region's box: its side against the picture's.
    Extent,
    /// Of a region's box: its width against its height.
    Aspect,
    /// Where the middle of a region lies.
    Place,
    /// Groups of nearly the same picture.
    Near,
    /// Such groups with pictures to learn from and pictures to judge by.
    Leak,
    /// Pictures that could not be read.
    Unreadable,
    /// Linked pictures whose storage did not have them.
    OutOfReach,
}

impl Facet {
    pub const ALL: [Facet; 10] = [
        Facet::Size,
        Facet::Brightness,
        Facet::Sharpness,
        Facet::Extent,
        Facet::Aspect,
        Facet::Place,
        Facet::Near,
        Facet::Leak,
        Facet::Unreadable,
        Facet::OutOfReach,
    ];

    /// As the database has it; never changed.
    pub fn number(self) -> i32 {
        match self {
            Facet::Size => 1,
            Facet::Brightness => 2,
            Facet::Sharpness => 3,
            Facet::Extent => 4,
            Facet::Aspect => 5,
            Facet::Place => 6,
            Facet::Near => 7,
            Facet::Leak => 8,
            Facet::Unreadable => 9,
            Facet::OutOfReach => 10,
        }
    }
}

/// Of grey values from 0 to 255.
pub fn bin_of_brightness(mean: f64) -> u32 {
    bin(mean / 256.0)
}

/// Sharpness spans powers of ten: three classes from two doublings, from 0.25 on.
pub fn bin_of_sharpness(sharpness: f64) -> u32 {
    bin(((sharpness.max(1e-9) / 0.25).log2() * 1.5) / f64::from(BINS))
}

/// Of the share that a box's side (the root of its area) has of the picture's.
pub fn bin_of_extent(share: f64) -> u32 {
    // From a 256th part to the whole, three classes from each doubling.
    bin(((share.max(1e-9) * 256.0).log2() * 3.0) / f64::from(BINS))
}

/// Width against height, from 1:16 to 16:1, three classes from each doubling.
pub fn bin_of_aspect(aspect: f64) -> u32 {
    bin(((aspect.max(1e-9).log2() + 4.0) * 3.0) / f64::from(BINS))
}

fn bin(place: f64) -> u32 {
    let at = (place * f64::from(BINS)).floor();
    if at.is_nan() { 0 } else { at.clamp(0.0, f64::from(BINS - 1)) as u32 }
}

/// The cell in which a point lies, both from 0 to 1; row by row.
pub fn heat_cell(x: f64, y: f64) -> u32 {
    let cell = |v: f64| {
        let at = (v * f64::from(HEAT_SIDE)).floor();
        if at.is_nan() { 0 } else { at.clamp(0.0, f64::from(HEAT_SIDE - 1)) as u32 }
    };
    cell(y) * HEAT_SIDE + cell(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_cover_all_values_in_order() {
        assert_eq!((bin_of_brightness(0.0), bin_of_brightness(255.0), bin_of_brightness(-3.0)), (0, 23, 0));
        assert_eq!((bin_of_extent(1.0 / 256.0), bin_of_extent(0.5), bin_of_extent(1.0)), (0, 21, 23));
        assert_eq!((bin_of_aspect(1.0 / 16.0), bin_of_aspect(1.0), bin_of_aspect(1e9)), (0, 12, 23));
        assert_eq!((bin_of_sharpness(0.0), bin_of_sharpness(0.25), bin_of_sharpness(1e12)), (0, 0, 23));
        assert!(bin_of_sharpness(100.0) < bin_of_sharpness(1000.0));
        assert_eq!(bin_of_brightness(f64::NAN), 0);
    }

    #[test]
    fn cells_are_counted_row_by_row() {
        assert_eq!((heat_cell(0.0, 0.0), heat_cell(0.99, 0.0), heat_cell(0.0, 0.04)), (0, 31, 32));
        assert_eq!(heat_cell(2.0, 2.0), HEAT_SIDE * HEAT_SIDE - 1);
    }

    #[test]
    fn facets_have_numbers_of_their_own() {
        let numbers: std::collections::BTreeSet<i32> = Facet::ALL.iter().map(|f| f.number()).collect();
        assert_eq!(numbers.len(), Facet::ALL.len());
    }
}
