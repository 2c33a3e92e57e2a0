//! Any bytes as a picture for a model that looks at a twelfth of it: most JPEG then go the short way.

use fovea_vision::{Limits, decode_bytes, decode_for};

pub fn run(data: &[u8]) {
    let limits = Limits { max_side: 512, max_pixels: 65_536, max_bytes: 1 << 20 };
    let Ok(photo) = decode_for(data, &limits, |w, h| (w.div_ceil(12), h.div_ceil(12))) else { return };
    let small = photo.resize(9, 7);
    assert_eq!((small.width, small.height, small.rgb.len()), (9, 7, 9 * 7 * 3));
    // Whatever way it is read, it is as large.
    if let Ok(whole) = decode_bytes(data, &limits) {
        assert_eq!((photo.width, photo.height), (whole.width, whole.height));
    }
}
