use fovea_datasets::{DataError, DataSet, Format, OpenOptions, open};
use fovea_vision::{Mask, Picture, encode_jpeg, encode_png_gray, encode_png_rgb};
use std::fs;
use std::path::{Path, PathBuf};

/// A data set under construction in a temporary folder.
pub struct Folder(pub tempfile::TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    pub fn text(self, name: &str, text: &str) -> Folder {
        fs::write(self.path(name), text).unwrap();
        self
    }

    pub fn bytes(self, name: &str, bytes: &[u8]) -> Folder {
        fs::write(self.path(name), bytes).unwrap();
        self
    }

    /// A picture of 20 × 10 px, each name another content.
    pub fn picture(self, name: &str) -> Folder {
        let mut picture = Picture::new(20, 10);
        for (p, b) in picture.rgb.iter_mut().zip(name.bytes().cycle()) {
            *p = b;
        }
        let jpeg = name.ends_with(".jpg");
        let bytes = if jpeg { encode_jpeg(&picture, 90) } else { encode_png_rgb(&picture) }.unwrap();
        self.bytes(name, &bytes)
    }

    pub fn pictures(self, names: &[&str]) -> Folder {
        names.iter().fold(self, |folder, name| folder.picture(name))
    }

    /// A mask of 20 × 10 px whose first pixels have these values.
    pub fn mask(self, name: &str, values: &[u8]) -> Folder {
        let mut mask = Mask::new(20, 10);
        mask.data[..values.len()].copy_from_slice(values);
        let bytes = encode_png_gray(&mask.data, 20, 10).unwrap();
        self.bytes(name, &bytes)
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn try_open(&self, format: Format) -> Result<DataSet, DataError> {
        open(self.root(), &OpenOptions { format, ..OpenOptions::default() })
    }

    /// Opens with format `auto` and expects this one.
    pub fn open(&self, format: Format) -> DataSet {
        let set = self.try_open(Format::Auto).unwrap();
        assert_eq!(set.format, format);
        set
    }
}

/// `id class split regions` of every sample.
pub fn listed(set: &DataSet) -> Vec<String> {
    set.samples
        .iter()
        .map(|s| {
            let class = s.class.map_or("-", |c| set.classes[c].name.as_str());
            let split = s.split.map_or(String::new(), |s| format!(" {s:?}"));
            let regions = if s.regions.is_empty() { String::new() } else { format!(" {}", s.regions.len()) };
            format!("{} {class}{split}{regions}", s.id)
        })
        .collect()
}

pub fn classes(set: &DataSet) -> Vec<String> {
    set.classes.iter().map(|c| format!("{}{}", c.name, if c.good { "+" } else { "" })).collect()
}

/// `code path` of every problem.
pub fn problems(set: &DataSet) -> Vec<String> {
    set.problems.iter().map(|p| format!("{} {}", p.code, p.path)).collect()
}
