//! A region for its coordinator: the rounds that ask it, how far each is, and what is to do next.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::Utc;
use serde_json::json;

use super::place::{moved, region};
use crate::{
    access::policy::{self, Action, Object},
    fieldwork::round::{Round, RoundState},
    store::{
        desk,
        participation::{self, Counts},
        rounds,
    },
    web::{context::page, error::Error, participation::round_row, state::State, visitor::SignedIn},
};

/// The rounds; of their own region only, other regions do not exist for them.
pub async fn get(state: Data<State>, code: Path<String>, who: SignedIn) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let actor = who.actor()?;
    let region = region(&mut connection, actor, &code, Action::FollowRegion).await?;
    if let Some(moved) = moved(&who.0, &code, &region) {
        return Ok(moved);
    }
    let (now, asked) = (Utc::now(), desk::rounds(&mut connection, region.id).await?);
    let may_speak = policy::can(actor, Action::SpeakForRegion, Object::Region(region.id));
    let mut shown = Vec::new();
    for round in rounds::all(&mut connection).await? {
        let Some(deadline) = asked.get(&round.id) else { continue };
        let round = Round { deadline: deadline.unwrap_or(round.deadline), ..round };
        if round.state(now) == RoundState::Draft {
            continue;
        }
        let counts = participation::by_region(&mut connection, round.id).await?;
        let counts = counts.get(&region.id).copied().unwrap_or_default();
        let next = next(round.state(now), counts);
        let base = format!("/regions/{}/rounds/{}", region.code, round.code);
        shown.push(json!({ "round": round_row(&round, counts, now), "base": base, "next": next,
            "can_invite": may_speak && round.state(now) == RoundState::Open }));
    }
    let content = json!({ "code": region.code, "name": region.name(who.0.language()), "rounds": shown });
    Ok(page(&state, &who.0, "coordinator/overview", &content))
}

/// What there is to do, as a message.
fn next(state: RoundState, counts: Counts) -> &'static str {
    let Counts { asked, submitted, accepted, .. } = counts;
    match state {
        RoundState::Draft | RoundState::Scheduled => "coordinator-next-wait",
        RoundState::Open if asked == 0 => "coordinator-next-invite",
        RoundState::Open | RoundState::Closed if asked > 0 && accepted == asked => "coordinator-next-sign",
        RoundState::Open | RoundState::Closed if submitted > accepted => "coordinator-next-review",
        RoundState::Open => "coordinator-next-follow",
        RoundState::Closed | RoundState::Archived => "coordinator-next-over",
    }
}
