use super::Permission::{self, *};

/// The modules of the product with their rights, in the order in which they are shown. Also modules that are
/// designed and not yet built: a role that is made today holds tomorrow.
pub const MODULES: &[(&str, &[Permission])] = &[
    ("project", &[ProjectRead, ProjectWrite]),
    ("data", &[DataRead, DataWrite]),
    ("annotation", &[Annotate, AnnotationDispatch, AnnotationReview]),
    ("train", &[Train]),
    ("model", &[ModelRead, ModelWrite]),
    ("service", &[ServiceRead, ServiceWrite]),
    ("infer", &[Infer]),
    ("station", &[StationRead, StationWrite]),
    ("record", &[RecordRead]),
    ("recheck", &[Recheck]),
    ("job", &[JobReadOwn, JobWriteOwn, JobRead, JobWrite]),
    ("privileged_job", &[JobPrivilegedSubmit, JobPrivilegedManage]),
    ("virtual_cluster", &[ClusterRead, ClusterWrite]),
    ("image", &[ImageRead, ImageWrite]),
    ("monitoring", &[MonitoringRead]),
    ("alert", &[AlertRead, AlertWrite]),
    ("user", &[UserRead, UserWrite]),
    ("role", &[RoleRead, RoleWrite]),
    ("setting", &[SettingRead, SettingWrite]),
    ("audit", &[AuditRead]),
];
