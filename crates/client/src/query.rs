use std::fmt;
use url::form_urlencoded::Serializer;

/// A path with what stands behind its `?`.
#[derive(Debug, Clone)]
pub struct Query(String);

impl Query {
    pub fn new(path: impl Into<String>) -> Query {
        Query(path.into())
    }

    #[must_use]
    pub fn and(self, name: &str, value: impl fmt::Display) -> Query {
        let pair = Serializer::new(String::new()).append_pair(name, &value.to_string()).finish();
        let sign = if self.0.contains('?') { '&' } else { '?' };
        Query(format!("{}{sign}{pair}", self.0))
    }

    /// Nothing where there is no value.
    #[must_use]
    pub fn maybe(self, name: &str, value: Option<impl fmt::Display>) -> Query {
        match value {
            Some(value) => self.and(name, value),
            None => self,
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_leave_their_place() {
        let query = Query::new("/users")
            .and("q", "张&state=x #")
            .maybe("state", None::<&str>)
            .maybe("limit", Some(3));
        assert_eq!(query.to_string(), "/users?q=%E5%BC%A0%26state%3Dx+%23&limit=3");
    }
}
