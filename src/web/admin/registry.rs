//! The registry: regions by name or code, its files, and the way to one region.

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    http::header::{ContentDisposition, DispositionParam, DispositionType},
    web::{Data, Path, Query},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    fieldwork::{
        ids::RegionId,
        region::Partnership,
        registry::{Kind, regions::Standing},
    },
    operations::registry,
    store::regions,
    web::{context::page, error::Error, state::State, visitor::Visitor},
};

/// How many rows of one page.
pub const ROWS: usize = 50;

/// What is looked for, and what was just done.
#[derive(Default, Deserialize)]
pub struct View {
    #[serde(default)]
    q: String,
    page: Option<usize>,
    kind: Option<String>,
    added: Option<usize>,
    changed: Option<usize>,
}

/// A list in pages.
#[derive(Serialize)]
pub struct Pages {
    pub first: usize,
    pub last: usize,
    pub total: usize,
    /// The addresses of the pages before and after; empty where there is none.
    pub before: String,
    pub after: String,
}

#[derive(Serialize)]
struct RegionRow {
    code: String,
    name: String,
    country: String,
    partnership_key: &'static str,
    commissions: String,
    departments: usize,
    former: String,
}

/// The regions.
pub async fn get(state: Data<State>, view: Query<View>, visitor: Visitor) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let all = regions::standing(&mut connection).await?;
    let mut counts: HashMap<RegionId, usize> = HashMap::new();
    for department in regions::departments(&mut connection).await? {
        *counts.entry(department.region).or_default() += 1;
    }
    let wanted = view.q.trim().to_lowercase();
    let found: Vec<&Standing> = all.iter().filter(|one| fits(one, &wanted)).collect();
    let number = view.page.unwrap_or(1).max(1);
    let language = visitor.language();
    let row = |one: &&Standing| RegionRow {
        code: one.region.code.clone(),
        name: one.region.name(language).to_owned(),
        country: one.region.country.clone(),
        partnership_key: partnership_key(one.region.partnership),
        commissions: one.region.commissions.join(" "),
        departments: counts.get(&one.region.id).copied().unwrap_or_default(),
        former: one.former.iter().map(|former| former.code.as_str()).collect::<Vec<_>>().join(" "),
    };
    let rows: Vec<RegionRow> = found.iter().skip((number - 1) * ROWS).take(ROWS).map(row).collect();
    let done = view.kind.as_deref().and_then(Kind::from_code).map(done_key).unwrap_or_default();
    let content = json!({
        "q": view.q, "rows": rows, "pages": pages("/admin/registry", &view.q, number, found.len()),
        "done": done, "added": view.added.unwrap_or_default(), "changed": view.changed.unwrap_or_default(),
    });
    Ok(page(&state, &visitor, "admin/registry", &content))
}

/// One of its files.
pub async fn download(state: Data<State>, file: Path<String>) -> Result<HttpResponse, Error> {
    let kind = file.strip_suffix(".csv").and_then(Kind::from_code).ok_or(Error::NotFound)?;
    let mut connection = state.pool.get().await?;
    let content = registry::export(&mut connection, kind).await?;
    Ok(attachment(&format!("{}.csv", kind.code()), content))
}

/// A CSV file to keep.
pub fn attachment(name: &str, content: Vec<u8>) -> HttpResponse {
    let attachment = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name.to_owned())],
    };
    HttpResponse::Ok().content_type("text/csv; charset=utf-8").insert_header(attachment).body(content)
}

/// Where a list in pages stands.
#[must_use]
pub fn pages(base: &str, search: &str, number: usize, total: usize) -> Pages {
    let at = |page: usize| {
        let query = serde_urlencoded::to_string([("q", search), ("page", &page.to_string())]).unwrap_or_default();
        format!("{base}?{query}")
    };
    let first = (number - 1) * ROWS;
    Pages {
        first: if total == 0 { 0 } else { first + 1 },
        last: (first + ROWS).min(total),
        total,
        before: if number > 1 { at(number - 1) } else { String::new() },
        after: if number * ROWS < total { at(number + 1) } else { String::new() },
    }
}

/// What a partnership is called.
#[must_use]
pub fn partnership_key(partnership: Partnership) -> &'static str {
    match partnership {
        Partnership::Member => "partnership-member",
        Partnership::Full => "partnership-full",
        Partnership::Associated => "partnership-associated",
        Partnership::Organisation => "partnership-organisation",
    }
}

/// Does a code that it has or had, or a name in any language, hold this?
fn fits(one: &Standing, wanted: &str) -> bool {
    let holds = |text: &str| text.to_lowercase().contains(wanted);
    wanted.is_empty()
        || holds(&one.region.code)
        || one.former.iter().any(|former| holds(&former.code))
        || one.region.names.values().any(|name| holds(name))
}

fn done_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Regions => "registry-done-regions",
        Kind::Departments => "registry-done-departments",
        Kind::People => "registry-done-people",
    }
}
