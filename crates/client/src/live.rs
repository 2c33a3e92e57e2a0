use crate::{Client, Result};
use std::fmt::Display;
use std::io::{BufRead, BufReader, Read};

/// One of a server's events (server-sent events).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// `message` where the server gives it no other name
    pub name: String,
    pub id: String,
    pub data: String,
}

/// Events of a server, as they come.
pub struct Live {
    from: BufReader<Box<dyn Read>>,
    id: String,
}

impl Client {
    /// Listens. Whoever comes back says with `last` what they had last.
    pub fn live(&self, path: impl Display, last: Option<&str>) -> Result<Live> {
        let from = self.listen(path, last)?.into_body().into_reader();
        Ok(Live { from: BufReader::new(Box::new(from)), id: last.unwrap_or_default().into() })
    }
}

impl Live {
    #[cfg(test)]
    fn of(from: impl Read + 'static) -> Live {
        Live { from: BufReader::new(Box::new(from)), id: String::new() }
    }

    /// Id of the last event, to come back with.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Waits for the next one; `None` once the line was cut.
    pub fn next_told(&mut self) -> Option<Told> {
        let mut told = Told { name: "message".into(), ..Told::default() };
        let mut any = false;
        let mut line = String::new();
        loop {
            line.clear();
            // What came of an event that was cut is not told.
            if self.from.read_line(&mut line).ok()? == 0 || !line.ends_with('\n') {
                return None;
            }
            let text = line.trim_end_matches(['\n', '\r']);
            let (field, value) = text.split_once(':').unwrap_or((text, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            match field {
                "" if text.is_empty() && any => {
                    told.id.clone_from(&self.id);
                    return Some(told);
                }
                "event" => told.name = value.into(),
                "id" => self.id = value.into(),
                "data" => {
                    if any {
                        told.data.push('\n');
                    }
                    told.data.push_str(value);
                    any = true;
                }
                // Comments, and what nobody knows yet.
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &'static str) -> Vec<(String, String, String)> {
        let mut live = Live::of(text.as_bytes());
        std::iter::from_fn(|| live.next_told()).map(|t| (t.name, t.id, t.data)).collect()
    }

    #[test]
    fn events_are_read_as_browsers_read_them() {
        let text = ": a comment\n\nevent: hello\nretry: 1000\nid: 5-1\ndata: {}\n\ndata: a\ndata:b\n\nid: 5-2\n\ndata: c\r\n\r\nunknown: x\n\n";
        let told = |name: &str, id: &str, data: &str| (name.to_string(), id.to_string(), data.to_string());
        assert_eq!(
            all(text),
            [told("hello", "5-1", "{}"), told("message", "5-1", "a\nb"), told("message", "5-2", "c")]
        );
    }

    #[test]
    fn one_that_was_cut_is_not_told() {
        assert!(all("data: half").is_empty());
        assert!(all("data: half\n").is_empty());
    }
}
