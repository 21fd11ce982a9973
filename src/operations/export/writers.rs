//! How files are made of documents, whoever gave the answers.

use super::{Content, Export, ExportFailure};
use crate::{
    export::{ExportError, Said, long::LongWriter, repeat::RepeatWriter, wide::WideWriter},
    fieldwork::response::ResponseState,
    results::recipe::{State, Unit},
};

/// How a file is made of documents.
pub(super) enum DocumentWriter {
    Wide(Box<WideWriter>),
    Long(LongWriter),
    /// Of answers in any of the states; of all where there is no word on it.
    Repeat(Box<RepeatWriter>, Option<Vec<State>>),
}

impl Content {
    /// Whose answers it holds; nothing where it holds none.
    pub(super) fn unit(&self) -> Option<Unit> {
        match self {
            Self::Responses(unit) | Self::Answers(unit) | Self::Participation(unit) | Self::Repeat(unit, _) => {
                Some(*unit)
            }
            Self::List(recipe) | Self::Table(recipe) => Some(recipe.unit),
            Self::Codebook | Self::Columns => None,
        }
    }
}

impl DocumentWriter {
    /// Nothing for what is not made of documents.
    pub(super) fn of(content: &Content, export: &Export) -> Result<Option<Self>, ExportFailure> {
        let merged = &export.merged;
        Ok(match content {
            Content::Responses(unit) => Some(Self::Wide(Box::new(WideWriter::merged(*unit, merged)))),
            Content::Answers(unit) => Some(Self::Long(LongWriter::merged(*unit, merged))),
            Content::Repeat(unit, repeat) => {
                Some(Self::Repeat(Box::new(RepeatWriter::merged(*unit, merged, repeat, &[])?), None))
            }
            Content::List(recipe) => {
                let (repeat, columns) = recipe.list(&merged.definition)?;
                let states = recipe.states.iter().copied().collect();
                let writer = RepeatWriter::merged(recipe.unit, merged, repeat, columns)?;
                Some(Self::Repeat(Box::new(writer), Some(states)))
            }
            Content::Codebook | Content::Columns | Content::Participation(_) | Content::Table(_) => None,
        })
    }

    pub(super) fn header(&self, out: &mut Vec<u8>) {
        match self {
            Self::Wide(writer) => writer.header(out),
            Self::Long(writer) => writer.header(out),
            Self::Repeat(writer, _) => writer.header(out),
        }
    }

    /// Appends the lines of a response or a region and says how many.
    pub(super) fn row(&mut self, state: Option<State>, row: Said<'_>, out: &mut Vec<u8>) -> Result<u64, ExportError> {
        match self {
            Self::Wide(writer) => writer.row(row, out).map(|()| 1),
            Self::Long(writer) => writer.row(row, out),
            Self::Repeat(_, Some(states)) if !state.is_some_and(|state| states.contains(&state)) => Ok(0),
            Self::Repeat(writer, _) => writer.row(row, out),
        }
    }

    pub(super) fn warn_of_unplaced(&self, file: &str) {
        let unplaced: u64 = match self {
            Self::Wide(writer) => writer.unplaced().values().sum(),
            Self::Repeat(writer, _) => writer.unplaced().values().sum(),
            Self::Long(_) => 0,
        };
        if unplaced > 0 {
            tracing::warn!(file, unplaced, "answers that the questionnaire does not know were left out of an export");
        }
    }
}

/// The state as recipes know it: nothing was submitted of a response that is in progress for the first time.
pub(super) fn state_of(state: ResponseState) -> Option<State> {
    match state {
        ResponseState::InProgress => None,
        ResponseState::Submitted => Some(State::Submitted),
        ResponseState::Returned => Some(State::Returned),
        ResponseState::Accepted => Some(State::Accepted),
    }
}
