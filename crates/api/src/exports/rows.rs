//! The pictures of a version with their marks, part by part, as the writers of formats want them.

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use fovea_datasets::Split;
use fovea_datasets::write::{About, Listed, Losses, Said, Sheets, Survey, TagTable, Target, WrittenMark};
use fovea_store::{Id, LaidOut, MarkedRegion, Version, VersionClass, VersionPicture};
use fovea_vision::Limits;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use tokio::runtime::Handle;

const PART: u64 = 200;

/// The verdict, and the class of what is bad without a name.
const BAD: &str = "bad";
const GOOD: &str = "good";

pub(super) struct Rows {
    app: App,
    version: Id,
    /// Of defects, and behind them one for what is bad without a name.
    names: Vec<String>,
    good: String,
    /// Index of the class by its id.
    index: HashMap<Id, usize>,
}

/// Hears how many pictures are done.
pub(super) type OnPicture<'a> = &'a mut dyn FnMut(u64) -> ApiResult<()>;

impl Rows {
    pub(super) fn new(app: &App, version: &Version) -> ApiResult<Rows> {
        let classes = version.classes()?;
        let good = classes.iter().find(|c| c.good).map_or(GOOD, |c| c.name.as_str()).to_string();
        let defects: Vec<VersionClass> = classes.into_iter().filter(|c| !c.good).collect();
        let index = defects.iter().enumerate().map(|(at, c)| (c.id, at)).collect();
        let names = defects.into_iter().map(|c| c.name).chain([BAD.to_string()]).collect();
        Ok(Rows { app: app.clone(), version: version.id, names, good, index })
    }

    /// Writes the labels of what was laid out in `dir` as the format has them, and tells what it cannot say. To be called where
    /// waiting is allowed.
    pub(super) fn write(
        &self,
        target: Target,
        dir: &Path,
        laid: LaidOut,
        on: OnPicture,
    ) -> ApiResult<Losses> {
        let paths: HashMap<Id, String> = laid.pictures.into_iter().map(|(path, id)| (id, path)).collect();
        let mut survey = Survey::new(target);
        self.each(&paths, &mut |_| Ok(()), &mut |listed| {
            survey.look(listed);
            Ok(())
        })?;
        survey.end();
        // Class folders and masks are how a version is laid out already.
        if target != Target::Folders {
            let masks = dir.join("masks");
            if masks.is_dir() {
                fs::remove_dir_all(masks).map_err(ApiError::internal)?;
            }
            fs::remove_file(dir.join("classes.txt")).map_err(ApiError::internal)?;
            let named = if survey.uses(self.unnamed()) { self.names.len() } else { self.unnamed() };
            let about = About {
                target,
                dir,
                names: self.names.get(..named).unwrap_or_default(),
                good: &self.good,
                survey: &survey,
                limits: Limits::default(),
            };
            let mut sheets = Sheets::begin(about).map_err(ApiError::internal)?;
            self.each(&paths, on, &mut |listed| sheets.add(listed).map_err(ApiError::internal))?;
            sheets.end().map_err(ApiError::internal)?;
        }
        if target == Target::Folders && survey.has_tags() {
            let mut tags = TagTable::default();
            self.each(&paths, &mut |_| Ok(()), &mut |listed| {
                tags.add(dir, target, listed).map_err(ApiError::internal)
            })?;
            tags.end().map_err(ApiError::internal)?;
        }
        Ok(survey.losses().clone())
    }

    fn unnamed(&self) -> usize {
        self.names.len() - 1
    }

    fn each(
        &self,
        paths: &HashMap<Id, String>,
        on: OnPicture,
        visit: &mut dyn FnMut(&Listed) -> ApiResult<()>,
    ) -> ApiResult<()> {
        let (mut behind, mut done) = (-1, 0);
        loop {
            let rows = Handle::current().block_on(self.app.store.version_part(self.version, behind, PART))?;
            let Some(last) = rows.last() else { return Ok(()) };
            behind = last.position;
            for row in &rows {
                self.visit(row, paths, visit)?;
            }
            done += rows.len() as u64;
            on(done)?;
        }
    }

    fn visit(
        &self,
        row: &VersionPicture,
        paths: &HashMap<Id, String>,
        visit: &mut dyn FnMut(&Listed) -> ApiResult<()>,
    ) -> ApiResult<()> {
        let Some(path) = paths.get(&row.picture_id) else { return Ok(()) };
        let regions: Vec<(usize, MarkedRegion)> =
            row.regions()?.into_iter().filter_map(|r| Some((*self.index.get(&r.class_id)?, r))).collect();
        let name = |class: usize| self.names.get(class).map_or("", String::as_str);
        let marks: Vec<WrittenMark> = regions
            .iter()
            .map(|(class, region)| WrittenMark {
                class: *class,
                name: name(*class),
                mark: &region.shape,
                attributes: &region.attributes,
                group: region.group,
            })
            .collect();
        let side = |v: i32| u32::try_from(v).unwrap_or(0);
        let class = row.class_id.and_then(|id| self.index.get(&id).copied());
        let (columns, tags) = (row.columns()?, row.tags()?);
        visit(&Listed {
            path,
            width: side(row.width),
            height: side(row.height),
            said: match row.verdict.as_deref() {
                None => Said::Nothing,
                Some(BAD) => Said::Bad(class.unwrap_or(self.unnamed())),
                Some(_) => Said::Good,
            },
            split: row.held_back.then_some(Split::Test),
            marks: &marks,
            columns: Some(&columns),
            tags: &tags,
        })
    }
}
