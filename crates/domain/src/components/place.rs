//! Where a component belongs on a board.

use crate::BBox;
use serde::{Deserialize, Serialize};

/// A component and where it lies on the picture of a good board. Written as `[name, box]`, with `true` behind where its way
/// round does not matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct ComponentPlace {
    pub name: String,
    pub bbox: BBox,
    /// Whether it may as well lie turned by half a turn, as a resistor does.
    pub either_way: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    Plain(String, BBox),
    Told(String, BBox, bool),
}

impl From<Kept> for ComponentPlace {
    fn from(kept: Kept) -> ComponentPlace {
        match kept {
            Kept::Plain(name, bbox) => ComponentPlace { name, bbox, either_way: false },
            Kept::Told(name, bbox, either_way) => ComponentPlace { name, bbox, either_way },
        }
    }
}

impl From<ComponentPlace> for Kept {
    fn from(place: ComponentPlace) -> Kept {
        let ComponentPlace { name, bbox, either_way } = place;
        if either_way { Kept::Told(name, bbox, true) } else { Kept::Plain(name, bbox) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_from_before_has_one_way_round_and_is_written_as_it_was() {
        let before = r#"[["U1",[1.0,2.0,30.0,40.0]],["R1",[5.0,6.0,20.0,10.0],true]]"#;
        let read: Vec<ComponentPlace> = serde_json::from_str(before).unwrap();
        let told: Vec<(&str, bool)> = read.iter().map(|p| (p.name.as_str(), p.either_way)).collect();
        assert_eq!(told, [("U1", false), ("R1", true)]);
        assert_eq!(read[1].bbox, BBox { x: 5.0, y: 6.0, w: 20.0, h: 10.0 });
        assert_eq!(serde_json::to_string(&read).unwrap(), before);
        assert!(serde_json::from_str::<ComponentPlace>(r#"["U1"]"#).is_err());
    }
}
