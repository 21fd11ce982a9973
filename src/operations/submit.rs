//! Submitting a response: validated, recorded once as an immutable document, with its codes, audit row and receipt.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::{Error, answers::check_editable, moving, opening, recording::Recorder};
use crate::{
    access::actor::Actor,
    fieldwork::response::reference,
    language::Locales,
    mail::message,
    questionnaire::{compile::Questionnaire, expression::Environment, opening::Opened, validation::Violation},
    store::{
        self, Connection, drafts,
        responses::{self, Assignment},
        submissions::{self, NewSubmission},
    },
};

/// What became of a submission.
#[derive(Debug)]
pub enum Outcome {
    /// It is recorded, now or by an earlier try with the same key.
    Recorded { reference: String },
    /// The response is not complete; nothing was recorded.
    Incomplete(Vec<Violation>),
    /// So many answers to an earlier version, or from an earlier round, are still to be confirmed; nothing was recorded.
    Unconfirmed(usize),
    /// The response was moved to another version since its questionnaire was loaded; nothing was recorded.
    Moved,
}

/// What does not come from the request.
pub struct Surroundings<'a> {
    pub locales: &'a Locales,
    pub base_url: &'a str,
    pub environment: &'a Environment<'a>,
    pub recorder: &'a Recorder,
    pub now: DateTime<Utc>,
}

/// Validates the draft against the questionnaire of the response's version and records it. `key` comes from the page:
/// the same key is the same submission, however often it arrives.
///
/// # Errors
/// When the response may not be edited, the key made another submission, or the database does not answer.
pub async fn submit(
    connection: &mut Connection,
    questionnaire: &Questionnaire,
    actor: &Actor,
    mut assignment: Assignment,
    key: Uuid,
    around: &Surroundings<'_>,
) -> Result<Outcome, Error> {
    let version = assignment.response.version;
    // A save may slip in between reading the draft and recording it; then the draft is read again.
    for _ in 0..3 {
        if let Err(error) = check_editable(&assignment, around.now) {
            let earlier = submissions::by_key(connection, assignment.response.round, key).await?;
            let own = earlier.filter(|earlier| earlier.response_id == assignment.response.id);
            return own.map(|own| Outcome::Recorded { reference: own.reference }).ok_or(error);
        }
        let new = match prepare(connection, questionnaire, actor, &assignment, key, around).await? {
            Ok(new) => new,
            Err(refused) => return Ok(refused),
        };
        let reference = new.reference.clone();
        match around.recorder.record(connection, around.now, new).await {
            Ok(true) => return Ok(Outcome::Recorded { reference }),
            Ok(false) => {}
            Err(store::Error::Constraint(name)) if name == submissions::KEY_CONSTRAINT => return Err(Error::KeyUsed),
            Err(error) => return Err(error.into()),
        }
        assignment = responses::find(connection, assignment.response.id).await?.ok_or(Error::NotFound)?;
        if assignment.response.version != version {
            return Ok(Outcome::Moved);
        }
    }
    Err(Error::Locked)
}

async fn prepare(
    connection: &mut Connection,
    questionnaire: &Questionnaire,
    actor: &Actor,
    assignment: &Assignment,
    key: Uuid,
    around: &Surroundings<'_>,
) -> Result<Result<NewSubmission, Outcome>, Error> {
    let response = &assignment.response;
    let stored = drafts::values(connection, response.round, response.id).await?;
    let rows = stored.iter().map(|(path, value)| (path.as_str(), value.as_ref()));
    let known = opening::known(assignment, actor, around.environment);
    let Opened { answers, instance, .. } = questionnaire.open(rows, &known, around.environment);
    let waiting = moving::waiting(connection, response.round, response.id).await?;
    let unconfirmed = waiting.iter().filter(|path| moving::is_asked(&instance, path)).count();
    if unconfirmed > 0 {
        return Ok(Err(Outcome::Unconfirmed(unconfirmed)));
    }
    let asked = questionnaire.asked(assignment.sections.as_deref());
    let violations = questionnaire.blocking(&instance, &asked, around.environment);
    if !violations.is_empty() {
        return Ok(Err(Outcome::Incomplete(violations)));
    }
    let document = questionnaire.document_of(&instance, &answers, &asked);
    let revision = response.revision + 1;
    let reference = reference(response.id, revision);
    let link = format!("{}/responses/{}/receipt", around.base_url, response.id);
    let (to, language) = (actor.email.as_str(), actor.language.as_str());
    let receipt = message::receipt(around.locales, to, language, &assignment.round.name, &reference, link);
    Ok(Ok(NewSubmission {
        round: response.round,
        response: response.id,
        revision,
        draft_version: response.draft_version,
        key,
        reference,
        version: response.version,
        language: response.language.clone(),
        answers: Value::Object(document.answers),
        content_hash: document.content_hash,
        codes: document.codes,
        account: actor.account,
        mail: Some(receipt.into_mail(around.now)),
    }))
}
