//! One questionnaire with every kind of column, and a reader of what was written.

use chrono::DateTime;
use uuid::Uuid;

use super::{ExportRow, guard::unguard};
use crate::questionnaire::{
    definition::{Definition, Metadata, QuestionType},
    fixtures::{definition, group, list, personal, question, repeat, with_non_answers},
};

/// `region` is asked too, as in the shipped instruments, and `contact` is personal.
pub fn instrument() -> Definition {
    let several = || QuestionType::SelectMultiple("ab".into());
    let partners = repeat("partners", vec![question("who", QuestionType::Text)]);
    let practice = vec![
        question("title", QuestionType::Text),
        question("region", QuestionType::Text),
        question("fields", several()),
        personal(question("contact", QuestionType::Text)),
        with_non_answers(partners),
    ];
    let second = vec![
        question("many", several()),
        question("order", QuestionType::Rank("ab".into())),
        question("amount", QuestionType::Decimal),
    ];
    definition(
        &[list("ab", &["a", "b"])],
        vec![
            group(
                "first",
                vec![
                    question("country", QuestionType::SelectOne("ab".into())),
                    question("intro", QuestionType::Note),
                    question("words", QuestionType::Text),
                    question("email", QuestionType::Metadata(Metadata::Email)),
                    question("proof", QuestionType::File),
                ],
            ),
            with_non_answers(group("second", second)),
            personal(group("person", vec![question("phone", QuestionType::Text)])),
            repeat("practices", practice),
        ],
    )
}

pub fn row(document: &str) -> ExportRow<'_> {
    ExportRow {
        response: Uuid::from_u128(0x1234),
        reference: "MIG-7F3K",
        region: "FR-BRE",
        country: "FR",
        department: "Europe",
        department_type: "INT",
        state: "accepted",
        revision: 2,
        language: "fr",
        submitted_at: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
        version: 3,
        carried: None,
        document,
    }
}

/// Every cell, unguarded, as the csv crate reads it; rows must all be as long as the first.
pub fn read(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|record| record.unwrap().iter().map(|cell| unguard(cell).to_owned()).collect()).collect()
}
