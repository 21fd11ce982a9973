//! Every proposal that nobody has touched yet, at once: also for the questions that the first ones bring up.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    begin::check_round,
    loaded::{Regional, Surroundings},
    save::{Wish, Wished, write},
};
use crate::{
    fieldwork::consolidation::{
        desk::{Basis, Decision, Matter},
        entries::{doubles, stored},
        propose::Outcome,
        rule::Rule,
    },
    operations::Error,
    questionnaire::{expression::Environment, opening::Opened, path::Path},
    store::{Connection, regional::Put},
};

/// How often proposals may bring up questions that have proposals.
const ROUNDS: usize = 12;

/// Writes them; says how many questions and repeats were decided. What somebody decides meanwhile is theirs.
///
/// # Errors
/// As [`super::save`].
pub async fn adopt_proposals(
    connection: &mut Connection,
    regional: &Regional,
    around: Surroundings<'_>,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    check_round(connection, around.round).await?;
    let found = proposals(regional, around.environment);
    let count = found.iter().filter(|put| put.path.parse::<Path>().is_ok_and(|path| path.within.0.is_empty())).count();
    let wish =
        |put: &Put| Wish { path: put.path.clone(), seen: 0, wished: Wished::Proposal, divergence: String::new() };
    let wishes: Vec<Wish> = found.iter().map(wish).collect();
    let wanted = wishes.iter().zip(found.into_iter().map(Some)).collect();
    let late = write(connection, regional, around.actor.account, wanted, now).await?;
    Ok(count.saturating_sub(late.len()))
}

/// What would be written, in order. Repeats whose departments may have entered the same thing twice are left to people.
#[must_use]
pub fn proposals(regional: &Regional, environment: &Environment<'_>) -> Vec<Put> {
    let mut puts: BTreeMap<String, Put> = BTreeMap::new();
    let (mut instance, mut decisions) = (regional.instance.clone(), regional.decisions().clone());
    for _ in 0..ROUNDS {
        let matters = regional.matters_over(&instance, &decisions, environment);
        let before = puts.len();
        for matter in matters.iter().filter(|matter| matter.decision.is_none()) {
            for put in of_matter(regional, matter) {
                puts.insert(put.path.clone(), put);
            }
        }
        if puts.len() == before {
            break;
        }
        let kept = regional.stored.iter().map(|row| (row.path.as_str(), row.value.as_ref()));
        let new = puts.values().map(|put| (put.path.as_str(), put.value.as_ref()));
        let Opened { instance: grown, .. } = regional.questionnaire.open(kept.chain(new), &regional.known, environment);
        instance = grown;
        decisions.extend(puts.values().map(|put| (put.path.clone(), decided(put))));
    }
    // What a later proposal took off the path is not decided.
    let asked: HashMap<String, ()> = regional
        .matters_over(&instance, &decisions, environment)
        .into_iter()
        .map(|matter| (matter.path.to_string(), ()))
        .collect();
    let is_asked = |put: &Put| asked.contains_key(put.path.split('/').next().unwrap_or_default());
    puts.into_values().filter(is_asked).collect()
}

fn of_matter(regional: &Regional, matter: &Matter) -> Vec<Put> {
    let put = |path: String, value: Option<Value>, origins: Value| Put {
        path,
        value,
        basis: Basis::Rule,
        source: None,
        divergence: String::new(),
        version: 1,
        heard: regional.heard(),
        origins,
    };
    let path = matter.path.to_string();
    if let Outcome::Proposed { answer, .. } = &matter.outcome {
        return vec![put(path, Some(answer.to_json()), json!([]))];
    }
    let questionnaire = &regional.questionnaire;
    let merges = matches!(matter.rule, Rule::Union | Rule::Any);
    let most = usize::try_from(questionnaire.max_entries(matter.slot)).unwrap_or(usize::MAX);
    let is_clear = merges
        && !matter.entries.is_empty()
        && matter.entries.len() <= most
        && doubles(questionnaire, matter.slot, &matter.entries).is_empty();
    if !is_clear {
        return Vec::new();
    }
    let rows = stored(&matter.path, &matter.entries).into_iter();
    let mut puts: Vec<Put> = rows.map(|(path, value, origins)| put(path, Some(value), json!(origins))).collect();
    puts.push(put(path, None, json!([])));
    puts
}

fn decided(put: &Put) -> Decision {
    Decision {
        value: put.value.clone(),
        basis: put.basis,
        source: None,
        divergence: String::new(),
        version: put.version,
        heard: BTreeMap::new(),
    }
}
