//! What an admin does with a round on its page: asking more people, launching, extending, closing, reopening, archiving.

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    fieldwork::round::{Change, Round},
    operations::{
        self,
        invitees::{self, Asking},
        rounds::{
            deadlines::{self, Extension},
            launching, lifecycle,
        },
    },
    store::{Connection, questionnaires},
    web::{context::see, error::Error, form::Form, state::State},
};

use super::{
    invitees::wishes,
    round_form::{Problems, moment},
};

/// What a form of the page sends.
#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Typed {
    action: String,
    invitees: String,
    deadline: String,
    seen: String,
    notify: String,
    words: String,
    reason: String,
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub struct Refused {
    pub typed: Typed,
    pub problems: Problems,
}

/// What became of it.
pub enum Outcome {
    Done(HttpResponse),
    Refused(Box<Refused>),
}

/// Does what the form says.
///
/// # Errors
/// [`Error::BadForm`] for a form that is none of the page's; [`Error::Overtaken`] where the round does not allow it any
/// more; or when the database does not answer.
pub async fn act(connection: &mut Connection, state: &State, form: &Form, round: &Round) -> Result<Outcome, Error> {
    let typed: Typed = form.typed()?;
    let author = form.visitor.actor().map(|actor| actor.account);
    let now = Utc::now();
    let asking = Asking { locales: &state.locales, base_url: &state.base_url, author, now };
    let done = match typed.action.as_str() {
        "invite" if !round.standing(now).allows(Change::Ask) => return Err(Error::RoundNotOpen),
        "invite" => return invite(connection, state, asking, round, typed).await,
        "extend" => extend(connection, asking, round, &typed).await?,
        "launch" => match launching::launch(connection, asking, round).await {
            Ok(told) => Ok(format!("launched&told={}", told.coordinators + told.invited)),
            Err(operations::Error::Field { field: "deadline", .. }) => {
                Err(Problems::one("launch", "rounds-deadline-past"))
            }
            Err(operations::Error::Field { .. }) => Err(Problems::one("launch", "rounds-launch-nobody")),
            Err(error) => return Err(error.into()),
        },
        "close" => {
            lifecycle::close(connection, round, author, now).await?;
            Ok("closed".to_owned())
        }
        "reopen" => match lifecycle::reopen(connection, round, &typed.reason, author, now).await {
            Ok(()) => Ok("reopened".to_owned()),
            Err(operations::Error::Field { problem: "long", .. }) => Err(Problems::one("reason", "rounds-reason-long")),
            Err(operations::Error::Field { .. }) => Err(Problems::one("reason", "rounds-reason-missing")),
            Err(error) => return Err(error.into()),
        },
        "archive" => {
            lifecycle::archive(connection, round, author, now).await?;
            Ok("archived".to_owned())
        }
        _ => return Err(Error::BadForm),
    };
    Ok(match done {
        Ok(done) => Outcome::Done(see(&format!("/admin/rounds/{}?done={done}", round.code))),
        Err(problems) => Outcome::Refused(Box::new(Refused { typed, problems })),
    })
}

async fn extend(
    connection: &mut Connection,
    asking: Asking<'_>,
    round: &Round,
    typed: &Typed,
) -> Result<Result<String, Problems>, Error> {
    let mut problems = Problems::default();
    let zone = round.rules.time_zone;
    let deadline = moment(&typed.deadline, zone, "deadline", "round-deadline-malformed", &mut problems);
    let seen = typed.seen.parse::<DateTime<Utc>>().map_err(|_| Error::BadForm)?;
    let Some(deadline) = deadline else { return Ok(Err(problems)) };
    let notify = typed.notify == "yes";
    let given = Extension { region: None, seen, deadline, notify, words: &typed.words };
    match deadlines::extend(connection, asking, round, given).await {
        Ok(told) => Ok(Ok(format!("extended&told={}", told.coordinators + told.invited))),
        Err(operations::Error::Field { field: "words", .. }) => Ok(Err(Problems::one("words", "rounds-words-long"))),
        Err(operations::Error::Field { .. }) => Ok(Err(Problems::one("deadline", "rounds-deadline-not-later"))),
        Err(error) => Err(error.into()),
    }
}

async fn invite(
    connection: &mut Connection,
    state: &State,
    asking: Asking<'_>,
    round: &Round,
    typed: Typed,
) -> Result<Outcome, Error> {
    let version = questionnaires::version(connection, round.version).await?.ok_or(Error::NotFound)?;
    let problems = match wishes(connection, state, Some(&version.definition), &typed.invitees).await? {
        Ok(wishes) if !wishes.is_empty() => {
            invitees::invite(connection, asking, round, &wishes).await?;
            let address = format!("/admin/rounds/{}?invited={}", round.code, wishes.len());
            return Ok(Outcome::Done(see(&address)));
        }
        Ok(_) => Problems::one("invitees", "round-invitees-missing"),
        Err(lines) => Problems { lines, ..Problems::one("invitees", "round-invitees-wrong") },
    };
    Ok(Outcome::Refused(Box::new(Refused { typed, problems })))
}
