//! `or_other`: the words for the choice and for the question that asks to specify it.

use crate::questionnaire::{
    definition::{Choice, Extra, Question, QuestionType, Row},
    text::{LanguageKey, Text},
};

/// The code of the choice.
pub(super) const OTHER: &str = "other";

/// Language code, name in English, “Other”, “Please specify”.
const WORDS: &[(&str, &str, &str, &str)] = &[
    ("en", "english", "Other", "Please specify"),
    ("es", "spanish", "Otro", "Especifique"),
    ("fr", "french", "Autre", "Veuillez préciser"),
    ("it", "italian", "Altro", "Specificare"),
    ("pt", "portuguese", "Outro", "Especifique"),
    ("el", "greek", "Άλλο", "Διευκρινίστε"),
    ("sv", "swedish", "Annat", "Ange vad"),
    ("ro", "romanian", "Altul", "Precizați"),
    ("ar", "arabic", "أخرى", "يرجى التحديد"),
];

/// The choice that is added to the list.
pub(super) fn choice(languages: &[LanguageKey]) -> Choice {
    Choice { name: OTHER.to_owned(), label: choice_label(languages), extra: Extra::new() }
}

/// The question that is added after `question`.
pub(super) fn follow_up(question: &str, languages: &[LanguageKey]) -> Question {
    let row = Row {
        name: format!("{question}_other"),
        label: question_label(languages),
        relevant: format!("selected(${{{question}}}, '{OTHER}')"),
        ..Row::default()
    };
    Question {
        row,
        kind: QuestionType::Text,
        guidance: Text::default(),
        required: String::new(),
        required_message: Text::default(),
        constraint: String::new(),
        constraint_message: Text::default(),
        calculation: String::new(),
        choice_filter: String::new(),
        default: String::new(),
        trigger: String::new(),
        read_only: String::new(),
        parameters: std::collections::BTreeMap::new(),
        max_length: None,
        ranks: None,
        unit: String::new(),
        or_other: false,
    }
}

/// The label of the choice `other`, in every language.
pub(super) fn choice_label(languages: &[LanguageKey]) -> Text {
    in_every(languages, |(_, _, other, _)| other)
}

/// The label of the question that follows it, in every language.
pub(super) fn question_label(languages: &[LanguageKey]) -> Text {
    in_every(languages, |(_, _, _, specify)| specify)
}

type Words = (&'static str, &'static str, &'static str, &'static str);

/// English stands in for a language that has no words here.
fn in_every(languages: &[LanguageKey], pick: fn(Words) -> &'static str) -> Text {
    let mut text = Text::default();
    for language in languages {
        let code = language.code().to_lowercase();
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        let name = language.name().to_lowercase();
        let known = WORDS.iter().find(|(known, english, ..)| *known == primary || *english == name);
        text.set(language.clone(), known.copied().map_or(pick(("", "", "Other", "Please specify")), pick));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_is_said_in_every_language() {
        let languages: Vec<LanguageKey> =
            ["English (en)", "French", "pt-BR", "Klingon"].into_iter().map(LanguageKey::new).collect();
        let text = choice_label(&languages);
        let said: Vec<_> = languages.iter().map(|language| text.get(language).unwrap()).collect();
        assert_eq!(said, ["Other", "Autre", "Outro", "Other"]);
        assert_eq!(question_label(&languages).get(&languages[1]), Some("Veuillez préciser"));
    }
}
