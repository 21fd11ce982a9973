//! What happens before every handler: the host and origin are ours, the route is in the table, its guard is content,
//! and the visitor is known.

use actix_web::{
    HttpMessage, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{HOST, ORIGIN},
    },
    middleware::Next,
    web::Data,
};

use crate::access::policy::{self, Action, Object};

use super::{
    error::{self, Error},
    routes,
    state::State,
    visitor::Visitor,
};

/// Who may come to a route at all. Objects of a request are asked about by their handlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    Anyone,
    /// Only in the local mode.
    Local,
    SignedIn,
    /// Who may do this on the platform.
    May(Action),
}

/// The middleware.
///
/// # Errors
/// None of its own: refusals are pages.
pub async fn check(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(state) = request.app_data::<Data<State>>().cloned() else {
        return Ok(request.into_response(HttpResponse::InternalServerError().finish()));
    };
    if !host_is_ours(&request, &state) || !origin_is_ours(&request, &state) {
        let words = "This address is not the one that this service is configured for (PERIPLUS_BASE_URL).\n";
        let refusal = HttpResponse::BadRequest().content_type("text/plain; charset=utf-8").body(words);
        return Ok(request.into_response(refusal));
    }
    let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let route = request.match_pattern().and_then(|pattern| routes::find(&method, &pattern));
    if route.is_some_and(|route| route.is_asset) {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    }
    let visitor = match Visitor::identify(&request, &state).await {
        Ok(visitor) => visitor,
        Err(error) => {
            let response = error::page(&state, None, &error);
            return Ok(request.into_response(response));
        }
    };
    request.extensions_mut().insert(visitor.clone());
    let refusal = match route {
        None => Some(Error::NotFound),
        Some(route) => refuse(route.guard, &visitor, &state),
    };
    if let Some(refusal) = refusal {
        let response = error::page(&state, Some(&visitor), &refusal);
        return Ok(request.into_response(response));
    }
    let response = next.call(request).await?.map_into_boxed_body();
    Ok(error::dress(response, &state, &visitor))
}

fn refuse(guard: Guard, visitor: &Visitor, state: &State) -> Option<Error> {
    let actor = visitor.actor();
    match (guard, actor) {
        (Guard::Anyone, _) => None,
        (Guard::Local, _) => (!state.local).then_some(Error::NotFound),
        (Guard::SignedIn | Guard::May(_), None) => Some(Error::SignInFirst),
        (Guard::SignedIn, Some(_)) => None,
        (Guard::May(action), Some(actor)) => (!policy::can(actor, action, Object::Platform)).then_some(Error::NotFound),
    }
}

/// Health checks come from anywhere; everything else must name the configured host.
fn host_is_ours(request: &ServiceRequest, state: &State) -> bool {
    if matches!(request.path(), "/live" | "/ready") {
        return true;
    }
    let ours = state.base_url.split_once("://").map_or("", |(_, host)| host);
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let local_name = |host: &str| host.replace("localhost", "127.0.0.1");
    host.eq_ignore_ascii_case(ours) || (state.local && local_name(host) == local_name(ours))
}

/// A form of another site is refused, whatever token it has.
fn origin_is_ours(request: &ServiceRequest, state: &State) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let same = |origin: &str| {
        let local_name = |text: &str| text.replace("localhost", "127.0.0.1");
        origin == state.base_url || (state.local && local_name(origin) == local_name(&state.base_url))
    };
    match request.headers().get(ORIGIN).map(|origin| origin.to_str()) {
        // No-referrer pages send `null` with their forms; the form's token still has to be right.
        Some(Ok("null")) | None => true,
        Some(Ok(origin)) => same(origin),
        Some(Err(_)) => false,
    }
}
