//! The compact coded row of a submission: closed answers and numbers outside repeats, in a fixed byte layout, so that
//! tables are counted without reading documents.
//!
//! A row holds 16-bit words and 64-bit floats, all little-endian, without padding. First the closed questions in
//! document order, then the numbers in document order. Personal questions have no place in it.
//!
//! | question | bytes |
//! |---|---|
//! | `select_one`, `acknowledge` | one word: 0 blank, 1..=n the choice by its place in the list, or a special word |
//! | `select_multiple` of n choices | one status word, then ⌈n/16⌉ words of bits, lowest bit first |
//! | `rank` of n choices | one status word, then n words: the rank of each choice from 1; 0 not ranked |
//! | `integer`, `decimal`, `range` | one status word, then the number as an IEEE 754 double |
//!
//! A status word is 0 (blank), 1 (answered) or a special word: `0xFFFB` an answer that its list or type does not know,
//! `0xFFFC` not asked (off the path), `0xFFFD` not our competence, `0xFFFE` no data, `0xFFFF` not applicable.
//! What is not answered has zeros after its status.

mod transcoding;

use serde_json::{Map, Value};
use thiserror::Error;

use super::{
    answer::NonAnswerKind,
    definition::{Definition, QuestionType},
    fields::fields,
};

pub use transcoding::Transcoder;

const BLANK: u16 = 0;
const ANSWERED: u16 = 1;
const UNREADABLE: u16 = 0xFFFB;
const NOT_ASKED: u16 = 0xFFFC;
const NOT_OUR_COMPETENCE: u16 = 0xFFFD;
const NO_DATA: u16 = 0xFFFE;
const NOT_APPLICABLE: u16 = 0xFFFF;
const BITS: usize = u16::BITS as usize;
const WORD: usize = size_of::<u16>();

/// Where each question stands in the coded rows of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLayout {
    slots: Vec<Slot>,
    length: usize,
}

/// The place of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub question: String,
    pub kind: SlotKind,
    offset: usize,
}

/// What stands in a place; choices are names in the order of their list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotKind {
    One(Vec<String>),
    Several(Vec<String>),
    Ranking(Vec<String>),
    Number,
}

/// What became of a question in one response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Asked and left unanswered.
    Blank,
    Answered,
    /// Routing passed it by.
    NotAsked,
    NonAnswer(NonAnswerKind),
    /// There is an answer, but not one that the question's list or type knows.
    Unreadable,
}

/// A coded row, read in place.
#[derive(Debug, Clone, Copy)]
pub struct CodedRow<'a> {
    bytes: &'a [u8],
}

/// The bytes are not a row of this layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a coded row of {found} bytes where the version has {expected}")]
pub struct CodeError {
    pub expected: usize,
    pub found: usize,
}

impl CodeLayout {
    /// The layout of a version.
    #[must_use]
    pub fn of(definition: &Definition) -> Self {
        let names = |list: &str| -> Vec<String> {
            let choices = definition.choice_list(list).map_or(&[][..], |list| &list.choices);
            choices.iter().map(|choice| choice.name.clone()).collect()
        };
        let (mut closed, mut numbers) = (Vec::new(), Vec::new());
        for field in fields(definition) {
            let Some(question) = field.question() else { continue };
            if field.personal || !field.repeats.is_empty() {
                continue;
            }
            // What entries answered is no list that a row could count in.
            if question.kind.repeat_source().is_some() {
                continue;
            }
            let kind = match &question.kind {
                QuestionType::SelectOne(list) => SlotKind::One(names(list)),
                QuestionType::Acknowledge => SlotKind::One(vec!["OK".to_owned()]),
                QuestionType::SelectMultiple(list) => SlotKind::Several(names(list)),
                QuestionType::Rank(list) => SlotKind::Ranking(names(list)),
                QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => SlotKind::Number,
                QuestionType::Text
                | QuestionType::Date
                | QuestionType::Time
                | QuestionType::DateTime
                | QuestionType::File
                | QuestionType::Image
                | QuestionType::Note
                | QuestionType::Calculate
                | QuestionType::Hidden
                | QuestionType::Metadata(_)
                | QuestionType::Point => continue,
            };
            let slots = if kind == SlotKind::Number { &mut numbers } else { &mut closed };
            slots.push(Slot { question: question.row.name.clone(), kind, offset: 0 });
        }
        closed.append(&mut numbers);
        let mut length = 0;
        for slot in &mut closed {
            slot.offset = length;
            length += slot.kind.length();
        }
        Self { slots: closed, length }
    }

    /// The places, in the order of the bytes.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The place of a question, if it has one.
    #[must_use]
    pub fn slot(&self, question: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.question == question)
    }

    /// Bytes of a row.
    #[must_use]
    pub fn row_length(&self) -> usize {
        self.length
    }

    /// The coded row of a submitted document; `asked` says whether a question without an answer was on the path.
    #[must_use]
    pub fn encode(&self, document: &Map<String, Value>, asked: impl Fn(&str) -> bool) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.length);
        for slot in &self.slots {
            match document.get(&slot.question) {
                Some(Value::Null) | None => {
                    let status = if asked(&slot.question) { BLANK } else { NOT_ASKED };
                    slot.push(&mut bytes, status, &[]);
                }
                Some(Value::Object(object)) => {
                    let kind = object.get("non_answer").and_then(Value::as_str).and_then(NonAnswerKind::from_code);
                    slot.push(&mut bytes, kind.map_or(UNREADABLE, non_answer_word), &[]);
                }
                Some(value) => slot.push_answer(&mut bytes, value),
            }
        }
        bytes
    }

    /// A view of a row of this layout.
    ///
    /// # Errors
    /// Where the length is another.
    pub fn row<'a>(&self, bytes: &'a [u8]) -> Result<CodedRow<'a>, CodeError> {
        if bytes.len() != self.length {
            return Err(CodeError { expected: self.length, found: bytes.len() });
        }
        Ok(CodedRow { bytes })
    }
}

impl SlotKind {
    /// The names of the choices, in the order of their list; none for a number.
    #[must_use]
    pub fn choices(&self) -> &[String] {
        match self {
            Self::One(choices) | Self::Several(choices) | Self::Ranking(choices) => choices,
            Self::Number => &[],
        }
    }

    fn length(&self) -> usize {
        WORD + match self {
            Self::One(_) => 0,
            Self::Several(choices) => choices.len().div_ceil(BITS) * WORD,
            Self::Ranking(choices) => choices.len() * WORD,
            Self::Number => size_of::<f64>(),
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.choices().iter().position(|choice| choice == name)
    }
}

impl Slot {
    /// Writes a status, then `body` and zeros up to the length of the slot.
    fn push(&self, bytes: &mut Vec<u8>, status: u16, body: &[u8]) {
        let end = bytes.len() + self.kind.length();
        bytes.extend(status.to_le_bytes());
        bytes.extend(body);
        bytes.resize(end, 0);
    }

    fn push_answer(&self, bytes: &mut Vec<u8>, value: &Value) {
        let (status, body) = match &self.kind {
            SlotKind::One(_) => (value.as_str().and_then(|name| self.choice_word(name)).unwrap_or(UNREADABLE), vec![]),
            SlotKind::Several(choices) => match self.places(value) {
                Some(places) => {
                    let mut words = vec![0_u16; choices.len().div_ceil(BITS)];
                    for place in places {
                        if let Some(word) = words.get_mut(place / BITS) {
                            *word |= 1 << (place % BITS);
                        }
                    }
                    (ANSWERED, words.into_iter().flat_map(u16::to_le_bytes).collect())
                }
                None => (UNREADABLE, vec![]),
            },
            SlotKind::Ranking(choices) => match self.places(value) {
                Some(places) => {
                    let mut ranks = vec![0_u16; choices.len()];
                    for (rank, place) in (1..).zip(places) {
                        if let Some(word) = ranks.get_mut(place) {
                            *word = rank;
                        }
                    }
                    (ANSWERED, ranks.into_iter().flat_map(u16::to_le_bytes).collect())
                }
                None => (UNREADABLE, vec![]),
            },
            SlotKind::Number => {
                value.as_f64().map_or((UNREADABLE, vec![]), |number| (ANSWERED, number.to_le_bytes().to_vec()))
            }
        };
        self.push(bytes, status, &body);
    }

    fn choice_word(&self, name: &str) -> Option<u16> {
        let word = u16::try_from(self.kind.place(name)? + 1).ok()?;
        (word < UNREADABLE).then_some(word)
    }

    /// The places of an array of names; nothing where it is none or names what the list lacks.
    fn places(&self, value: &Value) -> Option<Vec<usize>> {
        value.as_array()?.iter().map(|name| self.kind.place(name.as_str()?)).collect()
    }
}

impl<'a> CodedRow<'a> {
    /// What became of the question.
    #[must_use]
    pub fn status(&self, slot: &Slot) -> Status {
        match self.word(slot.offset) {
            BLANK => Status::Blank,
            UNREADABLE => Status::Unreadable,
            NOT_ASKED => Status::NotAsked,
            NOT_OUR_COMPETENCE => Status::NonAnswer(NonAnswerKind::NotOurCompetence),
            NO_DATA => Status::NonAnswer(NonAnswerKind::NoData),
            NOT_APPLICABLE => Status::NonAnswer(NonAnswerKind::NotApplicable),
            _ => Status::Answered,
        }
    }

    /// The place of the one choice in its list.
    #[must_use]
    pub fn choice(&self, slot: &Slot) -> Option<usize> {
        let word = self.word(slot.offset);
        (matches!(slot.kind, SlotKind::One(_)) && word != BLANK && word < UNREADABLE).then(|| usize::from(word) - 1)
    }

    /// The places of the choices ticked among several.
    pub fn chosen(&self, slot: &Slot) -> impl Iterator<Item = usize> + use<'a> {
        let words = match &slot.kind {
            SlotKind::Several(choices) => self.words(slot.offset + WORD, choices.len().div_ceil(BITS)),
            SlotKind::One(_) | SlotKind::Ranking(_) | SlotKind::Number => &[],
        };
        words.iter().enumerate().flat_map(|(index, word)| {
            let mut bits = u16::from_le_bytes(*word);
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
                bits &= bits - 1;
                Some(index * BITS + bit)
            })
        })
    }

    /// The ranked choices, as the place in the list and the rank from 1.
    pub fn ranks(&self, slot: &Slot) -> impl Iterator<Item = (usize, u16)> + use<'a> {
        let words = match &slot.kind {
            SlotKind::Ranking(choices) => self.words(slot.offset + WORD, choices.len()),
            SlotKind::One(_) | SlotKind::Several(_) | SlotKind::Number => &[],
        };
        words.iter().map(|word| u16::from_le_bytes(*word)).enumerate().filter(|(_, rank)| *rank != 0)
    }

    /// The number that was given.
    #[must_use]
    pub fn number(&self, slot: &Slot) -> Option<f64> {
        if slot.kind != SlotKind::Number || self.word(slot.offset) != ANSWERED {
            return None;
        }
        self.bytes.get(slot.offset + WORD..)?.first_chunk().copied().map(f64::from_le_bytes)
    }

    fn word(&self, offset: usize) -> u16 {
        self.bytes.get(offset..).and_then(|rest| rest.first_chunk()).copied().map_or(UNREADABLE, u16::from_le_bytes)
    }

    fn words(&self, offset: usize, count: usize) -> &'a [[u8; WORD]] {
        let bytes = self.bytes.get(offset..offset + count * WORD).unwrap_or_default();
        bytes.as_chunks().0
    }
}

fn non_answer_word(kind: NonAnswerKind) -> u16 {
    match kind {
        NonAnswerKind::NotOurCompetence => NOT_OUR_COMPETENCE,
        NonAnswerKind::NoData => NO_DATA,
        NonAnswerKind::NotApplicable => NOT_APPLICABLE,
    }
}

#[cfg(test)]
mod tests;
