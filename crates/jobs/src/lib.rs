//! Everything that runs is a job: a folder with what is to be done, and a small process of its own, the shim, that does
//! it and outlives the server. The engine keeps what is wanted and what is seen in step.

mod advise;
pub mod clock;
mod command_job;
mod device_logs;
mod endpoints;
mod engine;
pub mod enter;
mod error;
mod executor;
mod folder;
mod gang;
mod inventory;
mod log;
mod mounts;
mod podman;
pub mod prelabel;
mod progress;
mod queue;
mod reason;
mod recipe_job;
mod registry;
mod sandbox;
mod service_job;
pub mod shim;
pub mod train;
mod usage;
pub mod work;

pub use command_job::usual_work;
pub use device_logs::{DeviceError, DeviceErrors, DeviceLogs, ErrorsWanted, read_device_errors};
pub use endpoints::{
    EndpointState, KeepError, Tool, connect_endpoint, endpoint_state, keep as keep_endpoints,
};
pub use engine::{Engine, EngineSettings, Pace};
pub use error::{JobsError, Result};
pub use executor::{Executor, LocalExecutor, Seen};
pub use folder::{Ask, Exit, JobFolder, Spec, Step, Wanted, write_whole};
pub use fovea_scheduler::{JobId, Limits, NeverFits, Outlook, Reason, Why};
pub use inventory::{
    CPU, Declared, DeviceCount, DeviceSpec, MACHINE, MachineSpec, NodeClosed, NodeReport, NodeSpec,
};
pub use log::{
    BUDGET as LOG_BUDGET, BadPattern, Download as LogDownload, Filter as LogFilter, From as LogFrom, LogLine,
    LogPage, LogWriter, MAX_PAGE, MOST_CONTEXT, MergedDownload as MergedLog, Order as LogOrder, Pattern,
    Phase, PhaseKind, Stream, Wanted as LogWanted, folded_page, lines as log_lines, merged_lines,
    merged_news, merged_page, merged_places, merged_search, page as log_page, phases as log_phases,
    search as log_search,
};
pub use podman::{Podman, PodmanAbout, PodmanError, PodmanLack};
pub use progress::{Moment, Progress, Tail, Teller};
pub use queue::{Asked, Offered};
pub use reason::NOT_STARTED;
pub use recipe_job::{
    ListedPicture, MOST_PICTURES as MOST_RECIPE_PICTURES, NamedFile, RECIPE_TASK, RecipeSpec, RecipeWork,
    VERDICTS as RECIPE_VERDICTS,
};
pub use registry::{RegistryLogin, RegistryLogins};
pub use sandbox::WallsLack;
pub use service_job::connect;
pub use usage::{
    MOST_POINTS, Point, Sample, Usage, latest_together as latest_usage, of_cards as card_usage,
    together as usage,
};
