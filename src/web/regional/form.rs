//! A section's form read as wishes: what was chosen for each question, what was typed, and what contradicts itself.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    fieldwork::consolidation::desk::{Basis, Matter},
    operations::regional::{Regional, Wish, Wished},
    questionnaire::{
        answer::Answer,
        definition::{Question, QuestionType},
        expression::Environment,
        input::{self, Fields, NumberStyle, version_field},
        path::Path,
        validation::ViolationKind,
    },
    store::regional::Stored,
    web::{
        error::Error,
        regional::place::Place,
        respondent::{fields::messages, wording::Reader},
    },
};

/// The longest reason for a divergence, in characters.
pub(super) const LONGEST_REASON: usize = 2_000;

/// What was sent for one question, as the page shows it again.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// The button of the choice.
    pub basis: String,
    pub is_marked: bool,
    pub divergence: String,
}

/// A section's form.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub wishes: Vec<Wish>,
    pub typed: HashMap<String, Typed>,
    /// What was typed as the region's own words and is not stored, by path.
    pub values: BTreeMap<String, Option<Value>>,
    /// Messages by path, in the order of the page.
    pub problems: Vec<(String, String)>,
}

/// The field of the choice between the answers.
pub(super) fn basis_field(path: &str) -> String {
    format!("basis:{path}")
}

/// The field that marks a question as divergent.
pub(super) fn divergent_field(path: &str) -> String {
    format!("divergent:{path}")
}

/// The field of the reason.
pub(super) fn divergence_field(path: &str) -> String {
    format!("divergence:{path}")
}

/// The field that keeps the region's answer though departments changed theirs.
pub(super) fn keep_field(path: &str) -> String {
    format!("keep:{path}")
}

/// The field that says what the page showed: who changed nothing overwrites nothing.
pub(super) fn shown_field(path: &str) -> String {
    format!("shown:{path}")
}

/// What is stored, as the page says that it showed it: the choice, and marks of the value and of the reason.
pub(super) fn shown(row: Option<&Stored>, answer: Option<&Answer>) -> String {
    let divergence = row.map(|row| row.divergence.as_str()).unwrap_or_default();
    format!("{};{};{}", stored_basis(row), mark(&value_text(answer)), mark(divergence))
}

fn value_text(answer: Option<&Answer>) -> String {
    answer.map(|answer| answer.to_json().to_string()).unwrap_or_default()
}

fn mark(text: &str) -> String {
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The button that stands for what is stored.
pub(super) fn stored_basis(row: Option<&Stored>) -> String {
    match row {
        None => String::new(),
        Some(Stored { basis: Basis::Rule, .. }) => "rule".to_owned(),
        Some(Stored { basis: Basis::Union, .. }) => "union".to_owned(),
        Some(Stored { basis: Basis::Adopted, source: Some(source), .. }) => format!("adopted:{source}"),
        Some(Stored { basis: Basis::Own | Basis::Adopted, .. }) => "own".to_owned(),
    }
}

/// The reason of a divergence as it was sent, and what is wrong with it.
pub(super) fn read_divergence(
    reader: &Reader<'_>,
    fields: &Fields,
    path: &str,
    stored: &str,
) -> (bool, String, Option<String>) {
    let is_marked = fields.first(&divergent_field(path)).is_some();
    let words = fields.first(&divergence_field(path)).unwrap_or_default().replace("\r\n", "\n");
    let key = match (is_marked, words.as_str()) {
        (true, "") => Some("regional-divergence-missing"),
        // Who takes the mark away leaves the old reason where it was.
        (false, words) if !words.is_empty() && words != stored => Some("regional-divergence-unmarked"),
        (true, words) if words.chars().count() > LONGEST_REASON => Some("regional-divergence-too-long"),
        _ => None,
    };
    let most = LONGEST_REASON.to_string();
    (is_marked, words, key.map(|key| reader.say(key, &[("most", &most)])))
}

/// Reads what a page of these matters sent.
pub(super) fn read(
    place: &Place,
    reader: &Reader<'_>,
    regional: &Regional,
    matters: &[&Matter],
    fields: &Fields,
    environment: &Environment<'_>,
) -> Result<Sent, Error> {
    let mut sent = Sent::default();
    for matter in matters {
        let path = matter.path.to_string();
        let Some(seen) = fields.first(&version_field(&matter.path)) else { continue };
        let seen: i32 = seen.parse().map_err(|_| Error::BadForm)?;
        let Some(question) = regional.questionnaire.place(matter.slot).question() else { continue };
        let stored = regional.row(&path);
        let before = stored.map(|row| row.divergence.as_str()).unwrap_or_default();
        let (is_marked, divergence, problem) = read_divergence(reader, fields, &path, before);
        sent.problems.extend(problem.map(|text| (path.clone(), text)));
        let chosen = fields.first(&basis_field(&path)).unwrap_or_default().to_owned();
        let current = regional.instance.node_at(&matter.path).and_then(|node| regional.instance.answer(node));
        let page = fields.first(&shown_field(&path)).map_or_else(|| shown(stored, current), str::to_owned);
        let mut parts = page.split(';');
        let [shown_basis, shown_value, shown_words] = [(); 3].map(|()| parts.next().unwrap_or_default().to_owned());
        let own = own(regional, matter, question, fields, &shown_value, environment);
        let wished = wished(&chosen, &shown_basis, own.as_ref(), current)?;
        sent.typed.insert(path.clone(), Typed { basis: chosen, is_marked, divergence: divergence.clone() });
        if let Some(own) = &own {
            sent.values.insert(path.clone(), own.as_ref().map(Answer::to_json));
        }
        let divergence = if is_marked { divergence } else { String::new() };
        let is_kept = fields.first(&keep_field(&path)).is_some();
        let wished = match wished {
            Chosen::Both => {
                let label = reader.label(regional.questionnaire.place(matter.slot));
                sent.problems.push((path.clone(), reader.say("regional-both", &[("label", &label)])));
                continue;
            }
            Chosen::Wished(Wished::Undecided) if is_marked => Wished::Stands,
            Chosen::Wished(wished) => wished,
            Chosen::Nothing if mark(&divergence) != shown_words || is_kept => Wished::Stands,
            Chosen::Nothing => continue,
        };
        sent.wishes.push(Wish { path, seen, wished, divergence });
    }
    check_own(place, reader, regional, &mut sent, environment);
    Ok(sent)
}

/// What was typed where that is not what the page showed.
fn own(
    regional: &Regional,
    matter: &Matter,
    question: &Question,
    fields: &Fields,
    shown: &str,
    environment: &Environment<'_>,
) -> Option<Option<Answer>> {
    if matches!(question.kind, QuestionType::File | QuestionType::Image) {
        return None;
    }
    let node = regional.instance.node_at(&matter.path)?;
    let choices = regional.questionnaire.known_choices(&regional.instance, node, environment);
    let style = NumberStyle::of_language(environment.language);
    let given = input::read(question, &choices, &matter.path, fields, style);
    (mark(&value_text(given.as_ref())) != shown).then_some(given)
}

enum Chosen {
    Wished(Wished),
    Nothing,
    /// A button was pressed, and something else typed.
    Both,
}

fn wished(chosen: &str, shown: &str, own: Option<&Option<Answer>>, current: Option<&Answer>) -> Result<Chosen, Error> {
    let typed = || own.cloned().map(|own| Chosen::Wished(Wished::Own(own))).unwrap_or(Chosen::Nothing);
    if chosen.is_empty() || chosen == shown {
        return Ok(typed());
    }
    let wished = match chosen.split_once(':') {
        Some(("adopted", response)) => Wished::Adopted(response.parse().map_err(|_| Error::BadForm)?),
        None if chosen == "own" => {
            // What stands there may become the region's own words as it is.
            return Ok(Chosen::Wished(Wished::Own(own.map_or_else(|| current.cloned(), Clone::clone))));
        }
        None if chosen == "rule" => Wished::Proposal,
        None if chosen == "union" => Wished::Together,
        None if chosen == "undecided" => Wished::Undecided,
        _ => return Err(Error::BadForm),
    };
    if own.is_some_and(Option::is_some) { Ok(Chosen::Both) } else { Ok(Chosen::Wished(wished)) }
}

/// What people write themselves is checked where they write it; what is missing is said before signing.
fn check_own(place: &Place, reader: &Reader<'_>, regional: &Regional, sent: &mut Sent, environment: &Environment<'_>) {
    let is_own = |path: &Path| {
        let path = path.to_string();
        sent.wishes.iter().any(|wish| wish.path == path && matches!(wish.wished, Wished::Own(Some(_))))
    };
    if !sent.wishes.iter().any(|wish| matches!(wish.wished, Wished::Own(Some(_)))) {
        return;
    }
    let work = place.work(regional, &sent.values, environment);
    let wrong: Vec<_> = work
        .questionnaire
        .validate(&work.instance, environment)
        .into_iter()
        .filter(|violation| violation.kind != ViolationKind::Required && is_own(&violation.path))
        .collect();
    let mut told = messages(reader, &wrong, &work.instance);
    for violation in &wrong {
        let path = violation.path.to_string();
        if let Some(text) = told.remove(&path) {
            sent.problems.push((path, text));
        }
    }
}
