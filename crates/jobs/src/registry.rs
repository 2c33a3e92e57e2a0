//! What registries of images are told of the owner of a job. Where it is kept, and how it is opened, is not known here.

use fovea_store::Id;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// An account at a registry.
#[derive(Clone, PartialEq, Eq)]
pub struct RegistryLogin {
    /// Host and port, as images name it
    pub registry: String,
    pub user: String,
    pub secret: String,
}

/// Without the secret: what is shown stands in logs.
impl fmt::Debug for RegistryLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RegistryLogin { registry, user, .. } = self;
        f.debug_struct("RegistryLogin")
            .field("registry", registry)
            .field("user", user)
            .finish_non_exhaustive()
    }
}

type Asked = Pin<Box<dyn Future<Output = Option<RegistryLogin>> + Send>>;
type Ask = Arc<dyn Fn(Id, String) -> Asked + Send + Sync>;

/// Where accounts at registries are asked for; the usual one knows none. Cheap to clone.
#[derive(Clone, Default)]
pub struct RegistryLogins(Option<Ask>);

impl RegistryLogins {
    /// `ask` takes a user and the name of an image.
    pub fn new<F, A>(ask: A) -> RegistryLogins
    where
        F: Future<Output = Option<RegistryLogin>> + Send + 'static,
        A: Fn(Id, String) -> F + Send + Sync + 'static,
    {
        RegistryLogins(Some(Arc::new(move |user, image| Box::pin(ask(user, image)))))
    }

    /// With what this user's image is fetched; `None`: as nobody.
    pub async fn of(&self, user: Id, image: &str) -> Option<RegistryLogin> {
        let ask = self.0.as_ref()?;
        ask(user, image.into()).await
    }
}

impl fmt::Debug for RegistryLogins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RegistryLogins").field(&self.0.is_some()).finish()
    }
}
