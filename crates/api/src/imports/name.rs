//! Names that strangers give to files.

use std::path::PathBuf;

/// Of all folders and the name together, in bytes.
const MOST_BYTES: usize = 1_000;
const MOST_FOLDERS: usize = 24;

/// A relative path that stays below the folder it is put into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SafeName(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameFault {
    /// It leads out of the folder: absolute, or with `..`.
    Outside,
    Empty,
    TooLong,
    /// Signs that no name should have.
    Control,
}

impl NameFault {
    pub fn detail(self) -> &'static str {
        match self {
            NameFault::Outside => "its name leads out of the folder that it is unpacked into",
            NameFault::Empty => "it has no name",
            NameFault::TooLong => "its name is too long or lies in too many folders",
            NameFault::Control => "its name has signs that no name should have",
        }
    }
}

impl SafeName {
    /// Backslashes part folders too: archives of Windows have them, and none of ours uses them in names.
    pub fn parse(text: &str) -> Result<SafeName, NameFault> {
        let text = text.replace('\\', "/");
        let drive =
            text.as_bytes().get(1) == Some(&b':') && text.starts_with(|c: char| c.is_ascii_alphabetic());
        if text.starts_with('/') || drive {
            return Err(NameFault::Outside);
        }
        if text.chars().any(char::is_control) {
            return Err(NameFault::Control);
        }
        let parts: Vec<&str> = text.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
        if parts.contains(&"..") {
            return Err(NameFault::Outside);
        }
        if parts.is_empty() {
            return Err(NameFault::Empty);
        }
        let name = parts.join("/");
        let long = parts.iter().any(|part| part.len() > 240);
        if long || name.len() > MOST_BYTES || parts.len() > MOST_FOLDERS {
            return Err(NameFault::TooLong);
        }
        Ok(SafeName(name))
    }

    /// UTF-8, or else GB18030, as archives of Chinese Windows have it.
    pub fn decode(bytes: &[u8]) -> String {
        match std::str::from_utf8(bytes) {
            Ok(text) => text.to_string(),
            Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn path(&self) -> PathBuf {
        self.0.split('/').collect()
    }

    /// What systems leave behind and nobody means to send.
    pub fn is_litter(&self) -> bool {
        self.0.split('/').any(|part| {
            part.starts_with('.') || matches!(part, "__MACOSX" | "@eaDir" | "Thumbs.db" | "desktop.ini")
        })
    }

    /// The same name with a number, for another file that is called alike.
    pub fn numbered(&self, number: usize) -> SafeName {
        let (folders, name) = match self.0.rsplit_once('/') {
            Some((folders, name)) => (format!("{folders}/"), name),
            None => (String::new(), self.0.as_str()),
        };
        SafeName(match name.rsplit_once('.') {
            Some((stem, ending)) => format!("{folders}{stem}~{number}.{ending}"),
            None => format!("{folders}{name}~{number}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_are_refused() {
        for text in ["../a", "a/../../b", "/etc/passwd", "C:\\a", "..\\a", "a/..", "\\\\server\\a"] {
            assert_eq!(SafeName::parse(text), Err(NameFault::Outside), "{text}");
        }
        assert_eq!(SafeName::parse("./"), Err(NameFault::Empty));
        assert_eq!(SafeName::parse("a\0b"), Err(NameFault::Control));
        assert_eq!(SafeName::parse(&"a/".repeat(30)), Err(NameFault::TooLong));
        assert_eq!(SafeName::parse("./good//螺丝 1.png").unwrap().as_str(), "good/螺丝 1.png");
        assert_eq!(SafeName::parse("good\\1.png").unwrap().as_str(), "good/1.png");
    }

    #[test]
    fn chinese_names_are_read_in_both_encodings() {
        let (bytes, ..) = encoding_rs::GB18030.encode("良品/螺丝.png");
        assert_eq!(SafeName::decode(&bytes), "良品/螺丝.png");
        assert_eq!(SafeName::decode("良品/螺丝.png".as_bytes()), "良品/螺丝.png");
    }

    #[test]
    fn litter_is_known() {
        for text in ["__MACOSX/a.png", ".DS_Store", "a/.hidden/b.png", "a/Thumbs.db"] {
            assert!(SafeName::parse(text).unwrap().is_litter(), "{text}");
        }
        assert!(!SafeName::parse("a/b.png").unwrap().is_litter());
    }
}
