//! What a request about a response works on: the response, its questionnaire, and its draft laid out and evaluated.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    access::{
        actor::{Actor, Role},
        policy::{self, Action, Object},
    },
    fieldwork::ids::ResponseId,
    operations::{carrying, moving, opening},
    questionnaire::{
        answer::Answer,
        answers::Answers,
        asked::Asked,
        compile::Questionnaire,
        definition::QuestionType,
        expression::Environment,
        instance::{Instance, NodeId},
        opening::{Known, Opened},
        path::{EntryPath, Path},
        schema::SlotId,
        sections::Section,
    },
    store::{
        Connection, carried,
        drafts::{self, Stored},
        queries::{self, Query},
        responses::{self, Assignment},
    },
    web::{error::Error, state::State},
};

/// A response with its draft.
pub struct Work {
    pub assignment: Assignment,
    pub questionnaire: Arc<Questionnaire>,
    pub stored: Vec<Stored>,
    pub answers: Answers,
    pub instance: Instance,
    /// The sections in which something is required.
    pub asked: Asked,
    /// The answers that nobody gave yet: defaults and calculated initial values.
    pub prefilled: BTreeSet<Path>,
    /// What fields show before anybody touched them because the invitation says it already.
    pub prefill: Answers,
    /// What was asked about its answers.
    pub queries: Vec<Query>,
    /// The answers from an earlier round that are asked now and that nobody confirmed yet.
    pub carried: BTreeSet<Path>,
    /// What that round is called; empty where nothing waits.
    pub carried_from: String,
    known: Known,
}

/// What one page shows: a section of the response, or an entry of a repeat.
pub struct Container {
    /// The response, or the entry.
    pub node: NodeId,
    pub within: EntryPath,
    /// The rows that it shows, in order.
    pub slots: Vec<SlotId>,
    /// The section that it belongs to, by its place.
    pub section: usize,
}

/// Loads a response that the actor may do this to.
///
/// # Errors
/// [`Error::NotFound`] for a response that is absent or not the actor's: alike.
pub async fn assignment(
    connection: &mut Connection,
    actor: &Actor,
    id: ResponseId,
    action: Action,
) -> Result<Assignment, Error> {
    let found = responses::find(connection, id).await?.ok_or(Error::NotFound)?;
    // A draft exists for nobody who is asked in it.
    if !found.round.is_launched() && !actor.is(Role::Admin) {
        return Err(Error::NotFound);
    }
    let (round, department, region) = (found.response.round, found.department.id, found.department.region);
    if policy::can(actor, action, Object::Response { round, department, region }) {
        Ok(found)
    } else {
        Err(Error::NotFound)
    }
}

impl Work {
    /// Loads a response with its draft, evaluated.
    ///
    /// # Errors
    /// As [`assignment`].
    pub async fn load(
        state: &State,
        connection: &mut Connection,
        actor: &Actor,
        id: ResponseId,
        environment: &Environment<'_>,
    ) -> Result<Self, Error> {
        let mut found = assignment(connection, actor, id, Action::EditResponse).await?;
        if carrying::at_opening(connection, &found, actor.account, chrono::Utc::now()).await? {
            found = assignment(connection, actor, id, Action::EditResponse).await?;
        }
        let questionnaire = state.questionnaire(connection, found.response.version).await?;
        let stored = drafts::load(connection, found.response.round, id).await?;
        let queries = queries::of_response(connection, found.response.round, id).await?;
        let known = opening::known(&found, actor, environment);
        let mut work = Self { queries, ..Self::over(found, questionnaire, stored, known, environment) };
        work.find_carried(connection).await?;
        Ok(work)
    }

    /// Reads the draft again, after a change.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reload(self, connection: &mut Connection, environment: &Environment<'_>) -> Result<Self, Error> {
        let response = &self.assignment.response;
        let stored = drafts::load(connection, response.round, response.id).await?;
        let queries = self.queries;
        let mut work =
            Self { queries, ..Self::over(self.assignment, self.questionnaire, stored, self.known, environment) };
        work.find_carried(connection).await?;
        Ok(work)
    }

    /// Most drafts have nothing of the kind, and then nothing is asked: what came along has no author.
    async fn find_carried(&mut self, connection: &mut Connection) -> Result<(), Error> {
        if self.stored.iter().all(|row| row.edited_by.is_some()) {
            return Ok(());
        }
        let response = &self.assignment.response;
        let waiting = carried::waiting(connection, response.round, response.id).await?;
        let asked = waiting.iter().filter(|path| moving::is_asked(&self.instance, path));
        self.carried = asked.filter_map(|path| path.parse().ok()).collect();
        if !self.carried.is_empty() {
            self.carried_from = carrying::source_name(connection, response.round).await?;
        }
        Ok(())
    }

    /// The unconfirmed answers from an earlier round that stand on one page; what cannot be read has to be changed.
    #[must_use]
    pub fn carried_on(&self, container: &Container) -> Vec<Path> {
        let schema = &self.questionnaire.schema;
        let is_shown = |path: &&Path| {
            let slot = schema.slot(&path.name);
            let is_under = |slot| container.slots.iter().any(|top| schema.contains(*top, slot));
            path.within == container.within && slot.is_some_and(is_under)
        };
        self.carried.iter().filter(is_shown).filter(|path| !self.is_unreadable(path)).cloned().collect()
    }

    /// Does what stands here not read as an answer to its question?
    #[must_use]
    pub fn is_unreadable(&self, path: &Path) -> bool {
        matches!(self.answers.get(path), Some(Answer::Unparsed(_)))
    }

    /// The same draft, read as another version reads it.
    #[must_use]
    pub fn as_of(&self, questionnaire: Arc<Questionnaire>, environment: &Environment<'_>) -> Self {
        Self::over(self.assignment.clone(), questionnaire, self.stored.clone(), self.known.clone(), environment)
    }

    fn over(
        assignment: Assignment,
        questionnaire: Arc<Questionnaire>,
        stored: Vec<Stored>,
        known: Known,
        environment: &Environment<'_>,
    ) -> Self {
        let Opened { answers, instance, prefilled } = opening::open(&questionnaire, &stored, &known, environment);
        let prefill = prefill(&assignment, &questionnaire);
        let asked = questionnaire.asked(assignment.sections.as_deref());
        let (queries, carried, carried_from) = (Vec::new(), BTreeSet::new(), String::new());
        Self {
            assignment,
            questionnaire,
            stored,
            answers,
            instance,
            asked,
            prefilled,
            prefill,
            queries,
            carried,
            carried_from,
            known,
        }
    }

    /// The stored version of an answer; 0 where none was stored.
    #[must_use]
    pub fn version_of(&self, path: &str) -> i32 {
        // Rows come ordered by the database's collation, which is not ours: a search must not assume an order.
        self.stored.iter().find(|row| row.path == path).map_or(0, |row| row.version)
    }

    /// The page of a section.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<Container> {
        let section = self.questionnaire.sections.iter().position(|section| section.name == name)?;
        Some(self.container(section))
    }

    /// The page of the section at this place.
    #[must_use]
    pub fn container(&self, section: usize) -> Container {
        let rows = self.questionnaire.sections.get(section).map_or(&[][..], |section| &section.rows);
        let slots = rows.iter().filter_map(|name| self.questionnaire.schema.slot(name)).collect();
        Container { node: NodeId::ROOT, within: EntryPath::default(), slots, section }
    }

    /// The page of an entry.
    #[must_use]
    pub fn entry(&self, path: &EntryPath) -> Option<Container> {
        let schema = &self.questionnaire.schema;
        let node = self.instance.entry_at(path).filter(|_| !path.0.is_empty())?;
        let slot = self.instance.get(node).slot;
        let section = self.section_of(slot)?;
        Some(Container { node, within: path.clone(), slots: schema.get(slot).children.clone(), section })
    }

    /// The place of the section that shows `slot`.
    #[must_use]
    pub fn section_of(&self, slot: SlotId) -> Option<usize> {
        self.questionnaire.section_of(slot)
    }

    /// The address of the page that shows what stands at `path`, with the field's anchor.
    #[must_use]
    pub fn address_of(&self, path: &Path) -> String {
        let id = self.assignment.response.id;
        let anchor = super::fields::html_id(&path.to_string());
        if !path.within.0.is_empty() {
            return format!("/responses/{id}/entries/{}#{anchor}", path.within);
        }
        let section = self.questionnaire.schema.slot(&path.name).and_then(|slot| self.section_of(slot));
        let name = section.and_then(|place| self.questionnaire.sections.get(place)).map_or("", |section| &section.name);
        format!("/responses/{id}/sections/{name}#{anchor}")
    }

    /// Is there anything to answer in the section at this place?
    #[must_use]
    pub fn is_relevant(&self, section: &Section) -> bool {
        self.questionnaire.is_section_relevant(&self.instance, section)
    }

    /// The section after this one that is relevant.
    #[must_use]
    pub fn next_section(&self, place: usize) -> Option<&Section> {
        self.questionnaire.sections.iter().skip(place + 1).find(|section| self.is_relevant(section))
    }
}

/// A questionnaire that asks for the region and the department by these names need not ask for what is known.
fn prefill(assignment: &Assignment, questionnaire: &Questionnaire) -> Answers {
    let mut answers = Answers::default();
    let department = &assignment.department;
    let known = [
        ("region", &assignment.region_code),
        ("department_name", &department.name),
        ("department_type", &department.kind),
    ];
    for (name, value) in known {
        let answer = questionnaire.question(name).and_then(|question| match question.kind {
            QuestionType::Text => Some(Answer::Text(value.clone())),
            QuestionType::SelectOne(_) => Some(Answer::Choice(value.clone())),
            _ => None,
        });
        if let Some(answer) = answer {
            answers.set(Path::top(name), answer);
        }
    }
    answers
}
