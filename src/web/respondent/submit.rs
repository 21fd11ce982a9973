//! Being written.

use actix_web::HttpResponse;

/// Does it.
pub async fn post() -> HttpResponse {
    HttpResponse::NotImplemented().finish()
}
