use super::{PredictArgs, ProgressArg, ThreadArgs};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ReadTextsArgs {
    /// Pictures, or folders of them
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Print one JSON line a picture
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Tell progress on stderr, too
    #[arg(long, value_enum, value_name = "HOW")]
    pub progress: Option<ProgressArg>,
}

impl ReadTextsArgs {
    /// What `fovea predict` would be asked for, of no package.
    pub fn into_predict(self) -> PredictArgs {
        PredictArgs {
            model: PathBuf::new(),
            paths: self.paths,
            json: self.json,
            heatmaps: None,
            masks: None,
            template: None,
            ignore: None,
            expected: None,
            today: None,
            threads: self.threads,
            batch: 1,
            progress: self.progress,
        }
    }
}
