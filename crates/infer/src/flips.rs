//! A picture judged four times, as it is and turned over, and the four answers averaged: what is seen from one
//! side only by chance weighs less.

use crate::answer::{Answer, Map};

/// How an input may be turned over: left to right, top to bottom.
pub(crate) const FLIPS: [(bool, bool); 4] = [(false, false), (true, false), (false, true), (true, true)];

/// Adds the turned inputs behind the only one in `data`, whose rows are `width` long.
pub(crate) fn add_flipped(data: &mut Vec<f32>, width: usize, height: usize) {
    let size = data.len();
    data.reserve_exact(size * (FLIPS.len() - 1));
    for &flip in &FLIPS[1..] {
        let start = data.len();
        data.extend_from_within(..size);
        turn(&mut data[start..], width, height, flip);
    }
}

/// The mean of the answers for the inputs of [`add_flipped`], with their maps turned back.
pub(crate) fn merge(answers: Vec<Answer>) -> Option<Answer> {
    let count = answers.len() as f32;
    let turned = answers.into_iter().zip(FLIPS).map(|(mut answer, flip)| {
        let Map { width, height, .. } = answer.map;
        turn(&mut answer.map.data, width, height, flip);
        answer
    });
    let mut sum = turned.reduce(|mut sum, next| {
        for (all, part) in
            rows(&mut sum).into_iter().zip([&next.score, &next.novelty, &next.probabilities, &next.map.data])
        {
            all.iter_mut().zip(part).for_each(|(a, p)| *a += p);
        }
        sum
    })?;
    for all in rows(&mut sum) {
        all.iter_mut().for_each(|v| *v /= count);
    }
    Some(sum)
}

fn rows(answer: &mut Answer) -> [&mut Vec<f32>; 4] {
    [&mut answer.score, &mut answer.novelty, &mut answer.probabilities, &mut answer.map.data]
}

/// Turns each plane over; twice is as before.
pub(crate) fn turn(planes: &mut [f32], width: usize, height: usize, (across, down): (bool, bool)) {
    if width == 0 || height == 0 {
        return;
    }
    for plane in planes.chunks_exact_mut(width * height) {
        if across {
            plane.chunks_exact_mut(width).for_each(<[f32]>::reverse);
        }
        if down {
            let (top, bottom) = plane.split_at_mut(height / 2 * width);
            let low = bottom.chunks_exact_mut(width).rev();
            top.chunks_exact_mut(width).zip(low).for_each(|(a, b)| a.swap_with_slice(b));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(data: Vec<f32>) -> Answer {
        let map = Map { channels: 1, width: 3, height: data.len() / 3, data };
        Answer { score: vec![map.data[0]], novelty: vec![], probabilities: vec![], map }
    }

    #[test]
    fn what_a_pixel_wise_model_says_is_the_same_from_all_sides() {
        for height in [1, 2, 3] {
            let picture: Vec<f32> = (0..3 * height).map(|v| v as f32).collect();
            let mut data = picture.clone();
            add_flipped(&mut data, 3, height);
            let each: Vec<Answer> = data.chunks_exact(picture.len()).map(|d| answer(d.to_vec())).collect();
            assert_eq!(each.len(), 4);
            assert_eq!(each[1].map.data[0], 2.0);
            let mean_of_corners = each.iter().map(|a| a.score[0]).sum::<f32>() / 4.0;
            let merged = merge(each).unwrap();
            assert_eq!(merged.map.data, picture);
            assert_eq!(merged.score, [mean_of_corners]);
        }
    }
}
