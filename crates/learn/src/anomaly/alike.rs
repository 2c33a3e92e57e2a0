//! Whether a picture leaves the good ones the way that a bad one does. Of few bad pictures a network learns what they have in common
//! by chance; here each speaks for itself: where good pictures differ by as much in all directions (`usual`), the way to a bad one is
//! Fisher's linear discriminant (1936) between it and all good ones. A picture is as bad as it lies far along the best of these ways.

use super::graph::deviations;
use super::usual::{Usual, Usuals};
use super::{Spread, each};
use crate::LearnError;
use fovea_onnx::{Attr, GraphBuilder};

/// Most bad pictures that ways lead to.
const MOST: usize = 500;

/// The ways to bad pictures, and how far good ones lie along them.
pub(super) struct Alike {
    /// Row by row, each of length 1.
    ways: Vec<f32>,
    spread: Spread,
}

/// What is known of the pictures of a lesson.
pub(super) struct Known<'a> {
    pub usuals: &'a Usuals,
    pub good: &'a [usize],
    pub bad: &'a [usize],
    /// The part that each picture is of.
    pub groups: &'a [u32],
    /// The descriptor of a picture.
    pub read: &'a (dyn Fn(usize) -> Result<Vec<f32>, LearnError> + Sync),
}

impl Alike {
    /// With how far each picture lies along the ways to those of other parts, in deviations above the middle of good ones.
    pub fn learnt(known: &Known, threads: usize) -> Result<(Alike, Vec<f32>), LearnError> {
        let step = known.bad.len().div_ceil(MOST).max(1);
        let bad: Vec<usize> = known.bad.iter().copied().step_by(step).collect();
        let rows = bad.iter().map(|&i| (known.read)(i)).collect::<Result<Vec<_>, _>>()?;
        let ways = |usual: &Usual| -> Vec<f32> { rows.iter().flat_map(|row| way(usual, row)).collect() };
        let (all, folds) = (ways(&known.usuals.all), known.usuals.folds.iter().map(ways).collect::<Vec<_>>());
        let far = each(known.groups.len(), threads, |i| {
            let (usual, ways) = match known.usuals.fold[i] {
                Some(f) => (&known.usuals.folds[f], &folds[f]),
                None => (&known.usuals.all, &all),
            };
            let x = usual.evened(&(known.read)(i)?);
            let others = ways.chunks_exact(x.len().max(1)).zip(&bad);
            let others = others.filter(|(_, j)| known.groups[**j] != known.groups[i]);
            Ok(others.map(|(way, _)| dot(way, &x)).fold(f32::MIN, f32::max))
        })?;
        let spread = Spread::of(&known.good.iter().map(|&i| far[i]).collect::<Vec<_>>());
        let told = far.into_iter().map(|d| spread.of_distance(d)).collect();
        Ok((Alike { ways: all, spread }, told))
    }

    /// In deviations above the middle of good pictures, `[N]`, of what `usual` has evened, `[N, width, 1, 1]`.
    pub fn write(&self, out: &mut GraphBuilder, name: &str, (evened, width): (&str, usize)) -> String {
        let count = self.ways.len() / width.max(1);
        let ways = out.floats(&format!("{name}.ways"), &[count, width, 1, 1], &self.ways);
        let kernel = [("kernel_shape", Attr::Ints(vec![1, 1]))];
        let along = out.node("Conv", &format!("{name}.along"), &[evened, &ways], &kernel);
        let axes = [("axes", Attr::Ints(vec![1, 2, 3])), ("keepdims", Attr::Int(0))];
        let best = out.node("ReduceMax", &format!("{name}.best"), &[&along], &axes);
        deviations(out, name, &best, self.spread)
    }
}

/// The way from good pictures to this one.
fn way(usual: &Usual, row: &[f32]) -> Vec<f32> {
    let mut way = usual.evened(row);
    let length = dot(&way, &way).sqrt().max(1e-6);
    way.iter_mut().for_each(|v| *v /= length);
    way
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_infer::Session;

    const GOOD: usize = 60;

    /// Good rows of three numbers, then bad ones: two that lift the third, two that lower the first.
    fn rows() -> Vec<Vec<f32>> {
        let mut rng = fastrand::Rng::with_seed(11);
        let mut row = |lift: [f32; 3]| lift.iter().map(|l| l + rng.f32() - 0.5).collect::<Vec<f32>>();
        let mut rows: Vec<_> = (0..GOOD).map(|_| row([0.0; 3])).collect();
        rows.extend([[0.0, 0.0, 40.0], [0.0, 0.0, 50.0], [-40.0, 0.0, 0.0], [-50.0, 0.0, 0.0]].map(row));
        rows
    }

    #[test]
    fn what_goes_a_bad_ones_way_is_alike_and_the_graph_says_the_same() {
        let rows = rows();
        let read = |i: usize| -> Result<Vec<f32>, LearnError> { Ok(rows[i].clone()) };
        let good: Vec<usize> = (0..GOOD).collect();
        let bad: Vec<usize> = (GOOD..rows.len()).collect();
        let names: Vec<String> = (0..rows.len()).map(|i| i.to_string()).collect();
        let usuals = Usuals::learnt(&good, &names, &read, &[false; 3], (2, 1)).unwrap().unwrap();
        let groups: Vec<u32> = (0..rows.len() as u32).collect();
        let known = Known { usuals: &usuals, good: &good, bad: &bad, groups: &groups, read: &read };
        let (alike, told) = Alike::learnt(&known, 2).unwrap();
        let highest = told[..GOOD].iter().fold(f32::MIN, |a, b| a.max(*b));
        assert!(told[GOOD..].iter().all(|&t| t > 2.0 * highest), "{highest} {:?}", &told[GOOD..]);
        let mut out = GraphBuilder::new("test");
        out.input("image", &["N", "3", "H", "W"]);
        let (evened, _) = usuals.all.write(&mut out, "usual", "image");
        let far = alike.write(&mut out, "alike", (&evened, 3));
        crate::backbone::name_output(&mut out, &far, "far", &["N"]);
        // As far as a bad one, the other way.
        let strange = [vec![0.0, 0.0, 45.0], vec![0.0, 0.0, -45.0], vec![0.0, 45.0, 0.0]].concat();
        let said = Session::new(&out.finish(), 1).unwrap().run(&strange, [3, 3, 1, 1]).unwrap();
        assert_eq!(said[0].dims, [3]);
        let said = &said[0].data;
        assert!(said[0] > 3.0 * said[1].max(said[2]).max(1.0), "{said:?}");
        let best = |row: &[f32]| {
            let x = usuals.all.evened(row);
            alike.ways.chunks_exact(3).map(|way| dot(way, &x)).fold(f32::MIN, f32::max)
        };
        for (row, said) in strange.chunks_exact(3).zip(said) {
            assert!((alike.spread.of_distance(best(row)) - said).abs() < 1e-2, "{said}");
        }
    }

    #[test]
    fn a_bad_picture_is_not_told_by_its_own_part() {
        let mut rows = rows();
        // All bad ones but the last are of one part, and go another way than it.
        rows.truncate(GOOD + 3);
        rows.remove(GOOD + 1);
        let read = |i: usize| -> Result<Vec<f32>, LearnError> { Ok(rows[i].clone()) };
        let (good, bad): (Vec<usize>, Vec<usize>) = ((0..GOOD).collect(), vec![GOOD, GOOD + 1]);
        let names: Vec<String> = (0..rows.len()).map(|i| i.to_string()).collect();
        let usuals = Usuals::learnt(&good, &names, &read, &[false; 3], (1, 1)).unwrap().unwrap();
        let told = |groups: &[u32]| {
            let known = Known { usuals: &usuals, good: &good, bad: &bad, groups, read: &read };
            Alike::learnt(&known, 1).unwrap().1
        };
        let apart: Vec<u32> = (0..rows.len() as u32).collect();
        let mut together = apart.clone();
        together[GOOD + 1] = GOOD as u32;
        assert!(told(&apart)[GOOD..].iter().all(|&t| t < 6.0), "each is told by the other");
        assert_eq!(told(&together)[GOOD..], [-8.0, -8.0], "nothing is left to tell them by");
    }
}
