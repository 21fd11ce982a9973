//! What the page of translations shows.

use actix_web::HttpResponse;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::json;

use crate::{
    questionnaire::{
        text::LanguageKey,
        translation::{Change, Gaps, LanguageError, Problem, Severity, Translated, missing},
    },
    store::questionnaires::Version,
    web::{context::page, state::State, visitor::Visitor},
};

/// How many rows of a table a page shows; the file has all.
const MOST_ROWS: usize = 200;

/// What somebody sent to the page.
pub(super) enum Sent {
    Nothing,
    NoFile,
    Language {
        written: String,
        error: LanguageError,
    },
    Table {
        file: Vec<u8>,
        translated: Box<Translated>,
        /// Somebody has added a version in the meantime.
        is_late: bool,
    },
}

#[derive(Serialize)]
struct LanguageRow {
    key: String,
    code: String,
    link: String,
    is_source: bool,
    done: usize,
    missing: usize,
    /// Where its table stands on the page.
    anchor: String,
    rows: Vec<GapRow>,
    hidden: usize,
}

#[derive(Serialize)]
struct GapRow {
    number: String,
    sheet: &'static str,
    row: String,
    column: &'static str,
    source: String,
}

#[derive(Serialize)]
struct ProblemRow {
    line: String,
    severity: &'static str,
    severity_key: &'static str,
    message: String,
}

#[derive(Serialize)]
struct ChangeRow {
    key: String,
    source: String,
    before: String,
    after: String,
}

/// The page.
pub(super) fn show(state: &State, visitor: &Visitor, version: &Version, sent: &Sent) -> HttpResponse {
    let definition = &version.definition;
    let default = &definition.default_language;
    let gaps = missing(definition);
    let languages: Vec<LanguageRow> = (1..).zip(&gaps).map(|(turn, gaps)| language_row(turn, gaps, default)).collect();
    let total = gaps.first().map_or(0, |gaps| gaps.total);
    let (problem_key, problem_language, written) = match sent {
        Sent::Language { written, error } => language_problem(error, written),
        Sent::Nothing | Sent::NoFile | Sent::Table { .. } => ("", "", ""),
    };
    let result = match sent {
        Sent::Nothing => "",
        Sent::NoFile => "none",
        Sent::Language { .. } => "language",
        Sent::Table { is_late: true, .. } => "late",
        Sent::Table { translated, .. } if translated.definition.is_none() => "refused",
        Sent::Table { translated, .. } if translated.changes.is_empty() => "unchanged",
        Sent::Table { .. } => "preview",
    };
    let mut content = json!({
        "id": version.id,
        "title": definition.title.read(visitor.language(), default),
        "number": version.number,
        "source": { "key": default.as_str(), "code": default.code() },
        "languages": languages,
        "total": total,
        "result": result,
        "problem_key": problem_key,
        "problem_language": problem_language,
        "written": written,
        "target": { "key": "", "code": "" },
        "is_new": false,
        "problems": [],
        "errors": 0,
        "changes": [],
        "count": 0,
        "hidden": 0,
        "file": "",
    });
    if let (Sent::Table { file, translated, .. }, Some(content)) = (sent, content.as_object_mut()) {
        let target = translated.language.as_ref().map(|key| json!({ "key": key.as_str(), "code": key.code() }));
        content.extend(target.map(|target| ("target".to_owned(), target)));
        let problems: Vec<ProblemRow> = translated.problems.iter().map(problem_row).collect();
        let errors = translated.problems.iter().filter(|problem| problem.severity() == Severity::Error).count();
        let changes: Vec<ChangeRow> = translated.changes.iter().take(MOST_ROWS).map(change_row).collect();
        content.insert("is_new".to_owned(), json!(translated.is_new));
        content.insert("problems".to_owned(), json!(problems));
        content.insert("errors".to_owned(), json!(errors));
        content.insert("hidden".to_owned(), json!(translated.changes.len() - changes.len()));
        content.insert("count".to_owned(), json!(translated.changes.len()));
        content.insert("changes".to_owned(), json!(changes));
        if result == "preview" {
            content.insert("file".to_owned(), json!(STANDARD.encode(file)));
        }
    }
    page(state, visitor, "admin/translations", &content)
}

/// The message, the language that it names, and what was typed.
fn language_problem<'a>(error: &'a LanguageError, written: &'a str) -> (&'static str, &'a str, &'a str) {
    match error {
        LanguageError::Missing => ("translations-language-missing", "", written),
        LanguageError::Impossible(name) => ("translations-language-impossible", name, written),
        LanguageError::IsTheSource(name) => ("translations-language-is-source", name, written),
        LanguageError::HasTheCode(name) => ("translations-language-has-code", name, written),
    }
}

fn language_row(turn: usize, gaps: &Gaps, default: &LanguageKey) -> LanguageRow {
    let rows: Vec<GapRow> = gaps
        .missing
        .iter()
        .take(MOST_ROWS)
        .map(|gap| GapRow {
            number: gap.number.clone(),
            sheet: gap.key.sheet.name(),
            row: gap.key.row(),
            column: gap.key.column.name(),
            source: gap.source.clone(),
        })
        .collect();
    LanguageRow {
        key: gaps.language.as_str().to_owned(),
        code: gaps.language.code().to_owned(),
        link: serde_urlencoded::to_string([("language", gaps.language.as_str())]).unwrap_or_default(),
        is_source: gaps.language == *default,
        done: gaps.total - gaps.missing.len(),
        missing: gaps.missing.len(),
        anchor: format!("missing-{turn}"),
        hidden: gaps.missing.len() - rows.len(),
        rows,
    }
}

fn problem_row(problem: &Problem) -> ProblemRow {
    let severity = problem.severity();
    ProblemRow {
        line: problem.line.map(|line| line.to_string()).unwrap_or_default(),
        severity: severity.as_str(),
        severity_key: match severity {
            Severity::Error => "problem-error",
            Severity::Warning => "problem-warning",
            Severity::Notice => "problem-notice",
        },
        message: problem.kind.to_string(),
    }
}

fn change_row(change: &Change) -> ChangeRow {
    ChangeRow {
        key: change.key.to_string(),
        source: change.source.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
    }
}
