//! What is wrong with an expression in plain words, and what to do: the same for an import and at the terminal.

use super::error::{EvaluationErrorKind, ExpressionErrorKind, Refusal};

/// What a person reads of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub fix: String,
}

impl ExpressionErrorKind {
    /// What is wrong, and what to do.
    #[must_use]
    pub fn words(&self) -> Words {
        let (message, fix) = words(self);
        Words { message, fix: fix.to_owned() }
    }

    /// Is the text no expression at all, whatever the names in it stand for?
    #[must_use]
    pub fn is_syntax(&self) -> bool {
        match self {
            Self::Empty
            | Self::TooLong { .. }
            | Self::TooDeep { .. }
            | Self::UnexpectedCharacter(_)
            | Self::UnterminatedText
            | Self::UnterminatedReference
            | Self::Unexpected { .. }
            | Self::UnexpectedEnd
            | Self::UnknownAxis { .. } => true,
            Self::UnsupportedStep { .. }
            | Self::UnknownVariable { .. }
            | Self::UnknownName { .. }
            | Self::UnknownFunction { .. }
            | Self::RefusedFunction { .. }
            | Self::RefusedReference { .. }
            | Self::Arity { .. }
            | Self::OddArguments { .. }
            | Self::ManyValues { .. }
            | Self::NotNodes { .. }
            | Self::UnknownList { .. }
            | Self::UnknownColumn { .. }
            | Self::BadRegex { .. }
            | Self::InvalidDate { .. } => false,
        }
    }
}

impl EvaluationErrorKind {
    /// What went wrong, and what to do.
    #[must_use]
    pub fn words(&self) -> Words {
        let (message, fix) = match self {
            Self::TooManySteps { limit } => (
                format!("This takes more than {limit} steps."),
                "Look at fewer entries, or split it over calculations.",
            ),
            Self::TooMuchText { limit } => (format!("The text grows longer than {limit} bytes."), "Join fewer texts."),
            Self::BadRegex { message } => (format!("The pattern cannot be read: {message}."), "Correct the pattern."),
            Self::BadOption { function, option } => {
                (format!("{function}() does not know “{option}”."), "Use an option that the documentation lists.")
            }
            Self::BadBase64 => ("The text is not written in base64.".to_owned(), "Give what base64 wrote."),
        };
        Words { message, fix: fix.to_owned() }
    }
}

fn words(kind: &ExpressionErrorKind) -> (String, &'static str) {
    use ExpressionErrorKind as K;
    match kind {
        K::UnknownVariable { .. }
        | K::UnknownName { .. }
        | K::UnknownFunction { .. }
        | K::UnknownList { .. }
        | K::UnknownColumn { .. }
        | K::UnknownAxis { .. }
        | K::UnsupportedStep { .. } => words_of_names(kind),
        K::Empty => ("The expression is empty.".into(), "Write a rule, or clear the cell."),
        K::TooLong { limit } => {
            (format!("The expression is longer than {limit} bytes."), "Split it over calculations.")
        }
        K::TooDeep { limit } => {
            (format!("The expression is nested deeper than {limit}."), "Split it over calculations.")
        }
        K::UnexpectedCharacter(found) => (format!("“{found}” cannot stand here."), "Remove it, or put text in quotes."),
        K::UnterminatedText => ("A text begins here and has no closing quote.".into(), "Add the closing quote."),
        K::UnterminatedReference => ("A reference has no closing brace.".into(), "Write it as ${name}."),
        K::Unexpected { found } => (format!("“{found}” cannot stand here."), "Look for a missing operator or comma."),
        K::UnexpectedEnd => ("The expression ends too early.".into(), "Complete it; look for an open parenthesis."),
        K::RefusedFunction { name, refusal } => (format!("The function {name}() is not offered."), refused(*refusal)),
        K::RefusedReference { name } => {
            (format!("“{name}” refers to another response."), "Use answers of the same response only.")
        }
        K::Arity { function, given, least, most } => {
            let wanted = match most {
                Some(most) if most == least => least.to_string(),
                Some(most) => format!("{least} to {most}"),
                None => format!("at least {least}"),
            };
            (format!("{function}() takes {wanted} arguments, not {given}."), "Add or remove arguments.")
        }
        K::OddArguments { function, given } => {
            (format!("{function}() does not take {given} arguments."), "Give its arguments in pairs.")
        }
        K::ManyValues { name, repeat } => (
            format!("“{name}” has a value in every entry of “{repeat}”, and one value is needed here."),
            "Use sum(), count(), max() or join() over the entries, or move the rule into the repeat.",
        ),
        K::NotNodes { function, argument } => {
            (format!("Argument {argument} of {function}() must be a reference."), "Give a reference such as ${name}.")
        }
        K::BadRegex { message } => (format!("The pattern cannot be read: {message}."), "Correct the pattern."),
        K::InvalidDate { text } => (format!("“{text}” is no day of the calendar."), "Write a day as 2026-03-31."),
    }
}

fn words_of_names(kind: &ExpressionErrorKind) -> (String, &'static str) {
    use ExpressionErrorKind as K;
    match kind {
        K::UnknownName { name, .. } => {
            (format!("There is no question “{name}”."), "Refer to a name of the survey sheet.")
        }
        K::UnknownFunction { name, .. } => {
            (format!("There is no function {name}()."), "Use a function that the documentation lists.")
        }
        K::UnknownList { name, .. } => (format!("There is no list “{name}”."), "Refer to a list of the choices sheet."),
        K::UnknownColumn { list, name, .. } => {
            (format!("The list “{list}” has no column “{name}”."), "Add the column to the choices sheet.")
        }
        K::UnknownAxis { name } => (format!("“{name}” is not known."), "Use a reference such as ${name}."),
        K::UnsupportedStep { name } => (format!("“{name}” is not offered."), "Use a reference such as ${name}."),
        K::UnknownVariable { name } => (format!("“{name}” is not known."), "Write a reference as ${name}."),
        K::Empty
        | K::TooLong { .. }
        | K::TooDeep { .. }
        | K::UnexpectedCharacter(_)
        | K::UnterminatedText
        | K::UnterminatedReference
        | K::Unexpected { .. }
        | K::UnexpectedEnd
        | K::RefusedFunction { .. }
        | K::RefusedReference { .. }
        | K::Arity { .. }
        | K::OddArguments { .. }
        | K::ManyValues { .. }
        | K::NotNodes { .. }
        | K::BadRegex { .. }
        | K::InvalidDate { .. } => (kind.code().to_owned(), "Correct the expression."),
    }
}

fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::ExternalFile => "Put the choices on the choices sheet instead of an external file.",
        Refusal::Device => "It needs a device or an application; this is a web page. Take it out.",
        Refusal::Extension => "It belongs to another platform. Take it out.",
    }
}
