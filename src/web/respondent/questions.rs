//! All questions to read and print before starting, relevant or not.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{wording::Reader, work};
use crate::{
    access::policy::Action,
    fieldwork::ids::ResponseId,
    questionnaire::{
        compile::{PlaceItem, Questionnaire},
        definition::QuestionType,
        schema::SlotId,
    },
    web::{context::page, error::Error, state::State, visitor::SignedIn},
};

/// The page.
pub async fn get(state: Data<State>, id: Path<ResponseId>, visitor: SignedIn) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let assignment = work::assignment(&mut connection, visitor.actor()?, *id, Action::ReadResponse).await?;
    let questionnaire = state.questionnaire(&mut connection, assignment.response.version).await?;
    drop(connection);
    let reader = Reader { language: visitor.0.language(), locales: &state.locales, questionnaire: &questionnaire };
    let content = json!({
        "response": *id,
        "title": reader.read(&questionnaire.definition.title),
        "round": assignment.round.name,
        "sections": outline(&reader, &questionnaire),
    });
    Ok(page(&state, &visitor.0, "respondent/questions", &content))
}

/// Every section with its rows, to read.
#[must_use]
pub fn outline(reader: &Reader<'_>, questionnaire: &Questionnaire) -> Vec<Value> {
    let section = |section: &crate::questionnaire::sections::Section| {
        let mut rows = Vec::new();
        for slot in section.rows.iter().filter_map(|name| questionnaire.schema.slot(name)) {
            add(reader, questionnaire, slot, true, &mut rows);
        }
        let title = reader.read(&section.title);
        json!({ "number": section.number, "title": title, "name": section.name, "rows": rows })
    };
    questionnaire.sections.iter().map(section).collect()
}

fn add(reader: &Reader<'_>, questionnaire: &Questionnaire, slot: SlotId, top: bool, rows: &mut Vec<Value>) {
    let place = questionnaire.place(slot);
    let children = &questionnaire.schema.get(slot).children;
    match &place.item {
        PlaceItem::Question(question) => {
            if question.is_head() {
                rows.push(json!({ "heading": true, "number": place.row.number, "label": reader.label(place),
                    "hint": reader.read(&place.row.hint), "choices": [], "name": place.row.name }));
            } else if question.kind.is_asked() || question.kind == QuestionType::Note {
                let list = question.kind.list().and_then(|list| questionnaire.definition.choice_list(list));
                // A list of all countries is no help on paper.
                let short = list.filter(|list| list.choices.len() <= 40);
                let labels = short.map(|list| list.choices.iter().map(|choice| reader.read(&choice.label)).collect());
                let choices: Vec<String> = labels.unwrap_or_default();
                rows.push(json!({ "heading": false, "number": place.row.number, "label": reader.label(place),
                    "hint": reader.read(&place.row.hint), "choices": choices, "name": place.row.name }));
            }
        }
        PlaceItem::Root | PlaceItem::Group | PlaceItem::Repeat { .. } => {
            if !top && !place.row.label.is_empty() {
                rows.push(json!({ "heading": true, "number": place.row.number, "label": reader.label(place),
                    "hint": reader.read(&place.row.hint), "choices": [], "name": place.row.name }));
            }
            for child in children {
                add(reader, questionnaire, *child, false, rows);
            }
        }
    }
}
