//! The stable codes of import problems. Each is explained, with an example and its repair, in `docs/importer.md`.

use std::fmt;

use serde::{Serialize, Serializer};

use super::problem::Severity;

/// A finding of another step (expressions, cycles) that is reported at a cell of the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable, kebab-case.
    pub code: String,
    pub severity: Severity,
    pub message: String,
    pub fix: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident = $text:literal, $severity:ident;)*) => {
        /// What is wrong. The comments say what [`super::Problem::names`] holds.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Code {
            $($(#[$doc])* $code,)*
            /// What a later step found in an expression.
            Expression(Box<Finding>),
        }

        impl Code {
            /// Every code of the importer itself.
            pub const ALL: &'static [Self] = &[$(Self::$code),*];

            /// The stable name.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$code => $text,)*
                    Self::Expression(finding) => &finding.code,
                }
            }

            /// How bad it is unless said otherwise.
            #[must_use]
            pub fn severity(&self) -> Severity {
                match self {
                    $(Self::$code => Severity::$severity,)*
                    Self::Expression(finding) => finding.severity,
                }
            }
        }
    };
}

codes! {
    // The file as a whole.
    /// The bytes are no workbook, zip or CSV.
    NotAWorkbook = "not-a-workbook", Error;
    /// Protected by a password.
    EncryptedWorkbook = "encrypted-workbook", Error;
    /// A spreadsheet of another format: its name (`.xls`).
    OtherFormat = "other-format", Error;
    /// The part that holds macros.
    MacrosRefused = "macros-refused", Error;
    /// The part that declares a document type.
    DocumentTypeRefused = "document-type-refused", Error;
    /// What is too large, and the most that is taken.
    TooLarge = "too-large", Error;
    /// What the reader said.
    DamagedWorkbook = "damaged-workbook", Error;
    /// The file that is not UTF-8.
    WrongEncoding = "wrong-encoding", Error;
    /// The error that the spreadsheet shows, for instance `#REF!`.
    CellError = "cell-error", Error;

    /// How many are not listed.
    MoreProblems = "more-problems", Error;

    // Sheets and columns.
    /// The sheet.
    MissingSheet = "missing-sheet", Error;
    /// The sheet that stands twice.
    DuplicateSheet = "duplicate-sheet", Error;
    /// The sheet.
    IgnoredSheet = "ignored-sheet", Notice;
    /// No row asks anything.
    EmptySurvey = "empty-survey", Error;
    /// The column.
    MissingColumn = "missing-column", Error;
    /// The column, and both headers.
    DuplicateColumn = "duplicate-column", Error;
    /// The header.
    UnknownColumn = "unknown-column", Notice;
    /// The header.
    MisspeltColumn = "misspelt-column", Warning;
    /// The header of the bare column and that of the language.
    WordingTwice = "wording-twice", Warning;
    /// A filled cell in a column without a header.
    CellWithoutHeader = "cell-without-header", Warning;
    /// The column, and the type of the row.
    ColumnWithoutEffect = "column-without-effect", Warning;

    // Rows and types.
    MissingType = "missing-type", Error;
    /// The type as written.
    UnknownType = "unknown-type", Error;
    /// What is refused, and what to use instead.
    RefusedFeature = "refused-feature", Error;
    /// The type as written, and what it becomes.
    DegradedType = "degraded-type", Warning;
    /// The type, parameter, setting or column.
    Ignored = "ignored", Notice;
    /// The setting: it has no effect here, although it matters elsewhere.
    IgnoredSetting = "ignored-setting", Warning;
    /// A row that only has comments or is disabled.
    SkippedRow = "skipped-row", Notice;

    // Names and structure.
    MissingName = "missing-name", Error;
    /// The name.
    InvalidName = "invalid-name", Error;
    /// The name.
    ReservedName = "reserved-name", Error;
    /// The name.
    DuplicateName = "duplicate-name", Error;
    /// Both names.
    NamesDifferByCase = "names-differ-by-case", Warning;
    /// `end group` or `end repeat`.
    UnmatchedEnd = "unmatched-end", Error;
    /// What is open, its name, and what closes it.
    MismatchedEnd = "mismatched-end", Error;
    /// `group` or `repeat`, and its name.
    UnclosedGroup = "unclosed-group", Error;
    /// The name at the end and the name at the beginning.
    EndNameDiffers = "end-name-differs", Warning;
    /// `group` or `repeat`, and its name.
    EmptyGroup = "empty-group", Warning;
    /// How deep it may go.
    TooDeep = "too-deep", Error;

    /// The name that was made up.
    NameMadeUp = "name-made-up", Notice;

    // Wording.
    /// The row's name.
    MissingLabel = "missing-label", Warning;
    /// The row's name.
    NothingToShow = "nothing-to-show", Error;
    /// The language, how many cells, and the first of them.
    Untranslated = "untranslated", Notice;
    /// The language, and those of the workbook.
    UnknownLanguage = "unknown-language", Warning;
    /// The language.
    LanguageChosen = "language-chosen", Notice;

    // Choices.
    /// The type as written.
    MissingList = "missing-list", Error;
    /// The list.
    UnknownList = "unknown-list", Error;
    /// The list.
    UnusedList = "unused-list", Notice;
    ChoiceWithoutList = "choice-without-list", Error;
    /// The list.
    ChoiceWithoutName = "choice-without-name", Error;
    /// The choice and its list.
    DuplicateChoice = "duplicate-choice", Error;
    /// The choice and its list.
    ChoiceWithSpace = "choice-with-space", Error;
    /// The choice and its list.
    MissingChoiceLabel = "missing-choice-label", Warning;
    /// The file.
    ChoiceFileMissing = "choice-file-missing", Warning;
    /// The file.
    ChoiceFileFormat = "choice-file-format", Error;
    /// The literal, the question and its list.
    UnknownChoice = "unknown-choice", Error;
    OtherWithFilter = "other-with-filter", Error;

    // Rules and parameters.
    /// The name.
    UnknownReference = "unknown-reference", Error;
    /// The reference as written.
    MalformedReference = "malformed-reference", Error;
    MissingCalculation = "missing-calculation", Error;
    /// The trigger as written.
    InvalidTrigger = "invalid-trigger", Error;
    /// The parameter as written.
    MalformedParameter = "malformed-parameter", Error;
    /// The parameter, and those that there are.
    UnknownParameter = "unknown-parameter", Error;
    /// The parameter, its value, and what it must be.
    InvalidParameter = "invalid-parameter", Error;
    /// The column, its value, and what it must be.
    InvalidValue = "invalid-value", Error;

    // Settings.
    /// What stands in for it.
    FormIdMissing = "form-id-missing", Notice;
    /// Both ids.
    TwoFormIds = "two-form-ids", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_distinct_and_kebab_case() {
        let codes: BTreeSet<&str> = Code::ALL.iter().map(Code::as_str).collect();
        assert_eq!(codes.len(), Code::ALL.len());
        for code in codes {
            assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}");
        }
    }
}
