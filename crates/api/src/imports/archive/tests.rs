use super::*;

#[test]
fn archives_are_known_by_their_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let kind_of = |bytes: &[u8], name: &str| {
        std::fs::write(&path, bytes).unwrap();
        kind(&path, name)
    };
    assert_eq!(kind_of(b"PK\x03\x04rest", "photo.png"), Some(Kind::Zip));
    assert_eq!(kind_of(&[0x1f, 0x8b, 8], "a.TAR.GZ"), Some(Kind::TarGz));
    assert_eq!(kind_of(&[0x1f, 0x8b, 8], "a.gz"), None);
    assert_eq!(kind_of(&[0x28, 0xb5, 0x2f, 0xfd], "a.tar.zst"), Some(Kind::TarZst));
    assert_eq!(kind_of(&[0x28, 0xb5, 0x2f, 0xfd], "a.zst"), None);
    assert_eq!(kind_of(b"", "a.zip"), None);
    let mut header = vec![0; 512];
    header[257..262].copy_from_slice(b"ustar");
    assert_eq!(kind_of(&header, "a"), Some(Kind::Tar));
}

#[test]
fn the_claimed_number_of_entries_is_found() {
    let mut end = b"rubbish PK\x05\x06".to_vec();
    end.extend([0; 6]);
    end.extend([7, 1]);
    end.extend([0; 10]);
    let mut file = std::io::Cursor::new(end);
    assert_eq!(directory::claimed_entries(&mut file).unwrap(), 263);
}
