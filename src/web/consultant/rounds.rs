//! Being written.

use actix_web::HttpResponse;

/// Shows it.
pub async fn get() -> HttpResponse {
    HttpResponse::NotImplemented().finish()
}
