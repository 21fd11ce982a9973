//! What is wrong with an expression, and where: data that an importer or a page puts into words.

use std::ops::Range;

use thiserror::Error;

/// Why a text is no expression of its questionnaire.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{} at {at:?}", kind.code())]
pub struct ExpressionError {
    pub kind: ExpressionErrorKind,
    /// Bytes of the text that it is about.
    pub at: Range<usize>,
}

/// What is wrong; [`Self::code`] names it.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionErrorKind {
    Empty,
    TooLong {
        limit: usize,
    },
    TooDeep {
        limit: usize,
    },
    UnexpectedCharacter(char),
    UnterminatedText,
    UnterminatedReference,
    /// Something that cannot stand where it stands.
    Unexpected {
        found: String,
    },
    UnexpectedEnd,
    UnknownAxis {
        name: String,
    },
    /// Attributes, comments and what else a response does not have.
    UnsupportedStep {
        name: String,
    },
    UnknownVariable {
        name: String,
    },
    UnknownName {
        name: String,
        suggestion: Option<String>,
    },
    UnknownFunction {
        name: String,
        suggestion: Option<String>,
    },
    /// A function of other programs that this one does not offer.
    RefusedFunction {
        name: String,
        refusal: Refusal,
    },
    /// `${last-saved#name}`: answers of another response.
    RefusedReference {
        name: String,
    },
    Arity {
        function: &'static str,
        given: usize,
        least: usize,
        most: Option<usize>,
    },
    /// Arguments that come in pairs, or in a number that the function does not take.
    OddArguments {
        function: &'static str,
        given: usize,
    },
    /// One value is needed, and the name stands for one in every entry of `repeat`.
    ManyValues {
        name: String,
        repeat: String,
    },
    /// Places in the response are needed, and this is a value.
    NotNodes {
        function: String,
        argument: usize,
    },
    UnknownList {
        name: String,
        suggestion: Option<String>,
    },
    UnknownColumn {
        list: String,
        name: String,
        suggestion: Option<String>,
    },
    BadRegex {
        message: String,
    },
    /// A constant that looks like a date and is no day of the calendar.
    InvalidDate {
        text: String,
    },
}

/// Why a known function is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It reads a file that travels with the form.
    ExternalFile,
    /// It needs the device or the application that the form runs in.
    Device,
    /// It belongs to one platform's own extension.
    Extension,
}

/// What went wrong while computing.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{} at {at:?}", kind.code())]
pub struct EvaluationError {
    pub kind: EvaluationErrorKind,
    /// Bytes of the text that it is about.
    pub at: Range<usize>,
}

/// What went wrong; [`Self::code`] names it.
#[derive(Debug, Clone, PartialEq)]
pub enum EvaluationErrorKind {
    TooManySteps {
        limit: u64,
    },
    TooMuchText {
        limit: usize,
    },
    BadRegex {
        message: String,
    },
    /// An option that the function does not know, such as a digest's name.
    BadOption {
        function: &'static str,
        option: String,
    },
    BadBase64,
}

impl ExpressionErrorKind {
    /// A stable code, in kebab case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty-expression",
            Self::TooLong { .. } => "expression-too-long",
            Self::TooDeep { .. } => "expression-too-deep",
            Self::UnexpectedCharacter(_) => "unexpected-character",
            Self::UnterminatedText => "unterminated-text",
            Self::UnterminatedReference => "unterminated-reference",
            Self::Unexpected { .. } => "unexpected-token",
            Self::UnexpectedEnd => "unexpected-end",
            Self::UnknownAxis { .. } => "unknown-axis",
            Self::UnsupportedStep { .. } => "unsupported-step",
            Self::UnknownVariable { .. } => "unknown-variable",
            Self::UnknownName { .. } => "unknown-name",
            Self::UnknownFunction { .. } => "unknown-function",
            Self::RefusedFunction { .. } => "refused-function",
            Self::RefusedReference { .. } => "refused-reference",
            Self::Arity { .. } => "wrong-number-of-arguments",
            Self::OddArguments { .. } => "odd-arguments",
            Self::ManyValues { .. } => "many-values",
            Self::NotNodes { .. } => "not-a-reference",
            Self::UnknownList { .. } => "unknown-list",
            Self::UnknownColumn { .. } => "unknown-column",
            Self::BadRegex { .. } => "bad-regex",
            Self::InvalidDate { .. } => "invalid-date",
        }
    }

    /// What the author may have meant.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::UnknownName { suggestion, .. }
            | Self::UnknownFunction { suggestion, .. }
            | Self::UnknownList { suggestion, .. }
            | Self::UnknownColumn { suggestion, .. } => suggestion.as_deref(),
            Self::Empty
            | Self::TooLong { .. }
            | Self::TooDeep { .. }
            | Self::UnexpectedCharacter(_)
            | Self::UnterminatedText
            | Self::UnterminatedReference
            | Self::Unexpected { .. }
            | Self::UnexpectedEnd
            | Self::UnknownAxis { .. }
            | Self::UnsupportedStep { .. }
            | Self::UnknownVariable { .. }
            | Self::RefusedFunction { .. }
            | Self::RefusedReference { .. }
            | Self::Arity { .. }
            | Self::OddArguments { .. }
            | Self::ManyValues { .. }
            | Self::NotNodes { .. }
            | Self::BadRegex { .. }
            | Self::InvalidDate { .. } => None,
        }
    }
}

impl Refusal {
    /// A stable code, in kebab case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ExternalFile => "external-file",
            Self::Device => "device",
            Self::Extension => "extension",
        }
    }
}

impl EvaluationErrorKind {
    /// A stable code, in kebab case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooManySteps { .. } => "too-many-steps",
            Self::TooMuchText { .. } => "too-much-text",
            Self::BadRegex { .. } => "bad-regex",
            Self::BadOption { .. } => "bad-option",
            Self::BadBase64 => "bad-base64",
        }
    }
}
