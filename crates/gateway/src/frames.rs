//! Tells from the bytes of a WebSocket whether anything was said: a connection that is only held open by pings is idle.

/// Reads the heads of frames (RFC 6455, 5.2) and skips what is in them.
#[derive(Debug, Default)]
pub struct Frames {
    head: Vec<u8>,
    /// Bytes of the frame that are still to come
    left: u64,
}

impl Frames {
    /// Whether these bytes are, or belong to, a message; pings, pongs and closing are none.
    pub fn says_something(&mut self, mut bytes: &[u8]) -> bool {
        let mut said = false;
        while !bytes.is_empty() {
            if self.left > 0 {
                let skipped = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
                self.left -= skipped as u64;
                bytes = bytes.get(skipped..).unwrap_or_default();
                continue;
            }
            let Some((first, rest)) = bytes.split_first() else { break };
            self.head.push(*first);
            bytes = rest;
            if let Some((control, length)) = parse(&self.head) {
                said |= !control;
                self.left = length;
                self.head.clear();
            }
        }
        said
    }
}

/// Of a whole head: whether it is of a control frame, and how many bytes follow.
fn parse(head: &[u8]) -> Option<(bool, u64)> {
    let (first, second) = (*head.first()?, *head.get(1)?);
    let mask = if second & 0x80 != 0 { 4 } else { 0 };
    let (long, length) = match second & 0x7f {
        126 => (2, number(head.get(2..4)?)),
        127 => (8, number(head.get(2..10)?)),
        short => (0, u64::from(short)),
    };
    (head.len() == 2 + long + mask).then_some((first & 0x08 != 0, length))
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a browser sends it.
    fn frame(opcode: u8, length: usize) -> Vec<u8> {
        let mut all = vec![0x80 | opcode];
        match length {
            0..126 => all.push(0x80 | length as u8),
            126..65_536 => {
                all.push(0x80 | 126);
                all.extend((length as u16).to_be_bytes());
            }
            _ => {
                all.push(0x80 | 127);
                all.extend((length as u64).to_be_bytes());
            }
        }
        all.extend([1, 2, 3, 4]);
        all.extend(vec![0x81; length]);
        all
    }

    #[test]
    fn messages_are_told_from_pings_however_they_are_cut() {
        let stream: Vec<u8> = [
            frame(9, 5),
            frame(1, 3),
            frame(10, 0),
            frame(2, 300),
            frame(10, 125),
            frame(2, 70_000),
            frame(8, 2),
        ]
        .concat();
        for step in [1, 2, 3, 7, 1000, stream.len()] {
            let mut frames = Frames::default();
            let said = stream.chunks(step).filter(|part| frames.says_something(part)).count();
            assert!((1..=3).contains(&said), "{step}: {said}");
            assert_eq!((frames.left, frames.head.len()), (0, 0), "{step}");
        }
        let mut frames = Frames::default();
        for _ in 0..100 {
            assert!(!frames.says_something(&frame(10, 4)));
        }
        assert!(frames.says_something(&frame(1, 1)));
    }
}
