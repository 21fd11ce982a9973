//! Signing off: refused with a list while something is missing, undecided or changed; recorded as one document.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    begin::check_round,
    loaded::{Regional, Surroundings},
};
use crate::{
    fieldwork::{
        consolidation::{Said, desk::Matter},
        ids::ResponseId,
        response::{ResponseState, reference},
    },
    language::Locales,
    mail::notice::{About, Notice},
    operations::Error,
    questionnaire::{compile::Questionnaire, schema::SlotId, validation::Violation},
    store::{
        Connection, Transaction, audit, outbox,
        regional::{self, NewSignOff},
        regional_words,
        regional_words::Unit,
    },
};

/// How far the answer was cleared in the region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearance {
    Political,
    Administrative,
    None,
}

/// What whoever signs says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignForm {
    pub role: String,
    pub signed_on: Option<NaiveDate>,
    pub clearance: Option<Clearance>,
    pub consent_public: Option<bool>,
    pub consent_network: Option<bool>,
    /// The draft that the page showed.
    pub seen: i32,
    /// The submissions that it showed.
    pub fingerprint: String,
}

/// A field that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignProblem {
    RoleMissing,
    RoleTooLong,
    /// Missing, or no date.
    DateUnreadable,
    DateInFuture,
    ClearanceMissing,
    PublicMissing,
    NetworkMissing,
    /// Who lets everybody read lets the network read.
    PublicWithoutNetwork,
}

/// What keeps the answer from being signed.
#[derive(Debug, Clone, Default)]
pub struct NotReady {
    pub undecided: Vec<Matter>,
    /// Departments said something else since.
    pub changed: Vec<Matter>,
    pub violations: Vec<Violation>,
}

/// What became of it.
#[derive(Debug)]
pub enum SignOutcome {
    Signed {
        reference: String,
    },
    Problems(Vec<SignProblem>),
    NotReady(NotReady),
    /// Somebody saved, or a department submitted, since the page was shown.
    Stale,
    /// It is signed already.
    SignedBefore,
}

/// A department that could say what is missing, and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    pub department: String,
    pub kind: String,
    pub status: Could,
}

/// What is known of a department that could say.
#[derive(Debug, Clone, PartialEq)]
pub enum Could {
    NotInvited,
    /// It was asked and has not submitted.
    Waiting,
    Returned,
    /// It submitted and says this, or nothing.
    Said(Said),
}

/// The longest role, in characters.
const LONGEST_ROLE: usize = 200;

impl Clearance {
    pub const ALL: [Self; 3] = [Self::Political, Self::Administrative, Self::None];

    /// The code in rows and forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Political => "political",
            Self::Administrative => "administrative",
            Self::None => "none",
        }
    }

    /// The clearance with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clearance| clearance.code() == code)
    }
}

impl SignForm {
    /// What cannot be taken; `today` is the day in the round's zone.
    #[must_use]
    pub fn problems(&self, today: NaiveDate) -> Vec<SignProblem> {
        let mut problems = Vec::new();
        if self.role.trim().is_empty() {
            problems.push(SignProblem::RoleMissing);
        } else if self.role.chars().count() > LONGEST_ROLE {
            problems.push(SignProblem::RoleTooLong);
        }
        match self.signed_on {
            None => problems.push(SignProblem::DateUnreadable),
            Some(day) if day > today => problems.push(SignProblem::DateInFuture),
            Some(_) => {}
        }
        if self.clearance.is_none() {
            problems.push(SignProblem::ClearanceMissing);
        }
        match (self.consent_public, self.consent_network) {
            (Some(true), Some(false)) => problems.push(SignProblem::PublicWithoutNetwork),
            (public, network) => {
                problems.extend(public.is_none().then_some(SignProblem::PublicMissing));
                problems.extend(network.is_none().then_some(SignProblem::NetworkMissing));
            }
        }
        problems
    }
}

impl NotReady {
    /// What keeps this answer from being signed now.
    #[must_use]
    pub fn of(regional: &Regional, around: Surroundings<'_>) -> Self {
        let matters = regional.matters(around.environment);
        let violations = regional.violations(around.environment);
        let changed = matters.iter().filter(|matter| !matter.changed.is_empty()).cloned().collect();
        let undecided = matters.into_iter().filter(Matter::is_undecided).collect();
        Self { undecided, changed, violations }
    }

    /// Is there nothing?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.undecided.is_empty() && self.changed.is_empty() && self.violations.is_empty()
    }
}

/// The day in the round's zone.
#[must_use]
pub fn today(time_zone: &str, now: DateTime<Utc>) -> NaiveDate {
    let zone: Tz = time_zone.parse().unwrap_or(Tz::UTC);
    now.with_timezone(&zone).date_naive()
}

/// The departments that could say what is missing at `slot`: those of the types that it is suggested to, else all.
#[must_use]
pub fn missing(regional: &Regional, slot: SlotId) -> Vec<Missing> {
    let questionnaire = &regional.questionnaire;
    let suggested = suggested(questionnaire, slot);
    let path = crate::questionnaire::path::Path::top(&questionnaire.schema.get(top(questionnaire, slot)).name);
    let is_meant =
        |unit: &&Unit| suggested.is_empty() || suggested.iter().any(|kind| kind.eq_ignore_ascii_case(&unit.kind));
    let of_unit = |unit: &Unit| {
        let status = match &unit.response {
            None => Could::NotInvited,
            Some(response) => match response.state {
                ResponseState::Returned => Could::Returned,
                ResponseState::InProgress if unit.is_invited => Could::Waiting,
                ResponseState::InProgress => Could::NotInvited,
                ResponseState::Submitted | ResponseState::Accepted => {
                    let word = regional.words.iter().find(|word| word.response == response.id);
                    Could::Said(word.map_or(Said::NotAsked, |word| word.says(questionnaire, &path)))
                }
            },
        };
        Missing { department: unit.name.clone(), kind: unit.kind.clone(), status }
    };
    regional.units.iter().filter(is_meant).map(of_unit).collect()
}

/// Signs the answer off, all or nothing.
///
/// # Errors
/// When the round is archived, there is no answer, or the database does not answer.
pub async fn sign(
    connection: &mut Connection,
    locales: &Locales,
    base_url: &str,
    questionnaire: &Arc<Questionnaire>,
    around: Surroundings<'_>,
    form: &SignForm,
    now: DateTime<Utc>,
) -> Result<SignOutcome, Error> {
    check_round(connection, around.round).await?;
    let (round, region) = (around.round.id, around.region.id);
    connection
        .transaction(async |connection| {
            let answer = regional::lock(connection, round, region).await?.ok_or(Error::NotFound)?;
            if answer.is_signed() {
                return Ok(SignOutcome::SignedBefore);
            }
            regional_words::hold(connection, round, region).await?;
            let version = answer.version_id;
            let regional = Regional::load(connection, answer, Arc::clone(questionnaire), around).await?;
            let problems = form.problems(today(&regional.facts.time_zone, now));
            if !problems.is_empty() {
                return Ok(SignOutcome::Problems(problems));
            }
            if regional.answer.draft_version != form.seen || regional.fingerprint() != form.fingerprint {
                return Ok(SignOutcome::Stale);
            }
            let not_ready = NotReady::of(&regional, around);
            if !not_ready.is_empty() {
                return Ok(SignOutcome::NotReady(not_ready));
            }
            let (Some(signed_on), Some(clearance)) = (form.signed_on, form.clearance) else {
                return Err(Error::NotFound);
            };
            let document = questionnaire.document(&regional.instance, &regional.answers);
            let revision = regional.answer.revision + 1;
            let new = NewSignOff {
                round,
                region,
                draft_version: regional.answer.draft_version,
                revision,
                reference: reference_of(&regional, revision),
                version,
                language: regional.answer.language.clone(),
                answers: Value::Object(document.answers),
                divergent: divergent(&regional, around),
                content_hash: document.content_hash,
                codes: document.codes,
                role: form.role.trim().to_owned(),
                signed_on,
                clearance: clearance.code(),
                consent_public: form.consent_public == Some(true),
                consent_network: form.consent_network == Some(true),
                signed_by: around.actor.account,
            };
            if !regional::sign(connection, &new, now).await? {
                return Ok(SignOutcome::Stale);
            }
            record(connection, around, &new, now).await?;
            tell(connection, locales, base_url, around, &new.reference, now).await?;
            Ok(SignOutcome::Signed { reference: new.reference })
        })
        .await
}

async fn record(
    connection: &mut Connection,
    around: Surroundings<'_>,
    new: &NewSignOff,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let after = json!({
        "state": "signed",
        "revision": new.revision,
        "reference": new.reference,
        "clearance": new.clearance,
        "public": new.consent_public,
        "network": new.consent_network,
    });
    let record = audit::Record {
        account: Some(around.actor.account),
        action: "regional.sign",
        object: Some(around.region.id.0),
        round: Some(around.round.id),
        before: Some(json!({ "state": "open", "revision": new.revision - 1 })),
        after: Some(after),
    };
    Ok(audit::write(connection, now, record).await?)
}

async fn tell(
    connection: &mut Connection,
    locales: &Locales,
    base_url: &str,
    around: Surroundings<'_>,
    reference: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let link = format!("{base_url}/regions/{}/rounds/{}/answer/sign-off", around.region.code, around.round.code);
    let mut mails = Vec::new();
    for (to, language) in regional::coordinators(connection, around.region.id).await? {
        let about = About {
            round: &around.round.name,
            whom: around.region.name(&language),
            what: reference,
            deadline: None,
            words: "",
        };
        mails.push(Notice::Signed.draft(locales, &to, &language, &about, link.clone()).into_mail(now));
    }
    Ok(outbox::enqueue(connection, &mails).await?)
}

/// As a submission's, with a letter before it: the two are told apart by sight.
fn reference_of(regional: &Regional, revision: i32) -> String {
    let (round, region) = (regional.answer.round_id.0.as_u128(), regional.answer.region_id.0.as_u128());
    format!("R-{}", reference(ResponseId(Uuid::from_u128(round ^ region)), revision))
}

fn divergent(regional: &Regional, around: Surroundings<'_>) -> Value {
    let marked = regional.matters(around.environment).into_iter().filter_map(|matter| {
        let reason = matter.decision.map(|decision| decision.divergence).filter(|reason| !reason.is_empty())?;
        Some((matter.path.to_string(), reason))
    });
    json!(marked.collect::<BTreeMap<String, String>>())
}

/// The types of the nearest row around that names any.
fn suggested(questionnaire: &Questionnaire, slot: SlotId) -> &[String] {
    let around = questionnaire.schema.ancestors_or_self(slot);
    let named = around.map(|slot| &questionnaire.place(slot).row.departments).find(|kinds| !kinds.is_empty());
    named.map_or(&[], Vec::as_slice)
}

/// The outermost repeat around what stands in one; else the place itself.
fn top(questionnaire: &Questionnaire, slot: SlotId) -> SlotId {
    let schema = &questionnaire.schema;
    std::iter::successors(schema.get(slot).repeat, |repeat| schema.get(*repeat).repeat).last().unwrap_or(slot)
}
