//! The blocks of a page as templates read them.

use serde::Serialize;

use crate::web::review::queries::QueryView;

/// One thing on a page, in order; templates switch on `kind`.
#[derive(Serialize, Default)]
pub struct Block {
    pub kind: &'static str,
    pub id: String,
    pub name: String,
    pub label: String,
    pub number: String,
    pub hint: String,
    pub guidance: String,
    pub error: String,
    pub required: bool,
    /// The ids that describe the control, separated by spaces.
    pub described_by: String,
    pub version_field: String,
    pub version: i32,
    pub value: String,
    pub unit: String,
    /// How the answer is to be written; said below the hint.
    pub format: String,
    /// The keyboard that a telephone shows.
    pub input_mode: &'static str,
    pub autocomplete: &'static str,
    pub max_length: u32,
    /// Lines of a text box.
    pub lines: u32,
    /// Classes of a list of choices, by appearance.
    pub looks: String,
    pub options: Vec<ChoiceView>,
    pub parts: Vec<Part>,
    pub ranks: Vec<Rank>,
    pub non_answer_field: String,
    pub non_answers: Vec<NonAnswerGroup>,
    /// A grid's column heads, and its rows (blocks of kind `one` or `many`).
    pub columns: Vec<String>,
    pub takes_non_answers: bool,
    pub rows: Vec<Block>,
    pub entries: Vec<EntryView>,
    pub can_add: bool,
    /// Its author fixed how many entries it has.
    pub is_fixed: bool,
    pub files: Vec<FileView>,
    pub response: String,
    /// What was asked about it, and is not closed.
    pub queries: Vec<QueryView>,
    /// What the round is called that the answer came along from, until it is confirmed.
    pub carried: String,
}

/// A choice of a question.
#[derive(Serialize)]
pub struct ChoiceView {
    pub id: String,
    pub value: String,
    pub label: String,
    pub chosen: bool,
    /// What is shown for the label, where that is short for it.
    pub mark: String,
}

/// A part of a date.
#[derive(Serialize)]
pub struct Part {
    pub id: String,
    pub field: String,
    pub label: String,
    pub value: String,
    pub width: u8,
    pub input_mode: &'static str,
}

/// A choice to be ranked.
#[derive(Serialize)]
pub struct Rank {
    pub id: String,
    pub field: String,
    pub label: String,
    pub options: Vec<ChoiceView>,
}

/// The reasons of one non-answer.
#[derive(Serialize)]
pub struct NonAnswerGroup {
    pub label: String,
    pub options: Vec<ChoiceView>,
}

/// An entry of a repeat.
#[derive(Serialize)]
pub struct EntryView {
    pub path: String,
    pub position: u32,
    pub title: String,
    pub problems: usize,
}

/// A stored file.
#[derive(Serialize)]
pub struct FileView {
    pub id: String,
    pub name: String,
    pub kilobytes: u64,
}
