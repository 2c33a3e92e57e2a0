//! Who sees a picture, and who may say something of it: everybody who may read data, whoever it was handed out to, and anybody where its project is public. To others
//! it is not there.

use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::guard::Principal;
use fovea_domain::annotating::PieceState;
use fovea_domain::permission::Permission;
use fovea_store::{Id, Picture};

pub(crate) async fn seen(app: &App, who: &Principal, id: Id) -> ApiResult<Picture> {
    if !who.may(Permission::DataRead) {
        let handed_out =
            who.may(Permission::Annotate) && app.store.picture_at_work(id, who.user).await?.is_some();
        let found = app.store.picture(id).await?;
        if !handed_out && !app.store.is_public_project(found.row.project_id).await? {
            return Err(Code::NotFound.into());
        }
        return Ok(found);
    }
    Ok(app.store.picture(id).await?)
}

/// Also one in the bin, for whoever may look into it.
pub(crate) async fn shown(app: &App, who: &Principal, id: Id) -> ApiResult<Picture> {
    if who.may(Permission::DataRead) {
        return Ok(app.store.picture_or_binned(id).await?);
    }
    seen(app, who, id).await
}

/// What a reviewer accepted is no longer the annotator's to change.
pub(crate) async fn changeable(app: &App, who: &Principal, id: Id) -> ApiResult<Picture> {
    if !who.may(Permission::DataRead)
        && !app.store.picture_at_work(id, who.user).await?.ok_or(Code::NotFound)?
    {
        return Err(ApiError::from(Code::AnnotationState).with("state", PieceState::Accepted.name()));
    }
    Ok(app.store.picture(id).await?)
}
