//! Wording by language: what a questionnaire says, in each language that its author gave.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language as the workbook's header writes it, for instance `French (fr)`, `fr` or `English`.
///
/// XLSForm keys wording by the whole string; the code between parentheses is what interfaces go by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LanguageKey(String);

/// One piece of wording, by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<LanguageKey, String>);

impl LanguageKey {
    /// Takes the header's language part as it stands, without outer white space.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self(key.trim().to_owned())
    }

    /// The key as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code that interfaces go by: what stands in the last parentheses, or the whole key.
    #[must_use]
    pub fn code(&self) -> &str {
        match (self.0.rfind('('), self.0.strip_suffix(')')) {
            (Some(open), Some(inner)) => inner.get(open + 1..).unwrap_or(&self.0).trim(),
            _ => &self.0,
        }
    }

    /// The name without its code: `French` of `French (fr)`.
    #[must_use]
    pub fn name(&self) -> &str {
        match self.0.rfind('(') {
            Some(open) if self.0.ends_with(')') => self.0.get(..open).unwrap_or(&self.0).trim(),
            _ => &self.0,
        }
    }
}

impl Text {
    /// Wording in one language only.
    #[must_use]
    pub fn single(language: LanguageKey, wording: &str) -> Self {
        Self(BTreeMap::from([(language, wording.to_owned())]))
    }

    /// Sets the wording of one language; blank wording is absence.
    pub fn set(&mut self, language: LanguageKey, wording: &str) {
        if wording.trim().is_empty() {
            self.0.remove(&language);
        } else {
            self.0.insert(language, wording.to_owned());
        }
    }

    /// The wording of exactly this language.
    #[must_use]
    pub fn get(&self, language: &LanguageKey) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// The wording for a reader: the language whose key or code is asked for, else the default's, else any.
    #[must_use]
    pub fn read(&self, code: &str, default: &LanguageKey) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key.as_str() == code || key.code() == code)
            .map(|(_, wording)| wording)
            .or_else(|| self.0.get(default))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Is there no wording at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every language with its wording, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&LanguageKey, &str)> {
        self.0.iter().map(|(key, wording)| (key, wording.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_gives_its_code_and_name() {
        for (key, code, name) in [
            ("French (fr)", "fr", "French"),
            ("fr", "fr", "fr"),
            ("Portuguese (Brazil) (pt-BR)", "pt-BR", "Portuguese (Brazil)"),
            ("(odd", "(odd", "(odd"),
            ("", "", ""),
        ] {
            let key = LanguageKey::new(key);
            assert_eq!((key.code(), key.name()), (code, name));
        }
    }

    #[test]
    fn a_reader_falls_back_to_the_default_language() {
        let english = LanguageKey::new("English (en)");
        let mut text = Text::single(english.clone(), "Hello");
        text.set(LanguageKey::new("French (fr)"), "Bonjour");
        assert_eq!(text.read("fr", &english), "Bonjour");
        assert_eq!(text.read("French (fr)", &english), "Bonjour");
        assert_eq!(text.read("el", &english), "Hello");
        assert_eq!(Text::default().read("en", &english), "");
    }
}
