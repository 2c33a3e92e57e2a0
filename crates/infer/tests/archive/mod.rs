//! Archives byte by byte, so that a test can write what no library would.

/// One entry, and what its headers say of it.
#[derive(Debug, Clone)]
pub struct Entry {
    pub name: String,
    pub data: Vec<u8>,
    pub method: u16,
    /// The size that the headers claim.
    pub claimed: u32,
    /// Points to the bytes of the entry before and brings none of its own.
    pub shared: bool,
}

impl Entry {
    pub fn new(name: &str, data: &[u8]) -> Entry {
        Entry { name: name.into(), data: data.to_vec(), method: 0, claimed: data.len() as u32, shared: false }
    }

    /// The fields that both headers hold, from the version on.
    fn fields(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for v in [20u16, 0, self.method, 0, 0x21] {
            out.extend(v.to_le_bytes());
        }
        for v in [crc32(&self.data), self.data.len() as u32, self.claimed] {
            out.extend(v.to_le_bytes());
        }
        out.extend((self.name.len() as u16).to_le_bytes());
        out.extend([0, 0]);
        out
    }
}

pub fn archive(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut central, mut at) = (Vec::new(), Vec::new(), 0u32);
    for entry in entries {
        if !entry.shared {
            at = out.len() as u32;
            out.extend(b"PK\x03\x04");
            out.extend(entry.fields());
            out.extend(entry.name.as_bytes());
            out.extend(&entry.data);
        }
        central.extend(b"PK\x01\x02\x14\x00");
        central.extend(entry.fields());
        central.extend([0; 10]);
        central.extend(at.to_le_bytes());
        central.extend(entry.name.as_bytes());
    }
    let (count, start, size) = (entries.len() as u16, out.len() as u32, central.len() as u32);
    out.extend(central);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    out.extend([size.to_le_bytes(), start.to_le_bytes()].concat());
    out.extend([0, 0]);
    out
}

fn crc32(data: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 })
    };
    !data.iter().fold(u32::MAX, step)
}
