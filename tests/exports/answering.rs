//! Answers to any questionnaire, the same for the same seed, with everything in them that a file may break on.

use chrono::{DateTime, NaiveDate, NaiveTime};
use periplus::questionnaire::{
    answer::{Answer, FileReference, NonAnswer},
    answers::Answers,
    compile::Questionnaire,
    definition::QuestionType,
    document::Document,
    expression::Environment,
    fields::{Field, FieldItem, fields},
    path::EntryPath,
};
use rust_decimal::Decimal;
use uuid::Uuid;

/// Stands in every personal answer.
pub const CANARY: &str = "canary@example.org";

const TEXTS: [&str; 12] = [
    "Plain words",
    "=HYPERLINK(\"https://example.org\";\"here\")",
    "+33 2 99 00 00 00",
    "-1",
    "@SUM(A1:A9)",
    "'quoted'",
    "commas, \"quotes\" and; semicolons",
    "two\nlines\r\nand a third",
    "  spaces  ",
    "Île-de-Bréhat · Αττική · Ελλάδα · 🌊",
    "\ttab",
    "0123",
];

/// A small generator of numbers; the same seed gives the same ones.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// What one respondent submits.
pub fn document(questionnaire: &Questionnaire, seed: u64) -> Document {
    let mut chance = Chance::new(seed);
    let mut answers = Answers::default();
    let fields = fields(&questionnaire.definition);
    for field in &fields {
        for within in places(&answers, field) {
            let path = within.question(field.name());
            if let FieldItem::Repeat(_) = field.item {
                for _ in 0..chance.below(4) {
                    answers.add_entry(path.clone());
                }
                if answers.entries(&path).is_empty()
                    && let Some(non_answer) = non_answer(field, &mut chance)
                {
                    answers.set(path, Answer::NonAnswer(non_answer));
                }
            } else if let Some(answer) = answer(questionnaire, field, &mut chance) {
                answers.set(path, answer);
            }
        }
    }
    let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap().fixed_offset();
    let instance = questionnaire.evaluate(&answers, &Environment { now, language: "en", seed });
    questionnaire.document(&instance, &answers)
}

/// The entries that a question stands in, or the response itself.
fn places(answers: &Answers, field: &Field) -> Vec<EntryPath> {
    field.repeats.iter().fold(vec![EntryPath::default()], |around, repeat| {
        let inside = around.iter().flat_map(|within| {
            answers.entries(&within.question(repeat)).iter().map(|key| within.entry(repeat, *key)).collect::<Vec<_>>()
        });
        inside.collect()
    })
}

fn non_answer(field: &Field, chance: &mut Chance) -> Option<NonAnswer> {
    let all: Vec<NonAnswer> = field.non_answers.iter().flat_map(|kind| NonAnswer::all(*kind)).collect();
    all.get(chance.below(all.len())).copied()
}

fn answer(questionnaire: &Questionnaire, field: &Field, chance: &mut Chance) -> Option<Answer> {
    let question = field.question()?;
    if chance.below(8) == 0 {
        return None;
    }
    if chance.below(8) == 0
        && let Some(non_answer) = non_answer(field, chance)
    {
        return Some(Answer::NonAnswer(non_answer));
    }
    let list = question.kind.list().and_then(|list| questionnaire.definition.choice_list(list));
    let mut names: Vec<String> = list.into_iter().flat_map(|list| &list.choices).map(|it| it.name.clone()).collect();
    let day = NaiveDate::from_ymd_opt(2026, 1, 1)?.checked_add_days(chrono::Days::new(chance.below(900) as u64))?;
    let time = NaiveTime::from_hms_opt(7, 30, 0)?;
    Some(match &question.kind {
        _ if field.personal => Answer::Text(CANARY.to_owned()),
        QuestionType::Text => Answer::Text(TEXTS[chance.below(TEXTS.len())].to_owned()),
        QuestionType::Integer | QuestionType::Range(_) => Answer::Number(Decimal::from(chance.below(3000))),
        QuestionType::Decimal => Answer::Number(Decimal::new(chance.below(10_000_000) as i64 * 2 - 999_999, 2)),
        QuestionType::Date => Answer::Date(day),
        QuestionType::Time => Answer::Time(time),
        QuestionType::DateTime => Answer::DateTime(day.and_time(time)),
        QuestionType::SelectOne(_) => Answer::Choice(names.swap_remove(chance.below(names.len()))),
        QuestionType::SelectMultiple(_) => {
            let kept = chance.below(names.len());
            names.retain(|_| chance.below(3) == 0);
            names.truncate(kept + 1);
            if names.is_empty() {
                return None;
            }
            Answer::Choices(names)
        }
        QuestionType::Rank(_) => {
            let ranked = question.ranks.map_or(names.len(), |ranks| ranks as usize);
            let mut ranking = Vec::new();
            while ranking.len() < ranked && !names.is_empty() {
                ranking.push(names.remove(chance.below(names.len())));
            }
            Answer::Ranking(ranking)
        }
        QuestionType::File | QuestionType::Image => Answer::Files(vec![FileReference {
            file: Uuid::from_u128(chance.below(usize::MAX) as u128),
            name: "=plan, \"final\".pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 1,
        }]),
        QuestionType::Acknowledge => Answer::Choice("OK".to_owned()),
        QuestionType::Note | QuestionType::Calculate | QuestionType::Hidden => return None,
        QuestionType::Metadata(_) | QuestionType::Point => return None,
    })
}
