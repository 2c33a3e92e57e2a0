use super::ToldText;
use fovea_domain::Point;
use serde::Deserialize;
use std::collections::BTreeMap;

/// ICDAR's word for text that nobody can read: neither taught nor judged.
pub(super) const UNREADABLE: &str = "###";
pub(super) const LONGEST: usize = 1000;

/// Lines of picture and text, parted by the first tabulator or else the first comma; either may stand in quotation marks. A
/// first line `picture,text` (or the like) is a head. Also tells in words which lines could not be used.
pub fn parse_text_list(text: &str) -> (Vec<(String, String)>, Vec<String>) {
    let (mut told, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let parted = line.split_once('\t').or_else(|| split_quoted(line));
        let (name, text) = match parted {
            Some((name, text)) => (unquoted(name), unquoted(text)),
            None => {
                wrong.push(format!("line {} tells no text behind a tabulator or a comma", number + 1));
                continue;
            }
        };
        let head = number == 0 && !name.contains('.') && HEADS.contains(&name.to_lowercase().as_str());
        if head {
            continue;
        }
        if name.is_empty() || text.is_empty() || text.len() > LONGEST {
            wrong.push(format!("line {} has an empty name or text, or one that is too long", number + 1));
            continue;
        }
        told.push((name, text));
    }
    (told, wrong)
}

const HEADS: [&str; 7] = ["picture", "image", "file", "filename", "name", "path", "图片"];

/// At the first comma that stands in no quotation marks.
fn split_quoted(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ',' && !quoted
    });
    at.map(|(i, _)| (&line[..i], &line[i + 1..]))
}

fn unquoted(field: &str) -> String {
    let field = field.trim();
    match field.strip_prefix('"').and_then(|f| f.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => field.to_string(),
    }
}

/// Lines `x1,y1,x2,y2,x3,y3,x4,y4,text` (corners from the text's top left on, as a clock goes). What stands in between cannot
/// be read, and is left out: `###`.
pub fn parse_text_lines(text: &str) -> (Vec<ToldText>, Vec<String>) {
    let (mut told, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        match text_line(line) {
            Some(line) if line.text == UNREADABLE => {}
            Some(line) => told.push(line),
            None => wrong.push(format!("line {} is not eight numbers and a text", number + 1)),
        }
    }
    (told, wrong)
}

fn text_line(line: &str) -> Option<ToldText> {
    let mut fields = line.splitn(9, ',');
    let mut number = || fields.next()?.trim().parse::<f32>().ok().filter(|v| v.is_finite() && v.abs() < 1e6);
    let mut quad: [Point; 4] = Default::default();
    for corner in &mut quad {
        *corner = [number()?, number()?];
    }
    let text = unquoted(fields.next()?);
    (!text.is_empty() && text.len() <= LONGEST).then_some(ToldText { text, quad: Some(quad) })
}

/// `{"texts": {"part-number": {"text": "…"}, …}}`. Boards lie a little otherwise each time: where it stands is not taken over.
pub(super) fn layout_texts(json: &[u8]) -> Vec<ToldText> {
    #[derive(Deserialize)]
    struct Layout {
        #[serde(default)]
        texts: BTreeMap<String, Text>,
    }
    #[derive(Deserialize)]
    struct Text {
        text: String,
    }
    let texts = serde_json::from_slice::<Layout>(json).map(|l| l.texts).unwrap_or_default();
    let usable = texts
        .into_values()
        .map(|t| t.text.trim().to_string())
        .filter(|t| !t.is_empty() && t.len() <= LONGEST);
    usable.map(|text| ToldText { text, quad: None }).collect()
}
