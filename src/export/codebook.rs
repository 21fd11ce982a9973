//! `codebook.csv`: every question and every choice, in every language.

use super::line::{Line, header};
use crate::questionnaire::{
    answer::NonAnswerKind,
    definition::{Choice, Question, QuestionType},
    fields::{Field, FieldItem, fields},
    merging::Merged,
    text::Text,
};

/// The columns before `label::` and each language. A question's row has a blank `choice`; a row for each of its
/// choices follows. `exported` is 1 for what the files of answers hold:
/// neither groups nor notes, nor what is personal. `versions` are the numbers of the versions that have it, of those
/// that the files hold.
pub const LEADING: [&str; 13] = [
    "question",
    "number",
    "type",
    "section",
    "repeat",
    "list",
    "choice",
    "required",
    "relevant",
    "non_answers",
    "unit",
    "exported",
    "versions",
];

/// Appends the codebook of a questionnaire and says how many rows it has.
pub fn write(merged: &Merged, out: &mut Vec<u8>) -> u64 {
    let definition = &merged.definition;
    let labels = definition.languages.iter().map(|language| format!("label::{}", language.as_str()));
    header(LEADING.iter().map(|&name| name.to_owned()).chain(labels), out);
    let mut rows = 0;
    for field in fields(definition) {
        row(merged, &field, None, out);
        rows += 1;
        let list = field.question().and_then(|question| question.kind.list());
        for choice in list.and_then(|list| definition.choice_list(list)).map_or(&[][..], |list| &list.choices) {
            row(merged, &field, Some(choice), out);
            rows += 1;
        }
    }
    rows
}

fn row(merged: &Merged, field: &Field, choice: Option<&Choice>, out: &mut Vec<u8>) {
    let (definition, row, question) = (&merged.definition, field.row(), field.question());
    let versions = merged.versions_with(field.name(), choice.map(|choice| choice.name.as_str()));
    let versions: Vec<String> = versions.iter().map(i32::to_string).collect();
    let non_answers: Vec<&str> = field.non_answers.iter().map(|kind| NonAnswerKind::code(*kind)).collect();
    let of_question = |text: fn(&Question) -> &str| question.map_or("", text);
    let (kind, holds_answers) = match field.item {
        FieldItem::Question(question) => (question.kind.name(), question.kind != QuestionType::Note),
        FieldItem::Group(_) => ("group", false),
        FieldItem::Repeat(_) => ("repeat", true),
    };
    let line = Line::begin(out)
        .text(&row.name)
        .text(&row.number)
        .plain(kind)
        .text(field.section.map_or("", |section| &section.name))
        .text(&field.repeats.join("/"))
        .text(of_question(|question| question.kind.list().unwrap_or_default()))
        .text(choice.map_or("", |choice| &choice.name))
        .text(of_question(|question| &question.required))
        .text(&row.relevant)
        .text(&non_answers.join(" "))
        .text(of_question(|question| &question.unit))
        .plain(u8::from(holds_answers && !field.personal))
        .text(&versions.join(" "));
    let label: &Text = choice.map_or(&row.label, |choice| &choice.label);
    let languages = definition.languages.iter();
    languages.fold(line, |line, language| line.text(label.get(language).unwrap_or_default())).end();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        export::fixtures::{instrument, read},
        questionnaire::{fixtures::row_mut, text::LanguageKey},
    };

    #[test]
    fn questions_and_choices_stand_in_every_language() {
        let mut definition = instrument();
        let french = LanguageKey::new("French (fr)");
        definition.languages.push(french.clone());
        definition.choice_lists[0].choices[1].label.set(french, "- autre, « b »");
        row_mut(&mut definition.items[1]).relevant = "${words} != ''".into();
        let mut out = Vec::new();
        let count = write(&Merged::single(3, &definition), &mut out);
        let rows = read(&out);
        assert_eq!(rows.len() as u64, count + 1);
        assert_eq!(rows[0][12..], ["versions", "label::en", "label::French (fr)"]);
        let lines: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
        for expected in [
            "first||group|first||||||||0|3|first|",
            "country||select_one|first||ab||||||1|3|country|",
            "country||select_one|first||ab|b|||||1|3|b|- autre, « b »",
            "intro||note|first||||||||0|3|intro|",
            "email||email|first||||||||0|3|email|",
            "second||group|second|||||${words} != ''|||0|3|second|",
            "amount||decimal|second||||||not_our_competence no_data not_applicable||1|3|amount|",
            "phone||text|person||||||||0|3|phone|",
            "practices||repeat|||||||||1|3|practices|",
            "who||text||practices/partners|||||not_our_competence no_data not_applicable||1|3|who|",
        ] {
            assert!(lines.iter().any(|line| line.starts_with(expected)), "{expected}\n{lines:#?}");
        }
    }
}
