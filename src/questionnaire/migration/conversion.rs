//! An answer to a question of one type, read as an answer to another.

use serde_json::Value;

use crate::questionnaire::{
    answer::{Answer, NonAnswerKind},
    compile::Questionnaire,
    definition::{Choice, QuestionType},
    input::NumberStyle,
    schema::SlotId,
};

/// What became of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Converted {
    Same,
    /// Written otherwise, meaning the same.
    Quietly(Answer),
    /// Some of its choices are gone.
    Partly(Answer),
    /// Of the new type.
    Anew(Answer),
    /// The new type cannot read it.
    AsTyped(String),
    /// The new question takes nothing that is typed.
    No,
}

/// The question before and after.
pub(super) struct Reading<'a> {
    pub(super) from: &'a Questionnaire,
    pub(super) to: &'a Questionnaire,
    pub(super) source: SlotId,
    /// The one that numbers were typed in.
    pub(super) language: &'a str,
}

/// Reads an answer to a question of type `before` as one to a question of type `after`.
pub(super) fn convert(
    reading: &Reading<'_>,
    before: &QuestionType,
    after: &QuestionType,
    answer: &Answer,
) -> Converted {
    match answer {
        Answer::NonAnswer(_) if after.is_asked() => Converted::Same,
        Answer::Both { answer, non_answer } if after.is_asked() => {
            let both = |answer: Answer| Answer::Both { answer: Box::new(answer), non_answer: *non_answer };
            match convert(reading, before, after, answer) {
                Converted::Same => Converted::Same,
                Converted::Quietly(answer) => Converted::Quietly(both(answer)),
                Converted::Partly(answer) => Converted::Partly(both(answer)),
                Converted::Anew(answer) => Converted::Anew(both(answer)),
                Converted::AsTyped(text) => Converted::Anew(both(Answer::Unparsed(text))),
                Converted::No => Converted::No,
            }
        }
        Answer::Files(_) if is_file(before) && is_file(after) => Converted::Same,
        // A file is no text, and a text no file; it stays with what was answered earlier.
        Answer::Files(_) => Converted::No,
        _ if is_file(after) || !(after.is_asked() || same_type(before, after)) => Converted::No,
        Answer::Unparsed(text) if same_type(before, after) => read_again(reading, after, text),
        _ if same_type(before, after) => same(reading, after, answer),
        _ => {
            let text = in_words(reading, before, answer);
            read_other(reading, after, answer, &text).map_or(Converted::AsTyped(text), Converted::Anew)
        }
    }
}

/// Is this choice among those that were made?
pub(super) fn has_chosen(answer: &Answer, choice: &str) -> bool {
    match answer {
        Answer::Choice(name) => name == choice,
        Answer::Choices(names) | Answer::Ranking(names) => names.iter().any(|name| name == choice),
        Answer::Both { answer, .. } => has_chosen(answer, choice),
        Answer::Text(_)
        | Answer::Number(_)
        | Answer::Date(_)
        | Answer::Time(_)
        | Answer::DateTime(_)
        | Answer::Files(_)
        | Answer::NonAnswer(_)
        | Answer::Unparsed(_) => false,
    }
}

/// A stored answer of which nothing more is known, in words.
#[must_use]
pub fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(words).collect::<Vec<_>>().join("; "),
        Value::Object(object) => match (object.get("unparsed"), object.get("given"), object.get("name")) {
            (Some(text), _, _) | (_, Some(text), _) | (_, _, Some(text)) => words(text),
            (None, None, None) => {
                let kind = object.get("non_answer").and_then(Value::as_str).unwrap_or_default();
                NonAnswerKind::from_code(kind).map_or_else(|| value.to_string(), |kind| kind.code().to_owned())
            }
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// Types that store alike, whatever their bounds and lists.
fn same_type(before: &QuestionType, after: &QuestionType) -> bool {
    std::mem::discriminant(before) == std::mem::discriminant(after) || (before.is_number() && after.is_number())
}

fn is_file(kind: &QuestionType) -> bool {
    matches!(kind, QuestionType::File | QuestionType::Image)
}

fn same(reading: &Reading<'_>, after: &QuestionType, answer: &Answer) -> Converted {
    let list = choices(reading.to, after);
    let known = |name: &String| list.iter().any(|choice| choice.name == *name);
    match answer {
        Answer::Choice(name) if after.list().is_some() && !known(name) => Converted::AsTyped(label(reading, name)),
        Answer::Choices(names) => {
            let left: Vec<String> =
                list.iter().filter(|choice| names.contains(&choice.name)).map(|choice| choice.name.clone()).collect();
            if left.is_empty() {
                Converted::AsTyped(labels(reading, names))
            } else if names.iter().all(known) {
                // In the order of the list.
                if left == *names { Converted::Same } else { Converted::Quietly(Answer::Choices(left)) }
            } else {
                Converted::Partly(Answer::Choices(left))
            }
        }
        Answer::Ranking(names) => {
            let left: Vec<String> = names.iter().filter(|name| known(name)).cloned().collect();
            match left.len() {
                0 => Converted::AsTyped(labels(reading, names)),
                all if all == names.len() => Converted::Same,
                _ => Converted::Partly(Answer::Ranking(left)),
            }
        }
        Answer::Choice(_)
        | Answer::Text(_)
        | Answer::Number(_)
        | Answer::Date(_)
        | Answer::Time(_)
        | Answer::DateTime(_)
        | Answer::Files(_)
        | Answer::NonAnswer(_)
        | Answer::Unparsed(_)
        | Answer::Both { .. } => Converted::Same,
    }
}

/// What could not be read before may be readable now: a choice that is there again, for instance.
fn read_again(reading: &Reading<'_>, after: &QuestionType, text: &str) -> Converted {
    match read_text(reading, after, text) {
        Some(answer) if after.list().is_some() => Converted::Anew(answer),
        Some(_) | None => Converted::Same,
    }
}

fn read_other(reading: &Reading<'_>, after: &QuestionType, answer: &Answer, text: &str) -> Option<Answer> {
    let list = choices(reading.to, after);
    let known = |name: &String| list.iter().any(|choice| choice.name == *name);
    match (after, answer) {
        (QuestionType::SelectMultiple(_), Answer::Choice(name)) if known(name) => {
            Some(Answer::Choices(vec![name.clone()]))
        }
        (QuestionType::SelectMultiple(_), Answer::Ranking(names)) if names.iter().all(known) => {
            let in_order = list.iter().filter(|choice| names.contains(&choice.name));
            Some(Answer::Choices(in_order.map(|choice| choice.name.clone()).collect()))
        }
        (QuestionType::SelectOne(_), Answer::Choices(names)) => match names.as_slice() {
            [only] if known(only) => Some(Answer::Choice(only.clone())),
            _ => None,
        },
        (QuestionType::SelectOne(_), Answer::Choice(name)) if known(name) => Some(Answer::Choice(name.clone())),
        (QuestionType::Date, Answer::DateTime(moment)) => Some(Answer::Date(moment.date())),
        (QuestionType::Time, Answer::DateTime(moment)) => Some(Answer::Time(moment.time())),
        // Choices that are called by a number are meant as it.
        (QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_), Answer::Choice(name)) => {
            read_text(reading, after, text).or_else(|| read_text(reading, after, name))
        }
        _ => read_text(reading, after, text),
    }
}

fn read_text(reading: &Reading<'_>, after: &QuestionType, text: &str) -> Option<Answer> {
    let text = text.trim();
    match after {
        QuestionType::Text | QuestionType::Point => (!text.is_empty()).then(|| Answer::Text(text.to_owned())),
        QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => {
            let number = NumberStyle::of_language(reading.language).read(text)?;
            (*after != QuestionType::Integer || number.is_integer()).then_some(Answer::Number(number))
        }
        QuestionType::Date => text.parse().ok().map(Answer::Date),
        QuestionType::Time => text.parse().ok().map(Answer::Time),
        QuestionType::DateTime => text.parse().ok().map(Answer::DateTime),
        QuestionType::SelectOne(_) => called(reading, after, text).map(Answer::Choice),
        QuestionType::SelectMultiple(_) => {
            let names: Option<Vec<String>> = text.split(';').map(|part| called(reading, after, part.trim())).collect();
            let names = names.filter(|names| !names.is_empty())?;
            let list = choices(reading.to, after).iter().filter(|choice| names.contains(&choice.name));
            Some(Answer::Choices(list.map(|choice| choice.name.clone()).collect()))
        }
        QuestionType::Rank(_)
        | QuestionType::File
        | QuestionType::Image
        | QuestionType::Acknowledge
        | QuestionType::Note
        | QuestionType::Calculate
        | QuestionType::Hidden
        | QuestionType::Metadata(_) => None,
    }
}

/// The choice of this name, or of this label in any language.
fn called(reading: &Reading<'_>, kind: &QuestionType, text: &str) -> Option<String> {
    let list = choices(reading.to, kind);
    let is = |wording: &str| wording.trim().to_lowercase() == text.to_lowercase();
    let by_name = list.iter().find(|choice| choice.name == text);
    by_name
        .or_else(|| list.iter().find(|choice| choice.label.iter().any(|(_, wording)| is(wording))))
        .map(|choice| choice.name.clone())
}

/// An answer as somebody would type it.
fn in_words(reading: &Reading<'_>, before: &QuestionType, answer: &Answer) -> String {
    match answer {
        Answer::Text(text) | Answer::Unparsed(text) => text.clone(),
        Answer::Number(number) => NumberStyle::of_language(reading.language).write(*number),
        Answer::Choice(name) if before.list().is_none() => name.clone(),
        Answer::Choice(name) => label(reading, name),
        Answer::Choices(names) | Answer::Ranking(names) => labels(reading, names),
        Answer::Date(date) => date.to_string(),
        Answer::Time(time) => time.format("%H:%M").to_string(),
        Answer::DateTime(moment) => moment.format("%Y-%m-%dT%H:%M").to_string(),
        Answer::Files(files) => files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join("; "),
        Answer::NonAnswer(non_answer) => non_answer.code(),
        Answer::Both { answer, .. } => in_words(reading, before, answer),
    }
}

fn labels(reading: &Reading<'_>, names: &[String]) -> String {
    names.iter().map(|name| label(reading, name)).collect::<Vec<_>>().join("; ")
}

/// In the language of whoever chose it.
fn label(reading: &Reading<'_>, name: &str) -> String {
    let Reading { from: questionnaire, source, language, .. } = reading;
    let kind = questionnaire.place(*source).question().map(|question| &question.kind);
    let list = kind.map_or(&[][..], |kind| choices(questionnaire, kind));
    let definition = &questionnaire.definition;
    let choice = list.iter().find(|choice| choice.name == name);
    let label = choice.map(|choice| choice.label.read(language, &definition.default_language));
    label.filter(|label| !label.is_empty()).unwrap_or(name).to_owned()
}

fn choices<'a>(questionnaire: &'a Questionnaire, kind: &QuestionType) -> &'a [Choice] {
    kind.list().and_then(|list| questionnaire.definition.choice_list(list)).map_or(&[], |list| &list.choices)
}
