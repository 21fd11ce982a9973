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
    ($($(#[$doc:meta])* $code:ident = $text:literal, $severity:ident, $message:literal, $fix:literal;)*) => {
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

            /// What is wrong and what to do, with `{0}` for the first name, and `{also}` for the other cell.
            pub(in crate::questionnaire::xlsform) fn templates(&self) -> (&str, &str) {
                match self {
                    $(Self::$code => ($message, $fix),)*
                    Self::Expression(finding) => (&finding.message, &finding.fix),
                }
            }
        }
    };
}

mod catalogue;

pub use catalogue::Code;

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
