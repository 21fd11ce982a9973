//! Queries as pages show them, for reviewers and departments alike.

use serde::Serialize;

use crate::{
    fieldwork::review::QueryState,
    questionnaire::{compile::Questionnaire, instance::Instance, instance::NodeId, path::Path},
    store::queries::Query,
    web::respondent::{piped::At, wording::Reader},
};

/// A query with what was said in it.
#[derive(Serialize, Clone)]
pub struct QueryView {
    pub id: String,
    pub response: String,
    /// For the style sheet.
    pub state: &'static str,
    pub state_key: &'static str,
    pub messages: Vec<MessageView>,
}

/// What somebody said.
#[derive(Serialize, Clone)]
pub struct MessageView {
    pub name: String,
    pub when: String,
    pub body: String,
}

/// A query with what it is about.
#[derive(Serialize)]
pub struct AboutView {
    pub query: QueryView,
    pub number: String,
    pub label: String,
    /// Where the answer can be changed or read.
    pub href: String,
}

/// The message of a state.
#[must_use]
pub fn state_key(state: QueryState) -> &'static str {
    match state {
        QueryState::Open => "query-is-open",
        QueryState::Answered => "query-is-answered",
        QueryState::Closed => "query-is-closed",
    }
}

impl QueryView {
    /// The query in the reader's words.
    #[must_use]
    pub fn of(query: &Query, reader: &Reader<'_>) -> Self {
        let message = |message: &crate::store::queries::Message| MessageView {
            name: somebody(&message.name, reader),
            when: reader.moment(message.at),
            body: message.body.clone(),
        };
        Self {
            id: query.id.to_string(),
            response: query.response.to_string(),
            state: query.state.code(),
            state_key: state_key(query.state),
            messages: query.messages.iter().map(message).collect(),
        }
    }
}

/// What a place is called, with its number; its path where the questionnaire does not know it any more.
#[must_use]
pub fn called(reader: &Reader<'_>, instance: Option<&Instance>, path: &str) -> (String, String) {
    let parsed = path.parse::<Path>().ok();
    let found = parsed.and_then(|path| Some((reader.questionnaire.schema.slot(&path.name)?, path)));
    let Some((slot, path)) = found else { return (String::new(), path.to_owned()) };
    let place = reader.questionnaire.place(slot);
    let label = match instance {
        Some(instance) => reader.label_at(place, At { instance, node: node(instance, &path) }),
        None => reader.label(place),
    };
    (place.row.number.clone(), label)
}

/// What a place is called in a mail to somebody who reads `language`.
#[must_use]
pub fn label_for(reader: &Reader<'_>, questionnaire: &Questionnaire, path: &str, language: &str) -> String {
    let reader = Reader { language, questionnaire, ..*reader };
    called(&reader, None, path).1
}

/// Somebody by name, as far as it is known.
#[must_use]
pub fn somebody(name: &str, reader: &Reader<'_>) -> String {
    if name.is_empty() { reader.say("review-somebody", &[]) } else { name.to_owned() }
}

fn node(instance: &Instance, path: &Path) -> NodeId {
    instance.node_at(path).or_else(|| instance.entry_at(&path.within)).unwrap_or(NodeId::ROOT)
}
