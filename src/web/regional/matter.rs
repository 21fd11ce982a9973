//! One question as a section's page shows it: what departments say, the proposal, the choice, the control.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    form::{Typed, basis_field, divergence_field, divergent_field, keep_field, shown, shown_field, stored_basis},
    words::Teller,
};
use crate::{
    fieldwork::{
        consolidation::{
            Said,
            desk::{Changed, Matter},
            propose::Outcome,
        },
        ids::ResponseId,
        response::ResponseState,
    },
    operations::regional::{Regional, together},
    questionnaire::{
        definition::{Question, QuestionType},
        expression::Environment,
        path::EntryPath,
    },
    store::regional_words::Unit,
    web::respondent::{
        fields::{Blocks, html_id},
        piped::At,
        work::{Container, Work},
    },
};

/// Everything that the views of matters are made of.
pub(super) struct Matters<'a> {
    pub regional: &'a Regional,
    /// With what was typed.
    pub work: &'a Work,
    pub teller: &'a Teller<'a>,
    pub environment: &'a Environment<'a>,
    pub typed: &'a HashMap<String, Typed>,
    pub problems: &'a [(String, String)],
    /// May the visitor change anything?
    pub can_change: bool,
}

impl Matters<'_> {
    /// A question.
    pub(super) fn question(&self, matter: &Matter, question: &Question) -> Value {
        let (regional, teller) = (self.regional, self.teller);
        let reader = &teller.reader;
        let path = matter.path.to_string();
        let id = html_id(&path);
        let place = regional.questionnaire.place(matter.slot);
        let node = self.work.instance.node_at(&matter.path);
        let at = node.map_or_else(|| At::top(&self.work.instance), |node| At { instance: &self.work.instance, node });
        let stored = regional.row(&path);
        let typed = self.typed.get(&path);
        let basis = match typed {
            Some(typed) if !typed.basis.is_empty() => typed.basis.clone(),
            _ => stored_basis(stored),
        };
        let divergence = typed.map(|typed| typed.divergence.clone());
        let divergence = divergence.or_else(|| stored.map(|row| row.divergence.clone())).unwrap_or_default();
        let is_marked = typed.map_or(!divergence.is_empty(), |typed| typed.is_marked);
        let error = self.problems.iter().find(|(of, _)| *of == path).map(|(_, text)| text.as_str()).unwrap_or_default();
        let proposal = match &matter.outcome {
            Outcome::Proposed { answer, .. } => Some(reader.answer_at(question, answer, at)),
            Outcome::None(_) => None,
        };
        let all = together(&regional.questionnaire, matter).filter(|all| match &matter.outcome {
            Outcome::Proposed { answer, .. } => answer != all,
            Outcome::None(_) => true,
        });
        let given = regional.instance.node_at(&matter.path).and_then(|node| regional.instance.answer(node));
        let current = node.and_then(|node| self.work.instance.answer(node)).filter(|_| stored.is_some());
        json!({
            "id": id,
            "path": path,
            "label": reader.label_at(place, at),
            "number": place.row.number,
            "hint": reader.read_at(&place.row.hint, at),
            "error": error,
            "state": state(matter),
            "state_key": state_key(matter),
            "differs": matter.differs,
            "rule": reader.say(&format!("regional-rule-{}", matter.rule.code()), &[]),
            "voices": self.voices(matter, question, &basis),
            "tally": teller.tally(&matter.tally),
            "has_proposal": proposal.is_some(),
            "proposal": proposal.unwrap_or_default(),
            "reason": teller.reason(matter, Some(question)),
            "rule_chosen": basis == "rule",
            "has_union": all.is_some(),
            "union": all.map(|all| reader.answer_at(question, &all, at)).unwrap_or_default(),
            "union_chosen": basis == "union",
            "own_chosen": basis == "own",
            "is_decided": stored.is_some(),
            "undecided_chosen": basis == "undecided",
            "current": current.map(|answer| reader.answer_at(question, answer, at)).unwrap_or_default(),
            "who": stored.and_then(|row| row.edited_by.clone()).unwrap_or_default(),
            "when": stored.map(|row| reader.moment(row.edited_at)).unwrap_or_default(),
            "changed": self.changes(&matter.changed, Some(question)),
            "keep_field": keep_field(&path),
            "basis_field": basis_field(&path),
            "divergent_field": divergent_field(&path),
            "divergence_field": divergence_field(&path),
            "is_marked": is_marked,
            "divergence": divergence,
            "can_change": self.can_change,
            "has_control": !matches!(question.kind, QuestionType::File | QuestionType::Image),
            "block": self.control(matter, error),
            "shown_field": shown_field(&path),
            "shown": shown(stored, given),
            "version_field": crate::questionnaire::input::version_field(&matter.path),
            "version": regional.version_of(&path),
        })
    }

    /// What departments say otherwise than when it was decided.
    pub(super) fn changes(&self, changed: &[Changed], question: Option<&Question>) -> Vec<Value> {
        let row = |changed: &Changed| {
            json!({
                "department": self.regional.department(changed.response).unwrap_or_default(),
                "before": self.teller.said(question, &changed.before, None),
                "now": self.teller.said(question, &changed.now, None),
            })
        };
        changed.iter().map(row).collect()
    }

    fn voices(&self, matter: &Matter, question: &Question, basis: &str) -> Vec<Value> {
        let cards = self.regional.units.iter().filter_map(|unit| {
            let response = unit.response.as_ref()?;
            Some(self.voice(matter, question, basis, unit, response.id, response.state))
        });
        cards.collect()
    }

    fn voice(
        &self,
        matter: &Matter,
        question: &Question,
        basis: &str,
        unit: &Unit,
        response: ResponseId,
        state: ResponseState,
    ) -> Value {
        let voice = matter.voices.iter().find(|voice| voice.response == response);
        let word = self.regional.words.iter().find(|word| word.response == response);
        let said = voice.map(|voice| &voice.said);
        let lines = match said {
            Some(said) => self.teller.said(Some(question), said, word.map(|word| (word, &matter.path))),
            None => Vec::new(),
        };
        let files: Vec<Value> = match said {
            Some(Said::Answer(crate::questionnaire::answer::Answer::Files(files))) => {
                let link = |file: &crate::questionnaire::answer::FileReference| json!({ "href": format!("/responses/{response}/attachments/{}", file.file), "name": file.name });
                files.iter().map(link).collect()
            }
            _ => Vec::new(),
        };
        let value = format!("adopted:{response}");
        json!({
            "department": unit.name,
            "state": state.code(),
            "state_key": format!("response-state-{}", state.code()),
            "is_heard": said.is_some(),
            "says": said.is_some_and(Said::says_something),
            "lines": if files.is_empty() { lines } else { Vec::new() },
            "files": files,
            "chosen": basis == value,
            "value": value,
        })
    }

    /// The control of the respondents' pages, named as what the region writes itself.
    fn control(&self, matter: &Matter, error: &str) -> Value {
        let (work, reader) = (self.work, self.teller.reader);
        let Some(node) = work.instance.node_at(&matter.path) else { return Value::Null };
        let container = Container {
            node: work.instance.get(node).parent.unwrap_or(crate::questionnaire::instance::NodeId::ROOT),
            within: EntryPath::default(),
            slots: vec![matter.slot],
            section: matter.section,
        };
        let blocks = Blocks { work, reader, environment: self.environment, errors: HashMap::new() };
        let Some(mut block) = blocks.of(&container).into_iter().next() else { return Value::Null };
        block.label = reader.say("regional-own-label", &[("label", &block.label)]);
        (block.number, block.hint, block.guidance) = (String::new(), String::new(), String::new());
        // Said once, above the choice; the control is marked.
        block.error = String::new();
        block.required = true;
        block.described_by = if error.is_empty() { String::new() } else { format!("{}-problem", block.id) };
        if !block.format.is_empty() {
            block.described_by = format!("{} {}-format", block.described_by, block.id).trim().to_owned();
        }
        json!(block)
    }
}

fn state(matter: &Matter) -> &'static str {
    if !matter.changed.is_empty() {
        "warning"
    } else if matter.decision.is_some() {
        "complete"
    } else if matter.is_undecided() {
        "in-progress"
    } else {
        "not-started"
    }
}

fn state_key(matter: &Matter) -> &'static str {
    if !matter.changed.is_empty() {
        "regional-state-changed"
    } else if matter.decision.is_some() {
        "regional-state-decided"
    } else if matter.is_undecided() {
        "regional-state-undecided"
    } else {
        "regional-state-silent"
    }
}
