//! Moving a round to a newer version: what it would do, and doing it.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    fieldwork::{ids::VersionId, round::Round},
    operations::moving::{self, Surroundings, Tally},
    questionnaire::{definition::Definition, fields::fields},
    store::{Connection, moved, questionnaires, rounds},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        state::State,
        visitor::Visitor,
    },
};

/// Which version to move to.
#[derive(Default, Deserialize)]
pub struct Wish {
    to: Option<VersionId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    to: VersionId,
}

/// The versions to choose from; what a move to one of them would do.
pub async fn get(
    state: Data<State>,
    code: Path<String>,
    wish: Query<Wish>,
    visitor: Visitor,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    if round.closed_at.is_some() {
        return Err(Error::RoundNotOpen);
    }
    let current = questionnaires::version(&mut connection, round.version).await?.ok_or(Error::NotFound)?;
    let targets = targets(&mut connection, &round, current.number).await?;
    let wanted = wish.to.or_else(|| targets.first().map(|target| target.id));
    let mut preview = Value::Null;
    if let Some(to) = wanted {
        if !targets.iter().any(|target| target.id == to) {
            return Err(Error::NotFound);
        }
        let target = questionnaires::version(&mut connection, to).await?.ok_or(Error::NotFound)?;
        let tally = moving::preview(&mut connection, &round, to).await?;
        preview = view(&state, &visitor, &tally, &target.definition, &current.definition);
    }
    let targets: Vec<_> = targets
        .iter()
        .map(|target| json!({ "id": target.id, "number": target.number, "chosen": Some(target.id) == wanted }))
        .collect();
    let content = json!({
        "code": round.code,
        "name": round.name,
        "number": current.number,
        "targets": targets,
        "to": wanted,
        "preview": preview,
    });
    Ok(page(&state, &visitor, "admin/moving", &content))
}

/// Moves it.
pub async fn post(state: Data<State>, code: Path<String>, form: Form) -> Result<HttpResponse, Error> {
    let sent: Sent = form.typed()?;
    let mut connection = state.pool.get().await?;
    let round = rounds::by_code(&mut connection, &code).await?.ok_or(Error::NotFound)?;
    let author = form.visitor.actor().map(|actor| actor.account);
    let around = Surroundings { locales: &state.locales, base_url: &state.base_url, author, now: Utc::now() };
    let tally = moving::move_round(&mut connection, around, &round, sent.to).await?;
    Ok(see(&format!("/admin/rounds/{}?moved={}", round.code, tally.drafts + tally.unbegun)))
}

/// The newer published versions, the newest first; the round's own too where responses were left behind it.
async fn targets(connection: &mut Connection, round: &Round, current: i32) -> Result<Vec<questionnaires::Head>, Error> {
    let is_unfinished = !moved::behind(connection, round.id, round.version, None, 1).await?.is_empty();
    let mut heads = questionnaires::heads_beside(connection, round.version).await?;
    heads.retain(|head| head.published_at.is_some());
    heads.retain(|head| head.number > current || (head.number == current && is_unfinished));
    Ok(heads)
}

fn view(state: &State, visitor: &Visitor, tally: &Tally, newer: &Definition, older: &Definition) -> Value {
    let label = |name: &str| {
        let of = |definition: &Definition| {
            let fields = fields(definition);
            let field = fields.iter().find(|field| field.name() == name)?;
            let label = field.row().label.read(visitor.language(), &definition.default_language);
            (!label.is_empty()).then(|| label.to_owned())
        };
        of(newer).or_else(|| of(older)).unwrap_or_else(|| name.to_owned())
    };
    let reconfirmations: Vec<_> = tally
        .reconfirmations
        .iter()
        .map(|((name, reason), count)| {
            let reason = state.locales.text(visitor.language(), &format!("reconfirm-{}", reason.code()), &[]);
            json!({ "name": name, "label": label(name), "reason": reason, "count": count })
        })
        .collect();
    let earlier: Vec<_> = tally
        .earlier
        .iter()
        .map(|(name, count)| json!({ "name": name, "label": label(name), "count": count }))
        .collect();
    json!({
        "unbegun": tally.unbegun,
        "drafts": tally.drafts,
        "with_reconfirmations": tally.with_reconfirmations,
        "staying": tally.staying,
        "reconfirmations": reconfirmations,
        "earlier": earlier,
    })
}
