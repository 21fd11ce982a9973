//! What may be wrong with a translator's table, each with its line.

use std::fmt::{self, Display};

/// How grave it is: an error stops the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Notice,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file, from 1, as a text editor counts; `None` where the whole file is meant.
    pub line: Option<u64>,
    pub kind: ProblemKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// Bytes that are not UTF-8.
    WrongEncoding,
    /// A table that cannot be taken apart.
    Damaged(String),
    /// A column is missing, by the beginning of its header.
    MissingColumn(&'static str),
    /// The translations are of another language than was asked for.
    OtherLanguage {
        found: String,
        wanted: String,
    },
    /// A language that cannot be translated to, with the reason.
    Language(String),
    /// A key that no wording of this version has.
    UnknownKey {
        key: String,
        nearest: Option<String>,
    },
    /// A line without its key, but with a translation.
    MissingKey,
    DoubledKey {
        key: String,
        first: u64,
    },
    /// What was translated is not what is asked now.
    SourceChanged {
        key: String,
        before: String,
        now: String,
    },
    /// References of the source that the translation lacks.
    LostReferences {
        key: String,
        names: Vec<String>,
        is_changed: bool,
    },
    /// References that the source does not have.
    AddedReferences {
        key: String,
        names: Vec<String>,
        is_changed: bool,
    },
    /// A `${` without its end.
    MalformedReference {
        key: String,
        is_changed: bool,
    },
    /// A translation that was there and is blank now.
    Removed {
        key: String,
        before: String,
    },
    /// Pieces of wording that are still untranslated.
    Untranslated(usize),
    /// Pieces of wording that the file has no line for.
    LinesMissing(usize),
}

impl Problem {
    /// How grave it is. What the file leaves as it was stops nothing.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match &self.kind {
            ProblemKind::WrongEncoding
            | ProblemKind::Damaged(_)
            | ProblemKind::MissingColumn(_)
            | ProblemKind::OtherLanguage { .. }
            | ProblemKind::Language(_)
            | ProblemKind::UnknownKey { .. }
            | ProblemKind::MissingKey
            | ProblemKind::DoubledKey { .. }
            | ProblemKind::LostReferences { is_changed: true, .. }
            | ProblemKind::AddedReferences { is_changed: true, .. }
            | ProblemKind::MalformedReference { is_changed: true, .. } => Severity::Error,
            ProblemKind::SourceChanged { .. }
            | ProblemKind::LostReferences { .. }
            | ProblemKind::AddedReferences { .. }
            | ProblemKind::MalformedReference { .. }
            | ProblemKind::Removed { .. } => Severity::Warning,
            ProblemKind::Untranslated(_) | ProblemKind::LinesMissing(_) => Severity::Notice,
        }
    }
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

impl ProblemKind {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongEncoding => "wrong-encoding",
            Self::Damaged(_) => "damaged-table",
            Self::MissingColumn(_) => "missing-column",
            Self::OtherLanguage { .. } => "other-language",
            Self::Language(_) => "impossible-language",
            Self::UnknownKey { .. } => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::DoubledKey { .. } => "doubled-key",
            Self::SourceChanged { .. } => "source-changed",
            Self::LostReferences { .. } => "lost-reference",
            Self::AddedReferences { .. } => "added-reference",
            Self::MalformedReference { .. } => "malformed-reference",
            Self::Removed { .. } => "translation-removed",
            Self::Untranslated(_) => "untranslated",
            Self::LinesMissing(_) => "lines-missing",
        }
    }
}

impl Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |names: &[String]| names.iter().map(|name| format!("${{{name}}}")).collect::<Vec<_>>().join(", ");
        match self {
            Self::WrongEncoding => f.write_str("The file is not in UTF-8. Save it as “CSV UTF-8”."),
            Self::Damaged(what) => write!(f, "The table cannot be read: {what}."),
            Self::MissingColumn(column) => {
                write!(f, "There is no column “{column}”. Keep the first line as it was exported.")
            }
            Self::OtherLanguage { found, wanted } => {
                write!(f, "The translations are in “{found}”, not in “{wanted}”. Choose the other file or language.")
            }
            Self::Language(reason) => write!(f, "The language cannot be taken: {reason}."),
            Self::UnknownKey { key, nearest: Some(nearest) } => {
                write!(f, "Nothing has the key “{key}”. Did you mean “{nearest}”? Keys are kept as they were exported.")
            }
            Self::UnknownKey { key, nearest: None } => {
                write!(f, "Nothing has the key “{key}”. If its question was removed, delete the line.")
            }
            Self::MissingKey => f.write_str("The line has a translation but no key. Copy the key from the export."),
            Self::DoubledKey { key, first } => {
                write!(f, "The key “{key}” stands on line {first} already. Delete one of the two lines.")
            }
            Self::SourceChanged { key, before, now } => write!(
                f,
                "What “{key}” says has changed since the export, from “{before}” to “{now}”. See whether the translation still fits."
            ),
            Self::LostReferences { key, names, .. } => {
                write!(f, "The translation of “{key}” lacks {}. Put it where the answer is to stand.", list(names))
            }
            Self::AddedReferences { key, names, .. } => {
                write!(f, "The translation of “{key}” has {}, which the source does not have.", list(names))
            }
            Self::MalformedReference { key, .. } => {
                write!(f, "The translation of “{key}” has a “${{” without “}}”. Copy the reference from the source.")
            }
            Self::Removed { key, before } => {
                write!(f, "The translation of “{key}” is blank now; it was “{before}”.")
            }
            Self::Untranslated(1) => f.write_str("1 text is not translated."),
            Self::Untranslated(count) => write!(f, "{count} texts are not translated."),
            Self::LinesMissing(1) => f.write_str("1 text has no line in the file and stays as it is."),
            Self::LinesMissing(count) => write!(f, "{count} texts have no line in the file and stay as they are."),
        }
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (severity, code) = (self.severity().as_str(), self.kind.code());
        match self.line {
            Some(line) => write!(f, "line {line}: {severity} [{code}]: {}", self.kind),
            None => write!(f, "{severity} [{code}]: {}", self.kind),
        }
    }
}
