use super::client;
use super::table::{Column, maybe, show, word};
use crate::cli::{ImageArgs, ImageCommand, RemoteArgs};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::Failure;
use fovea_api::dto::{Image, Images, NewPresetImage, PresetImage, PresetImages};
use fovea_client::{Client, ClientError, Found};

const COLUMNS: &[Column<Image>] = &[
    ("GROUP", |i| word(&i.group)),
    ("IMAGE", |i| i.image.clone()),
    ("ENGINE", |i| maybe(i.framework.as_ref(), |name| named(name, i.version.as_deref().unwrap_or_default()))),
    ("DEVICES", |i| if i.devices.is_empty() { "any".into() } else { i.devices.join(",") }),
    ("HERE", |i| if i.here { "yes".into() } else { "no".into() }),
];
const PATH: &str = "/images/presets";

pub fn run(command: &ImageCommand) -> Result<u8, Failure> {
    match command {
        ImageCommand::List { device, remote } => {
            let Images { mut items, lacks } = client(remote)?.get("/images")?;
            if let Some(device) = device {
                items.retain(|image| image.devices.is_empty() || image.devices.contains(device));
            }
            show(remote, &Found { total: items.len() as u64, items }, COLUMNS)?;
            if let Some(lack) = lacks {
                note!("note: no job can run in an image here: {}", lack.detail);
            }
        }
        ImageCommand::Add { image, about, remote } => {
            let made: PresetImage = client(remote)?.post(PATH, &wanted(image, about))?;
            tell(&made, remote, "offered as")?;
        }
        ImageCommand::Edit { image, to, about, remote } => {
            let client = client(remote)?;
            let before = all(&client)?;
            let before = find(&before, image)?;
            // Also where it was named by its id.
            let name = to.as_ref().unwrap_or(&before.image);
            client.put(format!("{PATH}/{}", before.id), &wanted(name, about))?;
            let changed = all(&client)?;
            tell(find(&changed, &before.id.to_string())?, remote, "now")?;
        }
        ImageCommand::Remove { images, remote } => {
            let client = client(remote)?;
            let offered = all(&client)?;
            // All are found before the first goes.
            let found = images.iter().map(|i| find(&offered, i)).collect::<Result<Vec<_>, _>>()?;
            found.iter().try_for_each(|i| client.delete(format!("{PATH}/{}", i.id)))?;
            match remote.json {
                true => print_json(&found)?,
                false => found.iter().try_for_each(|i| say!("{} is no longer offered", i.image))?,
            }
        }
    }
    DONE
}

fn named(framework: &str, version: &str) -> String {
    format!("{framework} {version}").trim_end().to_string()
}

fn wanted(image: &str, about: &ImageArgs) -> NewPresetImage {
    NewPresetImage {
        image: image.into(),
        framework: about.framework.clone(),
        version: about.version.clone(),
        devices: about.devices.clone(),
        description: about.description.clone(),
    }
}

fn tell(image: &PresetImage, remote: &RemoteArgs, done: &str) -> Result<(), Failure> {
    if remote.json {
        return print_json(image);
    }
    say!("{} is {done} {}", image.image, named(&image.framework, &image.version))
}

fn all(client: &Client) -> Result<Vec<PresetImage>, Failure> {
    let PresetImages { items } = client.get(PATH)?;
    Ok(items)
}

fn find<'a>(all: &'a [PresetImage], text: &str) -> Result<&'a PresetImage, Failure> {
    let found = all.iter().find(|i| i.image == text || i.id.to_string() == text);
    found.ok_or_else(|| ClientError::Unknown { what: "image", name: text.into() }.into())
}
