//! The colours of heat maps, one map for files, reports and pages.

/// Points of the map at even distances: every step is lighter than the one before, so it reads without
/// colour, and dark blue to yellow reads with any colour vision.
pub const HEAT_COLORS: [[u8; 3]; 6] =
    [[8, 10, 34], [58, 24, 110], [132, 36, 126], [205, 66, 92], [246, 138, 62], [252, 232, 146]];

/// The colour of a value from 0 (cold) to 1 (hot); values outside are brought inside.
pub fn heat_color(value: f32) -> [u8; 3] {
    let value = if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) };
    let at = value * (HEAT_COLORS.len() - 1) as f32;
    let low = (at as usize).min(HEAT_COLORS.len() - 2);
    let part = at - low as f32;
    let mix = |k: usize| {
        let (a, b) = (f32::from(HEAT_COLORS[low][k]), f32::from(HEAT_COLORS[low + 1][k]));
        (a + (b - a) * part).round() as u8
    };
    [mix(0), mix(1), mix(2)]
}

/// [`heat_color`] with an alpha that rises up to a value of 0.6, so that a heat map laid over its picture
/// leaves the cold places clear.
pub fn heat_pixel(value: f32) -> [u8; 4] {
    let [r, g, b] = heat_color(value);
    let alpha = if value.is_nan() { 0.0 } else { (value / 0.6).clamp(0.0, 1.0) };
    [r, g, b, (alpha * 255.0).round() as u8]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lightness([r, g, b]: [u8; 3]) -> f32 {
        let linear = |v: u8| (f32::from(v) / 255.0).powf(2.2);
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    #[test]
    fn hotter_is_always_lighter() {
        let steps: Vec<f32> = (0..=100).map(|i| lightness(heat_color(i as f32 / 100.0))).collect();
        assert!(steps.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn values_outside_take_the_end_colours() {
        assert_eq!(heat_color(-3.0), HEAT_COLORS[0]);
        assert_eq!(heat_color(f32::NAN), HEAT_COLORS[0]);
        assert_eq!(heat_color(7.0), HEAT_COLORS[5]);
        assert_eq!(heat_color(0.2), HEAT_COLORS[1]);
    }

    #[test]
    fn cold_places_are_clear_and_hot_ones_are_not() {
        assert_eq!(heat_pixel(0.0)[3], 0);
        assert_eq!(heat_pixel(0.3)[3], 128);
        assert_eq!(heat_pixel(0.6)[3], 255);
        assert_eq!(heat_pixel(f32::NAN)[3], 0);
    }
}
