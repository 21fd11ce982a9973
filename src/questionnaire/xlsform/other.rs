//! `or_other`: the words for the choice and for the question that asks to specify it.

use crate::questionnaire::text::{LanguageKey, Text};

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
