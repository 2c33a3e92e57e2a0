//! A real provider of OpenID Connect on a port of its own, `web/tests/idp/provider.mjs`, and what a browser does
//! between it and us.

use crate::app::{Answer, Client, TestApp, id};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

pub struct Provider {
    pub issuer: String,
    pub secret: String,
    child: Child,
    ways: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
}

/// Where a browser stands between here and there.
pub struct Browser {
    pub client: Client,
    /// The provider's page that it was sent to
    pub url: String,
}

impl Provider {
    pub fn start() -> Provider {
        let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
        let installed = web.join("node_modules/oidc-provider").is_dir();
        assert!(installed, "the provider of the tests is not installed: run scripts/setup.sh --tests");
        let mut command = Command::new("node");
        command.arg(web.join("tests/idp/provider.mjs")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut provider =
            Provider { issuer: String::new(), secret: String::new(), child, ways: Mutex::new((to, from)) };
        let told = provider.read();
        provider.issuer = told["issuer"].as_str().unwrap().into();
        provider.secret = told["secret"].as_str().unwrap().into();
        provider
    }

    fn read(&self) -> Value {
        let mut line = String::new();
        self.ways.lock().unwrap().1.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|e| panic!("the provider says {line:?}: {e}"))
    }

    fn ask(&self, what: Value) -> Value {
        writeln!(self.ways.lock().unwrap().0, "{what}").unwrap();
        let told = self.read();
        assert!(told.get("error").is_none(), "{told}");
        told
    }

    /// Logs in there under this name, or is refused (`None`); tells where the browser is sent then.
    pub fn browse(&self, url: &str, login: Option<&str>) -> String {
        let told = self.ask(json!({"browse": url, "login": login}));
        told["location"].as_str().unwrap().to_string()
    }

    /// Spoils the next ID token.
    pub fn spoil(&self, way: &str) {
        self.ask(json!({"spoil": way}));
    }

    pub fn change(&self, name: &str, claims: Value) {
        self.ask(json!({"change": name, "claims": claims}));
    }

    /// How often it was asked for keys.
    pub fn asked_for_keys(&self) -> u64 {
        self.ask(json!({}))["keys"].as_u64().unwrap()
    }

    /// The setting of this provider, as a page sends it.
    pub fn setting(&self, mapping: Value) -> Value {
        json!({
            "kind": "oidc", "name": "Works ID", "enabled": true, "create_users": true,
            "oidc": {
                "issuer": self.issuer, "client_id": "fovea", "scopes": ["profile", "email", "phone", "groups"],
                "group_claim": "groups", "ca_pem": "", "server_url": "http://localhost",
            },
            "ldap": null, "secret": self.secret, "mapping": mapping,
        })
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Client {
    /// Begins a login and is sent off.
    pub async fn leave(&self, setting: &Value, return_to: &str) -> Browser {
        let path = format!("/oidc/{}/start", id(setting));
        let begun = self.post(&path, json!({"return_to": return_to})).await;
        let url = begun.expect(200)["url"].as_str().unwrap().to_string();
        Browser { client: self.and_cookie(&begun.cookie()), url }
    }

    fn and_cookie(&self, cookie: &str) -> Client {
        match self.header("cookie") {
            Some(old) => self.with("cookie", &format!("{old}; {cookie}")),
            None => self.with("cookie", cookie),
        }
    }

    /// Comes back to where a provider sends the browser.
    pub async fn come(&self, location: &str) -> Answer {
        let path = location.strip_prefix("http://localhost/api/v1").unwrap();
        self.get(path).await
    }

    /// The whole way, under this name there.
    pub async fn log_in_by(&self, provider: &Provider, setting: &Value, login: &str) -> Answer {
        let browser = self.leave(setting, "/projects?tab=mine").await;
        let location = provider.browse(&browser.url, Some(login));
        browser.client.come(&location).await
    }
}

impl Answer {
    /// Where the browser is sent on to.
    #[track_caller]
    pub fn goes_to(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text());
        self.headers["location"].to_str().unwrap()
    }
}

impl TestApp {
    /// Logged in by the session of this answer.
    #[track_caller]
    pub fn inside(&self, answer: &Answer) -> Client {
        let all = answer.headers.get_all("set-cookie").iter();
        let mut all = all.filter_map(|c| c.to_str().ok()).filter_map(|c| c.split(';').next());
        let session = all.find(|c| c.starts_with("fovea_session=")).unwrap_or_else(|| panic!("no session"));
        self.anonymous().with("cookie", session).with("x-fovea", "1")
    }
}
