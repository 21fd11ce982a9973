//! XLSForm workbooks in, from an author's sheets to a [`Definition`] with every problem named at its cell, and out.
//!
//! ```
//! use periplus::questionnaire::xlsform::{Source, import, markdown::workbook_from_markdown};
//!
//! let workbook = workbook_from_markdown(
//!     "| survey |
//!      |        | type    | name | label        | relevant   |
//!      |        | integer | age  | How old?     |            |
//!      |        | text    | job  | What do you do? | ${aeg} > 15 |",
//! );
//! let imported = import(Source::Workbook(workbook));
//! assert!(imported.definition.is_none());
//! let error = imported.errors().next().ok_or("an error")?;
//! assert_eq!(error.place.to_string(), "survey!D3");
//! assert_eq!(error.code.as_str(), "unknown-reference");
//! assert_eq!(error.suggestion.as_deref(), Some("age"));
//! # Ok::<(), &str>(())
//! ```

pub mod code;
pub mod column;
pub mod export;
pub mod markdown;
pub mod origins;
pub mod problem;
pub mod workbook;
pub mod write;

mod choice_codes;
mod choices;
mod context;
mod csv_sheet;
mod default_values;
mod geojson;
mod headers;
mod invisible;
mod message;
mod names;
mod nearest;
mod operand;
mod other;
mod package;
mod parameters;
mod problems;
mod question;
mod range;
pub(in crate::questionnaire) mod references;
mod row;
mod rules;
mod settings;
mod sheets;
mod similar_languages;
mod spreadsheet;
mod stand_ins;
mod survey;
mod table;
mod translations;
mod types;

#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod form_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;

pub use code::{Code, Finding};
pub use column::Column;
pub use export::export;
pub use invisible::{invisible, is_invisible};
pub use nearest::nearest;
pub use origins::{Origin, Origins};
pub use problem::{Place, Problem, Severity};
pub use workbook::{Source, Workbook};

use self::{choices::Lists, column::SheetKind, context::Context, problems::Problems, settings::Settings};
use super::definition::Definition;

/// What came of an import.
#[derive(Debug)]
#[must_use]
pub struct Import {
    /// Nothing if there is any error.
    pub definition: Option<Definition>,
    /// What could be read in spite of errors, with stand-ins for questions that are referred to and missing: so that
    /// later checks find what else is wrong.
    pub rough: Option<Definition>,
    /// Everything there is to say, by sheet and position.
    pub problems: Vec<Problem>,
    /// Where the definition's rules and wording stand in the workbook.
    pub origins: Origins,
}

impl Import {
    /// The problems that stop the import.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error)
    }

    fn failed(problem: Problem) -> Self {
        Self { definition: None, rough: None, problems: vec![problem], origins: Origins::default() }
    }
}

/// Reads a workbook to a definition, all or nothing, and says everything that is wrong with it at once.
pub fn import(source: Source) -> Import {
    let workbook = match source.read() {
        Ok(workbook) => workbook,
        Err(problem) => return Import::failed(*problem),
    };
    let mut problems = Problems::default();
    let sheets = sheets::recognise(&workbook, &mut problems);
    let Some(survey_sheet) = sheets.survey else {
        return Import { definition: None, rough: None, problems: problems.into_sorted(), origins: Origins::default() };
    };
    let mut table = |kind: SheetKind, sheet| table::Table::read(kind, sheet, &mut problems);
    let survey_table = table(SheetKind::Survey, survey_sheet);
    let choices_table = sheets.choices.map(|sheet| table(SheetKind::Choices, sheet));
    let settings_table = sheets.settings.map(|sheet| table(SheetKind::Settings, sheet));
    let worded: Vec<_> =
        [Some(&survey_table), choices_table.as_ref(), settings_table.as_ref()].into_iter().flatten().collect();
    let languages = settings::languages(settings_table.as_ref(), &worded, &mut problems);
    let mut context = Context::new(problems, languages);

    let mut settings = Settings::read(settings_table.as_ref(), &mut context);
    settings.complete(&mut context, sheets.settings.map_or("settings", |sheet| &sheet.name));
    let mut lists = match &choices_table {
        Some(table) => choices::read(table, settings.allow_choice_duplicates, &mut context),
        None => Lists::default(),
    };
    let survey = survey::read(&survey_table, &workbook.files, &mut lists, &mut context);
    let other = other::choice_label(&context.languages);
    for list in &survey.other_lists {
        lists.add_other(list, &other);
    }
    sheets::missing_choices(choices_table.is_some(), &mut context.problems);
    let choice_lists = lists.finish(&mut context);
    let missing = references::check(&survey.names, &mut context);
    rules::check(&survey.items, &choice_lists, &mut context);
    invisible::check(&mut context);
    similar_languages::check(&worded, &mut context);
    translations::check(&worded, &mut context);

    let Context { problems, origins, default_language, languages, .. } = context;
    let sound = !problems.has_errors();
    let definition = Definition {
        form_id: settings.form_id,
        title: settings.title,
        version: settings.version,
        default_language,
        languages,
        style: settings.style,
        instance_name: settings.instance_name,
        choice_lists,
        items: survey.items,
        extra: settings.extra,
    };
    let rough = if sound { None } else { Some(stand_ins::complete(&definition, &survey.names, missing)) };
    Import { definition: sound.then_some(definition), rough, problems: problems.into_sorted(), origins }
}
