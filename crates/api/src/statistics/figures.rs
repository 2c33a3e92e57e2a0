use super::near::{Near, near_groups};
use crate::dto::{ClassFigures, ClassPlaces, OutOfReach, SizeFigure, StatisticsResult};
use fovea_domain::dataset::{
    BINS, Facet, HEAT_SIDE, Part, bin_of_aspect, bin_of_brightness, bin_of_extent, bin_of_sharpness,
    heat_cell,
};
use fovea_store::{Id, InFigure, LinkFault, SetRow, VersionClass};
use fovea_vision::Looks;
use std::collections::HashMap;

/// Sizes that are told apart.
const MOST_SIZES: usize = 24;
/// Classes whose places are told apart.
const MOST_PLACES: usize = 24;

/// Adds up what statistics tell, picture by picture.
pub(super) struct Figures {
    pictures: u64,
    labelled: u64,
    regions: u64,
    bytes: u64,
    unreadable: u64,
    out_of_reach: Vec<OutOfReach>,
    classes: HashMap<Option<Id>, [u64; 3]>,
    marked: HashMap<Id, u64>,
    sizes: Vec<((u32, u32), u64)>,
    other_sizes: u64,
    brightness: Vec<u64>,
    sharpness: Vec<u64>,
    extent: Vec<u64>,
    aspect: Vec<u64>,
    place: Vec<u64>,
    place_by_class: HashMap<Id, Vec<u64>>,
    near: Near,
}

fn bins() -> Vec<u64> {
    vec![0; BINS as usize]
}

fn cells() -> Vec<u64> {
    vec![0; (HEAT_SIDE * HEAT_SIDE) as usize]
}

fn more(bins: &mut [u64], bin: u32) {
    if let Some(count) = bins.get_mut(bin as usize) {
        *count += 1;
    }
}

impl Figures {
    pub fn new(total: i64) -> Figures {
        Figures {
            pictures: 0,
            labelled: 0,
            regions: 0,
            bytes: 0,
            unreadable: 0,
            out_of_reach: Vec::new(),
            classes: HashMap::new(),
            marked: HashMap::new(),
            sizes: Vec::new(),
            other_sizes: 0,
            brightness: bins(),
            sharpness: bins(),
            extent: bins(),
            aspect: bins(),
            place: cells(),
            place_by_class: HashMap::new(),
            near: Near::new(total),
        }
    }

    /// Returns the figures that the picture is in. What it looks like may be known from before, also where it is out of reach by now.
    pub fn add(
        &mut self,
        row: &SetRow,
        (looks, features): (Option<&Looks>, Option<&[u8]>),
        away: Option<&LinkFault>,
    ) -> Vec<InFigure> {
        let mut found = Vec::new();
        let mut note = |facet, bin| found.push((facet, bin, row.picture_id));
        self.pictures += 1;
        self.bytes += row.bytes;
        note(Facet::Size, self.size(row.width, row.height));
        if let Some(fault) = away {
            note(Facet::OutOfReach, self.away(fault));
        }
        if row.labelled {
            self.labelled += 1;
            let [train, validation, test] = self.classes.entry(row.class).or_default();
            *match row.part {
                Some(Part::Validation) => validation,
                Some(Part::Test) => test,
                Some(Part::Train) | None => train,
            } += 1;
        }
        match looks {
            Some(looks) => {
                let (brightness, sharpness) =
                    (bin_of_brightness(looks.brightness), bin_of_sharpness(looks.sharpness));
                more(&mut self.brightness, brightness);
                more(&mut self.sharpness, sharpness);
                note(Facet::Brightness, brightness);
                note(Facet::Sharpness, sharpness);
                self.near.add(row, looks, features);
            }
            None if away.is_some() => {}
            None => {
                self.unreadable += 1;
                note(Facet::Unreadable, 0);
            }
        }
        let (width, height) = (f64::from(row.width.max(1)), f64::from(row.height.max(1)));
        for region in &row.regions {
            self.regions += 1;
            *self.marked.entry(region.class_id).or_default() += 1;
            let Some(bounds) = region.shape.bounds() else { continue };
            let [x, y, w, h] = <[f32; 4]>::from(bounds).map(f64::from);
            let cell = heat_cell((x + w / 2.0) / width, (y + h / 2.0) / height);
            let extent = bin_of_extent((w * h / (width * height)).sqrt());
            let aspect = bin_of_aspect(w / h.max(1e-6));
            more(&mut self.place, cell);
            more(self.place_by_class.entry(region.class_id).or_insert_with(cells), cell);
            more(&mut self.extent, extent);
            more(&mut self.aspect, aspect);
            note(Facet::Place, cell);
            note(Facet::Extent, extent);
            note(Facet::Aspect, aspect);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// By storage and reason, in the order in which they came up: there are few of both.
    fn away(&mut self, fault: &LinkFault) -> u32 {
        let known = |one: &&mut OutOfReach| one.storage == fault.storage && one.code == fault.code();
        if let Some(one) = self.out_of_reach.iter_mut().find(known) {
            one.pictures += 1;
            return one.bin;
        }
        let bin = u32::try_from(self.out_of_reach.len()).unwrap_or(u32::MAX);
        let (storage, code) = (fault.storage.clone(), fault.code().to_string());
        self.out_of_reach.push(OutOfReach { bin, storage, code, pictures: 1 });
        bin
    }

    fn size(&mut self, width: u32, height: u32) -> u32 {
        let at = self.sizes.iter().position(|(size, _)| *size == (width, height));
        let at = match at {
            None if self.sizes.len() < MOST_SIZES => {
                self.sizes.push(((width, height), 0));
                Some(self.sizes.len() - 1)
            }
            other => other,
        };
        match at.and_then(|at| self.sizes.get_mut(at).map(|size| (at, size))) {
            Some((at, (_, count))) => {
                *count += 1;
                u32::try_from(at).unwrap_or(u32::MAX)
            }
            None => {
                self.other_sizes += 1;
                MOST_SIZES as u32
            }
        }
    }

    /// By which nearly the same pictures are found, once all pictures are there.
    pub fn near(&mut self) -> Near {
        std::mem::replace(&mut self.near, Near::new(0))
    }

    /// All figures, and those that only show once all pictures are there.
    pub fn end(mut self, classes: Vec<VersionClass>, near: Near) -> (StatisticsResult, Vec<InFigure>) {
        let near = near_groups(near);
        let mut sizes: Vec<SizeFigure> = self
            .sizes
            .iter()
            .zip(0..)
            .map(|(((width, height), pictures), bin)| SizeFigure {
                bin,
                width: Some(*width),
                height: Some(*height),
                pictures: *pictures,
            })
            .collect();
        sizes.sort_by(|a, b| b.pictures.cmp(&a.pictures).then(a.bin.cmp(&b.bin)));
        if self.other_sizes > 0 {
            let pictures = self.other_sizes;
            sizes.push(SizeFigure { bin: MOST_SIZES as u32, width: None, height: None, pictures });
        }
        let mut by_class: Vec<ClassFigures> = Vec::new();
        let mut place_by_class = Vec::new();
        for class in classes {
            let [train, validation, test] = self.classes.remove(&Some(class.id)).unwrap_or_default();
            by_class.push(ClassFigures {
                class_id: Some(class.id),
                name: Some(class.name),
                colour: Some(class.colour),
                good: class.good,
                pictures: train + validation + test,
                train,
                validation,
                test,
                regions: self.marked.get(&class.id).copied().unwrap_or(0),
            });
            if let Some(place) = self.place_by_class.remove(&class.id)
                && place_by_class.len() < MOST_PLACES
            {
                place_by_class.push(ClassPlaces { class_id: class.id, place });
            }
        }
        let [train, validation, test] =
            self.classes.into_values().fold([0; 3], |[a, b, c], [x, y, z]| [a + x, b + y, c + z]);
        if train + validation + test > 0 {
            by_class.push(ClassFigures {
                class_id: None,
                name: None,
                colour: None,
                good: false,
                pictures: train + validation + test,
                train,
                validation,
                test,
                regions: 0,
            });
        }
        let result = StatisticsResult {
            pictures: self.pictures,
            labelled: self.labelled,
            regions: self.regions,
            bytes: self.bytes,
            unreadable: self.unreadable,
            out_of_reach: self.out_of_reach,
            by_class,
            sizes,
            brightness: self.brightness,
            sharpness: self.sharpness,
            extent: self.extent,
            aspect: self.aspect,
            place: self.place,
            place_by_class,
            near: near.groups,
            near_groups: near.count,
            near_pictures: near.pictures,
            leaks: near.leaks,
            leak_pictures: near.leak_pictures,
            near_left_out: near.left_out,
            near_described: near.described,
            near_unseen: near.unseen,
        };
        (result, near.figures)
    }
}
