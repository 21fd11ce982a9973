//! The interface's languages: Fluent messages by key, embedded in the program. A questionnaire's wording is not here
//! but in its definition.

use std::{borrow::Cow, collections::BTreeMap};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;
use thiserror::Error;
use unic_langid::LanguageIdentifier;

/// The source language, and what every other falls back to.
pub const SOURCE: &str = "en";

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Files;

/// Every language of the interface with its messages.
pub struct Locales {
    languages: BTreeMap<String, FluentBundle<FluentResource>>,
}

/// A locale file that cannot be used.
#[derive(Debug, Error)]
pub enum LocaleError {
    #[error("{file} is no Fluent file: {problem}")]
    Syntax { file: String, problem: String },
    #[error("there is no {SOURCE} locale")]
    NoSource,
}

impl Locales {
    /// Reads the embedded locales: one folder a language, any number of `.ftl` files.
    ///
    /// # Errors
    /// When a file is no Fluent or defines a key again.
    pub fn load() -> Result<Self, LocaleError> {
        let mut languages = BTreeMap::new();
        for file in Files::iter() {
            let Some((language, _)) = file.split_once('/') else { continue };
            let syntax = |problem: String| LocaleError::Syntax { file: file.to_string(), problem };
            let identifier: LanguageIdentifier = language.parse().map_err(|error| syntax(format!("{error}")))?;
            let source = Files::get(&file).map(|found| found.data).unwrap_or_default();
            let text = String::from_utf8(source.into_owned()).map_err(|error| syntax(error.to_string()))?;
            let resource = FluentResource::try_new(text).map_err(|(_, errors)| syntax(format!("{errors:?}")))?;
            let bundle = languages.entry(language.to_owned()).or_insert_with(|| {
                let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
                // Isolation marks would stand in CSV names, mails and tests; no message mixes directions.
                bundle.set_use_isolating(false);
                bundle
            });
            bundle.add_resource(resource).map_err(|errors| syntax(format!("{errors:?}")))?;
        }
        if !languages.contains_key(SOURCE) {
            return Err(LocaleError::NoSource);
        }
        Ok(Self { languages })
    }

    /// The embedded locales, with the name of the institution that runs the program.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_for(institution: &str) -> Result<Self, LocaleError> {
        let mut locales = Self::load()?;
        let plain: String = institution.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        let quoted = plain.replace('\\', "\\\\").replace('"', "\\\"");
        for (language, bundle) in &mut locales.languages {
            let resource = FluentResource::try_new(format!("-institution = {{ \"{quoted}\" }}\n")).map_err(|_| {
                LocaleError::Syntax { file: language.clone(), problem: format!("{institution:?} is no name") }
            })?;
            bundle.add_resource_overriding(resource);
        }
        Ok(locales)
    }

    /// The codes of the interface's languages, the source first.
    #[must_use]
    pub fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.languages.keys().map(String::as_str).collect();
        codes.sort_by_key(|code| (*code != SOURCE, *code));
        codes
    }

    /// The interface language for this wish (`fr`, `fr-CA`), if there is one.
    #[must_use]
    pub fn known(&self, wish: &str) -> Option<&str> {
        let code = wish.split(['-', '_']).next().unwrap_or(wish).to_ascii_lowercase();
        self.languages.get_key_value(&code).map(|(code, _)| code.as_str())
    }

    /// The first wish of an Accept-Language header that is known, by weight.
    #[must_use]
    pub fn negotiate(&self, header: &str) -> Option<&str> {
        let mut wishes: Vec<(f32, &str)> = header
            .split(',')
            .filter_map(|part| {
                let mut words = part.split(';');
                let tag = words.next()?.trim();
                let weight = words.find_map(|word| word.trim().strip_prefix("q="));
                Some((weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0)), tag))
            })
            .collect();
        wishes.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        wishes.into_iter().find_map(|(_, tag)| self.known(tag))
    }

    /// The message of `key`, in `language` or the source language; the key itself where nobody wrote it.
    #[must_use]
    pub fn text(&self, language: &str, key: &str, arguments: &[(&str, &str)]) -> String {
        let mut given = FluentArgs::new();
        for (name, value) in arguments {
            // Counts choose plural forms, so whole numbers are numbers.
            let value = match value.parse::<i64>() {
                Ok(number) => FluentValue::from(number),
                Err(_) => FluentValue::String(Cow::Borrowed(value)),
            };
            given.set(*name, value);
        }
        self.message(language, key, &given)
            .or_else(|| self.message(SOURCE, key, &given))
            .unwrap_or_else(|| key.to_owned())
    }

    /// Every key of a language.
    #[must_use]
    pub fn has(&self, language: &str, key: &str) -> bool {
        self.languages.get(language).is_some_and(|bundle| bundle.has_message(key))
    }

    fn message(&self, language: &str, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let bundle = self.languages.get(language)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned())
    }
}
