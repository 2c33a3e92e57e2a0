//! XML of strangers. Types of documents are refused, for bombs are made of them; so is what costs the reader time that
//! grows with the square of the file, before it is read: elements with hundreds of attributes, and namespaces.

use crate::LabelError;
use roxmltree::{Document, Node, ParsingOptions};

/// No label file has more of them on one element.
const MOST_ATTRIBUTES: usize = 64;
const MOST_NODES: u32 = 8_000_000;

pub(crate) fn parse(text: &str, most_bytes: usize) -> Result<Document<'_>, LabelError> {
    if text.len() > most_bytes {
        return Err(LabelError(format!("{} bytes are more than {most_bytes}", text.len())));
    }
    look_at_tags(text)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|e| LabelError(format!("no valid XML: {e}")))
}

/// One look at each byte.
fn look_at_tags(text: &str) -> Result<(), LabelError> {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let behind = |end: &str| rest.find(end).map_or("", |at| &rest[at + end.len()..]);
        if rest.starts_with("<!--") {
            rest = behind("-->");
        } else if rest.starts_with("<![CDATA[") {
            rest = behind("]]>");
        } else {
            rest = look_at_tag(rest)?;
        }
    }
    Ok(())
}

/// What is behind the tag that the text begins with.
fn look_at_tag(text: &str) -> Result<&str, LabelError> {
    let (mut quote, mut attributes) = (None, 0);
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'=') => {
                attributes += 1;
                let name = text[..at].trim_end();
                if attributes > MOST_ATTRIBUTES {
                    return Err(LabelError(format!("an element has more than {MOST_ATTRIBUTES} attributes")));
                }
                let name = name.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
                if name.starts_with("xmlns") {
                    return Err(LabelError("it has namespaces, which no label file has".into()));
                }
            }
            (None, b'>') => return Ok(&text[at + 1..]),
            (None, _) => {}
        }
    }
    Ok("")
}

/// The text of the first child of this name, without blanks around it.
pub(crate) fn child_text<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.children().find(|n| n.has_tag_name(name)).and_then(|n| n.text()).map(str::trim)
}

/// For attributes and texts alike; signs that XML cannot hold at all are left out.
pub(crate) fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .map(|c| match c {
            '&' => "&amp;".into(),
            '<' => "&lt;".into(),
            '>' => "&gt;".into(),
            '"' => "&quot;".into(),
            c => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bombs_are_refused_before_they_are_read() {
        let wide: String = (0..100_000).map(|i| format!(" a{i}=\"\"")).collect();
        let spaces: String = (0..70_000).map(|i| format!("<a xmlns:n{i}=\"{i}\">")).collect();
        let laughs = "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        for bomb in [format!("<a{wide}/>"), spaces, laughs.into(), "<a".into(), "<a>&b;</a>".into()] {
            assert!(parse(&bomb, 8 << 20).is_err(), "{}", &bomb[..bomb.len().min(40)]);
        }
        let long = format!("<a>{}</a>", "x".repeat(100));
        assert!(parse(&long, 100).is_err() && parse(&long, 200).is_ok());
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
        let _ = parse(&deep, 8 << 20);
        assert!(parse("<a><!-- a=b > --><![CDATA[<<<]]><b c='>'/></a>", 1_000).is_ok());
    }
}
