use fovea_domain::Task;
use fovea_domain::quality::ThresholdRule;
use fovea_infer::read::ReadSpec;
use std::path::PathBuf;

/// What a training is asked for.
#[derive(Debug, Clone)]
pub struct TrainOptions {
    pub task: Task,
    /// Name that the model carries.
    pub name: String,
    pub seed: u64,
    pub threads: usize,
    /// Side in pixels that pictures are looked at with; `None` leaves it to the task and the pictures.
    pub size: Option<u32>,
    /// Of `segment` and `detect`: judge each picture also turned over, four times the work for better masks and boxes. `None`: the
    /// masks of pictures that are seen whole.
    pub flips: Option<bool>,
    pub rule: ThresholdRule,
    /// Steps of a segmentation or detection before its threshold is chosen; `None` leaves it to the pictures.
    pub steps: Option<usize>,
    /// Of `detect` and `segment`: the deeper blocks of the backbone learn, too. Of `read`: the reader's last layer learns.
    pub tune: bool,
    /// Where to keep what was learnt so far, so that a killed training goes on; `None` keeps nothing.
    pub checkpoint: Option<PathBuf>,
    /// Of `read`: where text stands and what it must be.
    pub read: ReadSpec,
    /// Of `compare`: what pictures are compared with where nothing lies beside them; goes into the package.
    pub template: Option<PathBuf>,
    /// Of `anomaly`: things that do not belong there are pasted into good pictures, to learn what bad is.
    pub paste_in: bool,
}
