//! The definition of a questionnaire as its author wrote it: a typed tree that XLSForm goes in and out of.
//!
//! Rules (relevant, constraint, calculation…) stay text here; `compile` parses them once, at publication.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    answer::NonAnswerKind,
    text::{LanguageKey, Text},
};

/// Columns of a row or a settings sheet that this product has no meaning for; they ride along, by header.
pub type Extra = BTreeMap<String, String>;

/// One version of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// `form_id`: stable over versions.
    pub form_id: String,
    pub title: Text,
    /// The author's own version string; may be empty.
    pub version: String,
    pub default_language: LanguageKey,
    /// Every language that any wording has, the default first.
    pub languages: Vec<LanguageKey>,
    /// `pages`, `theme-grid` and so on, as written.
    pub style: String,
    /// The expression that names an instance; empty where none.
    pub instance_name: String,
    pub choice_lists: Vec<ChoiceList>,
    pub items: Vec<Item>,
    pub extra: Extra,
}

/// A named list of choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceList {
    pub name: String,
    pub choices: Vec<Choice>,
}

/// One choice: `name` is the code in data, never changed once published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub name: String,
    pub label: Text,
    /// Further columns, which choice filters read.
    pub extra: Extra,
}

/// One row (or bracket of rows) of the survey sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum Item {
    Question(Box<Question>),
    Group(Group),
    Repeat(Repeat),
}

/// What every row of the survey sheet has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub name: String,
    pub label: Text,
    pub hint: Text,
    /// Expression; empty: always relevant.
    pub relevant: String,
    /// As written; tokens are separated by white space.
    pub appearance: String,
    /// `periplus::number`: how the question is called on paper, for instance `8a`.
    pub number: String,
    /// `periplus::non_answers`: which non-answers are offered; `None` inherits from the row around it.
    pub non_answers: Option<BTreeSet<NonAnswerKind>>,
    /// `periplus::departments`: the department types that a section or question is suggested to.
    pub departments: Vec<String>,
    /// `periplus::personal`: never exported with answers; inherited.
    pub personal: bool,
    /// `periplus::visibility` as written: `public`, `network` or `private`; empty inherits.
    pub visibility: String,
    /// `periplus::consolidation` as written; empty: the coordinator's word.
    pub consolidation: String,
    pub extra: Extra,
}

/// A group. At the top of the tree it is a section: one entry of the hub, one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub row: Row,
    pub items: Vec<Item>,
}

/// A repeat: zero or more entries of the same questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    pub row: Row,
    /// Expression for a fixed number of entries; empty: as many as people add.
    pub repeat_count: String,
    /// `periplus::max_entries`.
    pub max_entries: Option<u32>,
    pub items: Vec<Item>,
}

/// A question, note or calculation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub row: Row,
    pub kind: QuestionType,
    pub guidance: Text,
    /// Expression; `yes`/`true()` where always required; empty: optional.
    pub required: String,
    pub required_message: Text,
    pub constraint: String,
    pub constraint_message: Text,
    pub calculation: String,
    pub choice_filter: String,
    pub default: String,
    pub trigger: String,
    /// As written; empty or an expression.
    pub read_only: String,
    pub parameters: BTreeMap<String, String>,
    /// `periplus::max_length`, in characters (Unicode scalar values).
    pub max_length: Option<u32>,
    /// `periplus::ranks`: how many are to be ranked; `None`: all.
    pub ranks: Option<u32>,
    /// `periplus::unit`: what a number counts, for instance `EUR` or `%`.
    pub unit: String,
    /// `or_other`: the choice `other` and a text question relevant on it were added by the importer.
    pub or_other: bool,
}

/// The type of a question. Lists are named; their choices stand in [`Definition::choice_lists`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionType {
    Text,
    Integer,
    Decimal,
    Range(Range),
    Date,
    Time,
    DateTime,
    SelectOne(String),
    SelectMultiple(String),
    Rank(String),
    File,
    Image,
    /// One box to tick; answered `OK`.
    Acknowledge,
    Note,
    Calculate,
    Hidden,
    Metadata(Metadata),
    /// "latitude longitude" as text (a degraded geopoint).
    Point,
}

/// Bounds of a range question, as decimals in text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    pub start: String,
    pub end: String,
    pub step: String,
}

/// What the server fills in by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metadata {
    Start,
    End,
    Today,
    Username,
    Email,
}

impl Definition {
    /// The choice list with this name.
    #[must_use]
    pub fn choice_list(&self, name: &str) -> Option<&ChoiceList> {
        self.choice_lists.iter().find(|list| list.name == name)
    }
}

impl Item {
    /// What every row has.
    #[must_use]
    pub fn row(&self) -> &Row {
        match self {
            Self::Question(question) => &question.row,
            Self::Group(group) => &group.row,
            Self::Repeat(repeat) => &repeat.row,
        }
    }

    /// What stands inside; empty for a question.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        match self {
            Self::Question(_) => &[],
            Self::Group(group) => &group.items,
            Self::Repeat(repeat) => &repeat.items,
        }
    }
}

impl Question {
    /// Is it shown without a control, whatever is answered?
    #[must_use]
    pub fn is_locked(&self) -> bool {
        ["yes", "true", "true()"].contains(&self.read_only.trim().to_ascii_lowercase().as_str())
    }

    /// Is it a calculation that people are to see?
    #[must_use]
    pub fn is_shown_value(&self) -> bool {
        self.kind == QuestionType::Calculate && !self.row.label.is_empty()
    }

    /// Do answers to it come along into a later round? Not what is filled in by itself, nor files, which belong to
    /// the response that they were sent with, nor what is acknowledged, which is said anew each time.
    #[must_use]
    pub fn is_carried(&self) -> bool {
        let is_own = matches!(self.kind, QuestionType::File | QuestionType::Image | QuestionType::Acknowledge);
        self.kind.is_asked() && !self.is_locked() && !is_own
    }

    /// Does it only show the choices of the rows below, as their table's head (appearance `label`)?
    #[must_use]
    pub fn is_head(&self) -> bool {
        self.row.appears("label") && matches!(self.kind, QuestionType::SelectOne(_) | QuestionType::SelectMultiple(_))
    }
}

impl Row {
    /// Does the appearance have this token?
    #[must_use]
    pub fn appears(&self, token: &str) -> bool {
        self.appearance.split_whitespace().any(|word| word.eq_ignore_ascii_case(token))
    }
}

impl QuestionType {
    /// The type as XLSForm calls it, without its list.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Range(_) => "range",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "dateTime",
            Self::SelectOne(_) => "select_one",
            Self::SelectMultiple(_) => "select_multiple",
            Self::Rank(_) => "rank",
            Self::File => "file",
            Self::Image => "image",
            Self::Acknowledge => "acknowledge",
            Self::Note => "note",
            Self::Calculate => "calculate",
            Self::Hidden => "hidden",
            Self::Metadata(Metadata::Start) => "start",
            Self::Metadata(Metadata::End) => "end",
            Self::Metadata(Metadata::Today) => "today",
            Self::Metadata(Metadata::Username) => "username",
            Self::Metadata(Metadata::Email) => "email",
            Self::Point => "geopoint",
        }
    }

    /// The choice list of a closed question.
    #[must_use]
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::SelectOne(list) | Self::SelectMultiple(list) | Self::Rank(list) => Some(list),
            Self::Text
            | Self::Integer
            | Self::Decimal
            | Self::Range(_)
            | Self::Date
            | Self::Time
            | Self::DateTime
            | Self::File
            | Self::Image
            | Self::Acknowledge
            | Self::Note
            | Self::Calculate
            | Self::Hidden
            | Self::Metadata(_)
            | Self::Point => None,
        }
    }

    /// The question of a repeat whose answers are the choices (`select_one ${name}`).
    #[must_use]
    pub fn repeat_source(&self) -> Option<&str> {
        self.list()?.strip_prefix("${")?.strip_suffix('}').map(str::trim)
    }

    /// Is it a number that people type or slide to?
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Range(_))
    }

    /// Does a person answer it (not a note, a calculation or what the server fills in)?
    #[must_use]
    pub fn is_asked(&self) -> bool {
        !matches!(self, Self::Note | Self::Calculate | Self::Hidden | Self::Metadata(_))
    }
}
