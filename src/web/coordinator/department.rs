//! One department of the region in a round: its people with their invitations, and who sees to which section.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    department_view::{Refusal, Typed, show},
    desk::{Done, told},
    invite_form::due_key,
    matrix::{self, Line, Matrix},
    place::{Place, moved, place},
};
use crate::{
    access::{actor::Actor, policy::Action},
    fieldwork::{
        delegation::due_at,
        ids::{DepartmentId, InvitationId},
    },
    operations::{
        self,
        delegation::{self, Change, DelegationError, To},
        inviting, links,
    },
    store::Connection,
    web::{context::see, error::Error, form::Form, state::State, visitor::SignedIn},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, tag = "action", rename_all = "snake_case")]
enum Wish {
    Delegate {
        section: String,
        /// Empty: the department; else `person:` or `response:` with an id.
        to: String,
        due: String,
        note: String,
        seen: String,
    },
    Withdraw {
        section: String,
        seen: String,
    },
    Remind {},
    Resend {
        invitation: InvitationId,
    },
    Revoke {
        invitation: InvitationId,
    },
}

/// The longest note.
const LONGEST_NOTE: usize = 2_000;

type Names = (String, String, DepartmentId);

/// The department.
pub async fn get(
    state: Data<State>,
    path: Path<Names>,
    done: Query<Done>,
    who: SignedIn,
) -> Result<HttpResponse, Error> {
    let (region, round, department) = path.into_inner();
    let mut connection = state.pool.get().await?;
    let place = place(&mut connection, who.actor()?, (&region, &round), Action::FollowRegion).await?;
    let matrix = load(&state, &mut connection, &place, department).await?;
    if let Some(moved) = moved(&who.0, &region, &place.region) {
        return Ok(moved);
    }
    show(&state, &mut connection, &who.0, &place, &matrix, department, &done, None).await
}

/// Does what was wished.
pub async fn post(state: Data<State>, path: Path<Names>, form: Form) -> Result<HttpResponse, Error> {
    let (region, round, department) = path.into_inner();
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let place = place(&mut connection, actor, (&region, &round), Action::SpeakForRegion).await?;
    let matrix = load(&state, &mut connection, &place, department).await?;
    let line = line(&matrix, department)?;
    let here = format!("{}/departments/{department}", place.address());
    let typed = Typed::of(&form);
    let refused = match apply(&mut connection, &state, actor, &place, line, form.typed()?).await? {
        Ok(done) => return Ok(see(&format!("{here}?{done}"))),
        Err(refused) => refused,
    };
    // What is shown beside what was typed is what stands now.
    let matrix = load(&state, &mut connection, &place, department).await?;
    let refused = Some((&refused, &typed));
    show(&state, &mut connection, &form.visitor, &place, &matrix, department, &Done::default(), refused).await
}

/// The department with those that a section can be given to.
async fn load(
    state: &State,
    connection: &mut Connection,
    place: &Place,
    department: DepartmentId,
) -> Result<Matrix, Error> {
    let matrix = matrix::load(state, connection, place, Some(department), Utc::now()).await?;
    line(&matrix, department)?;
    Ok(matrix)
}

fn line(matrix: &Matrix, department: DepartmentId) -> Result<&Line, Error> {
    matrix.lines.iter().find(|line| line.asked.department.id == department).ok_or(Error::NotFound)
}

async fn apply(
    connection: &mut Connection,
    state: &State,
    actor: &Actor,
    place: &Place,
    line: &Line,
    wish: Wish,
) -> Result<Result<String, Refusal>, Error> {
    let desk = place.desk(state, actor);
    let response = line.asked.response;
    let of_department = |id: InvitationId| line.members.iter().any(|member| member.invitation == id);
    let (result, section) = match wish {
        Wish::Delegate { section, to, due, note, seen } => {
            let due_at = match due_at(&due, place.zone, place.round.deadline, desk.writing.now) {
                Ok(due_at) => due_at,
                Err(problem) => return Ok(Err(Refusal::of("due", due_key(problem), section))),
            };
            if note.chars().count() > LONGEST_NOTE {
                return Ok(Err(Refusal::of("note", "coordinator-wrong-message", section)));
            }
            let to = read_to(&to).ok_or(Error::BadForm)?;
            let change = Change { section: &section, to, due_at, note: &note, seen: &seen };
            let changed = delegation::delegate(connection, desk, &line.questionnaire, response, change).await;
            (changed.map(|()| "done=changed".to_owned()), section)
        }
        Wish::Withdraw { section, seen } => {
            let what = (section.as_str(), seen.as_str());
            let taken = delegation::withdraw(connection, desk, &line.questionnaire, response, what).await;
            (taken.map(|()| "done=withdrawn".to_owned()), section)
        }
        Wish::Remind {} => {
            let people: Vec<InvitationId> = line.standing().map(|member| member.invitation).collect();
            return Ok(Ok(told(inviting::remind(connection, desk, &people).await?)));
        }
        Wish::Resend { invitation } if of_department(invitation) => {
            let (author, round) = (actor.account, place.round.id);
            links::resend(connection, desk.writing, author, round, invitation).await?;
            return Ok(Ok("done=sent".to_owned()));
        }
        Wish::Revoke { invitation } if of_department(invitation) => {
            delegation::revoke(connection, desk, response, invitation).await?;
            return Ok(Ok("done=revoked".to_owned()));
        }
        Wish::Resend { .. } | Wish::Revoke { .. } => return Err(Error::NotFound),
    };
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(error) => Ok(Err(refusal(error, section)?)),
    }
}

fn refusal(error: DelegationError, section: String) -> Result<Refusal, Error> {
    Ok(match error {
        DelegationError::Stale => Refusal { is_stale: true, ..Refusal::of("to", "coordinator-wrong-stale", section) },
        DelegationError::LastSection => Refusal::of("to", "coordinator-wrong-last", section),
        DelegationError::NotInvited => Refusal::of("to", "coordinator-wrong-person", section),
        DelegationError::AfterDeadline => Refusal::of("due", "coordinator-wrong-due-late", section),
        DelegationError::Operation(operations::Error::Locked) => {
            Refusal { is_stale: true, ..Refusal::of("to", "coordinator-wrong-submitted", section) }
        }
        DelegationError::Operation(error) => return Err(error.into()),
    })
}

fn read_to(to: &str) -> Option<To> {
    match to.split_once(':') {
        None if to.is_empty() => Some(To::Department),
        Some(("person", id)) => id.parse().ok().map(To::Person),
        Some(("response", id)) => id.parse().ok().map(To::Other),
        Some(_) | None => None,
    }
}

/// A day as the form sends it back.
#[must_use]
pub fn day(at: Option<DateTime<Utc>>, place: &Place) -> String {
    at.map(|at| at.with_timezone(&place.zone).date_naive().to_string()).unwrap_or_default()
}
