//! `label_map.pbtxt`: `item { id: 1 name: 'scratch' }` for each class.

use crate::LabelError;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

/// Classes beyond this number are a mistake or an attack.
const MOST: usize = 10_000;

#[derive(Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

/// Names by number.
pub fn parse_label_map(text: &str) -> Result<BTreeMap<i64, String>, LabelError> {
    let mut names = BTreeMap::new();
    let mut signs = text.chars().peekable();
    let (mut id, mut name, mut shown, mut key) = (None, None, None, String::new());
    while let Some(token) = token(&mut signs)? {
        match token {
            Token::Sign('{') => (id, name, shown) = (None, None, None),
            Token::Sign('}') => {
                if let (Some(id), Some(name)) = (id.take(), name.take().or(shown.take())) {
                    names.insert(id, name);
                }
                if names.len() > MOST {
                    return Err(LabelError(format!("it names more than {MOST} classes")));
                }
            }
            Token::Sign(_) => {}
            Token::Word(word) => match (key.as_str(), word.parse::<i64>()) {
                ("id", Ok(number)) => {
                    id = Some(number);
                    key.clear();
                }
                _ => key = word,
            },
            Token::Text(text) => {
                match key.as_str() {
                    "name" => name = Some(text),
                    "display_name" => shown = Some(text),
                    _ => {}
                }
                key.clear();
            }
        }
    }
    if names.is_empty() { Err(LabelError("it names no class".into())) } else { Ok(names) }
}

fn token(signs: &mut Peekable<Chars>) -> Result<Option<Token>, LabelError> {
    while let Some(sign) = signs.next() {
        match sign {
            '#' => while signs.next_if(|c| *c != '\n').is_some() {},
            '"' | '\'' => return quoted(sign, signs).map(Some),
            '{' | '}' | ':' | '<' | '>' | '[' | ']' | ',' | ';' => return Ok(Some(Token::Sign(sign))),
            c if c.is_whitespace() => {}
            c => {
                let mut word = String::from(c);
                while let Some(more) = signs.next_if(|c| c.is_alphanumeric() || "_-.+".contains(*c)) {
                    word.push(more);
                }
                return Ok(Some(Token::Word(word)));
            }
        }
    }
    Ok(None)
}

fn quoted(quote: char, signs: &mut Peekable<Chars>) -> Result<Token, LabelError> {
    let mut text = String::new();
    while let Some(sign) = signs.next() {
        match sign {
            c if c == quote => return Ok(Token::Text(text)),
            '\\' => text.push(match signs.next() {
                Some('n' | 't' | 'r') => ' ',
                Some(c) => c,
                None => break,
            }),
            c => text.push(c),
        }
    }
    Err(LabelError("a name has no end".into()))
}

/// Numbers from 1 on.
pub(crate) fn write_label_map(names: &[String]) -> String {
    let plain = |name: &str| {
        let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        name.replace('\\', "\\\\").replace('\'', "\\'")
    };
    let item = |(number, name): (usize, &String)| {
        format!("item {{\n  id: {number}\n  name: '{}'\n}}\n", plain(name))
    };
    (1..).zip(names).map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_read_in_whatever_order_their_parts_stand() {
        let text = "# classes\nitem {\n id: 1 name: 'a \\'b\\' # c' }\nitem{name:\"划痕\"\n id:7\n display_name: \"Scratch\"}\nitem { id: 3, display_name: \"x\" }";
        let names = parse_label_map(text).unwrap();
        let expected = [(1, "a 'b' # c"), (3, "x"), (7, "划痕")].map(|(id, name)| (id, name.to_string()));
        assert_eq!(names, BTreeMap::from(expected));
        for wrong in ["", "item { id: 1 }", "item { name: 'x' }", "item { id: 1 name: 'x }"] {
            assert!(parse_label_map(wrong).is_err(), "{wrong}");
        }
        assert!(
            parse_label_map(
                &(0..10_001).map(|i| format!("item {{ id: {i} name: 'x' }}")).collect::<String>()
            )
            .is_err()
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        let names = ["it's \\ \"x\"", "划痕 {1}"].map(String::from);
        let read = parse_label_map(&write_label_map(&names)).unwrap();
        assert_eq!(read.into_values().collect::<Vec<_>>(), names);
    }
}
