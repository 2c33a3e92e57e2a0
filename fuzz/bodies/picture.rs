//! Any bytes as a picture, within limits so small that memory shows a fault.

use fovea_vision::{Limits, decode_bytes, probe_bytes};

pub fn run(data: &[u8]) {
    let limits = Limits { max_side: 512, max_pixels: 65_536, max_bytes: 1 << 20 };
    let probe = probe_bytes(data, &limits);
    if let Ok(picture) = decode_bytes(data, &limits) {
        assert_eq!(picture.rgb.len(), picture.width as usize * picture.height as usize * 3);
        // What can be read can be looked at first, and says the same.
        let probe = probe.expect("a picture that decodes has a readable head");
        assert_eq!((probe.width, probe.height), (picture.width, picture.height));
    }
}
