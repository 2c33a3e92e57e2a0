use super::DONE;
use crate::cli::LicensesArgs;
use crate::console;
use crate::failure::Failure;

/// The crates that the program is linked from, and the packages that its pages are made of; written by
/// `scripts/licenses.py`, whose `--check` is part of `make lint`.
const CRATES: &str = include_str!("../licenses.txt");
const PAGES: &str = include_str!("../licenses_pages.txt");

/// Texts that must go along with what is embedded.
const TEXTS: [(&str, &str); 4] = [
    ("ONNX Runtime", include_str!(env!("FOVEA_LICENCE_RUNTIME"))),
    ("ONNX Runtime: parts by others", include_str!(env!("FOVEA_LICENCE_RUNTIME_PARTS"))),
    ("EfficientNet-Lite0 weights", include_str!(env!("FOVEA_LICENCE_BACKBONE"))),
    ("Apache License 2.0", include_str!(env!("FOVEA_LICENCE_APACHE"))),
];

pub fn run(args: &LicensesArgs) -> Result<u8, Failure> {
    let mut text = String::new();
    if args.texts {
        for (what, words) in TEXTS {
            text += &format!("==== {what}\n\n{}\n\n", words.trim_end());
        }
    } else {
        text += "# What this program contains: name, version, licence\n";
        text += CRATES;
        text += "\n# In the pages\n";
        text += PAGES;
        text += "\n# Embedded, not a crate\n";
        text += &format!("ONNX Runtime {} MIT\n", env!("FOVEA_RUNTIME_VERSION"));
        text += "ONNX Runtime's parts by others: see `fovea licenses --texts`\n";
        text += "EfficientNet-Lite0 weights Apache-2.0\n";
        text += "PP-OCRv4 mobile graphs, (c) PaddlePaddle Authors, as packed by RapidOCR 1.4.4 Apache-2.0\n";
        text += "Rust standard library MIT OR Apache-2.0\n";
    }
    console::write(text.as_bytes())?;
    DONE
}
