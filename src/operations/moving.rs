//! Moving a round to a newer version of its questionnaire: drafts follow one by one, submitted responses stay.
//!
//! The round moves first, so that whoever is asked from then on is asked the new questions. Each response moves in a
//! transaction of its own that holds its row: a save comes wholly before or is refused, and a submission is of the
//! version that it was validated against. What broke off is taken up again by the same call.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Error, answers::check_editable};
use crate::{
    fieldwork::{
        ids::{AccountId, ResponseId, RoundId, VersionId},
        response::ResponseState,
        round::Round,
    },
    language::Locales,
    mail::message,
    questionnaire::{
        compile::{Questionnaire, compile},
        instance::Instance,
        migration::{Carrier, Moved, Reason},
        path::Path,
        schema::SlotKind,
    },
    store::{
        self, Connection, Transaction, audit, carried, drafts,
        moved::{self, Held},
        outbox, questionnaires,
        responses::Assignment,
        rounds,
    },
};

/// Responses that are looked up at a time.
const BATCH: i64 = 500;

/// What does not come from the request.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    pub locales: &'a Locales,
    pub base_url: &'a str,
    pub author: Option<AccountId>,
    pub now: DateTime<Utc>,
}

/// What a move does, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Responses that move and were not begun.
    pub unbegun: usize,
    /// Drafts that move.
    pub drafts: usize,
    /// Those of them that have something to confirm.
    pub with_reconfirmations: usize,
    /// How many answers are to be confirmed, by question and reason.
    pub reconfirmations: BTreeMap<(String, Reason), usize>,
    /// How many answers are no longer asked for, by question.
    pub earlier: BTreeMap<String, usize>,
    /// Responses that stay at the version that they were submitted as.
    pub staying: usize,
}

/// The versions of one move, compiled.
struct Versions {
    target: VersionId,
    to: Questionnaire,
    by_id: BTreeMap<VersionId, Questionnaire>,
}

/// What a move would do now; nothing is changed.
///
/// # Errors
/// As [`move_round`].
pub async fn preview(connection: &mut Connection, round: &Round, to: VersionId) -> Result<Tally, Error> {
    check_target(connection, round, to).await?;
    let mut versions = Versions::load(connection, to).await?;
    let mut tally = Tally { staying: staying(connection, round).await?, ..Tally::default() };
    let mut after = None;
    loop {
        let batch = moved::behind(connection, round.id, to, after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(tally) };
        after = Some(*last);
        for id in batch {
            let assignment = crate::store::responses::find(connection, id).await?.ok_or(Error::NotFound)?;
            let response = &assignment.response;
            let held = Held { round: round.id, id, version: response.version, state: response.state };
            match versions.carry(connection, &held, &response.language).await? {
                Some(moved) => tally.add(&moved),
                None => tally.unbegun += 1,
            }
        }
    }
}

/// Moves a round, and every response of it that may still be edited, to a newer published version of its
/// questionnaire. Whose answers are to be confirmed is written to.
///
/// # Errors
/// [`Error::RoundNotOpen`] where it is closed; [`Error::Field`] where the version is not published, of another
/// questionnaire, or older.
pub async fn move_round(
    connection: &mut Connection,
    around: Surroundings<'_>,
    round: &Round,
    to: VersionId,
) -> Result<Tally, Error> {
    check_target(connection, round, to).await?;
    if round.version != to {
        connection
            .transaction(async |connection| {
                if !rounds::set_version(connection, round.id, round.version, to).await? {
                    return Err(Error::OtherVersion);
                }
                let record = audit::Record {
                    account: around.author,
                    action: "round.move",
                    object: Some(round.id.0),
                    round: Some(round.id),
                    before: Some(json!({"version": round.version})),
                    after: Some(json!({"version": to})),
                };
                Ok::<_, Error>(audit::write(connection, around.now, record).await?)
            })
            .await?;
    }
    let mut versions = Versions::load(connection, to).await?;
    let mut tally = Tally { staying: staying(connection, round).await?, ..Tally::default() };
    tally.unbegun =
        connection.transaction(async |connection| moved::move_unbegun(connection, round.id, to).await).await?;
    let mut after = None;
    loop {
        let batch = moved::behind(connection, round.id, to, after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(tally) };
        after = Some(*last);
        for id in batch {
            match move_one(connection, around, round, &mut versions, id).await? {
                Some(moved) => tally.add(&moved),
                None => tally.unbegun += 1,
            }
        }
    }
}

/// Brings one response to the version of its round, for instance when it was returned after the round had moved.
/// Nothing happens where it is there already.
///
/// # Errors
/// When the database does not answer.
pub async fn catch_up(
    connection: &mut Connection,
    around: Surroundings<'_>,
    round: &Round,
    id: ResponseId,
) -> Result<Option<Moved>, Error> {
    let mut versions = Versions::load(connection, round.version).await?;
    move_one(connection, around, round, &mut versions, id).await
}

/// Confirms answers to an earlier version, or from an earlier round, as they stand.
///
/// # Errors
/// When the response may not be edited, or the database does not answer.
pub async fn confirm(
    connection: &mut Connection,
    assignment: &Assignment,
    paths: &[String],
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    check_editable(assignment, now)?;
    let response = &assignment.response;
    connection
        .transaction(async |connection| {
            let held = moved::hold(connection, response.round, response.id).await?.ok_or(Error::NotFound)?;
            if !held.state.is_editable() {
                return Err(Error::Locked);
            }
            if held.version != response.version {
                return Err(Error::OtherVersion);
            }
            moved::confirm(connection, &held, paths, account, now).await?;
            carried::confirm(connection, response.round, response.id, paths, account, now).await?;
            Ok(())
        })
        .await
}

/// The paths where an answer to an earlier version, or from an earlier round, waits to be confirmed.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(
    connection: &mut Connection,
    round: RoundId,
    response: ResponseId,
) -> Result<BTreeSet<String>, store::Error> {
    let moved = moved::waiting(connection, round, response).await?;
    let mut paths: BTreeSet<String> = moved.into_iter().filter_map(|one| one.path).collect();
    paths.extend(carried::waiting(connection, round, response).await?);
    Ok(paths)
}

/// Is the question at this path asked now? What is not needs no confirmation.
#[must_use]
pub fn is_asked(instance: &Instance, path: &str) -> bool {
    let Ok(path) = path.parse::<Path>() else { return false };
    if let Some(node) = instance.node_at(&path) {
        return instance.is_relevant(node);
    }
    let schema = instance.schema();
    let repeat = schema.slot(&path.name).filter(|slot| schema.get(*slot).kind == SlotKind::Repeat);
    let around = instance.entry_at(&path.within);
    around.zip(repeat).is_some_and(|(around, repeat)| instance.is_repeat_relevant(around, repeat))
}

async fn check_target(connection: &mut Connection, round: &Round, to: VersionId) -> Result<(), Error> {
    let refuse = |problem| Err(Error::Field { field: "version", problem });
    if round.closed_at.is_some() {
        return Err(Error::RoundNotOpen);
    }
    let current = questionnaires::version(connection, round.version).await?.ok_or(Error::NotFound)?;
    let Some(target) = questionnaires::version(connection, to).await? else { return refuse("missing") };
    if target.published_at.is_none() {
        return refuse("not-published");
    }
    if target.questionnaire != current.questionnaire {
        return refuse("other-questionnaire");
    }
    if target.number < current.number {
        return refuse("older");
    }
    Ok(())
}

async fn staying(connection: &mut Connection, round: &Round) -> Result<usize, Error> {
    let progress = rounds::progress(connection, round.id, None).await?;
    let stays = |state| matches!(state, ResponseState::Submitted | ResponseState::Accepted);
    Ok(progress.iter().filter(|one| stays(one.state)).count())
}

async fn move_one(
    connection: &mut Connection,
    around: Surroundings<'_>,
    round: &Round,
    versions: &mut Versions,
    id: ResponseId,
) -> Result<Option<Moved>, Error> {
    connection
        .transaction(async |connection| {
            let Some(held) = moved::hold(connection, round.id, id).await? else { return Ok(None) };
            if !held.state.is_editable() || held.version == versions.target {
                return Ok(None);
            }
            let assignment = crate::store::responses::find(connection, id).await?.ok_or(Error::NotFound)?;
            let language = assignment.response.language;
            let moved = versions.carry(connection, &held, &language).await?;
            let changes = moved.clone().unwrap_or_default();
            moved::write(connection, &held, versions.target, &changes, around.now).await?;
            let (asked, kept) = (changes.reconfirm.len(), changes.earlier.len());
            let record = audit::Record {
                account: around.author,
                action: "response.move",
                object: Some(id.0),
                round: Some(round.id),
                before: Some(json!({"version": held.version})),
                after: Some(json!({"version": versions.target, "reconfirm": asked, "earlier": kept})),
            };
            audit::write(connection, around.now, record).await?;
            if asked > 0 {
                let link = format!("{}/responses/{id}", around.base_url);
                let people = moved::people(connection, round.id, id).await?;
                let mails: Vec<_> = people
                    .iter()
                    .map(|person| {
                        let (to, language) = (person.email.as_str(), person.language.as_str());
                        let department = assignment.department.name.as_str();
                        let link = link.clone();
                        message::moved(around.locales, to, language, &round.name, department, asked, link)
                            .into_mail(around.now)
                    })
                    .collect();
                outbox::enqueue(connection, &mails).await?;
            }
            Ok(moved)
        })
        .await
}

impl Versions {
    async fn load(connection: &mut Connection, target: VersionId) -> Result<Self, Error> {
        let to = load(connection, target).await?;
        Ok(Self { target, to, by_id: BTreeMap::new() })
    }

    /// What becomes of a draft; nothing where there is none.
    async fn carry(
        &mut self,
        connection: &mut Connection,
        held: &Held,
        language: &str,
    ) -> Result<Option<Moved>, Error> {
        let stored = drafts::load(connection, held.round, held.id).await?;
        if stored.is_empty() {
            return Ok(None);
        }
        let from = match self.by_id.entry(held.version) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(load(connection, held.version).await?),
        };
        let waiting = moved::waiting(connection, held.round, held.id).await?;
        let waiting: Vec<&str> = waiting.iter().filter_map(|one| one.path.as_deref()).collect();
        let rows: Vec<(&str, &Value)> =
            stored.iter().filter_map(|row| Some((row.path.as_str(), row.value.as_ref()?))).collect();
        Ok(Some(Carrier::new(from, &self.to).carry(&rows, &waiting, language)))
    }
}

async fn load(connection: &mut Connection, id: VersionId) -> Result<Questionnaire, Error> {
    let version = questionnaires::version(connection, id).await?.ok_or(Error::NotFound)?;
    compile(version.definition).map_err(|_| Error::Field { field: "version", problem: "not-compiling" })
}

impl Tally {
    fn add(&mut self, moved: &Moved) {
        self.drafts += 1;
        self.with_reconfirmations += usize::from(!moved.reconfirm.is_empty());
        for reconfirm in &moved.reconfirm {
            for reason in &reconfirm.reasons {
                *self.reconfirmations.entry((name_of(&reconfirm.path), *reason)).or_default() += 1;
            }
        }
        for earlier in &moved.earlier {
            *self.earlier.entry(name_of(&earlier.former_path)).or_default() += 1;
        }
    }
}

fn name_of(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}
