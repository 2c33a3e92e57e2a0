use image::ImageFormat;

/// The format that the first bytes show; names and extensions lie too often to be asked.
pub fn sniff(head: &[u8]) -> Option<&'static str> {
    format_of(head).map(name)
}

pub(crate) fn format_of(head: &[u8]) -> Option<ImageFormat> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(&[0xFF, 0xD8, 0xFF]) {
        Some(ImageFormat::Jpeg)
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        Some(ImageFormat::Png)
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        Some(ImageFormat::Gif)
    } else if starts(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Some(ImageFormat::WebP)
    } else if starts(b"II*\0") || starts(b"MM\0*") || starts(b"II+\0") || starts(b"MM\0+") {
        Some(ImageFormat::Tiff)
    } else if starts(b"BM") && head.get(6..10) == Some(&[0; 4]) {
        // Two letters alone would take any text that starts with "BM"; the reserved field is always zero.
        Some(ImageFormat::Bmp)
    } else if is_pnm(head) {
        Some(ImageFormat::Pnm)
    } else {
        None
    }
}

fn is_pnm(head: &[u8]) -> bool {
    matches!(head, [b'P', b'1'..=b'7', c, ..] if c.is_ascii_whitespace())
}

pub(crate) fn name(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Jpeg => "jpeg",
        ImageFormat::Png => "png",
        ImageFormat::Gif => "gif",
        ImageFormat::WebP => "webp",
        ImageFormat::Tiff => "tiff",
        ImageFormat::Bmp => "bmp",
        ImageFormat::Pnm => "pnm",
        _ => "other",
    }
}
