//! The end of an import: its files together say what the pictures show.

use super::intake::{Intake, is_picture};
use super::name::SafeName;
use super::{columns, go_on, left, limit, log, tags};
use crate::app::App;
use crate::error::{ApiError, ApiResult};
use fovea_datasets::{DataSet, Links, OpenOptions, Sample, Unmentioned, is_good_name, may_hold_labels};
use fovea_domain::{Extra, Mark, Runs, Shape, check_said, innocent_shape};
use fovea_jobs::Stream;
use fovea_store::{Blobs, FoundLabel, FoundRegion, Id, Import, ImportStep, Received, Store};
use fovea_vision::{Limits, read_mask_file};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use tokio::runtime::Handle;

/// Words for "not good" that name no kind of defect.
const JUST_BAD: [&str; 15] = [
    "bad",
    "ng",
    "nok",
    "defect",
    "defects",
    "defective",
    "abnormal",
    "anomaly",
    "anomalous",
    "faulty",
    "不良",
    "不良品",
    "缺陷",
    "不合格",
    "异常",
];
/// The class of texts that files tell.
const TEXT: &str = "text";
/// Problems told of one import.
const MOST_PROBLEMS: usize = 5_000;
/// Labels put down together.
const TOGETHER: usize = 200;

pub(super) async fn finish(app: &App, store: &Store, id: Id) -> ApiResult<Import> {
    let (app, store) = (app.clone(), store.clone());
    // A task of its own: whoever hangs up must not leave it half done.
    tokio::spawn(async move {
        let turn = app.imports.turn(id);
        let _turn = turn.write().await;
        let _finishing = app.imports.finish(id);
        finish_alone(&app, &store, id).await
    })
    .await?
}

async fn finish_alone(app: &App, store: &Store, id: Id) -> ApiResult<Import> {
    let import = app.store.import(id).await?;
    match import.state.as_str() {
        "running" => {}
        "done" => {
            store.nothing_changed();
            return Ok(import);
        }
        _ => return Err(limit::ended(&import)),
    }
    // From here on it needs nobody any more.
    let import = store.finish_import(id).await?;
    let classes = app.store.classes(import.project_id).await?;
    let reading = Reading {
        app: app.clone(),
        pictures: HashMap::new(),
        good: classes.iter().find(|c| c.good).map(|c| c.name.clone()),
        defects: classes.iter().filter(|c| !c.good).map(|c| c.name.clone()).collect(),
        reads: innocent_shape(&app.store.project(import.project_id).await?.scene) == Some("text"),
        import,
    };
    tokio::task::spawn_blocking(move || reading.run()).await??;
    let ended = store.end_import(id, "done", None).await?;
    let (task, sums) = (app.clone(), ended.clone());
    tokio::task::spawn_blocking(move || {
        let Import { added, duplicates, refused, labels, .. } = sums;
        let text = format!("ended: {added} new, {duplicates} known, {refused} left out, {labels} labelled");
        log::own(&task, id, "labels", text);
    })
    .await?;
    left::clear(app, id).await?;
    Ok(ended)
}

struct Reading {
    app: App,
    import: Import,
    /// By path in the tree.
    pictures: HashMap<String, Id>,
    good: Option<String>,
    defects: Vec<String>,
    /// Whether a text that is marked is no fault.
    reads: bool,
}

impl Reading {
    /// Blocks.
    fn run(mut self) -> ApiResult<()> {
        let tree = self.app.store.place().upload(self.import.id).join("tree");
        if !tree.is_dir() {
            return Ok(());
        }
        go_on::put_back(&self.app, &self.import)?;
        self.pictures = match self.app.imports.take_all(&self.import) {
            Some(known) => known,
            None => go_on::pictures_of(&self.app, &self.import, &tree)?,
        };
        log::own(
            &self.app,
            self.import.id,
            "labels",
            format!("{} pictures are looked up in its labels", self.pictures.len()),
        );
        // One that goes on after its server was killed has told what was wrong already.
        let told = self.import.step == ImportStep::Label.name();
        let (of_columns, wrong) = columns::take(&self.app, &self.import, &tree, &self.pictures)?;
        let root = self.root(tree.clone());
        let options = OpenOptions {
            good: self.good.iter().cloned().collect(),
            // Names were looked at when it was begun.
            format: self.import.format.as_deref().and_then(|name| name.parse().ok()).unwrap_or_default(),
            unmentioned: match self.import.unmentioned_good {
                true => Unmentioned::Good,
                false => Unmentioned::Unlabelled,
            },
            // Linked pictures; nothing that is sent can be a link.
            links: Links::Followed,
            ..OpenOptions::default()
        };
        let set = match fovea_datasets::open(&root, &options) {
            Ok(set) => set,
            // Labels without a picture, say. The pictures are in; what could not be read is told.
            Err(_) if told => return Ok(()),
            // A table of columns for pictures that the project has.
            Err(_) if self.pictures.is_empty() && (of_columns > 0 || !wrong.is_empty()) => {
                return self.tell(wrong);
            }
            Err(e) => return self.tell(vec![("".into(), e.code().into(), hidden(&e.to_string(), &tree))]),
        };
        let above = root.strip_prefix(&tree).unwrap_or(Path::new("")).to_string_lossy().into_owned();
        let inside = |id: &str| if above.is_empty() { id.to_string() } else { format!("{above}/{id}") };
        if !told {
            self.take_in_held(&set, &inside)?;
            let problems = set.problems.iter().filter(|p| p.code != "name.not_utf8");
            let problems = problems.map(|p| (inside(&p.path), p.code.to_string(), hidden(&p.message, &tree)));
            self.tell(problems.take(MOST_PROBLEMS).chain(wrong).collect())?;
        }
        if set.samples.iter().any(|sample| sample.class.is_some()) {
            let noted = self.app.store.note_import_format(self.import.id, set.format.name());
            Handle::current().block_on(noted)?;
        }
        let (mut found, mut tagged) = (Vec::new(), Vec::new());
        for (at, sample) in (1..).zip(&set.samples) {
            let Some(picture) = self.pictures.get(&inside(&sample.id)).copied() else { continue };
            if !sample.tags.is_empty() {
                tagged.push((picture, sample.tags.clone()));
            }
            found.extend(self.label(&set, sample, picture));
            if found.len() >= TOGETHER {
                self.put(&mut found, (at, set.samples.len()))?;
            }
        }
        tags::put(&self.app, self.import.id, tagged)?;
        self.put(&mut found, (set.samples.len(), set.samples.len()))
    }

    fn put(&self, found: &mut Vec<FoundLabel>, looked: (usize, usize)) -> ApiResult<()> {
        let found = std::mem::take(found);
        let put = Handle::current().block_on(self.app.store.label_found(self.import.id, &found, looked))?;
        let text = format!("{} of {} files looked at, {put} more pictures labelled", looked.0, looked.1);
        log::own(&self.app, self.import.id, "labels", text);
        Ok(())
    }

    /// Below folders that hold nothing but one more folder: a data set is often sent within one of its name.
    fn root(&self, mut folder: PathBuf) -> PathBuf {
        while let Some(only) = only_folder(&folder) {
            let name = only.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            // A folder of a class says what its pictures are, also when it is the only one.
            if self.is_class(&name) {
                break;
            }
            folder = only;
        }
        folder
    }

    fn is_class(&self, name: &str) -> bool {
        let good: Vec<String> = self.good.iter().cloned().collect();
        is_good_name(name, &good)
            || is_just_bad(name)
            || self.defects.iter().any(|d| d.eq_ignore_ascii_case(name))
    }

    /// Files that might have been masks and are not come in as pictures after all.
    fn take_in_held(&mut self, set: &DataSet, inside: &impl Fn(&str) -> String) -> ApiResult<()> {
        let mut intake = Intake::new(self.app.clone(), self.import.clone());
        let mut any = false;
        for sample in &set.samples {
            let path = inside(&sample.id);
            let linked = sample.path.is_symlink();
            if linked
                || self.pictures.contains_key(&path)
                || may_hold_labels(&path)
                || !is_picture(&sample.path)
            {
                continue;
            }
            let Ok(name) = SafeName::parse(&path) else { continue };
            let (file, hash, bytes) = copy(&self.app, self.import.id, &sample.path)?;
            // Until it is in a row it is nowhere else.
            let aside = self.app.store.place().upload(self.import.id).join(go_on::HELD).join(&path);
            let moved = aside.parent().map_or(Ok(()), fs::create_dir_all);
            moved.and_then(|()| fs::rename(&sample.path, &aside)).map_err(ApiError::internal)?;
            intake.file_as_picture(&name, file, hash, bytes)?;
            any = true;
        }
        let outcome = intake.end()?;
        if any {
            log::file(&self.app, self.import.id, "files that are no masks", &outcome);
            self.pictures.extend(self.app.imports.take(self.import.id));
            let _ = fs::remove_dir_all(self.app.store.place().upload(self.import.id).join(go_on::HELD));
        }
        Ok(())
    }

    fn label(&self, set: &DataSet, sample: &Sample, picture: Id) -> Option<FoundLabel> {
        let class = set.classes.get(sample.class?)?;
        if let Some(regions) = self.texts(set, sample) {
            return Some(FoundLabel { picture, good: self.reads, class: None, regions });
        }
        if class.good {
            return Some(FoundLabel { picture, good: true, class: None, regions: Vec::new() });
        }
        let mut regions = Vec::new();
        for region in &sample.regions {
            let class = set.classes.get(region.class)?;
            if let Some(mark) = mark(&region.shape).filter(|m| m.check(sample.width, sample.height).is_ok()) {
                let class = self.defect(&class.name).unwrap_or_else(|| class.name.clone());
                let mut extra = region.extra.clone();
                if check_said(&extra.attributes, &[]).is_err() {
                    extra.attributes.clear();
                }
                regions.push(FoundRegion { class, shape: mark, extra });
            }
        }
        // Where regions say it, the class of the whole follows from them.
        let class = if regions.is_empty() { self.defect(&class.name) } else { None };
        Some(FoundLabel { picture, good: false, class, regions })
    }

    /// Texts of which files tell where they stand; `None` where there are none.
    fn texts(&self, set: &DataSet, sample: &Sample) -> Option<Vec<FoundRegion>> {
        let told = set.texts.as_ref()?.get(&sample.id)?;
        let class = self.defect(TEXT).unwrap_or_else(|| TEXT.into());
        let regions = told.iter().filter_map(|one| {
            let shape = Mark::Text { points: one.quad?, text: one.text.clone() };
            let fits = shape.check(sample.width, sample.height).is_ok();
            fits.then(|| FoundRegion { class: class.clone(), shape, extra: Extra::default() })
        });
        let regions: Vec<FoundRegion> = regions.collect();
        (!regions.is_empty()).then_some(regions)
    }

    /// The name of a kind of defect; `None` where the name says only that it is one, and there are several.
    fn defect(&self, name: &str) -> Option<String> {
        let known = self.defects.iter().find(|d| d.eq_ignore_ascii_case(name));
        match (known, is_just_bad(name), self.defects.as_slice()) {
            (Some(known), ..) => Some(known.clone()),
            (None, true, [only]) => Some(only.clone()),
            (None, true, _) => None,
            (None, false, _) => Some(name.to_string()),
        }
    }

    fn tell(&self, problems: Vec<(String, String, String)>) -> ApiResult<()> {
        let line = |(name, code, detail): &(String, String, String)| {
            (Stream::Err, format!("{name}: {detail} ({code})"))
        };
        log::tell(&self.app, self.import.id, "labels", problems.iter().map(line));
        let refusals = problems
            .into_iter()
            .map(|(name, code, detail)| fovea_store::NewRefusal { name, code, detail })
            .collect();
        // Once, also where the server is killed behind this.
        let received = Received { refusals, step: Some(ImportStep::Label), ..Received::default() };
        Handle::current().block_on(self.app.store.receive(self.import.id, &received))?;
        Ok(())
    }
}

fn is_just_bad(name: &str) -> bool {
    JUST_BAD.contains(&name.trim().to_lowercase().as_str())
}

/// Where the server keeps its files is nobody's business.
fn hidden(text: &str, tree: &Path) -> String {
    text.replace(&format!("{}/", tree.display()), "").replace(&tree.display().to_string(), "the upload")
}

fn only_folder(folder: &Path) -> Option<PathBuf> {
    let mut entries = fs::read_dir(folder).ok()?.flatten();
    let only = entries.next()?;
    (entries.next().is_none() && only.file_type().ok()?.is_dir()).then(|| only.path())
}

fn mark(shape: &Shape) -> Option<Mark> {
    match shape {
        Shape::Box(b) => Some(Mark::Box { x: b.x, y: b.y, w: b.w, h: b.h }),
        Shape::Polygon(p) => Some(Mark::Polygon { points: p.0.clone() }),
        Shape::Drawn(mark) => Some(mark.clone()),
        Shape::Mask { path, value } => {
            let mask = read_mask_file(path, *value, &Limits::default()).ok()?;
            Some(Mark::Brush { rle: Runs::of(mask.width, mask.height, &mask.data) })
        }
    }
}

/// Back to where received files lie, named by its hash.
fn copy(app: &App, import: Id, from: &Path) -> ApiResult<(PathBuf, fovea_store::BlobHash, u64)> {
    let mut writer = Blobs::writer(&app.store.place().upload(import).join("pending"))?;
    let mut file = File::open(from).map_err(ApiError::internal)?;
    let mut buffer = vec![0; 128 << 10];
    loop {
        let read = file.read(&mut buffer).map_err(ApiError::internal)?;
        if read == 0 {
            break;
        }
        writer.write(buffer.get(..read).unwrap_or_default())?;
    }
    let bytes = writer.bytes();
    let (path, hash) = writer.finish_unsynced()?;
    Ok((path, hash, bytes))
}
