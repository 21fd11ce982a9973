//! What somebody answered: typed values, non-answers with their reasons, and what could not be read as its type.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::definition::{Metadata, QuestionType};

/// The value at one question of a response. Blank is the absence of an answer.
///
/// As JSON (drafts and submitted documents): text, one choice, dates and times are strings (ISO 8601); numbers
/// are numbers; several choices and rankings are arrays of choice names; files are arrays of objects; a non-answer
/// is `{"non_answer": kind, "reason": reason}`; text that its type could not read is `{"unparsed": text}`; an answer
/// beside a non-answer has the answer under `given`.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Text(String),
    Number(Decimal),
    Choice(String),
    /// Several choices, in the order of their list.
    Choices(Vec<String>),
    /// Choices from the first rank downwards.
    Ranking(Vec<String>),
    Date(NaiveDate),
    Time(NaiveTime),
    DateTime(NaiveDateTime),
    Files(Vec<FileReference>),
    NonAnswer(NonAnswer),
    /// What was typed where a number, date or choice was asked: kept, shown again, never submitted.
    Unparsed(String),
    /// An answer and a reason for not answering at once: kept until the person says which holds, never submitted.
    Both {
        answer: Box<Answer>,
        non_answer: NonAnswer,
    },
}

/// A stored file, by its random id; `name` is what the sender called it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReference {
    pub file: Uuid,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}

/// An answer that says why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NonAnswer {
    #[serde(rename = "non_answer")]
    pub kind: NonAnswerKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// The three non-answers, distinct from blank and from "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NonAnswerKind {
    NotOurCompetence,
    NoData,
    NotApplicable,
}

/// Whose competence it is, or why there is no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    State,
    Province,
    Municipality,
    AnotherDepartment,
    Other,
    NotCollected,
    HeldElsewhere,
    Confidential,
}

impl NonAnswerKind {
    pub const ALL: [Self; 3] = [Self::NotOurCompetence, Self::NoData, Self::NotApplicable];

    /// The code in definitions, documents and exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotOurCompetence => "not_our_competence",
            Self::NoData => "no_data",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The reasons to choose from; empty where none is asked.
    #[must_use]
    pub fn reasons(self) -> &'static [Reason] {
        match self {
            Self::NotOurCompetence => {
                &[Reason::State, Reason::Province, Reason::Municipality, Reason::AnotherDepartment, Reason::Other]
            }
            Self::NoData => &[Reason::NotCollected, Reason::HeldElsewhere, Reason::Confidential],
            Self::NotApplicable => &[],
        }
    }
}

impl Reason {
    /// The code in documents and exports.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Province => "province",
            Self::Municipality => "municipality",
            Self::AnotherDepartment => "another_department",
            Self::Other => "other",
            Self::NotCollected => "not_collected",
            Self::HeldElsewhere => "held_elsewhere",
            Self::Confidential => "confidential",
        }
    }
}

impl NonAnswer {
    /// Every combination that may be chosen for `kind`.
    pub fn all(kind: NonAnswerKind) -> impl Iterator<Item = Self> {
        let none = kind.reasons().is_empty().then_some(Self { kind, reason: None });
        let some = kind.reasons().iter().map(move |reason| Self { kind, reason: Some(*reason) });
        none.into_iter().chain(some)
    }

    /// `kind` or `kind:reason`, as forms send it and the long export writes it.
    #[must_use]
    pub fn code(self) -> String {
        match self.reason {
            Some(reason) => format!("{}:{}", self.kind.code(), reason.code()),
            None => self.kind.code().to_owned(),
        }
    }

    /// The non-answer with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let kind = NonAnswerKind::from_code(code.split(':').next()?)?;
        Self::all(kind).find(|non_answer| non_answer.code() == code)
    }
}

impl Answer {
    /// The JSON of drafts and documents.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(text) | Self::Choice(text) => json!(text),
            Self::Number(number) => number_to_json(*number),
            Self::Choices(names) | Self::Ranking(names) => json!(names),
            Self::Date(date) => json!(date),
            Self::Time(time) => json!(time.format("%H:%M:%S").to_string()),
            Self::DateTime(moment) => json!(moment.format("%Y-%m-%dT%H:%M:%S").to_string()),
            Self::Files(files) => json!(files),
            Self::NonAnswer(non_answer) => json!(non_answer),
            Self::Unparsed(text) => json!({ "unparsed": text }),
            Self::Both { answer, non_answer: NonAnswer { kind, reason } } => {
                json!({ "given": answer.to_json(), "non_answer": kind, "reason": reason })
            }
        }
    }

    /// Reads [`Self::to_json`] back for a question of `kind`; `None` where the JSON is not of that type.
    #[must_use]
    pub fn from_json(kind: &QuestionType, value: &Value) -> Option<Self> {
        if let Some(object) = value.as_object() {
            if let Some(text) = object.get("unparsed") {
                return Some(Self::Unparsed(text.as_str()?.to_owned()));
            }
            let non_answer = serde_json::from_value(value.clone()).ok()?;
            return match object.get("given") {
                None => Some(Self::NonAnswer(non_answer)),
                Some(given) => {
                    let answer = Self::from_json(kind, given)?;
                    Some(Self::Both { answer: Box::new(answer), non_answer })
                }
            };
        }
        let names = || -> Option<Vec<String>> { serde_json::from_value(value.clone()).ok() };
        match kind {
            QuestionType::Text | QuestionType::Hidden | QuestionType::Point => {
                value.as_str().map(|text| Self::Text(text.to_owned()))
            }
            QuestionType::Metadata(metadata) => {
                let text = value.as_str()?;
                let answer = match metadata {
                    Metadata::Start | Metadata::End => text.parse().ok().map(Self::DateTime),
                    Metadata::Today => text.parse().ok().map(Self::Date),
                    Metadata::Username | Metadata::Email => None,
                };
                answer.or_else(|| Some(Self::Text(text.to_owned())))
            }
            QuestionType::Calculate => match value {
                Value::Number(_) => number_from_json(value).map(Self::Number),
                _ => value.as_str().map(|text| Self::Text(text.to_owned())),
            },
            QuestionType::Integer | QuestionType::Decimal | QuestionType::Range(_) => {
                number_from_json(value).map(Self::Number)
            }
            QuestionType::SelectOne(_) | QuestionType::Acknowledge => {
                value.as_str().map(|name| Self::Choice(name.to_owned()))
            }
            QuestionType::SelectMultiple(_) => names().map(Self::Choices),
            QuestionType::Rank(_) => names().map(Self::Ranking),
            QuestionType::Date => value.as_str()?.parse().ok().map(Self::Date),
            QuestionType::Time => value.as_str()?.parse().ok().map(Self::Time),
            QuestionType::DateTime => value.as_str()?.parse().ok().map(Self::DateTime),
            QuestionType::File | QuestionType::Image => serde_json::from_value(value.clone()).ok().map(Self::Files),
            QuestionType::Note => None,
        }
    }
}

/// Whole numbers as integers, others as the shortest decimal. At most 15 significant digits are accepted on the way
/// in, so that a double carries them exactly.
fn number_to_json(number: Decimal) -> Value {
    let number = number.normalize();
    if let Ok(whole) = i64::try_from(number)
        && number.is_integer()
    {
        return json!(whole);
    }
    number.to_string().parse::<f64>().map_or(Value::Null, |double| json!(double))
}

fn number_from_json(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => {
            let text = number.to_string();
            text.parse().or_else(|_| Decimal::from_scientific(&text)).ok().map(|n: Decimal| n.normalize())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: &QuestionType, answer: &Answer, expected: &Value) {
        assert_eq!(&answer.to_json(), expected);
        assert_eq!(Answer::from_json(kind, expected).as_ref(), Some(answer));
    }

    #[test]
    fn answers_keep_their_value_through_json() {
        let list = || "list".to_owned();
        check(&QuestionType::Text, &Answer::Text("Ça".into()), &json!("Ça"));
        check(&QuestionType::Integer, &Answer::Number(Decimal::from(-12)), &json!(-12));
        check(&QuestionType::Decimal, &Answer::Number("0.1".parse().unwrap()), &json!(0.1));
        check(&QuestionType::Decimal, &Answer::Number("12345678901234.5".parse().unwrap()), &json!(12345678901234.5));
        check(&QuestionType::SelectOne(list()), &Answer::Choice("a".into()), &json!("a"));
        check(&QuestionType::SelectMultiple(list()), &Answer::Choices(vec!["a".into()]), &json!(["a"]));
        check(&QuestionType::Date, &Answer::Date(NaiveDate::from_ymd_opt(2026, 2, 1).unwrap()), &json!("2026-02-01"));
        check(&QuestionType::Integer, &Answer::Unparsed("many".into()), &json!({"unparsed": "many"}));
        let non_answer = NonAnswer { kind: NonAnswerKind::NoData, reason: Some(Reason::Confidential) };
        let both = Answer::Both { answer: Box::new(Answer::Number(Decimal::from(3))), non_answer };
        check(&QuestionType::Integer, &both, &json!({"given": 3, "non_answer": "no_data", "reason": "confidential"}));
    }

    #[test]
    fn non_answers_have_one_code_each() {
        for kind in NonAnswerKind::ALL {
            for non_answer in NonAnswer::all(kind) {
                assert_eq!(NonAnswer::from_code(&non_answer.code()), Some(non_answer));
                check(&QuestionType::Text, &Answer::NonAnswer(non_answer), &json!(non_answer));
            }
        }
        for wrong in ["", "no_data", "no_data:state", "not_applicable:other", "maybe"] {
            assert_eq!(NonAnswer::from_code(wrong), None, "{wrong}");
        }
    }
}
