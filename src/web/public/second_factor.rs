//! The second half of a sign-in: a code of the authenticator, or setting one up.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use qrcode::{Color, QrCode};
use serde::Deserialize;
use serde_json::json;

use crate::{
    access::{token::Token, totp::RecoveryCode},
    operations::{
        self,
        second_factor::{self, Enrolment, Outcome},
    },
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        public::sign_in::Wish,
        state::State,
        visitor::{Visitor, no_pending_cookie, session_cookie},
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    code: String,
    next: String,
}

/// Asks for a code.
pub async fn get(state: Data<State>, visitor: Visitor, wish: Query<Wish>) -> HttpResponse {
    if visitor.pending().is_none() {
        return see("/sign-in");
    }
    page(&state, &visitor, "public/code", &json!({ "problem": "", "next": wish.next }))
}

/// Signs in with a code, or with a recovery code.
pub async fn post(state: Data<State>, form: Form) -> Result<HttpResponse, Error> {
    let typed: Typed = form.typed()?;
    let Some(pending) = form.visitor.pending() else { return Ok(see("/sign-in")) };
    let mut connection = state.pool.get().await?;
    let outcome = second_factor::verify(&mut connection, pending, &typed.code, form.visitor.origin()).await;
    drop(connection);
    let problem = match problem(outcome)? {
        Ok((session, _)) => return signed_in(&state, &session, see(&typed.next)),
        Err("over") => return Ok(see("/sign-in")),
        Err(problem) => problem,
    };
    let content = json!({ "problem": problem, "next": typed.next });
    Ok(refused(page(&state, &form.visitor, "public/code", &content), problem))
}

/// Shows what the authenticator has to know.
pub async fn enrolment(state: Data<State>, visitor: Visitor, wish: Query<Wish>) -> Result<HttpResponse, Error> {
    let Some(pending) = visitor.pending() else { return Ok(see("/sign-in")) };
    let mut connection = state.pool.get().await?;
    let found = second_factor::enrolment(&mut connection, pending, visitor.origin()).await?;
    let Some(found) = found else { return Ok(see("/sign-in")) };
    Ok(page(&state, &visitor, "public/authenticator", &content(&found, &wish.next, "")))
}

/// Sets the authenticator up with its first code, and shows the recovery codes: now and never again.
pub async fn enrol(state: Data<State>, form: Form) -> Result<HttpResponse, Error> {
    let typed: Typed = form.typed()?;
    let Some(pending) = form.visitor.pending() else { return Ok(see("/sign-in")) };
    let mut connection = state.pool.get().await?;
    let found = second_factor::enrolment(&mut connection, pending, form.visitor.origin()).await?;
    let outcome = second_factor::enrol(&mut connection, pending, &typed.code, form.visitor.origin()).await;
    let problem = match problem(outcome)? {
        Ok((session, codes)) => {
            let content = json!({ "codes": revealed(&codes), "next": typed.next });
            return signed_in(&state, &session, page(&state, &form.visitor, "public/recovery_codes", &content));
        }
        Err(problem) => problem,
    };
    let Some(found) = found.filter(|_| problem != "over") else { return Ok(see("/sign-in")) };
    let response = page(&state, &form.visitor, "public/authenticator", &content(&found, &typed.next, problem));
    Ok(refused(response, problem))
}

/// The codes as they are shown.
#[must_use]
pub fn revealed(codes: &[RecoveryCode]) -> Vec<&str> {
    codes.iter().map(RecoveryCode::reveal).collect()
}

type Judged = Result<(Token, Vec<RecoveryCode>), &'static str>;

fn problem(outcome: Result<Outcome, operations::Error>) -> Result<Judged, Error> {
    Ok(match outcome {
        Ok(Outcome::Done { session, recovery_codes }) => Ok((session, recovery_codes)),
        Ok(Outcome::Over) => Err("over"),
        Ok(Outcome::Wrong) => Err("wrong"),
        Err(operations::Error::Throttled) => Err("throttled"),
        Err(error) => return Err(error.into()),
    })
}

fn refused(mut response: HttpResponse, problem: &str) -> HttpResponse {
    let throttled = problem == "throttled";
    *response.status_mut() = if throttled { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNPROCESSABLE_ENTITY };
    response
}

fn signed_in(state: &State, session: &Token, mut response: HttpResponse) -> Result<HttpResponse, Error> {
    for cookie in [session_cookie(session, state), no_pending_cookie(state)] {
        response.add_cookie(&cookie).map_err(|_| Error::Unknown)?;
    }
    Ok(response)
}

fn content(found: &Enrolment, next: &str, problem: &str) -> serde_json::Value {
    let (size, squares) = squares(&found.secret.address(&found.email));
    let text = found.secret.text();
    let groups: Vec<String> = text.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into()).collect();
    json!({ "email": found.email, "secret": groups.join(" "), "size": size, "squares": squares, "next": next,
        "problem": problem })
}

/// A QR code as the path of an SVG, with the quiet zone that scanners need; its size, and the dark squares row by row.
fn squares(text: &str) -> (usize, String) {
    const QUIET: usize = 4;
    let Ok(code) = QrCode::new(text.as_bytes()) else { return (0, String::new()) };
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (index % width + QUIET, index / width + QUIET);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    (width + 2 * QUIET, path)
}
