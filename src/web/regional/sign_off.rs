//! Signing off: what is missing and who could say, what is divergent, the form; afterwards the receipt.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::Utc;
use serde_json::{Value, json};

use super::{
    place::{Place, reader},
    words::Teller,
};
use crate::{
    access::policy::Action,
    fieldwork::consolidation::desk::Matter,
    operations::regional::{Clearance, NotReady, Regional, SignForm, SignOutcome, SignProblem, missing, sign, today},
    questionnaire::{
        document::answers_of,
        expression::Environment,
        input::{DATE_PARTS, Fields},
        path::Path as AnswerPath,
        schema::{SlotId, SlotKind},
    },
    store::{Connection, regional},
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        respondent::{piped::At, summary::Summary, wording::Reader},
        state::State,
        visitor::{SignedIn, Visitor},
    },
};

/// The form, or the receipt of what is signed.
pub async fn get(state: Data<State>, path: Path<(String, String)>, who: SignedIn) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let place = Place::find(&mut connection, who.actor()?, (&path.0, &path.1), Action::FollowRegion).await?;
    let environment = place.environment(who.0.language());
    let Some(regional) = place.load(&state, &mut connection, &environment).await? else {
        return Ok(see(&place.address()));
    };
    if regional.answer.is_signed() {
        return receipt(&state, &mut connection, &who.0, &place, ("", "")).await;
    }
    drop(connection);
    Ok(show(&state, &who.0, &place, &regional, &Fields::default(), &[], false))
}

/// Signs.
pub async fn post(state: Data<State>, path: Path<(String, String)>, form: Form) -> Result<HttpResponse, Error> {
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let place = Place::find(&mut connection, actor, (&path.0, &path.1), Action::SpeakForRegion).await?;
    let environment = place.environment(form.visitor.language());
    let answer = regional::find(&mut connection, place.round.id, place.region.id).await?.ok_or(Error::NotFound)?;
    let questionnaire = state.questionnaire(&mut connection, answer.version_id).await?;
    let given = read(&form.fields);
    let (around, base_url, now) = (place.around(&environment), state.base_url.as_str(), Utc::now());
    let outcome = sign(&mut connection, &state.locales, base_url, &questionnaire, around, &given, now).await?;
    let (problems, status, is_stale) = match outcome {
        SignOutcome::Signed { .. } | SignOutcome::SignedBefore => {
            return Ok(see(&format!("{}/sign-off", place.address())));
        }
        SignOutcome::Problems(problems) => (problems, StatusCode::UNPROCESSABLE_ENTITY, false),
        SignOutcome::NotReady(_) => (Vec::new(), StatusCode::UNPROCESSABLE_ENTITY, false),
        SignOutcome::Stale => (Vec::new(), StatusCode::CONFLICT, true),
    };
    let regional = place.load(&state, &mut connection, &environment).await?.ok_or(Error::NotFound)?;
    drop(connection);
    let mut page = show(&state, &form.visitor, &place, &regional, &form.fields, &problems, is_stale);
    *page.status_mut() = status;
    Ok(page)
}

/// The receipt with what is wrong with the reason for reopening.
pub(super) async fn refused_reopening(
    state: &State,
    connection: &mut Connection,
    visitor: &Visitor,
    place: &Place,
    reason: &str,
    problem: &'static str,
) -> Result<HttpResponse, Error> {
    let key = if problem == "missing" { "regional-reopen-missing" } else { "regional-reopen-too-long" };
    let mut page = receipt(state, connection, visitor, place, (reason, key)).await?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

fn read(fields: &Fields) -> SignForm {
    let part = |name: &str| fields.first(&format!("{name}:date")).and_then(|text| text.parse::<u32>().ok());
    let [day, month, year] = DATE_PARTS.map(part);
    let signed_on = year
        .and_then(|year| i32::try_from(year).ok())
        .zip(month.zip(day))
        .filter(|(year, _)| (2000..=9999).contains(year))
        .and_then(|(year, (month, day))| chrono::NaiveDate::from_ymd_opt(year, month, day));
    let consent = |name: &str| match fields.first(name) {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    };
    SignForm {
        role: fields.first("role").unwrap_or_default().to_owned(),
        signed_on,
        clearance: fields.first("clearance").and_then(Clearance::from_code),
        consent_public: consent("public"),
        consent_network: consent("network"),
        seen: fields.first("seen").and_then(|seen| seen.parse().ok()).unwrap_or(-1),
        fingerprint: fields.first("sources").unwrap_or_default().to_owned(),
    }
}

fn problem(problem: SignProblem) -> (&'static str, &'static str) {
    match problem {
        SignProblem::RoleMissing => ("role", "regional-sign-role-missing"),
        SignProblem::RoleTooLong => ("role", "regional-sign-role-too-long"),
        SignProblem::DateUnreadable => ("date", "regional-sign-date-unreadable"),
        SignProblem::DateInFuture => ("date", "regional-sign-date-in-future"),
        SignProblem::ClearanceMissing => ("clearance", "regional-sign-clearance-missing"),
        SignProblem::PublicMissing => ("public", "regional-sign-public-missing"),
        SignProblem::NetworkMissing => ("network", "regional-sign-network-missing"),
        SignProblem::PublicWithoutNetwork => ("public", "regional-sign-public-without-network"),
    }
}

fn show(
    state: &State,
    visitor: &Visitor,
    place: &Place,
    regional: &Regional,
    fields: &Fields,
    problems: &[SignProblem],
    is_stale: bool,
) -> HttpResponse {
    let environment = place.environment(visitor.language());
    let not_ready = NotReady::of(regional, place.around(&environment));
    let reader = reader(state, regional, environment.language);
    let lister = Lister { place, regional, teller: Teller { reader } };
    let problems: Vec<Value> = problems
        .iter()
        .map(|one| {
            let (field, key) = problem(*one);
            json!({ "field": field, "href": format!("#sign-{field}"), "text": reader.say(key, &[]) })
        })
        .collect();
    let error = |field: &str| {
        let own = problems.iter().find(|one| one.get("field").and_then(Value::as_str) == Some(field));
        own.and_then(|one| one.get("text").cloned()).unwrap_or_else(|| json!(""))
    };
    let day = today(&regional.facts.time_zone, Utc::now());
    let sent = |name: &str| fields.first(name).unwrap_or_default().to_owned();
    let was_sent = fields.names().next().is_some();
    let presets = [day.format("%-d").to_string(), day.format("%-m").to_string(), day.format("%Y").to_string()];
    let parts: Vec<Value> = DATE_PARTS
        .iter()
        .zip(presets)
        .map(|(part, preset)| {
            let name = format!("{part}:date");
            let value = if was_sent { sent(&name) } else { preset };
            let id = if *part == "day" { "sign-date".to_owned() } else { format!("sign-{part}") };
            let width = if *part == "year" { 4 } else { 2 };
            json!({ "name": name, "id": id, "value": value, "width": width, "label": reader.say(&format!("date-{part}"), &[]) })
        })
        .collect();
    let clearances: Vec<Value> = Clearance::ALL
        .iter()
        .map(|one| {
            json!({ "value": one.code(), "label": reader.say(&format!("regional-clearance-{}", one.code()), &[]),
                "chosen": sent("clearance") == one.code() })
        })
        .collect();
    let can_sign = place.speaks && regional.facts.archived_at.is_none();
    let content = json!({
        "region": place.region.name(environment.language),
        "round": place.round.name,
        "back": place.address(),
        "address": place.address(),
        "seen": regional.answer.draft_version,
        "sources": regional.fingerprint(),
        "problems": problems,
        "is_stale": is_stale,
        "is_ready": not_ready.is_empty(),
        "can_sign": can_sign,
        "undecided": not_ready.undecided.iter().map(|matter| lister.matter(matter)).collect::<Vec<_>>(),
        "changed": not_ready.changed.iter().map(|matter| lister.matter(matter)).collect::<Vec<_>>(),
        "missing": not_ready.violations.iter().map(|one| lister.item(&one.path, one.slot, reader.violation(one, &regional.instance))).collect::<Vec<_>>(),
        "divergent": lister.divergent(&environment),
        "role": sent("role"),
        "role_error": error("role"),
        "date_error": error("date"),
        "parts": parts,
        "clearances": clearances,
        "clearance_error": error("clearance"),
        "public_yes": sent("public") == "yes",
        "public_no": sent("public") == "no",
        "public_error": error("public"),
        "network_yes": sent("network") == "yes",
        "network_no": sent("network") == "no",
        "network_error": error("network"),
    });
    page(state, visitor, "regional/sign_off", &content)
}

/// Lists of what is left to do.
struct Lister<'a> {
    place: &'a Place,
    regional: &'a Regional,
    teller: Teller<'a>,
}

impl Lister<'_> {
    fn matter(&self, matter: &Matter) -> Value {
        let place = self.regional.questionnaire.place(matter.slot);
        let label = self.teller.reader.label_at(place, At::top(&self.regional.instance));
        self.item(&matter.path, matter.slot, label)
    }

    fn item(&self, path: &AnswerPath, slot: SlotId, text: String) -> Value {
        let who: Vec<Value> = missing(self.regional, slot)
            .iter()
            .map(|one| json!({ "department": one.department, "status": self.teller.could(&one.status) }))
            .collect();
        json!({ "href": address_of(self.place, self.regional, path), "text": text, "who": who })
    }

    /// What is marked as divergent, and what differs without a mark.
    fn divergent(&self, environment: &Environment<'_>) -> Vec<Value> {
        let matters = self.regional.matters(environment);
        let rows = matters.iter().filter(|matter| matter.is_marked() || matter.differs).map(|matter| {
            let place = self.regional.questionnaire.place(matter.slot);
            let reason = matter.decision.as_ref().map(|decision| decision.divergence.as_str()).unwrap_or_default();
            json!({
                "href": address_of(self.place, self.regional, &matter.path),
                "label": self.teller.reader.label_at(place, At::top(&self.regional.instance)),
                "reason": reason,
            })
        });
        rows.collect()
    }
}

/// The page on which something is decided.
fn address_of(place: &Place, regional: &Regional, path: &AnswerPath) -> String {
    let questionnaire = &regional.questionnaire;
    let (schema, base) = (&questionnaire.schema, place.address());
    if let Some(step) = path.within.0.first() {
        return match path.within.0.len() {
            1 => format!("{base}/repeats/{}/{}#{}", step.repeat, step.entry, html_id(path)),
            _ => format!("{base}/repeats/{}", step.repeat),
        };
    }
    let Some(slot) = schema.slot(&path.name) else { return base };
    if schema.get(slot).kind == SlotKind::Repeat {
        return format!("{base}/repeats/{}", path.name);
    }
    let top = schema.ancestors_or_self(slot).filter(|slot| *slot != SlotId::ROOT).last().unwrap_or(slot);
    let name = &schema.get(top).name;
    let section = questionnaire.sections.iter().find(|section| section.rows.contains(name));
    let section = section.map_or("", |section| &section.name);
    format!("{base}/sections/{section}#{}-matter", html_id(path))
}

fn html_id(path: &AnswerPath) -> String {
    crate::web::respondent::fields::html_id(&path.to_string())
}

async fn receipt(
    state: &State,
    connection: &mut Connection,
    visitor: &Visitor,
    place: &Place,
    (reason, problem): (&str, &'static str),
) -> Result<HttpResponse, Error> {
    let found = regional::newest_sign_off(connection, place.round.id, place.region.id).await?.ok_or(Error::NotFound)?;
    let facts = regional::round_facts(connection, place.round.id).await?.ok_or(Error::NotFound)?;
    let questionnaire = state.questionnaire(connection, found.version_id).await?;
    let Value::Object(document) = &found.answers else { return Err(Error::Unknown) };
    let answers = answers_of(&questionnaire.schema, document);
    // As it was computed when it was signed.
    let environment = Environment { now: found.signed_at.fixed_offset(), ..place.environment(visitor.language()) };
    let instance = questionnaire.evaluate(&answers, &environment);
    let reader = Reader { language: environment.language, locales: &state.locales, questionnaire: &questionnaire };
    let summary = Summary { reader, instance: &instance, answers: &answers, change: &|_| String::new() };
    let divergent: Vec<Value> = found
        .divergent
        .as_object()
        .into_iter()
        .flatten()
        .map(|(path, reason)| {
            let slot = path.parse::<AnswerPath>().ok().and_then(|path| questionnaire.schema.slot(&path.name));
            let label = slot.map(|slot| reader.label_at(questionnaire.place(slot), At::top(&instance)));
            json!({ "label": label.unwrap_or_else(|| path.clone()), "reason": reason.as_str().unwrap_or_default() })
        })
        .collect();
    let hash: String = found.content_hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let content = json!({
        "reference": found.reference,
        "revision": found.revision,
        "moment": reader.moment(found.signed_at),
        "signed_on": reader.date(found.signed_on),
        "role": found.role,
        "clearance": reader.say(&format!("regional-clearance-{}", found.clearance), &[]),
        "consent_public": found.consent_public,
        "consent_network": found.consent_network,
        "hash": hash,
        "region": place.region.name(environment.language),
        "round": place.round.name,
        "back": place.address(),
        "address": place.address(),
        "divergent": divergent,
        "sections": summary.sections(),
        "can_reopen": place.speaks && facts.archived_at.is_none(),
        "reason": reason,
        "problem": problem,
        "has_problem": !problem.is_empty(),
        "problem_text": if problem.is_empty() { String::new() } else { reader.say(problem, &[]) },
    });
    Ok(page(state, visitor, "regional/receipt", &content))
}
