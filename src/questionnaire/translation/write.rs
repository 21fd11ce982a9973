//! One language as a table for a translator: a CSV file with keys, the wording to translate, and its translation.

use thiserror::Error;

use super::{guard::guard, pieces::pieces};
use crate::questionnaire::{
    definition::Definition,
    text::{LanguageKey, Text},
};

/// Columns of the table; those of wording end with their language.
pub(super) const KEY: &str = "key";
pub(super) const NUMBER: &str = "number";
pub(super) const SOURCE: &str = "source";
pub(super) const TARGET: &str = "translation";

const LONGEST_LANGUAGE: usize = 60;

/// Why a language cannot be translated to.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LanguageError {
    #[error("name the language, for instance “Greek (el)”")]
    Missing,
    /// A workbook's header could not hold it.
    #[error("“{0}” cannot be the name of a language: write it on one line, for instance “Greek (el)”")]
    Impossible(String),
    #[error("“{0}” is the language that is translated from")]
    IsTheSource(String),
    /// Readers would be given either.
    #[error("there is already “{0}”, with the same code")]
    HasTheCode(String),
}

/// The language of a translation: one that there is, by its key, code or name, or a new one.
///
/// # Errors
/// [`LanguageError`].
pub fn target(definition: &Definition, wanted: &str) -> Result<LanguageKey, LanguageError> {
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Err(LanguageError::Missing);
    }
    let same = |text: &str| text.to_lowercase() == wanted.to_lowercase();
    let mut like = definition.languages.iter().filter(|key| same(key.code()) || same(key.name()) || same(key.as_str()));
    let exact = definition.languages.iter().find(|key| key.as_str() == wanted);
    if let Some(found) = exact.or_else(|| like.next().filter(|_| like.next().is_none())) {
        let is_source = *found == definition.default_language;
        return if is_source { Err(LanguageError::IsTheSource(wanted.to_owned())) } else { Ok(found.clone()) };
    }
    let odd = wanted.chars().any(|c| c.is_control() || c == ':') || wanted.chars().count() > LONGEST_LANGUAGE;
    if odd || wanted.eq_ignore_ascii_case("default") {
        return Err(LanguageError::Impossible(wanted.to_owned()));
    }
    let new = LanguageKey::new(wanted);
    let code = new.code().to_lowercase();
    match definition.languages.iter().find(|key| key.code().to_lowercase() == code) {
        Some(twin) => Err(LanguageError::HasTheCode(twin.as_str().to_owned())),
        None => Ok(new),
    }
}

/// The table of one language, in UTF-8; with `bom`, spreadsheets see that it is.
///
/// # Errors
/// When it cannot be written.
pub fn table(definition: &Definition, language: &LanguageKey, bom: bool) -> Result<Vec<u8>, csv::Error> {
    let start = if bom { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(start);
    let source = &definition.default_language;
    let header = |column: &str, language: &LanguageKey| format!("{column}: {}", language.as_str());
    writer.write_record([KEY, NUMBER, &header(SOURCE, source), &header(TARGET, language)])?;
    for piece in pieces(definition) {
        let original = original(piece.text, source, language);
        let translated = piece.text.get(language).unwrap_or_default();
        let cells = [guard(piece.number), guard(original), guard(translated)];
        let [number, original, translated] = cells;
        writer.write_record([&piece.key.to_string(), &*number, &*original, &*translated])?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error).map_err(csv::Error::from)
}

/// What is translated from: the source language's wording, else any other's.
pub(super) fn original<'a>(text: &'a Text, source: &LanguageKey, language: &LanguageKey) -> &'a str {
    let other = || text.iter().find(|(key, _)| *key != language).map(|(_, wording)| wording);
    text.get(source).or_else(other).unwrap_or_default()
}
