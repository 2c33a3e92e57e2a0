use super::table::{Column, maybe, moment, show, word};
use super::{client, downloaded};
use crate::cli::{ModelDownloadArgs, ModelListArgs, ModelPublishArgs};
use crate::commands::{DONE, percent, print_json};
use crate::console::say;
use crate::failure::Failure;
use fovea_api::dto::{Model, ModelChange, ModelStage, ModelSummary};
use fovea_client::Query;

const COLUMNS: &[Column<Model>] = &[
    ("NUMBER", |m| m.number.to_string()),
    ("NAME", |m| m.name.clone()),
    ("TASK", |m| word(&m.task)),
    ("STAGE", |m| word(&m.stage)),
    ("OVERKILL", |m| share(m, |s| s.overkill)),
    ("ESCAPE", |m| share(m, |s| s.escape)),
    ("THRESHOLD", |m| format!("{:.4}", m.threshold)),
    ("CREATED", |m| moment(&m.created_at)),
];

fn share(model: &Model, of: fn(&ModelSummary) -> Option<f64>) -> String {
    maybe(model.summary.as_ref().and_then(of).as_ref(), |s| percent(*s))
}

pub fn list(args: &ModelListArgs) -> Result<u8, Failure> {
    let client = client(&args.list)?;
    let query = Query::new(format!("/projects/{}/models", client.project(&args.project)?.id));
    show(&args.list.remote, &client.list(&query, args.list.limit)?, COLUMNS)?;
    DONE
}

/// From draft to released, which the server refuses for any other.
pub fn publish(args: &ModelPublishArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let model = client.model(&args.model)?;
    let change =
        ModelChange { stage: Some(ModelStage::Released), note: args.note.clone(), ..Default::default() };
    let model: Model = client.patch(format!("/models/{}", model.id), model.revision, &change)?;
    match args.remote.json {
        true => print_json(&model)?,
        false => say!("{} number {} is published", model.name, model.number)?,
    }
    DONE
}

pub fn download(args: &ModelDownloadArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let part = if args.onnx { "onnx" } else { "package" };
    let path = format!("/models/{}/{part}", client.model(&args.model)?.id);
    downloaded(&args.remote, &args.out, client.download(path, &args.out)?)
}
