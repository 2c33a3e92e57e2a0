use crate::InferError;
use crate::fit::Placement;
use crate::manifest::Manifest;
use crate::runtime::Tensor;
use fovea_domain::Task;

/// A graph's outputs whose shapes were checked, for one picture or several. A package may come from anyone,
/// so nothing behind this place asks again how long a row is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub score: Vec<f32>,
    /// Empty where the graph gives none.
    pub novelty: Vec<f32>,
    /// A row a picture, a column a class; empty for tasks without.
    pub probabilities: Vec<f32>,
    pub map: Map,
}

/// A plane a picture and channel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Map {
    pub channels: usize,
    pub width: usize,
    pub height: usize,
    pub data: Vec<f32>,
}

/// What an answer must look like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub manifest: &'a Manifest,
    pub pictures: usize,
    /// Width and height that the graph was given.
    pub input: (u32, u32),
}

impl Answer {
    /// Takes what is known out of a graph's outputs; others are dropped.
    pub fn read(names: &[String], outputs: Vec<Tensor>, expected: Expected) -> Result<Answer, InferError> {
        let Expected { manifest, pictures: n, .. } = expected;
        let (mut score, mut novelty, mut probabilities, mut map) = (None, None, None, None);
        for (name, tensor) in names.iter().zip(outputs) {
            match name.as_str() {
                "score" => score = Some(tensor),
                "novelty" => novelty = Some(tensor),
                "probabilities" => probabilities = Some(tensor),
                "map" => map = Some(tensor),
                _ => {}
            }
        }
        let row = |name: &str, tensor: Option<Tensor>, columns: usize| match tensor {
            Some(t) if t.data.len() == n * columns => Ok(t.data),
            Some(t) => Err(wrong(name, &t.dims)),
            None => Err(InferError::Graph(format!("it gives no `{name}`"))),
        };
        let map = map.ok_or_else(|| InferError::Graph("it gives no `map`".into()))?;
        Ok(Answer {
            score: row("score", score, 1)?,
            novelty: novelty.map_or(Ok(Vec::new()), |t| row("novelty", Some(t), 1))?,
            probabilities: match manifest.task {
                Task::Classify => row("probabilities", probabilities, manifest.classes.len())?,
                Task::Anomaly
                | Task::Segment
                | Task::Detect
                | Task::Components
                | Task::Compare
                | Task::Read
                | Task::Glue => Vec::new(),
            },
            map: Map::read(map, expected)?,
        })
    }

    /// The answers for each picture.
    pub fn split(&self) -> Vec<Answer> {
        let n = self.score.len();
        let part = |data: &[f32], k: usize| data[k * data.len() / n..(k + 1) * data.len() / n].to_vec();
        (0..n)
            .map(|k| Answer {
                score: part(&self.score, k),
                novelty: part(&self.novelty, k),
                probabilities: part(&self.probabilities, k),
                map: Map { data: part(&self.map.data, k), ..self.map },
            })
            .collect()
    }

    /// An empty answer for a whole picture of `size`, to which tiles like this one are added.
    pub fn canvas(&self, size: (u32, u32)) -> Answer {
        let (width, height) = (size.0 as usize, size.1 as usize);
        let channels = self.map.channels;
        Answer {
            score: vec![0.0; self.score.len()],
            novelty: vec![0.0; self.novelty.len()],
            probabilities: vec![0.0; self.probabilities.len()],
            map: Map { channels, width, height, data: vec![0.0; channels * width * height] },
        }
    }

    /// Copies a tile's map into the canvas, up to the middle of the overlap with tiles placed before, and keeps
    /// the larger of all other values.
    pub fn place(&mut self, tile: &Answer, at: Placement) {
        const MARGIN: usize = 64; // half of the overlap of tiles
        let rows = [
            (&mut self.score, &tile.score),
            (&mut self.novelty, &tile.novelty),
            (&mut self.probabilities, &tile.probabilities),
        ];
        for (all, part) in rows {
            // Not `f32::max`, which would lose a NaN that must be told of.
            all.iter_mut().zip(part).filter(|(a, b)| b.is_nan() || **b > **a).for_each(|(a, b)| *a = *b);
        }
        let (w, h) = (self.map.width, self.map.height);
        let (tw, th) = (at.width as usize, at.height as usize);
        let (x0, y0) = (at.x as usize, at.y as usize);
        let (skip_x, skip_y) = (if x0 > 0 { MARGIN } else { 0 }, if y0 > 0 { MARGIN } else { 0 });
        let (right, bottom) = (tw.min(w - x0), th.min(h - y0));
        for c in 0..tile.map.channels {
            for y in skip_y..bottom {
                let from = (c * th + y) * tw;
                let to = (c * h + y0 + y) * w + x0;
                let line = &tile.map.data[from + skip_x..from + right];
                self.map.data[to + skip_x..to + right].copy_from_slice(line);
            }
        }
    }

    /// Takes away the part of the map that lies over continued edges.
    pub fn cut(mut self, size: (u32, u32)) -> Answer {
        let (width, height) = (size.0 as usize, size.1 as usize);
        let map = &self.map;
        if width <= map.width && height <= map.height && (width, height) != (map.width, map.height) {
            let planes = map.data.chunks_exact(map.width * map.height);
            let lines = planes.flat_map(|plane| plane.chunks_exact(map.width).take(height));
            let data = lines.flat_map(|line| line[..width].iter().copied()).collect();
            self.map = Map { channels: map.channels, width, height, data };
        }
        self
    }

    /// Fails where a value is no number.
    pub fn check_numbers(&self) -> Result<(), InferError> {
        let all = [
            ("score", &self.score),
            ("novelty", &self.novelty),
            ("probabilities", &self.probabilities),
            ("map", &self.map.data),
        ];
        match all.iter().find(|(_, values)| !values.iter().all(|v| v.is_finite())) {
            Some((name, _)) => Err(InferError::Graph(format!("its `{name}` holds what is no number"))),
            None => Ok(()),
        }
    }
}

impl Map {
    fn read(tensor: Tensor, expected: Expected) -> Result<Map, InferError> {
        let (w, h) = (expected.input.0 as usize, expected.input.1 as usize);
        let classes = expected.manifest.classes.len();
        let channels = match expected.manifest.task {
            Task::Anomaly | Task::Detect | Task::Components | Task::Compare | Task::Read | Task::Glue => 1,
            Task::Classify => classes,
            Task::Segment => classes + 1,
        };
        // Tiles are put together by pixels; a picture seen whole may have a coarser map.
        let whole = matches!(expected.manifest.input, crate::Fit::Stretch { .. });
        let fits = |rows: usize, columns: usize| match whole {
            true => (1..=h).contains(&rows) && (1..=w).contains(&columns),
            false => (rows, columns) == (h, w),
        };
        match tensor.dims[..] {
            [n, c, rows, columns]
                if n == expected.pictures
                    && c == channels
                    && fits(rows, columns)
                    && tensor.data.len() == n * c * rows * columns =>
            {
                Ok(Map { channels, width: columns, height: rows, data: tensor.data })
            }
            _ => Err(wrong("map", &tensor.dims)),
        }
    }
}

fn wrong(name: &str, dims: &[usize]) -> InferError {
    let dims: Vec<String> = dims.iter().map(usize::to_string).collect();
    InferError::Graph(format!(
        "its `{name}` has the shape [{}], which is not what the task gives",
        dims.join(", ")
    ))
}
