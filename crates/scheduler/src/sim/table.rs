//! Policies side by side, as text.

use super::Report;

/// One column a policy; names of rows in English.
pub fn table(reports: &[Report]) -> String {
    type Cell = fn(&Report) -> String;
    let rows: [(&str, Cell); 15] = [
        ("jobs done", |r| r.jobs.to_string()),
        ("refused", |r| r.refused.to_string()),
        ("cut short", |r| r.cut_short.to_string()),
        ("left waiting", |r| r.left_waiting.to_string()),
        ("preemptions", |r| r.preempted.to_string()),
        ("wait, mean", |r| span(r.wait_s.mean)),
        ("wait, p50", |r| span(r.wait_s.p50)),
        ("wait, p90", |r| span(r.wait_s.p90)),
        ("wait, p99", |r| span(r.wait_s.p99)),
        ("wait, longest", |r| span(r.wait_s.max)),
        ("slowdown, mean", |r| format!("{:.2}", r.mean_slowdown)),
        ("utilisation", |r| format!("{:.1} %", r.utilisation * 100.0)),
        ("fairness (Jain)", |r| format!("{:.3}", r.fairness)),
        ("makespan", |r| span(r.makespan_s)),
        ("rounds", |r| r.rounds.to_string()),
    ];
    let head = std::iter::once(String::new()).chain(reports.iter().map(|r| r.policy.clone()));
    let mut lines: Vec<Vec<String>> = vec![head.collect()];
    for (name, cell) in rows {
        lines.push(std::iter::once(name.to_string()).chain(reports.iter().map(cell)).collect());
    }
    let width = |at: usize| lines.iter().map(|line| line[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..=reports.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths).enumerate().map(|(at, (cell, width))| match at {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A time that a person can compare: 42 s, 12.5 min, 3.2 h, 2.1 d.
pub(super) fn span(seconds: f64) -> String {
    match seconds {
        s if s < 10.0 => format!("{s:.1} s"),
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7200.0 => format!("{:.1} min", s / 60.0),
        s if s < 172_800.0 => format!("{:.1} h", s / 3600.0),
        s => format!("{:.1} d", s / 86_400.0),
    }
}
