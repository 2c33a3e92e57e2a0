//! Components as numbers: of the good board, of the boards that were given, and of pictures that were made from them.

use super::graph::{self, Standard};
use super::made::{self, Ground, Inner};
use super::{LEAST_AGREEMENT, Lesson, Patches, View, each};
use crate::{LearnError, Progress, Stop, TrainOptions};
use fovea_datasets::Boards;
use fovea_domain::BBox;
use fovea_infer::Session;
use fovea_infer::components::{Board, Eye, Look, Part, coarse};
use fovea_vision::{Limits, Picture, decode_file};

pub(super) struct Views {
    sessions: Vec<Session>,
    pub graph: Vec<u8>,
    /// The good board's components.
    pub golden: Vec<View>,
    pub patches: Patches,
    pub inners: Vec<Inner>,
    /// Made from the good board: `[component][picture]`.
    pub turned: Vec<Vec<View>>,
    pub absent: Vec<Vec<View>>,
    /// As other sound boards might show it.
    pub varied: Vec<Vec<View>>,
    /// Turned and absent ones made otherwise than those above, to learn telling them apart.
    pub tried_turned: Vec<Vec<View>>,
    pub tried_absent: Vec<Vec<View>>,
}

/// What one of the given boards shows; `None` where it could not be used.
pub(super) struct Seen {
    pub parts: Vec<SeenPart>,
}

pub(super) struct SeenPart {
    pub view: View,
    /// In its very place, where it was found beside it.
    pub in_place: Option<View>,
    pub dx: f32,
    pub dy: f32,
    pub angle: f32,
    pub agreement: f32,
}

/// Pieces of the ground laid over a component, beside two plainer ways.
const PIECES: usize = 3;
const VARIED: usize = 16;
const TRIED: usize = 3;

impl Views {
    pub fn new(
        golden: &Picture,
        boards: &Boards,
        own: Look,
        options: &TrainOptions,
    ) -> Result<Views, LearnError> {
        let boxes: Vec<BBox> = boards.components.iter().map(|c| c.bbox).collect();
        let inners: Vec<Inner> = boxes.iter().map(Inner::of).collect();
        let patches: Patches = own.parts.into_iter().map(|p| p.patch).collect();
        let raw = graph::features(None)?;
        let row = graph::channels().iter().sum::<usize>() * graph::PLACES;
        let mut session = Session::new(&raw, options.threads)?;
        let all: Vec<&Picture> = patches.iter().collect();
        let standard = Standard::of(&Board::features(&mut session, &all, row)?);
        let graph = graph::features(Some(&standard))?;
        let sessions = (0..options.threads.max(1)).map(|_| Session::new(&graph, 1));
        let mut views = Views {
            sessions: sessions.collect::<Result<_, _>>()?,
            graph,
            golden: Vec::new(),
            inners,
            patches,
            turned: Vec::new(),
            absent: Vec::new(),
            varied: Vec::new(),
            tried_turned: Vec::new(),
            tried_absent: Vec::new(),
        };
        views.golden = views.of(&views.patches.clone())?;
        views.make(golden, &boxes, options.seed)?;
        Ok(views)
    }

    fn make(&mut self, golden: &Picture, boxes: &[BBox], seed: u64) -> Result<(), LearnError> {
        let ground = Ground::of(golden, boxes);
        let mut rng = fastrand::Rng::with_seed(seed);
        let (mut turned, mut absent, mut varied) = (Vec::new(), Vec::new(), Vec::new());
        let (mut tried_turned, mut tried_absent) = (Vec::new(), Vec::new());
        for ((patch, inner), bbox) in self.patches.iter().zip(&self.inners).zip(boxes) {
            turned.push(made::turned(patch, inner));
            absent.push(made::filled(patch, inner));
            absent.push(made::plain(patch, inner, ground.color, &mut rng));
            absent.extend((0..PIECES).map(|_| made::replaced(patch, inner, &ground.piece(bbox, &mut rng))));
            varied.extend((0..VARIED).map(|_| made::varied(patch, inner, &mut rng)));
            for _ in 0..TRIED {
                let other = made::varied(patch, inner, &mut rng);
                tried_turned.push(made::turned(&other, inner));
                tried_absent.push(made::replaced(&other, inner, &ground.piece(bbox, &mut rng)));
            }
        }
        let count = self.patches.len();
        for (made, into) in
            [turned, absent, varied, tried_turned, tried_absent].into_iter().zip([0, 1, 2, 3, 4])
        {
            let views = self.of(&made)?;
            let each = views.len() / count.max(1);
            let split = views.chunks(each.max(1)).map(<[View]>::to_vec).collect();
            match into {
                0 => self.turned = split,
                1 => self.absent = split,
                2 => self.varied = split,
                3 => self.tried_turned = split,
                _ => self.tried_absent = split,
            }
        }
        Ok(())
    }

    /// Pictures of components as numbers, on all sessions.
    pub fn of(&mut self, patches: &[Picture]) -> Result<Vec<View>, LearnError> {
        let row = graph::channels().iter().sum::<usize>() * graph::PLACES;
        let share = patches.len().div_ceil(self.sessions.len()).max(1);
        let parts: Vec<Result<Vec<View>, LearnError>> = std::thread::scope(|scope| {
            let work = |(session, part): (&mut Session, &[Picture])| {
                let all: Vec<&Picture> = part.iter().collect();
                let rows = Board::features(session, &all, row)?;
                let view = |(row, p)| View { row, color: Part::color(p), coarse: coarse(p) };
                Ok(rows.into_iter().zip(part).map(view).collect())
            };
            let pairs = self.sessions.iter_mut().zip(patches.chunks(share));
            let handles: Vec<_> = pairs.map(|pair| scope.spawn(move || work(pair))).collect();
            handles.into_iter().filter_map(|h| h.join().ok()).collect()
        });
        let mut all = Vec::with_capacity(patches.len());
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }

    /// Looks at the boards that teach.
    pub fn look(
        &mut self,
        eye: &Eye,
        lessons: &[Lesson],
        (progress, stop): (&dyn Progress, &Stop),
    ) -> Result<Vec<Option<Seen>>, LearnError> {
        let threads = self.sessions.len();
        let mut all = Vec::with_capacity(lessons.len());
        // A few at a time: their pictures are large.
        for (k, some) in lessons.chunks(2 * threads).enumerate() {
            if stop.due() {
                return Err(LearnError::StoppedEarly);
            }
            let looks = each(some.len(), threads, |i| look(eye, some[i].sample.path.as_path()));
            for (i, look) in looks.into_iter().enumerate() {
                let done = k * 2 * threads + i + 1;
                progress.step("features", done, lessons.len(), "");
                let (parts, in_place) = match look {
                    Ok((look, in_place)) => (look.parts, in_place),
                    Err(why) => {
                        progress.warn(&format!("left out: {}: {why}", some[i].sample.id));
                        all.push(None);
                        continue;
                    }
                };
                let patches: Patches = parts.iter().map(|p| p.patch.clone()).collect();
                let views = self.of(&patches)?;
                let moved: Patches = in_place.iter().flatten().cloned().collect();
                let mut moved = self.of(&moved)?.into_iter();
                let seen = parts.iter().zip(views).zip(&in_place).map(|((p, view), place)| SeenPart {
                    view,
                    in_place: place.as_ref().and_then(|_| moved.next()),
                    dx: p.dx,
                    dy: p.dy,
                    angle: p.angle,
                    agreement: p.agreement,
                });
                all.push(Some(Seen { parts: seen.collect() }));
            }
        }
        Ok(all)
    }
}

/// A board as it was found, and its components in their very places.
type Looked = (Look, Vec<Option<Picture>>);

fn look(eye: &Eye, path: &std::path::Path) -> Result<Looked, String> {
    let picture = decode_file(path, &Limits::default()).map_err(|e| e.to_string())?;
    let look = eye.look(&picture).filter(|l| l.agreement >= LEAST_AGREEMENT);
    let look = look.ok_or("it does not show the board of the layout")?;
    let in_place = (0..look.parts.len()).map(|i| eye.in_place(&picture, &look, i)).collect();
    Ok((look, in_place))
}
