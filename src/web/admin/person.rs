//! One person: roles, invitations, second factor, sessions, and merging doubles.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    fieldwork::ids::{AccountId, InvitationId, RoundId},
    operations::{
        self,
        accounts::IDLE,
        links::{self, Writing},
        merge::{self, MergeError, Merging},
        people::{self, Right},
        second_factor,
    },
    store::{Connection, accounts, invitations, people as store_people, privacy, regions, sessions},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        participation::{local, moment},
        state::State,
        visitor::Visitor,
    },
};

use super::people::{role, role_row};

/// What was just done.
#[derive(Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, tag = "action", rename_all = "snake_case")]
enum Wish {
    Rename { name: String },
    Grant { role: String, region: String },
    TakeBack { role: String, region: String },
    Disable {},
    Enable {},
    SendLink {},
    ResetFactor {},
    EndSessions {},
    Resend { round: RoundId, invitation: InvitationId },
    Revoke { round: RoundId, invitation: InvitationId },
    Merge { into: String },
}

/// The page.
pub async fn get(
    state: Data<State>,
    id: Path<AccountId>,
    done: Query<Done>,
    visitor: Visitor,
) -> Result<HttpResponse, Error> {
    if privacy::is_erased(&mut *state.pool.get().await?, *id).await? {
        return Ok(see(&format!("/admin/people/{id}/erase")));
    }
    let done = match done.done.as_str() {
        "added" => "person-done-added",
        "sent" => "person-done-sent",
        "changed" => "person-done-changed",
        "merged" => "person-done-merged",
        _ => "",
    };
    show(&state, &visitor, *id, done, ("", String::new())).await
}

/// Does what was wished.
pub async fn post(state: Data<State>, id: Path<AccountId>, form: Form) -> Result<HttpResponse, Error> {
    let wish: Wish = form.typed()?;
    let author = form.visitor.actor().ok_or(Error::SignInFirst)?.account;
    let mut connection = state.pool.get().await?;
    store_people::find(&mut connection, *id).await?.ok_or(Error::NotFound)?;
    let refused = match apply(&mut connection, &state, &form.visitor, author, *id, wish).await {
        Ok(Ok(path)) => return Ok(see(&path)),
        Ok(Err(refused)) => refused,
        Err(operations::Error::LastAdmin) => ("person-last-admin", String::new()),
        Err(operations::Error::RoundNotOpen) => ("person-round-over", String::new()),
        Err(error) => return Err(error.into()),
    };
    drop(connection);
    show(&state, &form.visitor, *id, "", refused).await
}

type Outcome = Result<String, (&'static str, String)>;

async fn apply(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    author: AccountId,
    id: AccountId,
    wish: Wish,
) -> Result<Outcome, operations::Error> {
    let now = Utc::now();
    let writing = Writing { locales: &state.locales, base_url: &state.base_url, now };
    let here = |done: &str| Ok(Ok(format!("/admin/people/{id}?done={done}")));
    let right = match wish {
        Wish::Rename { name } => {
            people::rename(connection, author, id, &name, now).await?;
            return here("changed");
        }
        Wish::SendLink {} => {
            links::send(connection, writing, author, id).await?;
            return here("sent");
        }
        Wish::ResetFactor {} => {
            second_factor::reset(connection, author, id, visitor.origin()).await?;
            return here("changed");
        }
        Wish::EndSessions {} => {
            people::end_sessions(connection, author, id, now).await?;
            return here("changed");
        }
        Wish::Resend { round, invitation } => {
            own_invitation(connection, id, round, invitation).await?;
            links::resend(connection, writing, author, round, invitation).await?;
            return here("sent");
        }
        Wish::Revoke { round, invitation } => {
            own_invitation(connection, id, round, invitation).await?;
            links::revoke(connection, author, round, invitation, now).await?;
            return here("changed");
        }
        Wish::Merge { into } => return merge(connection, Merging { author, now }, id, &into).await,
        Wish::Disable {} => Right::Disable,
        Wish::Enable {} => Right::Enable,
        Wish::Grant { role: code, region } => match read_role(connection, &code, &region).await? {
            Some((role, region)) => Right::Grant(role, region),
            None => return Ok(Err(("person-region-wrong", region))),
        },
        Wish::TakeBack { role: code, region } => match read_role(connection, &code, &region).await? {
            Some((role, region)) => Right::TakeBack(role, region),
            None => return Ok(Err(("person-region-wrong", region))),
        },
    };
    people::change(connection, author, id, right, now).await?;
    here("changed")
}

async fn read_role(
    connection: &mut Connection,
    code: &str,
    region: &str,
) -> Result<Option<(crate::access::actor::Role, Option<crate::fieldwork::ids::RegionId>)>, operations::Error> {
    match role(connection, code, region).await {
        Ok(found) => Ok(found.unwrap_or_default()),
        Err(_) => Err(operations::Error::Field { field: "role", problem: "unknown" }),
    }
}

async fn own_invitation(
    connection: &mut Connection,
    id: AccountId,
    round: RoundId,
    invitation: InvitationId,
) -> Result<(), operations::Error> {
    let own = invitations::of_account(connection, id).await?;
    let is_own = own.iter().any(|one| one.round.id == round && one.id == invitation);
    if is_own { Ok(()) } else { Err(operations::Error::NotFound) }
}

async fn merge(
    connection: &mut Connection,
    by: Merging,
    id: AccountId,
    into: &str,
) -> Result<Outcome, operations::Error> {
    let other = accounts::by_email(connection, into.trim()).await?;
    let Some(other) = other else { return Ok(Err(("merge-unknown-person", into.to_owned()))) };
    Ok(match merge::people(connection, by, id, other.id).await {
        Ok(()) => Ok(format!("/admin/people/{}?done=merged", other.id)),
        Err(MergeError::Operation(error)) => return Err(error),
        Err(MergeError::Same) => Err(("merge-same", String::new())),
        Err(MergeError::Disabled) => Err(("merge-disabled", String::new())),
        Err(MergeError::OtherRegion) => Err(("merge-other-region", String::new())),
        Err(MergeError::Clash(rounds)) => Err(("merge-clash", rounds.join(", "))),
        Err(MergeError::Once(what)) => Err(("merge-once", what)),
    })
}

async fn show(
    state: &State,
    visitor: &Visitor,
    id: AccountId,
    done: &str,
    (problem, value): (&str, String),
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let person = store_people::find(&mut connection, id).await?.ok_or(Error::NotFound)?;
    let regions = regions::all(&mut connection).await?;
    let roles = accounts::roles(&mut connection, id).await?;
    let roles: Vec<_> = roles.into_iter().map(|(role, region)| role_row(role, region, &regions)).collect();
    let mine = store_people::departments(&mut connection, id).await?;
    let departments: Vec<Value> = regions::departments(&mut connection)
        .await?
        .into_iter()
        .filter(|one| mine.contains(&one.id))
        .map(|one| {
            let region = regions.iter().find(|region| region.id == one.region);
            json!({ "name": one.name, "region": region.map_or("", |region| region.code.as_str()) })
        })
        .collect();
    let now = Utc::now();
    let invitations: Vec<Value> = invitations::of_account(&mut connection, id)
        .await?
        .into_iter()
        .map(|one| {
            json!({ "round": one.round.id, "id": one.id, "round_name": one.round.name, "department": one.department,
                "created": moment(Some(one.created_at)), "opened": moment(one.opened_at),
                "deadline": local(one.round.deadline, one.round.rules.time_zone), "revoked": moment(one.revoked_at), "over": one.is_over(now) })
        })
        .collect();
    let merged_into = match person.merged_into {
        Some(into) => store_people::find(&mut connection, into).await?.map(|into| into.email).unwrap_or_default(),
        None => String::new(),
    };
    let content = json!({
        "id": id, "email": person.email, "name": person.name, "language": person.language,
        "disabled": moment(person.disabled_at), "factor": moment(person.totp_confirmed_at),
        "roles": roles, "departments": departments, "invitations": invitations,
        "sessions": sessions::of(&mut connection, id, now, now - IDLE).await?.len(),
        "merged_into": merged_into, "merged_id": person.merged_into,
        "done": done, "problem": problem, "value": value,
    });
    let mut response = page(state, visitor, "admin/person", &content);
    if !problem.is_empty() && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
