//! Answers of a questionnaire from JSON: nested by group or flat by name, typed by its questions.

use serde_json::Value as Json;

use super::{
    super::{
        dates::{self, Moment},
        suggestion::nearest,
    },
    Fault, Given,
};
use crate::questionnaire::{
    answer::Answer,
    answers::Answers,
    definition::QuestionType,
    document::ENTRY,
    path::{EntryKey, EntryPath},
    schema::{Schema, SlotKind},
};

pub(super) fn read(schema: &Schema, given: &Given) -> Result<Answers, Fault> {
    let mut answers = Answers::default();
    let top = match given.entries() {
        // Wrapped in the response itself, as an instance is.
        Some([(name, inside)]) if schema.slot(name).is_none() && schema.is_root_name(name) => inside,
        _ => given,
    };
    object(schema, top, &EntryPath::default(), &mut answers)?;
    Ok(answers)
}

fn object(schema: &Schema, given: &Given, within: &EntryPath, answers: &mut Answers) -> Result<(), Fault> {
    let entries = given.entries().ok_or_else(|| {
        let message = "The answers of a response, group or entry are no object.".to_owned();
        Fault::new("unreadable-answers", message, "Give an object of answers by name.")
    })?;
    for (name, value) in entries {
        if name == ENTRY || name == "meta" || name.starts_with('@') {
            continue;
        }
        let Some(slot) = schema.slot(name) else { return Err(unknown(schema, name)) };
        let path = within.question(name);
        match &schema.get(slot).kind {
            SlotKind::Root | SlotKind::Group => object(schema, value, within, answers)?,
            SlotKind::Repeat => {
                let entries = match value {
                    Given::List(entries) => entries.as_slice(),
                    Given::Scalar(Json::Null) => &[],
                    Given::Object(_) | Given::Scalar(_) => std::slice::from_ref(value),
                };
                for (place, entry) in (1..).zip(entries) {
                    let key = entry.get(ENTRY).and_then(|key| key.text().parse().ok()).unwrap_or(place);
                    let key: EntryKey = key;
                    answers.insert_entry(path.clone(), key);
                    object(schema, entry, &within.entry(name, key), answers)?;
                }
            }
            SlotKind::Question(kind) => {
                if let Some(answer) = answer(kind, value) {
                    answers.set(path, answer);
                }
            }
        }
    }
    Ok(())
}

fn unknown(schema: &Schema, name: &str) -> Fault {
    let message = format!("The questionnaire has no “{name}”.");
    let names = schema.slots().map(|(_, slot)| slot.name.as_str());
    let fault = Fault::new("unknown-answer", message, "Name answers as the survey sheet does.");
    Fault { suggestion: nearest(name, names), ..fault }
}

/// As drafts keep it, or as people write it: numbers and several choices may be text.
fn answer(kind: &QuestionType, given: &Given) -> Option<Answer> {
    let text = match given {
        Given::List(items) => items.iter().map(Given::text).collect::<Vec<_>>().join(" "),
        Given::Scalar(_) | Given::Object(_) => given.text(),
    };
    let is_blank = matches!(given, Given::Scalar(_)) && text.trim().is_empty();
    if is_blank {
        return None;
    }
    if let Some(answer) = Answer::from_json(kind, &given.to_json()) {
        return Some(answer);
    }
    let unparsed = || Answer::Unparsed(text.clone());
    Some(match kind {
        QuestionType::Text
        | QuestionType::Hidden
        | QuestionType::Calculate
        | QuestionType::Metadata(_)
        | QuestionType::Point => Answer::Text(text),
        QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => {
            text.trim().parse().map_or_else(|_| unparsed(), Answer::Number)
        }
        QuestionType::SelectOne(_) | QuestionType::Acknowledge => Answer::Choice(text),
        QuestionType::SelectMultiple(_) => Answer::Choices(text.split_whitespace().map(str::to_owned).collect()),
        QuestionType::Rank(_) => Answer::Ranking(text.split_whitespace().map(str::to_owned).collect()),
        QuestionType::Date => match dates::read(&text) {
            Some(Moment::Day(date)) => Answer::Date(date),
            Some(Moment::Time(moment, _)) => Answer::Date(moment.date()),
            None => unparsed(),
        },
        QuestionType::DateTime => match dates::read(&text) {
            Some(Moment::Day(date)) => Answer::DateTime(date.and_time(chrono::NaiveTime::MIN)),
            Some(Moment::Time(moment, _)) => Answer::DateTime(moment),
            None => unparsed(),
        },
        QuestionType::Time => dates::read_time(&text).map_or_else(unparsed, |(time, _)| Answer::Time(time)),
        QuestionType::File | QuestionType::Image | QuestionType::Note => return None,
    })
}
