//! The layout of a board from a centroid file, by components whose place on the picture is known.

use super::{DONE, print_json};
use crate::cli::{CentroidsArgs, SideArg};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_datasets::{BoardSide, CentroidMap, Centroids, Component, Shown, parse_layout, read_centroids};
use fovea_vision::{Limits, decode_file, read_limited, write_atomic};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Serialize)]
struct Told<'a> {
    /// What was written.
    layout: String,
    components: usize,
    /// Those of this side that the picture does not show.
    left_out: Vec<&'a str>,
}

/// As the trainer reads it.
#[derive(Serialize)]
struct Written<'a> {
    image: String,
    /// Left, top, right and bottom in pixels.
    components: BTreeMap<&'a str, [f32; 4]>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    either_way: &'a [String],
}

/// Two or three are shown.
const POINTS: std::ops::RangeInclusive<usize> = 2..=3;

pub fn run(args: &CentroidsArgs) -> Result<u8, Failure> {
    let text = read_limited(&args.file, &Limits::default())?;
    let centroids = read_centroids(&String::from_utf8_lossy(&text)).ok_or_else(|| Failure {
        exit: exit::DATA,
        code: "centroids.not_read".into(),
        message: format!("{}: no line has the headings of a name and of x and y", args.file.display()),
        hint: "write it as a table with the columns Designator, X, Y, Rotation, Layer and Package".into(),
    })?;
    let side = side_of(args, &centroids);
    let map = map_of(args, &centroids, side)?;
    let picture = decode_file(&args.picture, &Limits::default())?;
    let size = (picture.width, picture.height);
    let placed = centroids.placed(&map, side, args.size.0, size);
    if placed.is_empty() {
        return Err(flat("no component lies on the picture"));
    }
    if let Some(name) = args.either_way.iter().find(|name| !placed.iter().any(|c| c.name == **name)) {
        return Err(unknown(args, name));
    }
    let written = Written {
        image: image_of(args)?,
        components: placed.iter().map(|c| (c.name.as_str(), corners(c))).collect(),
        either_way: &args.either_way,
    };
    let mut json = serde_json::to_vec_pretty(&written)?;
    json.push(b'\n');
    // What the trainer would leave out is told now.
    let read = parse_layout(&json, size).map_err(|e| flat(&e.to_string()))?;
    for problem in &read.problems {
        note!("warning: {problem}");
    }
    write_atomic(&args.out, &json)?;
    let on_side = centroids.rows.iter().filter(|row| row.side == side);
    let left_out = on_side.map(|row| row.name.as_str()).filter(|name| !written.components.contains_key(name));
    let left_out: Vec<&str> = left_out.collect();
    let (layout, components) = (args.out.display().to_string(), read.components.len());
    if args.json {
        print_json(&Told { layout, components, left_out })?;
        return DONE;
    }
    say!("{layout}: {components} components")?;
    if !left_out.is_empty() {
        note!("not on the picture: {}", left_out.join(", "));
    }
    DONE
}

fn side_of(args: &CentroidsArgs, centroids: &Centroids) -> BoardSide {
    let has_top = centroids.rows.iter().any(|row| row.side == BoardSide::Top);
    match args.side {
        Some(SideArg::Top) => BoardSide::Top,
        Some(SideArg::Bottom) => BoardSide::Bottom,
        None if has_top => BoardSide::Top,
        None => BoardSide::Bottom,
    }
}

fn map_of(args: &CentroidsArgs, centroids: &Centroids, side: BoardSide) -> Result<CentroidMap, Failure> {
    if !POINTS.contains(&args.point.len()) {
        return Err(Failure {
            exit: exit::USAGE,
            code: "centroids.points".into(),
            message: format!("{} components were shown, and two or three are needed", args.point.len()),
            hint: "give --point NAME=X,Y twice or three times, for components that lie far apart".into(),
        });
    }
    let mut shown = Vec::with_capacity(args.point.len());
    for point in &args.point {
        let row = centroids.rows.iter().find(|row| row.side == side && row.name == point.name);
        shown.push(Shown { row: row.ok_or_else(|| unknown(args, &point.name))?, at: point.at });
    }
    CentroidMap::of(&shown, side).ok_or_else(|| flat("the shown places are too near, or on one line"))
}

fn unknown(args: &CentroidsArgs, name: &str) -> Failure {
    Failure {
        exit: exit::USAGE,
        code: "centroids.unknown".into(),
        message: format!(
            "{}: no component of this side that the picture shows is called `{name}`",
            args.file.display()
        ),
        hint: "take a name of the file, and --side bottom for a picture of the lower side".into(),
    }
}

fn flat(why: &str) -> Failure {
    Failure {
        exit: exit::DATA,
        code: "centroids.flat".into(),
        message: why.into(),
        hint: "show other components, and see that their places are in pixels of the picture".into(),
    }
}

/// The picture as the layout names it: by its path from there.
fn image_of(args: &CentroidsArgs) -> Result<String, Failure> {
    let folder = args.out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let below = folder.canonicalize().ok().zip(args.picture.canonicalize().ok());
    let path = below.and_then(|(folder, picture)| Some(picture.strip_prefix(folder).ok()?.to_path_buf()));
    let path = path.ok_or_else(|| Failure {
        exit: exit::USAGE,
        code: "centroids.picture_elsewhere".into(),
        message: format!("{} does not lie beside {} or below", args.picture.display(), args.out.display()),
        hint: "write the layout into the folder of the data set, which holds the picture, too".into(),
    })?;
    Ok(path.to_string_lossy().into_owned())
}

fn corners(component: &Component) -> [f32; 4] {
    let b = component.bbox;
    [b.x, b.y, b.x + b.w, b.y + b.h]
}
