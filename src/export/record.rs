//! Reads one level of a document straight into CSV cells: no tree of values is built, and text is copied once.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor, value::MapAccessDeserializer},
};

use super::{
    columns::{ColumnKind, ColumnSlot, Columns, ENTRY, Found},
    line::{Line, push_plain, push_text},
};
use crate::questionnaire::answer::NonAnswer;

/// The cells of one row, kept from row to row for its allocations.
#[derive(Debug, Default)]
pub(super) struct Record {
    cells: Vec<u8>,
    /// Where the cells of each question stand; nothing: blank.
    spans: Vec<Option<(usize, usize)>>,
    ranks: Vec<usize>,
    pub(super) unplaced: BTreeMap<String, u64>,
}

/// Fills a record from a JSON object.
pub(super) struct RecordSeed<'a> {
    pub(super) columns: &'a Columns,
    pub(super) record: &'a mut Record,
    /// The place of the document's version.
    pub(super) version: usize,
}

struct KeySeed<'a> {
    columns: &'a Columns,
    version: usize,
    hint: &'a mut usize,
    unplaced: &'a mut BTreeMap<String, u64>,
}

struct CellSeed<'a> {
    slot: &'a ColumnSlot,
    version: usize,
    cells: &'a mut Vec<u8>,
    ranks: &'a mut Vec<usize>,
    unplaced: &'a mut BTreeMap<String, u64>,
}

/// The place of a choice in its list, sought from where the last one was found.
struct PlaceSeed<'a> {
    choices: &'a [String],
    hint: usize,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    Choice(String),
    File { name: String },
}

impl Record {
    /// Writes the cells of every question, blank where there was no answer.
    pub(super) fn write<'l>(&self, columns: &Columns, line: Line<'l>) -> Line<'l> {
        columns.slots.iter().zip(&self.spans).fold(line, |line, (slot, span)| {
            let cells = span.and_then(|(start, end)| self.cells.get(start..end));
            line.raw(cells.unwrap_or(&slot.blank))
        })
    }
}

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object of answers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Record { cells, spans, ranks, unplaced } = self.record;
        let (columns, version) = (self.columns, self.version);
        cells.clear();
        spans.clear();
        spans.resize(columns.slots.len(), None);
        let mut hint = 0;
        while let Some(found) = map.next_key_seed(KeySeed { columns, version, hint: &mut hint, unplaced })? {
            let index = match found {
                Found::Slot(index) => index,
                Found::Excluded | Found::Unknown => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            let (Some(slot), Some(span)) = (columns.slots.get(index), spans.get_mut(index)) else { continue };
            let start = cells.len();
            map.next_value_seed(CellSeed { slot, version, cells, ranks, unplaced })?;
            *span = Some((start, cells.len()));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Found, E> {
        let found = self.columns.find(self.version, key, self.hint);
        if found == Found::Unknown && key != ENTRY {
            *self.unplaced.entry(key.to_owned()).or_default() += 1;
        }
        Ok(found)
    }
}

impl<'de> DeserializeSeed<'de> for CellSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl CellSeed<'_> {
    fn value<E: Error>(self, unexpected: Unexpected, push: impl FnOnce(&mut Vec<u8>)) -> Result<(), E> {
        if self.slot.kind != ColumnKind::Value {
            return Err(E::invalid_type(unexpected, &self));
        }
        push(self.cells);
        self.end_without_non_answer();
        Ok(())
    }

    fn end_without_non_answer(self) {
        if self.slot.non_answer {
            self.cells.push(b',');
        }
    }

    fn unplaced(&mut self) {
        *self.unplaced.entry(self.slot.name.clone()).or_default() += 1;
    }

    fn choices<'de, A: SeqAccess<'de>>(&mut self, choices: &[String], mut seq: A) -> Result<(), A::Error> {
        let start = self.cells.len();
        let offer = self.slot.offers.get(self.version);
        self.cells.extend_from_slice(offer.map_or(&[][..], |offer| &offer.cells));
        let mut hint = 0;
        while let Some(place) = seq.next_element_seed(PlaceSeed { choices, hint })? {
            let at = place.and_then(|place| offer.and_then(|offer| offer.places.get(place).copied().flatten()));
            match at.and_then(|at| self.cells.get_mut(start + at)) {
                Some(cell) => *cell = b'1',
                None => self.unplaced(),
            }
            hint = place.map_or(hint, |place| place + 1);
        }
        Ok(())
    }

    fn ranking<'de, A: SeqAccess<'de>>(&mut self, choices: &[String], mut seq: A) -> Result<(), A::Error> {
        self.ranks.clear();
        self.ranks.resize(choices.len(), 0);
        let mut rank = 0;
        while let Some(place) = seq.next_element_seed(PlaceSeed { choices, hint: 0 })? {
            rank += 1;
            match place.and_then(|place| self.ranks.get_mut(place)) {
                Some(of_choice) => *of_choice = rank,
                None => self.unplaced(),
            }
        }
        for (index, rank) in self.ranks.iter().enumerate() {
            self.cells.extend_from_slice(if index == 0 { b"" } else { b"," });
            if *rank > 0 {
                push_plain(self.cells, rank);
            }
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for CellSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an answer of the question's type")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.cells.extend_from_slice(&self.slot.blank);
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.value(Unexpected::Str(""), |cells| push_text(cells, text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.value(Unexpected::Signed(number), |cells| push_plain(cells, number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.value(Unexpected::Unsigned(number), |cells| push_plain(cells, number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.value(Unexpected::Float(number), |cells| push_plain(cells, number))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        let slot = self.slot;
        match &slot.kind {
            ColumnKind::Value => return Err(A::Error::invalid_type(Unexpected::Seq, &self)),
            ColumnKind::Choices(choices) => self.choices(choices, seq)?,
            ColumnKind::Ranking(choices) => self.ranking(choices, seq)?,
            ColumnKind::Names => {
                let mut names = Vec::new();
                while let Some(Named::Choice(name) | Named::File { name }) = seq.next_element()? {
                    names.push(name);
                }
                push_text(self.cells, &names.join("; "));
            }
            ColumnKind::Entries => {
                let mut entries = 0;
                while seq.next_element::<IgnoredAny>()?.is_some() {
                    entries += 1;
                }
                push_plain(self.cells, entries);
            }
        }
        self.end_without_non_answer();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<(), A::Error> {
        let NonAnswer { kind, reason } = NonAnswer::deserialize(MapAccessDeserializer::new(map))?;
        self.cells.extend_from_slice(&self.slot.blank);
        if !self.slot.non_answer {
            self.unplaced();
            return Ok(());
        }
        self.cells.extend_from_slice(kind.code().as_bytes());
        if let Some(reason) = reason {
            self.cells.push(b':');
            self.cells.extend_from_slice(reason.code().as_bytes());
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for PlaceSeed<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for PlaceSeed<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the name of a choice")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<usize>, E> {
        let (before, after) = self.choices.split_at_checked(self.hint).unwrap_or((self.choices, &[]));
        let ahead = after.iter().position(|choice| choice == name).map(|place| before.len() + place);
        Ok(ahead.or_else(|| before.iter().position(|choice| choice == name)))
    }
}
