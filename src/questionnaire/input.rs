//! What a form sends, read as answers: text by the question's type and the reader's way of writing numbers.

mod moments;
mod numbers;
mod write;

use std::{borrow::Cow, collections::BTreeMap};

use rust_decimal::Decimal;

pub use self::{
    moments::{DATE_PARTS, first_date_part, read_iso_moment, read_time, write_time},
    numbers::{MOST_DIGITS, NumberStyle},
    write::fields_of,
};

use super::{
    answer::{Answer, NonAnswer},
    definition::{Choice, Question, QuestionType},
    path::Path,
};

/// The fields of a form by name, in the order in which they were sent.
#[derive(Debug, Clone, Default)]
pub struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// Every value sent under `name`.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The first value under `name`, without outer white space; `None` where it was not sent.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(|value| value.trim())
    }

    /// Adds a value.
    pub fn push(&mut self, name: String, value: String) {
        self.0.entry(name).or_default().push(value);
    }

    /// The names that were sent.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        let mut fields = Self::default();
        for (name, value) in pairs {
            fields.push(name, value);
        }
        fields
    }
}

/// The field of the version that the page showed.
#[must_use]
pub fn version_field(path: &Path) -> String {
    format!("version:{path}")
}

/// The field that chooses a non-answer.
#[must_use]
pub fn non_answer_field(path: &Path) -> String {
    format!("instead:{path}")
}

/// The three fields of a date.
#[must_use]
pub fn date_fields(path: &Path) -> [String; 3] {
    DATE_PARTS.map(|part| format!("{part}:{path}"))
}

/// The field of the time beside a date.
#[must_use]
pub fn time_field(path: &Path) -> String {
    format!("time:{path}")
}

/// The field with the rank of one choice.
#[must_use]
pub fn rank_field(path: &Path, choice: &str) -> String {
    format!("rank:{path}:{choice}")
}

/// Reads what was sent for one question; `None` is blank. Nothing that was typed is dropped: what the type cannot read
/// is [`Answer::Unparsed`], a non-answer beside an answer is [`Answer::Both`].
///
/// `choices` are all that the question may know, offered now or not: an answer that another answer made stale stays
/// what it is, and validation says so.
#[must_use]
pub fn read(
    question: &Question,
    choices: &[Cow<'_, Choice>],
    path: &Path,
    fields: &Fields,
    style: NumberStyle,
) -> Option<Answer> {
    let given = read_value(question, choices, path, fields, style);
    let instead = fields.first(&non_answer_field(path)).filter(|code| !code.is_empty());
    let Some(code) = instead else { return given };
    match (given, NonAnswer::from_code(code)) {
        (None, Some(non_answer)) => Some(Answer::NonAnswer(non_answer)),
        (Some(answer), Some(non_answer)) => Some(Answer::Both { answer: Box::new(answer), non_answer }),
        (given, None) => given.or_else(|| Some(Answer::Unparsed(code.to_owned()))),
    }
}

fn read_value(
    question: &Question,
    choices: &[Cow<'_, Choice>],
    path: &Path,
    fields: &Fields,
    style: NumberStyle,
) -> Option<Answer> {
    let name = path.to_string();
    let text = || fields.first(&name).filter(|text| !text.is_empty());
    let unparsed = |text: &str| Answer::Unparsed(text.to_owned());
    // What a repeat's entries said may have changed since; only validation knows.
    let known =
        |name: &str| question.kind.repeat_source().is_some() || choices.iter().any(|choice| choice.name == name);
    match &question.kind {
        QuestionType::Text => {
            let text = fields.all(&name).first().map(|text| text.replace("\r\n", "\n"))?;
            let text = text.trim_end();
            (!text.is_empty()).then(|| Answer::Text(text.to_owned()))
        }
        QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => {
            text().map(|text| style.read(text).map_or_else(|| unparsed(text), Answer::Number))
        }
        QuestionType::SelectOne(_) => {
            text().map(|text| if known(text) { Answer::Choice(text.to_owned()) } else { unparsed(text) })
        }
        QuestionType::Acknowledge => {
            text().map(|text| if text == "OK" { Answer::Choice(text.to_owned()) } else { unparsed(text) })
        }
        QuestionType::SelectMultiple(_) => {
            let mut sent: Vec<String> = fields.all(&name).iter().filter(|name| !name.is_empty()).cloned().collect();
            if !sent.iter().all(|name| known(name)) {
                return Some(unparsed(&sent.join(" ")));
            }
            sent.sort_by_key(|name| choices.iter().position(|choice| choice.name == *name).unwrap_or(usize::MAX));
            sent.dedup();
            (!sent.is_empty()).then_some(Answer::Choices(sent))
        }
        QuestionType::Rank(_) => read_ranking(path, fields, known),
        QuestionType::Date => moments::read_date(question, path, fields),
        QuestionType::Time => text().map(|text| read_time(text).map_or_else(|| unparsed(text), Answer::Time)),
        QuestionType::DateTime => moments::read_moment(question, path, fields),
        QuestionType::Point => text().map(|text| read_point(text).map_or_else(|| unparsed(text), Answer::Text)),
        QuestionType::File
        | QuestionType::Image
        | QuestionType::Note
        | QuestionType::Calculate
        | QuestionType::Hidden
        | QuestionType::Metadata(_) => None,
    }
}

/// Ranks are sent a choice at a time; two on one rank, or a gap, stay unparsed as `choice=rank` words.
fn read_ranking(path: &Path, fields: &Fields, known: impl Fn(&str) -> bool) -> Option<Answer> {
    let start = rank_field(path, "");
    let sent = fields.names().filter_map(|name| name.strip_prefix(&start).filter(|choice| known(choice)));
    let mut ranked: Vec<(&str, &str)> = sent
        .filter_map(|choice| Some((fields.first(&rank_field(path, choice)).filter(|rank| !rank.is_empty())?, choice)))
        .collect();
    if ranked.is_empty() {
        return None;
    }
    ranked.sort_by_key(|(rank, _)| rank.parse::<u32>().unwrap_or(u32::MAX));
    let in_turn = (1_usize..).zip(&ranked).all(|(turn, (rank, _))| rank.parse() == Ok(turn));
    if in_turn {
        return Some(Answer::Ranking(ranked.into_iter().map(|(_, name)| name.to_owned()).collect()));
    }
    let words: Vec<String> = ranked.iter().map(|(rank, name)| format!("{name}={rank}")).collect();
    Some(Answer::Unparsed(words.join(" ")))
}

/// "latitude longitude", with altitude and accuracy where they are given; commas may be decimal marks or separators.
fn read_point(text: &str) -> Option<String> {
    let words = || text.split(|c: char| c.is_whitespace() || c == ';').filter(|word| !word.is_empty());
    let mut numbers: Vec<String> = words().map(|word| word.trim_end_matches(',').replace(',', ".")).collect();
    if let [both] = words().collect::<Vec<_>>().as_slice() {
        numbers = both.split(',').map(str::to_owned).collect();
    }
    let read: Vec<Decimal> = numbers.iter().map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let within = |number: Option<&Decimal>, most: i64| number.is_some_and(|number| number.abs() <= Decimal::from(most));
    let fits = (2..=4).contains(&read.len()) && within(read.first(), 90) && within(read.get(1), 180);
    fits.then(|| numbers.join(" "))
}

#[cfg(test)]
mod tests;
