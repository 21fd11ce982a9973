//! Where a coordinator works: a region by its present or an earlier code, and a round as it is put to the region.

use actix_web::HttpResponse;
use chrono::Utc;
use chrono_tz::Tz;

use crate::{
    access::{
        actor::Actor,
        policy::{self, Action, Object},
    },
    fieldwork::{
        region::Region,
        registry::regions::{Codes, Meant},
        round::{Round, RoundState},
    },
    operations::{delegation::Desk, links::Writing},
    store::{Connection, desk, regions, rounds},
    web::{context::see, error::Error, state::State, visitor::Visitor},
};

/// A round in a region.
pub struct Place {
    pub region: Region,
    /// With the region's deadline.
    pub round: Round,
    /// Where the deadline is told.
    pub zone: Tz,
    pub is_open: bool,
    /// May the actor speak for the region?
    pub may_speak: bool,
}

impl Place {
    /// The address of the overview.
    #[must_use]
    pub fn address(&self) -> String {
        format!("/regions/{}/rounds/{}", self.region.code, self.round.code)
    }

    /// For an operation.
    #[must_use]
    pub fn desk<'a>(&'a self, state: &'a State, actor: &Actor) -> Desk<'a> {
        let writing = Writing { locales: &state.locales, base_url: &state.base_url, now: Utc::now() };
        Desk { writing, author: actor.account, round: &self.round, region: self.region.id }
    }
}

/// The region that has this code, or had it, where the actor may do this to it.
///
/// # Errors
/// [`Error::NotFound`] for a region that is absent or not the actor's: alike.
pub async fn region(connection: &mut Connection, actor: &Actor, code: &str, action: Action) -> Result<Region, Error> {
    let standing = regions::standing(connection).await?;
    let Meant::Region(found) = Codes::of(&standing).find(code) else { return Err(Error::NotFound) };
    if policy::can(actor, action, Object::Region(found.region.id)) {
        Ok(found.region.clone())
    } else {
        Err(Error::NotFound)
    }
}

/// The round in the region, where the actor may do this to the region and the round asks it.
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub async fn place(
    connection: &mut Connection,
    actor: &Actor,
    (code, round): (&str, &str),
    action: Action,
) -> Result<Place, Error> {
    let region = region(connection, actor, code, action).await?;
    let round = rounds::by_code(connection, round).await?.ok_or(Error::NotFound)?;
    let put = desk::put(connection, round.id, region.id).await?.ok_or(Error::NotFound)?;
    let round = Round { deadline: put.deadline, ..round };
    let is_open = round.state(Utc::now()) == RoundState::Open;
    let may_speak = policy::can(actor, Action::SpeakForRegion, Object::Region(region.id));
    Ok(Place { region, round, zone: put.time_zone.parse().unwrap_or(Tz::UTC), is_open, may_speak })
}

/// An earlier code leads to the same page under the present one.
#[must_use]
pub fn moved(visitor: &Visitor, asked: &str, region: &Region) -> Option<HttpResponse> {
    let rest = visitor.path().strip_prefix("/regions/").and_then(|path| path.strip_prefix(asked)).unwrap_or_default();
    (region.code != asked).then(|| see(&format!("/regions/{}{rest}", region.code)))
}
