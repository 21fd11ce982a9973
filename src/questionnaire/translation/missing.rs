//! What lacks a translation: for each language, the wording that another language has.

use super::{key::Key, pieces::pieces};
use crate::questionnaire::{definition::Definition, text::LanguageKey};

/// What one language lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gaps {
    pub language: LanguageKey,
    /// How many pieces of wording there are in all.
    pub total: usize,
    pub missing: Vec<Gap>,
}

/// A piece of wording that a language lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub key: Key,
    /// How the question is called on paper; may be empty.
    pub number: String,
    /// The wording to translate: the default language's, else another's.
    pub source: String,
}

/// What each language lacks, in the order of the languages.
#[must_use]
pub fn missing(definition: &Definition) -> Vec<Gaps> {
    let pieces = pieces(definition);
    let of_language = |language: &LanguageKey| {
        let missing = pieces.iter().filter(|piece| piece.text.get(language).is_none()).map(|piece| Gap {
            key: piece.key.clone(),
            number: piece.number.to_owned(),
            source: piece.text.read(definition.default_language.as_str(), &definition.default_language).to_owned(),
        });
        Gaps { language: language.clone(), total: pieces.len(), missing: missing.collect() }
    };
    definition.languages.iter().map(of_language).collect()
}
