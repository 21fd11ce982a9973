//! The files of a round that a consultant can download.

use serde::Deserialize;

use crate::{
    fieldwork::{response::ResponseState, round::Round},
    operations::export::{Export, recipes, versions},
    store::Connection,
    web::error::Error,
};

/// Whose answers, as addresses say it.
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
    /// What was accepted, and what regions signed.
    #[default]
    Accepted,
    /// What was submitted as well, and not yet looked at.
    Submitted,
    /// What was returned, and what regions opened again, as well: as it was sent before.
    All,
}

impl States {
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Submitted, Self::All];

    /// The word in addresses and in the keys of messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Submitted => "submitted",
            Self::All => "all",
        }
    }

    fn states(self) -> &'static [ResponseState] {
        match self {
            Self::Accepted => &[ResponseState::Accepted],
            Self::Submitted => &[ResponseState::Submitted, ResponseState::Accepted],
            Self::All => &[ResponseState::Submitted, ResponseState::Returned, ResponseState::Accepted],
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
