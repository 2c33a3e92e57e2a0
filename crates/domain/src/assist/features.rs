//! What a picture looks like as a row of small numbers, so that a hundred thousand fit into memory and are compared in a moment.

/// Puts a descriptor into bytes: four of the scale, and one a number. `blocks` are the lengths of parts that count alike however large
/// their numbers are; together they are as long as the descriptor. Signed roots, so that a few large numbers do not decide alone; each
/// block of length one.
pub fn pack(descriptor: &[f32], blocks: &[usize]) -> Vec<u8> {
    let mut even: Vec<f32> = descriptor.iter().map(|v| v.signum() * v.abs().sqrt()).collect();
    let mut rest = &mut even[..];
    for length in blocks {
        let (block, behind) = rest.split_at_mut((*length).min(rest.len()));
        let long = block.iter().map(|v| v * v).sum::<f32>().sqrt();
        if long > 0.0 {
            block.iter_mut().for_each(|v| *v /= long);
        }
        rest = behind;
    }
    let top = even.iter().fold(0.0f32, |top, v| top.max(v.abs()));
    let scale = if top > 0.0 { top / 127.0 } else { 1.0 };
    let mut bytes = scale.to_le_bytes().to_vec();
    bytes.extend(even.iter().map(|v| ((v / scale).round() as i8).cast_unsigned()));
    bytes
}

/// The numbers again, as near as bytes hold them; nothing of bytes that are too few.
pub fn unpack(packed: &[u8]) -> Vec<f32> {
    let Some((scale, rest)) = packed.split_first_chunk::<4>() else { return Vec::new() };
    let scale = f32::from_le_bytes(*scale);
    rest.iter().map(|b| f32::from(b.cast_signed()) * scale).collect()
}

/// The numbers without their scale: which way it points, and no more. Nothing of bytes that are too few.
pub fn direction(packed: &[u8]) -> impl Iterator<Item = i8> {
    packed.get(4..).unwrap_or_default().iter().map(|b| b.cast_signed())
}

/// How alike two of them are: 1 the same, 0 nothing in common. 0 of rows of different length.
pub fn likeness(a: &[u8], b: &[u8]) -> f32 {
    let (Some(a), Some(b)) = (a.get(4..), b.get(4..)) else { return 0.0 };
    if a.len() != b.len() || a.is_empty() {
        return 0.0;
    }
    let long = (dot(a, a) as f32).sqrt() * (dot(b, b) as f32).sqrt();
    if long > 0.0 { dot(a, b) as f32 / long } else { 0.0 }
}

fn dot(a: &[u8], b: &[u8]) -> i32 {
    let product = |(x, y): (&u8, &u8)| i32::from(x.cast_signed()) * i32::from(y.cast_signed());
    a.iter().zip(b).map(product).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_nearly_the_same() {
        let row: Vec<f32> = (0..64).map(|v| ((v * 37) % 19) as f32 - 9.0).collect();
        let packed = pack(&row, &[16, 48]);
        assert_eq!(packed.len(), 68);
        let back = unpack(&packed);
        // Each block has the length one, so that a large one does not outweigh the other.
        for block in [&back[..16], &back[16..]] {
            assert!((block.iter().map(|v| v * v).sum::<f32>() - 1.0).abs() < 0.02);
        }
        assert!(direction(&packed).zip(&row).all(|(way, v)| f32::from(way) * v >= 0.0));
        assert_eq!((direction(&packed).count(), direction(&packed[..3]).count()), (64, 0));
        assert!(row.iter().zip(&back).all(|(v, b)| v.signum() == b.signum() || v.abs() < 0.1));
    }

    #[test]
    fn alike_is_one_and_different_is_less() {
        let one = pack(&[1.0, 2.0, 3.0, 0.0], &[4]);
        let near = pack(&[1.0, 2.0, 2.5, 0.1], &[4]);
        let other = pack(&[0.0, 0.0, 0.0, 5.0], &[4]);
        assert!((likeness(&one, &one) - 1.0).abs() < 1e-6);
        assert!(likeness(&one, &near) > 0.9 && likeness(&one, &other) < 0.05);
        // Of nothing, and of another length, nothing is told.
        assert_eq!((likeness(&one, &[]), likeness(&one, &pack(&[1.0], &[1]))), (0.0, 0.0));
        assert_eq!(likeness(&pack(&[0.0; 4], &[4]), &one), 0.0);
    }
}
