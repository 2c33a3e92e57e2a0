//! Whom to trust: the roots of the system, and those of the setting.

use crate::Result;
use crate::error::{IdentityError, Stage};
use std::sync::{Arc, OnceLock};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Beside those of the system.
const MOST_CERTIFICATES: usize = 100;

/// Reads the system's roots when it is first called, off the async threads.
pub(crate) async fn config(extra_pem: &str) -> Result<Arc<ClientConfig>> {
    let extra = extra_pem.to_string();
    let made = tokio::task::spawn_blocking(move || made(&extra)).await;
    made.map_err(|e| IdentityError::at(Stage::Tls, e))?
}

fn made(extra_pem: &str) -> Result<Arc<ClientConfig>> {
    let mut roots = system_roots().clone();
    for certificate in certificates(extra_pem)? {
        roots.add(certificate).map_err(|e| IdentityError::at(Stage::Tls, format!("the extra CA: {e}")))?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| IdentityError::at(Stage::Tls, e))?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

fn system_roots() -> &'static RootCertStore {
    static ROOTS: OnceLock<RootCertStore> = OnceLock::new();
    ROOTS.get_or_init(|| {
        let found = rustls_native_certs::load_native_certs();
        for error in &found.errors {
            tracing::warn!(%error, "a root certificate of the system cannot be read");
        }
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(found.certs);
        roots
    })
}

fn certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>> {
    let wrong = |e: String| IdentityError::at(Stage::Tls, format!("the extra CA: {e}"));
    if pem.trim().is_empty() {
        return Ok(Vec::new());
    }
    let found: std::result::Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let found = found.map_err(|e| wrong(e.to_string()))?;
    match found.len() {
        0 => Err(wrong("it holds no certificate in PEM".into())),
        1..=MOST_CERTIFICATES => Ok(found),
        _ => Err(wrong("it holds too many certificates".into())),
    }
}

/// Whether these can be trusted roots.
pub fn check_certificates(pem: &str) -> Result<()> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(pem)? {
        roots.add(certificate).map_err(|e| IdentityError::at(Stage::Tls, format!("the extra CA: {e}")))?;
    }
    Ok(())
}
