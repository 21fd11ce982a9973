//! Where an answer stands: `reference_year`, or inside an entry of a repeat, `practices/3/title`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The number that an entry keeps for as long as it lives, whatever is added or removed before it.
pub type EntryKey = u32;

/// One step into a repeat: its name and the entry's key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    pub repeat: String,
    pub entry: EntryKey,
}

/// The entries from the outside in; empty at the top of the response.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryPath(pub Vec<Step>);

/// A place in a response: a question (or a whole repeat) by name, within entries.
///
/// Names are unique in a questionnaire, so groups do not appear.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Path {
    pub within: EntryPath,
    pub name: String,
}

/// Why a text is no path.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a path into a response: {0:?}")]
pub struct PathError(pub String);

impl Path {
    /// A place outside every repeat.
    #[must_use]
    pub fn top(name: &str) -> Self {
        Self { within: EntryPath::default(), name: name.to_owned() }
    }
}

impl EntryPath {
    /// The place of `name` in this entry.
    #[must_use]
    pub fn question(&self, name: &str) -> Path {
        Path { within: self.clone(), name: name.to_owned() }
    }

    /// One entry further in.
    #[must_use]
    pub fn entry(&self, repeat: &str, entry: EntryKey) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step { repeat: repeat.to_owned(), entry });
        Self(steps)
    }

    /// The entry around this one, and the last step; nothing at the top.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, &Step)> {
        let (last, before) = self.0.split_last()?;
        Some((Self(before.to_vec()), last))
    }
}

impl fmt::Display for EntryPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            let slash = if index == 0 { "" } else { "/" };
            write!(f, "{slash}{}/{}", step.repeat, step.entry)?;
        }
        Ok(())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.within.0.is_empty() {
            return f.write_str(&self.name);
        }
        write!(f, "{}/{}", self.within, self.name)
    }
}

impl FromStr for EntryPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let fail = || PathError(text.to_owned());
        let parts: Vec<&str> = if text.is_empty() { Vec::new() } else { text.split('/').collect() };
        let (pairs, rest) = parts.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(fail());
        }
        let step = |[repeat, entry]: &[&str; 2]| {
            let entry = entry.parse().map_err(|_| fail())?;
            let repeat = checked_name(repeat).ok_or_else(fail)?;
            Ok(Step { repeat, entry })
        };
        pairs.iter().map(step).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let (within, name) = text.rsplit_once('/').unwrap_or(("", text));
        let name = checked_name(name).ok_or_else(|| PathError(text.to_owned()))?;
        Ok(Self { within: within.parse()?, name })
    }
}

impl TryFrom<String> for Path {
    type Error = PathError;

    fn try_from(text: String) -> Result<Self, PathError> {
        text.parse()
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.to_string()
    }
}

fn checked_name(name: &str) -> Option<String> {
    (!name.is_empty() && name.len() <= 200 && !name.contains(|c: char| c.is_whitespace() || c.is_control()))
        .then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_back_as_they_are_written() {
        for text in ["region", "practices/3/title", "households/1/members/12/age"] {
            assert_eq!(text.parse::<Path>().map(|path| path.to_string()).as_deref(), Ok(text));
        }
        assert_eq!(EntryPath::default().entry("practices", 3).question("title").to_string(), "practices/3/title");
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["", "/", "a/b", "a/1", "a/-1/b", "a/1/", "a/99999999999/b", "a b", "a//b"] {
            assert!(text.parse::<Path>().is_err(), "{text:?}");
        }
    }
}
