//! The settings sheet, and the languages that it and the headers agree on.

use super::{
    code::Code,
    column::Column,
    context::Context,
    problem::{Place, Problem},
    problems::Problems,
    table::{Meaning, RowView, Table, plain},
};
use crate::questionnaire::{
    definition::Extra,
    text::{LanguageKey, Text},
};

/// What the settings sheet says.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub form_id: String,
    pub title: Text,
    pub version: String,
    pub style: String,
    pub instance_name: String,
    pub allow_choice_duplicates: bool,
    pub extra: Extra,
}

/// The most languages of a questionnaire.
const MOST_LANGUAGES: usize = 60;

/// Settings of collection servers: responses are sent nowhere else from here.
const SENDING: [&str; 2] = ["public_key", "submission_url"];
/// Settings that are kept and have no effect.
const IGNORED: [&str; 9] = [
    "auto_send",
    "auto_delete",
    "allow_automatic_delete",
    "omit_instanceid",
    "instance_xmlns",
    "namespaces",
    "clean_text_values",
    "client_editable",
    "name",
];

/// The languages of all sheets, the default first; says where the choice was not clear.
pub(super) fn languages(settings: Option<&Table>, sheets: &[&Table], problems: &mut Problems) -> Vec<LanguageKey> {
    let mut languages: Vec<LanguageKey> = Vec::new();
    for (language, _) in sheets.iter().flat_map(|table| table.languages()) {
        if !languages.contains(language) {
            languages.push(language.clone());
        }
    }
    if languages.len() > MOST_LANGUAGES {
        let (found, most) = (format!("{} languages", languages.len()), format!("{MOST_LANGUAGES} languages"));
        problems.push(Problem::new(Code::TooLarge, Place::default()).naming(&[&found, &most]));
        languages.truncate(MOST_LANGUAGES);
    }
    // A title has no language of its own.
    let bare = sheets.iter().any(|table| {
        let is_bare = |column: Column| column.is_wording() && column != Column::FormTitle;
        let wording = |meaning: &Meaning| matches!(meaning, Meaning::Known(column, None) if is_bare(*column));
        table.headers.iter().any(|header| wording(&header.meaning))
    });
    let row = settings.and_then(|table| table.views().next());
    let wanted = row.map_or("", |row| row.text(Column::DefaultLanguage));
    let default = if wanted.is_empty() {
        let first = languages.first().filter(|_| !bare).cloned();
        let default = first.unwrap_or_else(|| LanguageKey::new("default"));
        if languages.iter().any(|language| *language != default) {
            problems.push(chosen(sheets, &default));
        }
        default
    } else {
        named(wanted, &languages).unwrap_or_else(|| {
            if !bare && !languages.is_empty() {
                problems.extend(row.map(|row| unknown(row, wanted, &languages)));
            }
            LanguageKey::new(wanted)
        })
    };
    languages.retain(|language| *language != default);
    languages.insert(0, default);
    problems.extend(sheets.iter().flat_map(|table| wording_twice(table, languages.first())));
    languages
}

impl Settings {
    /// Reads the first row; a workbook without the sheet has all defaults.
    pub fn read(table: Option<&Table>, context: &mut Context) -> Self {
        let Some(row) = table.and_then(|table| table.views().next()) else { return Self::default() };
        context.remember(row, "");
        let text = |column: Column| row.text(column).to_owned();
        let (form_id, id_string) = (text(Column::FormId), text(Column::IdString));
        if !form_id.is_empty() && !id_string.is_empty() {
            let origin = row.origin("", Column::IdString);
            context.problems.push(Problem::in_cell(&origin, Code::TwoFormIds, &[&form_id, &id_string], None));
        }
        context.problems.extend(ignored(row));
        context.problems.extend(wrong_root(row));
        Self {
            form_id: if form_id.is_empty() { id_string } else { form_id },
            title: context.wording(row, Column::FormTitle),
            version: text(Column::Version),
            style: text(Column::Style),
            instance_name: text(Column::InstanceName),
            allow_choice_duplicates: row.text(Column::AllowChoiceDuplicates).eq_ignore_ascii_case("yes"),
            extra: context.extra(row),
        }
    }

    /// Sees that there is an id and a title: what is missing is taken from the other.
    pub fn complete(&mut self, context: &mut Context, sheet: &str) {
        let default = context.default_language.clone();
        if self.form_id.is_empty() {
            self.form_id = slug(self.title.read("", &default));
            let problem = Problem::new(Code::FormIdMissing, Place::sheet(sheet)).naming(&[&self.form_id]);
            context.problems.push(problem);
        }
        if self.title.is_empty() {
            self.title = Text::single(default, &self.form_id);
        }
    }
}

/// The language with this key, code or name, if there is just one.
fn named(wanted: &str, languages: &[LanguageKey]) -> Option<LanguageKey> {
    // The cell has lost the typographic quotes and spaces that a header keeps.
    let exact = languages.iter().find(|language| language.as_str().chars().map(plain).eq(wanted.chars()));
    let similar = || {
        let same = |text: &str| text.to_lowercase() == wanted.to_lowercase();
        let like = |language: &&LanguageKey| same(language.as_str()) || same(language.code()) || same(language.name());
        let mut found = languages.iter().filter(like);
        found.next().filter(|_| found.next().is_none())
    };
    exact.or_else(similar).cloned()
}

fn chosen(sheets: &[&Table], language: &LanguageKey) -> Problem {
    let place = sheets.iter().find_map(|table| {
        let is_of = |meaning: &Meaning| match meaning {
            Meaning::Known(_, Some(key)) => key == language,
            Meaning::Known(column, None) => column.is_wording() && language.as_str() == "default",
            Meaning::Extra(_) => false,
        };
        let header = table.headers.iter().find(|header| is_of(&header.meaning))?;
        Some(Place::cell(&table.sheet, table.header_row, header.column))
    });
    Problem::new(Code::LanguageChosen, place.unwrap_or_default()).naming(&[language.as_str()])
}

fn unknown(row: RowView<'_>, wanted: &str, languages: &[LanguageKey]) -> Problem {
    let keys: Vec<String> = languages.iter().map(|language| format!("“{}”", language.as_str())).collect();
    let known = languages.iter().map(LanguageKey::as_str);
    let suggestion = super::nearest::nearest(wanted, known).map(str::to_owned);
    let origin = row.origin("", Column::DefaultLanguage);
    Problem::in_cell(&origin, Code::UnknownLanguage, &[wanted, &keys.join(", ")], None).suggesting(suggestion)
}

/// Bare columns beside columns of the default language.
fn wording_twice(table: &Table, default: Option<&LanguageKey>) -> Vec<Problem> {
    let twin = |column: Column| {
        let is_twin = |meaning: &Meaning| matches!(meaning, Meaning::Known(known, language) if *known == column && language.as_ref() == default);
        table.headers.iter().find(move |header| is_twin(&header.meaning))
    };
    let problem = |header: &super::table::Header| match &header.meaning {
        Meaning::Known(column, None) if column.is_wording() => {
            let twin = twin(*column)?;
            let place = Place::cell(&table.sheet, table.header_row, header.column);
            let names = [header.text.as_str(), &twin.text];
            Some(Problem::new(Code::WordingTwice, place).naming(&names).quoting(&header.text))
        }
        Meaning::Known(..) | Meaning::Extra(_) => None,
    };
    table.headers.iter().filter_map(problem).collect()
}

fn ignored(row: RowView<'_>) -> Vec<Problem> {
    let problem = |(header, text, place): (&super::table::Header, &str, Place)| {
        let Meaning::Extra(name) = &header.meaning else { return None };
        let folded = name.to_lowercase().replace(' ', "_");
        let code = if SENDING.contains(&folded.as_str()) {
            Code::IgnoredSetting
        } else if IGNORED.contains(&folded.as_str()) || folded.starts_with("sms_") || folded.starts_with("attribute::")
        {
            Code::Ignored
        } else {
            Code::UnknownColumn
        };
        Some(Problem::new(code, place).naming(&[name]).quoting(text))
    };
    row.filled().filter_map(problem).collect()
}

/// `name`, which other programs call the response by, must be a name.
fn wrong_root(row: RowView<'_>) -> Option<Problem> {
    let mut cells = row.filled();
    let (_, text, place) =
        cells.find(|(header, ..)| matches!(&header.meaning, Meaning::Extra(key) if key == "name"))?;
    let wrong = !super::names::is_name(text);
    wrong.then(|| Problem::new(Code::InvalidName, place).naming(&[text]).quoting(text))
}

/// Letters and digits of the title, so that the id is stable while the title is.
fn slug(title: &str) -> String {
    let words: Vec<String> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    if words.is_empty() { "questionnaire".to_owned() } else { words.join("_").chars().take(100).collect() }
}
