//! What the segments before the pixels say.

use super::huffman::Huffman;

#[derive(Default)]
pub(super) struct Component {
    id: u8,
    pub(super) across: u32,
    pub(super) down: u32,
    quantiser: usize,
    dc: usize,
    ac: usize,
}

#[derive(Default)]
pub(super) struct Tables {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) components: Vec<Component>,
    /// Blocks between restart marks, in units of the interleaved scan; 0 for none.
    pub(super) restart: u32,
    /// Where the pixels' bits begin.
    pub(super) pixels_at: usize,
    quantisers: [Option<[u16; 64]>; 4],
    dc: [Option<Huffman>; 4],
    ac: [Option<Huffman>; 4],
}

impl Tables {
    pub(super) fn read(bytes: &[u8]) -> Option<Tables> {
        let mut tables = Tables::default();
        let mut at = 2;
        loop {
            // Stray bytes between segments harm nothing.
            at += bytes.get(at..)?.iter().position(|&b| b == 0xFF)?;
            let mark = *bytes.get(at + 1)?;
            if mark == 0xFF {
                at += 1;
                continue;
            }
            if mark == 0 || mark == 1 || (0xD0..=0xD8).contains(&mark) {
                at += 2;
                continue;
            }
            let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
            let segment = bytes.get(at + 4..at + 2 + length)?;
            at += 2 + length;
            match mark {
                0xDB => tables.quantisers(segment)?,
                0xC4 => tables.codes(segment)?,
                0xC0 | 0xC1 => tables.frame(segment)?,
                // Progressive, lossless, arithmetic.
                0xC2..=0xCF => return None,
                0xDD => tables.restart = u32::from(u16::from_be_bytes([*segment.first()?, *segment.get(1)?])),
                // Adobe's word that the colours are not YCbCr.
                0xEE if segment.starts_with(b"Adobe") && segment.get(11) == Some(&0) => return None,
                0xDA => {
                    tables.scan(segment)?;
                    tables.pixels_at = at;
                    return Some(tables);
                }
                0xD9 | 0xDC => return None,
                _ => {}
            }
        }
    }

    pub(super) fn quantiser(&self, component: &Component) -> Option<&[u16; 64]> {
        self.quantisers.get(component.quantiser)?.as_ref()
    }

    pub(super) fn codes_of(&self, component: &Component) -> Option<(&Huffman, &Huffman)> {
        Some((self.dc.get(component.dc)?.as_ref()?, self.ac.get(component.ac)?.as_ref()?))
    }

    fn quantisers(&mut self, mut from: &[u8]) -> Option<()> {
        while let Some((&head, rest)) = from.split_first() {
            let wide = head >> 4 == 1;
            let size = if wide { 128 } else { 64 };
            let values = rest.get(..size)?;
            let mut table = [0; 64];
            for (i, v) in table.iter_mut().enumerate() {
                *v = match wide {
                    true => u16::from_be_bytes([*values.get(2 * i)?, *values.get(2 * i + 1)?]),
                    false => u16::from(*values.get(i)?),
                };
            }
            *self.quantisers.get_mut(usize::from(head & 15))? = Some(table);
            from = rest.get(size..)?;
        }
        Some(())
    }

    fn codes(&mut self, mut from: &[u8]) -> Option<()> {
        while let Some((&head, rest)) = from.split_first() {
            let counts: &[u8; 16] = rest.first_chunk()?;
            let total: usize = counts.iter().map(|&c| usize::from(c)).sum();
            let symbols = rest.get(16..16 + total)?;
            let table = Huffman::new(counts, symbols)?;
            let place = usize::from(head & 15);
            match head >> 4 {
                0 => *self.dc.get_mut(place)? = Some(table),
                1 => *self.ac.get_mut(place)? = Some(table.for_coefficients()),
                _ => return None,
            }
            from = rest.get(16 + total..)?;
        }
        Some(())
    }

    fn frame(&mut self, from: &[u8]) -> Option<()> {
        let (&[depth, h1, h0, w1, w0, count], rest) = from.split_first_chunk()?;
        let side = |high, low| u32::from(u16::from_be_bytes([high, low]));
        (self.width, self.height) = (side(w1, w0), side(h1, h0));
        let known = depth == 8 && matches!(count, 1 | 3) && self.components.is_empty();
        if !known || self.width == 0 || self.height == 0 || rest.len() != usize::from(count) * 3 {
            return None;
        }
        for part in rest.chunks_exact(3) {
            let [id, factors, quantiser] = *part.first_chunk()?;
            let (across, down) = (u32::from(factors >> 4), u32::from(factors & 15));
            if !matches!(across, 1 | 2 | 4) || !matches!(down, 1 | 2 | 4) {
                return None;
            }
            self.components.push(Component { id, across, down, quantiser: quantiser.into(), dc: 0, ac: 0 });
        }
        // Named so where the colours are stored as they are.
        let ids: Vec<u8> = self.components.iter().map(|c| c.id).collect();
        if ids == *b"RGB" {
            return None;
        }
        // The factors of a component alone say nothing.
        if let [only] = &mut self.components[..] {
            (only.across, only.down) = (1, 1);
        }
        Some(())
    }

    fn scan(&mut self, from: &[u8]) -> Option<()> {
        let (&count, rest) = from.split_first()?;
        let all = self.components.len();
        if all == 0 || usize::from(count) != all || rest.len() != all * 2 + 3 {
            return None;
        }
        for (component, part) in self.components.iter_mut().zip(rest.chunks_exact(2)) {
            let [id, codes] = *part.first_chunk()?;
            if id != component.id {
                return None;
            }
            (component.dc, component.ac) = (usize::from(codes >> 4), usize::from(codes & 15));
        }
        Some(())
    }
}
