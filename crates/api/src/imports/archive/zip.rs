use super::directory::claimed_entries;
use super::{Fault, MOST_ENTRIES, Stop, Unpacking};
use crate::imports::name::SafeName;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

pub(super) fn unpack(to: &mut Unpacking, path: &Path) -> Result<(), Stop> {
    let broken = |e: &dyn std::fmt::Display| Stop::Fault(Fault::Broken(e.to_string()));
    let mut file = File::open(path).map_err(|e| broken(&e))?;
    // Before memory is taken for all of them.
    if claimed_entries(&mut file).map_err(|e| broken(&e))? > MOST_ENTRIES {
        return Err(Stop::Fault(Fault::TooManyEntries));
    }
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|e| broken(&e))?;
    for number in 0..archive.len() {
        to.count_entry()?;
        let raw = archive.by_index_raw(number).map_err(|e| broken(&e))?;
        let name = raw.name_raw().to_vec();
        let (link, folder, special) = (raw.is_symlink(), raw.is_dir(), is_special(raw.unix_mode()));
        drop(raw);
        let shown = SafeName::decode(&name);
        if folder {
            continue;
        }
        if link {
            to.refuse(&shown, "import.link", "a link could lead anywhere and is not followed");
            continue;
        }
        if special {
            to.refuse(&shown, "import.not_a_file", "it is no plain file");
            continue;
        }
        match archive.by_index(number) {
            Ok(entry) => to.entry(&name, entry.size(), entry)?,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                to.refuse(&shown, "import.encrypted", "it is locked with a password");
            }
            Err(e) => to.refuse(&shown, "import.entry_broken", &format!("it cannot be unpacked: {e}")),
        }
    }
    Ok(())
}

/// Devices, pipes and sockets.
fn is_special(mode: Option<u32>) -> bool {
    let kind = mode.unwrap_or(0) & 0o170_000;
    kind != 0 && kind != 0o100_000 && kind != 0o040_000
}
