//! The regions that somebody coordinates; one of them is shown at once.

use actix_web::{HttpResponse, web::Data};
use serde_json::json;

use crate::{
    store::regions,
    web::{
        context::{page, see},
        error::Error,
        state::State,
        visitor::SignedIn,
    },
};

/// The list, or the only region.
pub async fn get(state: Data<State>, who: SignedIn) -> Result<HttpResponse, Error> {
    let actor = who.actor()?;
    let mut connection = state.pool.get().await?;
    let mut own = regions::all(&mut connection).await?;
    own.retain(|region| actor.coordinates(region.id));
    match own.as_slice() {
        [] => Err(Error::NotFound),
        [only] => Ok(see(&format!("/regions/{}", only.code))),
        several => {
            let row = |region: &crate::fieldwork::region::Region| json!({ "code": region.code, "name": region.name(who.0.language()) });
            let rows: Vec<_> = several.iter().map(row).collect();
            Ok(page(&state, &who.0, "coordinator/regions", &json!({ "regions": rows })))
        }
    }
}
