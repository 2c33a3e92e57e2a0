//! Just enough PNG to make pictures up: uncompressed.

/// Writes `channels` (1 grey, 3 colour, 4 colour with alpha) × 8 bits a pixel.
pub fn encode(width: usize, channels: usize, pixels: &[u8]) -> Vec<u8> {
    let line = width * channels;
    let height = pixels.len() / line;
    let kind = [0, 0, 4, 2, 6][channels];
    let mut head = Vec::new();
    head.extend((width as u32).to_be_bytes());
    head.extend((height as u32).to_be_bytes());
    head.extend([8, kind, 0, 0, 0]);
    let raw: Vec<u8> =
        pixels.chunks(line).flat_map(|row| std::iter::once(0).chain(row.iter().copied())).collect();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &head);
    chunk(&mut out, b"IDAT", &stored(&raw));
    chunk(&mut out, b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    out.extend((body.len() as u32).to_be_bytes());
    let from = out.len();
    out.extend(name);
    out.extend(body);
    let sum = crc(&out[from..]);
    out.extend(sum.to_be_bytes());
}

/// A zlib stream of blocks that are not compressed.
fn stored(raw: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = raw.chunks(65_535);
    let last = blocks.len().saturating_sub(1);
    for (i, block) in blocks.enumerate() {
        let length = block.len() as u16;
        out.push(u8::from(i == last));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (a, b) = raw.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend((b << 16 | a).to_be_bytes());
    out
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |s, _| if s & 1 == 1 { s >> 1 ^ 0xedb8_8320 } else { s >> 1 })
    };
    !bytes.iter().fold(!0, step)
}
