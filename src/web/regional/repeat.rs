//! A repeat of a region's answer: the entries of all departments, to take, to order, and to merge where two are one.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::Utc;
use serde_json::{Value, json};

use super::{
    form::{divergence_field, divergent_field, read_divergence},
    matter::Matters,
    place::{Place, reader},
    repeat_form::{Choice, Item, Problem, choice, differing, is_taken, items, pair_id, pairs, read},
    words::Teller,
};
use crate::{
    access::policy::Action,
    fieldwork::consolidation::{
        desk::Matter,
        entries::{Double, Entry, Rows},
    },
    operations::regional::{EntriesOutcome, Regional, put_entries},
    questionnaire::{
        answer::{Answer, NonAnswer},
        expression::Environment,
        input::{Fields, non_answer_field, version_field},
        schema::SlotKind,
    },
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        respondent::{fields::html_id, piped::At, wording::Reader},
        state::State,
        visitor::{SignedIn, Visitor},
    },
};

/// What stands on the page beside what is stored.
#[derive(Default)]
struct Told {
    fields: Option<Fields>,
    problems: Vec<(String, String)>,
    is_stale: bool,
}

/// The page.
pub async fn get(
    state: Data<State>,
    path: Path<(String, String, String)>,
    who: SignedIn,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let place = Place::find(&mut connection, who.actor()?, (&path.0, &path.1), Action::FollowRegion).await?;
    let environment = place.environment(who.0.language());
    let Some(regional) = place.load(&state, &mut connection, &environment).await? else {
        return Ok(see(&place.address()));
    };
    drop(connection);
    let matter = find(&regional, &path.2, &environment)?;
    Ok(show(&state, &who.0, &place, &regional, &matter, &Told::default(), &environment))
}

/// Saves the region's list.
pub async fn post(state: Data<State>, path: Path<(String, String, String)>, form: Form) -> Result<HttpResponse, Error> {
    let actor = form.visitor.actor().ok_or(Error::SignInFirst)?;
    let mut connection = state.pool.get().await?;
    let place = Place::find(&mut connection, actor, (&path.0, &path.1), Action::SpeakForRegion).await?;
    let environment = place.environment(form.visitor.language());
    let regional = place.load(&state, &mut connection, &environment).await?.ok_or(Error::NotFound)?;
    if regional.answer.is_signed() {
        return Err(Error::Locked);
    }
    let matter = find(&regional, &path.2, &environment)?;
    let reader = reader(&state, &regional, environment.language);
    let seen = form.fields.first(&version_field(&matter.path)).and_then(|seen| seen.parse().ok());
    let seen: i32 = seen.ok_or(Error::BadForm)?;
    let (items, now) = (items(&regional, &matter), Utc::now());
    let doubles = pairs(&regional, &matter, &items);
    let mut told = Told { fields: Some(form.fields.clone()), ..Told::default() };
    told.is_stale = form.fields.first("sources").is_some_and(|shown| shown != regional.fingerprint())
        || seen != regional.version_of(&matter.path.to_string());
    let name = matter.path.to_string();
    let before = regional.row(&name).map(|row| row.divergence.as_str()).unwrap_or_default();
    let (is_marked, words, problem) = read_divergence(&reader, &form.fields, &name, before);
    told.problems.extend(problem.map(|text| (format!("{}-divergence", html_id(&name)), text)));
    let entries = read(&items, &doubles, &form.fields);
    let mut entries = entries.unwrap_or_else(|problems| {
        told.problems.extend(problems.iter().map(|problem| message(&reader, problem)));
        Vec::new()
    });
    let is_adding = form.fields.first("then") == Some("add");
    if is_adding {
        entries.push(Entry::default());
    }
    if told.problems.is_empty() && !told.is_stale {
        let instead = form.fields.first(&non_answer_field(&matter.path)).and_then(NonAnswer::from_code);
        let divergence = if is_marked { words.as_str() } else { "" };
        let around = place.around(&environment);
        let written =
            put_entries(&mut connection, &regional, around, &matter, seen, &entries, instead, divergence, now).await?;
        match written {
            EntriesOutcome::Written if is_adding => {
                return Ok(see(&format!("{}/repeats/{name}/{}", place.address(), entries.len())));
            }
            EntriesOutcome::Written => {
                return Ok(see(&format!("{}#{}", back(&place, &regional, &matter), html_id(&name))));
            }
            EntriesOutcome::Stale => told.is_stale = true,
            EntriesOutcome::TooMany { most } => {
                let text = reader.say("regional-repeat-too-many", &[("most", &most.to_string())]);
                told.problems.push((html_id(&name), text));
            }
        }
    }
    let regional = place.load(&state, &mut connection, &environment).await?.ok_or(Error::NotFound)?;
    let matter = find(&regional, &path.2, &environment)?;
    let status = if told.is_stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = show(&state, &form.visitor, &place, &regional, &matter, &told, &environment);
    *page.status_mut() = status;
    Ok(page)
}

/// The repeat, where it is asked of the region now.
pub(super) fn find(regional: &Regional, name: &str, environment: &Environment<'_>) -> Result<Matter, Error> {
    let is_it = |matter: &Matter| {
        matter.path.name == name && regional.questionnaire.schema.get(matter.slot).kind == SlotKind::Repeat
    };
    regional.matters(environment).into_iter().find(is_it).ok_or(Error::NotFound)
}

/// The section around a repeat.
pub(super) fn back(place: &Place, regional: &Regional, matter: &Matter) -> String {
    let section = regional.questionnaire.sections.get(matter.section).map_or("", |section| &section.name);
    format!("{}/sections/{section}", place.address())
}

fn message(reader: &Reader<'_>, problem: &Problem) -> (String, String) {
    match problem {
        Problem::Order { item } => (format!("order-{item}"), reader.say("regional-repeat-order-wrong", &[])),
        Problem::Undecided { pair } => (format!("double-{pair}"), reader.say("regional-double-undecided", &[])),
    }
}

fn show(
    state: &State,
    visitor: &Visitor,
    place: &Place,
    regional: &Regional,
    matter: &Matter,
    told: &Told,
    environment: &Environment<'_>,
) -> HttpResponse {
    let reader = reader(state, regional, environment.language);
    let teller = Teller { reader };
    let lister = Lister { place, regional, matter, teller: &teller, fields: told.fields.as_ref() };
    let work = place.work(regional, &Default::default(), environment);
    let (typed, no_problems) = (Default::default(), []);
    let views = Matters {
        regional,
        work: &work,
        teller: &teller,
        environment,
        typed: &typed,
        problems: &no_problems,
        can_change: true,
    };
    let row = regional.questionnaire.place(matter.slot);
    let path = matter.path.to_string();
    let stored = regional.row(&path);
    let items = items(regional, matter);
    let doubles = pairs(regional, matter, &items);
    let sent = |name: &str| told.fields.as_ref().and_then(|fields| fields.first(name)).map(str::to_owned);
    let divergence =
        sent(&divergence_field(&path)).or_else(|| stored.map(|row| row.divergence.clone())).unwrap_or_default();
    let is_marked = match &told.fields {
        Some(fields) => fields.first(&divergent_field(&path)).is_some(),
        None => !divergence.is_empty(),
    };
    let chosen = match regional.answers.get(&matter.path) {
        Some(Answer::NonAnswer(non_answer)) => Some(non_answer.code()),
        _ => None,
    };
    let chosen = sent(&non_answer_field(&matter.path)).or(chosen).unwrap_or_default();
    let instead: Vec<Value> = row
        .non_answers
        .iter()
        .flat_map(|kind| NonAnswer::all(*kind))
        .map(|one| json!({ "value": one.code(), "label": reader.non_answer(one), "chosen": one.code() == chosen }))
        .collect();
    let problems: Vec<Value> =
        told.problems.iter().map(|(id, text)| json!({ "href": format!("#{id}"), "text": text })).collect();
    let content = json!({
        "id": html_id(&path),
        "label": reader.label_at(row, At::top(&regional.instance)),
        "number": row.row.number,
        "region": place.region.name(environment.language),
        "round": place.round.name,
        "back": back(place, regional, matter),
        "action": format!("{}/repeats/{path}", place.address()),
        "sources": regional.fingerprint(),
        "version_field": version_field(&matter.path),
        "version": regional.version_of(&path),
        "can_change": place.speaks && !regional.answer.is_signed() && regional.facts.archived_at.is_none(),
        "is_signed": regional.answer.is_signed(),
        "is_decided": stored.is_some(),
        "is_stale": told.is_stale,
        "problems": problems,
        "items": items.iter().enumerate().map(|(place, item)| lister.item(place, item)).collect::<Vec<_>>(),
        "doubles": doubles.iter().map(|double| lister.double(&items, double)).collect::<Vec<_>>(),
        "changed": views.changes(&matter.changed, None),
        "tally": teller.tally(&matter.tally),
        "instead": instead,
        "instead_field": non_answer_field(&matter.path),
        "divergent_field": divergent_field(&path),
        "divergence_field": divergence_field(&path),
        "is_marked": is_marked,
        "divergence": divergence,
    });
    page(state, visitor, "regional/repeat", &content)
}

struct Lister<'a> {
    place: &'a Place,
    regional: &'a Regional,
    matter: &'a Matter,
    teller: &'a Teller<'a>,
    /// As the form was sent.
    fields: Option<&'a Fields>,
}

impl Lister<'_> {
    fn item(&self, place: usize, item: &Item) -> Value {
        let is_taken = self.fields.map_or(item.is_taken, |fields| is_taken(fields, item));
        let order = self.fields.and_then(|fields| fields.first(&format!("order:{}", item.id))).map(str::to_owned);
        json!({
            "id": item.id,
            "title": self.title(&item.entry.rows),
            "from": self.from(&item.entry),
            "is_own": item.own.is_some(),
            "edit": item.own.map(|key| format!("{}/repeats/{}/{key}", self.place.address(), self.matter.path.name)).unwrap_or_default(),
            "is_taken": is_taken,
            "order": order.unwrap_or_else(|| (place + 1).to_string()),
            "lines": self.lines(&item.entry.rows),
        })
    }

    fn double(&self, items: &[Item], double: &Double) -> Value {
        let id = pair_id(items, double);
        let none = Fields::default();
        let fields = self.fields.unwrap_or(&none);
        let chosen = choice(fields, items, double);
        let empty = Entry::default();
        let entry = |place: usize| items.get(place).map_or(&empty, |item| &item.entry);
        let (first, second) = (entry(double.first), entry(double.second));
        let choices: Vec<Value> = Choice::ALL
            .iter()
            .map(|one| {
                json!({ "value": one.code(), "key": format!("regional-double-{}", one.code()), "chosen": chosen == Some(*one) })
            })
            .collect();
        let mut names: Vec<String> = differing(first, second).into_iter().collect();
        names.sort_by_key(|name| self.regional.questionnaire.schema.slot(name));
        let parts: Vec<Value> = names
            .iter()
            .map(|name| {
                let field = format!("from:{id}:{name}");
                let slot = self.regional.questionnaire.schema.slot(name);
                let label = slot.map(|slot| self.teller.reader.label(self.regional.questionnaire.place(slot)));
                json!({
                    "label": label.unwrap_or_else(|| name.clone()),
                    "is_second": fields.first(&field) == Some("second"),
                    "field": field,
                    "first": self.value(first, name),
                    "second": self.value(second, name),
                })
            })
            .collect();
        json!({
            "id": id,
            "why": self.teller.likeness(&double.likeness),
            "first": self.title(&first.rows),
            "first_from": self.from(first),
            "second": self.title(&second.rows),
            "second_from": self.from(second),
            "choices": choices,
            "parts": parts,
        })
    }

    fn from(&self, entry: &Entry) -> String {
        let names: Vec<&str> =
            entry.origins.iter().filter_map(|origin| self.regional.department(origin.response)).collect();
        if names.is_empty() { self.teller.reader.say("regional-entry-own", &[]) } else { names.join(", ") }
    }

    /// The first thing that an entry says.
    fn title(&self, rows: &Rows) -> String {
        let first = self.lines(rows).into_iter().next();
        let value = first.and_then(|line| line.get("value").and_then(Value::as_str).map(str::to_owned));
        value.unwrap_or_else(|| self.teller.reader.say("regional-entry-untitled", &[]))
    }

    fn value(&self, entry: &Entry, name: &str) -> String {
        let rows: Rows = entry
            .rows
            .iter()
            .filter(|(rest, _)| rest.split('/').next() == Some(name))
            .map(|(rest, value)| (rest.clone(), value.clone()))
            .collect();
        let lines: Vec<String> = self
            .lines(&rows)
            .into_iter()
            .filter_map(|line| line.get("value").and_then(Value::as_str).map(str::to_owned))
            .collect();
        lines.join("; ")
    }

    /// What an entry says, in the order of the questionnaire.
    fn lines(&self, rows: &Rows) -> Vec<Value> {
        let (questionnaire, reader) = (&self.regional.questionnaire, &self.teller.reader);
        let mut said = Vec::new();
        for (rest, value) in rows {
            let name = rest.rsplit('/').next().unwrap_or(rest);
            let Some(slot) = questionnaire.schema.slot(name) else { continue };
            let place = questionnaire.place(slot);
            let Some(question) = place.question() else { continue };
            let Some(answer) = Answer::from_json(&question.kind, value) else { continue };
            let line = json!({ "label": reader.label(place), "value": reader.answer(question, &answer).join(", ") });
            said.push((slot, rest.clone(), line));
        }
        said.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        said.into_iter().map(|(.., line)| line).collect()
    }
}
