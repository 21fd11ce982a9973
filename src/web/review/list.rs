//! Every query about the responses of a region in a round.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::queries::{QueryView, called};
use crate::{
    access::policy::{self, Action, Object},
    fieldwork::review::QueryState,
    store::{queries, regions, rounds},
    web::{context::page, error::Error, respondent::wording::Reader, state::State, visitor::SignedIn},
};

/// The most queries that one page shows.
const MOST: i64 = 200;

/// Which queries are asked for.
#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    state: Wanted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Wanted {
    #[default]
    All,
    Open,
    Answered,
    Closed,
}

/// The list, the newest first.
pub async fn get(
    state: Data<State>,
    path: Path<(String, String)>,
    filter: Query<Filter>,
    who: SignedIn,
) -> Result<HttpResponse, Error> {
    let (region, round) = path.into_inner();
    let mut connection = state.pool.get().await?;
    let all = regions::all(&mut connection).await?;
    let region = all.iter().find(|one| one.code == region).ok_or(Error::NotFound)?;
    if !policy::can(who.actor()?, Action::FollowRegion, Object::Region(region.id)) {
        return Err(Error::NotFound);
    }
    let round = rounds::by_code(&mut connection, &round).await?.ok_or(Error::NotFound)?;
    let wanted = match filter.state {
        Wanted::All => None,
        Wanted::Open => Some(QueryState::Open),
        Wanted::Answered => Some(QueryState::Answered),
        Wanted::Closed => Some(QueryState::Closed),
    };
    let listed = queries::of_region(&mut connection, round.id, region.id, wanted, MOST).await?;
    let counts = queries::counts_of_region(&mut connection, round.id, region.id).await?;
    let mut rows = Vec::new();
    for one in &listed {
        let questionnaire = state.questionnaire(&mut connection, one.version).await?;
        let reader = Reader { language: who.0.language(), locales: &state.locales, questionnaire: &questionnaire };
        let (number, label) = called(&reader, None, &one.query.path);
        rows.push(json!({ "query": QueryView::of(&one.query, &reader), "department": one.department,
            "number": number, "label": label, "opened": reader.moment(one.query.opened_at) }));
    }
    let link = |own: Wanted, code: &str, key: &str, count: i64| json!({ "code": code, "key": key, "count": count, "current": own == filter.state });
    let count = |state: QueryState| counts.get(&state).copied().unwrap_or_default();
    let filters: Vec<Value> = vec![
        link(Wanted::All, "all", "review-show-all", counts.values().sum()),
        link(Wanted::Open, "open", "query-is-open", count(QueryState::Open)),
        link(Wanted::Answered, "answered", "query-is-answered", count(QueryState::Answered)),
        link(Wanted::Closed, "closed", "query-is-closed", count(QueryState::Closed)),
    ];
    let content = json!({ "region": region.name(who.0.language()), "region_code": region.code, "round": round.name,
        "round_code": round.code, "filters": filters, "rows": rows, "most": MOST,
        "is_cut": i64::try_from(listed.len()).is_ok_and(|count| count >= MOST) });
    Ok(page(&state, &who.0, "review/queries", &content))
}
