//! The pictures of a version with their marks, part by part.

use crate::app::App;
use crate::error::ApiResult;
use fovea_domain::{Attributes, Mark};
use fovea_store::{Id, MarkedRegion, Version, VersionClass, VersionPicture};
use tokio::runtime::Handle;

const PART: u64 = 200;

/// The verdict, and the class of what is bad without a name.
const BAD: &str = "bad";

/// A mark with the index of its class.
pub(super) struct Marked {
    pub(super) class: usize,
    pub(super) mark: Mark,
    pub(super) attributes: Attributes,
    pub(super) group: Option<u32>,
}

pub(super) struct Rows {
    app: App,
    version: Id,
    /// Those of defects.
    classes: Vec<VersionClass>,
}

impl Rows {
    pub(super) fn new(app: &App, version: &Version) -> ApiResult<Rows> {
        let classes = version.classes()?.into_iter().filter(|c| !c.good).collect();
        Ok(Rows { app: app.clone(), version: version.id, classes })
    }

    /// Index of the class of pictures that are bad without a name.
    pub(super) fn unnamed(&self) -> usize {
        self.classes.len()
    }

    /// Of the classes by their index, with that of what has no name where there is such.
    pub(super) fn names(&self, unnamed: bool) -> Vec<&str> {
        self.classes.iter().map(|c| c.name.as_str()).chain(unnamed.then_some(BAD)).collect()
    }

    /// Each picture with its marks and the index of their class. The formats of others know marks only, so a picture that
    /// is bad as a whole is marked as a whole. To be called where waiting is allowed.
    pub(super) fn each(
        &self,
        mut visit: impl FnMut(&VersionPicture, Vec<Marked>) -> ApiResult<()>,
    ) -> ApiResult<()> {
        let mut behind = -1;
        loop {
            let rows = Handle::current().block_on(self.app.store.version_part(self.version, behind, PART))?;
            let Some(last) = rows.last() else { return Ok(()) };
            behind = last.position;
            for row in &rows {
                visit(row, self.marks(row)?)?;
            }
        }
    }

    fn marks(&self, row: &VersionPicture) -> ApiResult<Vec<Marked>> {
        let index = |class: Option<Id>| self.classes.iter().position(|c| Some(c.id) == class);
        let regions = row.regions()?;
        if regions.is_empty() && row.verdict.as_deref() == Some(BAD) {
            let whole = Mark::Box { x: 0.0, y: 0.0, w: row.width as f32, h: row.height as f32 };
            let class = index(row.class_id).unwrap_or(self.unnamed());
            return Ok(vec![Marked { class, mark: whole, attributes: Attributes::new(), group: None }]);
        }
        let marked = |r: MarkedRegion| {
            let class = index(Some(r.class_id))?;
            Some(Marked { class, mark: r.shape, attributes: r.attributes, group: r.group })
        };
        Ok(regions.into_iter().filter_map(marked).collect())
    }
}
