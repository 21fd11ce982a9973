//! Being written.

use actix_web::HttpResponse;

/// Shows it.
pub async fn get() -> HttpResponse {
    HttpResponse::NotImplemented().finish()
}

/// Does it.
pub async fn post() -> HttpResponse {
    HttpResponse::NotImplemented().finish()
}
