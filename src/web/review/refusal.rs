//! Why nothing was decided or asked, in words.

use actix_web::http::StatusCode;

use crate::{
    fieldwork::{response::ResponseState, review::WordsProblem},
    operations::review,
    web::{error::Error, respondent::wording::Reader},
};

use super::queries::state_key;

/// What a page says first, and its status.
pub struct Refusal {
    pub status: StatusCode,
    pub text: String,
    /// Is it about what was typed? Then it is told beside the field too.
    pub of_words: bool,
}

impl Refusal {
    /// Puts a refusal into words.
    ///
    /// # Errors
    /// What is no refusal: absence, or the database.
    pub fn of(error: review::Error, reader: &Reader<'_>) -> Result<Self, Error> {
        let say = |key: &str, arguments: &[(&str, &str)]| reader.say(key, arguments);
        let words = |text| Ok(Self { status: StatusCode::UNPROCESSABLE_ENTITY, text, of_words: true });
        let text = match error {
            review::Error::Operation(error) => return Err(error.into()),
            review::Error::Words(WordsProblem::Missing) => return words(say("review-refused-missing", &[])),
            review::Error::Words(WordsProblem::TooLong { most, given }) => {
                let (most, given) = (most.to_string(), given.to_string());
                return words(say("review-refused-too-long", &[("most", &most), ("given", &given)]));
            }
            review::Error::Archived => say("review-refused-archived", &[]),
            review::Error::NewerSubmission { shown, found } => {
                let (shown, found) = (shown.to_string(), found.to_string());
                say("review-refused-newer", &[("shown", &shown), ("found", &found)])
            }
            review::Error::Changed(state) => {
                say("review-refused-changed", &[("state", &reader.say(response_state_key(state), &[]))])
            }
            review::Error::NotNow(state) => {
                say("review-refused-not-now", &[("state", &reader.say(response_state_key(state), &[]))])
            }
            review::Error::OpenQueries(open) => {
                say("review-refused-open-queries", &[("count", &open.len().to_string())])
            }
            review::Error::NoOpenQueries => say("review-refused-no-queries", &[]),
            review::Error::QueryNotNow(state) => {
                say("review-refused-query", &[("state", &reader.say(state_key(state), &[]))])
            }
            review::Error::UnseenMessage => say("review-refused-unseen", &[]),
            review::Error::AskedAlready => say("review-refused-asked", &[]),
        };
        Ok(Self { status: StatusCode::CONFLICT, text, of_words: false })
    }
}

/// The message of a response's state.
#[must_use]
pub fn response_state_key(state: ResponseState) -> &'static str {
    match state {
        ResponseState::InProgress => "state-in-progress",
        ResponseState::Submitted => "state-submitted",
        ResponseState::Returned => "state-returned",
        ResponseState::Accepted => "state-accepted",
    }
}
