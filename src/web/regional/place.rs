//! Which region's answer in which round a request is about, and everything that its pages work on.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{
    access::{
        actor::Actor,
        policy::{self, Action, Object},
    },
    fieldwork::{
        ids::{DepartmentId, ResponseId},
        region::{Department, Region},
        response::{Response, ResponseState},
        round::Round,
    },
    operations::regional::{Regional, Surroundings},
    questionnaire::expression::Environment,
    store::{Connection, drafts::Stored, regional, regions, responses::Assignment, rounds},
    web::{
        error::Error,
        respondent::{wording::Reader, work::Work},
        state::{State, environment},
    },
};

/// A region in a round, for somebody who may be there.
pub(super) struct Place {
    pub region: Region,
    pub round: Round,
    pub actor: Actor,
    /// May they change and sign?
    pub speaks: bool,
}

impl Place {
    /// Finds it; what is absent, foreign or not asked in the round does not exist: alike.
    pub(super) async fn find(
        connection: &mut Connection,
        actor: &Actor,
        (region, round): (&str, &str),
        action: Action,
    ) -> Result<Self, Error> {
        let region =
            regions::all(connection).await?.into_iter().find(|one| one.code == region).ok_or(Error::NotFound)?;
        let may = |action| policy::can(actor, action, Object::Region(region.id));
        if !may(action) {
            return Err(Error::NotFound);
        }
        let speaks = may(Action::SpeakForRegion);
        // A draft asks nobody yet.
        let round = rounds::by_code(connection, round).await?.filter(Round::is_launched).ok_or(Error::NotFound)?;
        if !regional::is_asked(connection, round.id, region.id).await? {
            return Err(Error::NotFound);
        }
        Ok(Self { region, round, actor: actor.clone(), speaks })
    }

    /// What expressions may know: chance is the same in each request.
    pub(super) fn environment<'a>(&self, language: &'a str) -> Environment<'a> {
        let (high, low) = self.region.id.0.as_u64_pair();
        let (other, another) = self.round.id.0.as_u64_pair();
        Environment { seed: high ^ low ^ other ^ another, ..environment(language) }
    }

    pub(super) fn around<'a>(&'a self, environment: &'a Environment<'a>) -> Surroundings<'a> {
        Surroundings { round: &self.round, region: &self.region, actor: &self.actor, environment }
    }

    /// The answer with everything around it; nothing where nobody began it.
    pub(super) async fn load(
        &self,
        state: &State,
        connection: &mut Connection,
        environment: &Environment<'_>,
    ) -> Result<Option<Regional>, Error> {
        let Some(answer) = regional::find(connection, self.round.id, self.region.id).await? else { return Ok(None) };
        let questionnaire = state.questionnaire(connection, answer.version_id).await?;
        Ok(Some(Regional::load(connection, answer, questionnaire, self.around(environment)).await?))
    }

    pub(super) fn address(&self) -> String {
        format!("/regions/{}/rounds/{}/answer", self.region.code, self.round.code)
    }

    /// The region's answers as the controls of the respondents' pages read a draft, with what was typed and not stored.
    pub(super) fn work(
        &self,
        regional: &Regional,
        typed: &BTreeMap<String, Option<Value>>,
        environment: &Environment<'_>,
    ) -> Work {
        let mut stored: Vec<Stored> = regional
            .stored
            .iter()
            .map(|row| Stored {
                path: row.path.clone(),
                value: typed.get(&row.path).cloned().unwrap_or_else(|| row.value.clone()),
                version: row.version,
                edited_by: row.edited_by.clone(),
                edited_at: row.edited_at,
            })
            .collect();
        for (path, value) in typed.iter().filter(|(path, _)| regional.row(path).is_none()) {
            let (edited_by, edited_at) = (None, DateTime::<Utc>::default());
            stored.push(Stored { path: path.clone(), value: value.clone(), version: 0, edited_by, edited_at });
        }
        let questionnaire = std::sync::Arc::clone(&regional.questionnaire);
        Work::over(self.assignment(regional), questionnaire, stored, regional.known.clone(), environment)
    }

    /// The region in the place of a department.
    fn assignment(&self, regional: &Regional) -> Assignment {
        let (answer, region) = (&regional.answer, &self.region);
        Assignment {
            response: Response {
                round: answer.round_id,
                id: ResponseId(region.id.0),
                department: DepartmentId(region.id.0),
                version: answer.version_id,
                state: ResponseState::InProgress,
                revision: answer.revision,
                draft_version: answer.draft_version,
                language: answer.language.clone(),
                opened_at: Some(answer.opened_at),
                started_at: None,
                submitted_at: None,
            },
            round: self.round.clone(),
            department: Department {
                id: DepartmentId(region.id.0),
                region: region.id,
                kind: String::new(),
                name: String::new(),
                names: BTreeMap::new(),
            },
            region_code: region.code.clone(),
            region_names: serde_json::json!(region.names),
            sections: None,
        }
    }
}

/// A reader of the answer's version.
pub(super) fn reader<'a>(state: &'a State, regional: &'a Regional, language: &'a str) -> Reader<'a> {
    Reader { language, locales: &state.locales, questionnaire: &regional.questionnaire }
}
