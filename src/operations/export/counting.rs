//! Files that count: tables from coded rows, and how far departments and regions have come.

use tokio::sync::mpsc::Receiver;

use super::{
    Export, ExportFailure,
    outlet::Sink,
    production::{Made, Orders, Regions, finish},
    regional_state,
    writers::state_of,
};
use crate::{
    export::{
        Speaker, aggregate,
        participation::{self, Participation},
        regional_participation::{self, RegionalParticipation},
    },
    fieldwork::response::ResponseState,
    results::{
        recipe::{Recipe, Unit},
        tabulate::{Respondent, Tabulator},
    },
    store::{
        self,
        exporting::{Coded, Participant, RegionalParticipant},
    },
};

pub(super) fn write_tables<S: Sink>(
    export: &Export,
    unit: Unit,
    orders: Orders<Recipe, S>,
    regions: &Regions,
    mut blocks: Receiver<Vec<Coded>>,
) -> Result<Vec<Made<S>>, ExportFailure> {
    let recipes: Vec<Recipe> = orders.iter().map(|(recipe, _, _)| recipe.clone()).collect();
    let mut tabulator = Tabulator::new(&export.merged.definition, &export.layout, &recipes)?;
    let mut transcoded = Vec::new();
    while let Some(block) = blocks.blocking_recv() {
        for coded in &block {
            let fields = coded.fields()?;
            let Some(state) = state_of(fields.state) else { continue };
            let region = regions.get(&fields.region).ok_or(store::Error::Unreadable("department.region_id"))?;
            let commissions: Vec<&str> = region.commissions.iter().map(String::as_str).collect();
            let respondent = Respondent {
                unit,
                state,
                region: &region.code,
                country: &region.country,
                commissions: &commissions,
                department_type: fields.department_type,
            };
            let speaker = || match unit {
                Unit::Departments => Speaker::Response(fields.id),
                Unit::Regions => Speaker::Region(region.code.clone()),
            };
            let codes = fields.codes.ok_or_else(|| ExportFailure::CodesMissing { speaker: speaker() })?;
            let version = export.versions.get(&fields.version);
            let version = version.ok_or_else(|| ExportFailure::OtherVersion { speaker: speaker() })?;
            let counted = match &version.transcoder {
                None => tabulator.add(&respondent, codes),
                Some(transcoder) => {
                    transcoder.transcode(codes, &mut transcoded).and_then(|()| tabulator.add(&respondent, &transcoded))
                }
            };
            counted.map_err(|source| ExportFailure::Codes { speaker: speaker(), source })?;
        }
    }
    let mut tables = tabulator.finish().into_iter();
    let mut made = Vec::new();
    for (recipe, name, mut outlet) in orders {
        let states = counted_states(export, &recipe);
        for (index, table) in tables.by_ref().take(recipe.groups.len()).enumerate() {
            if index == 0 {
                aggregate::headers(&table.cells, &mut outlet.buffer);
            }
            outlet.rows += aggregate::rows(&table, &states, &mut outlet.buffer);
            outlet.flow()?;
        }
        made.push(finish(name, outlet)?);
    }
    Ok(made)
}

/// The states that a table counts: those of the export that its recipe counts, in the words of its unit.
fn counted_states(export: &Export, recipe: &Recipe) -> String {
    let counted = |state: &&ResponseState| {
        export.states.contains(state) && state_of(**state).is_some_and(|state| recipe.states.contains(&state))
    };
    let words = ResponseState::ALL.iter().filter(counted).filter_map(|state| match recipe.unit {
        Unit::Departments => Some(state.code()),
        Unit::Regions => regional_state(*state),
    });
    words.collect::<Vec<_>>().join(" ")
}

pub(super) fn write_participation<S: Sink>(
    mut orders: Orders<(), S>,
    regions: &Regions,
    mut blocks: Receiver<Vec<Participant>>,
) -> Result<Vec<Made<S>>, ExportFailure> {
    for ((), _, outlet) in &mut orders {
        participation::write_header(&mut outlet.buffer);
    }
    while let Some(block) = blocks.blocking_recv() {
        for participant in &block {
            let fields = participant.fields()?;
            let region = regions.get(&fields.region).ok_or(store::Error::Unreadable("department.region_id"))?;
            let department = Participation {
                region: &region.code,
                country: &region.country,
                commissions: &region.commissions,
                department: fields.department,
                department_type: fields.department_type,
                invited_at: fields.invited_at,
                opened_at: fields.opened_at,
                started_at: fields.started_at,
                submitted_at: fields.submitted_at,
                accepted_at: fields.accepted_at,
            };
            for ((), _, outlet) in &mut orders {
                participation::write_row(&department, &mut outlet.buffer);
                outlet.rows += 1;
                outlet.flow()?;
            }
        }
    }
    orders.into_iter().map(|((), name, outlet)| finish(name, outlet)).collect()
}

pub(super) fn write_regional_participation<S: Sink>(
    mut orders: Orders<(), S>,
    regions: &Regions,
    mut blocks: Receiver<Vec<RegionalParticipant>>,
) -> Result<Vec<Made<S>>, ExportFailure> {
    for ((), _, outlet) in &mut orders {
        regional_participation::write_header(&mut outlet.buffer);
    }
    while let Some(block) = blocks.blocking_recv() {
        for participant in &block {
            let fields = participant.fields()?;
            let region = regions.get(&fields.region).ok_or(store::Error::Unreadable("region.id"))?;
            let line = RegionalParticipation {
                region: &region.code,
                region_name: fields.name,
                country: &region.country,
                commissions: &region.commissions,
                deadline: fields.deadline,
                departments: fields.departments,
                invited: fields.invited,
                opened: fields.opened,
                started: fields.started,
                submitted: fields.submitted,
                accepted: fields.accepted,
                answer: fields.answer,
                revision: fields.revision,
                signed_on: fields.signed_on,
            };
            for ((), _, outlet) in &mut orders {
                regional_participation::write_row(&line, &mut outlet.buffer);
                outlet.rows += 1;
                outlet.flow()?;
            }
        }
    }
    orders.into_iter().map(|((), name, outlet)| finish(name, outlet)).collect()
}
