//! A stored draft opened: what was written, and around it what nobody has touched yet.

use crate::{
    access::actor::Actor,
    questionnaire::{
        compile::Questionnaire,
        expression::Environment,
        opening::{Known, Opened},
    },
    store::{drafts::Stored, responses::Assignment},
};

/// What the server knows by itself of whoever edits a response now.
#[must_use]
pub fn known(assignment: &Assignment, actor: &Actor, environment: &Environment<'_>) -> Known {
    let response = &assignment.response;
    let start = response.opened_at.or(response.started_at).map(|moment| moment.naive_utc());
    Known {
        start: start.unwrap_or_else(|| environment.now.naive_utc()),
        username: if actor.name.is_empty() { actor.email.clone() } else { actor.name.clone() },
        email: actor.email.clone(),
    }
}

/// Lays the rows of a draft out, and computes it.
#[must_use]
pub fn open(questionnaire: &Questionnaire, stored: &[Stored], known: &Known, environment: &Environment<'_>) -> Opened {
    let rows = stored.iter().map(|row| (row.path.as_str(), row.value.as_ref()));
    questionnaire.open(rows, known, environment)
}
