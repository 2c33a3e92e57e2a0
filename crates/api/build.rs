//! Puts the built pages (`web/dist`) into the program. Needs no Node: where they were not built, the program
//! says so in the browser. Texts go in compressed.

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> io::Result<()> {
    let crate_folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let dist = crate_folder.join("../../web/dist");
    let out = PathBuf::from(variable("OUT_DIR")?);
    // While it is not there this is run with every build, so that pages made later do not stay out.
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    if dist.is_dir() {
        list(&dist, &mut files)?;
    }
    files.sort();
    let mut code = String::from("static FILES: &[File] = &[\n");
    for (number, path) in files.iter().enumerate() {
        let bytes = fs::read(path)?;
        let name = path.strip_prefix(&dist).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let tag: String = Sha256::digest(&bytes).iter().take(8).map(|b| format!("{b:02x}")).collect();
        let packed = pack(&bytes)?;
        let gzip = packed.len() + packed.len() / 10 < bytes.len();
        fs::write(out.join(format!("page{number}")), if gzip { &packed } else { &bytes })?;
        let _ = writeln!(
            code,
            "File {{ path: {name:?}, tag: {tag:?}, gzip: {gzip}, bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/page{number}\")) }},",
        );
    }
    code.push_str("];\n");
    fs::write(out.join("pages.rs"), code)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(|e| io::Error::other(format!("{name}: {e}")))
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            list(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
