//! Coded rows of one version, read as rows of the versions merged.

use super::{ANSWERED, BITS, BLANK, CodeError, CodeLayout, CodedRow, NOT_ASKED, Slot, SlotKind, UNREADABLE, WORD};
use crate::questionnaire::merging::MergedVersion;

/// Brings the rows of one layout into another that has all its choices.
#[derive(Debug, Clone)]
pub struct Transcoder {
    from: CodeLayout,
    parts: Vec<Part>,
}

/// A place of the new row and what fills it; nothing: the version did not ask.
#[derive(Debug, Clone)]
struct Part {
    slot: Slot,
    source: Option<Source>,
}

#[derive(Debug, Clone)]
struct Source {
    slot: Slot,
    /// The place of each choice in the new list.
    places: Vec<usize>,
}

impl Transcoder {
    /// From the layout of a version to that of the merged definition; nothing where they are the same.
    #[must_use]
    pub fn new(from: &CodeLayout, version: &MergedVersion, to: &CodeLayout) -> Option<Self> {
        if from == to {
            return None;
        }
        let source = |slot: &Slot| {
            let own = from.slot(version.own_name(&slot.question)?)?;
            let places = own.kind.choices().iter().map(|name| slot.kind.place(name).unwrap_or(usize::MAX)).collect();
            Some(Source { slot: own.clone(), places })
        };
        let parts = to.slots.iter().map(|slot| Part { slot: slot.clone(), source: source(slot) }).collect();
        Some(Self { from: from.clone(), parts })
    }

    /// Puts the row in the place of what `out` held.
    ///
    /// # Errors
    /// Where the bytes are not a row of the version.
    pub fn transcode(&self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), CodeError> {
        let row = self.from.row(bytes)?;
        out.clear();
        for part in &self.parts {
            match &part.source {
                Some(source) => source.push(row, &part.slot, out),
                None => part.slot.push(out, NOT_ASKED, &[]),
            }
        }
        Ok(())
    }
}

impl Source {
    fn push(&self, row: CodedRow, to: &Slot, out: &mut Vec<u8>) {
        let status = row.word(self.slot.offset);
        let place = |own: usize| self.places.get(own).copied().filter(|place| *place != usize::MAX);
        let mut words: Vec<u16> = Vec::new();
        match (&self.slot.kind, &to.kind) {
            (SlotKind::One(_), SlotKind::One(_)) => {
                let chosen =
                    row.choice(&self.slot).map(|own| place(own).and_then(|place| u16::try_from(place + 1).ok()));
                return to.push(out, chosen.map_or(status, |word| word.unwrap_or(UNREADABLE)), &[]);
            }
            (SlotKind::Several(_), SlotKind::Several(choices)) => {
                words.resize(choices.len().div_ceil(BITS), 0);
                for place in row.chosen(&self.slot).filter_map(place) {
                    if let Some(word) = words.get_mut(place / BITS) {
                        *word |= 1 << (place % BITS);
                    }
                }
            }
            (SlotKind::Ranking(_), SlotKind::Ranking(choices)) => {
                words.resize(choices.len(), 0);
                for (own, rank) in row.ranks(&self.slot) {
                    if let Some(word) = place(own).and_then(|place| words.get_mut(place)) {
                        *word = rank;
                    }
                }
            }
            (SlotKind::Number, SlotKind::Number) => {
                let number = row.bytes.get(self.slot.offset + WORD..).and_then(|rest| rest.get(..size_of::<f64>()));
                return to.push(out, status, number.unwrap_or_default());
            }
            // Rows of different kinds are never merged.
            (SlotKind::One(_) | SlotKind::Several(_) | SlotKind::Ranking(_) | SlotKind::Number, _) => {
                return to.push(out, if status == BLANK { BLANK } else { UNREADABLE }, &[]);
            }
        }
        let body: Vec<u8> = words.into_iter().flat_map(u16::to_le_bytes).collect();
        to.push(out, status, if status == ANSWERED { &body } else { &[] });
    }
}
