//! The web side: routes with their guards, what a request knows, pages and errors; one folder an audience.

pub mod account;
pub mod admin;
pub mod assets;
pub mod consultant;
pub mod context;
pub mod coordinator;
pub mod error;
pub mod form;
pub mod guard;
pub mod local;
mod logging;
pub mod mail_frame;
pub mod participation;
pub mod public;
pub mod respondent;
pub mod review;
pub mod routes;
pub mod state;
pub mod visitor;

use std::{io, net::TcpListener, time::Duration};

use actix_web::{
    App, HttpServer,
    dev::Server,
    middleware::{Compress, DefaultHeaders, from_fn},
    web::{self, Data},
};
use tracing_actix_web::TracingLogger;

use state::State;

/// The largest body of a form, in bytes; larger ones get 413. The largest shipped section is below a tenth of it.
pub const LARGEST_FORM: usize = 2 * 1024 * 1024;

/// Serves on a socket that is bound already.
///
/// # Errors
/// When the server cannot be started on it.
pub fn serve(state: Data<State>, socket: TcpListener, workers: usize) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(state.clone())
            .app_data(web::PayloadConfig::new(LARGEST_FORM))
            .wrap(from_fn(guard::check))
            .wrap(security_headers(&state.base_url))
            .wrap(Compress::default())
            .wrap(TracingLogger::<logging::Requests>::new())
            .configure(routes::configure)
    });
    let server = server
        .workers(workers)
        .max_connections(2_000)
        .client_request_timeout(Duration::from_secs(10))
        .shutdown_timeout(10)
        .listen(socket)?;
    Ok(server.run())
}

/// What every answer carries. Pages of people are not stored anywhere; assets set their own caching.
fn security_headers(base_url: &str) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add((
            "Content-Security-Policy",
            "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
        ))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cache-Control", "no-store"));
    if base_url.starts_with("https:") {
        headers.add(("Strict-Transport-Security", "max-age=63072000; includeSubDomains"))
    } else {
        headers
    }
}
