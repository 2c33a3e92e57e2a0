//! What people call things: a name, an id, or what lies in a project as `PROJECT/NUMBER` and `PROJECT/NAME`.

use crate::{Client, ClientError, Query, Result};
use fovea_api::dto::{
    Group, LabelSet, Model, Project, Role, Service, Template, User, Version, VirtualCluster,
};
use fovea_store::{Id, fold};
use serde::de::DeserializeOwned;

/// Of a list that is looked through for a name.
const MOST: u64 = 10_000;

impl Client {
    pub fn project(&self, text: &str) -> Result<Project> {
        match text.parse::<Id>() {
            Ok(id) => self.get(format!("/projects/{id}")),
            Err(_) => {
                let named = |p: &Project| fold(&p.name) == fold(text);
                self.find("project", text, Query::new("/projects").and("name", text), named)
            }
        }
    }

    pub fn user(&self, text: &str) -> Result<User> {
        match text.parse::<Id>() {
            Ok(id) => self.get(format!("/users/{id}")),
            Err(_) => {
                let named = |u: &User| fold(&u.name) == fold(text);
                self.find("user", text, Query::new("/users").and("q", text), named)
            }
        }
    }

    pub fn group(&self, text: &str) -> Result<Group> {
        let same = |g: &Group| fold(&g.name) == fold(text) || g.id.to_string() == text;
        self.find("group", text, Query::new("/groups"), same)
    }

    /// Preset ones by their key, such as `platform_user`, in whatever language their name is shown.
    pub fn role(&self, text: &str) -> Result<Role> {
        let same = |r: &Role| {
            fold(&r.name) == fold(text) || r.id.to_string() == text || r.key.as_deref() == Some(text)
        };
        self.find("role", text, Query::new("/roles"), same)
    }

    pub fn virtual_cluster(&self, text: &str) -> Result<VirtualCluster> {
        match text.parse::<Id>() {
            Ok(id) => self.get(format!("/virtual_clusters/{id}")),
            Err(_) => {
                let named = |v: &VirtualCluster| fold(&v.name) == fold(text);
                self.find("vc", text, Query::new("/virtual_clusters").and("q", text), named)
            }
        }
    }

    /// Where several that you see have the same name, the first: yours, a team's and everybody's may be called alike.
    pub fn template(&self, text: &str) -> Result<Template> {
        match text.parse::<Id>() {
            Ok(id) => self.get(format!("/templates/{id}")),
            Err(_) => {
                let named = |t: &Template| fold(&t.name) == fold(text);
                self.find("template", text, Query::new("/templates"), named)
            }
        }
    }

    /// Where yours and everybody's are called alike, the first.
    pub fn label_set(&self, text: &str) -> Result<LabelSet> {
        match text.parse::<Id>() {
            Ok(id) => self.get(format!("/label_sets/{id}")),
            Err(_) => {
                let named = |s: &LabelSet| fold(&s.name) == fold(text);
                self.find("label-set", text, Query::new("/label_sets").and("q", text), named)
            }
        }
    }

    pub fn version(&self, text: &str) -> Result<Version> {
        self.within("version", text, "versions", |v: &Version, name| v.number.to_string() == name)
    }

    pub fn model(&self, text: &str) -> Result<Model> {
        self.within("model", text, "models", |m: &Model, name| m.number.to_string() == name)
    }

    pub fn service(&self, text: &str) -> Result<Service> {
        self.within("service", text, "services", |s: &Service, name| fold(&s.name) == fold(name))
    }

    fn within<T: DeserializeOwned>(
        &self,
        what: &'static str,
        text: &str,
        place: &str,
        same: impl Fn(&T, &str) -> bool,
    ) -> Result<T> {
        if let Ok(id) = text.parse::<Id>() {
            return self.get(format!("/{place}/{id}"));
        }
        let unknown = || ClientError::Unknown { what, name: text.into() };
        let (project, name) = text.rsplit_once('/').ok_or_else(unknown)?;
        let project = self.project(project)?;
        self.find(what, text, Query::new(format!("/projects/{}/{place}", project.id)), |t| same(t, name))
    }

    fn find<T: DeserializeOwned>(
        &self,
        what: &'static str,
        name: &str,
        path: Query,
        same: impl Fn(&T) -> bool,
    ) -> Result<T> {
        let found = self.list::<T>(&path, MOST)?.items.into_iter().find(|t| same(t));
        found.ok_or_else(|| ClientError::Unknown { what, name: name.into() })
    }
}
