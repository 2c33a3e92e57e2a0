//! Pictures of the scenes, drawn: nothing of them is photographed, and each is the same at every run.

use fovea_vision::Picture;

/// Left, top, width, height, and what it is.
pub type Marked = ([f32; 4], &'static str);

/// A small generator; what is drawn depends on its number alone.
struct Noise(u64);

impl Noise {
    fn of(number: u64) -> Noise {
        Noise(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// 0 to 1.
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }

    fn between(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * self.next()
    }
}

/// A picture by the colour of each place, with grain.
fn paint((width, height): (u32, u32), noise: &mut Noise, colour: impl Fn(f32, f32) -> [f32; 3]) -> Picture {
    let mut picture = Picture::new(width, height);
    for (i, pixel) in (0u32..).zip(picture.rgb.chunks_exact_mut(3)) {
        let told = colour((i % width) as f32, (i / width) as f32);
        let grain = 8.0 * (noise.next() - 0.5);
        pixel.iter_mut().zip(told).for_each(|(p, c)| *p = (c + grain).clamp(0.0, 255.0) as u8);
    }
    picture
}

/// Name, left, top, width, height of the components of the board.
pub const LAYOUT: [(&str, [f32; 4]); 6] = [
    ("C1", [60.0, 60.0, 64.0, 64.0]),
    ("J1", [190.0, 60.0, 120.0, 46.0]),
    ("Q1", [380.0, 66.0, 40.0, 70.0]),
    ("U1", [60.0, 180.0, 100.0, 70.0]),
    ("U2", [210.0, 170.0, 70.0, 90.0]),
    ("U3", [330.0, 190.0, 110.0, 70.0]),
];
const BODIES: [[f32; 3]; 3] = [[44.0, 46.0, 52.0], [52.0, 104.0, 190.0], [222.0, 218.0, 205.0]];
const PAD: [f32; 3] = [205.0, 208.0, 202.0];

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Missing,
    Reversed,
}

/// A board, a little beside its place; the first one lies straight.
pub fn board(number: u64, fault: Option<(&str, Fault)>) -> Picture {
    let mut noise = Noise::of(number + 100);
    let off = if number == 0 { 0.0 } else { 4.0 };
    let (dx, dy, light) = (noise.between(-off, off), noise.between(-off, off), noise.between(0.94, 1.06));
    let drift: Vec<[f32; 2]> =
        LAYOUT.iter().map(|_| [noise.between(-1.5, 1.5), noise.between(-1.5, 1.5)]).collect();
    paint((500, 320), &mut noise, |x, y| {
        let (x, y) = (x - dx, y - dy);
        let trace = (x * 0.11 + (y * 0.05).sin() * 3.0).sin() > 0.93 || (y * 0.13 + x * 0.021).sin() > 0.95;
        let mut colour = [24.0, if trace { 118.0 } else { 92.0 }, 52.0];
        for (k, ((name, [left, top, w, h]), [ox, oy])) in LAYOUT.iter().zip(&drift).enumerate() {
            let is = fault.filter(|f| f.0 == *name).map(|f| f.1);
            let (px, py) = (x - left, y - top);
            if (-4.0..w + 4.0).contains(&px) && (-4.0..h + 4.0).contains(&py) {
                colour = PAD;
            }
            let (u, v) = ((px - ox) / w, (py - oy) / h);
            if is == Some(Fault::Missing) || !(0.0..1.0).contains(&u) || !(0.0..1.0).contains(&v) {
                continue;
            }
            let (u, v) = if is == Some(Fault::Reversed) { (1.0 - u, 1.0 - v) } else { (u, v) };
            colour = component(k, (u * w, v * h), (u, v));
        }
        colour.map(|c| c * light)
    })
}

/// A dot in one corner and print in lines tell which way round it is.
fn component(k: usize, (x, y): (f32, f32), (u, v): (f32, f32)) -> [f32; 3] {
    let body = BODIES.get(k % BODIES.len()).copied().unwrap_or_default();
    let print = if body[0] > 128.0 { [50.0; 3] } else { [225.0, 225.0, 215.0] };
    let dot = (x - 11.0).hypot(y - 11.0) < 6.0;
    let line = (0.55..0.78).contains(&v) && (0.2..0.75).contains(&u) && (x as i32 / 5 + k as i32) % 3 != 0;
    if dot || line {
        print
    } else if u > 0.84 {
        body.map(|c| 255.0 - c)
    } else {
        body
    }
}

/// The middle of the bead, in pixels; its width, and what a pixel is in mm.
pub const BEAD: [[f64; 2]; 4] = [[70.0, 70.0], [410.0, 70.0], [410.0, 250.0], [90.0, 250.0]];
pub const BEAD_WIDTH: f64 = 16.0;
pub const BEAD_SCALE: f64 = 0.05;

/// How far a place is from the bead's path, and how far along it that is.
fn along(x: f32, y: f32) -> (f32, f32) {
    let (mut best, mut at, mut before) = (f32::MAX, 0.0, 0.0);
    for pair in BEAD.windows(2) {
        let [a, b] = [pair[0], pair[1]].map(|p| p.map(|v| v as f32));
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let long = dx.hypot(dy);
        let t = (((x - a[0]) * dx + (y - a[1]) * dy) / (long * long)).clamp(0.0, 1.0);
        let away = (x - a[0] - t * dx).hypot(y - a[1] - t * dy);
        if away < best {
            (best, at) = (away, before + t * long);
        }
        before += long;
    }
    (best, at)
}

/// A bead of glue on metal; a bad one has a gap, or runs out to one side.
pub fn bead(number: u64, bad: bool) -> Picture {
    let mut noise = Noise::of(number + 200);
    let (phase, place) = (noise.between(0.0, 6.0), noise.between(120.0, 700.0));
    let gap = noise.between(14.0, 30.0);
    let wide = number % 2 == 1;
    paint((480, 320), &mut noise, |x, y| {
        let brushed = 150.0 + 14.0 * (y * 0.9).sin() + 6.0 * (x * 0.03 + y * 0.4).sin();
        let (away, at) = along(x, y);
        let near = (at - place).abs();
        let swell = if bad && wide && near < 26.0 { 7.0 * (1.0 - near / 26.0) } else { 0.0 };
        let half = BEAD_WIDTH as f32 / 2.0 + 0.5 * (at * 0.05 + phase).sin() + swell;
        if away > half || (bad && !wide && near < gap / 2.0) {
            return [brushed, brushed, brushed + 4.0];
        }
        // Bright along its ridge.
        let shine = 70.0 * (1.0 - (away / half).powi(2)).max(0.0);
        [30.0 + shine, 34.0 + shine, 40.0 + shine]
    })
}

/// Dark traces on a bright board, as the artwork has them.
pub fn artwork() -> Picture {
    paint((320, 240), &mut Noise::of(300), |x, y| if is_copper(x, y) { [20.0; 3] } else { [236.0; 3] })
}

fn is_copper(x: f32, y: f32) -> bool {
    let trace = y < 130.0 && (y + 6.0 * (x * 0.03).sin()).rem_euclid(40.0) < 12.0;
    trace || (y > 142.0 && x > 190.0)
}

/// A board of that artwork with a cut trace, a hole and a spot of copper; and where they are.
pub fn bare_board(number: u64) -> (Picture, Vec<Marked>) {
    let mut noise = Noise::of(number + 310);
    let x = noise.between(30.0, 280.0).floor();
    // The middle of a trace: its upper edge is where the sine says.
    let y = 80.0 - 6.0 * (x * 0.03).sin() + 6.0;
    let cut = [x, y - 10.0, 9.0, 20.0];
    let hole = [noise.between(205.0, 290.0).floor(), noise.between(156.0, 215.0).floor(), 9.0, 9.0];
    let spot = [noise.between(20.0, 160.0).floor(), noise.between(156.0, 215.0).floor(), 9.0, 9.0];
    let within = |[l, t, w, h]: [f32; 4], x: f32, y: f32| (l..l + w).contains(&x) && (t..t + h).contains(&y);
    let picture = paint((320, 240), &mut noise, |x, y| {
        let copper = if within(cut, x, y) || within(hole, x, y) {
            false
        } else {
            within(spot, x, y) || is_copper(x, y)
        };
        if copper { [22.0; 3] } else { [232.0; 3] }
    });
    let around = |[l, t, w, h]: [f32; 4]| [l - 8.0, t - 6.0, w + 16.0, h + 12.0];
    (picture, vec![(around(cut), "open"), (around(hole), "pinhole"), (around(spot), "copper")])
}

/// Seven rows of five dots each, from the top, a digit of base 32 a row.
const DOTS: [(char, &str); 13] = [
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
    ('L', "ggggggv"),
    ('O', "ehhhhhe"),
    ('T', "v444444"),
];
const PITCH: f32 = 4.0;
const TEXT_AT: [f32; 2] = [60.0, 60.0];

/// Where a text of so many signs stands.
pub fn text_box(signs: usize) -> [f32; 4] {
    let [x, y] = TEXT_AT;
    [x - 10.0, y - 8.0, signs as f32 * 6.0 * PITCH + 16.0, 7.0 * PITCH + 16.0]
}

/// A label with a text in square dots.
pub fn label(number: u64, text: &str) -> Picture {
    let mut noise = Noise::of(number + 400);
    let light = noise.between(190.0, 215.0);
    let signs: Vec<[u32; 7]> = text.chars().map(rows_of).collect();
    paint((460, 150), &mut noise, |x, y| {
        let (column, row) = ((x - TEXT_AT[0]) / PITCH, (y - TEXT_AT[1]) / PITCH);
        let inside = column >= 0.0 && (0.0..7.0).contains(&row);
        let sign = signs.get((column / 6.0) as usize).filter(|_| inside);
        let place = column as u32 % 6;
        let ink = sign.is_some_and(|rows| place < 5 && rows[row as usize] >> (4 - place) & 1 == 1);
        if ink { [42.0; 3] } else { [light, light, light - 6.0] }
    })
}

fn rows_of(sign: char) -> [u32; 7] {
    let mut rows = [0; 7];
    let known = DOTS.iter().find(|d| d.0 == sign).map_or("", |d| d.1);
    for (row, digit) in rows.iter_mut().zip(known.chars()) {
        *row = digit.to_digit(32).unwrap_or(0);
    }
    rows
}

/// A tray of woven cloth; on a bad one lies a thread or a crumb.
pub fn tray(number: u64, foreign: bool) -> Picture {
    let mut noise = Noise::of(number + 500);
    let (shift, turn) = (noise.between(0.0, 9.0), noise.between(0.0, 6.0));
    let (cx, cy) = (noise.between(60.0, 260.0), noise.between(60.0, 180.0));
    let thread = number.is_multiple_of(2);
    paint((320, 240), &mut noise, |x, y| {
        let weave = 14.0 * ((x + shift) * 0.7).sin() * ((y - shift) * 0.7).sin();
        let (px, py) = (x - cx, y - cy);
        let (u, v) = (px * turn.cos() + py * turn.sin(), py * turn.cos() - px * turn.sin());
        let is = if thread {
            u.abs() < 30.0 && (v - 6.0 * (u * 0.12).sin()).abs() < 2.0
        } else {
            u.hypot(v * 1.4) < 9.0
        };
        match foreign && is {
            true if thread => [60.0, 70.0, 150.0],
            true => [70.0, 46.0, 30.0],
            false => [176.0 + weave, 182.0 + weave, 186.0 + weave],
        }
    })
}
