//! Deciding questions: what nobody changed meanwhile is written, what somebody did comes back with both values.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::loaded::{Regional, Surroundings};
use crate::{
    fieldwork::{
        consolidation::{
            desk::{Basis, Matter},
            propose::{Asked, Outcome, all_together},
        },
        ids::{AccountId, ResponseId},
    },
    operations::Error,
    questionnaire::{answer::Answer, compile::Questionnaire},
    store::{
        Connection, Transaction,
        regional::{self, Put, Stored},
    },
};

use super::begin::check_round;

/// What the coordinator wants for one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    pub path: String,
    /// The version that the page showed.
    pub seen: i32,
    pub wished: Wished,
    /// Why the departments differ; empty where it is not marked.
    pub divergence: String,
}

/// Which answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Wished {
    /// What stands there already, with today's submissions heard.
    Stands,
    /// It is not decided any more.
    Undecided,
    Proposal,
    Adopted(ResponseId),
    Together,
    Own(Option<Answer>),
}

/// A question that somebody else decided since the page was shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub path: String,
    /// Nothing where it was to be undecided.
    pub mine: Option<Put>,
    /// Nothing where it was made undecided.
    pub theirs: Option<Theirs>,
}

/// The other one's decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Theirs {
    pub value: Option<Value>,
    pub basis: Basis,
    pub version: i32,
    pub who: Option<String>,
    pub at: DateTime<Utc>,
}

/// Writes decisions in one transaction. What is stale is returned, and nothing of it is written.
///
/// # Errors
/// [`Error::Locked`] where the answer is signed, [`Error::RoundNotOpen`] where the round is archived,
/// [`Error::NotFound`] for a wish that cannot be.
pub async fn save(
    connection: &mut Connection,
    regional: &Regional,
    around: Surroundings<'_>,
    wishes: &[Wish],
    now: DateTime<Utc>,
) -> Result<Vec<Conflict>, Error> {
    let matters = regional.matters(around.environment);
    let mut wanted = Vec::new();
    for wish in wishes {
        let matter = matters.iter().find(|matter| matter.path.to_string() == wish.path).ok_or(Error::NotFound)?;
        wanted.push((wish, put_of(regional, matter, wish)?));
    }
    check_round(connection, around.round).await?;
    write(connection, regional, around.actor.account, wanted, now).await
}

/// What is to be written of a wish; nothing where the question is to be undecided.
///
/// # Errors
/// [`Error::NotFound`] where there is no such proposal or department's answer.
pub fn put_of(regional: &Regional, matter: &Matter, wish: &Wish) -> Result<Option<Put>, Error> {
    let stored = regional.row(&wish.path);
    let (value, basis, source) = match &wish.wished {
        Wished::Undecided => return Ok(None),
        Wished::Stands => {
            // To mark a question as divergent is a decision, too.
            let stored = stored.map(|row| (row.value.clone(), row.basis, row.source));
            stored.unwrap_or((None, Basis::Own, None))
        }
        Wished::Proposal => match &matter.outcome {
            Outcome::Proposed { answer, .. } => (Some(answer.to_json()), Basis::Rule, None),
            Outcome::None(_) => return Err(Error::NotFound),
        },
        Wished::Adopted(response) => {
            let voice = matter.voices.iter().find(|voice| voice.response == *response);
            let answer = voice.and_then(|voice| voice.said.as_answer()).ok_or(Error::NotFound)?;
            (Some(answer.to_json()), Basis::Adopted, Some(*response))
        }
        Wished::Together => {
            let answer = together(&regional.questionnaire, matter).ok_or(Error::NotFound)?;
            (Some(answer.to_json()), Basis::Union, None)
        }
        Wished::Own(answer) => (answer.as_ref().map(Answer::to_json), Basis::Own, None),
    };
    Ok(Some(Put {
        path: wish.path.clone(),
        value,
        basis,
        source,
        divergence: wish.divergence.clone(),
        version: wish.seen + 1,
        heard: regional.heard(),
        origins: json!([]),
    }))
}

/// Everything that anybody says to it, as one answer.
#[must_use]
pub fn together(questionnaire: &Questionnaire, matter: &Matter) -> Option<Answer> {
    let place = questionnaire.place(matter.slot);
    let question = place.question()?;
    let list = question.kind.list().and_then(|list| questionnaire.definition.choice_list(list));
    let choices: Vec<String> =
        list.map(|list| list.choices.iter().map(|choice| choice.name.clone()).collect()).unwrap_or_default();
    let asked = Asked { rule: matter.rule, question, choices: &choices, non_answers: &place.non_answers };
    all_together(asked, &matter.voices)
}

pub(super) async fn write(
    connection: &mut Connection,
    regional: &Regional,
    editor: AccountId,
    wanted: Vec<(&Wish, Option<Put>)>,
    now: DateTime<Utc>,
) -> Result<Vec<Conflict>, Error> {
    let (round, region) = (regional.answer.round_id, regional.answer.region_id);
    connection
        .transaction(async |connection| {
            // Whoever comes second waits here, and finds what the first one wrote.
            let answer = regional::lock(connection, round, region).await?.ok_or(Error::NotFound)?;
            if answer.is_signed() {
                return Err(Error::Locked);
            }
            if answer.version_id != regional.answer.version_id {
                return Err(Error::OtherVersion);
            }
            let current = regional::values(connection, round, region).await?;
            let (mut puts, mut removed, mut conflicts) = (Vec::new(), Vec::new(), Vec::new());
            for (wish, put) in wanted {
                let theirs = current.iter().find(|row| row.path == wish.path);
                if theirs.map_or(0, |row| row.version) != wish.seen {
                    if !is_same(theirs, put.as_ref()) {
                        let path = wish.path.clone();
                        conflicts.push(Conflict { path, mine: put, theirs: theirs.map(read_theirs) });
                    }
                    continue;
                }
                match put {
                    Some(put) => puts.push(put),
                    None if theirs.is_some() => removed.push(wish.path.clone()),
                    None => {}
                }
            }
            // An entry stands or falls with its repeat.
            let is_late = |path: &str| conflicts.iter().any(|conflict| is_inside(path, &conflict.path));
            puts.retain(|put: &Put| !is_late(&put.path));
            if !puts.is_empty() || !removed.is_empty() {
                regional::put(connection, round, region, editor, now, &puts).await?;
                regional::remove(connection, round, region, &removed).await?;
                regional::count_save(connection, round, region).await?;
            }
            Ok(conflicts)
        })
        .await
}

fn is_inside(path: &str, repeat: &str) -> bool {
    path.strip_prefix(repeat).is_some_and(|rest| rest.starts_with('/'))
}

fn is_same(theirs: Option<&Stored>, mine: Option<&Put>) -> bool {
    match (theirs, mine) {
        (Some(theirs), Some(mine)) => theirs.value == mine.value && theirs.divergence == mine.divergence,
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn read_theirs(row: &Stored) -> Theirs {
    let (value, basis, version) = (row.value.clone(), row.basis, row.version);
    Theirs { value, basis, version, who: row.edited_by.clone(), at: row.edited_at }
}
