use super::*;
use crate::encode_jpeg;

fn scene() -> Picture {
    let rgb =
        (0..64 * 48).flat_map(|i| [(i % 64 * 4) as u8, (i / 64 * 5) as u8, (i * 7 % 251) as u8]).collect();
    Picture { width: 64, height: 48, rgb }
}

fn jpeg() -> Vec<u8> {
    encode_jpeg(&scene(), 90).unwrap()
}

/// The picture with an EXIF note put in after its start, `before` in front of the note.
fn with_turn(turn: u8, before: &[u8]) -> Vec<u8> {
    let mut note = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    note.extend([turn, 0, 0, 0, 0, 0, 0]);
    let mut bytes = vec![0xFF, SOI];
    bytes.extend(before);
    bytes.extend([0xFF, APP1, 0, note.len() as u8 + 2]);
    bytes.extend(note);
    bytes.extend(&jpeg()[2..]);
    bytes
}

#[test]
fn a_jpeg_comes_back_much_as_it_was() {
    let p = decode(&jpeg(), &Limits::default()).unwrap();
    let off: u64 = p.rgb.iter().zip(&scene().rgb).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    assert!(off < 15 * p.rgb.len() as u64, "{off}");
}

#[test]
fn the_exif_turn_is_applied_and_told_by_the_header() {
    let bytes = with_turn(6, &[]);
    let p = decode(&bytes, &Limits::default()).unwrap();
    assert_eq!((p.width, p.height), (48, 64));
    let header = read_header(&mut Cursor::new(&bytes)).unwrap();
    assert_eq!((header.width, header.height, header.orientation), (64, 48, Orientation::Rotate90));
    // A number that is no turn leaves the picture as it is.
    assert_eq!(decode(&with_turn(77, &[]), &Limits::default()).unwrap().width, 64);
}

#[test]
fn stray_bytes_between_segments_do_no_harm() {
    assert_eq!(decode(&with_turn(1, &[0; 9]), &Limits::default()).unwrap().width, 64);
}

#[test]
fn a_cut_at_any_byte_is_an_error() {
    let whole = jpeg();
    for length in 0..whole.len() {
        assert!(decode(&whole[..length], &Limits::default()).is_err(), "{length} of {}", whole.len());
    }
}

#[test]
fn the_end_of_a_preview_in_the_head_is_not_the_end() {
    let mut preview = vec![0xFF, 0xE2, 0, 8];
    preview.extend([0xFF, SOI, 0xFF, EOI, 0, 0]);
    let whole = with_turn(1, &preview);
    assert!(decode(&whole, &Limits::default()).is_ok());
    assert!(!reaches_end(&whole[..whole.len() - 20]));
}

#[test]
fn rubbish_after_the_end_is_ignored() {
    let mut bytes = jpeg();
    bytes.extend(b"rubbish from the camera");
    assert!(decode(&bytes, &Limits::default()).is_ok());
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    // 60,000 x 60,000 in a frame of three components.
    let frame = [0xFF, SOI, 0xFF, 0xC0, 0, 17, 8, 0xEA, 0x60, 0xEA, 0x60, 3, 1, 17, 0, 2, 17, 0, 3, 17, 0];
    let e = decode(&frame, &Limits::default()).unwrap_err();
    assert_eq!(e.code(), "picture.too_large", "{e}");
}

#[test]
fn a_cut_with_a_new_end_mark_is_an_error() {
    let restarts = include_bytes!("../../tests/data/large-restarts.jpg").to_vec();
    for whole in [jpeg(), restarts] {
        let pixels = whole.windows(2).rposition(|w| w == [0xFF, SOS]).unwrap() + 14;
        for kept in 1..10 {
            let mut mended = whole[..pixels + (whole.len() - pixels) * kept / 10].to_vec();
            if mended.last() == Some(&0xFF) {
                mended.pop();
            }
            mended.extend([0xFF, EOI]);
            let e = decode(&mended, &Limits::default()).unwrap_err();
            assert_eq!(e.code(), "picture.truncated", "{kept} tenths: {e}");
        }
        assert!(decode(&whole, &Limits::default()).is_ok());
    }
}
