//! A real directory, OpenLDAP's `slapd`, with a configuration and data of its own on ports of its own.

use serde_json::{Value, json};
use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub const BASE: &str = "dc=works,dc=example";
pub const SERVICE: &str = "cn=reader,dc=works,dc=example";
pub const SERVICE_PASSWORD: &str = "a secret of the reader";
/// Of everybody in the directory.
pub const PASSWORD: &str = "in the directory";

pub struct Slapd {
    folder: TempDir,
    plain: u16,
    secure: u16,
    child: Option<Child>,
}

fn program(name: &str) -> PathBuf {
    let found = ["/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/sbin"].map(|f| Path::new(f).join(name));
    let found = found.into_iter().find(|p| p.is_file());
    found.unwrap_or_else(|| panic!("{name} is not installed: run scripts/setup.sh --tests"))
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn run(command: &mut Command) {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
}

impl Slapd {
    pub fn start() -> Slapd {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        certificates(folder.path());
        std::fs::write(folder.path().join("slapd.conf"), config(folder.path())).unwrap();
        std::fs::write(folder.path().join("people.ldif"), people()).unwrap();
        let at = |name: &str| folder.path().join(name);
        run(Command::new(program("slapadd"))
            .arg("-f")
            .arg(at("slapd.conf"))
            .arg("-l")
            .arg(at("people.ldif")));
        let (plain, secure) = (free_port(), free_port());
        let mut slapd = Slapd { folder, plain, secure, child: None };
        slapd.begin();
        slapd
    }

    pub fn begin(&mut self) {
        let at = |name: &str| self.folder.path().join(name);
        let urls = format!("ldap://127.0.0.1:{}/ ldaps://127.0.0.1:{}/", self.plain, self.secure);
        let mut command = Command::new(program("slapd"));
        // 256: what is asked of it, one line a step.
        command.args(["-d", "256", "-h", &urls]).arg("-f").arg(at("slapd.conf"));
        command.stdout(Stdio::null()).stderr(File::create(at("log")).unwrap());
        self.child = Some(command.spawn().unwrap());
        let until = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(("127.0.0.1", self.secure)).is_err() {
            assert!(Instant::now() < until, "slapd does not start: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn end(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The steps that were asked of it since then, without who and where: `BIND SRCH BIND UNBIND`.
    pub fn steps(&self, since: usize) -> Vec<String> {
        let log = self.log();
        let lines = log.get(since..).unwrap_or_default().lines();
        // A step may have several lines; one of them says what is asked.
        let asked = lines.filter_map(|l| {
            let bind = l.contains(" BIND dn=") && l.contains("method=");
            let search = l.contains(" SRCH base=");
            bind.then_some("BIND").or(search.then_some("SRCH"))
        });
        asked.map(str::to_string).collect()
    }

    pub fn log_length(&self) -> usize {
        self.log().len()
    }

    pub fn ca(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("ca.pem")).unwrap()
    }

    pub fn url(&self) -> String {
        format!("ldap://127.0.0.1:{}", self.plain)
    }

    pub fn secure_url(&self) -> String {
        format!("ldaps://127.0.0.1:{}", self.secure)
    }

    /// The setting of this directory, as a page sends it.
    pub fn setting(&self, mapping: Value) -> Value {
        json!({
            "kind": "ldap", "name": "Works directory", "enabled": true, "create_users": true, "oidc": null,
            "ldap": {
                "url": self.url(), "start_tls": false, "ca_pem": "", "bind_dn": SERVICE, "base_dn": BASE,
                "user_filter": "(&(objectClass=inetOrgPerson)(|(uid={name})(mail={name})))",
                "id_attribute": "entryUUID", "name_attribute": "uid", "nickname_attribute": "cn",
                "mail_attribute": "mail", "phone_attribute": "telephoneNumber", "group_attribute": "memberOf",
                "group_base_dn": "", "group_filter": "(member={dn})", "group_name_attribute": "cn",
            },
            "secret": SERVICE_PASSWORD, "mapping": mapping,
        })
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        self.end();
    }
}

/// An authority of its own, and a certificate of it for this machine.
pub fn certificates(folder: &Path) {
    let openssl = || {
        let mut command = Command::new("openssl");
        command.current_dir(folder);
        command
    };
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    run(openssl()
        .args(["req", "-x509", "-days", "2", "-subj", "/CN=authority of the test"])
        .args(key)
        .args(["-keyout", "ca.key", "-out", "ca.pem", "-addext", "keyUsage=critical,keyCertSign"]));
    run(openssl().args(["req", "-subj", "/CN=localhost", "-keyout", "tls.key", "-out", "tls.csr"]).args(key));
    std::fs::write(
        folder.join("ext"),
        "subjectAltName=IP:127.0.0.1,DNS:localhost\nbasicConstraints=CA:false\n",
    )
    .unwrap();
    run(openssl()
        .args(["x509", "-req", "-days", "2", "-in", "tls.csr", "-CA", "ca.pem", "-CAkey", "ca.key"])
        .args(["-CAcreateserial", "-extfile", "ext", "-out", "tls.pem"]));
}

fn config(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile {folder}/pid
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
TLSCACertificateFile {folder}/ca.pem
TLSCertificateFile {folder}/tls.pem
TLSCertificateKeyFile {folder}/tls.key
TLSVerifyClient never
database mdb
suffix \"{BASE}\"
rootdn \"cn=root,{BASE}\"
maxsize 10485760
directory {folder}/data
index objectClass,uid,mail,member eq
overlay memberof
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact=\"{SERVICE}\" read by self read by anonymous auth by * none
"
    )
}

fn people() -> String {
    let mut text = format!(
        "dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: works\no: works\n
dn: {SERVICE}\nobjectClass: applicationProcess\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: {SERVICE_PASSWORD}\n
dn: ou=people,{BASE}\nobjectClass: organizationalUnit\nou: people\n
dn: ou=groups,{BASE}\nobjectClass: organizationalUnit\nou: groups\n\n"
    );
    for (uid, name, mail, group) in [
        ("lin", "林 Lin", "lin@works.example", Some("line 1")),
        ("ada", "Another Ada", "ada@works.example", Some("chiefs")),
        ("odd", "Odd (one)*", "odd@works.example", None),
        ("two", "Two", "two@works.example", None),
    ] {
        let dn = format!("uid={uid},ou=people,{BASE}");
        text += &format!(
            "dn: {dn}\nobjectClass: inetOrgPerson\nuid: {uid}\ncn: {name}\nsn: {uid}\nmail: {mail}\n\
             telephoneNumber: +86 10 1234\nuserPassword: {PASSWORD}\n"
        );
        if let Some(group) = group {
            text += &format!("memberOf: cn={group},ou=groups,{BASE}\n");
        }
        text += "\n";
        if let Some(group) = group {
            text += &format!(
                "dn: cn={group},ou=groups,{BASE}\nobjectClass: groupOfNames\ncn: {group}\nmember: {dn}\n\n"
            );
        }
    }
    // The same address twice: nobody can say who was meant.
    text += &format!(
        "dn: uid=three,ou=people,{BASE}\nobjectClass: inetOrgPerson\nuid: three\ncn: Three\nsn: three\n\
         mail: two@works.example\nuserPassword: {PASSWORD}\n\n"
    );
    text
}
