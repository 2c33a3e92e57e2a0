use crate::LabelError;
use fovea_domain::BBox;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};

/// A component and where it lies on the picture that the layout was drawn on.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    pub name: String,
    pub bbox: BBox,
    /// Whether it may as well lie turned by half a turn.
    pub either_way: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The picture as the file names it.
    pub image: String,
    /// By name.
    pub components: Vec<Component>,
    /// What was left out, in words.
    pub problems: Vec<String>,
}

/// Boards have hundreds of components; more than this is a mistake or an attack.
pub(super) const MOST_COMPONENTS: usize = 1000;
const LONGEST_NAME: usize = 100;
/// Shortest side of a component in pixels: less shows nothing.
pub(super) const SMALLEST: f64 = 8.0;
/// So far a box may reach over the edge without a word.
const ROUNDING: f64 = 1.0;

#[derive(Deserialize)]
struct File<'a> {
    image: String,
    #[serde(borrow)]
    components: BTreeMap<String, &'a RawValue>,
    #[serde(default)]
    either_way: Vec<String>,
}

pub(super) fn looks_like(json: &[u8]) -> bool {
    serde_json::from_slice::<File>(json).is_ok_and(|f| !f.components.is_empty())
}

/// `{"image": "golden.jpg", "components": {"R1": [left, top, right, bottom], …}, "either_way": ["R1", …]}`. Boxes are cut to a
/// picture of `size`; those that cannot be used are left out with a word. A size of 0 × 0 checks none of them.
pub fn parse_layout(json: &[u8], size: (u32, u32)) -> Result<Layout, LabelError> {
    let file: File = serde_json::from_slice(json)?;
    if file.components.len() > MOST_COMPONENTS {
        let count = file.components.len();
        return Err(LabelError(format!("{count} components are more than {MOST_COMPONENTS}")));
    }
    let mut layout = Layout { image: file.image, components: Vec::new(), problems: Vec::new() };
    if size == (0, 0) {
        return Ok(layout);
    }
    let either_way: BTreeSet<String> = file.either_way.into_iter().collect();
    for name in either_way.iter().filter(|name| !file.components.contains_key(*name)) {
        let problem = format!("`{}` of `either_way` is none of its components", shown(name));
        layout.problems.push(problem);
    }
    for (name, raw) in file.components {
        let shown = shown(&name);
        if name.trim().is_empty() || name.len() > LONGEST_NAME || name.chars().any(char::is_control) {
            let problem = format!("the name `{shown}` is empty, too long or cannot be printed; left out");
            layout.problems.push(problem);
            continue;
        }
        match serde_json::from_str::<[f64; 4]>(raw.get()).ok().and_then(|c| fitted(c, size)) {
            Some(bbox) => {
                let either_way = either_way.contains(&name);
                layout.components.push(Component { name, bbox, either_way });
            }
            None => layout.problems.push(format!(
                "`{shown}` is no box of four numbers inside the picture ({} × {} px), at least {SMALLEST} px wide and \
                 high; left out",
                size.0, size.1
            )),
        }
    }
    Ok(layout)
}

/// A name as it may be told.
pub(super) fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// Left, top, right and bottom as a box inside the picture.
fn fitted([x0, y0, x1, y1]: [f64; 4], (width, height): (u32, u32)) -> Option<BBox> {
    let (w, h) = (f64::from(width), f64::from(height));
    let inside = x0 >= -ROUNDING && y0 >= -ROUNDING && x1 <= w + ROUNDING && y1 <= h + ROUNDING;
    let (x0, y0, x1, y1) = (x0.max(0.0), y0.max(0.0), x1.min(w), y1.min(h));
    (inside && x1 - x0 >= SMALLEST && y1 - y0 >= SMALLEST).then_some(BBox {
        x: x0 as f32,
        y: y0 as f32,
        w: (x1 - x0) as f32,
        h: (y1 - y0) as f32,
    })
}

/// `{"components": {"R1": "missing", …}}`; the words are as they stand.
pub fn parse_faults(json: &[u8]) -> Result<BTreeMap<String, String>, LabelError> {
    #[derive(Deserialize)]
    struct Faults {
        components: BTreeMap<String, String>,
    }
    let faults: Faults = serde_json::from_slice(json)?;
    if faults.components.len() > MOST_COMPONENTS {
        let count = faults.components.len();
        return Err(LabelError(format!("{count} components are more than {MOST_COMPONENTS}")));
    }
    Ok(faults.components)
}
