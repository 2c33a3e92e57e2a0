//! Lines for a shell with parameters in them. A value is never written into the lines: they keep `${name}`, which the shell reads
//! as a variable. What a variable holds is not read as shell again, but without quotes it would be cut into words; so each place
//! without quotes gets them. Where that cannot be said for sure the lines are refused.

use super::{Fault, Kind, Parameter, used};

/// The same lines, with every parameter in double quotes.
pub fn quote(text: &str, parameters: &[Parameter]) -> Result<String, Fault> {
    let mut scan = Scan {
        signs: text.chars().collect(),
        at: 0,
        out: String::new(),
        within: Vec::new(),
        parameters,
        here: Vec::new(),
    };
    while scan.at < scan.signs.len() {
        scan.step()?;
    }
    Ok(scan.out)
}

/// Where a sign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// `$( … )`, with so many brackets open inside
    Command(u32),
    Double,
    /// `${ … }`
    Braces {
        quoted: bool,
    },
    /// `$(( … ))`
    Arithmetic(u32),
}

/// A here-document whose body begins on the next line.
struct Here {
    end: String,
    quoted: bool,
    tabs: bool,
}

struct Scan<'a> {
    signs: Vec<char>,
    at: usize,
    out: String,
    within: Vec<Within>,
    parameters: &'a [Parameter],
    here: Vec<Here>,
}

impl Scan<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.signs.get(self.at + ahead).copied()
    }

    fn starts(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.peek(i) == Some(c))
    }

    fn copy(&mut self, count: usize) {
        for _ in 0..count {
            if let Some(sign) = self.peek(0) {
                self.out.push(sign);
                self.at += 1;
            }
        }
    }

    /// Up to, not with, the next such sign; the text that was passed.
    fn copy_until(&mut self, end: char) -> String {
        let from = self.out.len();
        while self.peek(0).is_some_and(|c| c != end) {
            self.copy(1);
        }
        self.out.get(from..).unwrap_or_default().to_string()
    }

    fn step(&mut self) -> Result<(), Fault> {
        let Some(sign) = self.peek(0) else { return Ok(()) };
        let within = self.within.last().copied();
        match (sign, within) {
            ('\\', _) => self.copy(2),
            ('$', _) => return self.dollar(),
            ('`', _) => return self.backticks(),
            ('"', Some(Within::Double)) => {
                self.copy(1);
                self.within.pop();
            }
            (_, Some(Within::Double)) => self.copy(1),
            ('"', _) => {
                self.copy(1);
                self.within.push(Within::Double);
            }
            ('\'', Some(Within::Braces { quoted: true } | Within::Arithmetic(_))) => self.copy(1),
            ('\'', _) => return self.single_quotes(),
            (_, Some(Within::Braces { .. })) => {
                self.copy(1);
                if sign == '}' {
                    self.within.pop();
                }
            }
            (_, Some(Within::Arithmetic(open))) => return self.arithmetic(sign, open),
            ('#', _) if self.begins_word() => {
                self.copy_until('\n');
            }
            ('<', _) if self.starts("<<<") => self.copy(3),
            ('<', _) if self.starts("<<") => self.here_document(),
            ('\n', _) => {
                self.copy(1);
                return self.here_bodies();
            }
            (_, Some(Within::Command(open))) => return self.command(sign, open),
            (_, None) => self.copy(1),
        }
        Ok(())
    }

    fn begins_word(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.signs.get(at));
        before.is_none_or(|c| c.is_whitespace() || ";&|()".contains(*c))
    }

    /// A word `case` makes brackets that close nothing.
    fn command(&mut self, sign: char, open: u32) -> Result<(), Fault> {
        if self.begins_word() && self.starts("case") && self.peek(4).is_none_or(char::is_whitespace) {
            self.unclear()?;
        }
        self.copy(1);
        match sign {
            '(' => self.change(Within::Command(open + 1)),
            ')' if open > 0 => self.change(Within::Command(open - 1)),
            ')' => drop(self.within.pop()),
            _ => {}
        }
        Ok(())
    }

    /// A shell reads what a bare name in it holds as an expression, too.
    fn arithmetic(&mut self, sign: char, open: u32) -> Result<(), Fault> {
        let name = self.word(0);
        if let Some(parameter) = self.parameter(&name)
            && !matches!(parameter.kind, Kind::Number { .. })
        {
            return Err(Fault::Arithmetic { name });
        }
        if !name.is_empty() {
            self.copy(name.len());
            return Ok(());
        }
        self.copy(1);
        match sign {
            '(' => self.change(Within::Arithmetic(open + 1)),
            ')' if open > 0 => self.change(Within::Arithmetic(open - 1)),
            ')' if self.peek(0) == Some(')') => {
                self.copy(1);
                self.within.pop();
            }
            _ => {}
        }
        Ok(())
    }

    fn change(&mut self, to: Within) {
        self.within.pop();
        self.within.push(to);
    }

    /// Refused where any parameter stands in what is left.
    fn unclear(&self) -> Result<(), Fault> {
        let rest: String = self.signs.get(self.at..).unwrap_or_default().iter().collect();
        match self.standing(&rest) {
            Some(name) => Err(Fault::Unclear { name }),
            None => Ok(()),
        }
    }

    /// The parameter that stands in a text in any way that a shell knows.
    fn standing(&self, text: &str) -> Option<String> {
        let plain = |name: &str| {
            text.match_indices(&format!("${name}")).any(|(at, found)| {
                let behind = text.get(at + found.len()..).unwrap_or_default();
                !behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            })
        };
        let braced = |name: &str| {
            text.match_indices(&format!("${{{name}")).any(|(at, found)| {
                let behind = text.get(at + found.len()..).unwrap_or_default();
                !behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            })
        };
        let names = self.parameters.iter().map(|p| p.name.as_str());
        names.into_iter().find(|name| plain(name) || braced(name)).map(str::to_string)
    }

    fn single_quotes(&mut self) -> Result<(), Fault> {
        self.copy(1);
        let inner = self.copy_until('\'');
        self.copy(1);
        match used(&inner, self.parameters) {
            Some(name) => Err(Fault::SingleQuotes { name: name.into() }),
            None => Ok(()),
        }
    }

    fn backticks(&mut self) -> Result<(), Fault> {
        self.copy(1);
        let mut inner = String::new();
        while let Some(sign) = self.peek(0).filter(|c| *c != '`') {
            // An escaped one opens another inside of this.
            let count = if sign == '\\' { 2 } else { 1 };
            inner.extend(self.signs.get(self.at..).unwrap_or_default().iter().take(count));
            self.copy(count);
        }
        self.copy(1);
        match self.standing(&inner) {
            Some(name) => Err(Fault::Backticks { name }),
            None => Ok(()),
        }
    }

    fn dollar(&mut self) -> Result<(), Fault> {
        let within = self.within.last().copied();
        let quoted =
            matches!(within, Some(Within::Double | Within::Braces { quoted: true } | Within::Arithmetic(_)));
        if self.starts("$((") {
            self.copy(3);
            self.within.push(Within::Arithmetic(0));
        } else if self.starts("$(") {
            self.copy(2);
            self.within.push(Within::Command(0));
        } else if self.starts("$'") && !quoted {
            // Some shells know another kind of quotes here.
            self.unclear()?;
            self.copy(1);
        } else if self.starts("${") {
            let name = self.word(2);
            let behind = self.peek(2 + name.chars().count());
            match self.parameter(&name) {
                Some(_) if behind == Some('}') => self.place(&name, name.len() + 3)?,
                Some(_) if within != Some(Within::Double) => return Err(Fault::Unclear { name }),
                _ => {
                    self.copy(2);
                    self.within.push(Within::Braces { quoted });
                }
            }
        } else {
            let name = self.word(1);
            match self.parameter(&name) {
                Some(_) => self.place(&name, name.len() + 1)?,
                None => self.copy(1),
            }
        }
        Ok(())
    }

    fn word(&self, ahead: usize) -> String {
        let rest = self.signs.get(self.at + ahead..).unwrap_or_default();
        rest.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '_').collect()
    }

    fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|p| p.name == name)
    }

    /// `name`, which takes so many signs here.
    fn place(&mut self, name: &str, signs: usize) -> Result<(), Fault> {
        let number = self.parameter(name).is_some_and(|p| matches!(p.kind, Kind::Number { .. }));
        // What a shell calculates with it reads as an expression.
        if self.within.iter().any(|w| matches!(w, Within::Arithmetic(_))) && !number {
            return Err(Fault::Arithmetic { name: name.into() });
        }
        match self.within.last() {
            None | Some(Within::Command(_)) => self.out += &format!("\"${{{name}}}\""),
            Some(Within::Braces { quoted: false }) => return Err(Fault::Unclear { name: name.into() }),
            Some(Within::Double | Within::Braces { quoted: true } | Within::Arithmetic(_)) => {
                self.out += &format!("${{{name}}}");
            }
        }
        self.at += signs;
        Ok(())
    }

    fn here_document(&mut self) {
        self.copy(2);
        let tabs = self.peek(0) == Some('-');
        if tabs {
            self.copy(1);
        }
        while self.peek(0).is_some_and(|c| c == ' ' || c == '\t') {
            self.copy(1);
        }
        let (mut end, mut quoted) = (String::new(), false);
        let mut inside = None;
        while let Some(sign) = self.peek(0) {
            match (sign, inside) {
                ('\n', _) => break,
                (c, Some(mark)) if c == mark => inside = None,
                ('\'' | '"', None) => (inside, quoted) = (Some(sign), true),
                ('\\', None) => quoted = true,
                (c, None) if c.is_whitespace() || ";&|()<>".contains(c) => break,
                (c, _) => end.push(c),
            }
            self.copy(1);
        }
        self.here.push(Here { end, quoted, tabs });
    }

    /// Variables in a body are not cut into words; those whose end is quoted hold none.
    fn here_bodies(&mut self) -> Result<(), Fault> {
        for here in std::mem::take(&mut self.here) {
            while self.at < self.signs.len() {
                let line = self.copy_until('\n');
                self.copy(1);
                let text = if here.tabs { line.trim_start_matches('\t') } else { &line };
                if text == here.end {
                    break;
                }
                let Some(name) = self.standing(&line) else { continue };
                if here.quoted && used(&line, self.parameters).is_some() {
                    return Err(Fault::HereDocument { name });
                }
                let simple = !line.contains('`') && !line.contains("$(");
                if !here.quoted && !simple {
                    return Err(Fault::Unclear { name });
                }
            }
        }
        Ok(())
    }
}
