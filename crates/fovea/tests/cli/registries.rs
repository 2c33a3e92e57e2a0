//! Accounts at registries of images, from the shell.

use crate::jobs::House;
use crate::podman::{IMAGE, Podman};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

#[test]
fn an_account_is_added_replaced_and_forgotten_without_its_secret_being_shown() {
    let house = House::with_registries(&["any"]);
    let add =
        ["account", "registry", "add", "https://R.example.com:5000", "--login", "ann", "--password-stdin"];
    let made = house.run_given(&add, "first secret\n").exits(0);
    assert_eq!(made.out.trim(), "images of r.example.com:5000 are fetched as ann");
    let again = house.run_given(&add, "second secret\n");
    assert!(again.code == Some(1) && again.err.contains("registry.known"), "{}", again.err);
    let mut replace = add.to_vec();
    (replace[3], replace[5]) = ("r.example.com:5000", "bob");
    replace.push("--replace");
    let replaced = house.run_given(&replace, "second secret\n").exits(0);
    assert_eq!(replaced.out.trim(), "images of r.example.com:5000 are fetched as bob");
    let listed = house.run(&["account", "registry", "list", "--json"]).exits(0);
    assert!(!listed.out.contains("secret"), "{}", listed.out);
    let all: Value = serde_json::from_str(&listed.out).unwrap();
    assert_eq!((&all["items"][0]["login"], &all["total"]), (&json!("bob"), &json!(1)));
    let plain = ["account", "registry", "add", "http://r.example.com", "--login", "ann", "--password-stdin"];
    let plain = house.run_given(&plain, "x\n");
    assert!(plain.code == Some(3) && plain.err.contains("registry.plain"), "{}", plain.err);
    let unknown = house.run(&["account", "registry", "delete", "elsewhere.example.com"]);
    assert_eq!(unknown.code, Some(1), "{}", unknown.err);
    house.run(&["account", "registry", "delete", "r.example.com:5000"]).exits(0);
    assert_eq!(house.server().get("/account/registries")["items"], json!([]));
}

/// A registry on a port of this machine, which knows one account.
struct Registry(Child, String);

impl Registry {
    fn start(login: &str, secret: &str) -> Registry {
        let mut command = Command::new("python3");
        command.args(["-c", include_str!("registry.py"), login, secret]).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Registry(child, format!("127.0.0.1:{}", port.trim()))
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// With the real Podman, which pushes there as somebody and fetches again as the owner of a job.
#[test]
fn an_image_is_fetched_from_a_registry_as_its_owner_and_from_no_other() {
    let Some(podman) = Podman::start() else { return };
    let registry = Registry::start("ann", "hunter2");
    let host = registry.1.as_str();
    let image = format!("{host}/team/tools:1");
    let docker = format!("docker://{image}");
    podman.told(&["push", "--tls-verify=false", "--creds", "ann:hunter2", IMAGE, &docker]).unwrap();
    let mut house = House::with_podman(&podman.socket(), None);
    let file = json!({ "image": image });
    // What no administrator named is not fetched.
    let text = house.file(&format!("name: t\ncommand: x\nimage: {image}\n"));
    house.run(&["job", "submit", "-f", &text]).fails(3, "job_file.invalid");
    house.fetch_from(&[&format!("http://{host}")]);
    let refused = |job: &str| {
        let ended = house.ended(job);
        let why = ended["reason"].to_string();
        assert_eq!(
            (&ended["state"], &ended["reason"]["code"]),
            (&json!("failed"), &json!("job.image_refused"))
        );
        assert!(why.contains(&image) && why.contains("could not be fetched"), "{why}");
    };
    refused(&house.submit("cat /etc/image", file.clone()));
    let add = ["account", "registry", "add", host, "--login", "ann", "--password-stdin"];
    house.run_given(&add, "wrong\n").exits(0);
    refused(&house.submit("cat /etc/image", file.clone()));
    let mut replace = add.to_vec();
    replace.push("--replace");
    house.run_given(&replace, "hunter2\n").exits(0);
    let job = house.submit("cat /etc/image", file.clone());
    let ended = house.ended(&job);
    assert_eq!(ended["state"], "succeeded", "{ended} {:?}", house.said(&job));
    assert_eq!(house.said(&job), ["of the image"]);
    let used = house.server().get("/account/registries");
    assert!(used["items"][0]["last_used_at"].is_string(), "{used}");
    // That it is here now is no way around the registry.
    assert!(podman.told(&["images", "--format", "{{.Repository}}"]).unwrap().contains("team/tools"));
    house.run(&["account", "registry", "delete", host]).exits(0);
    refused(&house.submit("cat /etc/image", file));
    for told in [house.server().get(&format!("/jobs/{job}")), house.server().get("/audit?limit=200")] {
        assert!(!told.to_string().contains("hunter2"), "{told}");
    }
}

/// All rights within the container, which the machine's Podman has to give.
#[test]
fn a_privileged_container_has_rights_that_others_have_not() {
    let Some(podman) = Podman::start() else { return };
    let mut house = House::with_podman(&podman.socket(), None);
    let script = "busybox grep CapEff /proc/self/status; ls /sys/class/net | tr '\\n' ' '; echo";
    let file = json!({ "image": IMAGE, "privileged": true });
    let text = house.file(&format!("name: t\ncommand: x\nimage: {IMAGE}\nprivileged: true\n"));
    let off = house.run(&["job", "submit", "-f", &text]).fails(3, "job_file.invalid");
    assert!(off.err.contains("privileged"), "{}", off.err);
    house.allow_privileged();
    let job = house.submit(script, file);
    let ended = house.ended(&job);
    assert_eq!(ended["state"], "succeeded", "{ended} {:?}", house.said(&job));
    let said = house.said(&job);
    assert!(said[0].starts_with("CapEff:") && !said[0].ends_with("\t0000000000000000"), "{said:?}");
    assert_eq!(said[1], "lo ", "{said:?}");
}
