use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;

/// JSON that can stand in a `<script>`: `<` is written so that no `</script>` or `<!--` can arise.
pub(crate) fn json(value: &impl Serialize) -> String {
    // Only maps with odd keys or a failing writer could fail here; there are neither.
    serde_json::to_string(value).unwrap_or_else(|_| "null".into()).replace('<', "\\u003c")
}

/// Text that can stand between tags and in quoted attributes.
pub(crate) fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Appends an image as `data:` address.
pub(crate) fn push_data_url(out: &mut String, image: &[u8]) {
    out.push_str("data:");
    out.push_str(kind(image));
    out.push_str(";base64,");
    STANDARD.encode_string(image, out);
}

fn kind(image: &[u8]) -> &'static str {
    match image {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => "image/jpeg",
    }
}

/// Whether a picture can be laid over another as it is: a PNG with an alpha channel or a clear colour.
pub(crate) fn see_through(image: &[u8]) -> bool {
    let alpha = matches!(image.get(25), Some(4 | 6)) || image.windows(4).take(4096).any(|w| w == b"tRNS");
    kind(image) == "image/png" && alpha
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_cannot_end_its_script() {
        let written = json(&"</script><!-- <b>");
        assert!(!written.contains('<'));
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), "</script><!-- <b>");
    }

    #[test]
    fn text_cannot_open_a_tag_or_leave_an_attribute() {
        assert_eq!(text("<a href=\"x\" b='y'>&"), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;");
    }

    #[test]
    fn images_are_named_by_their_first_bytes() {
        let mut out = String::new();
        push_data_url(&mut out, b"\x89PNG....");
        assert!(out.starts_with("data:image/png;base64,iVBOR"));
        out.clear();
        push_data_url(&mut out, &[0xff, 0xd8, 0xff]);
        assert_eq!(out, "data:image/jpeg;base64,/9j/");
    }

    #[test]
    fn alpha_is_seen_in_the_png_head() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08".to_vec();
        png.push(6);
        assert!(see_through(&png));
        png[25] = 0;
        assert!(!see_through(&png));
        png.extend(b"\0\0\0\0\0\0\0\0\0\0\0tRNS");
        assert!(see_through(&png));
        assert!(!see_through(b"\xff\xd8\xff"));
    }
}
