//! Draws the pictures of `samples/recipes/label`: a plate with two holes, a slot, a text of dots and a code.
//!
//!     cargo run -p fovea-recipe --example label -- samples/recipes/label

use fovea_domain::Point;
use fovea_vision::register::Affine;
use fovea_vision::{Picture, encode_jpeg, write_atomic};
use rxing::{BarcodeFormat, MultiFormatWriter, Writer};
use std::path::Path;

const WIDTH: u32 = 640;
const HEIGHT: u32 = 480;
const INK: u8 = 35;

/// Seven rows of five dots each, from the top, a digit of base 32 a row.
const DOTS: [(char, &str); 16] = [
    ('0', "ehjlphe"),
    ('1', "4c4444e"),
    ('2', "eh1248v"),
    ('3', "v2421he"),
    ('4', "26aiv22"),
    ('5', "vgu11he"),
    ('6', "68guhhe"),
    ('7', "v124888"),
    ('8', "ehhehhe"),
    ('9', "ehhf12c"),
    ('A', "ehhhvhh"),
    ('B', "uhhuhhu"),
    ('C', "ehggghe"),
    ('L', "ggggggv"),
    ('O', "ehhhhhe"),
    ('T', "v444444"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let folder = Path::new(&folder);
    let lot = |text: &str, code: Option<&str>| plate(Some(text), code);
    let save = |name: &str, picture: &Picture| -> Result<(), Box<dyn std::error::Error>> {
        let path = folder.join(name);
        if let Some(above) = path.parent() {
            std::fs::create_dir_all(above)?;
        }
        Ok(write_atomic(&path, &encode_jpeg(&grained(picture, name.len() as u64), 88)?)?)
    };
    let first = lot("LOT 213817B", Some("LOT 213817B"))?;
    save("good.jpg", &first)?;
    save("pictures/good/straight.jpg", &moved(&first, 0.0, (6.0, -4.0)))?;
    let second = lot("LOT 145627C", Some("LOT 145627C"))?;
    save("pictures/good/turned.jpg", &moved(&second, 3.0, (-18.0, 11.0)))?;
    save("pictures/good/blurred.jpg", &blurred(&moved(&second, -1.0, (4.0, 9.0))))?;
    let third = lot("LOT 145627C", Some("LOT 715264A"))?;
    save("pictures/bad/other-code.jpg", &moved(&third, -2.0, (15.0, 7.0)))?;
    save("pictures/bad/no-code.jpg", &moved(&lot("LOT 715264A", None)?, 1.0, (-9.0, -12.0)))?;
    save("pictures/bad/no-plate.jpg", &holder())?;
    Ok(())
}

fn ground() -> Picture {
    let mut picture = Picture::new(WIDTH, HEIGHT);
    for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (i as u32 % WIDTH, i as u32 / WIDTH);
        pixel.fill((70 + x / 32 + y / 48) as u8);
    }
    picture
}

/// What the plate lies on: as sharp as any picture, with holes and no plate.
fn holder() -> Picture {
    let mut picture = ground();
    for y in (20..HEIGHT - 20).step_by(40) {
        for x in (20..WIDTH - 20).step_by(40) {
            fill(&mut picture, [x, y, 14, 14], INK);
        }
    }
    picture
}

fn plate(text: Option<&str>, code: Option<&str>) -> Result<Picture, Box<dyn std::error::Error>> {
    let mut picture = ground();
    fill(&mut picture, [110, 100, 420, 270], 200);
    for (x, y, radius) in [(140.0f32, 132.0f32, 15.0f32), (148.0, 330.0, 22.0)] {
        for row in 0..HEIGHT {
            for column in 0..WIDTH {
                if (column as f32 - x).hypot(row as f32 - y) < radius {
                    fill(&mut picture, [column, row, 1, 1], 75);
                }
            }
        }
    }
    fill(&mut picture, [200, 335, 180, 12], 90);
    for (i, sign) in (0u32..).zip(text.unwrap_or_default().chars()) {
        let Some((_, rows)) = DOTS.iter().find(|d| d.0 == sign) else { continue };
        for (row, bits) in (0u32..).zip(rows.chars().filter_map(|c| c.to_digit(32))) {
            for column in (0u32..5).filter(|c| bits >> (4 - c) & 1 == 1) {
                fill(&mut picture, [205 + (i * 6 + column) * 4, 126 + row * 4, 4, 4], INK);
            }
        }
    }
    if let Some(code) = code {
        fill(&mut picture, [370, 190, 130, 130], 240);
        let matrix = MultiFormatWriter.encode(code, &BarcodeFormat::QR_CODE, 1, 1)?;
        let module = 116 / matrix.getWidth();
        for y in 0..matrix.getHeight() {
            for x in (0..matrix.getWidth()).filter(|x| matrix.get(*x, y)) {
                fill(&mut picture, [377 + x * module, 197 + y * module, module, module], INK);
            }
        }
    }
    Ok(picture)
}

fn fill(picture: &mut Picture, [x, y, w, h]: [u32; 4], value: u8) {
    for row in y..y + h {
        let at = 3 * (row * picture.width + x) as usize;
        picture.rgb[at..at + 3 * w as usize].fill(value);
    }
}

/// As a camera sees it: turned about the middle, then shifted.
fn moved(picture: &Picture, degrees: f64, shift: (f64, f64)) -> Picture {
    let (w, h) = (f64::from(WIDTH), f64::from(HEIGHT));
    let Some(back) = Affine::similarity(degrees, 1.0, (w / 2.0, h / 2.0), shift).inverse() else {
        return picture.clone();
    };
    let corner = |x: f64, y: f64| -> Point {
        let (x, y) = back.apply(x, y);
        [x as f32, y as f32]
    };
    picture.cut_quad(&[corner(0.0, 0.0), corner(w, 0.0), corner(w, h), corner(0.0, h)], WIDTH, HEIGHT)
}

fn blurred(picture: &Picture) -> Picture {
    picture.resize(WIDTH / 8, HEIGHT / 8).resize(WIDTH, HEIGHT)
}

/// With the grain of a camera, the same on each run.
fn grained(picture: &Picture, seed: u64) -> Picture {
    let mut rng = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move || {
        rng ^= rng << 13;
        rng ^= rng >> 7;
        rng ^= rng << 17;
        (rng >> 60) as i16 - 8
    };
    let mut out = picture.clone();
    for pixel in out.rgb.chunks_exact_mut(3) {
        let grain = next() / 3;
        pixel.iter_mut().for_each(|v| *v = (i16::from(*v) + grain).clamp(0, 255) as u8);
    }
    out
}
