//! The first page: what this is, and the way in.

use actix_web::{HttpResponse, web::Data};
use serde_json::json;

use crate::{
    access::actor::Role,
    web::{
        context::{page, see},
        state::State,
        visitor::Visitor,
    },
};

/// Where a signed-in person begins.
#[must_use]
pub fn start_of(visitor: &Visitor) -> &'static str {
    match visitor.actor() {
        Some(actor) if actor.is(Role::Admin) => "/admin",
        Some(actor) if actor.is(Role::Consultant) => "/results",
        Some(actor) if actor.is(Role::Coordinator) => "/regions",
        Some(_) => "/responses",
        None => "/",
    }
}

/// The first page; people who are signed in go where they work.
pub async fn get(state: Data<State>, visitor: Visitor) -> HttpResponse {
    match start_of(&visitor) {
        "/" => page(&state, &visitor, "public/home", &json!({})),
        start => see(start),
    }
}
