//! For load balancers: is the process alive, is it ready to serve?

use actix_web::{HttpResponse, web::Data};

use crate::web::state::State;

/// The process answers; the database is not asked.
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("live\n")
}

/// The database answers too.
pub async fn ready(state: Data<State>) -> HttpResponse {
    match state.pool.get().await {
        Ok(_) => HttpResponse::Ok().content_type("text/plain").body("ready\n"),
        Err(_) => HttpResponse::ServiceUnavailable().content_type("text/plain").body("the database does not answer\n"),
    }
}
