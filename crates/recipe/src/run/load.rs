//! A recipe with all that it names, read and checked.

use super::{acquire, locate};
use crate::RecipeError;
use crate::document::{Fault, Look, Recipe, RecipeFault, Rule, RuleKind, Shape, StepKind, room_of};
use crate::rules::{TableRows, TextRule};
use fovea_datasets::parse_layout;
use fovea_domain::Task;
use fovea_infer::archive::Files;
use fovea_infer::{InferError, LoadOptions, Model, Package};
use fovea_vision::{Limits, Picture, decode_bytes};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the files that a recipe names are.
#[derive(Debug, Clone)]
pub enum Source {
    /// In this folder and below it, or where an absolute path says.
    Folder(PathBuf),
    /// In a package, and nowhere else.
    Package(Files),
    /// Each where it is said, and no others.
    Files(BTreeMap<String, PathBuf>),
}

/// Files larger than this are none of a recipe's.
const MOST_BYTES: u64 = 2 << 30;

impl Source {
    pub fn read(&self, name: &str) -> Result<Vec<u8>, RecipeError> {
        let limits = Limits { max_bytes: MOST_BYTES, ..Limits::default() };
        let folder = match self {
            Source::Package(files) => {
                let missing = || RecipeError::Damaged(format!("`{name}` is missing"));
                return files.get(name).cloned().ok_or_else(missing);
            }
            Source::Files(files) => {
                // Told by its name in the recipe: where it lies is nobody's business.
                let fail = |reason: String| RecipeError::Unreadable { path: name.into(), reason };
                let path = files.get(name).ok_or_else(|| fail("there is no such file".into()))?;
                return fovea_vision::read_limited(path, &limits).map_err(|e| fail(e.to_string()));
            }
            Source::Folder(folder) => folder,
        };
        let path = folder.join(name);
        let fail = |e: std::io::Error| RecipeError::Unreadable { path: path.clone(), reason: e.to_string() };
        let real = std::fs::canonicalize(&path).map_err(fail)?;
        // A link may not do what the path itself may not.
        let inside = || std::fs::canonicalize(folder).is_ok_and(|folder| real.starts_with(folder));
        if !Path::new(name).is_absolute() && !inside() {
            let reason = "it leads out of the recipe's folder".into();
            return Err(RecipeError::Unreadable { path, reason });
        }
        fovea_vision::read_limited(&real, &limits)
            .map_err(|e| RecipeError::Unreadable { path: path.clone(), reason: e.to_string() })
    }
}

/// What a step needs to run.
pub(crate) enum Ready {
    Acquire(Box<acquire::Ready>),
    Locate(Box<locate::Ready>),
    Regions(Vec<(String, Shape)>),
    Look { model: String, template: Option<Picture> },
    Plain,
}

/// A recipe that can run.
pub struct Loaded {
    pub recipe: Recipe,
    pub(crate) ready: Vec<Ready>,
    /// By the name in the recipe, each once.
    pub(crate) models: BTreeMap<String, Arc<Model>>,
    pub(crate) tables: BTreeMap<String, TableRows>,
    pub(crate) texts: BTreeMap<(String, String), TextRule>,
}

/// Gives the model of a name that a step, told first, asks for.
pub type OpenModel<'a> = &'a mut dyn FnMut(&str, &str) -> Result<Arc<Model>, RecipeError>;

impl Loaded {
    /// Reads all files, opens all models and checks the recipe against them.
    pub fn open(recipe: Recipe, source: &Source, options: LoadOptions) -> Result<Loaded, RecipeError> {
        Loaded::open_with(recipe, source, &mut |step, name| open_model(source, (step, name), options))
    }

    /// The same with models that somebody keeps open: asked for by the step that names one first, and its name.
    pub fn open_with(recipe: Recipe, source: &Source, model: OpenModel) -> Result<Loaded, RecipeError> {
        let recipe = recipe.working();
        let mut loaded = Loaded {
            ready: Vec::with_capacity(recipe.steps.len()),
            models: BTreeMap::new(),
            tables: BTreeMap::new(),
            texts: BTreeMap::new(),
            recipe: Recipe { steps: Vec::new(), ..recipe.clone() },
        };
        for step in &recipe.steps {
            let id = step.id.as_str();
            let picture = |name: &str, field: &str| -> Result<Picture, RecipeError> {
                let bytes = source.read(name)?;
                let wrong =
                    |e: fovea_vision::VisionError| Fault::File(format!("`{name}`: {e}")).at(id, field);
                Ok(decode_bytes(&bytes, &Limits::default()).map_err(wrong)?)
            };
            let ready = match &step.kind {
                StepKind::Acquire(a) => {
                    let of = |same: &Option<crate::document::Same>, field: &str| {
                        same.as_ref().map(|s| picture(&s.picture, field)).transpose()
                    };
                    let (scene, empty) = (of(&a.scene, "scene.picture")?, of(&a.empty, "empty.picture")?);
                    let plain = |field: &str| {
                        Fault::File("the picture shows nothing to hold on to".into()).at(id, field)
                    };
                    let ready = acquire::Ready::of(scene.as_ref(), empty.as_ref()).map_err(plain)?;
                    Ready::Acquire(Box::new(ready))
                }
                StepKind::Locate(l) => {
                    let reference = picture(&l.picture, "picture")?;
                    let ready = locate::Ready::of(l, &reference)
                        .map_err(|(field, why)| Fault::File(why).at(id, field))?;
                    Ready::Locate(Box::new(ready))
                }
                StepKind::Regions(r) => match &r.layout {
                    Some(layout) => Ready::Regions(shapes(id, layout, &source.read(layout)?)?),
                    None => Ready::Regions(r.regions.iter().map(|(n, s)| (n.clone(), s.clone())).collect()),
                },
                StepKind::Look(look) => {
                    loaded.add_model(id, look, model)?;
                    let template = look.template.as_ref().map(|t| picture(t, "template")).transpose()?;
                    // One that carries its own is held beside that.
                    let own = || loaded.models.get(&look.model)?.template().cloned();
                    let template = template.or_else(own);
                    Ready::Look { model: look.model.clone(), template }
                }
                StepKind::Rules(rules) => {
                    for (n, rule) in rules.rules.iter().enumerate() {
                        loaded.add_rule(id, rule, &format!("rules[{n}]"), (&recipe, source))?;
                    }
                    Ready::Plain
                }
                StepKind::Code(_) | StepKind::Verdict(_) => Ready::Plain,
            };
            loaded.ready.push(ready);
        }
        loaded.recipe = recipe;
        loaded.check_regions()?;
        Ok(loaded)
    }

    fn add_model(&mut self, id: &str, look: &Look, model: OpenModel) -> Result<(), RecipeError> {
        if !self.models.contains_key(&look.model) {
            self.models.insert(look.model.clone(), model(id, &look.model)?);
        }
        let task = self.models.get(&look.model).map(|m| m.manifest.task);
        let wrong = |why| {
            let task = task.map_or_else(String::new, |t| t.to_string());
            Err(Fault::Task { task, why }.at(id, "template").into())
        };
        if let Some(task) = task.filter(|t| !crate::Ignored::fits(*t) && !look.ignore.is_empty()) {
            let task = task.to_string();
            let why = "finds no places that could be left out";
            return Err(Fault::Task { task, why }.at(id, "ignore").into());
        }
        match (task == Some(Task::Compare), &look.template) {
            (true, None) if self.models.get(&look.model).is_none_or(|m| m.template().is_none()) => {
                wrong("takes a template")
            }
            (false, Some(_)) => wrong("takes no template"),
            _ => Ok(()),
        }
    }

    /// Makes rules on texts ready, reads tables, and holds what rules name against what models tell.
    fn add_rule(
        &mut self,
        id: &str,
        rule: &Rule,
        path: &str,
        (recipe, source): (&Recipe, &Source),
    ) -> Result<(), RecipeError> {
        if let Some(ready) = TextRule::of(&rule.kind) {
            let ready = ready.map_err(|f| f.at(id, path))?;
            self.texts.insert((id.to_string(), path.to_string()), ready);
        }
        if let RuleKind::Text { expected: Some(crate::document::Expected::Table(table)), .. } = &rule.kind {
            let rows = TableRows::read(&source.read(&table.file)?, table).map_err(|why| {
                Fault::File(format!("`{}`: {why}", table.file)).at(id, format!("{path}.expected"))
            })?;
            self.tables.insert(table.id(), rows);
        }
        self.check_rule(id, rule, path, recipe)?;
        let single = matches!(rule.kind, RuleKind::Not { .. });
        for (n, inner) in rule.kind.inner().iter().enumerate() {
            let place = if single { format!("{path}.rule") } else { format!("{path}.rules[{n}]") };
            self.add_rule(id, inner, &place, (recipe, source))?;
        }
        Ok(())
    }

    fn check_rule(&self, id: &str, rule: &Rule, path: &str, recipe: &Recipe) -> Result<(), RecipeFault> {
        for (of, _) in rule.kind.places() {
            let Some(StepKind::Look(look)) = recipe.step(of).map(|s| &s.kind) else { continue };
            let Some(model) = self.models.get(&look.model) else { continue };
            let manifest = &model.manifest;
            let task = manifest.task.to_string();
            let none = |field: &str| {
                Fault::NoSuchResult { task: task.clone(), field: field.into() }.at(id, format!("{path}.of"))
            };
            let known = |class: &String, field: &str, more: &[&str]| {
                if manifest.classes.contains(class) || more.contains(&class.as_str()) {
                    return Ok(());
                }
                let known = manifest.classes.iter().cloned().chain(more.iter().map(|m| m.to_string()));
                let fault = Fault::UnknownClass { class: class.clone(), known: known.collect() };
                Err(fault.at(id, format!("{path}.{field}")))
            };
            match &rule.kind {
                RuleKind::Text { .. } | RuleKind::Same { .. } if manifest.task != Task::Read => {
                    return Err(none("text"));
                }
                RuleKind::Class { classes, .. } => {
                    let more = [fovea_infer::GOOD, fovea_infer::UNKNOWN];
                    classes.iter().try_for_each(|c| known(c, "classes", &more))?;
                }
                RuleKind::Count { class: Some(class), .. } => known(class, "class", &[])?,
                RuleKind::Limits { classes, .. } => {
                    classes.keys().try_for_each(|c| known(c, "classes", &["*"]))?;
                }
                RuleKind::Number { field, .. } if !tells(model, field) => {
                    let fault = Fault::NoSuchResult { task: task.clone(), field: field.clone() };
                    return Err(fault.at(id, format!("{path}.field")));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Regions of layout files have names only now.
    fn check_regions(&self) -> Result<(), RecipeFault> {
        for step in &self.recipe.steps {
            let (on, only) = match &step.kind {
                StepKind::Look(look) => (&look.on, &look.regions),
                StepKind::Code(code) => (&code.on, &code.regions),
                _ => continue,
            };
            let at = self.recipe.steps.iter().position(|s| s.id == *on);
            let laid_out = at.and_then(|at| match (&self.recipe.steps.get(at)?.kind, self.ready.get(at)?) {
                (StepKind::Regions(r), Ready::Regions(shapes)) if r.layout.is_some() => Some(shapes),
                _ => None,
            });
            let Some(shapes) = laid_out else { continue };
            if let Some(name) = only.iter().find(|name| !shapes.iter().any(|(n, _)| n == *name)) {
                let fault = Fault::UnknownRegion { step: on.clone(), region: name.clone() };
                return Err(fault.at(&step.id, "regions"));
            }
        }
        Ok(())
    }

    /// Whether pictures must not be the very ones before them.
    pub fn asks_for_fresh(&self) -> bool {
        self.recipe.steps.iter().any(|s| matches!(&s.kind, StepKind::Acquire(a) if a.fresh))
    }

    /// What its models are: by the name in the recipe.
    pub fn models(&self) -> impl Iterator<Item = (&str, &Model)> {
        self.models.iter().map(|(name, model)| (name.as_str(), model.as_ref()))
    }
}

/// Opens the model that a step names.
pub fn open_model(
    source: &Source,
    (step, name): (&str, &str),
    options: LoadOptions,
) -> Result<Arc<Model>, RecipeError> {
    let fail = |source: InferError| RecipeError::Model { step: step.into(), model: name.into(), source };
    let bytes = source.read(name)?;
    let package = Package::from_bytes(&bytes).map_err(fail)?;
    drop(bytes);
    Model::from_package(&package, options).map(Arc::new).map_err(fail)
}

/// Whether a model tells a number of this name.
fn tells(model: &Model, field: &str) -> bool {
    let manifest = &model.manifest;
    let (first, rest) = field.split_once('.').unwrap_or((field, ""));
    match first {
        "score" => rest.is_empty(),
        "scores" => match manifest.task {
            Task::Read => false,
            _ => manifest.classes.iter().any(|c| c == rest),
        },
        "components" => manifest.board.as_ref().is_some_and(|board| {
            let part = rest.rsplit_once('.');
            part.is_some_and(|(name, what)| {
                ["score", "dx", "dy", "angle"].contains(&what)
                    && board.components.iter().any(|c| c.name == name)
            })
        }),
        "bead" => manifest.task == Task::Glue && BEAD.contains(&rest),
        _ => false,
    }
}

/// Numbers of a bead.
const BEAD: [&str; 10] = [
    "path_mm",
    "length_mm",
    "area_mm2",
    "volume_mm3",
    "width_mm.min",
    "width_mm.mean",
    "width_mm.max",
    "offset_max_mm",
    "start_mm",
    "end_mm",
];

/// A layout does not say how large its picture is; none is larger.
const LARGEST_PX: u32 = 65_536;

fn shapes(id: &str, name: &str, bytes: &[u8]) -> Result<Vec<(String, Shape)>, RecipeFault> {
    let wrong = |why: String| Fault::File(format!("`{name}`: {why}")).at(id, "layout");
    let layout = parse_layout(bytes, (LARGEST_PX, LARGEST_PX)).map_err(|e| wrong(e.to_string()))?;
    if let Some(problem) = layout.problems.into_iter().next() {
        return Err(wrong(problem));
    }
    if layout.components.is_empty() {
        return Err(wrong("it names no boxes".into()));
    }
    layout.components.iter().try_for_each(|c| room_of(&c.bbox)).map_err(|f| f.at(id, "layout"))?;
    Ok(layout.components.into_iter().map(|c| (c.name, Shape::Box(c.bbox))).collect())
}
