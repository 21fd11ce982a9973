//! Answers as a form's fields: what a page sends for an answer, so that reading it gives the answer back.

use chrono::{Datelike, NaiveDate};

use super::{NumberStyle, date_fields, non_answer_field, rank_field, time_field, write_time};
use crate::questionnaire::{
    answer::Answer,
    definition::{Question, QuestionType},
    path::Path,
};

/// The names and values that a form sends for `answer`: the inverse of [`super::read`]. The version that the page
/// showed ([`super::version_field`]) is not among them. Files are sent on a page of their own, so that they have none.
#[must_use]
pub fn fields_of(question: &Question, path: &Path, answer: &Answer, style: NumberStyle) -> Vec<(String, String)> {
    let name = path.to_string();
    match answer {
        Answer::Text(text) | Answer::Choice(text) => vec![(name, text.clone())],
        Answer::Number(number) => vec![(name, style.write(*number))],
        Answer::Choices(names) => names.iter().map(|choice| (name.clone(), choice.clone())).collect(),
        Answer::Ranking(names) => {
            (1_u32..).zip(names).map(|(rank, choice): (u32, _)| (rank_field(path, choice), rank.to_string())).collect()
        }
        Answer::Date(date) => day(path, *date),
        Answer::Time(time) => vec![(name, write_time(*time))],
        Answer::DateTime(moment) => {
            let mut fields = day(path, moment.date());
            fields.push((time_field(path), write_time(moment.time())));
            fields
        }
        Answer::Files(_) => Vec::new(),
        Answer::NonAnswer(non_answer) => vec![(non_answer_field(path), non_answer.code())],
        Answer::Unparsed(text) => unparsed(question, path, text),
        Answer::Both { answer, non_answer } => {
            let mut fields = fields_of(question, path, answer, style);
            fields.push((non_answer_field(path), non_answer.code()));
            fields
        }
    }
}

fn day(path: &Path, date: NaiveDate) -> Vec<(String, String)> {
    let values = [date.day().to_string(), date.month().to_string(), date.year().to_string()];
    date_fields(path).into_iter().zip(values).collect()
}

/// What was typed goes back into the controls that it came from.
fn unparsed(question: &Question, path: &Path, text: &str) -> Vec<(String, String)> {
    let whole = || vec![(path.to_string(), text.to_owned())];
    let parts = |text: &str| {
        let values: Vec<String> = text.split('/').map(str::to_owned).collect();
        (values.len() == 3).then(|| date_fields(path).into_iter().zip(values).collect::<Vec<_>>())
    };
    match &question.kind {
        QuestionType::Date => parts(text).unwrap_or_else(whole),
        QuestionType::DateTime => {
            let (date, time) = text.split_once(' ').unwrap_or((text, ""));
            let mut fields = match parts(date) {
                Some(fields) => fields,
                None => return whole(),
            };
            fields.push((time_field(path), time.to_owned()));
            fields
        }
        QuestionType::Rank(_) => text
            .split(' ')
            .filter_map(|word| word.rsplit_once('='))
            .map(|(choice, rank)| (rank_field(path, choice), rank.to_owned()))
            .collect(),
        QuestionType::SelectMultiple(_) => {
            text.split(' ').map(|choice| (path.to_string(), choice.to_owned())).collect()
        }
        QuestionType::Text
        | QuestionType::Integer
        | QuestionType::Decimal
        | QuestionType::Range(_)
        | QuestionType::Time
        | QuestionType::SelectOne(_)
        | QuestionType::File
        | QuestionType::Image
        | QuestionType::Acknowledge
        | QuestionType::Note
        | QuestionType::Calculate
        | QuestionType::Hidden
        | QuestionType::Metadata(_)
        | QuestionType::Point => whole(),
    }
}
