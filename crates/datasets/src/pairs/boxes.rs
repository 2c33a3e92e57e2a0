/// One line of a file of boxes, unchecked: left, top, right, bottom in pixels, and a kind's number or name.
#[derive(Debug, Clone, PartialEq)]
pub struct PairBox {
    pub corners: [f64; 4],
    pub kind: String,
}

/// Boxes of one picture; more are a mistake, or meant to harm.
const MOST_BOXES: usize = 10_000;
const LONGEST_KIND: usize = 200;
const BETWEEN: [char; 3] = [' ', '\t', ','];

/// Reads `x1 y1 x2 y2 kind` a line, parted by blanks or commas. Returns what can be used and, in words, what cannot.
pub fn parse_pair_boxes(text: &str) -> (Vec<PairBox>, Vec<String>) {
    let (mut boxes, mut problems) = (Vec::new(), Vec::new());
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        if boxes.len() == MOST_BOXES {
            problems.push(format!("has more than {MOST_BOXES} boxes; the rest was left out"));
            break;
        }
        match parse_line(line) {
            Some(found) => boxes.push(found),
            None => {
                let start: String = line.trim().chars().filter(|c| !c.is_control()).take(60).collect();
                problems.push(format!("line {} is not `x1 y1 x2 y2 kind`: `{start}`", i + 1));
            }
        }
    }
    (boxes, problems)
}

fn parse_line(line: &str) -> Option<PairBox> {
    let mut rest = line.trim_start_matches(BETWEEN);
    let mut words = [""; 4];
    for word in &mut words {
        let (first, behind) = rest.split_once(BETWEEN)?;
        (*word, rest) = (first, behind.trim_start_matches(BETWEEN));
    }
    // Names of kinds may have blanks in them.
    let ([x0, y0, x1, y1], kind) = (words, rest);
    let mut corners = [0.0f64; 4];
    for (corner, word) in corners.iter_mut().zip([x0, y0, x1, y1]) {
        *corner = word.parse().ok()?;
    }
    let kind = kind.trim().trim_end_matches(BETWEEN);
    let mut words = kind.split(BETWEEN);
    // A number is the whole of it; what follows it is of another form.
    let numbered = words.next().is_some_and(|first| first.parse::<f64>().is_ok()) && words.next().is_some();
    let sound =
        !numbered && !kind.is_empty() && kind.len() <= LONGEST_KIND && !kind.chars().any(char::is_control);
    sound.then(|| PairBox { corners, kind: kind.into() })
}
