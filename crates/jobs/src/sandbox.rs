//! The walls around a user's command: what bubblewrap is told. The system's programs are there to be read, the work folder
//! to be written, and nothing else of the machine: not the server's data, not the homes of others, no other process.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// What keeps a command apart from all else on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Walls {
    /// User, process, mount and network namespaces by this program.
    Bubblewrap(PathBuf),
    /// None, and why.
    Plain(WallsLack),
}

/// Why there are no walls here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WallsLack {
    #[error("bubblewrap is not installed")]
    NotInstalled,
    #[error("bubblewrap may not make namespaces here")]
    Forbidden,
}

impl WallsLack {
    /// Never renamed.
    pub fn code(self) -> &'static str {
        match self {
            WallsLack::NotInstalled => "sandbox.not_installed",
            WallsLack::Forbidden => "sandbox.forbidden",
        }
    }
}

impl Walls {
    /// Tried once when the engine begins, since a kernel may forbid what the program could do. Takes a moment.
    pub fn of_this_machine() -> Walls {
        let Some(program) = find("bwrap") else { return Walls::Plain(WallsLack::NotInstalled) };
        let mut trial = Command::new(&program);
        trial.args([
            "--ro-bind",
            "/",
            "/",
            "--dev",
            "/dev",
            "--proc",
            "/proc",
            "--unshare-all",
            "--",
            "true",
        ]);
        trial.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match trial.status() {
            Ok(status) if status.success() => Walls::Bubblewrap(program),
            _ => Walls::Plain(WallsLack::Forbidden),
        }
    }

    /// Whether a command keeps to its part of the disk: without walls it may write elsewhere, and what is older cannot give `/tmp`
    /// a size. Takes a moment when it is asked first.
    pub fn hold_disk(&self) -> bool {
        static SIZES: OnceLock<bool> = OnceLock::new();
        let Walls::Bubblewrap(program) = self else { return false };
        *SIZES.get_or_init(|| {
            let told = Command::new(program).arg("--help").stdin(Stdio::null()).output();
            told.is_ok_and(|told| [told.stdout, told.stderr].concat().windows(6).any(|w| w == b"--size"))
        })
    }

    /// Never renamed.
    pub fn name(&self) -> &'static str {
        match self {
            Walls::Bubblewrap(_) => "bubblewrap",
            Walls::Plain(_) => "none",
        }
    }
}

fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|dir| dir.join(name)).find(|p| p.is_file());
    found.filter(|p| p.is_absolute())
}

/// What a command sees.
#[derive(Debug, Clone)]
pub struct View<'a> {
    pub uid: u32,
    /// Most that each of the folders for what is passing may hold
    pub passing_bytes: Option<u64>,
    /// The job's work folder, and where it is seen.
    pub work: &'a Path,
    pub seen_as: &'a str,
    /// Folders that it shares with other jobs
    pub shared: &'a [SharedFolder],
    /// Files of ours that stand for the system's.
    pub passwd: &'a Path,
    pub group: &'a Path,
    pub hosts: &'a Path,
    pub environment: &'a Path,
    /// Folders that must not be seen, such as the server's data.
    pub hidden: &'a [PathBuf],
    /// Folders of the machine with tools, to be read
    pub tools: &'a [PathBuf],
    pub doors: Doors<'a>,
    pub host_name: &'a str,
    /// More files to be read, and where they are seen.
    pub files: &'a [(PathBuf, String)],
    /// The network is that which bubblewrap is started in, and no new one.
    pub in_network: bool,
}

/// A folder of the machine, and where it is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedFolder {
    pub folder: PathBuf,
    pub seen_as: String,
    /// Else it can only be read.
    pub writable: bool,
}

/// What ways in from outside need.
#[derive(Debug, Clone, Copy)]
pub struct Doors<'a> {
    /// The folder of sockets, to be written
    pub sockets: &'a Path,
    pub seen_as: &'a str,
    /// Our own program, whose keeper runs within the walls
    pub program: &'a Path,
    pub program_at: &'a str,
}

/// Of `/etc`, what programs need and nobody has to hide.
const ETC: [&str; 14] = [
    "alternatives",
    "ca-certificates.conf",
    "fonts",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "magic",
    "mime.types",
    "nsswitch.conf",
    "os-release",
    "pki/tls",
    "ssl/certs",
    "timezone",
];
/// Of the root, where the system's programs are.
const SYSTEM: [&str; 8] = ["bin", "sbin", "lib", "lib32", "lib64", "libx32", "opt", "usr"];

/// Arguments of bubblewrap, before the command itself. `is_link` tells where a folder of the root leads, if elsewhere.
pub fn arguments(view: &View, is_link: impl Fn(&Path) -> Option<PathBuf>) -> Vec<String> {
    let mut all = Vec::new();
    let mut add = |words: &[&str]| all.extend(words.iter().map(|w| w.to_string()));
    let text = |path: &Path| path.display().to_string();
    let uid = view.uid.to_string();
    add(&["--unshare-all"]);
    if view.in_network {
        add(&["--share-net"]);
    }
    add(&["--uid", &uid, "--gid", &uid, "--hostname", view.host_name]);
    add(&["--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]);
    for name in SYSTEM {
        let path = Path::new("/").join(name);
        match is_link(&path) {
            Some(to) => add(&["--symlink", &text(&to), &text(&path)]),
            None => add(&["--ro-bind-try", &text(&path), &text(&path)]),
        }
    }
    for name in ETC {
        let path = text(&Path::new("/etc").join(name));
        add(&["--ro-bind-try", &path, &path]);
    }
    add(&["--ro-bind", &text(view.passwd), "/etc/passwd", "--ro-bind", &text(view.group), "/etc/group"]);
    add(&["--ro-bind", &text(view.hosts), "/etc/hosts"]);
    add(&["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/dev/shm", "--dir", "/var/tmp"]);
    for passing in ["/tmp", "/run", "/var/tmp"] {
        if let Some(bytes) = view.passing_bytes {
            add(&["--size", &bytes.to_string()]);
        }
        add(&["--tmpfs", passing]);
    }
    // Over the folder for what is passing, should they lie there.
    for tools in view.tools {
        add(&["--ro-bind-try", &text(tools), &text(tools)]);
    }
    let seen = |hidden: &Path| {
        let system = SYSTEM.iter().any(|name| hidden.starts_with(Path::new("/").join(name)));
        system || view.tools.iter().any(|tools| hidden.starts_with(tools))
    };
    for hidden in view.hidden.iter().filter(|h| seen(h)) {
        add(&["--tmpfs", &text(hidden)]);
    }
    add(&["--bind", &text(view.work), view.seen_as, "--ro-bind", &text(view.environment), "/pod.env"]);
    for SharedFolder { folder, seen_as, writable } in view.shared {
        add(&[if *writable { "--bind" } else { "--ro-bind" }, &text(folder), seen_as]);
    }
    for (file, seen_as) in view.files {
        add(&["--ro-bind", &text(file), seen_as]);
    }
    add(&["--bind", &text(view.doors.sockets), view.doors.seen_as]);
    add(&["--ro-bind", &text(view.doors.program), view.doors.program_at]);
    add(&["--remount-ro", "/", "--chdir", view.seen_as, "--"]);
    all
}

/// Where a folder of the root leads to, if it is a link.
pub fn link_of(path: &Path) -> Option<PathBuf> {
    std::fs::read_link(path).ok()
}

/// Lines of a file that a POSIX shell reads as variables.
pub fn shell_lines<'a>(all: impl IntoIterator<Item = (&'a String, &'a String)>) -> String {
    let one =
        |(name, value): (&String, &String)| format!("export {name}='{}'\n", value.replace('\'', "'\\''"));
    all.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn told(hidden: &[PathBuf]) -> String {
        told_with(hidden, &[])
    }

    fn told_with(hidden: &[PathBuf], tools: &[PathBuf]) -> String {
        told_of(hidden, tools, None)
    }

    fn told_of(hidden: &[PathBuf], tools: &[PathBuf], passing_bytes: Option<u64>) -> String {
        let at = Path::new;
        let doors = Doors {
            sockets: at("/srv/fovea/jobs/1/sockets"),
            seen_as: "/run/fovea",
            program: at("/usr/bin/fovea"),
            program_at: "/run/fovea-keeper",
        };
        let view = View {
            uid: 30001,
            passing_bytes,
            work: at("/srv/fovea/jobs/1/work"),
            seen_as: "/home/ann",
            shared: &[SharedFolder { folder: "/mnt/data".into(), seen_as: "/data".into(), writable: false }],
            passwd: at("/srv/fovea/jobs/1/passwd"),
            group: at("/srv/fovea/jobs/1/group"),
            hosts: at("/srv/fovea/jobs/1/hosts"),
            environment: at("/srv/fovea/jobs/1/pod.env"),
            hidden,
            tools,
            doors,
            host_name: "job-1",
            files: &[],
            in_network: false,
        };
        arguments(&view, |path| (path == at("/bin")).then(|| "usr/bin".into())).join(" ")
    }

    #[test]
    fn only_the_work_folder_and_that_of_sockets_are_there_to_be_written() {
        let told = told(&[]);
        assert_eq!(told.matches(" --bind ").count(), 2);
        assert!(told.contains("--bind /srv/fovea/jobs/1/work /home/ann"));
        assert!(told.contains("--bind /srv/fovea/jobs/1/sockets /run/fovea "));
        assert!(told.contains("--ro-bind /mnt/data /data"));
        assert!(told.contains("--ro-bind /usr/bin/fovea /run/fovea-keeper"));
        assert!(told.contains("--symlink usr/bin /bin") && told.contains("--ro-bind-try /usr /usr"));
        assert!(
            told.contains("--unshare-all") && told.contains("--uid 30001") && told.contains("--clearenv")
        );
        for secret in ["/etc/shadow", "/root", "/var/lib", "--ro-bind / /"] {
            assert!(!told.contains(secret), "{secret}");
        }
    }

    #[test]
    fn folders_for_what_is_passing_have_a_size_where_the_disk_is_limited() {
        let sized = told_of(&[], &[], Some(64 << 20));
        for folder in ["/tmp", "/run", "/var/tmp"] {
            assert!(sized.contains(&format!("--size 67108864 --tmpfs {folder} ")), "{folder}: {sized}");
        }
        assert!(!told(&[]).contains("--size"));
    }

    #[test]
    fn data_below_a_folder_that_is_seen_are_hidden() {
        let told = told(&["/opt/fovea/data".into(), "/srv/fovea".into()]);
        assert!(told.contains("--tmpfs /opt/fovea/data") && !told.contains("--tmpfs /srv/fovea"));
        // Later ones lie over earlier ones, and the work folder over all.
        assert!(told.find("--tmpfs /opt/fovea/data") < told.find("--bind /srv"));
    }

    #[test]
    fn tools_are_there_to_be_read() {
        let told = told_with(&["/tools/fovea".into()], &["/tools".into()]);
        assert!(told.find("--tmpfs /tmp") < told.find("--ro-bind-try /tools /tools"));
        // Data below a folder of tools are hidden as well.
        assert!(told.find("--ro-bind-try /tools /tools") < told.find("--tmpfs /tools/fovea"));
    }

    #[test]
    fn a_shell_reads_the_variables_as_they_were_given() {
        let value = "it's $HOME `x` \"y\" \\ \n two";
        let all = BTreeMap::from([("A".to_string(), value.to_string())]);
        let script = format!("{}printf %s \"$A\"", shell_lines(&all));
        let said = Command::new("/bin/sh").arg("-c").arg(script).env_clear().output().unwrap();
        assert_eq!(String::from_utf8(said.stdout).unwrap(), value);
    }
}
