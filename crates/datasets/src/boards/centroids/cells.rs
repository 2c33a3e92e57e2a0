//! Tables as programs for boards write them: parted by commas, semicolons, tabulators or blanks, with quotes.

const MOST_ROWS: usize = 20_000;
const SIGNS: [char; 3] = [',', ';', '\t'];

/// The cells of each line; empty lines are left out.
pub(super) fn cells_of(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(MOST_ROWS).collect();
    let with = |sign: char| lines.iter().filter(|line| line.matches(sign).count() >= 2).count();
    // The first of equals.
    let mut best = (SIGNS[0], 0);
    for sign in SIGNS {
        let count = with(sign);
        if count > best.1 {
            best = (sign, count);
        }
    }
    let parted = best.1 * 3 > lines.len();
    let cells = |line: &&str| match parted {
        true => split(line, best.0),
        false => line.split_whitespace().map(String::from).collect(),
    };
    lines.iter().map(cells).collect()
}

fn split(line: &str, sign: char) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '"' && quoted && chars.peek() == Some(&'"') {
            cell.push('"');
            chars.next();
        } else if c == '"' {
            quoted = !quoted;
        } else if c == sign && !quoted {
            cells.push(cell.trim().to_string());
            cell.clear();
        } else {
            cell.push(c);
        }
    }
    cells.push(cell.trim().to_string());
    cells
}
