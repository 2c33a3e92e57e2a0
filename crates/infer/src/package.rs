use crate::InferError;
use crate::archive::{self, MANIFEST, MAX_ENTRIES, sha256};
use crate::compare::CompareSpec;
use crate::detect::DetectSpec;
use crate::manifest::{FORMAT, FileEntry, Manifest};
use crate::read::{FINDER, ReadSpec, finder_input};
use fovea_domain::Task;
use std::collections::BTreeMap;
use std::path::Path;

const GRAPH: &str = "model.onnx";

/// What a graph may consist of: arithmetic on the picture. Nothing that makes up its own numbers (`ConstantOfShape`, `Expand`,
/// `Tile`, `RandomNormal`), nothing that branches or repeats. Sizes that it asks for (`Shape`) are followed like all others. Sorted.
const OPERATORS: [&str; 54] = [
    "Abs",
    "Add",
    "AveragePool",
    "BatchNormalization",
    "Cast",
    "Ceil",
    "Clip",
    "Concat",
    "Constant",
    "Conv",
    "ConvTranspose",
    "Div",
    "Equal",
    "Erf",
    "Exp",
    "Flatten",
    "Floor",
    "Gather",
    "Gemm",
    "GlobalAveragePool",
    "GlobalMaxPool",
    "Greater",
    "HardSigmoid",
    "HardSwish",
    "Identity",
    "LeakyRelu",
    "Less",
    "Log",
    "LogSoftmax",
    "MatMul",
    "Max",
    "MaxPool",
    "Mean",
    "Min",
    "Mul",
    "Neg",
    "Pow",
    "ReduceMax",
    "ReduceMean",
    "ReduceMin",
    "ReduceSum",
    "ReduceSumSquare",
    "Relu",
    "Reshape",
    "Resize",
    "Shape",
    "Sigmoid",
    "Slice",
    "Softmax",
    "Sqrt",
    "Squeeze",
    "Sub",
    "TopK",
    "Transpose",
];
const LONGEST_NAME: usize = 200;
/// Memory for a run of one picture, beside the weights; our backbone needs half of it at the largest size.
const MOST_RUN_BYTES: u64 = 4 << 30;

/// One file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A package in memory: read and checked, or about to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    pub manifest: Manifest,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Puts a package together and notes each file's size and hash in the manifest. An empty graph is none.
    pub fn new(mut manifest: Manifest, graph: Vec<u8>, others: Vec<PackageFile>) -> Package {
        let mut files: BTreeMap<String, Vec<u8>> = others.into_iter().map(|f| (f.name, f.bytes)).collect();
        if !graph.is_empty() {
            files.insert(GRAPH.into(), graph);
        }
        manifest.files = files
            .iter()
            .map(|(name, bytes)| {
                (name.clone(), FileEntry { bytes: bytes.len() as u64, sha256: sha256(bytes) })
            })
            .collect();
        Package { manifest, files }
    }

    pub fn graph(&self) -> &[u8] {
        self.files.get(GRAPH).map_or(&[], Vec::as_slice)
    }

    /// The package's bytes: the same for the same content.
    pub fn to_bytes(&self) -> Result<Vec<u8>, InferError> {
        let manifest =
            serde_json::to_vec_pretty(&self.manifest).map_err(|e| InferError::Damaged(e.to_string()))?;
        archive::pack(&manifest, &self.files)
    }

    /// Writes the package so that a reader sees the old file or the new one, never a part, and only if it can be
    /// read again.
    pub fn write(&self, path: &Path) -> Result<(), InferError> {
        check_manifest(&self.manifest)?;
        self.check()?;
        archive::write(path, &self.to_bytes()?)
    }

    pub fn read(path: &Path) -> Result<Package, InferError> {
        Package::from_bytes(&archive::read(path)?)
    }

    /// Reads a package and checks all that can be checked without running it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Package, InferError> {
        let (manifest, files) = archive::unpack(bytes)?;
        let package = Package { manifest: parse_manifest(&manifest)?, files };
        package.check()?;
        Ok(package)
    }

    fn check(&self) -> Result<(), InferError> {
        let manifest = &self.manifest;
        for (name, entry) in &manifest.files {
            let data =
                self.files.get(name).ok_or_else(|| InferError::Damaged(format!("`{name}` is missing")))?;
            if data.len() as u64 != entry.bytes || sha256(data) != entry.sha256 {
                return Err(InferError::Damaged(format!("`{name}` is not what was packed")));
            }
        }
        if let Some(extra) = self.files.keys().find(|n| !manifest.files.contains_key(*n)) {
            return Err(InferError::Refused(format!("`{extra}` does not stand in its manifest")));
        }
        if !(1..=MAX_ENTRIES).contains(&manifest.references.len()) {
            return Err(InferError::Refused(format!("it must have 1 to {MAX_ENTRIES} reference pictures")));
        }
        if let Some(r) = manifest.references.iter().find(|r| !self.files.contains_key(&r.file)) {
            return Err(InferError::Damaged(format!("the reference picture `{}` is missing", r.file)));
        }
        if manifest.board.is_some() != (manifest.task == Task::Components) {
            return Err(InferError::Refused(format!(
                "{MANIFEST}: a board belongs to the task components alone"
            )));
        }
        if let Some(board) = &manifest.board {
            board.check(&self.files)?;
        }
        if manifest.compare.is_some() != (manifest.task == Task::Compare) {
            return Err(InferError::Refused(format!(
                "{MANIFEST}: a comparison belongs to the task compare alone"
            )));
        }
        if let Some(compare) = &manifest.compare {
            self.check_compare(compare)?;
        }
        if manifest.detect.is_some() != (manifest.task == Task::Detect) {
            return Err(InferError::Refused(format!("{MANIFEST}: boxes belong to the task detect alone")));
        }
        if let Some(detect) = &manifest.detect {
            self.check_detect(detect)?;
        }
        if manifest.read.is_some() != (manifest.task == Task::Read) {
            return Err(InferError::Refused(format!("{MANIFEST}: reading belongs to the task read alone")));
        }
        if manifest.glue.is_some() != (manifest.task == Task::Glue) {
            return Err(InferError::Refused(format!("{MANIFEST}: a bead belongs to the task glue alone")));
        }
        if let Some(glue) = &manifest.glue {
            glue.check(&self.files)?;
            // Nothing would look at it.
            return match self.files.contains_key(GRAPH) {
                true => Err(InferError::Refused(format!("{GRAPH} has no place in the task glue"))),
                false => Ok(()),
            };
        }
        if let Some(read) = &manifest.read {
            self.check_read(read)?;
        }
        let outputs: &[&str] = match manifest.task {
            Task::Components => &[crate::components::FEATURES],
            Task::Compare => &[crate::compare::KINDS, crate::compare::BOXES],
            Task::Detect => &[crate::detect::KINDS, crate::detect::BOXES],
            Task::Read => &[crate::read::SIGNS],
            Task::Anomaly | Task::Classify | Task::Segment => &["score", "map"],
            Task::Glue => &[],
        };
        self.check_graph(GRAPH, input_size(manifest), outputs)
    }

    fn check_graph(&self, name: &str, input: [u64; 4], outputs: &[&str]) -> Result<(), InferError> {
        let refused = |why: String| InferError::Refused(why);
        let graph =
            self.files.get(name).ok_or_else(|| InferError::Damaged(format!("`{name}` is missing")))?;
        let info = fovea_onnx::inspect(graph).map_err(|e| refused(format!("{name}: {e}")))?;
        if let Some(op) = info.operators.iter().find(|op| !OPERATORS.contains(&op.as_str())) {
            return Err(refused(format!("{name} holds the unknown operator `{op}`")));
        }
        if info.inputs != ["image"] {
            return Err(refused(format!("{name} must take `image` alone")));
        }
        let needed = fovea_onnx::peak_bytes(graph, input).map_err(|e| refused(format!("{name}: {e}")))?;
        if needed > MOST_RUN_BYTES {
            return Err(refused(format!("{name} would take {} MB of memory for one picture", needed >> 20)));
        }
        match outputs.iter().find(|wanted| !info.outputs.iter().any(|o| o == **wanted)) {
            Some(missing) => Err(refused(format!("{name} gives no `{missing}`"))),
            None => Ok(()),
        }
    }

    /// What reading needs beside the graph that reads lines.
    fn check_read(&self, read: &ReadSpec) -> Result<(), InferError> {
        read.check()?;
        if self.manifest.threshold > 1.0 {
            return Err(InferError::Refused(format!("{MANIFEST}: the threshold of reading is above 1")));
        }
        if read.finds() {
            self.check_graph(FINDER, finder_input(read), &[crate::read::TEXT])?;
        }
        Ok(())
    }

    fn check_detect(&self, detect: &DetectSpec) -> Result<(), InferError> {
        detect.check()?;
        let covered = match self.manifest.input {
            crate::Fit::Stretch { width, height } => width % 32 == 0 && height % 32 == 0,
            crate::Fit::Scale { .. } => true,
        };
        if covered {
            return Ok(());
        }
        Err(InferError::Refused(format!("{MANIFEST}: the input of a detection has sides of multiples of 32")))
    }

    fn check_compare(&self, compare: &CompareSpec) -> Result<(), InferError> {
        compare.check()?;
        let side = crate::compare::SIDE as u32;
        if self.manifest.input != (crate::Fit::Stretch { width: side, height: side }) {
            return Err(InferError::Refused(format!(
                "{MANIFEST}: a comparison looks at {side} × {side} pixels"
            )));
        }
        for reference in &self.manifest.references {
            let template = reference.template.as_ref();
            if template.is_none_or(|t| !self.files.contains_key(t)) {
                return Err(InferError::Damaged(format!("the template of `{}` is missing", reference.file)));
            }
        }
        Ok(())
    }
}

/// The largest tensor that the graph is given for one picture.
fn input_size(manifest: &Manifest) -> [u64; 4] {
    if manifest.task == Task::Read {
        return crate::read::signs_input();
    }
    let (width, height) = match manifest.input {
        crate::Fit::Stretch { width, height } => (width, height),
        crate::Fit::Scale { tile, .. } => (tile, tile),
    };
    let pictures = match manifest.task {
        Task::Components => crate::components::BATCH,
        Task::Compare => crate::compare::BATCH,
        _ if manifest.flips => crate::flips::FLIPS.len(),
        _ => 1,
    };
    [pictures as u64, 3, height.into(), width.into()]
}

fn parse_manifest(data: &[u8]) -> Result<Manifest, InferError> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: u32,
        #[serde(default)]
        recipe: Option<serde::de::IgnoredAny>,
    }
    let damaged = |e: serde_json::Error| InferError::Damaged(format!("{MANIFEST}: {e}"));
    let head: Head = serde_json::from_slice(data).map_err(damaged)?;
    if head.recipe.is_some() {
        return Err(InferError::Recipe);
    }
    if head.format > FORMAT {
        return Err(InferError::Newer { found: head.format, known: FORMAT });
    }
    let manifest: Manifest = serde_json::from_slice(data).map_err(damaged)?;
    check_manifest(&manifest)?;
    Ok(manifest)
}

fn check_manifest(manifest: &Manifest) -> Result<(), InferError> {
    let refuse = |why: &str| Err(InferError::Refused(format!("{MANIFEST}: {why}")));
    if !(0.0..=1.0).contains(&manifest.pixel_threshold) || !(0.0..=2.0).contains(&manifest.threshold) {
        return refuse("a threshold is out of range");
    }
    if manifest.classes.is_empty() || manifest.classes.len() > 250 {
        return refuse("it must name 1 to 250 classes");
    }
    // Names are printed, on terminals too.
    let mut names =
        [&manifest.name, &manifest.fovea].into_iter().chain(&manifest.classes).chain(&manifest.good);
    if names.any(|n| n.is_empty() || n.len() > LONGEST_NAME || n.chars().any(char::is_control)) {
        return refuse("a name is empty, too long, or holds what cannot be printed");
    }
    if (1..manifest.classes.len()).any(|i| manifest.classes[..i].contains(&manifest.classes[i])) {
        return refuse("a class stands in it twice");
    }
    let sound = match manifest.input {
        crate::Fit::Stretch { width, height } => {
            (16..=4096).contains(&width) && (16..=4096).contains(&height)
        }
        crate::Fit::Scale { factor, multiple, tile } => {
            factor.is_finite()
                && factor > 0.001
                && factor <= 8.0
                && multiple == 32
                && (256..=4096).contains(&tile)
                && tile % multiple == 0
        }
    };
    if sound { Ok(()) } else { refuse("the input's size is out of range") }
}
