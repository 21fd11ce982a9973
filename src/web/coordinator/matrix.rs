//! Departments × sections, computed: every draft of the region in the round is read at once, and only what is being
//! answered is evaluated.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::place::Place;
use crate::{
    fieldwork::{
        delegation::{self, Cell, Known, Row},
        ids::{DepartmentId, InvitationId, ResponseId, VersionId},
    },
    questionnaire::{asked::SectionProgress, compile::Questionnaire, opening, path::Path, sections::Section},
    store::{
        Connection,
        delegations::{self, Named},
        desk::{self, AskedDepartment, DraftRow, Member},
    },
    web::{
        error::Error,
        state::{State, environment_of},
    },
};

/// The overview of a round in a region.
pub struct Matrix {
    /// Of the round's version: its sections are the columns.
    pub questionnaire: Arc<Questionnaire>,
    pub lines: Vec<Line>,
}

/// A department.
pub struct Line {
    pub asked: AskedDepartment,
    pub questionnaire: Arc<Questionnaire>,
    /// One a column; nothing where the department answers a version that has no such section.
    pub cells: Vec<Option<Cell>>,
    /// One for every section of the version that it answers.
    pub own: Vec<Cell>,
    pub row: Row,
    pub delegations: Vec<Named>,
    pub members: Vec<Member>,
}

impl Line {
    /// Who sees to a section, where that was put down.
    #[must_use]
    pub fn delegation(&self, section: &str) -> Option<&Named> {
        self.delegations.iter().find(|named| named.delegation.section == section)
    }

    /// Who is invited and was not revoked.
    pub fn standing(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.revoked_at.is_none())
    }

    /// Who sees to what is overdue; everybody where nobody in particular does.
    #[must_use]
    pub fn late(&self) -> BTreeSet<InvitationId> {
        let overdue = self.questionnaire.sections.iter().zip(&self.own).filter(|(_, cell)| cell.is_overdue);
        let mut late = BTreeSet::new();
        for (section, _) in overdue {
            let account = self.delegation(&section.name).and_then(|named| named.delegation.account);
            let own = |member: &&Member| account.is_none_or(|account| member.account == account);
            late.extend(self.standing().filter(own).map(|member| member.invitation));
        }
        late
    }
}

/// Computes it; of one department only where given.
///
/// # Errors
/// When the database does not answer.
pub async fn load(
    state: &State,
    connection: &mut Connection,
    place: &Place,
    only: Option<DepartmentId>,
    now: DateTime<Utc>,
) -> Result<Matrix, Error> {
    let round = place.round.id;
    let questionnaire = state.questionnaire(connection, place.round.version).await?;
    let mut departments = desk::departments(connection, round, place.region.id).await?;
    departments.retain(|one| only.is_none_or(|only| one.department.id == only));
    let ids: Vec<ResponseId> = departments.iter().map(|one| one.response).collect();
    let mut delegations = delegations::of_responses(connection, round, &ids).await?;
    let members = desk::members(connection, round, place.region.id).await?;
    let mut drafts: HashMap<ResponseId, Vec<DraftRow>> = HashMap::new();
    for row in desk::drafts(connection, round, &ids).await? {
        drafts.entry(row.response).or_default().push(row);
    }
    let mut empty: HashMap<VersionId, Vec<SectionProgress>> = HashMap::new();
    let mut lines = Vec::with_capacity(departments.len());
    for asked in departments {
        let own = state.questionnaire(connection, asked.version).await?;
        let rows = drafts.remove(&asked.response).unwrap_or_default();
        let delegations = delegations.remove(&asked.response).unwrap_or_default();
        let progress = progress(&own, &asked, &rows, &mut empty);
        let edited = edited(&own, &rows);
        let all = cells(&own, &asked, (&progress, &edited), &delegations, (place.round.deadline, now));
        let cell = |name: &str| {
            let index = own.sections.iter().position(|section| section.name == name)?;
            all.get(index).copied()
        };
        let cells = questionnaire.sections.iter().map(|section| cell(&section.name)).collect();
        let mut row = delegation::row(&all);
        row.edited_at = [row.edited_at, asked.opened_at, asked.submitted_at].into_iter().flatten().max();
        let members = members.iter().filter(|one| one.department == asked.department.id).cloned().collect();
        lines.push(Line { asked, questionnaire: own, cells, own: all, row, delegations, members });
    }
    Ok(Matrix { questionnaire, lines })
}

fn cells(
    own: &Questionnaire,
    asked: &AskedDepartment,
    (progress, edited): (&[SectionProgress], &[Option<DateTime<Utc>>]),
    delegations: &[Named],
    (deadline, now): (DateTime<Utc>, DateTime<Utc>),
) -> Vec<Cell> {
    let cell = |((section, progress), edited_at): ((&Section, &SectionProgress), &Option<DateTime<Utc>>)| {
        let named = delegations.iter().find(|named| named.delegation.section == section.name);
        let due_at = named.and_then(|named| named.delegation.due_at);
        let (response, progress, edited_at) = (asked.state, *progress, *edited_at);
        delegation::cell(&Known { response, progress, edited_at, due_at, deadline }, now)
    };
    own.sections.iter().zip(progress).zip(edited).map(cell).collect()
}

/// How far every section of a response is. Only a draft that was begun and can be changed needs to be evaluated.
fn progress(
    questionnaire: &Questionnaire,
    asked: &AskedDepartment,
    rows: &[DraftRow],
    empty: &mut HashMap<VersionId, Vec<SectionProgress>>,
) -> Vec<SectionProgress> {
    let sections = questionnaire.asked(asked.sections.as_deref());
    if !asked.state.is_editable() {
        let done =
            |section: &Section| SectionProgress { asked: sections.includes(&section.name), relevant: true, open: 0 };
        return questionnaire.sections.iter().map(done).collect();
    }
    if rows.is_empty() {
        let start = || evaluate(questionnaire, asked, rows);
        let mut progress = empty.entry(asked.version).or_insert_with(start).clone();
        for (section, own) in questionnaire.sections.iter().zip(&mut progress) {
            own.asked = sections.includes(&section.name);
        }
        return progress;
    }
    evaluate(questionnaire, asked, rows)
}

fn evaluate(questionnaire: &Questionnaire, asked: &AskedDepartment, rows: &[DraftRow]) -> Vec<SectionProgress> {
    let environment = environment_of(crate::language::SOURCE, asked.response);
    let start = asked.opened_at.or(asked.started_at).map_or(environment.now.naive_utc(), |at| at.naive_utc());
    let known = opening::Known { start, username: String::new(), email: String::new() };
    let rows = rows.iter().map(|row| (row.path.as_str(), row.value.as_ref()));
    let opened = questionnaire.open(rows, &known, &environment);
    let sections = questionnaire.asked(asked.sections.as_deref());
    questionnaire.progress(&opened.instance, &sections, &environment)
}

/// When an answer of each section was last given.
fn edited(questionnaire: &Questionnaire, rows: &[DraftRow]) -> Vec<Option<DateTime<Utc>>> {
    let mut edited = vec![None; questionnaire.sections.len()];
    let given = |value: &Option<Value>| value.is_some();
    for row in rows.iter().filter(|row| given(&row.value)) {
        let top = row.path.split('/').next().unwrap_or_default();
        let slot = top.parse::<Path>().ok().and_then(|path| questionnaire.schema.slot(&path.name));
        let section = slot.and_then(|slot| questionnaire.section_of(slot));
        if let Some(last) = section.and_then(|section| edited.get_mut(section)) {
            *last = (*last).max(Some(row.edited_at));
        }
    }
    edited
}
