//! What a reviewer looks at: the last submission, or the draft where there is none, beside the submission before it.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    fieldwork::response::ResponseState,
    operations::opening,
    questionnaire::{
        answers::Answers,
        compile::Questionnaire,
        document::answers_of,
        expression::Environment,
        instance::Instance,
        opening::{Known, Opened},
    },
    store::{
        Connection,
        drafts::{self, Stored},
        queries::{self, Query},
        responses::Assignment,
        reviews::{self, Decided},
        submissions::{self, Submission},
    },
    web::{
        error::Error,
        state::{State, environment_of},
    },
};

/// Answers with what they are answers to.
pub struct Document {
    pub questionnaire: Arc<Questionnaire>,
    pub answers: Answers,
    pub instance: Instance,
}

/// A response as its reviewer sees it.
pub struct Reviewed {
    pub assignment: Assignment,
    pub shown: Document,
    /// What is shown; nothing where it is the draft.
    pub submission: Option<Submission>,
    /// The submission before it.
    pub previous: Option<Document>,
    /// The draft, which knows who wrote what when.
    pub stored: Vec<Stored>,
    pub queries: Vec<Query>,
    /// The newest first.
    pub decided: Vec<Decided>,
    pub archived: bool,
}

impl Reviewed {
    /// Loads what stands about a response that the actor may review.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(
        state: &State,
        connection: &mut Connection,
        assignment: Assignment,
        language: &str,
    ) -> Result<Self, Error> {
        let (round, id) = (assignment.response.round, assignment.response.id);
        let environment = environment_of(language, id);
        let stored = drafts::load(connection, round, id).await?;
        let submission = match assignment.response.state {
            ResponseState::InProgress => None,
            ResponseState::Submitted | ResponseState::Returned | ResponseState::Accepted => {
                submissions::newest(connection, round, id).await?
            }
        };
        let mut previous = None;
        let shown = if let Some(submission) = &submission {
            if submission.revision > 1
                && let Some(before) = submissions::of_revision(connection, round, id, submission.revision - 1).await?
            {
                previous = Some(Document::submitted(state, connection, &before, &environment).await?);
            }
            Document::submitted(state, connection, submission, &environment).await?
        } else {
            let questionnaire = state.questionnaire(connection, assignment.response.version).await?;
            Document::draft(questionnaire, &assignment, &stored, &environment)
        };
        let queries = queries::of_response(connection, round, id).await?;
        let decided = reviews::of_response(connection, round, id).await?;
        let archived = reviews::is_archived(connection, round).await?;
        Ok(Self { assignment, shown, submission, previous, stored, queries, decided, archived })
    }
}

impl Document {
    async fn submitted(
        state: &State,
        connection: &mut Connection,
        submission: &Submission,
        environment: &Environment<'_>,
    ) -> Result<Self, Error> {
        let questionnaire = state.questionnaire(connection, submission.version_id).await?;
        let Value::Object(document) = &submission.answers else { return Err(Error::Unknown) };
        let answers = answers_of(&questionnaire.schema, document);
        // As it was computed when it was sent.
        let environment = Environment { now: submission.submitted_at.fixed_offset(), ..*environment };
        let instance = questionnaire.evaluate(&answers, &environment);
        Ok(Self { questionnaire, answers, instance })
    }

    /// The draft, without what would be filled in of whoever looks at it.
    fn draft(
        questionnaire: Arc<Questionnaire>,
        assignment: &Assignment,
        stored: &[Stored],
        environment: &Environment<'_>,
    ) -> Self {
        let response = &assignment.response;
        let start = response.opened_at.or(response.started_at).map(|moment| moment.naive_utc());
        let start = start.unwrap_or_else(|| environment.now.naive_utc());
        let known = Known { start, username: String::new(), email: String::new() };
        let Opened { answers, instance, .. } = opening::open(&questionnaire, stored, &known, environment);
        Self { questionnaire, answers, instance }
    }
}
