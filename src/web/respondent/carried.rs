//! Answers that came along from an earlier round, section by section, as the hub shows them until they are confirmed.

use serde_json::{Value, json};

use super::{fields::html_id, piped::At, wording::Reader, work::Work};
use crate::questionnaire::{
    answer::Answer,
    instance::NodeId,
    path::Path,
    schema::{SlotId, SlotKind},
};

/// The paths of a section that can be confirmed as they are.
#[must_use]
pub fn of_section(work: &Work, section: &str) -> Vec<String> {
    let own = |path: &&Path| {
        let place = work.questionnaire.schema.slot(&path.name).and_then(|slot| work.section_of(slot));
        let found = place.and_then(|place| work.questionnaire.sections.get(place));
        found.is_some_and(|found| found.name == section) && !work.is_unreadable(path)
    };
    work.carried.iter().filter(own).map(Path::to_string).collect()
}

/// Every section with unconfirmed answers, in the order of the questionnaire; without those that are `shown` elsewhere.
#[must_use]
pub fn groups(reader: &Reader<'_>, work: &Work, shown: &[String]) -> Vec<Value> {
    let schema = &work.questionnaire.schema;
    let mut groups = Vec::new();
    for (place, section) in work.questionnaire.sections.iter().enumerate() {
        let own = work.carried.iter().filter_map(|path| Some((schema.slot(&path.name)?, path)));
        let own =
            own.filter(|(slot, path)| work.section_of(*slot) == Some(place) && !shown.contains(&path.to_string()));
        let mut own: Vec<(SlotId, &Path)> = own.collect();
        own.sort_by_key(|(slot, path)| (path.within.clone(), *slot));
        if own.is_empty() {
            continue;
        }
        let title = reader.read_at(&section.title, At::top(&work.instance));
        let top = || reader.read_at(&work.questionnaire.definition.title, At::top(&work.instance));
        groups.push(json!({
            "name": section.name,
            "number": section.number,
            "title": if title.is_empty() { top() } else { title },
            "count": own.len(),
            "can_confirm": own.iter().any(|(_, path)| !work.is_unreadable(path)),
            "rows": own.iter().map(|(slot, path)| row(reader, work, *slot, path)).collect::<Vec<_>>(),
        }));
    }
    groups
}

fn row(reader: &Reader<'_>, work: &Work, slot: SlotId, path: &Path) -> Value {
    let (place, instance) = (work.questionnaire.place(slot), &work.instance);
    let node = instance.node_at(path).or_else(|| instance.entry_at(&path.within));
    let at = At { instance, node: node.unwrap_or(NodeId::ROOT) };
    let now = match (work.answers.get(path), place.question()) {
        (Some(answer), Some(question)) => reader.answer_at(question, answer, at),
        (Some(Answer::NonAnswer(non_answer)), None) => vec![reader.non_answer(*non_answer)],
        (_, None) | (None, Some(_)) => vec![reader.say("no-answer", &[])],
    };
    json!({
        "path": path.to_string(),
        "id": html_id(&path.to_string()),
        "number": place.row.number,
        "entry": entry_title(reader, work, path),
        "label": reader.label_at(place, at),
        "now": now,
        "unreadable": work.is_unreadable(path),
        "href": work.address_of(path),
    })
}

/// Which entry an answer stands in; blank outside repeats.
fn entry_title(reader: &Reader<'_>, work: &Work, path: &Path) -> String {
    let Some((_, step)) = path.within.split_last() else { return String::new() };
    let slot = work.questionnaire.schema.slot(&step.repeat);
    let slot = slot.filter(|slot| work.questionnaire.schema.get(*slot).kind == SlotKind::Repeat);
    let (Some(slot), Some(node)) = (slot, work.instance.entry_at(&path.within)) else { return String::new() };
    let label = reader.label_at(work.questionnaire.place(slot), At { instance: &work.instance, node });
    let position = work.instance.get(node).position.to_string();
    reader.say("entry-title", &[("label", &label), ("position", &position)])
}
