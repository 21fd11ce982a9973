//! Lines of people to ask: read against the registry, and their problems as pages show them.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    operations::invitees::{LineProblem, Wish, WishProblem, read},
    questionnaire::definition::Definition,
    store::{Connection, regions},
    web::{error::Error, state::State},
};

/// What is wrong with a line: a message with its arguments.
#[derive(Debug, Serialize)]
pub struct LineMessage {
    key: &'static str,
    line: u64,
    value: String,
}

/// The people of these lines, or everything that is wrong with them. They are written to in a language of the
/// interface or of the questionnaire.
///
/// # Errors
/// When the database does not answer.
pub async fn wishes(
    connection: &mut Connection,
    state: &State,
    definition: Option<&Definition>,
    lines: &str,
) -> Result<Result<Vec<Wish>, Vec<LineMessage>>, Error> {
    let regions = regions::all(connection).await?;
    let ours = state.locales.codes().into_iter().map(str::to_owned);
    let theirs = definition.into_iter().flat_map(|definition| &definition.languages);
    let languages: BTreeSet<String> = ours.chain(theirs.map(|key| key.code().to_owned())).collect();
    Ok(read(lines, &regions, &languages).map_err(|problems| problems.into_iter().map(message).collect()))
}

fn message(LineProblem { line, problem }: LineProblem) -> LineMessage {
    let (key, value) = match problem {
        WishProblem::Cells(found) => ("line-cells", found.to_string()),
        WishProblem::Unreadable => ("line-unreadable", String::new()),
        WishProblem::UnknownRegion(code) => ("line-region", code),
        WishProblem::NoDepartment => ("line-department", String::new()),
        WishProblem::Email(email) => ("line-email", email),
        WishProblem::UnknownLanguage(language) => ("line-language", language),
        WishProblem::Doubled(first) => ("line-doubled", first.to_string()),
    };
    LineMessage { key, line, value }
}
