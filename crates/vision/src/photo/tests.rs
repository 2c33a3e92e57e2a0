use super::*;

const KINDS: [(&str, bool, &[u8]); 7] = [
    ("4:2:0", true, include_bytes!("../../tests/data/coarse-colours.jpg")),
    ("4:2:2", true, include_bytes!("../../tests/data/coarse-across.jpg")),
    ("4:4:4", true, include_bytes!("../../tests/data/fine-colours.jpg")),
    ("grey", true, include_bytes!("../../tests/data/grey.jpg")),
    ("restarts", true, include_bytes!("../../tests/data/large-restarts.jpg")),
    ("progressive", false, include_bytes!("../../tests/data/large-progressive.jpg")),
    ("CMYK", false, include_bytes!("../../tests/data/large-cmyk.jpg")),
];

fn read(bytes: &[u8], side: u32) -> Photo {
    decode_for(bytes, &Limits::default(), |_, _| (side, side)).unwrap()
}

/// Mean and largest difference.
fn apart(a: &Picture, b: &Picture) -> (f32, u8) {
    assert_eq!((a.width, a.height), (b.width, b.height));
    let off = || a.rgb.iter().zip(&b.rgb).map(|(a, b)| a.abs_diff(*b));
    (off().map(f32::from).sum::<f32>() / a.rgb.len() as f32, off().max().unwrap_or(0))
}

/// The file with an EXIF note that asks for a turn.
fn with_turn(bytes: &[u8], turn: u8) -> Vec<u8> {
    let mut note = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    note.extend([turn, 0, 0, 0, 0, 0, 0]);
    [&[0xFF, 0xD8, 0xFF, 0xE1, 0, note.len() as u8 + 2], &note[..], &bytes[2..]].concat()
}

#[test]
fn every_kind_looks_as_when_decoded_whole() {
    for (kind, reduced, bytes) in KINDS {
        let whole = decode_bytes(bytes, &Limits::default()).unwrap();
        for side in [16, 36] {
            let photo = read(bytes, side);
            assert_eq!(photo.is_reduced(), reduced, "{kind}");
            assert_eq!((photo.width, photo.height), (333, 219), "{kind}");
            let (mean, most) = apart(&photo.resize(side, side), &whole.resize(side, side));
            assert!(mean < 1.0 && most < 24, "{kind} at {side}: {mean}, {most}");
        }
    }
}

#[test]
fn every_turn_is_done_and_loses_no_part_of_a_pixel() {
    let (_, _, bytes) = KINDS[0];
    for turn in 1..=8 {
        let bytes = with_turn(bytes, turn);
        let whole = decode_bytes(&bytes, &Limits::default()).unwrap();
        let photo = read(&bytes, 32);
        assert!(photo.is_reduced());
        assert_eq!((photo.width, photo.height), (whole.width, whole.height), "{turn}");
        let (mean, most) = apart(&photo.resize(32, 40), &whole.resize(32, 40));
        assert!(mean < 1.0 && most < 24, "{turn}: {mean}, {most}");
    }
}

#[test]
fn what_is_not_much_larger_is_decoded_whole() {
    let (_, _, bytes) = KINDS[0];
    let whole = decode_bytes(bytes, &Limits::default()).unwrap();
    // 219 / 4 is less than one and a half times 37.
    let photo = read(bytes, 37);
    assert!(!photo.is_reduced());
    assert_eq!(photo.resize(37, 37), whole.resize(37, 37));
    assert_eq!(photo.resize(333, 219), whole);
}

#[test]
fn the_reduction_leaves_one_and_a_half_times_what_is_wanted() {
    assert_eq!(reduction((2448, 2048), (256, 256)), Some(4));
    assert_eq!(reduction((4096, 3072), (256, 256)), Some(8));
    assert_eq!(reduction((4096, 3071), (256, 256)), Some(4));
    assert_eq!(reduction((1536, 1536), (256, 256)), Some(4));
    assert_eq!(reduction((1535, 1536), (256, 256)), None);
    assert_eq!(reduction((u32::MAX, u32::MAX), (u32::MAX, 1)), None);
}

#[test]
fn a_file_cut_off_is_told_of_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("half.jpg");
    let (_, _, bytes) = KINDS[0];
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let error = decode_file_for(&path, &Limits::default(), |_, _| (32, 32)).unwrap_err();
    assert_eq!(error.code(), "picture.truncated");
    assert!(error.to_string().contains("half.jpg"), "{error}");
}

#[test]
fn a_picture_beyond_the_limits_is_refused_though_it_would_be_reduced() {
    let (_, _, bytes) = KINDS[0];
    let limits = Limits { max_side: 300, ..Limits::default() };
    let error = decode_for(bytes, &limits, |_, _| (32, 32)).unwrap_err();
    assert_eq!(error.code(), "picture.too_large");
}
