use crate::{Letter, MailError, Result};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, Message, SmtpTransport, Transport};
use std::time::Duration;

/// Of a connection, and of each answer.
const TIMEOUT: Duration = Duration::from_secs(15);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// From the first byte on
    Tls,
    /// The connection is encrypted before anything is told; a server that cannot is left alone
    StartTls,
    None,
}

/// The house's mail server.
#[derive(Clone)]
pub struct Config {
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
    /// Name and password, where it asks for them
    pub login: Option<(String, String)>,
    /// Address that letters come from, perhaps with a name: `Fovea <fovea@plant.example>`
    pub sender: String,
    /// Trusted beside the roots of the system
    pub ca_pem: String,
}

/// Sends one after another; each is answered for itself.
pub fn send(config: &Config, letters: &[Letter]) -> Vec<Result<()>> {
    match transport(config) {
        Ok(transport) => letters.iter().map(|letter| one(&transport, config, letter)).collect(),
        Err(error) => letters.iter().map(|_| Err(error.clone())).collect(),
    }
}

fn transport(config: &Config) -> Result<SmtpTransport> {
    let tls = match config.encryption {
        Encryption::None => Tls::None,
        Encryption::StartTls => Tls::Required(parameters(config)?),
        Encryption::Tls => Tls::Wrapper(parameters(config)?),
    };
    // "Dangerous" is leaving `tls` at its default.
    let mut builder =
        SmtpTransport::builder_dangerous(&config.host).port(config.port).tls(tls).timeout(Some(TIMEOUT));
    if let Some((user, password)) = &config.login {
        builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
    }
    Ok(builder.build())
}

fn parameters(config: &Config) -> Result<TlsParameters> {
    let mut builder = TlsParameters::builder(config.host.clone());
    if !config.ca_pem.trim().is_empty() {
        builder = builder.add_root_certificate(certificate(&config.ca_pem)?);
    }
    Ok(builder.build_rustls()?)
}

fn certificate(pem: &str) -> Result<Certificate> {
    Certificate::from_pem(pem.as_bytes()).map_err(|_| MailError::Certificates)
}

/// Whether these can be trusted roots.
pub fn check_certificates(pem: &str) -> Result<()> {
    if pem.trim().is_empty() {
        return Ok(());
    }
    if !pem.contains("-----BEGIN CERTIFICATE-----") {
        return Err(MailError::Certificates);
    }
    TlsParameters::builder("localhost".into())
        .add_root_certificate(certificate(pem)?)
        .build_rustls()
        .map(|_| ())
        .map_err(|_| MailError::Certificates)
}

/// Whether letters can come from there.
pub fn check_sender(text: &str) -> Result<()> {
    text.parse::<Mailbox>().map(|_| ()).map_err(|_| MailError::Address(text.into()))
}

/// Whether letters can go there.
pub fn check_address(text: &str) -> Result<()> {
    text.parse::<Address>().map(|_| ()).map_err(|_| MailError::Address(text.into()))
}

fn one(transport: &SmtpTransport, config: &Config, letter: &Letter) -> Result<()> {
    let from: Mailbox = config.sender.parse().map_err(|_| MailError::Address(config.sender.clone()))?;
    let to: Address = letter.to.parse().map_err(|_| MailError::Address(letter.to.clone()))?;
    let body = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
    let message = Message::builder()
        .from(from)
        .to(Mailbox::new(Some(letter.name.clone()), to))
        .subject(letter.subject.clone())
        .message_id(None)
        .multipart(body)
        .map_err(|e| MailError::Letter(e.to_string()))?;
    transport.send(&message)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_used_is_told_before_anything_is_sent() {
        assert!(check_sender("fovea@plant.example").is_ok());
        assert!(check_sender("检测 <fovea@plant.example>").is_ok());
        for wrong in ["", "fovea", "Fovea <fovea>", "a@b.example\r\nBcc: x@y.example"] {
            assert!(check_sender(wrong).is_err(), "{wrong:?}");
        }
        assert!(check_certificates("").is_ok());
        for wrong in ["x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] {
            assert_eq!(check_certificates(wrong), Err(MailError::Certificates), "{wrong}");
        }
    }

    #[test]
    fn a_server_that_is_not_there_is_told_as_such() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let config = Config {
            host: "127.0.0.1".into(),
            port,
            encryption: Encryption::None,
            login: None,
            sender: "fovea@plant.example".into(),
            ca_pem: String::new(),
        };
        let letter =
            Letter::new("a@b.example", "a", "Fovea", crate::Language::English, &crate::Occasion::Test);
        let sent = send(&config, &[letter.clone(), letter]);
        assert!(sent.iter().all(|s| matches!(s, Err(MailError::Unreachable(_)))), "{sent:?}");
        assert_eq!(sent.len(), 2);
    }
}
