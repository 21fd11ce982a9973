//! The answers of a reviewed response as rows: what changed, who wrote it, its files, and the queries about it.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{
    queries::{AboutView, QueryView, called},
    reviewed::{Document, Reviewed},
};
use crate::{
    fieldwork::review::takes_queries,
    questionnaire::{answer::Answer, path::Path},
    store::drafts::Stored,
    web::respondent::{
        fields::html_id,
        summary::{SectionSummary, Summary, SummaryRow},
        view::FileView,
        wording::Reader,
    },
};

/// Which rows are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Show {
    #[default]
    All,
    Changed,
    Queries,
    NonAnswers,
}

/// A section with the rows that were asked for.
#[derive(Serialize)]
pub struct SectionView {
    name: String,
    number: String,
    title: String,
    rows: Vec<RowView>,
}

/// One answer, or a heading.
#[derive(Serialize)]
pub struct RowView {
    kind: &'static str,
    response: String,
    id: String,
    path: String,
    number: String,
    label: String,
    value: Vec<String>,
    is_blank: bool,
    files: Vec<FileView>,
    is_non_answer: bool,
    is_changed: bool,
    /// What stood there before.
    before: Vec<String>,
    who: String,
    when: String,
    queries: Vec<QueryView>,
    can_ask: bool,
    /// What was typed and could not be taken, and why.
    typed: String,
    problem: String,
    is_open: bool,
}

/// What was to be asked and could not be.
#[derive(Default)]
pub struct Asked {
    pub path: String,
    pub text: String,
    pub problem: String,
}

/// Everything that a page says about answers.
#[derive(Serialize)]
pub struct Rows {
    pub sections: Vec<SectionView>,
    /// Answers of the submission before that are not part of this one.
    pub gone: Vec<GoneView>,
    /// Queries about what is not shown any more.
    pub elsewhere: Vec<AboutView>,
    pub changed: usize,
    pub with_queries: usize,
    pub non_answers: usize,
}

/// An answer that is not there any more.
#[derive(Serialize)]
pub struct GoneView {
    number: String,
    label: String,
    before: Vec<String>,
}

/// What rows are made of.
struct Maker<'a> {
    reviewed: &'a Reviewed,
    reader: Reader<'a>,
    /// The rows of the submission before, by path.
    before: Option<HashMap<String, SummaryRow>>,
    queries: HashMap<&'a str, Vec<QueryView>>,
    asked: &'a Asked,
}

impl Rows {
    /// The rows of a reviewed response for a reader.
    #[must_use]
    pub fn of(reviewed: &Reviewed, reader: Reader<'_>, show: Show, asked: &Asked) -> Self {
        let before = reviewed.previous.as_ref().map(|previous| {
            let rows = sections(previous, &reader).into_iter().flat_map(|section| section.rows);
            rows.filter(|row| !row.path.is_empty()).map(|row| (row.path.clone(), row)).collect()
        });
        let mut queries: HashMap<&str, Vec<QueryView>> = HashMap::new();
        for query in &reviewed.queries {
            queries.entry(&query.path).or_default().push(QueryView::of(query, &reader));
        }
        let maker = Maker { reviewed, reader, before, queries, asked };
        let all: Vec<SectionView> = sections(&reviewed.shown, &reader)
            .into_iter()
            .map(|SectionSummary { name, number, title, rows }| {
                let rows = rows.into_iter().map(|row| maker.row(row)).collect();
                SectionView { name, number, title, rows }
            })
            .collect();
        let count = |kept: Show| all.iter().flat_map(|section| &section.rows).filter(|row| row.is_kept(kept)).count();
        let (changed, non_answers) = (count(Show::Changed), count(Show::NonAnswers));
        let with_queries = count(Show::Queries);
        let paths: HashSet<String> = all.iter().flat_map(|section| &section.rows).map(|row| row.path.clone()).collect();
        let (gone, elsewhere) = (maker.gone(&paths), maker.elsewhere(&paths));
        let sections = all.into_iter().filter_map(|section| section.only(show)).collect();
        let changed = changed + gone.len();
        Self { sections, gone, elsewhere, changed, with_queries, non_answers }
    }
}

impl SectionView {
    /// The rows that were asked for, under the headings right above them.
    fn only(self, show: Show) -> Option<Self> {
        let mut rows = Vec::new();
        let mut heading = None;
        for row in self.rows {
            if row.kind == "heading" && show != Show::All {
                heading = Some(row);
            } else if row.is_kept(show) {
                rows.extend(heading.take());
                rows.push(row);
            }
        }
        (!rows.is_empty()).then_some(Self { rows, ..self })
    }
}

impl RowView {
    fn is_kept(&self, show: Show) -> bool {
        match show {
            Show::All => true,
            Show::Changed => self.is_changed,
            Show::Queries => !self.queries.is_empty(),
            Show::NonAnswers => self.is_non_answer,
        }
    }
}

impl Maker<'_> {
    fn row(&self, row: SummaryRow) -> RowView {
        let path = row.path.parse::<Path>().ok();
        let answer = path.as_ref().and_then(|path| self.reviewed.shown.answers.get(path));
        let is_answer = path.is_some();
        let changed = self.before.as_ref().zip(path.as_ref()).and_then(|(before, path)| {
            let earlier = self.reviewed.previous.as_ref().and_then(|previous| previous.answers.get(path));
            let was = before.get(&row.path);
            // A new entry's blank answers are no change; nor is one language's wording of the same choice.
            let differs = earlier != answer || was.is_none_or(|was| was.is_blank) != row.is_blank;
            differs.then(|| was.map(|was| was.value.clone()).unwrap_or_default())
        });
        let written = path.as_ref().and_then(|path| self.written(&path.to_string(), answer));
        let is_asked = is_answer && self.asked.path == row.path;
        RowView {
            kind: row.kind,
            response: self.reviewed.assignment.response.id.to_string(),
            id: if is_answer { html_id(&row.path) } else { String::new() },
            number: row.number,
            label: row.label,
            value: row.value,
            is_blank: row.is_blank,
            files: files(answer),
            is_non_answer: matches!(answer, Some(Answer::NonAnswer(_))),
            is_changed: changed.is_some(),
            before: changed.unwrap_or_default(),
            who: written.and_then(|stored| stored.edited_by.clone()).unwrap_or_default(),
            when: written.map(|stored| self.reader.moment(stored.edited_at)).unwrap_or_default(),
            queries: self.queries.get(row.path.as_str()).cloned().unwrap_or_default(),
            can_ask: is_answer && takes_queries(self.reviewed.assignment.response.state) && !self.reviewed.archived,
            typed: if is_asked { self.asked.text.clone() } else { String::new() },
            problem: if is_asked { self.asked.problem.clone() } else { String::new() },
            is_open: is_asked,
            path: row.path,
        }
    }

    /// The draft's row, where it still says what is shown.
    fn written(&self, path: &str, answer: Option<&Answer>) -> Option<&Stored> {
        let stored = self.reviewed.stored.iter().find(|stored| stored.path == path)?;
        let value = answer.map(Answer::to_json);
        (stored.value == value).then_some(stored)
    }

    fn gone(&self, shown: &HashSet<String>) -> Vec<GoneView> {
        let before = self.before.iter().flatten();
        let mut gone: Vec<_> = before.filter(|(path, row)| !shown.contains(*path) && !row.is_blank).collect();
        gone.sort_by(|one, other| one.0.cmp(other.0));
        let view = |row: &SummaryRow| GoneView {
            number: row.number.clone(),
            label: row.label.clone(),
            before: row.value.clone(),
        };
        gone.into_iter().map(|(_, row)| view(row)).collect()
    }

    fn elsewhere(&self, shown: &HashSet<String>) -> Vec<AboutView> {
        let lost = self.reviewed.queries.iter().filter(|query| !shown.contains(&query.path));
        lost.map(|query| {
            let (number, label) = called(&self.reader, Some(&self.reviewed.shown.instance), &query.path);
            let href = String::new();
            AboutView { query: QueryView::of(query, &self.reader), number, label, href }
        })
        .collect()
    }
}

fn sections(document: &Document, reader: &Reader<'_>) -> Vec<SectionSummary> {
    let reader = Reader { questionnaire: &document.questionnaire, ..*reader };
    let Document { instance, answers, .. } = document;
    Summary { reader, instance, answers, change: &|_| String::new() }.sections()
}

fn files(answer: Option<&Answer>) -> Vec<FileView> {
    match answer {
        Some(Answer::Files(files)) => files
            .iter()
            .map(|file| FileView {
                id: file.file.to_string(),
                name: file.name.clone(),
                kilobytes: file.size.div_ceil(1024),
            })
            .collect(),
        _ => Vec::new(),
    }
}
