//! What a picture shows as a whole. A place looks much like another kind's, a picture seldom does: a head over
//! descriptors of whole pictures tells which kinds a decoder may draw, and how likely the picture is bad.

use super::crops::Crops;
use crate::descriptor;
use crate::embed::{View, embed};
use crate::head::{Head, Rows};
use crate::lesson::Lesson;
use crate::{LearnError, Progress, Stop};
use fovea_datasets::Sample;
use fovea_domain::quality::Temperature;
use fovea_infer::Fit;

/// Descriptors of the readable pictures and the kind that each shows most of, 0 for none.
pub struct Overview {
    rows: Rows,
    /// For each picture of the lesson its place in the rows.
    places: Vec<Option<usize>>,
}

/// What reading needs to know.
pub struct Reading<'a> {
    pub lesson: &'a Lesson<'a>,
    pub crops: &'a Crops<'a>,
    pub usable: &'a [bool],
    pub kinds: usize,
    pub threads: usize,
}

impl Overview {
    /// `None` where pictures are not seen whole, or where stopped.
    pub fn read(
        from: &Reading,
        fit: Fit,
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<Option<Overview>, LearnError> {
        if !matches!(fit, Fit::Stretch { .. }) {
            return Ok(None);
        }
        let count = from.lesson.samples.len();
        let chosen: Vec<usize> = (0..count).filter(|&i| from.usable[i]).collect();
        let samples: Vec<&Sample> = chosen.iter().map(|&i| from.lesson.samples[i]).collect();
        let views = [View::Plain, View::Turned];
        let graph = descriptor::graph()?;
        let Some(done) = embed(&graph, fit, &samples, &views, from.threads, progress, stop)? else {
            return Ok(None);
        };
        let mut places = vec![None; count];
        let mut rows =
            Rows { views: vec![Vec::new(); views.len()], classes: Vec::new(), kinds: from.kinds + 1 };
        for (k, &i) in chosen.iter().enumerate().filter(|(k, _)| done.usable[*k]) {
            places[i] = Some(rows.classes.len());
            rows.classes.push(from.crops.shows(i)?);
            for (v, view) in rows.views.iter_mut().enumerate() {
                view.push(done.outputs[0].read(k * views.len() + v)?);
            }
        }
        Ok(Some(Overview { rows, places }))
    }

    /// A head that learns from some of the pictures; `None` where they all show the same.
    pub fn learn(&self, from: &[bool], seed: u64) -> Option<Head> {
        let taught = self.places.iter().zip(from).filter(|(_, f)| **f);
        let rows: Vec<usize> = taught.filter_map(|(place, _)| *place).collect();
        let first = self.rows.classes[*rows.first()?];
        let differ = rows.iter().any(|&r| self.rows.classes[r] != first);
        differ.then(|| Head::train(&self.rows, &rows, seed))
    }

    /// How likely a picture is bad, as the head sees it.
    pub fn badness(&self, head: &Head, picture: usize) -> Option<f32> {
        let row = self.places[picture]?;
        Some(1.0 - Temperature::softmax(&head.logits(&self.rows.views[0][row]), 1.0)[0])
    }
}
