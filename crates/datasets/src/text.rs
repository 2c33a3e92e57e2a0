use crate::LabelError;
use fovea_vision::{Limits, read_limited};
use std::path::Path;

/// Label files are small; a larger one is something else by mistake.
const MOST_BYTES: u64 = 64 << 20;

/// A text file whole, in whatever encoding: what is no UTF-8 becomes replacement signs, so that an old name
/// in GBK costs its name and not the label.
pub(crate) fn read_text(path: &Path, limits: &Limits) -> Result<String, LabelError> {
    let limits = Limits { max_bytes: limits.max_bytes.min(MOST_BYTES), ..*limits };
    let bytes = read_limited(path, &limits).map_err(|e| LabelError(e.to_string()))?;
    let text =
        String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
    Ok(text.trim_start_matches('\u{feff}').to_string())
}

/// A JSON file's bytes without a byte order mark. These may be large: labelme puts the picture inside, COCO
/// everything into one.
pub(crate) fn read_json(path: &Path, limits: &Limits) -> Result<Vec<u8>, LabelError> {
    let bytes = read_limited(path, limits).map_err(|e| LabelError(e.to_string()))?;
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    Ok(match std::str::from_utf8(&bytes) {
        Ok(_) => bytes,
        Err(_) => String::from_utf8_lossy(&bytes).into_owned().into_bytes(),
    })
}
