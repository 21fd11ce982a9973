//! Starting the responses of a round with what their departments submitted in an earlier round of the same questionnaire.
//!
//! Only a response that nobody has begun is started; whoever is asked after the run is when they first open theirs. What
//! came along is confirmed one by one, and a response with an unconfirmed answer cannot be submitted.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::{Error, answers::check_editable};
use crate::{
    fieldwork::{
        ids::{AccountId, ResponseId, RoundId, VersionId},
        round::Round,
    },
    questionnaire::{
        carrying::{Carried, Left},
        compile::{Questionnaire, compile},
        migration::{Carrier, Reason},
    },
    store::{
        Connection, Transaction, audit,
        carried::{self, Among, Candidate},
        questionnaires,
        responses::Assignment,
        rounds,
    },
};

/// Responses that are looked up at a time.
const BATCH: i64 = 200;

/// What comes along, or would.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Responses that are started.
    pub started: usize,
    /// Those that nobody has begun, and whose department submitted nothing that comes along.
    pub silent: usize,
    /// Those that somebody has begun, which are left alone.
    pub begun: usize,
    /// How many answers come along, by question.
    pub answers: BTreeMap<String, usize>,
    /// How many of them answer a question that is another now, by question and reason.
    pub changed: BTreeMap<(String, Reason), usize>,
    /// How many answers do not come along, by question.
    pub left: BTreeMap<(String, Left), usize>,
}

/// The rounds that answers could come from, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn sources(connection: &mut Connection, round: RoundId) -> Result<Vec<Round>, Error> {
    let mut sources = Vec::new();
    for id in carried::sources(connection, round).await? {
        sources.extend(rounds::find(connection, id).await?);
    }
    Ok(sources)
}

/// What the round is called that answers of this one came along from.
///
/// # Errors
/// When the database does not answer.
pub async fn source_name(connection: &mut Connection, round: RoundId) -> Result<String, Error> {
    let Some(from) = carried::source(connection, round).await? else { return Ok(String::new()) };
    Ok(rounds::find(connection, from).await?.map(|from| from.name).unwrap_or_default())
}

/// What [`carry`] would do now; nothing is changed.
///
/// # Errors
/// As [`carry`], but for another source.
pub async fn preview(connection: &mut Connection, round: &Round, from: RoundId) -> Result<Tally, Error> {
    check_source(connection, round, from).await?;
    Run { round: round.id, from, write: None }.all(connection).await
}

/// Starts every response of a round that nobody has begun. Doing it again starts those that were added since.
///
/// # Errors
/// [`Error::RoundNotOpen`] where the round is closed; [`Error::Field`] where `from` is no earlier round of the same
/// questionnaire (`missing`), or answers came along from another one already (`other`).
pub async fn carry(
    connection: &mut Connection,
    round: &Round,
    from: RoundId,
    author: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<Tally, Error> {
    check_source(connection, round, from).await?;
    connection
        .transaction(async |connection| {
            let is_new = carried::set_source(connection, round.id, from).await?;
            if !is_new {
                check_known(connection, round.id, from).await?;
            }
            let tally = Run { round: round.id, from, write: Some(now) }.all(connection).await?;
            if is_new || tally.started > 0 {
                let answers: usize = tally.answers.values().sum();
                let record = audit::Record {
                    account: author,
                    action: "round.carry",
                    object: Some(round.id.0),
                    round: Some(round.id),
                    before: Some(json!({"from": (!is_new).then_some(from)})),
                    after: Some(json!({"from": from, "responses": tally.started, "answers": answers})),
                };
                audit::write(connection, now, record).await?;
            }
            Ok::<_, Error>(tally)
        })
        .await
}

/// Starts one response that nobody has begun, where answers come along into its round; says whether it did.
///
/// # Errors
/// When the database does not answer.
pub async fn at_opening(
    connection: &mut Connection,
    assignment: &Assignment,
    author: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let response = &assignment.response;
    let is_begun = response.started_at.is_some() || response.revision > 0;
    if is_begun || check_editable(assignment, now).is_err() {
        return Ok(false);
    }
    let Some(from) = carried::source(connection, response.round).await? else { return Ok(false) };
    connection
        .transaction(async |connection| {
            let run = Run { round: response.round, from, write: Some(now) };
            let tally = run.some(connection, Some(response.id)).await?;
            if tally.started > 0 {
                let answers: usize = tally.answers.values().sum();
                let record = audit::Record {
                    account: Some(author),
                    action: "response.carry",
                    object: Some(response.id.0),
                    round: Some(response.round),
                    before: None,
                    after: Some(json!({"from": from, "answers": answers})),
                };
                audit::write(connection, now, record).await?;
            }
            Ok::<_, Error>(tally.started > 0)
        })
        .await
}

async fn check_source(connection: &mut Connection, round: &Round, from: RoundId) -> Result<(), Error> {
    if round.closed_at.is_some() {
        return Err(Error::RoundNotOpen);
    }
    if carried::sources(connection, round.id).await?.contains(&from) {
        Ok(())
    } else {
        Err(Error::Field { field: "from", problem: "missing" })
    }
}

/// The round knew where its answers come from, or is closed by now.
async fn check_known(connection: &mut Connection, round: RoundId, from: RoundId) -> Result<(), Error> {
    let found = rounds::find(connection, round).await?.ok_or(Error::NotFound)?;
    if found.closed_at.is_some() {
        return Err(Error::RoundNotOpen);
    }
    if carried::source(connection, round).await? == Some(from) {
        Ok(())
    } else {
        Err(Error::Field { field: "from", problem: "other" })
    }
}

/// A look at responses that nobody has begun; where `write`, they are held and started.
struct Run {
    round: RoundId,
    from: RoundId,
    write: Option<DateTime<Utc>>,
}

impl Run {
    async fn all(&self, connection: &mut Connection) -> Result<Tally, Error> {
        let mut tally = self.some(connection, None).await?;
        let all = usize::try_from(carried::responses(connection, self.round).await?).unwrap_or_default();
        tally.begun = all.saturating_sub(tally.started + tally.silent);
        Ok(tally)
    }

    /// One response, or all.
    async fn some(&self, connection: &mut Connection, only: Option<ResponseId>) -> Result<Tally, Error> {
        let (mut tally, mut versions) = (Tally::default(), HashMap::new());
        let mut among = Among { round: self.round, from: self.from, after: ResponseId(Uuid::nil()), only };
        loop {
            let batch = carried::candidates(connection, among, BATCH, self.write.is_some()).await?;
            let Some(last) = batch.last() else { return Ok(tally) };
            among.after = last.response;
            load_versions(connection, &batch, &mut versions).await?;
            let mut carriers = HashMap::new();
            for candidate in &batch {
                self.one(connection, candidate, &versions, &mut carriers, &mut tally).await?;
            }
        }
    }

    async fn one<'a>(
        &self,
        connection: &mut Connection,
        candidate: &Candidate,
        versions: &'a HashMap<VersionId, Questionnaire>,
        carriers: &mut HashMap<(VersionId, VersionId), Carrier<'a>>,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let earlier = candidate.earlier.as_ref().and_then(|earlier| Some((earlier, earlier.answers.as_object()?)));
        let Some((earlier, document)) = earlier else {
            tally.silent += 1;
            return Ok(());
        };
        let (Some(from), Some(to)) = (versions.get(&earlier.version), versions.get(&candidate.version)) else {
            return Err(Error::NotFound);
        };
        let carrier = carriers.entry((earlier.version, candidate.version)).or_insert_with(|| Carrier::new(from, to));
        let carried = carrier.start(document, &earlier.language);
        tally.add(&carried);
        if let Some(now) = self.write.filter(|_| !carried.answers.is_empty()) {
            carried::start(connection, self.round, candidate.response, earlier.version, &carried, now).await?;
        }
        Ok(())
    }
}

async fn load_versions(
    connection: &mut Connection,
    batch: &[Candidate],
    versions: &mut HashMap<VersionId, Questionnaire>,
) -> Result<(), Error> {
    for candidate in batch {
        let Some(earlier) = &candidate.earlier else { continue };
        for id in [earlier.version, candidate.version] {
            if versions.contains_key(&id) {
                continue;
            }
            let version = questionnaires::version(connection, id).await?.ok_or(Error::NotFound)?;
            let compiled = compile(version.definition);
            versions.insert(id, compiled.map_err(|_| Error::Field { field: "from", problem: "not-compiling" })?);
        }
    }
    Ok(())
}

impl Tally {
    fn add(&mut self, carried: &Carried) {
        if carried.answers.is_empty() {
            self.silent += 1;
        } else {
            self.started += 1;
        }
        for path in &carried.answers {
            *self.answers.entry(name_of(path)).or_default() += 1;
        }
        for it in &carried.reconfirm {
            for reason in &it.reasons {
                *self.changed.entry((name_of(&it.path), *reason)).or_default() += 1;
            }
        }
        for (path, left) in &carried.left {
            *self.left.entry((name_of(path), *left)).or_default() += 1;
        }
    }
}

fn name_of(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}
