//! Files of records (TFRecord) hold pictures with their labels: the pictures come in each by itself, and the records without them wait
//! for the end of the import, as other labels do.

use super::intake::Intake;
use super::name::SafeName;
use crate::error::{ApiError, ApiResult};
use fovea_datasets::unpack_records;
use fovea_store::Blobs;
use fovea_vision::Limits;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

/// Takes a file that lies in `pending`. Blocks.
pub(super) fn take(intake: &mut Intake, name: &SafeName, path: &Path) -> ApiResult<()> {
    let file = BufReader::new(File::open(path).map_err(ApiError::internal)?);
    let pending = intake.folder().join("pending");
    let mut labels = Blobs::writer(&pending)?;
    for one in unpack_records(name.as_str(), file, &Limits::default()) {
        let one = match one {
            Ok(one) => one,
            Err(reason) => {
                intake.refuse(name.as_str(), "label.unreadable", reason.to_string());
                continue;
            }
        };
        labels.write(&one.labels)?;
        let Some((beside, bytes)) = one.picture else { continue };
        let text = match name.as_str().rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{beside}"),
            None => beside,
        };
        let picture = match SafeName::parse(&text) {
            Ok(picture) => picture,
            Err(fault) => {
                intake.refuse_name(&text, fault);
                continue;
            }
        };
        if intake.knows(&picture)? {
            continue;
        }
        let mut writer = Blobs::writer(&pending)?;
        writer.write(&bytes)?;
        let long = writer.bytes();
        let (path, hash) = writer.finish_unsynced()?;
        intake.file_as_picture(&picture, path, hash, long)?;
    }
    let long = labels.bytes();
    let (held, _) = labels.finish_unsynced()?;
    intake.hold(name, &held, long)?;
    let _ = fs::remove_file(path);
    Ok(())
}
