//! Policies side by side, as a picture: how many jobs waited no longer than how long, and how much was in use when.

use super::Report;
use super::table::span;
use std::fmt::Write;

const WIDTH: f64 = 900.0;
const PANEL: f64 = 220.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 50.0;
const GAP: f64 = 80.0;
/// Told apart also by those who do not see red and green as different; each line has its own dashes too.
const COLOURS: [&str; 6] = ["#0b6e99", "#d1660f", "#5b3fa8", "#1f7a3d", "#b3245a", "#555555"];
const DASHES: [&str; 6] = ["", "8 4", "2 3", "12 3 2 3", "5 2", "1 4"];

/// One SVG file that needs nothing else.
pub fn plot(reports: &[Report]) -> String {
    let height = TOP + 2.0 * PANEL + GAP + 50.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" \
         font-size=\"13\" fill=\"#222\">\n<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    legend(&mut svg, reports);
    waits(&mut svg, reports, TOP);
    uses(&mut svg, reports, TOP + PANEL + GAP);
    svg.push_str("</svg>\n");
    svg
}

fn legend(svg: &mut String, reports: &[Report]) {
    let mut x = LEFT;
    for (at, report) in reports.iter().enumerate() {
        let (colour, dashes) = look(at);
        // Writing to a string cannot fail.
        let _ = writeln!(
            svg,
            "<line x1=\"{x}\" x2=\"{:.0}\" y1=\"18\" y2=\"18\" stroke=\"{colour}\" stroke-width=\"2.5\" \
             stroke-dasharray=\"{dashes}\"/><text x=\"{:.0}\" y=\"22\">{}</text>",
            x + 34.0,
            x + 40.0,
            escaped(&report.policy)
        );
        x += 60.0 + 8.0 * report.policy.chars().count() as f64;
    }
}

fn look(at: usize) -> (&'static str, &'static str) {
    (COLOURS[at % COLOURS.len()], DASHES[at % DASHES.len()])
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Waits on a scale of powers of ten: what counts is seconds or hours, not an hour more after ten.
fn waits(svg: &mut String, reports: &[Report], top: f64) {
    let longest = reports.iter().flat_map(|r| &r.wait_percentiles_s).fold(10.0, |a: f64, &b| a.max(b));
    let place = |seconds: f64| (1.0 + seconds).log10() / (1.0 + longest).log10();
    let ticks = [0.0, 10.0, 60.0, 600.0, 3600.0, 36_000.0, 86_400.0, 864_000.0, 8_640_000.0];
    let ticks: Vec<(f64, String)> =
        ticks.into_iter().filter(|&s| s <= longest).map(|s| (place(s), span(s))).collect();
    frame(svg, top, "jobs that waited at most so long", &ticks);
    for (at, report) in reports.iter().enumerate() {
        let points = report.wait_percentiles_s.iter().enumerate();
        line(svg, at, top, points.map(|(percent, &wait)| (place(wait), percent as f64 / 100.0)));
    }
}

fn uses(svg: &mut String, reports: &[Report], top: f64) {
    let whole = reports.iter().map(|r| r.makespan_s).fold(1.0, f64::max);
    let ticks: Vec<(f64, String)> =
        (0..=4).map(|n| f64::from(n) / 4.0).map(|x| (x, span(x * whole))).collect();
    frame(svg, top, "devices in use over time", &ticks);
    for (at, report) in reports.iter().enumerate() {
        let points = report.held.iter().enumerate();
        let step = report.step_s;
        line(svg, at, top, points.map(|(n, &held)| ((n as f64 + 0.5) * step / whole, held)));
    }
}

fn frame(svg: &mut String, top: f64, title: &str, ticks: &[(f64, String)]) {
    let (right, bottom) = (WIDTH - RIGHT, top + PANEL);
    let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{:.0}\" font-weight=\"bold\">{title}</text>", top - 8.0);
    for percent in [0, 25, 50, 75, 100] {
        let y = bottom - PANEL * f64::from(percent) / 100.0;
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" x2=\"{right}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"#ddd\"/>\
             <text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{percent} %</text>",
            LEFT - 8.0,
            y + 4.0
        );
    }
    for (place, name) in ticks {
        let x = LEFT + place * (right - LEFT);
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{bottom}\" y2=\"{:.0}\" stroke=\"#888\"/>\
             <text x=\"{x:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{name}</text>",
            bottom + 5.0,
            bottom + 20.0
        );
    }
}

fn line(svg: &mut String, at: usize, top: f64, points: impl Iterator<Item = (f64, f64)>) {
    let (colour, dashes) = look(at);
    let _ = write!(
        svg,
        "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\" points=\""
    );
    for (x, y) in points {
        let x = LEFT + x.clamp(0.0, 1.0) * (WIDTH - RIGHT - LEFT);
        let _ = write!(svg, "{x:.1},{:.1} ", top + PANEL * (1.0 - y.clamp(0.0, 1.0)));
    }
    svg.push_str("\"/>\n");
}
