//! One version of a questionnaire: everything that it asks, and publishing it.

use std::collections::{BTreeSet, HashMap};

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use chrono::Utc;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    fieldwork::ids::VersionId,
    operations::{self, questionnaires},
    questionnaire::{
        compile::{Finding, compile},
        definition::{Definition, Question, QuestionType},
        diff::diff,
        fields::{Field, FieldItem, fields},
        sections::sections,
    },
    store::{
        Connection,
        questionnaires::{self as store_questionnaires, Head, Version},
    },
    web::{
        context::{page, see},
        error::Error,
        form::Form,
        participation::moment,
        state::State,
        visitor::Visitor,
    },
};

use super::changes::Teller;

/// Which version to compare with.
#[derive(Default, Deserialize)]
pub struct View {
    since: Option<VersionId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    action: String,
}

#[derive(Serialize)]
struct SectionView {
    name: String,
    number: String,
    title: String,
    departments: String,
    rows: Vec<RowView>,
}

#[derive(Clone, Serialize)]
struct RowView {
    name: String,
    number: String,
    label: String,
    kind_key: &'static str,
    within: String,
    choices: Vec<ChoiceView>,
    rules: Vec<RuleView>,
    non_answers: Vec<String>,
    languages: usize,
}

#[derive(Clone, Serialize)]
struct ChoiceView {
    name: String,
    label: String,
}

#[derive(Clone, Serialize)]
struct RuleView {
    column: &'static str,
    text: String,
}

/// The preview.
pub async fn get(
    state: Data<State>,
    id: Path<Uuid>,
    view: Query<View>,
    visitor: Visitor,
) -> Result<HttpResponse, Error> {
    let mut connection = state.pool.get().await?;
    let version = store_questionnaires::version(&mut connection, VersionId(*id)).await?.ok_or(Error::NotFound)?;
    let changes = changes(&mut connection, &state, &visitor, &version, view.since).await?;
    drop(connection);
    let definition = &version.definition;
    let wording = Wording { definition, language: visitor.language() };
    let languages: Vec<_> =
        definition.languages.iter().map(|key| json!({ "code": key.code(), "name": key.name() })).collect();
    let content = json!({
        "form_id": definition.form_id,
        "title": definition.title.read(visitor.language(), &definition.default_language),
        "number": version.number,
        "languages": languages,
        "created": moment(Some(version.created_at)),
        "published": moment(version.published_at),
        "lacks": lacks(&version),
        "sections": wording.sections(),
        "difference": changes,
    });
    Ok(page(&state, &visitor, "admin/version", &content))
}

/// The lists and rows that keep a draft from being published: files of choices that have not come, mostly.
fn lacks(version: &Version) -> BTreeSet<String> {
    let findings = if version.published_at.is_none() { compile(version.definition.clone()).err() } else { None };
    let named = |finding: Finding| match finding {
        Finding::EmptyList { list, .. } => list,
        Finding::Rule { row, .. } | Finding::NotInRepeat { row, .. } | Finding::UnknownInWording { row, .. } => row,
        Finding::Cycle { names, .. } => names.join(" → "),
    };
    findings.into_iter().flatten().map(named).collect()
}

/// What it changes against another version: the one that is asked for, or the last that was published before it.
async fn changes(
    connection: &mut Connection,
    state: &State,
    visitor: &Visitor,
    version: &Version,
    since: Option<VersionId>,
) -> Result<Value, Error> {
    let mut others = store_questionnaires::heads_beside(connection, version.id).await?;
    others.retain(|other| other.id != version.id);
    let before = |head: &&Head| head.number < version.number && head.published_at.is_some();
    let base = match since {
        Some(since) => Some(others.iter().find(|other| other.id == since).ok_or(Error::NotFound)?),
        None => others.iter().find(before),
    };
    let Some(base) = base else { return Ok(Value::Null) };
    let older = store_questionnaires::version(connection, base.id).await?.ok_or(Error::NotFound)?.definition;
    let newer = &version.definition;
    let teller = Teller { locales: &state.locales, language: visitor.language(), older: &older, newer };
    let changes = teller.view(&diff(&older, newer));
    let rows: Vec<_> = others
        .iter()
        .map(|other| {
            json!({ "id": other.id, "number": other.number, "published": other.published_at.is_some(),
                "chosen": other.id == base.id })
        })
        .collect();
    Ok(json!({ "since": base.number, "others": rows, "changes": changes }))
}

/// Publishes it.
pub async fn post(state: Data<State>, id: Path<Uuid>, form: Form) -> Result<HttpResponse, Error> {
    let wish: Wish = form.typed()?;
    if wish.action != "publish" {
        return Err(Error::BadForm);
    }
    let author = form.visitor.actor().map(|actor| actor.account);
    let mut connection = state.pool.get().await?;
    match questionnaires::publish(&mut connection, VersionId(*id), author, Utc::now()).await {
        // The page says what is missing.
        Ok(()) | Err(operations::Error::Field { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(see(&format!("/admin/questionnaires/{id}")))
}

/// A definition for a reader.
struct Wording<'a> {
    definition: &'a Definition,
    language: &'a str,
}

impl Wording<'_> {
    fn sections(&self) -> Vec<SectionView> {
        let mut by_top: HashMap<&str, Vec<RowView>> = HashMap::new();
        let fields = fields(self.definition);
        let mut top = "";
        for field in &fields {
            let row = field.row();
            if self.definition.items.iter().any(|item| item.row().name == row.name) {
                top = &row.name;
            }
            by_top.entry(top).or_default().push(self.row(field));
        }
        sections(self.definition)
            .into_iter()
            .map(|section| SectionView {
                rows: section.rows.iter().flat_map(|row| by_top.remove(row.as_str()).unwrap_or_default()).collect(),
                title: section.title.read(self.language, &self.definition.default_language).to_owned(),
                name: section.name,
                number: section.number,
                departments: section.departments.join(", "),
            })
            .collect()
    }

    fn row(&self, field: &Field<'_>) -> RowView {
        let row = field.row();
        let mut rules = vec![("relevant", row.relevant.as_str())];
        let (kind_key, choices) = match field.item {
            FieldItem::Group(_) => ("type-group", Vec::new()),
            FieldItem::Repeat(repeat) => {
                rules.push(("repeat_count", &repeat.repeat_count));
                ("type-repeat", Vec::new())
            }
            FieldItem::Question(question) => {
                rules.extend(rules_of(question));
                (kind_key(&question.kind), self.choices(question))
            }
        };
        let rules = rules.into_iter().filter(|(_, text)| !text.trim().is_empty());
        RowView {
            name: row.name.clone(),
            number: row.number.clone(),
            label: row.label.read(self.language, &self.definition.default_language).to_owned(),
            kind_key,
            within: field.repeats.join(" / "),
            choices,
            rules: rules.map(|(column, text)| RuleView { column, text: text.to_owned() }).collect(),
            non_answers: field.non_answers.iter().map(|kind| format!("non-answer-{}", kind.code())).collect(),
            languages: row.label.iter().count(),
        }
    }

    fn choices(&self, question: &Question) -> Vec<ChoiceView> {
        let list = question.kind.list().and_then(|list| self.definition.choice_list(list));
        let choices = list.into_iter().flat_map(|list| &list.choices);
        choices
            .map(|choice| ChoiceView {
                name: choice.name.clone(),
                label: choice.label.read(self.language, &self.definition.default_language).to_owned(),
            })
            .collect()
    }
}

fn rules_of(question: &Question) -> [(&'static str, &str); 5] {
    [
        ("required", &question.required),
        ("constraint", &question.constraint),
        ("calculation", &question.calculation),
        ("choice_filter", &question.choice_filter),
        ("default", &question.default),
    ]
}

fn kind_key(kind: &QuestionType) -> &'static str {
    match kind {
        QuestionType::Text => "type-text",
        QuestionType::Integer => "type-integer",
        QuestionType::Decimal => "type-decimal",
        QuestionType::Range(_) => "type-range",
        QuestionType::Date => "type-date",
        QuestionType::Time => "type-time",
        QuestionType::DateTime => "type-date-time",
        QuestionType::SelectOne(_) => "type-select-one",
        QuestionType::SelectMultiple(_) => "type-select-multiple",
        QuestionType::Rank(_) => "type-rank",
        QuestionType::File => "type-file",
        QuestionType::Image => "type-image",
        QuestionType::Acknowledge => "type-acknowledge",
        QuestionType::Note => "type-note",
        QuestionType::Calculate => "type-calculate",
        QuestionType::Hidden => "type-hidden",
        QuestionType::Metadata(_) => "type-metadata",
        QuestionType::Point => "type-point",
    }
}
