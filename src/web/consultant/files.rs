//! The files of a round that a consultant can download.

use serde::Deserialize;

use crate::{
    fieldwork::{response::ResponseState, round::Round},
    operations::export::{Export, recipes, versions},
    store::Connection,
    web::error::Error,
};

/// Whose answers: those that were sent (the default), or only those that were `accepted`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whose {
    #[serde(default)]
    pub states: States,
}

/// A choice of states.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum States {
    #[default]
    Submitted,
    Accepted,
}

impl States {
    fn states(self) -> &'static [ResponseState] {
        match self {
            Self::Submitted => &[ResponseState::Submitted, ResponseState::Accepted],
            Self::Accepted => &[ResponseState::Accepted],
        }
    }
}

/// The export of a round, with the recipes that come with the program.
///
/// # Errors
/// When the database does not answer.
pub async fn export(connection: &mut Connection, round: &Round, states: States) -> Result<Export, Error> {
    let versions = versions(connection, round).await?;
    let recipes = recipes(None).map_err(|error| {
        tracing::error!(%error, "a recipe cannot be read");
        Error::Unknown
    })?;
    Export::of_versions(round, &versions, states.states(), recipes).ok_or(Error::NotFound)
}
