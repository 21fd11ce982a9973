//! The demonstration's people at work: each opens, saves and submits as far as planned.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{
    PrepareError,
    plan::{Planned, Stage},
};
use crate::{
    access::actor::Actor,
    fieldwork::ids::{AccountId, RoundId},
    language::Locales,
    operations::{
        Error, answers,
        recording::Recorder,
        rounds::Invitee,
        submit::{self, Outcome, Surroundings},
    },
    questionnaire::{
        answer::Answer,
        answers::Answers,
        compile::Questionnaire,
        expression::Environment,
        path::Path,
        sample::{Profile, sample},
    },
    store::{
        Connection, accounts,
        drafts::Write,
        responses::{self, Assignment},
    },
};

/// What all answers of the demonstration have in common.
pub(super) struct Answering<'a> {
    pub locales: &'a Locales,
    pub base_url: &'a str,
    pub questionnaire: &'a Questionnaire,
    pub round: RoundId,
    /// When the round was opened.
    pub begun: DateTime<Utc>,
}

impl Answering<'_> {
    /// Brings the response of one department as far as planned.
    pub(super) async fn answer(
        &self,
        connection: &mut Connection,
        one: &Planned,
        invitee: &Invitee,
    ) -> Result<(), PrepareError> {
        if one.stage == Stage::Unopened {
            return Ok(());
        }
        let account = accounts::by_email(connection, &one.email).await?.ok_or(Error::NotFound)?.id;
        let response = responses::of_department(connection, self.round, invitee.department).await?;
        let response = response.ok_or(Error::NotFound)?;
        // Over twelve days, and over the hours of an office.
        let hours = i64::try_from(one.seed).unwrap_or_default();
        let opened = self.begun + TimeDelta::days(hours * 5 % 12) + TimeDelta::hours(hours % 8);
        responses::opened(connection, self.round, response, &invitee.language, opened).await?;
        let assignment = responses::find(connection, response).await?.ok_or(Error::NotFound)?;

        let environment = Environment { now: opened.fixed_offset(), language: &invitee.language, seed: 0 };
        let answers = self.answers(one, invitee, &environment);
        let sections = match one.stage {
            Stage::Begun => 2 + usize::try_from(one.seed % 4).unwrap_or_default(),
            Stage::Unopened | Stage::Ready | Stage::Submitted => usize::MAX,
        };
        let writes = self.writes(&answers, sections);
        answers::save(connection, &assignment, account, &[], writes, opened).await?;
        if one.stage == Stage::Submitted {
            self.submit(connection, one, invitee, account, &assignment, &environment).await?;
        }
        Ok(())
    }

    fn answers(&self, one: &Planned, invitee: &Invitee, environment: &Environment<'_>) -> Answers {
        let preset = [
            ("region", Answer::Choice(one.region.to_owned())),
            ("department_name", Answer::Text(invitee.department_name.clone())),
            ("department_type", Answer::Choice(one.kind.clone())),
        ];
        let preset: Answers = preset.into_iter().map(|(name, answer)| (Path::top(name), answer)).collect();
        sample(self.questionnaire, one.seed, Profile::DILIGENT, &preset, environment)
    }

    /// The answers in the first `sections` sections as rows of a draft; entries are rows of their own.
    fn writes(&self, answers: &Answers, sections: usize) -> Vec<Write> {
        let schema = &self.questionnaire.schema;
        let kept = self.questionnaire.sections.iter().take(sections);
        let kept: BTreeSet<&str> = kept.flat_map(|section| section.rows.iter().map(String::as_str)).collect();
        let is_kept = |path: &Path| {
            let slot = schema.slot(&path.name);
            slot.is_some_and(|slot| {
                schema.ancestors_or_self(slot).any(|at| kept.contains(schema.get(at).name.as_str()))
            })
        };
        let entries = answers.repeats().filter(|(repeat, _)| is_kept(repeat)).flat_map(|(repeat, keys)| {
            keys.iter().map(|key| (repeat.within.entry(&repeat.name, *key).to_string(), true.into()))
        });
        let given = answers.iter().filter(|(path, _)| is_kept(path));
        let given = given.map(|(path, answer)| (path.to_string(), answer.to_json()));
        entries.chain(given).map(|(path, value)| Write { path, value: Some(value), seen: 0 }).collect()
    }

    async fn submit(
        &self,
        connection: &mut Connection,
        one: &Planned,
        invitee: &Invitee,
        account: AccountId,
        assignment: &Assignment,
        environment: &Environment<'_>,
    ) -> Result<(), PrepareError> {
        let actor = Actor {
            account,
            email: one.email.clone(),
            name: invitee.name.clone(),
            language: invitee.language.clone(),
            grants: Vec::new(),
            invitations: Vec::new(),
        };
        // Saving counted the draft on.
        let saved = responses::find(connection, assignment.response.id).await?.ok_or(Error::NotFound)?;
        let now = environment.now.to_utc() + TimeDelta::minutes(50);
        let (locales, base_url, recorder) = (self.locales, self.base_url, &Recorder::default());
        let around = Surroundings { locales, base_url, environment, recorder, now };
        match submit::submit(connection, self.questionnaire, &actor, saved, Uuid::new_v4(), &around).await? {
            Outcome::Recorded { .. } => Ok(()),
            Outcome::Incomplete(violations) => {
                Err(PrepareError::Incomplete { email: one.email.clone(), violations: violations.len() })
            }
            // Nobody moves the demonstration while it is made.
            Outcome::Unconfirmed(_) | Outcome::Moved => Err(Error::OtherVersion.into()),
        }
    }
}
