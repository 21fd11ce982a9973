//! What is wrong with a registry file, and where: a message with its arguments, in any language.

use std::fmt;

/// One problem at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Counted from 1, as editors and spreadsheets do; 0 where the whole file is meant.
    pub line: u64,
    pub column: Option<Place>,
    pub kind: ProblemKind,
}

/// A column, as a spreadsheet names it and as its header does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Counted from 0.
    pub index: usize,
    pub header: String,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// There is nothing in the file.
    Empty,
    /// It is UTF-16, as "Unicode text" is saved.
    Utf16,
    /// There are bytes that are no UTF-8, on so many lines.
    NotUtf8 {
        lines: usize,
    },
    TooManyRows {
        most: usize,
    },
    /// A quote is opened and never closed, or the like.
    Unreadable,
    MissingColumn(String),
    UnknownColumn(String),
    DoubledColumn(String),
    Cells {
        found: usize,
        expected: usize,
    },
    /// Begins as spreadsheets' formulas do, and is not guarded as text.
    Formula(String),
    /// Holds a character that cannot be seen.
    Control,
    Blank,
    TooLong {
        most: usize,
    },
    Code(String),
    CodeKind(String),
    Country(String),
    Commission(String),
    Partnership(String),
    /// Only an organisation goes without a code.
    CodeNeeded,
    FormerCode(String),
    /// The same thing stands on an earlier line.
    Doubled {
        first: u64,
    },
    /// Another region or department that is not in the file has this code or name.
    Taken(String),
    UnknownRegion(String),
    /// A former code of several regions.
    AmbiguousRegion(String),
    UnknownId(String),
    OtherRegion(String),
    Email(String),
    Language(String),
    Role(String),
    Department(String),
    /// Nobody would be left who administers.
    LastAdmin,
}

impl ProblemKind {
    /// The key of its message.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "registry-problem-empty",
            Self::Utf16 => "registry-problem-utf16",
            Self::NotUtf8 { .. } => "registry-problem-not-utf8",
            Self::TooManyRows { .. } => "registry-problem-rows",
            Self::Unreadable => "registry-problem-unreadable",
            Self::MissingColumn(_) => "registry-problem-missing-column",
            Self::UnknownColumn(_) => "registry-problem-unknown-column",
            Self::DoubledColumn(_) => "registry-problem-doubled-column",
            Self::Cells { .. } => "registry-problem-cells",
            Self::Formula(_) => "registry-problem-formula",
            Self::Control => "registry-problem-control",
            Self::Blank => "registry-problem-blank",
            Self::TooLong { .. } => "registry-problem-too-long",
            Self::Code(_) => "registry-problem-code",
            Self::CodeKind(_) => "registry-problem-code-kind",
            Self::Country(_) => "registry-problem-country",
            Self::Commission(_) => "registry-problem-commission",
            Self::Partnership(_) => "registry-problem-partnership",
            Self::CodeNeeded => "registry-problem-code-needed",
            Self::FormerCode(_) => "registry-problem-former-code",
            Self::Doubled { .. } => "registry-problem-doubled",
            Self::Taken(_) => "registry-problem-taken",
            Self::UnknownRegion(_) => "registry-problem-unknown-region",
            Self::AmbiguousRegion(_) => "registry-problem-ambiguous-region",
            Self::UnknownId(_) => "registry-problem-unknown-id",
            Self::OtherRegion(_) => "registry-problem-other-region",
            Self::Email(_) => "registry-problem-email",
            Self::Language(_) => "registry-problem-language",
            Self::Role(_) => "registry-problem-role",
            Self::Department(_) => "registry-problem-department",
            Self::LastAdmin => "registry-problem-last-admin",
        }
    }

    /// What the message is about: a text that was found, or a number.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Empty
            | Self::Utf16
            | Self::Unreadable
            | Self::Control
            | Self::Blank
            | Self::CodeNeeded
            | Self::LastAdmin => String::new(),
            Self::NotUtf8 { lines } => lines.to_string(),
            Self::TooManyRows { most } | Self::TooLong { most } => most.to_string(),
            Self::Cells { found, .. } => found.to_string(),
            Self::Doubled { first } => first.to_string(),
            Self::MissingColumn(text)
            | Self::UnknownColumn(text)
            | Self::DoubledColumn(text)
            | Self::Formula(text)
            | Self::Code(text)
            | Self::CodeKind(text)
            | Self::Country(text)
            | Self::Commission(text)
            | Self::Partnership(text)
            | Self::FormerCode(text)
            | Self::Taken(text)
            | Self::UnknownRegion(text)
            | Self::AmbiguousRegion(text)
            | Self::UnknownId(text)
            | Self::OtherRegion(text)
            | Self::Email(text)
            | Self::Language(text)
            | Self::Role(text)
            | Self::Department(text) => short(text),
        }
    }

    /// How many there should have been; 0 where the message says nothing of it.
    #[must_use]
    pub fn expected(&self) -> usize {
        if let Self::Cells { expected, .. } = self { *expected } else { 0 }
    }
}

impl Place {
    /// The letters over the column: A, B … Z, AA.
    #[must_use]
    pub fn letters(&self) -> String {
        let (mut rest, mut letters) = (self.index + 1, Vec::new());
        while rest > 0 {
            let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
            letters.push(char::from(b'A' + digit));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(place) = &self.column {
            write!(f, ", column {} ({})", place.letters(), place.header)?;
        }
        write!(f, ": {:?}", self.kind)
    }
}

/// What was found may be anything: a page or a terminal shows its beginning.
fn short(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
