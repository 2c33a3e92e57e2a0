use regex::{Regex, RegexBuilder};

/// Longest expression, and what it may take once it is prepared.
const MOST_SIGNS: usize = 200;
const MOST_BYTES: usize = 1 << 20;

/// An expression that tells from a name which part a picture shows.
#[derive(Debug, Clone)]
pub struct NamePattern(Regex);

impl NamePattern {
    /// The error says what is wrong with the expression.
    pub fn new(pattern: &str) -> Result<NamePattern, String> {
        if pattern.trim().is_empty() {
            return Err("it is empty".into());
        }
        if pattern.chars().count() > MOST_SIGNS {
            return Err(format!("it has more than {MOST_SIGNS} signs"));
        }
        let built = RegexBuilder::new(pattern).size_limit(MOST_BYTES).build();
        built.map(NamePattern).map_err(|e| match e {
            regex::Error::CompiledTooBig(_) => "it is too large".into(),
            // The last line of several says what is wrong; those before show where.
            other => {
                let told = other.to_string();
                let last = told.lines().last().unwrap_or_default().trim();
                last.strip_prefix("error: ").unwrap_or(last).into()
            }
        })
    }

    /// What the first group finds in a name with its folders, or all that is found; `None` where nothing is.
    pub fn key<'a>(&self, name: &'a str) -> Option<&'a str> {
        let found = self.0.captures(name)?;
        found.get(1).or_else(|| found.get(0)).map(|m| m.as_str()).filter(|key| !key.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_group_is_the_key_or_else_all_that_is_found() {
        let of = |pattern: &str, name| NamePattern::new(pattern).unwrap().key(name).map(str::to_string);
        assert_eq!(of(r"^lot\d+/(\d+)_", "lot7/0012_cam1.png").as_deref(), Some("0012"));
        assert_eq!(of(r"\d+", "lot7/0012_cam1.png").as_deref(), Some("7"));
        assert_eq!(of(r"零件(\d+)", "零件3.png").as_deref(), Some("3"));
        assert_eq!(of(r"x", "a.png"), None);
        assert_eq!(of(r"x*", "a.png"), None);
    }

    #[test]
    fn expressions_that_cannot_be_used_say_why() {
        for (pattern, why) in [("", "empty"), ("(", "unclosed"), (r"\w{1000}{1000}", "large")] {
            let error = NamePattern::new(pattern).unwrap_err();
            assert!(error.contains(why), "{pattern}: {error}");
        }
        assert!(NamePattern::new(&"a".repeat(201)).is_err());
    }
}
