//! Parts of the product that a house can switch off. What is off is not there: its routes answer 404, and pages leave it
//! out of their menus. What it keeps stays for the day when it is switched on again.

use crate::app::App;
use crate::codes::Code;
use crate::error::ApiError;
use crate::routes::BASE;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Module {
    /// Labels by hand
    Annotation,
    /// Trainings and models
    Training,
    /// Services, verdicts and their recheck
    Inspection,
    /// Virtual clusters
    Cluster,
}

impl Module {
    pub const ALL: [Module; 4] = [Module::Annotation, Module::Training, Module::Inspection, Module::Cluster];

    /// Never renamed: kept in databases.
    pub const fn name(self) -> &'static str {
        match self {
            Module::Annotation => "annotation",
            Module::Training => "training",
            Module::Inspection => "inspection",
            Module::Cluster => "cluster",
        }
    }

    pub fn from_name(name: &str) -> Option<Module> {
        Module::ALL.into_iter().find(|m| m.name() == name)
    }

    /// Whose a route is; `None`: always there.
    fn of(path: &str) -> Option<Module> {
        let mut parts = path.trim_start_matches('/').split('/');
        let (first, below) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
        let first = first.split('.').next().unwrap_or_default();
        let below = below.split('.').next().unwrap_or_default();
        match (first, below) {
            ("virtual_clusters" | "nodes", _) | ("users", "virtual_clusters") => Some(Module::Cluster),
            ("models", _) | ("projects", "trainings" | "models") => Some(Module::Training),
            ("services" | "records", _) | ("projects", "services" | "records" | "counts") => {
                Some(Module::Inspection)
            }
            ("annotation_tasks", _)
            | ("pictures", "annotation" | "lease")
            | ("projects", "annotations" | "annotation_tasks" | "next") => Some(Module::Annotation),
            _ => None,
        }
    }
}

/// Lets through what is on.
pub(crate) async fn gate(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(|p| p.as_str().to_string());
    let module = path.and_then(|path| Module::of(path.strip_prefix(BASE).unwrap_or(&path)));
    let Some(module) = module else { return next.run(request).await };
    match app.house().await {
        Ok(house) if house.modules_off.contains(&module) => ApiError::from(Code::NotFound).into_response(),
        Ok(_) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_has_routes_and_no_route_of_login_or_people_is_switched() {
        let of = |path: &str| Module::of(path);
        let all: Vec<Module> = crate::access().iter().filter_map(|a| of(&a.path)).collect();
        for module in Module::ALL {
            assert!(all.contains(&module), "{module:?}");
        }
        for path in ["/session", "/users", "/users/{id}", "/settings", "/jobs", "/projects/{id}", "/branding"]
        {
            assert_eq!(of(path), None, "{path}");
        }
        assert_eq!(of("/projects/{id}/records.csv"), Some(Module::Inspection));
        assert_eq!(of("/virtual_clusters.csv"), Some(Module::Cluster));
        assert_eq!(of("/services/{id}/infer"), Some(Module::Inspection));
    }
}
