use super::*;
use rxing::{MultiFormatWriter, Writer};

/// A picture with a code of modules `module` pixels wide, turned about its middle, in `ink` on `ground`.
struct Drawn {
    kind: CodeKind,
    text: &'static str,
    module: u32,
    degrees: f64,
    blur: usize,
    ink: (u8, u8),
}

impl Drawn {
    fn of(kind: CodeKind, text: &'static str) -> Drawn {
        Drawn { kind, text, module: 4, degrees: 0.0, blur: 0, ink: (30, 220) }
    }

    fn picture(&self) -> Picture {
        let square = self.kind.is_square();
        let (w, h) = if square { (1, 1) } else { (1, 40) };
        let matrix = MultiFormatWriter.encode(self.text, &self.kind.format(), w, h).unwrap();
        let module = self.module;
        let room = 10 * module;
        let (mw, mh) = (matrix.getWidth(), matrix.getHeight());
        let row = |y: u32| if square { y / module } else { 0 };
        let tall = if square { mh * module } else { 40 * module };
        let mut picture = Picture::new(mw * module + 2 * room, tall + 2 * room);
        picture.rgb.fill(self.ink.1);
        let width = picture.width;
        for y in 0..tall {
            for x in 0..mw * module {
                if matrix.get(x / module, row(y)) {
                    let at = 3 * ((y + room) * width + x + room) as usize;
                    picture.rgb[at..at + 3].fill(self.ink.0);
                }
            }
        }
        for _ in 0..self.blur {
            for c in 0..3 {
                let plane: Vec<u8> = picture.rgb.iter().skip(c).step_by(3).copied().collect();
                let soft = blurred(&plane, picture.width as usize, picture.height as usize);
                picture.rgb.iter_mut().skip(c).step_by(3).zip(soft).for_each(|(to, v)| *to = v);
            }
        }
        turned(&picture, self.degrees, self.ink.1)
    }

    #[track_caller]
    fn is_read(&self) -> FoundCode {
        let picture = self.picture();
        let found = read_codes(&picture, &CodeKind::ALL);
        let of = found.iter().find(|f| f.kind == self.kind);
        let of = of.unwrap_or_else(|| panic!("{} {}°: {found:?}", self.kind.name(), self.degrees));
        assert_eq!(of.text, self.text);
        of.clone()
    }
}

fn blurred(plane: &[u8], width: usize, height: usize) -> Vec<u8> {
    let at = |x: usize, y: usize| u32::from(plane[y.min(height - 1) * width + x.min(width - 1)]);
    let mean = |x: usize, y: usize| (at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1)) / 4;
    (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| mean(x, y) as u8).collect()
}

/// Drawn on a larger ground, so that nothing is cut off.
fn turned(picture: &Picture, degrees: f64, ground: u8) -> Picture {
    let (w, h) = (picture.width as f64, picture.height as f64);
    let side = w.hypot(h).ceil() as u32 + 8;
    let mut out = Picture::new(side, side);
    let (sin, cos) = (-degrees).to_radians().sin_cos();
    let middle = f64::from(side) / 2.0;
    for y in 0..side {
        for x in 0..side {
            let (u, v) = (f64::from(x) + 0.5 - middle, f64::from(y) + 0.5 - middle);
            let (p, q) = (cos * u - sin * v + w / 2.0, sin * u + cos * v + h / 2.0);
            let inside = p >= 0.0 && q >= 0.0 && p < w && q < h;
            let color = if inside { picture.pixel(p as u32, q as u32) } else { None };
            let at = 3 * (y * side + x) as usize;
            out.rgb[at..at + 3].copy_from_slice(&color.unwrap_or([ground; 3]));
        }
    }
    out
}

const EACH: [(CodeKind, &str); 6] = [
    (CodeKind::Qr, "https://example.com/lot/213817B"),
    (CodeKind::DataMatrix, "LOT 213817B"),
    (CodeKind::Code128, "SN-0042-7"),
    (CodeKind::Code39, "PART 42"),
    (CodeKind::Ean13, "4006381333931"),
    (CodeKind::Ean8, "96385074"),
];

#[test]
fn each_kind_is_read_upright_and_its_place_is_told() {
    for (kind, text) in EACH {
        let found = Drawn::of(kind, text).is_read();
        let picture = Drawn::of(kind, text).picture();
        let bounds = fovea_domain::Polygon(found.quad.to_vec()).bounds().unwrap();
        let (cx, cy) = (bounds.x + bounds.w / 2.0, bounds.y + bounds.h / 2.0);
        let (w, h) = (picture.width as f32, picture.height as f32);
        assert!((cx / w - 0.5).abs() < 0.2 && (cy / h - 0.5).abs() < 0.2, "{} {bounds:?}", kind.name());
    }
}

#[test]
fn codes_are_read_turned() {
    for (kind, text) in EACH {
        for degrees in [90.0, 180.0, 12.0, -25.0] {
            Drawn { degrees, ..Drawn::of(kind, text) }.is_read();
        }
    }
}

#[test]
fn codes_are_read_light_on_dark() {
    for (kind, text) in EACH {
        Drawn { ink: (215, 25), ..Drawn::of(kind, text) }.is_read();
    }
}

#[test]
fn codes_are_read_blurred() {
    for (kind, text) in EACH {
        Drawn { blur: 4, ..Drawn::of(kind, text) }.is_read();
    }
}

#[test]
fn only_the_kinds_that_are_asked_for_are_read_and_nothing_where_nothing_is() {
    let picture = Drawn::of(CodeKind::Qr, "A-1").picture();
    assert!(read_codes(&picture, &[CodeKind::DataMatrix, CodeKind::Code128]).is_empty());
    assert_eq!(read_codes(&picture, &[CodeKind::Qr, CodeKind::Qr]).len(), 1);
    assert!(read_codes(&Picture::new(300, 200), &CodeKind::ALL).is_empty());
    assert!(read_codes(&Picture::new(3, 3), &CodeKind::ALL).is_empty());
}
