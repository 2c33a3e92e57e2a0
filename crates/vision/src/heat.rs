use crate::Picture;
use fovea_domain::heat_color;

/// A map of `map_width` × `map_height` values as colours at another size, smoothed in between.
pub fn heat_picture(heat: &[f32], map_width: u32, map_height: u32, width: u32, height: u32) -> Picture {
    overlay(&Picture::new(width, height), heat, map_width, map_height, 1.0)
}

/// The map's colours over the picture: at opacity 0 only the picture is seen, at 1 only the colours. A map
/// that has not as many values as its sides say leaves the picture as it is.
pub fn overlay(picture: &Picture, heat: &[f32], map_width: u32, map_height: u32, opacity: f32) -> Picture {
    let (w, h) = (map_width as usize, map_height as usize);
    if heat.is_empty() || heat.len() != w * h || picture.width == 0 {
        return picture.clone();
    }
    let opacity = if opacity.is_nan() { 0.0 } else { opacity.clamp(0.0, 1.0) };
    let colors: Vec<[u8; 3]> = (0..=255).map(|i| heat_color(i as f32 / 255.0)).collect();
    let columns = samples(picture.width, w);
    let rows = samples(picture.height, h);
    let mut rgb = picture.rgb.clone();
    let value = |x: usize, y: usize| heat.get(y * w + x).copied().filter(|v| !v.is_nan()).unwrap_or(0.0);
    for (row, &(y0, y1, fy)) in rgb.chunks_exact_mut(picture.width as usize * 3).zip(&rows) {
        for (pixel, &(x0, x1, fx)) in row.chunks_exact_mut(3).zip(&columns) {
            let top = value(x0, y0) * (1.0 - fx) + value(x1, y0) * fx;
            let bottom = value(x0, y1) * (1.0 - fx) + value(x1, y1) * fx;
            let v = (top * (1.0 - fy) + bottom * fy).clamp(0.0, 1.0);
            let color = colors.get((v * 255.0).round() as usize).copied().unwrap_or_default();
            for (p, c) in pixel.iter_mut().zip(color) {
                *p = (f32::from(*p) * (1.0 - opacity) + f32::from(c) * opacity).round() as u8;
            }
        }
    }
    Picture { rgb, ..*picture }
}

/// For each new pixel the two old ones its centre lies between, and how far it is towards the second.
fn samples(new: u32, old: usize) -> Vec<(usize, usize, f32)> {
    let last = old.saturating_sub(1);
    (0..new)
        .map(|i| {
            let at = ((i as f32 + 0.5) * old as f32 / new as f32 - 0.5).clamp(0.0, last as f32);
            let low = at as usize;
            (low, (low + 1).min(last), at - low as f32)
        })
        .collect()
}

#[cfg(test)]
mod tests;
