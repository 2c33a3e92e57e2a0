use crate::dto::{PermissionModule, PermissionRight, PermissionTree};
use crate::guard::{Permit, SignedIn};
use axum::Json;
use fovea_domain::permission::MODULES;

/// All rights that roles can give, by module
#[utoipa::path(get, path = "/permissions", tag = "people", responses((status = 200, body = PermissionTree)))]
pub async fn show(_: Permit<SignedIn>) -> Json<PermissionTree> {
    let modules = MODULES.iter().map(|(name, rights)| PermissionModule {
        name: (*name).into(),
        rights: rights
            .iter()
            .map(|r| PermissionRight {
                name: r.name().into(),
                implies: r.implies().iter().map(|p| p.name().into()).collect(),
            })
            .collect(),
    });
    Json(PermissionTree { modules: modules.collect() })
}
